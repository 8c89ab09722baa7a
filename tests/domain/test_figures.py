"""Figures of many blocks: small days made by hand, and naive recounts of random ones."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from builders import DANA, LENA, NOW, OMAR, PLAYBOOK, a_call, a_session, a_step
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from callbench.domain.agenda.promises import promises_to
from callbench.domain.agenda.timeline import timelines
from callbench.domain.figures import (
    AttemptStep,
    Figures,
    HourCell,
    Week,
    best_hours,
    by_hour,
    by_weekday,
    collect,
)
from callbench.domain.records import Addendum, Call, CallSession, Prospect
from callbench.domain.stats import measure

Sessions = Sequence[tuple[CallSession, Sequence[Call]]]

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def figures_of(*calls: Call, zone: str = "Europe/London", **more: Any) -> Figures:
    return collect([(a_session(zone=zone), calls)], PLAYBOOK, NOW, **more)


def to(prospect: Prospect, at: datetime, how: str | None = "no-answer", **more: Any) -> Call:
    given = {"id": f"{prospect.id} {at.isoformat()}", "prospect": prospect.ref, **more}
    return a_call(how, at, **given)


def test_an_empty_workbench_has_figures_of_nothing() -> None:
    assert collect([], PLAYBOOK, NOW) == Figures()
    assert collect([(a_session(), ())], PLAYBOOK, NOW) == Figures()


def test_one_call() -> None:
    figures = figures_of(to(DANA, MONDAY, "interested"))
    assert figures.hours == {(0, 9): HourCell(1, 1, 1)}
    assert figures.weeks == (
        Week(
            monday=date(2026, 11, 23),
            results={"conversation": 1},
            dispositions={"interested": 1},
        ),
    )
    assert figures.attempts == (AttemptStep(1, 1, 1, 1.0),)
    assert (figures.sessions, figures.stats.calls) == (1, 1)
    assert figures.last is not None
    assert [slot.calls for slot in figures.last.slots] == [1]


# ---------------------------------------------------------------------- hours


@pytest.mark.parametrize(
    ("zone", "place"),
    [
        ("Europe/London", (0, 9)),
        ("Asia/Kathmandu", (0, 15)),
        ("America/Los_Angeles", (0, 1)),
        ("Pacific/Kiritimati", (0, 23)),
        ("Pacific/Honolulu", (6, 23)),
        ("Mars/Olympus", (0, 9)),
    ],
)
def test_hours_are_those_of_the_clock_of_the_session(zone: str, place: tuple[int, int]) -> None:
    assert list(figures_of(to(DANA, MONDAY), zone=zone).hours) == [place]


@pytest.mark.parametrize(
    ("at", "hour"),
    [
        # The clocks go back at 01:00 UTC on 25 October: the hour from 1 to 2 comes twice.
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 1),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), 1),
        (datetime(2026, 10, 25, 2, 30, tzinfo=UTC), 2),
        # They go forward at 01:00 UTC on 29 March: that hour is none.
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), 0),
        (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), 2),
    ],
)
def test_hours_on_the_days_of_a_clock_change(at: datetime, hour: int) -> None:
    assert list(figures_of(to(DANA, at)).hours) == [(6, hour)]


def test_hours_and_weekdays_add_up() -> None:
    calls = [to(DANA, MONDAY, "gatekeeper"), to(OMAR, MONDAY + DAY), to(LENA, MONDAY + HOUR)]
    grid = figures_of(*calls).hours
    assert by_hour(grid) == {9: HourCell(2, 1, 0), 10: HourCell(1, 0, 0)}
    assert by_weekday(grid) == {0: HourCell(2, 1, 0), 1: HourCell(1, 0, 0)}


def test_the_best_hour_is_the_surest_and_not_the_luckiest() -> None:
    grid = {
        (0, 8): HourCell(19, 19, 19),
        (0, 9): HourCell(200, 60, 10),
        (1, 11): HourCell(20, 7, 0),
        (1, 12): HourCell(500, 0, 0),
    }
    assert [hour for hour, _ in best_hours(grid)] == [9, 11]
    assert [hour for hour, _ in best_hours(grid, fewest=1)] == [8, 9, 11]


@settings(max_examples=examples(15))
@given(st.integers(0, 200), st.integers(0, 200))
def test_what_calls_vouch_for_is_less_than_their_rate(one: int, other: int) -> None:
    cell = HourCell(max(one, other), min(one, other))
    assert 0 <= cell.surely <= cell.rate <= 1


# ---------------------------------------------------------------------- weeks


@pytest.mark.parametrize(
    ("at", "label"),
    [
        (datetime(2026, 12, 31, 12, tzinfo=UTC), "2026-W53"),
        (datetime(2027, 1, 3, 23, 59, tzinfo=UTC), "2026-W53"),
        (datetime(2027, 1, 4, 0, 0, tzinfo=UTC), "2027-W01"),
        (datetime(2024, 12, 30, 12, tzinfo=UTC), "2025-W01"),
        (datetime.min.replace(tzinfo=UTC) + HOUR, "1-W01"),
        (datetime.max.replace(tzinfo=UTC) - HOUR, "9999-W52"),
    ],
)
def test_weeks_are_those_of_iso_8601(at: datetime, label: str) -> None:
    call = a_call("no-answer", at, ended_at=None, wrapped_at=None)
    assert [week.label for week in figures_of(call).weeks] == [label]


def test_every_call_of_a_week_is_one_thing() -> None:
    met = to(DANA, MONDAY, "interested", next_step=a_step(NOW + 9 * DAY))
    alone = to(OMAR, MONDAY, "interested", next_step=a_step(NOW + 9 * DAY, agreed=False))
    (week,) = figures_of(met, alone, to(LENA, MONDAY, "gatekeeper"), to(LENA, NOW, None)).weeks
    assert week.results == {"meeting": 1, "conversation": 1, "gatekeeper": 1, "open": 1}
    assert (week.calls, week.connects, week.conversations, week.meetings) == (4, 3, 2, 1)


PROMISED = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "counts"),
    [
        ([to(DANA, PROMISED + timedelta(minutes=5))], (1, 0, 0)),
        ([to(DANA, PROMISED + timedelta(minutes=25))], (0, 1, 0)),
        ([], (0, 0, 1)),
        ([to(DANA, PROMISED - DAY, "interested")], (0, 0, 0)),
    ],
)
def test_promises_count_in_the_week_of_their_time(
    after: list[Call], counts: tuple[int, int, int]
) -> None:
    made = to(DANA, PROMISED - 14 * DAY, "interested", next_step=a_step(PROMISED))
    figures = figures_of(made, *after)
    weeks = {week.label: (week.kept, week.late, week.missed) for week in figures.weeks}
    assert weeks.get("2026-W47", (0, 0, 0)) == counts
    assert (figures.kept, figures.owed) == (counts[0], sum(counts))


@pytest.mark.parametrize(("report", "kept"), [("held", 1), ("no-show", 1), ("cancelled", 0)])
def test_what_was_said_afterwards_of_a_promise_counts(report: str, kept: int) -> None:
    said = Addendum(at=PROMISED + HOUR, text="", kind=report)
    made = to(DANA, PROMISED - DAY, "interested", next_step=a_step(PROMISED), addenda=(said,))
    assert figures_of(made).kept == kept


def test_a_promise_that_is_still_ahead_does_not_count() -> None:
    assert figures_of(to(DANA, MONDAY, "interested", next_step=a_step(NOW + DAY))).owed == 0


# ---------------------------------------------------------------------- attempts


def test_attempts_until_reached() -> None:
    at = [MONDAY + number * DAY for number in range(4)]
    calls = [
        to(DANA, at[0]),
        to(DANA, at[1], "interested"),
        to(DANA, at[2]),  # Known by now: no attempt to reach somebody new.
        to(OMAR, at[0], "gatekeeper"),
        to(OMAR, at[1]),
        to(OMAR, at[3], None),  # May still be going on.
        to(LENA, at[2], "later", attempt=5),  # Earlier ones lie in a file that is gone.
    ]
    assert figures_of(*calls).attempts == (
        AttemptStep(1, 2, 0, 0.0),
        AttemptStep(2, 2, 1, 0.5),
        AttemptStep(5, 1, 1, 1.0),
    )


# ---------------------------------------------------------------------- what counts


def test_days_before_the_first_do_not_count_but_are_known() -> None:
    made = to(DANA, PROMISED - 7 * DAY, "interested", next_step=a_step(PROMISED))
    kept = to(DANA, PROMISED)
    tried = [to(OMAR, PROMISED - 7 * DAY), to(OMAR, PROMISED, "later")]
    figures = figures_of(made, kept, *tried, since=date(2026, 11, 18))
    assert (figures.stats.calls, figures.kept, figures.sessions) == (2, 1, 1)
    assert figures.attempts == (AttemptStep(2, 1, 1, 1.0),)
    assert [week.label for week in figures.weeks] == ["2026-W47"]


def test_the_first_day_is_one_of_the_rep_s_clock() -> None:
    late = datetime(2026, 11, 17, 23, 30, tzinfo=UTC)
    assert figures_of(to(DANA, late), since=date(2026, 11, 18)).stats.calls == 0
    berlin = figures_of(to(DANA, late), zone="Europe/Berlin", since=date(2026, 11, 18))
    assert berlin.stats.calls == 1


def test_others_can_be_left_out() -> None:
    figures = figures_of(to(DANA, MONDAY), to(OMAR, MONDAY), people={"omar"})
    assert (figures.stats.calls, [step.tried for step in figures.attempts]) == (1, [1])


def test_a_call_in_two_files_counts_once() -> None:
    calls = (to(DANA, MONDAY, "interested"),)
    session = a_session(zone="Europe/London")
    assert collect([(session, calls), (session, calls)], PLAYBOOK, NOW) == figures_of(*calls)


# ---------------------------------------------------------------------- naive recounts

ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "nowhere")
FIRST = datetime(2026, 10, 20, tzinfo=UTC)
HOWS = ("no-answer", "gatekeeper", "interested", "later", "no-accepted", "unknown", None)


@st.composite
def random_sessions(draw: st.DrawFn) -> list[tuple[CallSession, list[Call]]]:
    """A few weeks around a clock change, with promises that are kept, or not."""
    found = []
    numbers = iter(range(1000))
    for session in range(draw(st.integers(0, 4))):
        calls = []
        for _ in range(draw(st.integers(0, 6))):
            at = FIRST + timedelta(minutes=draw(st.integers(0, 30 * 24 * 60)))
            ahead = draw(st.sampled_from([None, 1, 24, 24 * 9]))
            step = a_step(at + ahead * HOUR) if ahead else None
            call = a_call(
                draw(st.sampled_from(HOWS)),
                at,
                id=str(next(numbers)),
                prospect=draw(st.sampled_from([DANA, OMAR, LENA])).ref,
                attempt=draw(st.integers(1, 4)),
                next_step=step,
            )
            calls.append(call)
        zone = draw(st.sampled_from(ZONES))
        found.append((a_session(id=str(session), zone=zone), calls))
    return found


def clock_of(session: CallSession, at: datetime) -> datetime:
    return at.astimezone(UTC if session.zone == "nowhere" else ZoneInfo(session.zone))


@settings(max_examples=examples(10))
@given(random_sessions())
def test_figures_equal_naive_recounts(sessions: Sessions) -> None:
    figures = collect(sessions, PLAYBOOK, NOW)
    calls = [call for _, found in sessions for call in found]
    stats = measure(calls, PLAYBOOK)
    assert figures.stats == stats
    assert figures.sessions == sum(bool(found) for _, found in sessions)
    assert sum(week.calls for week in figures.weeks) == len(calls)
    assert sum(week.connects for week in figures.weeks) == stats.connects
    assert sum(week.conversations for week in figures.weeks) == stats.conversations
    assert sum(week.meetings for week in figures.weeks) == stats.meetings
    wall = [clock_of(session, call.dialled_at) for session, found in sessions for call in found]
    assert {place: cell.calls for place, cell in figures.hours.items()} == Counter(
        (at.weekday(), at.hour) for at in wall
    )
    by_week = {week.label: week.calls for week in figures.weeks if week.calls}
    assert by_week == Counter(f"{at:%G-W%V}" for at in wall)


@settings(max_examples=examples(10))
@given(random_sessions())
def test_promises_and_attempts_equal_naive_recounts(sessions: Sessions) -> None:
    figures = collect(sessions, PLAYBOOK, NOW)
    states: Counter[str] = Counter()
    firsts = 0
    for timeline in timelines(sessions).values():
        timeline.sort(key=lambda logged: (logged[1].dialled_at, logged[1].id))
        states.update(promise.state for promise in promises_to(timeline, PLAYBOOK, NOW))
        firsts += measure([call for _, call in timeline], PLAYBOOK).conversations > 0
    assert sum(week.kept for week in figures.weeks) == states["kept"]
    assert sum(week.late for week in figures.weeks) == states["late"]
    assert sum(week.missed for week in figures.weeks) == states["missed"]
    assert sum(step.reached for step in figures.attempts) == firsts
    assert all(0 <= step.reached <= step.tried for step in figures.attempts)
    shares = [step.so_far for step in figures.attempts]
    assert shares == sorted(shares)


@settings(max_examples=examples(10))
@given(random_sessions(), st.randoms(use_true_random=False))
def test_order_does_not_matter(
    sessions: list[tuple[CallSession, list[Call]]], chance: random.Random
) -> None:
    mixed = [(session, chance.sample(calls, len(calls))) for session, calls in sessions]
    chance.shuffle(mixed)
    one, other = collect(sessions, PLAYBOOK, NOW), collect(mixed, PLAYBOOK, NOW)
    assert one == other
