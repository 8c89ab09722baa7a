"""Taking back what was done in a block: outcomes, dials and skips, the last one first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from builders import (
    DANA,
    LENA,
    NOW,
    OMAR,
    FakeClock,
    RecorderList,
    a_block,
    a_call,
    a_session,
    a_step,
)

from callbench.domain.block import Block, Refused
from callbench.domain.records import Addendum, Call, Prospect

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
MEETING = a_step(NOW + timedelta(days=1))


def dialled(block: Block, prospect: Prospect = DANA) -> Call:
    return block.dial(prospect, "first", 1)


def wrapping_up(block: Block) -> Call:
    dialled(block)
    block.hang_up()
    return block.dispose("interested")


def undone(block: Block) -> list[tuple[str, str]]:
    """Everything taken back, one after the other, until there is nothing more."""
    taken: list[tuple[str, str]] = []
    while block.can_undo:
        last = block.undo()
        taken.append((last.what, last.prospect))
    return taken


# Outcomes


def test_undo_of_a_dialled_attempt_opens_it_again(block: Block) -> None:
    dialled(block)
    block.note("at lunch")
    block.dispose("no-answer")
    taken = block.undo()
    assert (taken.what, taken.prospect) == ("outcome", "dana")
    assert taken.call is not None
    assert taken.call.disposition == "no-answer"
    again = block.open_call
    assert again is not None
    assert (again.note, again.disposition, again.ended_at) == ("at lunch", None, None)


def test_undo_of_a_logged_attempt_removes_it_and_keeps_its_note(
    block: Block, recorder: RecorderList
) -> None:
    block.note_before(DANA, "ask for Sam")
    block.log(DANA, "first", 1, "no-answer")
    block.note_before(DANA, "typed since")
    block.undo()
    assert (block.calls, recorder.calls) == ((), ())
    assert block.draft(DANA) == "ask for Sam\ntyped since"
    assert [kind for kind, *_ in recorder.acts[-2:]] == ["session", "removed"]


def test_undo_goes_back_to_the_call_before_a_logged_one(block: Block) -> None:
    dialled(block)
    first = block.dispose("no-answer")
    block.log(OMAR, "first", 1, "busy")
    assert block.undo().what == "log"
    assert block.undo().call == first


def test_undo_of_a_confirmed_conversation_keeps_its_answers(block: Block) -> None:
    wrapping_up(block)
    block.answer("questions", "no")
    block.book("next-meeting", MEETING)
    confirmed = block.confirm()
    block.undo()
    again = block.open_call
    assert again is not None
    assert (again.answers, again.next_step) == (confirmed.answers, confirmed.next_step)
    assert again.ended_at == confirmed.ended_at
    assert block.dispose("interested").answers == confirmed.answers


def test_an_attempt_of_less_than_a_second_is_not_taken_for_a_logged_one() -> None:
    block = a_block(clock=FakeClock())
    dialled(block)
    block.note("engaged tone")
    block.dispose("busy")
    block.undo()
    assert block.open_call is not None
    assert block.open_call.note == "engaged tone"


def test_a_conversation_of_less_than_a_second_is_not_taken_for_a_logged_attempt() -> None:
    block = a_block(clock=FakeClock())
    dialled(block)
    block.dispose("no-accepted")
    block.answer("feedback", "given", "the tariff")
    block.confirm()
    block.undo()
    assert block.open_call is not None
    assert block.open_call.answers["feedback"].detail == "the tariff"


def test_undo_of_a_wrong_key_in_a_wrap_up_brings_its_answers_back(block: Block) -> None:
    wrapping_up(block)
    full = block.book("next-meeting", MEETING)
    assert block.dispose("voicemail").answers == {}
    block.undo()
    assert block.dispose("interested").answers == full.answers
    assert block.open_call is not None
    assert block.open_call.next_step == full.next_step


# Dials


def test_a_dial_is_taken_back_as_if_it_had_not_been(block: Block, recorder: RecorderList) -> None:
    block.skip(DANA)
    skipped = dict(block.session.skipped)
    block.note_before(DANA, "ask for Sam")
    dialled(block)
    assert block.undo().what == "dial"
    assert (block.calls, recorder.calls, block.open_call) == ((), (), None)
    assert block.draft(DANA) == "ask for Sam"
    assert block.session.skipped == skipped
    dialled(block, OMAR)


def test_a_dial_after_which_something_was_put_down_is_not_taken_back(
    block: Block, recorder: RecorderList
) -> None:
    dialled(block)
    block.note("wrong per")
    before = (block.session, block.calls, list(recorder.acts))
    with pytest.raises(Refused, match="this call has a note: 1 to 5, or w says how it ended; with"):
        block.undo()
    assert (block.session, block.calls, recorder.acts) == before
    block.note("")
    assert block.undo().what == "dial"


@pytest.mark.parametrize(
    "act",
    [
        lambda block: block.tick("multi-drop"),
        lambda block: block.tell("harbour-cold"),
        lambda block: (block.dispose("interested"), block.answer("questions", "no"), block.undo()),
        # What another outcome has left out can still be brought back.
        lambda block: (
            block.dispose("interested"),
            block.book("next-meeting", MEETING),
            block.dispose("do-not-call"),
            block.undo(),
        ),
    ],
)
def test_nor_is_one_in_which_something_was_answered(
    block: Block, act: Callable[[Block], object]
) -> None:
    dialled(block)
    act(block)
    assert not block.can_undo
    with pytest.raises(Refused, match=r"this call has answers: .* says how it ended$"):
        block.undo()


def test_a_wrap_up_is_taken_back_by_its_outcome_then_its_dial(block: Block) -> None:
    wrapping_up(block)
    assert undone(block) == [("outcome", "dana"), ("dial", "dana")]
    assert block.calls == ()


# Skips, and everything in its order


def test_what_was_done_is_taken_back_in_the_order_in_which_it_was_done(block: Block) -> None:
    block.skip(DANA)
    block.log(OMAR, "first", 1, "busy")
    block.skip(LENA)
    dialled(block)
    block.dispose("voicemail")
    block.skip(DANA)
    assert undone(block) == [
        ("skip", "dana"),
        ("outcome", "dana"),
        ("dial", "dana"),
        ("skip", "lena"),
        ("log", "omar"),
        ("skip", "dana"),
    ]
    assert (block.calls, block.session.skipped) == ((), {})
    with pytest.raises(Refused, match="nothing to undo yet"):
        block.undo()


def test_a_second_skip_is_taken_back_to_the_first(block: Block) -> None:
    block.skip(DANA)
    first = dict(block.session.skipped)
    block.skip(DANA)
    block.undo()
    assert block.session.skipped == first


def test_acts_of_one_moment_keep_their_order() -> None:
    block = a_block(clock=FakeClock())
    block.skip(DANA)
    block.log(OMAR, "first", 1, "busy")
    block.skip(LENA)
    assert undone(block) == [("skip", "lena"), ("log", "omar"), ("skip", "dana")]


def test_the_order_is_known_again_after_a_crash(recorder: RecorderList) -> None:
    calls = (
        a_call("voicemail", NOW + HOUR, prospect=OMAR.ref),
        a_call("busy", NOW, ended_at=NOW, wrapped_at=NOW),
    )
    skipped = {"lena": NOW + 2 * HOUR, "dana": NOW + MINUTE}
    for call in calls:
        recorder.put_call(call)
    session = a_session(skipped=skipped)
    block = a_block(calls=calls, session=session, recorder=recorder)
    assert undone(block) == [
        ("skip", "lena"),
        ("outcome", "omar"),
        ("dial", "omar"),
        ("skip", "dana"),
        ("log", "dana"),
    ]


@pytest.mark.parametrize("state", ["pause", "end"])
def test_nothing_is_taken_back_in_a_block_that_stands_still(block: Block, state: str) -> None:
    block.skip(DANA)
    assert block.can_undo
    getattr(block, state)()
    assert not block.can_undo


def test_what_was_added_to_a_call_last_is_taken_out_one_by_one() -> None:
    block = a_block()
    call = block.log(DANA, "first", 1, "no-answer")
    block.dial(OMAR, "first", 1)
    first, second = Addendum(at=NOW, text="she mailed"), Addendum(at=NOW, text="and called")
    block.amend(call.id, first)
    block.amend(call.id, second)
    with pytest.raises(Refused, match="something else was added since"):
        block.unamend(call.id, first)
    assert block.unamend(call.id, second).addenda == (first,)
    assert block.unamend(call.id, first) == call == block.calls[0]
    with pytest.raises(Refused):
        block.unamend(call.id, first)


def test_what_was_added_to_a_logged_attempt_does_not_go_with_it(block: Block) -> None:
    call = block.log(DANA, "first", 1, "no-answer")
    added = Addendum(at=NOW, text="she mailed")
    block.amend(call.id, added)
    assert block.undo().what == "outcome"
    assert block.open_call is not None
    assert block.open_call.addenda == (added,)
    with pytest.raises(Refused, match="this call has answers"):
        block.undo()
    block.unamend(call.id, added)
    assert block.undo().what == "dial"
