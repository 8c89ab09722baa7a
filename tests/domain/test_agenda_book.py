"""The parts of the agenda beside promises, and their order."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from agenda_records import (
    DANA,
    DEFAULT,
    MADE,
    PROMISED,
    a_call,
    added,
    in_session,
    minutes,
    step_at,
)

from callbench.domain.agenda import Agenda, build_agenda
from callbench.domain.records import Call, ProspectRef, replace

OMAR = ProspectRef(id="omar", name="Omar Haddad")
LONDON = ZoneInfo("Europe/London")


def agenda(*calls: Call, now: datetime) -> Agenda:
    return build_agenda([in_session(*calls)], DEFAULT, now, LONDON)


def attempts(count: int, *last_kinds: str) -> list[Call]:
    """Attempts that reached nobody, two weeks apart; the last ones of these kinds."""
    kinds = ["follow-up"] * (count - len(last_kinds)) + list(last_kinds)
    return [
        a_call(f"c{number}", MADE + timedelta(days=14 * number), "no-answer", kind=kind)
        for number, kind in enumerate(kinds)
    ]


def later(calls: list[Call], days: int = 40) -> datetime:
    return calls[-1].dialled_at + timedelta(days=days)


def test_nothing() -> None:
    assert build_agenda([], DEFAULT, MADE, UTC) == Agenda()


def test_overdue_today_and_coming() -> None:
    people = [ProspectRef(id=name, name=name) for name in ("a", "b", "c", "d")]
    times = [minutes(-40), minutes(0), minutes(120), minutes(16 * 60)]
    calls = [
        a_call(person.id, MADE, "interested", step=step_at(PROMISED + after), to=person)
        for person, after in zip(people, times, strict=True)
    ]
    found = agenda(*reversed(calls), now=PROMISED)
    assert [promise.call for promise in found.overdue] == ["a"]
    assert [promise.call for promise in found.today] == ["b", "c"]
    assert [promise.call for promise in found.coming] == ["d"]
    assert [promise.call for promise in found.promises] == ["a", "b", "c", "d"]
    assert {promise.session for promise in found.promises} == {"block"}


def test_today_is_the_reps_day() -> None:
    call = a_call("late", MADE, "interested", step=step_at(datetime(2026, 12, 2, 3, tzinfo=UTC)))
    now = datetime(2026, 12, 1, 22, 0, tzinfo=UTC)
    assert agenda(call, now=now).coming
    chicago = build_agenda([in_session(call)], DEFAULT, now, ZoneInfo("America/Chicago"))
    assert chicago.today


def test_what_is_due_at_midnight_is_of_today() -> None:
    call = a_call("late", MADE, "interested", step=step_at(datetime(2026, 12, 2, 0, 2, tzinfo=UTC)))
    assert agenda(call, now=datetime(2026, 12, 1, 23, 58, tzinfo=UTC)).today
    assert agenda(call, now=datetime(2026, 12, 2, 0, 20, tzinfo=UTC)).today


def test_calls_of_many_sessions_in_any_order_make_one_timeline() -> None:
    made = in_session(a_call("made", MADE, "interested", step=step_at()), ident="first")
    kept = in_session(a_call("kept", PROMISED), ident="second")
    for sessions in ([made, kept], [kept, made]):
        (promise,) = build_agenda(sessions, DEFAULT, PROMISED, UTC).promises
        assert (promise.state, promise.session) == ("kept", "first")


def test_who_must_not_be_called_is_owed_nothing() -> None:
    calls = [
        a_call("made", MADE, "interested", step=step_at(), note="+ hates the hold music"),
        a_call("other", MADE, "interested", step=step_at(), to=OMAR),
    ]
    found = build_agenda(
        [in_session(*calls)], DEFAULT, MADE, UTC, refuses=lambda ref: ref.id == "dana"
    )
    assert [promise.prospect.id for promise in found.coming] == ["omar"]
    assert (found.problems, found.counts.cancelled) == ((), 1)


# ------------------------------------------------------------------ problems heard


def heard(*about: tuple[str, datetime], note: str = "+ hold music\n+ late trucks") -> Call:
    addenda = tuple(added("sent", at, about=words) for words, at in about)
    return a_call("heard", MADE, "interested", note=note, addenda=addenda)


@pytest.mark.parametrize(
    ("now", "overdue"),
    [
        (datetime(2026, 12, 8, 23, 59, tzinfo=UTC), False),
        (datetime(2026, 12, 9, 0, 1, tzinfo=UTC), True),
    ],
)
def test_a_problem_is_due_within_days(now: datetime, overdue: bool) -> None:
    first, second = agenda(heard(), now=now).problems
    assert (first.words, second.words) == ("hold music", "late trucks")
    assert (first.due, first.overdue) == (date(2026, 12, 8), overdue)
    assert (first.call, first.session, first.heard_at) == ("heard", "block", MADE)


def test_what_was_sent_settles_exactly_its_words() -> None:
    sent = MADE + timedelta(days=1)
    found = agenda(heard(("late trucks", sent), ("HOLD MUSIC", sent)), now=PROMISED)
    assert [problem.words for problem in found.problems] == ["hold music"]


def test_a_problem_heard_twice_is_listed_once_and_from_the_first_time() -> None:
    again = a_call("again", PROMISED, "interested", note="+ hold music")
    first, _ = agenda(heard(), again, now=PROMISED).problems
    assert first.call == "heard"


def test_sent_settles_it_in_earlier_calls_too_but_not_in_later_ones() -> None:
    sent = added("sent", PROMISED + minutes(5), about="hold music")
    second = a_call("second", PROMISED, "interested", note="+ hold music", addenda=(sent,))
    found = agenda(heard(note="+ hold music"), second, now=PROMISED)
    assert found.problems == ()
    third = a_call("third", PROMISED + timedelta(days=9), "interested", note="+ hold music")
    (problem,) = agenda(heard(note="+ hold music"), second, third, now=PROMISED).problems
    assert problem.call == "third"


def test_two_prospects_with_the_same_problem() -> None:
    other = replace(heard(), id="other", prospect=OMAR)
    assert len(agenda(heard(), other, now=PROMISED).problems) == 4


# ------------------------------------------------------------------ the end of the cadence


def test_after_the_last_attempt_a_step_back_is_ready() -> None:
    calls = attempts(DEFAULT.cadence.attempts)
    (ready,) = agenda(*calls, now=later(calls)).ready_step_back
    assert (ready.prospect, ready.call, ready.attempts) == (DANA, calls[-1].id, len(calls))
    assert ready.since is not None
    assert not agenda(*calls, now=calls[-1].dialled_at + timedelta(days=1)).ready_step_back


def test_then_a_break_up_and_then_letting_go() -> None:
    calls = attempts(DEFAULT.cadence.attempts + 1, "step-back")
    found = agenda(*calls, now=later(calls))
    assert [one.prospect for one in found.ready_break_up] == [DANA]
    assert found.ready_step_back == ()
    calls = attempts(DEFAULT.cadence.attempts + 2, "step-back", "break-up")
    found = agenda(*calls, now=later(calls))
    assert [one.call for one in found.ready_let_go] == [calls[-1].id]
    assert (found.ready_break_up, found.let_go) == ((), ())


def test_let_go_and_reopened() -> None:
    *calls, last = attempts(DEFAULT.cadence.attempts + 2, "step-back", "break-up")
    let_go_at = last.dialled_at + minutes(1)
    ended = replace(last, note="+ hold music", addenda=(added("let-go", let_go_at),))
    found = agenda(*calls, ended, now=let_go_at)
    assert [(one.since, one.call) for one in found.let_go] == [(let_go_at, last.id)]
    assert (found.ready_let_go, found.problems) == ((), ())
    reopened = added("reopened", let_go_at + timedelta(days=90))
    again = replace(ended, addenda=(*ended.addenda, reopened))
    found = agenda(*calls, again, now=let_go_at + timedelta(days=91))
    assert (found.let_go, found.ready_let_go) == ((), ())
    assert [problem.words for problem in found.problems] == ["hold music"]


def test_a_conversation_is_no_end() -> None:
    calls = attempts(DEFAULT.cadence.attempts)
    talked = a_call("talked", later(calls), "interested")
    found = agenda(*calls, talked, now=talked.dialled_at + timedelta(days=1))
    assert found.ready_step_back == ()
