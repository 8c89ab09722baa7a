from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from builders import (
    DANA,
    LONDON,
    NOW,
    OMAR,
    PLAYBOOK,
    FakeClock,
    RecorderList,
    a_block,
    a_call,
    a_session,
    a_step,
)

from callbench.domain.block import Block, Refused
from callbench.domain.ledger import elapsed, open_again
from callbench.domain.records import Answer, Call, Pause, Prospect, replace

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MEETING = a_step(NOW + DAY)


def dialled(block: Block, prospect: Prospect = DANA) -> Call:
    return block.dial(prospect, "first", 1)


def wrapping_up(block: Block, disposition: str = "interested") -> Call:
    dialled(block)
    block.hang_up()
    return block.dispose(disposition)


# The open call


def test_a_call_is_kept_from_the_moment_of_dialling(block: Block, recorder: RecorderList) -> None:
    call = dialled(block)
    assert recorder.calls == (call,) == (block.open_call,)
    assert (call.disposition, call.dialled_at) == (None, NOW + timedelta(seconds=1))
    assert recorder.acts == [("call", call.id, True)]


def test_no_next_call_while_one_has_no_outcome(block: Block) -> None:
    dialled(block)
    with pytest.raises(Refused, match=r"how did the call to Dana Whitfield end\? 1 to 5, or w"):
        dialled(block, OMAR)


def test_no_next_call_until_the_wrap_up_is_confirmed(block: Block) -> None:
    wrapping_up(block)
    with pytest.raises(Refused, match="confirm the wrap-up of Dana Whitfield first: w"):
        dialled(block, OMAR)
    block.confirm()
    dialled(block, OMAR)


def test_only_the_disposition_is_required(block: Block) -> None:
    wrapping_up(block)
    call = block.confirm()
    assert not call.is_open
    assert (call.note, call.answers) == ("", {})


@pytest.mark.parametrize("ident", [entry.id for entry in PLAYBOOK.quick])
def test_one_key_ends_an_attempt_that_reached_nobody(block: Block, ident: str) -> None:
    dialled(block)
    call = block.dispose(ident)
    assert (call.disposition, block.open_call) == (ident, None)
    assert call.ended_at == call.wrapped_at == NOW + timedelta(seconds=2)


def test_talk_time_stops_at_hanging_up_once(block: Block, clock: FakeClock) -> None:
    dialled(block)
    ended = block.hang_up().ended_at
    clock.tick(minutes=5)
    assert block.hang_up().ended_at == ended
    assert block.dispose("interested").ended_at == ended
    assert block.confirm().ended_at == ended


@pytest.mark.parametrize(
    ("prospect", "why"),
    [
        (replace(DANA, phone=""), "needs a number first"),
        (replace(DANA, do_not_call=True), "asked not to be called"),
        (OMAR, "asked not to be called"),
    ],
)
def test_nobody_without_a_number_or_against_their_wish(prospect: Prospect, why: str) -> None:
    block = a_block(refuses=lambda entry: entry.id == "omar")
    with pytest.raises(Refused, match=why):
        dialled(block, prospect)
    with pytest.raises(Refused, match=why):
        block.log(prospect, "first", 1, "no-answer")
    assert block.calls == ()


# Notes and drafts


def test_what_was_typed_before_dialling_becomes_the_note(
    block: Block, recorder: RecorderList
) -> None:
    block.note_before(DANA, "ask for Sam")
    assert dialled(block).note == "ask for Sam"
    assert block.draft(DANA) == ""
    assert [kind for kind, *_ in recorder.acts] == ["session", "call", "session"]


def test_an_empty_draft_is_dropped(block: Block) -> None:
    block.note_before(DANA, "a")
    block.note_before(DANA, "")
    assert block.session.drafts == {}


def test_a_note_is_saved_whole(block: Block, recorder: RecorderList) -> None:
    dialled(block)
    block.note("? does")
    block.note("? does it do multi-drop")
    assert recorder.calls[0].note == "? does it do multi-drop"


# Logged attempts


def test_an_attempt_made_by_hand_is_logged_in_one(block: Block, recorder: RecorderList) -> None:
    block.note_before(DANA, "rang from the car")
    call = block.log(DANA, "first", 1, "voicemail")
    assert (call.note, call.is_open) == ("rang from the car", False)
    assert recorder.calls == (call,)


def test_a_conversation_is_not_logged(block: Block) -> None:
    with pytest.raises(Refused, match="a conversation is wrapped up: dial first"):
        block.log(DANA, "first", 1, "interested")


# The checklist


def test_answers_are_saved_one_by_one(block: Block, recorder: RecorderList) -> None:
    wrapping_up(block)
    block.answer("questions", "no")
    block.answer("certain", "one-more-issue", "CFO has to sign")
    assert recorder.calls[0].answers == {
        "questions": Answer(answer="no"),
        "certain": Answer(answer="one-more-issue", detail="CFO has to sign"),
    }


def test_the_questions_they_ask_stay_when_there_are_no_more(block: Block) -> None:
    wrapping_up(block)
    block.answer("questions", "yes", "what about pallets?")
    block.answer("questions", "yes", "and on Sundays?")
    call = block.answer("questions", "no")
    assert call.answers["questions"] == Answer(
        answer="no", detail="what about pallets?\nand on Sundays?"
    )


def test_a_question_written_on_is_not_put_down_twice(block: Block) -> None:
    wrapping_up(block)
    block.answer("questions", "yes", "what about")
    call = block.answer("questions", "yes", "what about pallets?")
    assert call.answers["questions"].detail == "what about pallets?"


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (lambda block: block.answer("feedback", "none"), "does not ask 'feedback'"),
        (lambda block: block.answer("certain", "yes"), "does not ask 'certain'"),
        (lambda block: block.answer("questions", "perhaps"), "no answer 'perhaps'"),
        (lambda block: block.answer("next-meeting", "booked"), "exact day and time"),
        (lambda block: block.book("questions", MEETING), "not answered with a meeting"),
        (lambda block: block.book("next-meeting", a_step(NOW)), "that time has passed"),
        (lambda block: block.give_reason("prices"), "book the next meeting first"),
        (lambda block: block.dispose("rang-out"), "no disposition 'rang-out'"),
        (lambda block: block.skip(OMAR), "confirm the wrap-up of Dana"),
        (lambda block: block.pause(), "confirm the wrap-up of Dana"),
        (lambda block: block.end(), "confirm the wrap-up of Dana"),
    ],
)
def test_what_a_wrap_up_refuses_changes_nothing(
    block: Block, recorder: RecorderList, act: Callable[[Block], object], why: str
) -> None:
    wrapping_up(block)
    before = (block.session, block.calls, list(recorder.acts))
    with pytest.raises(Refused, match=why):
        act(block)
    assert (block.session, block.calls, recorder.acts) == before


@pytest.mark.parametrize(
    "act",
    [
        lambda block: block.note("a"),
        lambda block: block.hang_up(),
        lambda block: block.dispose("no-answer"),
        lambda block: block.answer("questions", "no"),
        lambda block: block.book("next-meeting", MEETING),
        lambda block: block.give_reason("prices"),
        lambda block: block.tick("a"),
        lambda block: block.tell("a"),
        lambda block: block.confirm(),
        lambda block: block.undo(),
    ],
)
def test_nothing_of_a_call_without_one(block: Block, act: Callable[[Block], object]) -> None:
    with pytest.raises(Refused):
        act(block)
    assert block.calls == ()


def test_no_answer_and_no_confirmation_before_the_disposition(block: Block) -> None:
    dialled(block)
    for act in (block.confirm, lambda: block.answer("questions", "no")):
        with pytest.raises(Refused, match="how did it end"):
            act()


def test_a_booked_meeting_is_a_next_step_with_its_reason(block: Block) -> None:
    wrapping_up(block)
    block.book("next-meeting", MEETING)
    call = block.give_reason("prices")
    assert call.answers["next-meeting"].answer == "booked"
    assert call.next_step == replace(MEETING, reason="prices")
    assert not block.paused


def test_a_corrected_time_keeps_the_reason_even_when_it_was_denied_meanwhile(block: Block) -> None:
    wrapping_up(block)
    block.book("next-meeting", MEETING)
    block.give_reason("prices")
    later = a_step(NOW + 2 * DAY)
    assert block.book("next-meeting", later).next_step == replace(later, reason="prices")
    assert block.answer("next-meeting", "not-wanted").next_step is None
    assert block.book("next-meeting", later).next_step == replace(later, reason="prices")


def test_a_disposition_leaves_out_answers_it_does_not_ask_for_and_the_right_one_brings_them_back(
    block: Block,
) -> None:
    wrapping_up(block)
    block.answer("questions", "no")
    full = block.book("next-meeting", replace(MEETING, reason="prices"))
    wrong = block.dispose("do-not-call")
    assert (wrong.answers, wrong.next_step) == ({}, None)
    right = block.dispose("interested")
    assert (right.answers, right.next_step) == (full.answers, full.next_step)


def test_a_tick_is_taken_back_by_a_second_one(block: Block) -> None:
    dialled(block)
    assert block.tick("multi-drop").ticked == ("multi-drop",)
    assert block.tick("multi-drop").ticked == ()


def test_a_story_is_told_once(block: Block) -> None:
    dialled(block)
    block.tell("harbour-cold")
    assert block.tell("harbour-cold").told == ("harbour-cold",)


# Skip, pause, end


def test_a_skip_holds_until_they_are_dialled(block: Block) -> None:
    block.skip(DANA)
    assert set(block.session.skipped) == {"dana"}
    dialled(block)
    assert block.session.skipped == {}


@pytest.mark.parametrize(
    "act",
    [
        lambda block: block.dial(OMAR, "first", 1),
        lambda block: block.log(OMAR, "first", 1, "busy"),
        lambda block: block.skip(OMAR),
        lambda block: block.pause(),
        lambda block: block.undo(),
    ],
)
@pytest.mark.parametrize(("state", "why"), [("pause", "paused: b goes on"), ("end", "over")])
def test_nothing_goes_on_in_a_paused_or_ended_block(
    block: Block, act: Callable[[Block], object], state: str, why: str
) -> None:
    block.log(DANA, "first", 1, "busy")
    getattr(block, state)()
    before = (block.session, block.calls)
    with pytest.raises(Refused, match=why):
        act(block)
    assert (block.session, block.calls) == before


def test_an_ended_block_takes_no_draft(block: Block) -> None:
    block.end()
    with pytest.raises(Refused, match="over"):
        block.note_before(DANA, "a")


def test_pauses_are_left_out_of_the_time() -> None:
    clock = FakeClock()
    block = a_block(clock=clock)
    clock.tick(minutes=10)
    block.pause()
    clock.tick(minutes=5)
    assert block.elapsed() == timedelta(minutes=10)
    block.resume()
    block.resume()
    clock.tick(minutes=2)
    block.pause()
    clock.tick(minutes=3)
    block.end()
    clock.tick(minutes=60)
    assert block.elapsed() == timedelta(minutes=12)
    assert not block.paused


def test_the_time_runs_on_when_the_clocks_change() -> None:
    begun = datetime(2026, 10, 25, 0, 30, tzinfo=LONDON)
    clock = FakeClock(datetime(2026, 10, 25, 1, 30, fold=1, tzinfo=LONDON))
    block = a_block(clock=clock, session=a_session(started_at=begun))
    assert block.elapsed() == 2 * HOUR


def test_a_clock_put_back_never_makes_the_time_negative() -> None:
    assert a_block(clock=FakeClock(NOW - HOUR)).elapsed() == timedelta()


def test_ending_twice_changes_nothing(block: Block) -> None:
    assert block.end() == block.end()


# Going on with a block that was read back


def test_a_block_goes_on_with_the_call_that_was_open() -> None:
    done, unfinished = a_call("no-answer"), a_call(None, NOW + HOUR, note="half a wo")
    block = a_block(calls=(unfinished, done))
    assert block.calls == (done, unfinished)
    assert block.open_call == unfinished
    with pytest.raises(Refused):
        dialled(block, OMAR)
    block.dispose("voicemail")
    dialled(block, OMAR)


def test_each_unfinished_call_of_a_damaged_file_gets_its_turn() -> None:
    first, second = a_call(None), a_call(None, NOW + HOUR)
    block = a_block(calls=(first, second))
    assert block.dispose("busy").id == second.id
    assert block.open_call == first


@pytest.mark.parametrize(("minutes", "paused"), [(4, 0), (6, 6)])
def test_an_ended_session_goes_on_with_a_long_time_away_as_a_pause(
    minutes: int, paused: int
) -> None:
    left, now = NOW + HOUR, NOW + HOUR + timedelta(minutes=minutes)
    again = open_again(a_session(ended_at=left), left, now)
    assert again.ended_at is None
    assert elapsed(again, now) == HOUR + timedelta(minutes=minutes - paused)


def test_a_block_goes_on_paused() -> None:
    session = a_session(pauses=(Pause(started_at=NOW),))
    block = a_block(clock=FakeClock(NOW + HOUR), session=session)
    assert block.paused
    assert block.elapsed() == timedelta()


def test_a_retired_disposition_is_understood_but_not_offered() -> None:
    old = PLAYBOOK.dispositions[0]
    playbook = replace(PLAYBOOK, dispositions=PLAYBOOK.dispositions[1:], retired=(old,))
    block = a_block(playbook=playbook)
    dialled(block)
    with pytest.raises(Refused, match="no disposition 'no-answer'"):
        block.dispose("no-answer")
