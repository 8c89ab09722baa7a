from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from builders import LONDON, NOW, PLAYBOOK, a_call, a_step
from hypothesis import given
from hypothesis import strategies as st

from callbench.domain.cadence import Due, add_working_days, next_call
from callbench.domain.history import NOTHING, fold, fold_all
from callbench.domain.playbook import Playbook
from callbench.domain.records import Addendum, Call

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def due_after(*calls: Call, playbook: Playbook = PLAYBOOK, zone: ZoneInfo = LONDON) -> Due:
    return next_call(fold_all(calls, playbook).get("dana", NOTHING), playbook, zone)


def with_retries(*waits: int) -> Playbook:
    cadence = msgspec.structs.replace(PLAYBOOK.cadence, retry_after=waits)
    return msgspec.structs.replace(PLAYBOOK, cadence=cadence)


def with_disposition(ident: str, **fields: object) -> Playbook:
    changed = tuple(
        msgspec.structs.replace(entry, **fields) if entry.id == ident else entry
        for entry in PLAYBOOK.dispositions
    )
    return msgspec.structs.replace(PLAYBOOK, dispositions=changed)


def the_whole_way(playbook: Playbook, outcomes: str = "no-answer") -> list[tuple[str, int]]:
    """Kind and attempt of every call until they are let go, each made when it is due."""
    history, now = NOTHING, NOW
    made: list[tuple[str, int]] = []
    for _ in range(50):
        due = next_call(history, playbook, LONDON)
        if due.end is not None:
            made.append((due.end, 0))
            return made
        now = max(now, due.at or now)
        made.append((due.kind, due.attempt))
        history = fold(history, a_call(outcomes, now, kind=due.kind), playbook)
    raise AssertionError("never let go")


def test_nobody_called_yet_may_be_called_at_any_time() -> None:
    assert due_after() == Due("first", 1, None)


def test_ordinary_attempts_then_step_back_then_break_up_then_let_go() -> None:
    assert the_whole_way(PLAYBOOK) == [
        *(("first", attempt) for attempt in range(1, 7)),
        ("step-back", 7),
        ("break-up", 8),
        ("let-go", 0),
    ]


@pytest.mark.parametrize(
    ("waits", "kinds"),
    [
        ((), ["first", "step-back", "break-up", "let-go"]),
        ((3,), ["first", "first", "step-back", "break-up", "let-go"]),
    ],
)
def test_a_cadence_of_none_or_one_retry(waits: tuple[int, ...], kinds: list[str]) -> None:
    assert [kind for kind, _ in the_whole_way(with_retries(*waits))] == kinds


def test_a_busy_step_back_or_break_up_call_is_made_before_it_counts() -> None:
    made = [kind for kind, _ in the_whole_way(with_retries(), "busy")]
    assert made == [
        *("first", "first"),
        *("step-back", "step-back"),
        *("break-up", "break-up"),
        "let-go",
    ]


def test_a_conversation_in_a_step_back_call_begins_a_new_row() -> None:
    row = [a_call("no-answer", NOW + k * DAY) for k in range(6)]
    talked = a_call("interested", NOW + 6 * DAY, kind="step-back")
    assert due_after(*row, talked).attempt == 1
    missed = a_call("no-answer", NOW + 12 * DAY, kind="follow-up")
    due = due_after(*row, talked, missed)
    assert (due.kind, due.attempt, due.end) == ("follow-up", 2, None)


def test_a_break_up_call_is_not_skipped_by_an_early_attempt() -> None:
    row = [a_call("no-answer", NOW + k * DAY) for k in range(6)]
    stepped_back = a_call("no-answer", NOW + 6 * DAY, kind="step-back")
    early = a_call("no-answer", NOW + 7 * DAY, kind="follow-up")
    assert due_after(*row, stepped_back, early).kind == "break-up"


def test_a_follow_up_refers_to_a_conversation_a_first_call_can_not() -> None:
    assert due_after(a_call("no-answer")).kind == "first"
    talked = a_call("interested", NOW - 30 * DAY)
    assert due_after(talked, a_call("no-answer")).kind == "follow-up"


@pytest.mark.parametrize(
    ("called", "due"),
    [
        ("2026-11-24T16:00", "2026-11-26"),  # Tuesday and two days
        ("2026-11-26T16:00", "2026-11-30"),  # Thursday: the weekend does not count
        ("2026-11-27T16:00", "2026-12-01"),
        ("2026-11-28T16:00", "2026-12-01"),  # called on a Saturday
        ("2026-10-23T16:00", "2026-10-27"),  # the clocks go back in between
    ],
)
def test_working_days_across_weekends_begin_at_the_reps_midnight(called: str, due: str) -> None:
    at = datetime.fromisoformat(called).replace(tzinfo=LONDON)
    morning = datetime.combine(date.fromisoformat(due), time(), tzinfo=LONDON)
    assert due_after(a_call("no-answer", at)).at == morning


def test_the_day_of_a_call_is_that_of_the_rep() -> None:
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    auckland = ZoneInfo("Pacific/Auckland")
    due = due_after(a_call("no-answer", late), zone=auckland)
    assert due.at == datetime(2026, 11, 27, tzinfo=auckland)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 60))
def test_working_days_are_counted_one_by_one(day: date, days: int) -> None:
    end = add_working_days(day, days)
    between = [day + timedelta(days=k) for k in range(1, (end - day).days + 1)]
    assert sum(entry.weekday() < 5 for entry in between) == days
    assert end.weekday() < 5


def test_a_wait_of_no_days_means_later_and_not_at_once() -> None:
    due = due_after(a_call("no-answer"), playbook=with_retries(0, 2))
    assert due.at == NOW + 31 * MINUTE


def test_a_busy_line_is_tried_again_the_same_day_once() -> None:
    first = a_call("busy")
    again = a_call("busy", NOW + 31 * MINUTE)
    assert due_after(first).at == NOW + 31 * MINUTE
    assert due_after(first, again).at == datetime(2026, 11, 26, tzinfo=LONDON)


def test_a_busy_line_on_another_day_is_tried_again_that_day() -> None:
    later = NOW + 2 * DAY
    assert due_after(a_call("busy"), a_call("busy", later)).at == later + 31 * MINUTE


def test_half_an_hour_is_elapsed_time_when_the_clocks_change() -> None:
    before = datetime(2026, 10, 25, 1, 40, fold=0, tzinfo=LONDON)
    due = due_after(a_call("busy", before.astimezone(UTC)))
    assert due.at == datetime(2026, 10, 25, 1, 11, tzinfo=UTC)


def test_a_promise_is_due_at_its_time() -> None:
    promise = a_call("interested", next_step=a_step(NOW + DAY))
    assert due_after(promise) == Due("promised", 2, NOW + DAY)


def test_a_promise_nobody_picked_up_is_tried_again_in_half_an_hour_once() -> None:
    promise = a_call("interested", next_step=a_step(NOW + DAY))
    at_its_time = a_call("no-answer", NOW + DAY, kind="promised")
    again = a_call("no-answer", NOW + DAY + 31 * MINUTE)
    assert due_after(promise, at_its_time).at == NOW + DAY + 31 * MINUTE
    assert due_after(promise, at_its_time, again).at == datetime(2026, 11, 27, tzinfo=LONDON)


def test_a_promise_dialled_from_elsewhere_is_tried_again_as_well() -> None:
    promise = a_call("interested", next_step=a_step(NOW + DAY))
    assert due_after(promise, a_call("voicemail", NOW + DAY, kind="follow-up")).at == (
        NOW + DAY + 31 * MINUTE
    )


def test_an_early_attempt_leaves_the_promise_due() -> None:
    promise = a_call("interested", next_step=a_step(NOW + DAY))
    assert due_after(promise, a_call("no-answer", NOW + MINUTE)).kind == "promised"


@pytest.mark.parametrize(
    ("disposition", "end"),
    [("referred", "done"), ("do-not-call", "done"), ("no-accepted", "no-accepted")],
)
def test_a_good_end_never_comes_back(disposition: str, end: str) -> None:
    no = a_call(disposition)
    assert due_after(no).end == end
    assert due_after(no, a_call("no-answer", NOW + DAY)).end == end
    assert due_after(no, a_call("busy", NOW + DAY), a_call("busy", NOW + 2 * DAY)).end == end


def test_a_meeting_agreed_while_referred_on_is_kept_all_the_same() -> None:
    referred = a_call("referred", next_step=a_step(NOW + DAY))
    assert due_after(referred).kind == "promised"
    assert due_after(referred, a_call("no-answer", NOW + DAY)).end is None
    cancelled = Addendum(at=NOW + MINUTE, text="", kind="cancelled")
    assert due_after(msgspec.structs.replace(referred, addenda=(cancelled,))).end == "done"


def test_a_promise_after_letting_go_is_kept() -> None:
    let_go = a_call("no-answer", addenda=(Addendum(at=NOW + MINUTE, text="", kind="let-go"),))
    assert due_after(let_go).end == "let-go"
    rang_back = a_call("interested", NOW + DAY, next_step=a_step(NOW + 2 * DAY))
    assert due_after(let_go, rang_back).kind == "promised"


def test_reopened_after_being_let_go_by_the_cadence() -> None:
    calls = [a_call("no-answer", NOW + k * DAY) for k in range(7)]
    reopened = Addendum(at=NOW + 9 * DAY, text="", kind="reopened")
    last = a_call("no-answer", NOW + 8 * DAY, kind="break-up")
    assert due_after(*calls, last).end == "let-go"
    again = due_after(*calls, msgspec.structs.replace(last, addenda=(reopened,)))
    assert (again.kind, again.attempt, again.end) == ("first", 1, None)


def test_a_follow_up_comes_after_the_days_of_its_disposition() -> None:
    due = due_after(a_call("later"))
    assert due == Due("follow-up", 1, datetime(2026, 12, 22, tzinfo=LONDON))


@pytest.mark.parametrize("waits", [(), (2, 2)])
def test_a_conversation_that_asks_for_a_retry_begins_the_cadence(waits: tuple[int, ...]) -> None:
    cadence = msgspec.structs.replace(PLAYBOOK.cadence, retry_after=waits)
    playbook = msgspec.structs.replace(with_disposition("later", then="retry"), cadence=cadence)
    due = due_after(a_call("later"), playbook=playbook)
    assert due.end is None
    assert due.attempt == 1


def test_a_bad_number_ends_the_calls_to_it() -> None:
    assert due_after(a_call("bad-number")).end == "bad-number"


def test_a_call_without_an_outcome_is_due_at_once() -> None:
    assert due_after(a_call(None)).at == NOW


def test_an_outcome_of_an_older_playbook_is_shown_again_in_good_time() -> None:
    assert due_after(a_call("rang-out")).at == datetime(2026, 11, 26, tzinfo=LONDON)
    talked = a_call("was-hot", next_step=a_step(NOW + DAY))
    cancelled = Addendum(at=NOW + MINUTE, text="", kind="cancelled")
    due = due_after(msgspec.structs.replace(talked, addenda=(cancelled,)))
    assert due == Due("follow-up", 1, datetime(2026, 12, 1, tzinfo=LONDON))
