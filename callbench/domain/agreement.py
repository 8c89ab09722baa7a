"""What two people agreed on: an exact time, in both their clocks, as a record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from callbench.domain.hours import city, known_zone
from callbench.domain.records import NextStep
from callbench.domain.when import spoken
from callbench.domain.when.speak import short_day

USUAL_MINUTES = 30


def agreed(
    starts_at: datetime, zone: str, *, their_zone: str = "", minutes: int | None = None
) -> NextStep:
    """The next step that starts at this instant.

    Args:
        starts_at: Aware.
        zone: IANA name of the zone in which it was agreed; its wall time is kept beside the
            instant, since that is what both will look at when clocks change.
        their_zone: IANA name of the prospect's zone, or "" where it is not known.
        minutes: How long it takes; the usual length where nobody said.
    """
    place = known_zone(zone)
    wall = starts_at.astimezone(place) if place is not None else starts_at
    return NextStep(
        starts_at=wall,
        wall=f"{wall:%Y-%m-%dT%H:%M}",
        zone=zone,
        their_zone=their_zone,
        minutes=minutes or USUAL_MINUTES,
    )


def other_clock(starts_at: datetime, zone: str, other: str) -> str:
    """The same instant on the other clock: ``16:00 in Madrid``; "" where it shows the same.

    The day is named where it is another one there.
    """
    here, there = known_zone(zone), known_zone(other)
    if here is None or there is None or zone == other:
        return ""
    ours, theirs = starts_at.astimezone(here), starts_at.astimezone(there)
    if ours.replace(tzinfo=None) == theirs.replace(tzinfo=None):
        return ""
    day = f"{theirs:%a} " if ours.date() != theirs.date() else ""
    return f"{day}{theirs:%H:%M} {place_of(theirs)}"


def clocks(starts_at: datetime, zone: str, *others: str) -> tuple[str, ...]:
    """The instant on every clock that matters, the rep's first, each with its place.

    ``("Thu 26 Nov 2026 14:00 in London", "15:00 in Madrid")``; the place is left out where all
    clocks show the same.

    Args:
        starts_at: Aware.
        zone: IANA name of the rep's zone.
        others: The prospect's, and the one in which it was agreed; "" where they aren't known.
    """
    here = known_zone(zone)
    ours = spoken(starts_at.astimezone(here) if here is not None else starts_at)
    theirs = tuple(dict.fromkeys(other_clock(starts_at, zone, other) for other in others))
    labelled = tuple(clock for clock in theirs if clock)
    return (f"{ours} in {city(zone)}", *labelled) if labelled else (ours,)


def both_clocks(step: NextStep, zone: str) -> str:
    """An agreed time in a line: ``Thu 26 Nov 2026 14:00 in London, 15:00 in Madrid``.

    Args:
        step: What was agreed.
        zone: IANA name of the rep's zone, whose clock comes first.
    """
    return ", ".join(clocks(step.starts_at, zone, step.their_zone, step.zone))


def to_type(starts_at: datetime, zone: str, mine: str, theirs: str = "") -> Iterator[str]:
    """What a rep might type for an instant, the shortest first; whoever asks reads it back.

    Args:
        starts_at: Aware.
        zone: IANA name of the zone in which it is said.
        mine: That of the rep, which need not be said.
        theirs: That of the prospect, or "".
    """
    place = known_zone(zone)
    moment = starts_at.astimezone(place) if place is not None else starts_at
    names = [zone]
    if (short := moment.tzname() or "").isalpha():
        names.insert(0, short)
    if zone == theirs:
        names.insert(0, "their time")
    if zone == mine:
        names.insert(0, "")
    for name in names:
        for words in (_short(moment).lower(), spoken(moment).lower(), f"{moment:%Y-%m-%d %H:%M}"):
            yield f"{words} {name}".strip()


def place_of(moment: datetime) -> str:
    """Where a clock stands: ``in Madrid``; of a zone without a city its offset."""
    zone = str(moment.tzinfo)
    if zone == "UTC" or not zone.startswith("Etc/"):
        return f"in {city(zone)}"
    offset = f"{moment:%z}"
    return f"at UTC{offset[:3]}:{offset[3:]}"


def _short(moment: datetime) -> str:
    return f"{short_day(moment)} {moment:%H:%M}"
