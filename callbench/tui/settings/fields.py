"""The settings that a rep can change on the screen: how each is read, checked and explained."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import time
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

import msgspec

from callbench.domain.countries import (
    country_code,
    zone_name,
    zones_by_city,
    zones_by_country,
)
from callbench.domain.country_names import name_like, named_and_coded
from callbench.domain.folding import fold
from callbench.store.command_line import join_command, split_command
from callbench.store.config import SYSTEM, Config, check_setting
from callbench.store.machine import DateOrder, DialScheme

_TIMES = re.compile(r"(\d{1,2}(?::\d\d)?)\s*(?:-|–|to|,)\s*(\d{1,2}(?::\d\d)?)")

_TIME = re.compile(r"\d{1,2}(?::\d\d)?")

_MACHINE = "from this machine"

EXAMPLE = "+442079460018"
"""The number in what is shown of a dialler; reserved for fiction."""

Given = Mapping[str, Any]
"""What the file itself sets, by key."""


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the screen."""

    key: str
    """As ``config.toml`` has it."""
    name: str
    help: str
    choices: tuple[str, ...] = ()
    """All values there are; a line is typed where there are none."""
    unset: str = "not set"
    """What holds unless it is set, where the machine suggests nothing."""
    source: str = "as usual"
    """Where the value comes from unless it is set."""


_YOU = (
    Setting(
        key="rep",
        name="Your name",
        help="In cues, in the record and under mails.",
        source="your login",
    ),
    Setting(
        key="zone",
        name="Time zone",
        help="Yours, as IANA names it: Europe/London. A city will do, Tab completes it."
        " From the next block on.",
        source=_MACHINE,
    ),
    Setting(
        key="region",
        name="Country",
        help="By its name or two letters: Germany, Deutschland, DE."
        " Numbers without a prefix are read as of there.",
        unset="unknown",
        source=_MACHINE,
    ),
    Setting(
        key="date_order",
        name="Date order",
        help="How 3/4 is read: dmy is 3 April, mdy is 4 March, none asks each time.",
        choices=get_args(DateOrder),
        source="by the country",
    ),
)
_DAY = (
    Setting(
        key="working_hours",
        name="Working hours",
        help="Such as 08:00-19:00: what “at 3” means follows from it.",
    ),
    Setting(
        key="first_thing",
        name="First thing",
        help="The time that “first thing” means, such as 09:00.",
    ),
    Setting(
        key="end_of_day",
        name="End of day",
        help="The time that “end of day”, eod and cob mean, such as 17:00.",
    ),
    Setting(
        key="target_calls",
        name="Target calls",
        help="How many calls a block is to have. From the next block on.",
        unset="no target",
    ),
)
_DIALLING = (
    Setting(
        key="dialler",
        name="Dialler",
        help=f"What dials: “{SYSTEM}” for the system's own program, or a command with"
        " {e164}, {number} or {extension} in it. Empty: c copies, you dial.",
        unset="none: c copies the number",
    ),
    Setting(
        key="dial_scheme",
        name="Dial scheme",
        help=f"With the dialler “{SYSTEM}”: what your softphone listens to, tel: on most systems.",
        choices=get_args(DialScheme),
    ),
)
_PROGRAMS = (
    Setting(
        key="calendar_folder",
        name="Calendar folder",
        help="Next steps go there, one file each (vdir: khal, vdirsyncer).",
        unset="none",
    ),
    Setting(
        key="editor",
        name="Editor",
        help="What opens a note, such as “vim” or “code --wait”.",
        unset="VISUAL or EDITOR of your shell",
    ),
)


def settings(themes: Sequence[str]) -> tuple[Setting, ...]:
    """Every setting of the screen; `themes` are the names of those that can be chosen."""
    theme = Setting(
        key="theme",
        name="Theme",
        help="The colours; the palette (Ctrl+P) lists them, too.",
        choices=tuple(themes),
    )
    return (*_YOU, *_DAY, theme, *_DIALLING, *_PROGRAMS)


def line_of(setting: Setting, config: Config, given: Given) -> str:
    """The value in force, as it would be typed; "" where there is none."""
    value = given.get(setting.key, getattr(config, setting.key))
    match setting.key:
        case "dialler":
            return value if value == SYSTEM else join_command(value)
        case "working_hours":
            opens, closes = value
            return f"{opens:%H:%M}-{closes:%H:%M}"
        case "first_thing" | "end_of_day":
            return f"{value:%H:%M}"
    return "" if value is None else str(value)


def shown_of(setting: Setting, line: str) -> str:
    """A value in force as it is shown: as it would be typed, a country with its name."""
    return named_and_coded(line) if setting.key == "region" and line else line


def value_of(setting: Setting, line: str) -> Any:
    """What the file is to hold for a line that was typed; None to take the key out.

    Raises:
        ValueError: it can't be used; says what is allowed.
    """
    line = line.strip()
    if not line:
        return None
    value = _READ.get(setting.key, str)(line)
    check_setting(setting.key, value)
    return value


def _number(line: str) -> int:
    if not line.isascii() or not line.isdigit():
        raise ValueError("a whole number from 1 to 9999 is needed")
    return int(line)


def _hours(line: str) -> list[str]:
    found = _TIMES.fullmatch(line)
    if found is None:
        raise ValueError("two times are needed, such as 08:00-19:00")
    return [_time(found[1]), _time(found[2])]


def _time(text: str) -> str:
    hour, _, minute = text.partition(":")
    try:
        return f"{time(int(hour), int(minute or 0)):%H:%M}"
    except ValueError as error:
        raise ValueError(f"{text} is no time of a day") from error


def _one_time(line: str) -> str:
    if _TIME.fullmatch(line) is None:
        raise ValueError("a time is needed, such as 09:00")
    return _time(line)


def _country(line: str) -> str:
    code = country_code(line)
    if not code:
        raise ValueError(f'"{line}" is no country; a name or two letters, as in Germany or GB')
    return code


def _zone(line: str) -> str:
    """The zone of that name, or that of the one city that is called so."""
    of_city = zones_by_city().get(fold(line), ())
    return zone_name(line) or (of_city[0] if len(of_city) == 1 else line)


def _dialler(line: str) -> list[str] | str:
    return SYSTEM if line == SYSTEM else split_command(line)


_READ: Mapping[str, Callable[[str], Any]] = MappingProxyType({
    "zone": _zone,
    "region": _country,
    "target_calls": _number,
    "working_hours": _hours,
    "first_thing": _one_time,
    "end_of_day": _one_time,
    "dialler": _dialler,
})
"""How a line becomes a value; as it is where nothing stands here."""


def remark(setting: Setting, line: str) -> str:
    """What a line that can be used comes to, for the rep to check."""
    value = value_of(setting, line)
    if value is None:
        return "taken out of the file"
    match setting.key:
        case "zone":
            return value if value != line.strip() else ""
        case "region":
            return named_and_coded(value)
        case "dialler" if value != SYSTEM:
            return f"runs {_shown(value)} {_whether_found(value[0])}"
        case "editor":
            command = split_command(value)
            return f"runs {_shown([*command, 'note.txt'])} {_whether_found(command[0])}"
        case "calendar_folder":
            there = Path(value).expanduser().is_dir()
            return "is there" if there else "will be made"
    return ""


def _shown(command: Sequence[str]) -> str:
    """The arguments apart, with a number in them."""
    return " ".join(
        "[" + part.replace("{e164}", EXAMPLE).replace("{number}", EXAMPLE) + "]" for part in command
    )


def _whether_found(program: str) -> str:
    return "" if shutil.which(program) else f"— {program} is not found on this machine"


def completion(setting: Setting, line: str) -> str:
    """What a line may become with Tab; "" where nothing is to be added."""
    words = line.strip()
    found = ""
    if words and setting.key == "zone":
        found = _zone_like(words)
    elif words and setting.key == "region":
        found = country_code(words) or name_like(words)
    elif words and setting.key == "dialler" and SYSTEM.startswith(words.casefold()):
        found = SYSTEM
    return found if found != words else ""


def _zone_like(words: str) -> str:
    """The zone whose city begins so, else one that has the words in it, "" where none has."""
    if exact := zone_name(words):
        return exact
    wanted = words.casefold().replace(" ", "_")
    names = [name for zones in zones_by_country().values() for name in zones]
    fit = [name for name in sorted(names) if wanted in name.casefold()]
    cities = (name for name in fit if name.casefold().rpartition("/")[2].startswith(wanted))
    return next(cities, fit[0] if fit else "")
