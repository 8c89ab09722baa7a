from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
import pytest
from builders import NOW, PLAYBOOK, a_call, a_step

from callbench.domain.history import NOTHING, RECENT, History, fold, fold_all
from callbench.domain.records import Addendum, Answer, Call

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def history_of(*calls: Call) -> History:
    """What those calls to Dana come to."""
    return fold_all(calls, PLAYBOOK).get("dana", NOTHING)


def talk(at: datetime = NOW, disposition: str = "interested", **fields: object) -> Call:
    return a_call(disposition, at, **fields)


def promised(starts: datetime, made: datetime = NOW, *addenda: Addendum) -> Call:
    return talk(made, next_step=a_step(starts), addenda=addenda)


def starts(history: History) -> datetime | None:
    return history.promise.step.starts_at if history.promise is not None else None


def test_nobody_called_yet() -> None:
    assert history_of() == NOTHING


def test_attempts_in_a_row_begin_anew_after_a_conversation() -> None:
    calls = [a_call("no-answer", NOW), a_call("voicemail", NOW + DAY), talk(NOW + 2 * DAY)]
    assert history_of(*calls[:2]).unreached == 2
    talked = history_of(*calls)
    assert (talked.attempts, talked.unreached, talked.conversations) == (3, 0, 1)


def test_calls_in_any_order_come_to_the_same() -> None:
    calls = [a_call("no-answer", NOW + k * DAY) for k in range(5)] + [talk(NOW + 5 * DAY)]
    assert history_of(*reversed(calls)) == history_of(*calls)


def test_only_the_latest_calls_are_kept_newest_first() -> None:
    history = history_of(*(a_call("busy", NOW + k * DAY, note=f"call {k}") for k in range(5)))
    assert [past.words for past in history.recent] == ["call 4", "call 3", "call 2"][:RECENT]


def test_a_call_without_an_outcome_is_an_attempt_and_nothing_else() -> None:
    before = history_of(promised(NOW + DAY))
    after = fold(before, a_call(None, NOW + DAY, next_step=a_step(NOW + 9 * DAY)), PLAYBOOK)
    assert (after.attempts, after.unreached, starts(after)) == (2, 0, NOW + DAY)


def test_an_outcome_of_an_older_playbook_is_judged_by_the_call() -> None:
    talked = a_call("was-hot", NOW, answers={"questions": Answer(answer="no")})
    assert history_of(talked).conversations == 1
    assert history_of(a_call("rang-out", NOW)).unreached == 1


def test_a_retired_disposition_is_still_understood() -> None:
    kept = tuple(entry for entry in PLAYBOOK.dispositions if entry.id != "no-accepted")
    gone = tuple(entry for entry in PLAYBOOK.dispositions if entry.id == "no-accepted")
    playbook = msgspec.structs.replace(PLAYBOOK, dispositions=kept, retired=gone)
    assert fold(NOTHING, talk(disposition="no-accepted"), playbook).closed_by == "no-accepted"


@pytest.mark.parametrize(
    ("before_its_time", "stands"),
    [(MINUTE * 60, True), (MINUTE * 6, True), (MINUTE * 5, False), (-MINUTE, False)],
)
def test_an_attempt_well_before_its_time_leaves_a_promise_standing(
    before_its_time: timedelta, stands: bool
) -> None:
    at = NOW + DAY
    history = history_of(promised(at), a_call("no-answer", at - before_its_time))
    assert (history.promise is not None) is stands
    assert history.promise_unanswered is not stands


def test_a_conversation_before_its_time_settles_a_promise() -> None:
    early = talk(NOW + MINUTE * 60, disposition="not-known-yet")
    assert history_of(promised(NOW + DAY), early).promise is None


def test_a_new_promise_replaces_the_old_one() -> None:
    again = promised(NOW + 9 * DAY, NOW + DAY)
    assert starts(history_of(promised(NOW + DAY), again)) == NOW + 9 * DAY


def test_only_the_first_attempt_after_a_promise_is_its_unanswered_one() -> None:
    calls = [promised(NOW + DAY), a_call("no-answer", NOW + DAY)]
    assert history_of(*calls).promise_unanswered
    assert not history_of(*calls, a_call("no-answer", NOW + DAY + MINUTE * 30)).promise_unanswered


def test_a_moved_promise_is_the_one_that_stands() -> None:
    moved = Addendum(at=NOW + MINUTE, text="", kind="moved", next_step=a_step(NOW + 3 * DAY))
    assert starts(history_of(promised(NOW + DAY, NOW, moved))) == NOW + 3 * DAY


def test_a_promise_moved_after_a_no_show_stands_again() -> None:
    missed = Addendum(at=NOW + 2 * DAY, text="", kind="no-show")
    moved = Addendum(at=NOW + 3 * DAY, text="", kind="moved", next_step=a_step(NOW + 5 * DAY))
    assert starts(history_of(promised(NOW + DAY, NOW, missed, moved))) == NOW + 5 * DAY


@pytest.mark.parametrize("kind", ["cancelled", "held", "no-show"])
def test_a_promise_ends_by_an_addendum(kind: str) -> None:
    ended = Addendum(at=NOW + DAY, text="", kind=kind)
    assert history_of(promised(NOW + DAY, NOW, ended)).promise is None


def test_a_promise_moved_after_a_later_conversation_is_not_settled_by_it() -> None:
    moved = Addendum(at=NOW + 2 * DAY, text="", kind="moved", next_step=a_step(NOW + 5 * DAY))
    talked = talk(NOW + DAY)
    assert starts(history_of(promised(NOW + DAY, NOW, moved), talked)) == NOW + 5 * DAY


@pytest.mark.parametrize("kind", ["note", "sent", "something-new"])
def test_other_addenda_change_nothing(kind: str) -> None:
    note = Addendum(at=NOW + DAY, text="?", kind=kind)
    assert history_of(talk(addenda=(note,))) == history_of(talk())


def test_letting_go_ends_a_promise_made_before_it() -> None:
    let_go = Addendum(at=NOW + 3 * DAY, text="", kind="let-go")
    first = a_call("no-answer", NOW, addenda=(let_go,))
    history = history_of(first, promised(NOW + 9 * DAY, NOW + DAY))
    assert (history.let_go, history.promise) == (True, None)


def test_a_conversation_after_letting_go_takes_it_back() -> None:
    let_go = Addendum(at=NOW + DAY, text="", kind="let-go")
    first = a_call("no-answer", NOW, addenda=(let_go,))
    assert history_of(first, a_call("no-answer", NOW + 2 * DAY)).let_go
    assert not history_of(first, talk(NOW + 2 * DAY)).let_go


def test_the_younger_of_letting_go_and_reopening_holds() -> None:
    let_go = Addendum(at=NOW + 3 * DAY, text="", kind="let-go")
    reopened = Addendum(at=NOW + 4 * DAY, text="", kind="reopened")
    second = a_call("no-answer", NOW + DAY, addenda=(let_go,))
    assert not history_of(a_call("busy", NOW, addenda=(reopened,)), second).let_go
    earlier = Addendum(at=NOW + 2 * DAY, text="", kind="reopened")
    assert history_of(a_call("busy", NOW, addenda=(earlier,)), second).let_go


def test_reopening_begins_the_attempts_anew_from_its_time() -> None:
    reopened = Addendum(at=NOW + 2 * DAY, text="", kind="reopened")
    first = a_call("no-answer", NOW, addenda=(reopened,))
    assert history_of(first, a_call("no-answer", NOW + DAY, kind="break-up")).unreached == 0
    assert history_of(first, a_call("no-answer", NOW + DAY, kind="break-up")).furthest == ""
    assert history_of(first, a_call("no-answer", NOW + 3 * DAY)).unreached == 1


def test_a_good_end_outlasts_later_attempts_but_not_a_conversation() -> None:
    no = talk(disposition="no-accepted")
    assert history_of(no, a_call("no-answer", NOW + DAY)).closed_by == "no-accepted"
    assert history_of(no, talk(NOW + DAY)).closed_by == ""


def test_open_questions_are_those_of_the_last_conversation_that_nobody_ticked() -> None:
    call = talk(note="? multi-drop\n? price", ticked=("price",))
    later = a_call("voicemail", NOW + DAY, note="? not theirs")
    assert history_of(call, later).questions == ("multi-drop",)


def test_stories_told_are_told_once() -> None:
    calls = [talk(told=("a", "b")), talk(NOW + DAY, told=("b", "c"))]
    assert history_of(*calls).told == ("a", "b", "c")
