"""Turns a frame into instants: every instant it can mean, or why it means none."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import msgspec
from dateutil.tz import datetime_exists
from msgspec.structs import replace

from callbench.domain.when import vague
from callbench.domain.when.clock import Slot, slots_of
from callbench.domain.when.days import FAR, Days, Refusal, days_of
from callbench.domain.when.parts import Calendar, Clock, Frame, Numeric, Span
from callbench.domain.when.placing import Context, distinct, instants_of
from callbench.domain.when.reading import Kind
from callbench.domain.when.speak import short_day
from callbench.domain.when.zones import ABBREVIATIONS, NAMES, zone_of

_PAST: Final = "that is in the past"


class Outcome(msgspec.Struct, frozen=True):
    """What one frame means."""

    kind: Kind
    message: str = ""
    instants: tuple[datetime, ...] = ()
    minutes: int | None = None
    day: date | None = None
    """The day that is known, for a suggestion."""
    slot: time | None = None
    """The time of day that is known, for a suggestion."""


def outcome_of(frame: Frame, context: Context) -> Outcome:
    """What the frame means."""
    if frame.past:
        return Outcome("impossible", _PAST)
    try:
        return _elapsed(frame, context) if frame.elapsed else _dated(frame, context)
    except OverflowError:
        return Outcome("impossible", "too far ahead")


def _elapsed(frame: Frame, context: Context) -> Outcome:
    """In 2 hours, from the running minute; days are calendar days.

    Where a clock change makes a day of 23 or 25 hours, both counts are asked about.
    """
    assert frame.elapsed is not None
    if frame.marks:
        return Outcome("vague", frame.marks[0])
    if frame.place:
        return Outcome("impossible", "time from now needs no time zone")
    zone = zone_of(context.zone)
    begin = context.now.astimezone(zone).replace(second=0, microsecond=0)
    minutes = timedelta(minutes=frame.elapsed.minutes)
    whole = timedelta(frame.elapsed.days)
    counted = (begin.astimezone(UTC) + whole + minutes).astimezone(zone)
    wall = begin.replace(tzinfo=None) + whole
    instants = [counted]
    if whole and datetime_exists(wall, zone):
        day = wall.replace(tzinfo=zone, fold=begin.fold).astimezone(UTC)
        instants.append((day + minutes).astimezone(zone))
    if counted <= context.now:
        return Outcome("impossible", "that is now, not in the future")
    if frame.day and counted.date() != begin.date():
        return Outcome("impossible", f"that is {short_day(counted)}, not today")
    return _decided(instants, _length(frame, None))


def _length(frame: Frame, minutes: int | None) -> int | None:
    """The length, from a range or said apart."""
    return next((said for said in (minutes, frame.length, frame.bare_length) if said), None)


def _decided(
    instants: Sequence[datetime], minutes: int | None, ask: bool = False, message: str = ""
) -> Outcome:
    """Exact where there is one instant, to be asked where there are several."""
    chosen = distinct(instants)
    kind: Kind = "exact" if len(chosen) == 1 and not ask else "vague"
    return Outcome(kind, message, chosen[:4], minutes, chosen[0].date())


def _dated(frame: Frame, context: Context) -> Outcome:
    """A day and a time of day, of which either may be missing."""
    decisive = next((mark for mark in frame.marks if mark in vague.DECISIVE), "")
    if decisive:
        return Outcome("vague", decisive)
    slots = slots_of(frame, context.hours)
    if not slots and isinstance(frame.day, Calendar | Numeric) and frame.day.doubtful:
        yearless = replace(frame, day=replace(frame.day, year=None))
        refused = days_of(yearless, context.now.date(), context.order)
        if not isinstance(refused, Refusal):
            return Outcome("vague", vague.DAY_OR_TIME)
    known: list[tuple[date, Days]] = []
    for base in _bases(frame, context):
        days = days_of(frame, base, context.order)
        if isinstance(days, Days):
            known.append((base, days))
        elif days.kind == "impossible" or isinstance(slots, tuple):
            return _refused(days, slots)
    if not known and isinstance(slots, Refusal):
        return Outcome(slots.kind, slots.message)
    day = _first_day(known, context)
    if day is None:
        return Outcome("impossible", _PAST)
    if isinstance(slots, Refusal):
        return Outcome(slots.kind, slots.message)
    slot = slots[0].time if slots else None
    undecided = _undecided(frame, day, bool(slots))
    if undecided and not slots and _undated(frame) and not frame.part:
        return Outcome(*undecided)
    if undecided:
        return Outcome(
            *undecided, day=day, slot=slot, instants=_loose(frame, known, slots, context)
        )
    return _placed(frame, known, slots, context)


def _refused(refused: Refusal, slots: tuple[Slot, ...] | Refusal) -> Outcome:
    """No date can be made; the time is kept for a suggestion."""
    slot = slots[0].time if isinstance(slots, tuple) and slots else None
    return Outcome(refused.kind, refused.message, day=refused.day, slot=slot)


def _bases(frame: Frame, context: Context) -> list[date]:
    """Today, in the rep's zone and in the one of the phrase where it is another date there."""
    zones = [context.zone]
    place = frame.place
    if place and place.how in ("theirs", "either") and context.their_zone:
        zones.append(context.their_zone)
    elif place and place.how == "name":
        zones.append(place.name)
    elif place and place.how == "region":
        zones.append(NAMES[place.name])
    elif place and place.how == "short":
        zones.append(ABBREVIATIONS[place.name][0])
    days = [context.now.astimezone(zone_of(name)).date() for name in zones]
    if place and place.how == "offset":
        days.append((context.now.astimezone(UTC) + timedelta(minutes=place.minutes)).date())
    return sorted(set(days))


def _first_day(known: Sequence[tuple[date, Days]], context: Context) -> date | None:
    """The first date that isn't over; None when all are past."""
    yesterday = context.now.astimezone(UTC).date() - timedelta(1)
    local = {base for base, _ in known}
    return next(
        (day for _, days in known for day in days.dates if day >= min(local) and day >= yesterday),
        None,
    )


def _undecided(frame: Frame, day: date, timed: bool) -> tuple[Kind, str] | None:
    """Why the frame can't be exact, whatever the calendar says."""
    if frame.marks:
        return ("vague", frame.marks[0])
    if not timed:
        return _timeless(frame, day)
    return _lone(frame)


def _undated(frame: Frame) -> bool:
    """Whether no day was said."""
    return frame.day is None and frame.weekday is None and frame.weeks_ahead is None


def _timeless(frame: Frame, day: date) -> tuple[Kind, str]:
    """A day without a time."""
    if frame.bare_length and _undated(frame):
        return ("vague", vague.DURATION)
    if _undated(frame) and frame.part in ("am", "pm", None):
        return ("impossible", "no day and no time in that")
    part = (frame.part or "").removeprefix("this ")
    part = {"am": "morning", "pm": "afternoon"}.get(part, part)
    return ("vague", f"what time on {short_day(day)}{f', {part}' if part else ''}?")


def _lone(frame: Frame) -> tuple[Kind, str] | None:
    """A number that nothing shows to be a time: "11", "2300", "16.12"."""
    clock = frame.time.start if isinstance(frame.time, Span) else frame.time
    if not isinstance(clock, Clock) or frame.at:
        return None
    last = frame.time.end if isinstance(frame.time, Span) else None
    if clock.notation == "dot" and _maybe_date(clock, frame) and (not last or last.notation):
        return ("vague", f"{clock.hour}.{clock.minute:02d}: a date or a time?")
    alone = not (frame.day or frame.weekday or frame.part or frame.place)
    if not alone or (last and (last.clear or clock.clear) and not last.notation):
        return None
    if clock.notation == "dot" or (clock.notation == "h" and clock.hour < 13):
        return ("vague", f'a time? Try "at {clock.hour}:{clock.minute:02d}"')
    if clock.clear:
        return None
    return _bare_number(clock, last)


def _bare_number(clock: Clock, last: Clock | None) -> tuple[Kind, str]:
    """A number alone: four digits may be a time, fewer or a year are nothing."""
    if clock.notation == "digits" and clock.hour not in (19, 20) and last is None:
        return ("vague", f'a time? Try "at {clock.hour}:{clock.minute:02d}"')
    return ("impossible", f'a number alone: try "at {clock.hour}"')


def _maybe_date(clock: Clock, frame: Frame) -> bool:
    """Whether "16.12" may be a date, no full date being there."""
    if isinstance(frame.day, Calendar | Numeric):
        return False
    return 1 <= clock.minute <= 12 and clock.hour >= 1


def _loose(
    frame: Frame,
    known: Sequence[tuple[date, Days]],
    slots: tuple[Slot, ...],
    context: Context,
) -> tuple[datetime, ...]:
    """Instants to offer for a number that may or may not be a time."""
    if frame.marks or not slots:
        return ()
    outcome = _placed(frame, known, slots, context)
    return outcome.instants if outcome.kind != "impossible" else ()


class _Found(msgspec.Struct):
    """What has come together while the dates and times of day are gone through."""

    instants: list[datetime] = msgspec.field(default_factory=list)
    refusal: Refusal | None = None
    ask: str = ""
    doubt: bool = False
    minutes: int | None = None


def _placed(
    frame: Frame,
    known: Sequence[tuple[date, Days]],
    slots: tuple[Slot, ...],
    context: Context,
) -> Outcome:
    """The instants of every date and time of day that the frame can mean."""
    found = _Found()
    for base, days in known:
        for slot in slots:
            _try_dates(found, frame, base, days, slot, context)
    if found.refusal and (found.refusal.kind == "vague" or not found.instants):
        return Outcome(found.refusal.kind, found.refusal.message)
    if not found.instants:
        return Outcome("impossible", f"{slots[0].time:%H:%M} has passed by then")
    instants = distinct(found.instants)
    if known[0][1].first and not known[0][1].named and len(slots) == 1 and not found.ask:
        instants = instants[:1]
    minutes = _length(frame, found.minutes)
    said = frame.length or frame.bare_length
    if said and found.minutes and said != found.minutes:
        return Outcome("vague", f"{found.minutes} minutes or {said}?", tuple(instants[:1]))
    # A clock without one reading inside the hours is asked about, even when one is over already.
    doubt = found.doubt or bool(found.ask) or len(slots) > 1
    return _decided(instants, minutes, doubt, found.ask)


def _try_dates(
    found: _Found, frame: Frame, base: date, days: Days, slot: Slot, context: Context
) -> None:
    """Add the instants of one time of day on each of the dates that are still to come."""
    for day in days.dates:
        placed = instants_of(frame.place, datetime.combine(day, slot.time), context)
        if isinstance(placed, Refusal):
            found.refusal = found.refusal or placed
            return
        coming = [instant for instant in placed.instants if instant > context.now]
        if not coming:
            continue
        found.instants.extend(coming)
        found.ask = found.ask or placed.ask
        found.minutes = found.minutes or slot.minutes
        found.doubt |= days.ask or (days.rolled and (day - base).days >= FAR)
        if days.first:
            return
