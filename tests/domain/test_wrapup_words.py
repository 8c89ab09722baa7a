"""Each word of a wrap-up is kept: while it is typed, once entered, and when it is left out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from builders import DANA, NOW, PLAYBOOK, RecorderList, a_block, a_step
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from callbench.domain.block import Block, Refused
from callbench.domain.left_out import as_lines
from callbench.domain.open_lines import OpenLine
from callbench.domain.records import Answer, Call, replace

DAY = timedelta(days=1)
MEETING = a_step(NOW + DAY)


@pytest.fixture
def recorder() -> RecorderList:
    return RecorderList()


@pytest.fixture
def block(recorder: RecorderList) -> Block:
    """A wrap-up of an interested prospect who has no more questions."""
    block = a_block(recorder=recorder)
    block.dial(DANA, "first", 1)
    block.dispose("interested")
    block.answer("questions", "no")
    return block


def the_call(block: Block) -> Call:
    return block.calls[-1]


def typed(*lines: tuple[str, str, str]) -> tuple[OpenLine, ...]:
    return tuple(OpenLine(*line) for line in lines)


# While they are typed.


def test_a_line_is_kept_as_it_is_typed(block: Block, recorder: RecorderList) -> None:
    block.type_line("next-meeting", "", "fri")
    block.type_line("certain", "one-more-issue", "the CFO")
    block.type_line("next-meeting", "", "fri 10am")
    assert block.open_lines == typed(
        ("certain", "one-more-issue", "the CFO"), ("next-meeting", "", "fri 10am")
    )
    assert recorder.session is not None
    again = a_block(calls=recorder.calls, session=recorder.session)
    assert again.open_lines == block.open_lines


def test_a_choice_is_kept_before_anything_is_typed(block: Block) -> None:
    block.type_line("certain", "one-more-issue", "")
    assert block.open_lines == typed(("certain", "one-more-issue", ""))
    block.type_line("certain", "one-more-issue", None)
    assert block.open_lines == ()


def test_the_same_once_more_is_not_saved_again(block: Block, recorder: RecorderList) -> None:
    block.type_line("next-meeting", "", "fri")
    before = len(recorder.acts)
    block.type_line("next-meeting", "", "fri")
    block.type_line("certain", "one-more-issue", None)
    assert len(recorder.acts) == before


def test_a_line_needs_a_call() -> None:
    with pytest.raises(Refused):
        a_block().type_line("certain", "one-more-issue", "the CFO")


def test_a_line_that_is_entered_is_typed_no_longer(block: Block) -> None:
    block.type_line("certain", "one-more-issue", "the CFO")
    block.answer("certain", "one-more-issue", "the CFO")
    block.type_line("next-meeting", "", "tomorrow")
    block.book("next-meeting", MEETING)
    block.type_line("reason", "", "tariff")
    block.give_reason("tariff")
    assert block.open_lines == ()
    assert block.confirm().note == ""


def test_that_none_was_agreed_is_no_line(block: Block) -> None:
    block.type_line("next-meeting", "", "No")
    block.answer("next-meeting", "not-wanted")
    assert block.open_lines == ()


# Once the call is over.


def test_what_was_not_entered_is_in_the_note(block: Block) -> None:
    block.note("ask for Sam")
    block.type_line("certain", "one-more-issue", "the CFO")
    block.type_line("next-meeting", "", "after Easter")
    block.type_line("questions", "yes", " ")
    call = block.confirm()
    assert call.note == "ask for Sam\n! the CFO\n> after Easter"
    assert block.session.drafts == {}


def test_what_can_only_be_an_answer_is_one(block: Block) -> None:
    block.book("next-meeting", MEETING)
    block.type_line("reason", "", "the tariff ")
    call = block.confirm()
    assert call.next_step is not None
    assert (call.next_step.reason, call.note) == ("the tariff", "")


def test_so_are_words_that_are_asked_but_none_that_are_not(block: Block) -> None:
    block.dispose("no-accepted")
    block.type_line("feedback", "", "too dear")
    call = block.confirm()
    assert call.answers["feedback"] == Answer(answer="given", detail="too dear")
    assert call.note == ""
    block.undo()
    block.dispose("no-accepted")
    block.type_line("feedback", "", "too dear by far")
    call = block.confirm()
    assert call.answers["feedback"].detail == "too dear"
    assert call.note == "What could we have done better? too dear by far"


def test_a_choice_turned_away_from_keeps_its_words(block: Block) -> None:
    block.type_line("certain", "one-more-issue", "the CFO")
    block.answer("certain", "yes")
    assert block.confirm().note == "! the CFO"


def test_nobody_reached_after_all_keeps_every_word(block: Block) -> None:
    block.answer("certain", "one-more-issue", "boss must agree")
    block.type_line("next-meeting", "", "fri 10am")
    call = block.dispose("voicemail")
    assert (call.answers, call.note) == ({}, "! boss must agree\n> fri 10am")
    assert block.session.drafts == {}


def test_a_dial_in_which_a_line_is_typed_is_not_taken_out(block: Block) -> None:
    fresh = a_block()
    fresh.dial(DANA, "first", 1)
    fresh.dispose("no-accepted")
    fresh.type_line("feedback", "", "too dear")
    fresh.undo()
    with pytest.raises(Refused, match="this call has answers"):
        fresh.undo()
    fresh.type_line("feedback", "", " ")
    fresh.undo()
    assert fresh.session.drafts == {}


# Left out by another outcome or answer.


def test_another_outcome_keeps_the_words_it_does_not_ask_for(block: Block) -> None:
    block.note("00:12 ? drops")
    block.answer("certain", "one-more-issue", "boss must agree")
    call = block.dispose("later")
    assert "certain" not in call.answers
    assert call.note == "00:12 ? drops\n! boss must agree"
    assert block.confirm().note == call.note


def test_the_right_outcome_takes_them_out_of_the_note_again(block: Block) -> None:
    block.answer("certain", "one-more-issue", "boss must agree")
    block.dispose("later")
    block.note(f"{the_call(block).note}\n+ hold music")
    call = block.dispose("interested")
    assert call.answers["certain"].detail == "boss must agree"
    assert call.note == "+ hold music"


def test_what_was_taken_out_by_hand_is_not_put_there_again(block: Block) -> None:
    block.answer("certain", "one-more-issue", "boss must agree")
    block.dispose("later")
    block.note("")
    assert block.dispose("referred").note == ""


def test_a_line_of_ones_own_is_not_taken_out(block: Block) -> None:
    block.note("00:42 ! boss must agree")
    block.answer("certain", "one-more-issue", "boss must agree")
    assert block.dispose("later").note == "00:42 ! boss must agree"
    assert block.dispose("interested").note == "00:42 ! boss must agree"


def test_what_an_outcome_does_not_ask_is_said_with_its_question(block: Block) -> None:
    block.answer("questions", "yes", "drops?\nweekends?")
    block.book("next-meeting", replace(MEETING, reason="the tariff"))
    assert block.dispose("no-accepted").note.split("\n") == [
        "? drops?",
        "? weekends?",
        "Next meeting booked? Wed 25 Nov 2026 10:00 in London",
        "Why will we speak? the tariff",
    ]
    block.answer("feedback", "given", "too dear")
    assert block.dispose("interested").note == "What could we have done better? too dear"


def test_another_answer_keeps_the_words_of_the_one_before(block: Block) -> None:
    block.answer("certain", "one-more-issue", "boss must agree")
    assert block.answer("certain", "yes").note == "! boss must agree"
    assert block.answer("certain", "one-more-issue", "boss must agree").note == ""


def test_a_correction_leaves_nothing_behind(block: Block) -> None:
    block.answer("certain", "one-more-issue", "bos must agree")
    block.answer("certain", "one-more-issue", "boss must agree")
    block.book("next-meeting", MEETING)
    block.book("next-meeting", a_step(NOW + 2 * DAY))
    block.give_reason("tarif")
    block.give_reason("tariff")
    assert block.confirm().note == ""


def test_a_meeting_denied_keeps_why_one_would_have_spoken(block: Block) -> None:
    block.book("next-meeting", replace(MEETING, reason="the tariff"))
    assert block.answer("next-meeting", "not-wanted").note == "Why will we speak? the tariff"


@pytest.mark.parametrize(
    ("question", "answer", "line"),
    [
        ("next-meeting", "other", "Next meeting booked? other: words"),
        ("next-meeting", "", "> words"),
        ("reason", "", "Why will we speak? words"),
        ("feedback", "", "What could we have done better? words"),
        ("questions", "yes", "? words"),
        ("of-an-older-playbook", "yes", "words"),
    ],
)
def test_words_as_a_line_of_the_note(question: str, answer: str, line: str) -> None:
    assert as_lines(PLAYBOOK, question, answer, "words") == [line]
    assert as_lines(PLAYBOOK, question, answer, " \n") == []


# Whatever is done.

WORDS = st.sampled_from(("the CFO", "drops?", "fri 10am", "no", ""))
OPENED = st.sampled_from([
    *[(question.id, option.id) for question in PLAYBOOK.questions for option in question.answers],
    *[(ident, "") for ident in ("next-meeting", "feedback", "reason")],
])
ACTS = st.one_of(
    st.tuples(st.just("dispose"), st.sampled_from([one.id for one in PLAYBOOK.conversations])),
    st.tuples(st.just("answer"), OPENED, WORDS),
    st.tuples(st.just("line"), OPENED, WORDS),
    st.tuples(st.just("book"), st.integers(1, 3)),
    st.tuples(st.just("reason"), WORDS),
    st.tuples(st.just("undo")),
)
ENDS = st.sampled_from(("confirm", "voicemail"))


class Listener:
    """Does what a rep does in a wrap-up, and remembers the words given last at each place."""

    def __init__(self) -> None:
        self.block = a_block()
        self.block.dial(DANA, "first", 1)
        self.block.dispose("interested")
        self.said: dict[tuple[str, ...], str] = {}

    def do(self, act: tuple[object, ...]) -> None:
        try:
            getattr(self, str(act[0]))(*act[1:])
        except Refused:
            return

    def dispose(self, ident: str) -> None:
        self.block.dispose(ident)

    def answer(self, opened: tuple[str, str], words: str) -> None:
        question, answer = opened
        self.block.answer(question, answer or "given", words)
        place = "" if question == "feedback" else answer
        self.said[question, place] = words
        self.said["line", question, place] = ""

    def line(self, opened: tuple[str, str], words: str) -> None:
        self.block.type_line(*opened, words)
        self.said["line", *opened] = "" if words == "no" and not opened[1] else words

    def book(self, days: int) -> None:
        self.block.book("next-meeting", a_step(NOW + days * DAY))
        self.said["line", "next-meeting", ""] = ""

    def reason(self, words: str) -> None:
        self.block.give_reason(words)
        self.said["reason", ""] = words
        self.said["line", "reason", ""] = ""

    def undo(self) -> None:
        if the_call(self.block).disposition is not None:
            self.block.undo()

    def assert_all_is_kept(self) -> None:
        call = the_call(self.block)
        step = call.next_step
        kept = [call.note, step.reason if step is not None else ""]
        kept += [answer.detail for answer in call.answers.values()]
        kept += [line.text for line in self.block.open_lines]
        found = "\n".join(kept)
        for where, words in self.said.items():
            assert words in found, where


@settings(max_examples=examples(100), deadline=None)
@given(st.lists(ACTS, max_size=12), ENDS)
def test_no_word_is_lost(acts: list[tuple[object, ...]], end: str) -> None:
    rep = Listener()
    for act in acts:
        rep.do(act)
        rep.assert_all_is_kept()
    if end != "confirm":
        rep.undo()
        rep.block.dispose(end)
    else:
        rep.do(("dispose", "later"))
        rep.block.confirm()
    rep.assert_all_is_kept()
    assert rep.block.session.drafts == {}
