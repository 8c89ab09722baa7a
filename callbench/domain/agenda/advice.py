"""Remarks on a time while it is being agreed: nothing here forbids anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, tzinfo

from callbench.domain.agenda.promises import Promise
from callbench.domain.hours import city, known_zone
from callbench.domain.playbook import CallingHours
from callbench.domain.records import NextStep
from callbench.domain.when.speak import day_name

FAR = timedelta(days=60)
"""Beyond this a date is easily a slip of the finger."""

SOON = timedelta(minutes=10)
"""Before this the wrap-up is hardly finished."""


def double_booked(
    step: NextStep, promises: Iterable[Promise], *, besides: str = ""
) -> Promise | None:
    """The earliest open promise that this step would overlap.

    Args:
        step: What is about to be agreed.
        promises: All of them; only open ones can be in the way.
        besides: Id of the prospect to whom the step is promised: it takes the place of what was
            promised to them before, and so can't collide with it.
    """
    return _overlapped(step.starts_at, step.minutes, promises, besides)


def clashes(promises: Iterable[Promise]) -> dict[str, Promise]:
    """By id of its call, what each promise overlaps that is still to be kept: the earliest one."""
    ahead = sorted(
        (promise for promise in promises if promise.state in {"coming", "due"}),
        key=lambda promise: promise.step.starts_at,
    )
    found: dict[str, Promise] = {}
    for place, one in enumerate(ahead):
        for other in ahead[place + 1 :]:
            if not _overlap(one.step.starts_at, one.step.minutes, other.step):
                break
            if one.prospect.id != other.prospect.id:
                found.setdefault(one.call, other)
                found.setdefault(other.call, one)
    return found


def overlaps(other: Promise, zone: tzinfo) -> str:
    """The remark on a promise that is in the way, on the rep's clock."""
    return f"overlaps {other.prospect.name} {other.step.starts_at.astimezone(zone):%H:%M}"


def advice(
    starts_at: datetime,
    minutes: int,
    *,
    now: datetime,
    rep_zone: tzinfo,
    their_zones: Sequence[str],
    hours: CallingHours,
    promises: Iterable[Promise],
    besides: str = "",
) -> tuple[str, ...]:
    """What should be said about a time that is being typed, the most serious first.

    Args:
        starts_at: The instant read from what was typed; aware.
        minutes: How long it will take.
        now: The moment it is typed; aware.
        rep_zone: The rep's zone.
        their_zones: The prospect's possible IANA zones; unknown names are passed over.
        hours: In which they may be called, on their clock.
        promises: What is promised already.
        besides: Id of the prospect; see `double_booked`.
    """
    places = [(name, zone) for name in their_zones if (zone := known_zone(name)) is not None]
    other = _overlapped(starts_at, minutes, promises, besides)
    remarks = [
        _on_distance(starts_at - now),
        overlaps(other, rep_zone) if other is not None else "",
        _on_weekday(starts_at, rep_zone, places, hours),
        _on_hours(starts_at, places, hours),
        _on_clocks(starts_at, now, rep_zone, places),
    ]
    return tuple(remark for remark in remarks if remark)


_Places = Sequence[tuple[str, tzinfo]]


def _overlapped(
    starts_at: datetime, minutes: int, promises: Iterable[Promise], besides: str
) -> Promise | None:
    in_the_way = [
        promise
        for promise in promises
        if promise.is_open
        and promise.prospect.id != besides
        and _overlap(starts_at, minutes, promise.step)
    ]
    return min(in_the_way, key=lambda promise: promise.step.starts_at, default=None)


def _overlap(starts_at: datetime, minutes: int, step: NextStep) -> bool:
    """Whether the two take up a common minute; the end of one may be the start of the other."""
    apart = step.starts_at - starts_at
    return -timedelta(minutes=max(step.minutes, 1)) < apart < timedelta(minutes=max(minutes, 1))


def _on_distance(ahead: timedelta) -> str:
    if ahead <= timedelta():
        return "in the past"
    if ahead < SOON:
        return "less than 10 minutes from now"
    return "more than 60 days away" if ahead > FAR else ""


def _on_weekday(starts_at: datetime, rep_zone: tzinfo, places: _Places, hours: CallingHours) -> str:
    """The day's name where it is no working day, with the place where only theirs is none."""
    here = starts_at.astimezone(rep_zone).weekday()
    if not hours.allows(here, hours.opens):
        return day_name(here)
    for name, zone in places:
        there = starts_at.astimezone(zone).weekday()
        if not hours.allows(there, hours.opens):
            return f"{day_name(there)} in {city(name)}"
    return ""


def _on_hours(starts_at: datetime, places: _Places, hours: CallingHours) -> str:
    clocks = [(name, starts_at.astimezone(zone).time()) for name, zone in places]
    closed = [(name, clock) for name, clock in clocks if not hours.opens <= clock < hours.closes]
    if not closed:
        return ""
    name, clock = closed[0]
    # Where the zone is not certain, neither is the remark.
    sure = "outside" if len(closed) == len(places) else "perhaps outside"
    return f"{sure} their hours: {clock:%H:%M} in {city(name)}"


def _on_clocks(then: datetime, now: datetime, rep_zone: tzinfo, places: _Places) -> str:
    """Said where one side changes its clocks before the day and the other does not."""
    for _, zone in places:
        that_day, today = _apart(then, rep_zone, zone), _apart(now, rep_zone, zone)
        if that_day != today:
            return (
                f"clocks change between you: you are {_spelled(that_day)} that day, "
                f"{_spelled(today)} today"
            )
    return ""


def _apart(moment: datetime, one: tzinfo, other: tzinfo) -> timedelta:
    difference = _offset(moment, one) - _offset(moment, other)
    return abs(difference)


def _offset(moment: datetime, zone: tzinfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _spelled(apart: timedelta) -> str:
    """A difference between two clocks: ``5 h apart``, ``5 h 30 apart``."""
    if not apart:
        return "on one clock"
    hours, minutes = divmod(int(apart.total_seconds()) // 60, 60)
    return f"{hours} h {minutes:02} apart" if minutes else f"{hours} h apart"
