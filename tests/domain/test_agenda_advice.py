"""What is said about a time while it is typed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from agenda_records import DANA, DEFAULT, MADE, PROMISED, a_call, minutes, step_at
from msgspec.structs import replace

from callbench.domain.agenda import Promise, advice, clashes, double_booked, promise_of
from callbench.domain.records import ProspectRef

LONDON = ZoneInfo("Europe/London")
PRIYA = ProspectRef(id="priya", name="Priya Nair")


def promised(
    at: datetime = PROMISED, *, length: int = 30, to: ProspectRef = PRIYA, now: datetime = MADE
) -> Promise:
    step = step_at(at, length=length)
    promise = promise_of(a_call("c1", MADE, "interested", step=step, to=to), DEFAULT, now)
    assert promise is not None
    return promise


def said(
    at: datetime,
    *,
    length: int = 30,
    now: datetime = MADE,
    zones: tuple[str, ...] = (),
    promises: tuple[Promise, ...] = (),
    besides: str = "",
) -> tuple[str, ...]:
    return advice(
        at,
        length,
        now=now,
        rep_zone=LONDON,
        their_zones=zones,
        hours=DEFAULT.hours,
        promises=promises,
        besides=besides,
    )


def test_an_ordinary_time_needs_no_remark() -> None:
    next_one = promised(PROMISED + minutes(30))
    assert said(PROMISED, zones=("Europe/Madrid",), promises=(next_one,)) == ()


@pytest.mark.parametrize(
    ("after", "remark"),
    [
        (minutes(-1), ("in the past",)),
        (minutes(0), ("in the past",)),
        (minutes(9), ("less than 10 minutes from now",)),
        (minutes(10), ()),
        (timedelta(days=57), ()),
        (timedelta(days=63), ("more than 60 days away",)),
    ],
)
def test_how_far_away(after: timedelta, remark: tuple[str, ...]) -> None:
    assert said(MADE + after) == remark


@pytest.mark.parametrize(
    ("after", "length", "overlaps"),
    [
        (minutes(-30), 30, False),
        (minutes(-30), 31, True),
        (minutes(-90), 180, True),
        (minutes(0), 30, True),
        (minutes(0), 0, True),
        (minutes(29), 30, True),
        (minutes(30), 30, False),
    ],
)
def test_overlaps(after: timedelta, length: int, overlaps: bool) -> None:
    other = promised()
    step = step_at(PROMISED + after, length=length)
    assert double_booked(step, [other]) == (other if overlaps else None)
    remark = ("overlaps Priya Nair 15:00",) if overlaps else ()
    assert said(PROMISED + after, length=length, promises=(other,)) == remark


def test_the_earliest_of_several_is_named() -> None:
    later, earlier = promised(PROMISED + minutes(20)), promised(PROMISED + minutes(10))
    assert double_booked(step_at(length=60), [later, earlier]) == earlier


def test_only_open_promises_are_in_the_way() -> None:
    done = promised()
    cancelled = Promise(
        call="c", session="", prospect=PRIYA, step=done.step, made_at=MADE, state="cancelled"
    )
    assert double_booked(done.step, [cancelled]) is None


def test_their_own_promise_gives_way() -> None:
    own = promised(to=DANA)
    assert double_booked(own.step, [own], besides="dana") is None
    assert said(PROMISED, promises=(own,), besides="dana") == ()


@pytest.mark.parametrize(
    ("at", "zones", "remark"),
    [
        (datetime(2026, 12, 5, 11, tzinfo=UTC), (), "Saturday"),
        (datetime(2026, 12, 6, 11, tzinfo=UTC), ("Europe/Madrid",), "Sunday"),
        (datetime(2026, 12, 4, 22, 30, tzinfo=UTC), ("Australia/Sydney",), "Saturday in Sydney"),
        (
            datetime(2026, 12, 1, 13, tzinfo=UTC),
            ("America/Chicago",),
            "outside their hours: 07:00 in Chicago",
        ),
        (
            datetime(2026, 12, 1, 18, tzinfo=UTC),
            ("Europe/London",),
            "outside their hours: 18:00 in London",
        ),
        (
            datetime(2026, 12, 1, 15, tzinfo=UTC),
            ("America/New_York", "America/Los_Angeles"),
            "perhaps outside their hours: 07:00 in Los Angeles",
        ),
        (
            datetime(2026, 12, 1, 9, tzinfo=UTC),
            ("America/New_York", "Mars/Olympus", "America/Los_Angeles"),
            "outside their hours: 04:00 in New York",
        ),
    ],
)
def test_their_day_and_hours(at: datetime, zones: tuple[str, ...], remark: str) -> None:
    assert said(at, zones=zones) == (remark,)


def test_unknown_zones_are_passed_over() -> None:
    assert said(PROMISED, zones=("Mars/Olympus", "", "../etc/passwd")) == ()


@pytest.mark.parametrize(
    ("now", "at", "zones", "remark"),
    [
        (
            datetime(2026, 10, 30, 14, tzinfo=UTC),
            datetime(2026, 11, 3, 15, tzinfo=UTC),
            ("America/New_York",),
            "clocks change between you: you are 5 h apart that day, 4 h apart today",
        ),
        (
            datetime(2026, 10, 20, 9, tzinfo=UTC),
            datetime(2026, 10, 28, 9, tzinfo=UTC),
            ("Asia/Kolkata",),
            "clocks change between you: you are 5 h 30 apart that day, 4 h 30 apart today",
        ),
        (
            datetime(2026, 10, 20, 9, tzinfo=UTC),
            datetime(2026, 10, 28, 11, tzinfo=UTC),
            ("Africa/Accra",),
            "clocks change between you: you are on one clock that day, 1 h apart today",
        ),
    ],
)
def test_clocks_that_change_between(
    now: datetime, at: datetime, zones: tuple[str, ...], remark: str
) -> None:
    assert said(at, now=now, zones=zones) == (remark,)


def test_clocks_that_change_together_are_not_mentioned() -> None:
    now, at = datetime(2026, 10, 20, 9, tzinfo=UTC), datetime(2026, 10, 28, 9, tzinfo=UTC)
    assert said(at, now=now, zones=("Europe/Madrid",)) == ()


def test_everything_at_once_comes_in_order() -> None:
    at = datetime(2027, 3, 20, 19, tzinfo=UTC)
    remarks = said(at, zones=("America/New_York",), promises=(promised(at),))
    assert remarks == (
        "more than 60 days away",
        "overlaps Priya Nair 19:00",
        "Saturday",
        "clocks change between you: you are 4 h apart that day, 5 h apart today",
    )


# ------------------------------------------------------------------ what is promised already

OMAR = ProspectRef(id="omar", name="Omar Haddad")


def named(
    call: str, at: datetime, to: ProspectRef, length: int = 30, now: datetime = MADE
) -> Promise:
    return replace(promised(at, length=length, to=to, now=now), call=call)


def test_promises_that_clash() -> None:
    one = named("one", PROMISED, PRIYA)
    within = named("within", PROMISED + minutes(29), OMAR)
    behind = named("behind", PROMISED + minutes(59), DANA)
    assert clashes([behind, within, one]) == {"one": within, "within": one}
    long = named("long", PROMISED - minutes(60), PRIYA, length=180)
    assert clashes([within, behind, long]) == {"within": long, "behind": long, "long": within}


def test_what_is_over_or_of_the_same_prospect_clashes_with_nothing() -> None:
    one, same = named("one", PROMISED, PRIYA), named("same", PROMISED, PRIYA)
    missed = named("missed", PROMISED, OMAR, now=PROMISED + timedelta(days=1))
    assert clashes([one, same, missed]) == {}
