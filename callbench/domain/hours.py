"""The prospect's clock: what time it is there, and whether they may be called."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from callbench.domain.playbook import WEEKDAYS, CallingHours
from callbench.domain.when.speak import day_name

State = Literal["open", "closed", "unknown"]


class LocalTime(msgspec.Struct, frozen=True):
    """A prospect's local time, as far as it is known."""

    state: State
    clocks: tuple[str, ...] = ()
    """``HH:MM`` now, the earliest and the latest of their possible zones."""
    place: str = ""
    """The city that names the zone, or "" where there are several."""
    opens: datetime | None = None
    """When they may be called next, in the zone that opens last; None while open or unknown, and
    where their possible zones have no hour in common."""
    day: date | None = None
    """The date there; None where it is not known, or not the same in all their possible zones."""
    day_off: bool = False
    """Whether nobody is called on that day at all."""


UNKNOWN = LocalTime("unknown")


@lru_cache(maxsize=1024)
def known_zone(name: str) -> ZoneInfo | None:
    """The zone of that IANA name, or None where there is none.

    Cached, because `ZoneInfo` keeps only eight zones alive and reads the others anew.
    """
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
    one = city(places[0].key) if len(places) == 1 else ""
    day = clocks[0].date() if clocks[0].date() == clocks[-1].date() else None
    if all(_allows(hours, now.astimezone(place)) for place in places):
        return LocalTime("open", shown, one, day=day)
    off = day is not None and WEEKDAYS[day.weekday()] not in hours.days
    opens = _opening(places, hours, now)
    return LocalTime("closed", shown, one, opens, day=day, day_off=off)


def weekday_there(there: LocalTime, today: date) -> str:
    """The weekday there, where the clock alone would mislead; "" where it would not.

    That is a day on which nobody is called, or another one than the rep's `today`.
    """
    if there.day is None or (there.day == today and not there.day_off):
        return ""
    return day_name(there.day.weekday())


def _opening(places: list[ZoneInfo], hours: CallingHours, now: datetime) -> datetime | None:
    """The first moment at which every one of the places is inside the hours.

    No moment before the latest of their next openings will do, so the search jumps from one to
    the next; places too far apart for a common hour would jump for ever.
    """
    moment = now
    for _ in range(2 * len(WEEKDAYS)):
        closed = [place for place in places if not _allows(hours, moment.astimezone(place))]
        if not closed:
            return moment
        openings = (_next_opening(hours, moment.astimezone(place)) for place in closed)
        moment = max(openings, key=lambda opening: opening.astimezone(UTC))
    return None


def _allows(hours: CallingHours, there: datetime) -> bool:
    return hours.allows(there.weekday(), there.time())


def _next_opening(hours: CallingHours, there: datetime) -> datetime:
    """The next moment on their clock at which the hours begin."""
    day = there.date()
    if there.time() >= hours.opens:
        day += timedelta(days=1)
    for _ in WEEKDAYS:
        if hours.allows(day.weekday(), hours.opens):
            break
        day += timedelta(days=1)
    return datetime.combine(day, hours.opens, tzinfo=there.tzinfo)
