"""The prospect's clock: what time it is there, and whether they may be called."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from callbench.domain.playbook import CallingHours

State = Literal["open", "closed", "unknown"]


class LocalTime(msgspec.Struct, frozen=True):
    """A prospect's local time, as far as it is known."""

    state: State
    clocks: tuple[str, ...] = ()
    """``HH:MM`` now, the earliest and the latest of their possible zones."""
    place: str = ""
    """The city that names the zone, or "" where there are several."""
    opens: datetime | None = None
    """When their calling hours begin next, in their zone; None while open or unknown."""


UNKNOWN = LocalTime("unknown")


def known_zone(name: str) -> ZoneInfo | None:
    """The zone of that IANA name, or None where there is none."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def city(zone: str) -> str:
    """The city in a zone's name: ``Europe/Madrid`` is Madrid."""
    return zone.rpartition("/")[2].replace("_", " ")


def local_time(zones: tuple[str, ...], hours: CallingHours, now: datetime) -> LocalTime:
    """What the clock says there.

    Args:
        zones: Their possible IANA zones; unknown names are passed over.
        hours: In which they may be called.
        now: Aware.

    Returns:
        ``open`` only where every possible zone is inside the hours.
    """
    places = [zone for zone in map(known_zone, zones) if zone is not None]
    if not places:
        return UNKNOWN
    clocks = sorted({now.astimezone(place).replace(tzinfo=None) for place in places})
    shown = tuple(f"{clock:%H:%M}" for clock in sorted({clocks[0], clocks[-1]}))
    one = city(zones[0]) if len(zones) == 1 else ""
    closed = [place for place in places if not _allows(hours, now.astimezone(place))]
    if not closed:
        return LocalTime("open", shown, one)
    opens = max((_next_opening(hours, now.astimezone(place)) for place in closed), default=None)
    return LocalTime("closed", shown, one, opens)


def _allows(hours: CallingHours, there: datetime) -> bool:
    return hours.allows(there.weekday(), there.time())


def _next_opening(hours: CallingHours, there: datetime) -> datetime:
    """The next moment on their clock at which the hours begin."""
    day = there.date()
    if there.time() >= hours.opens:
        day += timedelta(days=1)
    for _ in range(7):
        if hours.allows(day.weekday(), hours.opens):
            break
        day += timedelta(days=1)
    return datetime.combine(day, time(hours.opens.hour, hours.opens.minute), tzinfo=there.tzinfo)
