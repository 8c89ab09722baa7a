"""Changing ``config.toml`` from the program: a few keys, and every other byte as it was."""

from __future__ import annotations

import threading
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from callbench.store.atomic import fingerprint_of, read_regular, write_atomically
from callbench.store.config import Config, ConfigError, checked, load, settings_in
from callbench.store.errors import ChangedOutside, unusable
from callbench.store.workbench import Workbench

__all__ = ["change_settings"]

_BOM = "\ufeff"

_one_at_a_time = threading.Lock()
"""Held while the file is read and written: a theme is kept in a thread of its own."""


def change_settings(workbench: Workbench, changes: Mapping[str, Any]) -> Config:
    """Set some keys of ``config.toml``, and take those out that are None.

    Comments, the order of the lines and keys of sections stay. A new key goes behind the last one
    that stands outside of a section.

    Args:
        workbench: where the file is; made where it is missing.
        changes: values as TOML has them, by key.

    Returns:
        The settings that are now in force.

    Raises:
        ConfigError: a setting cannot be used; the file is as it was.
        ChangedOutside: somebody else changed the file at this very moment.
        StoreError: the file cannot be read or written.
    """
    with _one_at_a_time:
        _change(workbench.config, changes)
    return load(workbench)


def _change(path: Path, changes: Mapping[str, Any]) -> None:
    # Where somebody has made a mess of the file, they are told so, and nothing is written.
    settings_in(path)
    for key, value in changes.items():
        if value is not None:
            checked(path, key, value)
    try:
        data, before = read_regular(path) if fingerprint_of(path) else (b"", None)
        changed = _changed(path, data.decode("utf-8"), changes).encode("utf-8")
        if fingerprint_of(path) != before:
            raise ChangedOutside(path)
        if changed != data:
            write_atomically(path, changed)
    except OSError as error:
        raise unusable(path, error) from error


def _changed(path: Path, text: str, changes: Mapping[str, Any]) -> str:
    """The text with the changes made.

    Raises:
        ConfigError: they can't be, without a change of something else.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    mark = _BOM if text.startswith(_BOM) else ""
    plain = text.removeprefix(_BOM).replace("\r\n", "\n")
    wanted = {key: value for key, value in {**tomllib.loads(plain), **changes}.items()
              if value is not None}  # fmt: skip
    found = _edited(plain, changes)
    if tomllib.loads(found) != wanted:
        keys = ", ".join(changes)
        raise ConfigError(path, f"is written in a way in which {keys} can't be set from here")
    return mark + found.replace("\n", newline)


def _edited(text: str, changes: Mapping[str, Any]) -> str:
    # Imported only when something is saved: it costs as much as a dozen frames.
    import tomlkit

    document = tomlkit.parse(text)
    new = []
    for key, value in changes.items():
        if value is None:
            document.pop(key, None)
        elif key in document:
            document[key] = value
        else:
            new.append(tomlkit.document().append(key, tomlkit.item(value)).as_string())
    return _with_lines(document.as_string(), new)


def _with_lines(text: str, new: list[str]) -> str:
    """The text with lines behind the last key that stands outside of a section."""
    if text and not text.endswith("\n"):
        text += "\n"
    lines = text.splitlines(keepends=True)
    at = next((at for at, line in enumerate(lines) if _begins_section(lines, at, line)), None)
    if at is None:
        return text + "".join(new)
    # Comments right above a section are about it.
    while at and lines[at - 1].startswith("#"):
        at -= 1
    rest = "".join(lines[at:])
    blank = at and not lines[at - 1].strip()
    at -= bool(blank)
    return "".join([*lines[:at], *new, "\n", rest])


def _begins_section(lines: list[str], at: int, line: str) -> bool:
    """Whether this is the first line of a section, and not of an array in a value."""
    if not line.lstrip().startswith("["):
        return False
    try:
        tomllib.loads("".join(lines[:at]))
    except tomllib.TOMLDecodeError:
        return False
    return True
