from __future__ import annotations

import pytest
from builders import NOW, PLAYBOOK, a_call, a_step

from callbench.domain.checklist import ahead, asked, current, steps
from callbench.domain.playbook import Playbook
from callbench.domain.records import Answer, Call, replace


def wrap_up(disposition: str | None, **answers: str) -> Call:
    given = {key.replace("_", "-"): Answer(answer=value) for key, value in answers.items()}
    return replace(a_call(disposition), wrapped_at=None, answers=given)


def asked_in(call: Call, playbook: Playbook = PLAYBOOK) -> list[tuple[str, bool]]:
    return [(step.id, step.done) for step in steps(playbook, call)]


def test_first_of_all_the_disposition() -> None:
    assert asked_in(wrap_up(None)) == [("disposition", False)]


@pytest.mark.parametrize("disposition", ["no-answer", "voicemail", "do-not-call"])
def test_do_not_call_and_nobody_reached_ask_nothing_else(disposition: str) -> None:
    assert asked_in(wrap_up(disposition)) == [("disposition", True)]
    assert current(PLAYBOOK, wrap_up(disposition)) is None


def test_a_no_asks_for_feedback_and_nothing_else() -> None:
    assert asked_in(wrap_up("no-accepted")) == [("disposition", True), ("feedback", False)]


def test_yes_to_other_questions_keeps_asking() -> None:
    step = current(PLAYBOOK, wrap_up("interested", questions="yes"))
    assert step is not None
    assert step.id == "questions"


def test_certain_is_asked_because_of_the_no() -> None:
    before = [name for name, _ in asked_in(wrap_up("interested"))]
    after = [name for name, _ in asked_in(wrap_up("interested", questions="no"))]
    assert before == ["disposition", "questions", "next-meeting"]
    assert after == ["disposition", "questions", "certain", "next-meeting"]


@pytest.mark.parametrize("answer", ["they-will-call", "not-wanted", "other"])
def test_without_a_meeting_no_reason_is_asked(answer: str) -> None:
    call = wrap_up("later", questions="no", next_meeting=answer)
    assert current(PLAYBOOK, call) is None


def test_a_booked_meeting_asks_for_its_reason() -> None:
    call = wrap_up("later", questions="no", next_meeting="booked")
    assert ("next-meeting", False) in asked_in(call)
    call = replace(call, next_step=a_step(NOW))
    assert asked_in(call)[-2:] == [("next-meeting", True), ("reason", False)]
    assert current(PLAYBOOK, replace(call, next_step=a_step(NOW, reason="prices"))) is None


def test_an_answer_or_a_disposition_of_an_older_playbook_does_no_harm() -> None:
    assert ("questions", True) in asked_in(wrap_up("interested", questions="perhaps"))
    assert asked_in(wrap_up("was-hot")) == [("disposition", False)]


def test_a_question_is_found_only_where_it_is_asked() -> None:
    call = wrap_up("interested")
    assert asked(PLAYBOOK, call, "questions") == PLAYBOOK.question("questions")
    assert asked(PLAYBOOK, call, "certain") is None
    assert asked(PLAYBOOK, call, "feedback") is None


def test_what_comes_is_known_as_far_as_answers_decide_it() -> None:
    certain, meeting, reason = "100% sure?", "Next meeting booked?", "Why will we speak?"
    assert ahead(PLAYBOOK, wrap_up(None), "disposition") == ()
    assert ahead(PLAYBOOK, wrap_up("do-not-call"), "disposition") == ()
    open_call = wrap_up("interested")
    assert ahead(PLAYBOOK, open_call, "disposition")[1:] == (certain, meeting, reason)
    assert ahead(PLAYBOOK, open_call, "questions") == (certain, meeting, reason)
    assert ahead(PLAYBOOK, open_call, "certain") == (meeting, reason)
    asking = wrap_up("interested", questions="yes")
    assert ahead(PLAYBOOK, asking, "questions") == (certain, meeting, reason)
    without = wrap_up("interested", questions="no", next_meeting="not-wanted")
    assert ahead(PLAYBOOK, without, "questions") == (certain, meeting)
    assert ahead(PLAYBOOK, without, "") == ()
