"""What becomes of a promise, on a small timeline: made on 24 November for 1 December, 15:00."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

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
from hypothesis import given
from hypothesis import strategies as st

from callbench.domain.agenda import Promise, build_agenda, promise_counts, promise_of
from callbench.domain.agenda.counts import promised_times
from callbench.domain.agenda.promises import promises_to
from callbench.domain.history import fold_all
from callbench.domain.records import Addendum, Call, ProspectRef

LONG_AFTER = PROMISED + timedelta(days=30)
THURSDAY = PROMISED + timedelta(days=2)
BEFORE = PROMISED - timedelta(days=3)


def promises(*calls: Call, now: datetime = LONG_AFTER) -> tuple[Promise, ...]:
    return promises_to([("block", call) for call in calls], DEFAULT, now)


def made(*addenda: Addendum) -> Call:
    return a_call("made", MADE, "interested", step=step_at(reason="tariff"), addenda=addenda)


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (MADE, "coming"),
        (PROMISED - minutes(5) - timedelta(seconds=1), "coming"),
        (PROMISED - minutes(5), "due"),
        (PROMISED, "due"),
        (PROMISED + minutes(30), "due"),
        (PROMISED + minutes(30) + timedelta(seconds=1), "missed"),
        (LONG_AFTER, "missed"),
    ],
)
def test_that_nobody_has_touched(now: datetime, state: str) -> None:
    (promise,) = promises(made(), now=now)
    assert promise.state == state
    assert promise.is_open
    assert promise.settled_at is None
    assert promise.kept_by == ""


@pytest.mark.parametrize(
    ("late_by", "disposition", "state"),
    [
        (minutes(-20), "no-answer", "missed"),
        (minutes(-20), "interested", "cancelled"),
        (minutes(-15), "interested", "kept"),
        (minutes(-5), "no-answer", "kept"),
        (minutes(0), "no-answer", "kept"),
        (minutes(0), "interested", "kept"),
        (minutes(0), "do-not-call", "kept"),
        (minutes(0), None, "kept"),
        (minutes(10), "voicemail", "kept"),
        (minutes(10) + timedelta(seconds=1), "interested", "late"),
        (timedelta(days=21), "no-answer", "late"),
        (timedelta(days=-3), None, "missed"),
        (timedelta(days=-3), "voicemail", "missed"),
        (timedelta(days=-3), "no-accepted", "cancelled"),
    ],
)
def test_that_a_call_may_have_kept(late_by: timedelta, disposition: str | None, state: str) -> None:
    call = a_call("next", PROMISED + late_by, disposition)
    (promise,) = promises(made(), call)
    assert promise.state == state
    assert promise.kept_by == ("" if state == "missed" else "next")
    assert promise.settled_at == (None if state == "missed" else call.dialled_at)


def test_that_an_early_conversation_moved() -> None:
    old, new = promises(
        made(), a_call("early", BEFORE, "later", step=step_at(THURSDAY)), now=PROMISED
    )
    assert (old.state, old.kept_by, new.state) == ("moved", "early", "coming")
    assert new.step.starts_at == THURSDAY


def test_that_was_kept_and_led_to_another() -> None:
    old, new = promises(
        made(), a_call("kept", PROMISED, "later", step=step_at(THURSDAY)), now=PROMISED
    )
    assert (old.state, old.kept_by, new.state) == ("kept", "kept", "coming")


def test_that_an_attempt_after_an_early_attempt_kept() -> None:
    early, late = a_call("early", BEFORE), a_call("late", PROMISED + minutes(1), "interested")
    (promise,) = promises(made(), early, late)
    assert (promise.state, promise.kept_by) == ("kept", "late")


def test_the_second_call_settles_nothing_more() -> None:
    first, second = a_call("first", PROMISED), a_call("second", PROMISED + minutes(40))
    (promise,) = promises(made(), first, second)
    assert (promise.state, promise.kept_by) == ("kept", "first")


def test_moved_by_addendum_is_judged_by_its_new_time() -> None:
    moving = added("moved", BEFORE, step=step_at(THURSDAY), text="CFO is away")
    (waiting,) = promises(made(moving), now=PROMISED)
    assert (waiting.state, waiting.step.starts_at, waiting.made_at) == ("coming", THURSDAY, MADE)
    assert [(move.at, move.before.starts_at, move.reason) for move in waiting.moves] == [
        (BEFORE, PROMISED, "CFO is away")
    ]
    (kept,) = promises(made(moving), a_call("thursday", THURSDAY + minutes(2)))
    assert (kept.state, kept.kept_by, len(kept.moves)) == ("kept", "thursday", 1)


@pytest.mark.parametrize(
    ("late_by", "missed"),
    [
        (minutes(-60), ()),
        (minutes(30), ()),
        (minutes(30) + timedelta(seconds=1), (PROMISED,)),
        (timedelta(days=1), (PROMISED,)),
    ],
)
@pytest.mark.parametrize("kind", ["moved", "cancelled", "let-go"])
def test_that_it_was_missed_remains(
    kind: str, late_by: timedelta, missed: tuple[datetime, ...]
) -> None:
    after = PROMISED + late_by
    (promise,) = promises(made(added(kind, after, step=step_at(THURSDAY))), now=after)
    assert promise.state == ("coming" if kind == "moved" else "cancelled")
    assert promise.missed_times == missed
    counts = promise_counts([promise])
    assert (counts.missed, counts.owed, counts.on_time) == (len(missed), len(missed), 0)


def test_missed_and_then_moved_counts_once_for_each_time() -> None:
    friday = THURSDAY + timedelta(days=1)
    moving = added("moved", PROMISED + timedelta(days=1), step=step_at(THURSDAY))
    put_off = added("moved", THURSDAY - minutes(60), step=step_at(friday))
    again = added("moved", friday + minutes(31), step=step_at(friday + timedelta(days=3)))
    (waiting,) = promises(made(moving, put_off), now=THURSDAY)
    assert waiting.missed_times == (PROMISED,)
    (kept,) = promises(made(moving, put_off), a_call("kept", friday))
    assert (kept.state, kept.missed_times) == ("kept", (PROMISED,))
    (twice,) = promises(made(moving, put_off, again), now=friday + minutes(40))
    assert twice.missed_times == (PROMISED, friday)
    counts = promise_counts([kept, twice])
    assert (counts.missed, counts.kept, counts.owed, counts.moves) == (3, 1, 4, 5)


def test_held_after_all_was_not_missed() -> None:
    (promise,) = promises(made(added("held", PROMISED + timedelta(days=1))))
    assert (promise.state, promise.missed_times) == ("held", ())


@pytest.mark.parametrize("disposition", ["no-answer", "interested"])
def test_moving_after_the_call_opens_it_again(disposition: str) -> None:
    """The call kept the old time; what was written afterwards counts from its own moment."""
    moving = added("moved", PROMISED + minutes(20), step=step_at(THURSDAY))
    (promise,) = promises(made(moving), a_call("kept", PROMISED, disposition), now=PROMISED)
    assert (promise.state, promise.kept_by, promise.settled_at) == ("coming", "", None)


def test_moving_what_a_newer_agreement_overtook_does_nothing() -> None:
    moving = added("moved", BEFORE + minutes(60), step=step_at(THURSDAY + timedelta(days=7)))
    newer = a_call("newer", BEFORE, "later", step=step_at(THURSDAY))
    old, new = promises(made(moving), newer, now=BEFORE + minutes(90))
    assert (old.state, old.moves, new.state) == ("moved", (), "coming")


def test_moving_on_a_call_without_a_promise_makes_one() -> None:
    """They answered the voicemail by mail: Thursday suits."""
    voicemail = a_call(
        "voicemail", MADE, "voicemail", addenda=(added("moved", BEFORE, step=step_at()),)
    )
    (promise,) = promises(voicemail, now=BEFORE)
    assert (promise.state, promise.made_at, promise.moves) == ("coming", BEFORE, ())


@pytest.mark.parametrize("kind", ["cancelled", "held", "no-show"])
def test_an_addendum_says_what_became_of_it(kind: str) -> None:
    at = PROMISED + minutes(45)
    (promise,) = promises(made(added(kind, at)))
    assert (promise.state, promise.settled_at, promise.kept_by) == (kind, at, "")
    assert not promise.is_open


@pytest.mark.parametrize(
    ("kind", "state"), [("held", "held"), ("no-show", "no-show"), ("cancelled", "kept")]
)
def test_a_report_after_the_call(kind: str, state: str) -> None:
    report = added(kind, PROMISED + minutes(45))
    (promise,) = promises(made(report), a_call("kept", PROMISED))
    assert (promise.state, promise.kept_by) == (state, "kept")


@pytest.mark.parametrize("kind", ["held", "no-show"])
def test_nothing_is_reported_on_what_was_called_off(kind: str) -> None:
    (promise,) = promises(made(added("cancelled", BEFORE), added(kind, PROMISED)))
    assert promise.state == "cancelled"


def test_a_no_show_can_be_moved() -> None:
    after = PROMISED + minutes(20)
    shifted = made(added("no-show", after), added("moved", after, step=step_at(THURSDAY)))
    (promise,) = promises(shifted, now=after)
    assert (promise.state, promise.step.starts_at) == ("coming", THURSDAY)


def test_letting_go_calls_off_what_is_open() -> None:
    attempt = a_call("attempt", BEFORE, addenda=(added("let-go", BEFORE + minutes(1)),))
    (promise,) = promises(made(), attempt)
    assert (promise.state, promise.settled_at) == ("cancelled", BEFORE + minutes(1))


@pytest.mark.parametrize("kind", ["note", "sent", "reopened", "from-the-future"])
def test_other_addenda_change_nothing(kind: str) -> None:
    (promise,) = promises(made(added(kind, BEFORE, text="x")))
    assert promise.state == "missed"


def test_an_attempt_makes_no_promise_even_if_a_step_was_left_in_it() -> None:
    assert promises(a_call("undone", MADE, None, step=step_at())) == ()
    assert promises(a_call("changed", MADE, "no-answer", step=step_at())) == ()


def test_an_addendum_older_than_its_call_counts_from_the_call() -> None:
    odd = added("cancelled", MADE - timedelta(days=1))
    (promise,) = promises(made(odd))
    assert promise.state == "cancelled"


def test_times_at_the_ends_of_the_calendar() -> None:
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    (old,) = promises(a_call("old", MADE, "interested", step=step_at(first)))
    (far,) = promises(a_call("far", MADE, "interested", step=step_at(last)))
    assert (old.state, far.state) == ("missed", "coming")


def test_the_promise_of_one_call() -> None:
    moving = added("moved", BEFORE, step=step_at(THURSDAY))
    promise = promise_of(made(moving), DEFAULT, BEFORE, session="block")
    assert promise is not None
    assert (promise.session, promise.step.starts_at) == ("block", THURSDAY)
    assert promise_of(a_call("plain", MADE), DEFAULT, BEFORE) is None


def test_counts() -> None:
    moving = added("moved", BEFORE, step=step_at(THURSDAY))
    kept = promises(made(moving), a_call("thursday", THURSDAY))
    late = promises(made(), a_call("late", PROMISED + minutes(11)))
    replaced = promises(made(), a_call("early", BEFORE, "later", step=step_at(THURSDAY)))
    away = promises(made(added("no-show", PROMISED)))
    counts = promise_counts([*kept, *late, *replaced, *away])
    assert (counts.kept, counts.late, counts.moved, counts.missed) == (1, 1, 1, 1)
    assert (counts.no_show, counts.moves, counts.owed, counts.on_time) == (1, 1, 4, 2)


def test_the_times_that_calls_kept() -> None:
    kept = promises(made(), a_call("kept", PROMISED))
    early = promises(made(), a_call("early", BEFORE, "later", step=step_at(THURSDAY)))
    assert promised_times([*kept, *early]) == {"kept": PROMISED}


# ------------------------------------------------------------------ agreement with the history

PEOPLE = (DANA, ProspectRef(id="omar", name="Omar Haddad"))
DISPOSITIONS = ("no-answer", "voicemail", "interested", "later", "no-accepted", "do-not-call")


@st.composite
def timelines(draw: st.DrawFn) -> Sequence[Call]:
    """Calls minutes to days apart; an addendum comes before the next call to anybody."""
    calls = []
    moment = MADE
    for number in range(draw(st.integers(1, 9))):
        gap = draw(st.sampled_from([2, 4, 9, 14, 16, 45, 24 * 60]))
        disposition = draw(st.sampled_from(DISPOSITIONS))
        step = None
        if DEFAULT.reached(disposition) and draw(st.booleans()):
            step = step_at(moment + minutes(draw(st.sampled_from([20, 60, 3000]))))
        addenda = []
        kind = draw(
            st.sampled_from(["", "", "moved", "cancelled", "held", "no-show", "let-go", "note"])
        )
        if kind:
            new = step_at(moment + minutes(30)) if kind == "moved" else None
            addenda = [added(kind, moment + minutes(1), step=new)]
        calls.append(
            a_call(
                str(number),
                moment,
                disposition,
                step=step,
                to=draw(st.sampled_from(PEOPLE)),
                addenda=tuple(addenda),
            )
        )
        moment += minutes(gap)
    return calls


@given(timelines())
def test_what_is_open_is_what_the_queue_goes_by(calls: Sequence[Call]) -> None:
    agenda = build_agenda([in_session(*calls)], DEFAULT, MADE, UTC)
    ours = {
        promise.prospect.id: (promise.call, promise.step)
        for promise in agenda.promises
        if promise.is_open
    }
    theirs = {
        ident: (history.promise.call, history.promise.step)
        for ident, history in fold_all(calls, DEFAULT).items()
        if history.promise is not None
    }
    assert ours == theirs
