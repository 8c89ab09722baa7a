"""Taking back what was settled on the agenda, without rewriting a call."""

from __future__ import annotations

from datetime import UTC, timedelta

import msgspec
import pytest
from agenda_records import DANA, DEFAULT, MADE, PROMISED, a_call, added, in_session, step_at

from callbench.domain.addenda import Act, in_force, undoing
from callbench.domain.agenda import Agenda, Promise, build_agenda
from callbench.domain.agenda.promises import promises_to
from callbench.domain.history import fold_all
from callbench.domain.records import Addendum, Call, NextStep, replace

STEP = step_at(reason="tariff")
LATER = step_at(PROMISED + timedelta(days=2), reason="tariff")
DAY = timedelta(days=1)


def made(*addenda: Addendum) -> Call:
    return a_call("made", MADE, "interested", step=STEP, note="+ hold music", addenda=addenda)


def promise(call: Call) -> Promise:
    (found,) = promises_to([("block", call)], DEFAULT, MADE + 3 * DAY)
    return found


def agenda(*calls: Call) -> Agenda:
    return build_agenda([in_session(*calls)], DEFAULT, MADE + 3 * DAY, UTC)


def back(done: Addendum, before: NextStep | None = STEP) -> Addendum:
    act = Act(session="block", call="made", addendum=done, prospect=DANA, before=before)
    return undoing(act, done.at + timedelta(minutes=1))


@pytest.mark.parametrize(
    "done",
    [
        added("cancelled", MADE + DAY),
        added("held", MADE + DAY),
        added("no-show", MADE + DAY),
        added("moved", MADE + DAY, step=LATER, text="away"),
    ],
    ids=lambda done: done.kind,
)
def test_the_promise_is_as_it_was(done: Addendum) -> None:
    before, after = promise(made()), promise(made(done, back(done)))
    assert msgspec.structs.replace(after, taken_back=()) == before
    assert after.taken_back == (done.at + timedelta(minutes=1),)
    assert fold_all([made(done, back(done))], DEFAULT) == fold_all([made()], DEFAULT)


@pytest.mark.parametrize("kind", ["moved", "cancelled", "held", "no-show", "let-go"])
def test_the_counts_of_a_missed_one_are_as_they_were(kind: str) -> None:
    done = added(kind, PROMISED + DAY, step=LATER if kind == "moved" else None)
    now = PROMISED + 2 * DAY
    found = [
        build_agenda([in_session(made(*addenda))], DEFAULT, now, UTC)
        for addenda in ((), (done,), (done, back(done)))
    ]
    before, meanwhile, after = (agenda.counts for agenda in found)
    assert before == after
    kept = kind in {"held", "no-show"}
    assert (meanwhile.missed, meanwhile.owed) == (0 if kept else 1, 1)


@pytest.mark.parametrize("kind", ["cancelled", "held", "no-show"])
def test_who_does_not_know_of_undoing_sees_it_open_again(kind: str) -> None:
    done = added(kind, MADE + DAY)
    plain = replace(back(done), undoes=None)
    after = promise(made(done, plain))
    assert (after.state, after.step) == ("coming", STEP)


def test_several_steps_the_last_one_first() -> None:
    moved = added("moved", MADE + DAY, step=LATER)
    off = added("cancelled", MADE + DAY)
    off_back = back(off, LATER)
    once = promise(made(moved, off, off_back))
    assert (once.state, once.step, len(once.moves)) == ("coming", LATER, 1)
    twice = promise(made(moved, off, off_back, back(moved)))
    assert (twice.state, twice.step, twice.moves) == ("coming", STEP, ())


def test_done_again_after_it_was_taken_back() -> None:
    off = added("cancelled", MADE + DAY)
    again = replace(off, at=off.at + DAY)
    assert promise(made(off, back(off), again)).state == "cancelled"
    # In one and the same second the order in the file decides.
    assert in_force((off, replace(back(off), at=off.at), off)) == (off,)


def test_a_problem_waits_again_and_only_that_one() -> None:
    call = replace(made(), note="+ hold music\n+ late invoices")
    sent = [added("sent", MADE + DAY, about=words) for words in ("hold music", "late invoices")]
    undone = replace(call, addenda=(*sent, back(sent[0], None)))
    assert [problem.words for problem in agenda(undone).problems] == ["hold music"]
    assert back(sent[0], None).kind == "undone"


def test_letting_go_and_reopening_leave_no_trace() -> None:
    call = a_call("made", MADE, kind="break-up")
    gone = added("let-go", MADE + DAY)
    taken_up = added("reopened", MADE + 2 * DAY)
    assert agenda(replace(call, addenda=(gone,))).let_go
    undone = replace(call, addenda=(gone, back(gone, None)))
    assert fold_all([undone], DEFAULT) == fold_all([call], DEFAULT)
    kept = replace(call, addenda=(gone, taken_up, back(taken_up, None)))
    assert agenda(kept).let_go[0].since == gone.at


def test_what_undoes_nothing_has_no_effect() -> None:
    stray = back(added("cancelled", MADE + DAY))
    assert in_force((stray,)) == ()
    note = added("note", MADE + DAY, text="she mailed")
    assert in_force((note, stray)) == (note,)


def test_a_call_made_meanwhile_is_judged_as_if_nothing_had_been_done() -> None:
    off = added("cancelled", MADE + DAY)
    kept = a_call("kept", PROMISED, "interested")
    calls = [("block", made(off, back(off, STEP))), ("block", kept)]
    (found, *_) = promises_to(calls, DEFAULT, PROMISED + DAY)
    assert (found.state, found.kept_by) == ("kept", "kept")
