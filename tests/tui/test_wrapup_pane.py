"""The wrap-up pane: keys in, acts on a real block out."""

from __future__ import annotations

from typing import Any

import pytest
from block_bench import a_key
from rep_keys import settle
from textual import events
from wrapup_bench import EXACT, MEETING, READER, Rep, wrapping

from callbench.domain.block import Refused
from callbench.domain.records import Answer


def without_borders(text: str) -> str:
    return "\n".join(line.strip("│ ") for line in text.splitlines())


@pytest.mark.parametrize(
    ("key", "ident"),
    [
        ("i", "interested"),
        ("t", "not-known-yet"),
        ("l", "later"),
        ("r", "referred"),
        ("n", "no-accepted"),
        ("x", "do-not-call"),
    ],
)
async def test_one_letter_says_how_it_ended(key: str, ident: str) -> None:
    async with wrapping(key) as rep:
        assert rep.told == [("dispose", ident)]


async def test_a_key_that_answers_nothing_only_says_which_do() -> None:
    async with wrapping() as rep:
        for key in ("z", "y", "1", "j", "down", "tab", "space", "enter"):
            with pytest.raises(Refused, match=r"^i, t, l, r, n or x · Esc for the note$"):
                rep.press(key)
        assert rep.press("f1", "escape", "ctrl+s") == [False] * 3
        assert rep.told == []


@pytest.mark.parametrize(
    ("keys", "answering"),
    [
        ("i", "n or y"),
        ("in", "y or n"),
        ("x", "Enter confirms, ↑ goes back"),
    ],
)
async def test_each_question_says_what_answers_it(keys: str, answering: str) -> None:
    async with wrapping(*keys) as rep:
        before = list(rep.told)
        for key in "gohH?1Q":
            with pytest.raises(Refused, match=rf"^{answering} · Esc for the note$"):
                rep.press(key)
        assert rep.told == before


async def test_why_none_is_booked_is_asked_by_its_keys_alone() -> None:
    async with wrapping("l", "n", "enter") as rep:
        for key in ("4", "s", "enter"):
            with pytest.raises(Refused, match=r"^1, 2 or 3 · Esc for the note$"):
                rep.press(key)


async def test_a_pane_without_the_keyboard_takes_no_key() -> None:
    async with wrapping() as rep:
        rep.pane.screen.set_focus(None)
        assert rep.press("i", "enter", "up") == [False] * 3


async def test_a_whole_wrap_up() -> None:
    async with wrapping("i", "n", "y") as rep:
        await rep.type(EXACT)
        await rep.shows("= Tue 1 Dec 2026 15:00")
        assert "16:00 in Madrid" in rep.text
        rep.press("enter")
        await rep.type("the tariff")
        rep.press("enter")
        assert rep.told == [
            ("dispose", "interested"),
            ("answer", "questions", "no", ""),
            ("answer", "certain", "yes", ""),
            ("book", "next-meeting", "2026-12-01T15:00"),
            ("reason", "the tariff"),
            ("confirm",),
        ]
        step = rep.desk.call.next_step
        assert step is not None
        assert (step.starts_at, step.their_zone) == (MEETING, "Europe/Madrid")


async def test_their_questions_stay_open_until_there_are_no_others() -> None:
    async with wrapping("i", "y") as rep:
        await rep.type("does it do drops")
        rep.press("enter", "y")
        await rep.type("and weekends")
        rep.press("enter")
        assert rep.press("n") == [True]
        assert rep.desk.call.answers["questions"] == Answer(
            answer="no", detail="does it do drops\nand weekends"
        )
        await rep.shows("100% sure?")


async def test_one_more_issue_in_their_words() -> None:
    async with wrapping("i", "n", "n") as rep:
        assert rep.line.placeholder == "The issue, in their words"
        await rep.type("CFO has to sign")
        rep.press("enter")
        assert rep.last() == ("answer", "certain", "one-more-issue", "CFO has to sign")
        await rep.shows("Next meeting booked?")


async def test_a_digit_ticks_a_question_from_the_note() -> None:
    async with wrapping("i", note="? drops\n! no budget\n? weekends") as rep:
        await rep.shows("1 ? drops")
        assert "2 ? weekends" in rep.text
        rep.press("2", "1", "1")
        assert rep.told[1:] == [("tick", "weekends"), ("tick", "drops"), ("tick", "drops")]
        assert rep.desk.call.ticked == ("weekends",)
        with pytest.raises(Refused, match="n or y"):
            rep.press("3")
        await rep.shows("2 ✓ weekends")


# The line of the next meeting.


async def at_the_meeting(rep: Rep, words: str) -> None:
    await rep.type(words)
    rep.press("enter")
    await settle(rep.pilot)


async def test_a_vague_time_is_refused_with_a_suggestion_that_tab_takes() -> None:
    async with wrapping("l", "n") as rep:
        with pytest.raises(Refused, match=r"not an exact time: .*; Tab takes "):
            await at_the_meeting(rep, "next week")
        assert rep.last() == ("answer", "questions", "no", "")
        await rep.shows("Tab takes")
        assert rep.press("tab") == [True]
        assert rep.line.value not in {"", "next week"}
        rep.press("enter")
        assert rep.last()[0] == "book"


async def test_a_time_with_two_readings_is_picked_by_a_digit() -> None:
    async with wrapping("l", "n") as rep:
        await at_the_meeting(rep, "tue 3pm")
        await rep.shows("which one? a digit")
        rep.press("2")
        assert rep.last() == ("book", "next-meeting", "2026-12-01T15:00")


async def test_another_key_than_a_digit_goes_on_typing() -> None:
    async with wrapping("l", "n") as rep:
        await at_the_meeting(rep, "tue 3pm")
        assert rep.press("x") == [False]
        rep.line.value = EXACT
        rep.press("enter")
        assert rep.last() == ("book", "next-meeting", "2026-12-01T15:00")


async def test_a_past_time_is_impossible() -> None:
    async with wrapping("l", "n") as rep:
        with pytest.raises(Refused, match="not an exact time"):
            await at_the_meeting(rep, "2026-11-23 15:00")
        assert rep.last() == ("answer", "questions", "no", "")
        assert rep.desk.call.next_step is None


async def test_the_time_in_the_note_is_proposed() -> None:
    async with wrapping("l", "n", note="> 1 dec 2026 15:00") as rep:
        await rep.shows("Tab takes Tue 1 Dec 15:00 (your note)")
        rep.press("tab")
        assert rep.line.value == "tue 1 dec 15:00"
        rep.press("enter")
        assert rep.last() == ("book", "next-meeting", "2026-12-01T15:00")


@pytest.mark.parametrize("words", ["", "no", "none"])
@pytest.mark.parametrize(("key", "answer"), [("1", "they-will-call"), ("2", "not-wanted")])
async def test_no_meeting_wants_to_know_why(words: str, key: str, answer: str) -> None:
    async with wrapping("l", "n") as rep:
        await at_the_meeting(rep, words)
        await rep.shows("they'll come back to us")
        rep.press(key)
        assert rep.last() == ("answer", "next-meeting", answer, "")
        await rep.shows("Enter confirms")
        rep.press("enter")
        assert rep.last() == ("confirm",)


async def test_no_meeting_for_another_reason_is_the_last_line() -> None:
    async with wrapping("l", "n") as rep:
        rep.press("enter", "3")
        await rep.type("sold the firm")
        rep.press("enter")
        assert rep.told[-2:] == [
            ("answer", "next-meeting", "other", "sold the firm"),
            ("confirm",),
        ]


async def test_a_reason_that_is_none_is_pointed_out_and_tab_takes_a_better_one() -> None:
    async with wrapping("l", "n", note="? price per stop") as rep:
        await at_the_meeting(rep, EXACT)
        await rep.type("just checking in")
        await rep.shows("is no reason")
        rep.press("tab")
        assert rep.line.value == "price per stop"
        await settle(rep.pilot)
        assert "is no reason" not in rep.text


async def test_a_reason_may_be_left_out() -> None:
    async with wrapping("l", "n") as rep:
        await at_the_meeting(rep, EXACT)
        rep.press("enter")
        assert rep.told[-2:] == [("reason", ""), ("confirm",)]


# Going back.


async def test_up_goes_back_to_each_answer_and_enter_forward_again() -> None:
    async with wrapping("i", "n", "y") as rep:
        rep.press("up")
        await rep.shows("▸ 100% sure?")
        rep.press("up", "up", "up")
        await rep.shows("▸ How did it end?")
        rep.press("enter")
        await rep.shows("▸ Next meeting booked?")
        assert len(rep.told) == 3


async def test_what_comes_is_shown_where_there_is_room() -> None:
    async with wrapping("i", "n", "y") as roomy:
        assert "yes, certain\n" in (shown := without_borders(roomy.text))
        assert "\n\n▸ Next meeting booked?" in shown, "the questions stand apart"
        assert "Why will we speak?" in shown
    async with wrapping("i", "n", "y", height=17) as close:
        assert "yes, certain\n▸ Next meeting booked?" in without_borders(close.text)
    async with wrapping("i", height=9) as cramped:
        assert "Any other questions?" in cramped.text
        assert "100% sure?" not in cramped.text, "what can be answered goes first"


async def test_a_changed_answer_takes_its_questions_along() -> None:
    async with wrapping("i", "n", "y", "up", "up") as rep:
        rep.press("y")
        await rep.type("one thing")
        rep.press("enter")
        assert "certain" not in [step[1] for step in rep.told[3:]]
        await rep.shows("▸ Any other questions?")


async def test_a_booked_time_is_there_again_after_going_back() -> None:
    async with wrapping("l", "n") as rep:
        await at_the_meeting(rep, EXACT)
        rep.press("up")
        assert rep.line.value == "tue 1 dec 15:00"
        rep.line.value = "2026-12-02 10:00"
        rep.press("enter")
        assert rep.last() == ("book", "next-meeting", "2026-12-02T10:00")


async def test_another_disposition_asks_its_own_questions() -> None:
    async with wrapping("i", "n", "y", "up", "up", "up") as rep:
        rep.press("n")
        await rep.shows("What could we have done better?")
        assert "100% sure?" not in rep.text


async def test_it_stands_where_it_stood_when_it_is_shown_again() -> None:
    async with wrapping("i", "n") as rep:
        rep.pane.screen.set_focus(None)
        rep.pane.show(rep.desk.block.open_call, READER)
        rep.pane.enter()
        await rep.shows("▸ 100% sure?")


# Ends that ask little.


@pytest.mark.parametrize(("words", "answer"), [("too dear", "given"), ("", "none")])
async def test_a_no_is_asked_for_feedback_and_nothing_else(words: str, answer: str) -> None:
    async with wrapping("n") as rep:
        await rep.type(words)
        rep.press("enter")
        assert rep.told == [
            ("dispose", "no-accepted"),
            ("answer", "feedback", answer, words),
            ("confirm",),
        ]


async def test_do_not_call_asks_nothing() -> None:
    async with wrapping("x") as rep:
        await rep.shows("Enter confirms")
        rep.press("enter")
        assert rep.told == [("dispose", "do-not-call"), ("confirm",)]


async def test_the_block_refuses_before_it_is_said_how_it_ended() -> None:
    async with wrapping() as rep:
        with pytest.raises(Refused, match="how did it end"):
            rep.desk.confirm()
        with pytest.raises(Refused, match="i, t, l, r, n or x"):
            rep.press("enter")
        assert rep.told == []


async def test_hostile_words_are_shown_as_they_are() -> None:
    async with wrapping("i", note="? [@click=app.bell]Acme[/] [/b") as rep:
        await rep.shows("[@click=app.bell]Acme[/]")


def test_events_are_named_as_textual_names_them() -> None:
    named: list[tuple[str, Any]] = [("/", "slash"), ("?", "question_mark"), ("Q", "Q"), ("2", "2")]
    for character, name in named:
        event: events.Key = a_key(character)
        assert (event.key, event.character) == (name, character)
