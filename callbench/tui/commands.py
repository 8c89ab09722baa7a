"""One declaration per action: its key, name and help feed everything that shows or runs it.

From a `Command` come its keys, the key bar, the key sheet (``?``), the command palette and the
id by which a rep may remap it in ``config.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from callbench.tui.key_names import key_problem, name_of_sign

IN_TEXT = re.compile(r"f\d+|escape|ctrl\+.+")
"""Keys that a command gets even while a text field has the focus; all others are text."""


KeyRow = tuple[str, str, str]
"""A row of the key sheet: keys, name, help."""

ALWAYS_ROWS: tuple[KeyRow, ...] = (
    ("Ctrl+P", "Palette", "Find any act by its name; choose a theme"),
    ("Ctrl+Q", "Leave", "Leave callbench; everything typed is kept"),
)
"""Keys of the app itself, which work on every screen."""


class Command(msgspec.Struct, frozen=True):
    """One thing a rep can do on a screen."""

    id: str
    """What ``config.toml`` calls it."""
    keys: str
    """Comma-separated, as Textual names keys; the first one is shown."""
    name: str
    """What the key bar says, in a word or two."""
    help: str
    """What the key sheet says, in a sentence."""
    call: str = ""
    """``method`` or ``method:argument`` of the screen; ``action_`` and the id where empty."""
    bar: bool = True
    """Whether the key bar shows it."""
    part: str = ""
    """Under which heading of the key sheet it stands; without one among what is needed first."""

    @property
    def method(self) -> str:
        """The name of the screen's method."""
        name = self.call.partition(":")[0] or self.id.replace("-", "_")
        return f"action_{name}"

    @property
    def argument(self) -> str:
        """The one argument of the method, or ""."""
        return self.call.partition(":")[2]


def under(part: str, *commands: Command) -> Iterator[Command]:
    """The commands as they stand under one heading of the key sheet."""
    return (msgspec.structs.replace(command, part=part) for command in commands)


def keys_of(command: Command, remapped: Mapping[str, str]) -> list[str]:
    """The keys of a command; a rep's own where they remapped it, who may write / for slash."""
    keys = [key.strip() for key in remapped.get(command.id, command.keys).split(",")]
    return [name_of_sign(key) if len(key) == 1 else key for key in keys]


def as_name(label: str) -> str:
    """What a playbook calls something, as commands are named: with a capital letter first."""
    return label[:1].upper() + label[1:]


_SHOWN = {
    "slash": "/",
    "comma": ",",
    "question_mark": "?",
    "enter": "Enter",
    "escape": "Esc",
    "up": "↑",
    "down": "↓",
    "tab": "Tab",
    "space": "Space",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "left": "←",
    "right": "→",
    "home": "Home",
    "end": "End",
    "delete": "Del",
    "shift+tab": "Shift+Tab",
}


def shown_key(key: str) -> str:
    """A key as a rep knows it: ``ctrl+s`` is ``Ctrl+S``, ``slash`` is ``/``."""
    if key.startswith("ctrl+"):
        return "Ctrl+" + key.removeprefix("ctrl+").upper()
    if len(key) > 1 and key[0] == "f" and key[1:].isdigit():
        return key.upper()
    return _SHOWN.get(key, key)


def keymap_problems(
    remapped: Mapping[str, str], commands: Iterable[Command], known: Iterable[str] = ()
) -> list[str]:
    """What is wrong with a rep's own keys on one screen: unknown actions, and keys that clash.

    A key that is nobody's is fine; one that is two commands' would silently do the wrong thing,
    unless the two are never possible at the same time and share a key as declared.

    Args:
        remapped: The keys by id of the command.
        commands: Those of the screen.
        known: Ids of commands of other screens.
    """
    here = {command.id: command for command in commands}
    allowed = {*here, *known}
    problems = [
        f"keys.{name}: no such action, allowed: {', '.join(sorted(allowed))}"
        for name in remapped
        if name not in allowed
    ]
    taken: dict[str, str] = {}
    for name, command in here.items():
        for key in keys_of(command, remapped):
            other = taken.setdefault(key, name)
            if other == name or not (name in remapped or other in remapped):
                continue
            if key not in keys_of(command, {}) or key not in keys_of(here[other], {}):
                problems.append(f"keys.{name}: {key!r} is the key of {other}")
    return problems


def impossible_keys(remapped: Mapping[str, str]) -> list[str]:
    """What is wrong with the names of a rep's own keys."""
    problems = []
    for name in remapped:
        for key in keys_of(Command(name, "", "", ""), remapped):
            if problem := key_problem(key) if key else 'a key is missing; a comma is "comma"':
                what = f'"{key}" ' if key else ""
                problems.append(f"keys.{name}: {what}{problem}")
    return problems
