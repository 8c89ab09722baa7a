"""The rep's settings, ``config.toml``: checked once, complete, and never a guess without a word."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping
from datetime import time
from pathlib import Path
from typing import Any, get_args

import msgspec

from callbench.domain.countries import zones_by_country
from callbench.domain.records import Record
from callbench.domain.text import clean_tree
from callbench.store.atomic import read_regular
from callbench.store.command_line import split_command
from callbench.store.errors import StoreError, unusable
from callbench.store.machine import (
    DateOrder,
    DialScheme,
    date_order_of,
    is_zone,
    local_zone,
    locale_region,
    login_name,
    region_of_zone,
    system_dialler,
)
from callbench.store.workbench import Workbench

__all__ = ["SYSTEM", "Config", "ConfigError", "check_setting", "checked", "load", "settings_in"]

SYSTEM = "system"
"""What `dialler` is set to where the system's own handler of addresses dials."""

_PLACEHOLDERS = ("{e164}", "{number}", "{extension}")


class ConfigError(StoreError):
    """A setting that cannot be used; names the file, the key and what is allowed."""


class Config(Record, frozen=True, kw_only=True):
    """How one rep works."""

    rep: str
    """Their name, as sessions and mail have it; the login name unless set."""
    zone: str
    """IANA name of their zone; the machine's unless set."""
    zone_is_guess: bool = False
    """Whether neither the file nor the machine names a zone, so that it is UTC for want of one."""
    region: str = ""
    """ISO 3166 code of the country whose numbers need no prefix; from zone or locale, or ""."""
    date_order: DateOrder = "none"
    """How 3/4 is read; from the region unless set."""
    theme: str = "callbench-dark"
    dialler: tuple[str, ...] = ()
    """The command that dials, as arguments with {e164}, {number} or {extension} in them.

    Where the file says "system", the one that hands an address to the system's handler.
    """
    dial_scheme: DialScheme = "tel"
    """How such an address begins."""
    target_calls: int | None = None
    """How many calls a block is to have."""
    keys: dict[str, str] = msgspec.field(default_factory=dict)
    """Keys by the id of the action."""
    calendar_folder: str = ""
    """A vdir for the next steps, or ""; ``~`` stands for the home folder."""
    editor: str = ""
    """The command that opens a note, as typed; VISUAL or EDITOR unless set."""
    working_hours: tuple[time, time] = (time(8), time(19))
    """When calls take place; what "at 3" means follows from it."""
    first_thing: time = time(9)
    """What "first thing" means."""
    end_of_day: time = time(17)
    """What "end of day" means."""


def load(
    workbench: Workbench,
    env: Mapping[str, str] = os.environ,
    machine_zone: Callable[[Mapping[str, str]], str] = local_zone,
) -> Config:
    """The settings in force; without a file, what the machine suggests.

    Args:
        workbench: where the file is.
        env: the environment, for locale and zone.
        machine_zone: finds the machine's zone, or "".

    Raises:
        ConfigError: a setting cannot be used.
        StoreError: the file cannot be opened.
    """
    given = settings_in(workbench.config)
    known_zone = given.get("zone") or machine_zone(env)
    zone = known_zone or "UTC"
    locale = locale_region(env)
    locale = locale if locale and locale in zones_by_country() else ""
    region = given.get("region", region_of_zone(zone) or locale)
    suggested = {
        "rep": "" if "rep" in given else login_name(),
        "zone": zone,
        "zone_is_guess": not known_zone,
        "region": region,
        "date_order": _date_order(region, "" if "region" in given else locale),
    }
    if given.get("dialler") == SYSTEM:
        scheme = given.get("dial_scheme", "tel")
        given["dialler"] = system_dialler(scheme, sys.platform)
    return Config(**(suggested | given))


def _date_order(region: str, locale: str) -> DateOrder:
    """The order for a region; none when the machine's locale speaks for another one."""
    order = date_order_of(region)
    return order if not locale or date_order_of(locale) == order else "none"


def settings_in(path: Path) -> dict[str, Any]:
    """What the file sets, each value checked; nothing where there is no file.

    Raises:
        ConfigError: a setting cannot be used.
        StoreError: the file cannot be opened.
    """
    try:
        # Editors of Windows put a byte order mark at the start.
        text = read_regular(path)[0].decode("utf-8-sig")
        raw = clean_tree(_parsed(text))
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as error:
        raise ConfigError(path, "is not text in UTF-8") from error
    except ValueError as error:  # Of tomllib, or of a number with thousands of digits.
        raise ConfigError(path, f"is not TOML: {error}") from error
    except RecursionError as error:
        raise ConfigError(path, "is nested too deeply") from error
    except OSError as error:
        raise unusable(path, error) from error
    return {key: checked(path, key, value) for key, value in raw.items()}


def _parsed(text: str) -> dict[str, Any]:
    import tomllib  # Most reps have no settings of their own, and start without it.

    return tomllib.loads(text)


def checked(path: Path, key: str, value: Any) -> Any:
    """What one value of the file means.

    Raises:
        ConfigError: there is no such key, or it cannot be used.
    """
    check = _CHECKS.get(key)
    if check is None:
        import difflib

        near = difflib.get_close_matches(key, _CHECKS, 1)
        hint = f'did you mean "{near[0]}"?' if near else f"allowed are {', '.join(_CHECKS)}"
        raise ConfigError(path, f'unknown key "{key}"; {hint}')
    try:
        return check(value)
    except ValueError as error:
        raise ConfigError(path, f'key "{key}": {error}') from error


def check_setting(key: str, value: Any) -> None:
    """Check one value as the file would hold it.

    Raises:
        ValueError: it cannot be used; says what is allowed.
    """
    _CHECKS[key](value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("a text in quotes is needed")
    return value.strip()


def _some_text(value: Any) -> str:
    if not _text(value):
        raise ValueError("must not be empty")
    return _text(value)


def _zone(value: Any) -> str:
    if not is_zone(_some_text(value)):
        raise ValueError(f'"{value}" is no IANA zone such as "Europe/London"')
    return _text(value)


def _region(value: Any) -> str:
    region = _text(value).upper()
    if region and region not in zones_by_country():
        raise ValueError(f'"{value}" is no country code of two letters such as "GB"')
    return region


def _date_order_given(value: Any) -> str:
    if value not in get_args(DateOrder):
        raise ValueError('allowed are "dmy", "mdy" and "none"')
    return _text(value)


def _dialler(value: Any) -> tuple[str, ...] | str:
    if value == SYSTEM:
        return SYSTEM
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        example = '["linphonecsh", "dial", "{e164}"]'
        raise ValueError(f'a list of texts is needed, such as {example}, or "{SYSTEM}"')
    if value and not value[0].strip():
        raise ValueError("the first text must be a program")
    if value and not any(holder in part for part in value[1:] for holder in _PLACEHOLDERS):
        raise ValueError(f"one of {', '.join(_PLACEHOLDERS)} is needed in it")
    if value and any(holder in value[0] for holder in _PLACEHOLDERS):
        raise ValueError("the number can't be in the program's name")
    return tuple(value)


def _dial_scheme(value: Any) -> str:
    if value not in get_args(DialScheme):
        raise ValueError('allowed are "tel", "sip" and "callto"')
    return _text(value)


def _folder(value: Any) -> str:
    folder = _text(value)
    if folder and not (folder.startswith("~") or Path(folder).is_absolute()):
        raise ValueError(f'"{folder}" must begin at the root, or with ~')
    return folder


def _editor(value: Any) -> str:
    split_command(_text(value))
    return _text(value)


def _target_calls(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 10_000:
        raise ValueError("a whole number from 1 to 9999 is needed")
    return value


def _keys(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise ValueError('a table is needed, such as [keys] with dial = "d" in it')
    for action, key in value.items():
        if not isinstance(key, str) or not key.strip():
            raise ValueError(f'"{action}" needs a key in quotes, such as "d" or "ctrl+d"')
    return {action: key.strip() for action, key in value.items()}


def _time(value: Any) -> time:
    if isinstance(value, time):
        return value
    if isinstance(value, str) and re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", value):
        hour, minute = value.split(":")
        return time(int(hour), int(minute))
    raise ValueError('a time is needed, such as "09:00"')


def _working_hours(value: Any) -> tuple[time, time]:
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError('two times are needed, such as ["08:00", "19:00"]')
    opens, closes = map(_time, value)
    if opens >= closes:
        raise ValueError("the first time must be before the second")
    return opens, closes


_CHECKS: dict[str, Callable[[Any], Any]] = {
    "rep": _some_text,
    "zone": _zone,
    "region": _region,
    "date_order": _date_order_given,
    "theme": _some_text,
    "dialler": _dialler,
    "dial_scheme": _dial_scheme,
    "target_calls": _target_calls,
    "keys": _keys,
    "calendar_folder": _folder,
    "editor": _editor,
    "working_hours": _working_hours,
    "first_thing": _time,
    "end_of_day": _time,
}
"""Every key of the file, and what makes its value usable or says what is allowed."""
