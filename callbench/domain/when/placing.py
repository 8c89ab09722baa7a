"""Puts wall times into zones: the instants at which a clock somewhere shows them."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
from dateutil.tz import datetime_ambiguous, datetime_exists

from callbench.domain.when.days import Refusal
from callbench.domain.when.parts import Place
from callbench.domain.when.reading import DateOrder, Hours
from callbench.domain.when.speak import short_day
from callbench.domain.when.zones import (
    ABBREVIATIONS,
    NAMES,
    offset_in_force,
    offset_of,
    offset_zone,
    zone_of,
    zones_of,
)


class Context(msgspec.Struct, frozen=True):
    """What a phrase is read against."""

    now: datetime
    zone: str
    their_zone: str | None
    order: DateOrder
    hours: Hours

    @property
    def zones(self) -> tuple[str, ...]:
        """The rep's zone and theirs, where it is known."""
        return (self.zone, self.their_zone) if self.their_zone else (self.zone,)


def distinct(instants: Iterable[datetime]) -> tuple[datetime, ...]:
    """The instants in order, each once.

    By UTC, because datetimes of one zone compare by their walls, blind to an hour that comes twice.
    """
    found = {instant.astimezone(UTC): instant for instant in reversed(list(instants))}
    return tuple(found[key] for key in sorted(found))


class Instants(msgspec.Struct, frozen=True):
    """The instants of a wall time; with a message when they are to be asked about."""

    instants: tuple[datetime, ...]
    ask: str = ""


def instants_of(place: Place | None, wall: datetime, context: Context) -> Instants | Refusal:
    """The instants at which a clock in that place shows the wall time."""
    if place and place.how == "short":
        return _short(place.name, wall, context)
    names = _zone_names(place, wall, context)
    if isinstance(names, Refusal):
        return names
    found: list[datetime] = []
    for name in names:
        local = _local(wall, zone_of(name), place)
        if not local:
            return _gap(wall)
        found.extend(local)
    return Instants(tuple(found))


def _gap(wall: datetime) -> Refusal:
    """The refusal of a wall time that the clock skips."""
    message = f"{wall:%H:%M} doesn't exist on {short_day(wall)}: clocks change"
    return Refusal("impossible", message)


def _local(wall: datetime, zone: ZoneInfo, place: Place | None) -> tuple[datetime, ...]:
    """The instants of a wall time in a zone: none in a gap, two when the hour occurs twice."""
    if not datetime_exists(wall, zone):
        return ()
    local = wall.replace(tzinfo=zone)
    if not datetime_ambiguous(wall, zone):
        return (local,)
    both = (local, local.replace(fold=1))
    if place and place.how == "short":
        return tuple(one for one in both if (one.tzname() or "").lower() == place.name)
    if place and place.how == "offset":
        wanted = timedelta(minutes=place.minutes)
        return tuple(one for one in both if one.utcoffset() == wanted)
    return both


def _zone_names(place: Place | None, wall: datetime, context: Context) -> Sequence[str] | Refusal:
    """The zones that the place can mean at that wall time."""
    if place is None or place.how == "mine":
        return (context.zone,)
    if place.how == "name":
        return (place.name,)
    if place.how == "region":
        return _region(place.name, context)
    if place.how == "offset":
        name = offset_zone(place.minutes, wall, context.zones)
        return (name,) if name else Refusal("impossible", "no time zone has that offset")
    if context.their_zone is None:
        asked = "their time zone isn't known" if place.how == "theirs" else "mine or theirs?"
        return Refusal("vague", f"whose time? {asked}" if place.how == "either" else asked)
    return (context.their_zone,) if place.how == "theirs" else context.zones


def _region(name: str, context: Context) -> Sequence[str] | Refusal:
    """Eastern time: of the United States, unless one of the two is in Australia."""
    if name in ("eastern", "central") and any("Australia/" in zone for zone in context.zones):
        return Refusal("vague", f"{name} time of Australia or America?")
    return (NAMES[name],)


def _short(short: str, wall: datetime, context: Context) -> Instants | Refusal:
    """The instants of a wall time with an abbreviation.

    Asked about when it is used in zones with different clocks, or isn't in force on that day.
    """
    place = Place("short", short)
    names = zones_of(short, wall, context.zones)
    if not names or _out_of_season(short, wall, context):
        return _off_season(short, wall)
    local = [one for name in names for one in _local(wall, zone_of(name), place)]
    if not local:
        return _gap(wall)
    theirs = [one for one in local if str(one.tzinfo) == context.their_zone]
    rival = context.zone != context.their_zone and in_force(short, wall, context.zone)
    if len(local) == 1 or (theirs and not rival):
        return Instants((*theirs, *local)[:1])
    return Instants(tuple(local), f"{short.upper()} is used in several zones: which one?")


def _off_season(short: str, wall: datetime) -> Instants:
    """An abbreviation out of season: the clock on the wall there, or the one it names?"""
    usual = ABBREVIATIONS[short][0]
    ask = f"no {short.upper()} on {short_day(wall)}: that or local time?"
    if short == "gmt":
        usual = ABBREVIATIONS[short][1]
    there = wall.replace(tzinfo=zone_of(usual))
    named = offset_of(short, wall.year, usual)
    literal = there + ((there.utcoffset() or named) - named)
    return Instants(distinct((there, literal)), ask)


def _out_of_season(short: str, wall: datetime, context: Context) -> bool:
    """Whether the usual zone of the abbreviation keeps another time on that day.

    Then a place that keeps it all year (Jamaica for EST) is hardly meant, unless it is one of the
    two zones at hand.
    """
    names = ABBREVIATIONS[short]
    usual = names[1] if short == "gmt" and names[1] in context.zones else names[0]
    at_hand = any(in_force(short, wall, name) for name in context.zones)
    return not in_force(short, wall, usual) and not at_hand


def in_force(short: str, wall: datetime, name: str) -> bool:
    """Whether the zone goes by that abbreviation at that wall time."""
    return offset_in_force(short, wall, name) is not None
