"""What the machine tells of its user: name, zone, country, and how dates are written there."""

from __future__ import annotations

import getpass
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from callbench.domain.countries import zones_by_country
from callbench.domain.text import one_line

__all__ = [
    "WINDOWS_HANDLER",
    "DateOrder",
    "DialScheme",
    "date_order_of",
    "is_zone",
    "local_zone",
    "locale_region",
    "login_name",
    "region_of_zone",
    "system_dialler",
]

DateOrder = Literal["dmy", "mdy", "none"]
"""How two numbers are read as a date; with ``none`` only a number over 12 decides."""

DialScheme = Literal["tel", "sip", "callto"]
"""How an address that a softphone takes begins."""

WINDOWS_HANDLER = ("rundll32", "url.dll,FileProtocolHandler")
"""The command that hands an address to Windows."""

_MONTH_FIRST = frozenset({"US", "PR", "GU", "VI", "AS", "MP", "UM"})
_BOTH_WAYS = frozenset({"CA", "PH", "CN", "JP", "KR", "KP", "TW", "HK", "MO", "HU", "LT", "MN"})
"""Where both orders are in use, or the year comes first, so that 3/4 is better asked about."""

_LOCALE = re.compile(r"^[a-z]{2,3}[_-]([A-Z]{2})\b")


def login_name() -> str:
    """The name under which the user is logged in; ``rep`` if there is none."""
    try:
        return one_line(getpass.getuser()) or "rep"
    except (OSError, KeyError, ImportError):
        return "rep"


def is_zone(name: str) -> bool:
    """Whether this is the IANA name of a zone."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # OSError: the name of a folder, such as ``Europe``.
        return False
    return True


def local_zone(env: Mapping[str, str] = os.environ, etc: Path = Path("/etc")) -> str:
    """The IANA name of the machine's zone, or "" where it cannot be found out.

    The environment's TZ comes first, then Debian's ``timezone``, then the ``localtime`` link.
    """
    candidates = [env.get("TZ", "").lstrip(":"), _first_line(etc / "timezone")]
    candidates += [_zone_in(candidates[0]), _zone_in(os.path.realpath(etc / "localtime"))]
    return next((zone for zone in candidates if zone and is_zone(zone)), "")


def region_of_zone(zone: str) -> str:
    """The ISO 3166 code of the country that a zone is named for, or ""."""
    if "/" not in zone:
        return ""  # UTC and the like are no country's.
    return next((code for code, zones in zones_by_country().items() if zone in zones), "")


def locale_region(env: Mapping[str, str] = os.environ) -> str:
    """The ISO 3166 code in the locale, ``GB`` in ``en_GB.UTF-8``, or ""."""
    names = (env.get(name, "") for name in ("LC_ALL", "LC_TIME", "LANG"))
    found = _LOCALE.match(next(filter(None, names), ""))
    return found[1] if found else ""


def date_order_of(region: str) -> DateOrder:
    """How dates are written in a country: month first in the United States, day first elsewhere.

    Where nothing is known or both are in use it is ``none``: asking is better than a wrong date.
    """
    if not region or region in _BOTH_WAYS:
        return "none"
    return "mdy" if region in _MONTH_FIRST else "dmy"


def system_dialler(scheme: DialScheme, platform: str) -> tuple[str, ...]:
    """The command that hands a number, as an address, to the system's program for such addresses.

    Args:
        scheme: How the address begins.
        platform: As `sys.platform` names it.
    """
    handler = {"win32": WINDOWS_HANDLER, "darwin": ("open",)}.get(platform, ("xdg-open",))
    return (*handler, f"{scheme}:{{e164}}")


def _zone_in(path: str) -> str:
    """The zone whose file this is: ``/usr/share/zoneinfo/Europe/London``."""
    return path.partition("zoneinfo/")[2].removeprefix("posix/").removeprefix("right/")


def _first_line(path: Path) -> str:
    try:
        return path.read_text("ascii").partition("\n")[0].strip()
    except (OSError, ValueError):
        return ""
