"""The lines of the wrap-up: none is lost on the way, and the Enter on the last one confirms."""

from __future__ import annotations

import pytest
from rep_keys import settle
from wrapup_bench import EXACT, READER, Rep, wrapping

from callbench.domain.block import Refused
from callbench.domain.open_lines import OpenLine


async def typing(rep: Rep, words: str, *then: str) -> None:
    await rep.type(words)
    rep.press(*then)
    await settle(rep.pilot)


def elsewhere_and_back(rep: Rep) -> None:
    """A look at the note, and `F8`."""
    call = rep.desk.block.open_call
    assert call is not None
    rep.pane.screen.set_focus(None)
    rep.pane.reopen(call, READER)
    rep.pane.enter()


# Looking elsewhere.


@pytest.mark.parametrize("keys", ["iny", "ln", "n"])
async def test_a_line_is_there_again_after_a_look_elsewhere(keys: str) -> None:
    async with wrapping(*keys) as rep:
        await typing(rep, "fri 10am")
        elsewhere_and_back(rep)
        assert (rep.line.value, rep.line.has_focus) == ("fri 10am", True)


async def test_so_is_the_choice_that_opened_it() -> None:
    async with wrapping("i", "n", "n") as rep:
        await typing(rep, "the CFO")
        elsewhere_and_back(rep)
        assert rep.line.value == "the CFO"
        await typing(rep, " signs", "enter")
        assert rep.last() == ("answer", "certain", "one-more-issue", "the CFO signs")


async def test_a_line_is_there_again_after_going_back() -> None:
    async with wrapping("i", "n", "y") as rep:
        await typing(rep, "fri 10am", "up")
        await rep.shows("▸ 100% sure?")
        rep.press("y")
        assert rep.line.value == "fri 10am"


async def test_back_from_a_line_is_the_choice_that_opened_it() -> None:
    async with wrapping("i", "n", "n") as rep:
        await typing(rep, "the CFO", "up")
        await rep.shows("one more issue")
        rep.press("n")
        assert rep.line.value == "the CFO"
        rep.press("up", "up")
        await rep.shows("▸ Any other questions?")
        rep.press("n")
        assert rep.line.value == "the CFO", "it was left open"
        rep.press("up", "y")
        await rep.shows("Next meeting booked?")
        assert rep.line.value == ""
        rep.press("up")
        await rep.shows("▸ 100% sure?")
        assert rep.pane.asks_by_key, "another answer was given"


async def test_a_choice_without_a_word_is_given_up_by_going_back() -> None:
    async with wrapping("i", "n", "n", "up", "up", "n") as rep:
        assert not rep.desk.block.open_lines
        assert rep.pane.asks_by_key


async def test_back_from_why_not_is_the_time_and_then_the_question_before() -> None:
    async with wrapping("l", "n", "enter", "3") as rep:
        await typing(rep, "sold", "up")
        await rep.shows("they'll come back to us")
        rep.press("up")
        await settle(rep.pilot)
        assert (rep.line.value, rep.line.has_focus) == ("", True)
        rep.press("enter", "3")
        assert rep.line.value == "sold"


async def test_what_is_typed_is_handed_over_at_each_key() -> None:
    async with wrapping("i", "n", "n") as rep:
        assert rep.desk.block.open_lines == (OpenLine("certain", "one-more-issue", ""),)
        await typing(rep, "the CFO")
        assert rep.desk.block.open_lines == (OpenLine("certain", "one-more-issue", "the CFO"),)
        rep.press("enter")
        await settle(rep.pilot)
        assert not rep.desk.block.open_lines


async def test_a_pane_that_is_made_anew_has_the_line_with_its_choice() -> None:
    async with wrapping("i", "n", "n") as rep:
        await typing(rep, "the CFO")
        rep.pane.show(None, None)
        rep.pane.show(rep.desk.block.open_call, READER)
        rep.pane.enter()
        await rep.shows("one more issue:")
        assert rep.line.value == "the CFO"


async def test_other_words_than_a_time_are_not_read_as_one() -> None:
    async with wrapping("l", "n", "enter", "3") as rep:
        await typing(rep, "erst nach Ostern")
        assert "exact day and time" not in rep.text
        assert "I don't know" not in rep.text
        assert rep.press("tab") == [True]
        assert rep.line.value == "erst nach Ostern"


# Confirming from a line.


@pytest.mark.parametrize(
    ("keys", "words", "told"),
    [
        ("iny", EXACT, ("book", "next-meeting", "2026-12-01T15:00")),
        ("inn", "the CFO", ("answer", "certain", "one-more-issue", "the CFO")),
        ("inn", "", ("answer", "certain", "one-more-issue", "")),
        ("iy", "drops?", ("answer", "questions", "yes", "drops?")),
        ("n", "too dear", ("answer", "feedback", "given", "too dear")),
    ],
)
async def test_the_line_at_hand_is_taken_when_all_is_confirmed(
    keys: str, words: str, told: tuple[str, ...]
) -> None:
    async with wrapping(*keys) as rep:
        await typing(rep, words)
        rep.pane.confirm()
        assert rep.told[-2:] == [told, ("confirm",)]
        assert rep.desk.call.note == ""


async def test_so_is_the_reason_and_a_reason_why_not() -> None:
    async with wrapping("l", "n") as rep:
        await typing(rep, EXACT, "enter")
        await typing(rep, "the tariff")
        rep.pane.confirm()
        assert rep.told[-2:] == [("reason", "the tariff"), ("confirm",)]
    async with wrapping("l", "n", "enter", "3") as rep:
        await typing(rep, "sold the firm")
        rep.pane.confirm()
        assert rep.told[-2:] == [("answer", "next-meeting", "other", "sold the firm"), ("confirm",)]


@pytest.mark.parametrize("keys", ["", "i", "in", "iny", "n", "x"])
async def test_an_empty_line_is_no_answer(keys: str) -> None:
    async with wrapping(*keys) as rep:
        if not keys:
            with pytest.raises(Refused, match="how did it end"):
                rep.pane.confirm()
            return
        rep.pane.confirm()
        assert [told[0] for told in rep.told].count("answer") == len(keys[1:])
        assert rep.last() == ("confirm",)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("in 3 months", r" · Ctrl\+S again confirms without it$"),
        ("erst nach Ostern", r"^I don't know “erst” · Ctrl\+S again confirms without it$"),
        ("tue 3pm", r"^which one\? a digit · Ctrl\+S again confirms without it$"),
    ],
)
async def test_no_exact_time_stays_and_goes_into_the_note_by_the_second_key(
    words: str, why: str
) -> None:
    async with wrapping("i", "n", "y", note="! budget") as rep:
        await typing(rep, words)
        with pytest.raises(Refused, match=why):
            rep.pane.confirm()
        assert (rep.line.value, rep.line.has_focus) == (words, True)
        assert rep.last() == ("answer", "certain", "yes", "")
        rep.pane.confirm()
        assert rep.last() == ("confirm",)
        assert rep.desk.call.note == f"! budget\n> {words}"


async def test_another_text_is_asked_about_anew() -> None:
    async with wrapping("l", "n") as rep:
        await typing(rep, "next week")
        with pytest.raises(Refused, match="again confirms"):
            rep.pane.confirm()
        await typing(rep, "s")
        with pytest.raises(Refused, match="again confirms"):
            rep.pane.confirm()
        rep.line.value = EXACT
        rep.pane.confirm()
        assert rep.told[-2:] == [("book", "next-meeting", "2026-12-01T15:00"), ("confirm",)]


async def test_that_none_is_booked_asks_why_once() -> None:
    async with wrapping("l", "n") as rep:
        await typing(rep, "no")
        with pytest.raises(Refused, match=r"why is none booked\? 1, 2 or 3 · Ctrl\+S again"):
            rep.pane.confirm()
        rep.pane.confirm()
        assert rep.last() == ("confirm",)
        assert rep.desk.call.note == ""


async def test_a_meeting_is_not_silently_kept_whose_time_was_taken_out() -> None:
    async with wrapping("l", "n") as rep:
        await typing(rep, EXACT, "enter", "up")
        rep.line.value = ""
        with pytest.raises(Refused, match=r"Ctrl\+S again keeps the meeting"):
            rep.pane.confirm()
        rep.press("2")
        assert rep.last() == ("answer", "next-meeting", "not-wanted", "")


# The Enter that confirms.


def ends(rep: Rep) -> bool:
    return rep.pane.enter_confirms


async def test_one_enter_ends_each_wrap_up_and_is_announced() -> None:
    ways = [
        (["x"], ""),
        (["n"], "too dear"),
        (["n"], ""),
        (["l", "n", "enter", "2"], ""),
        (["l", "n", "enter", "3"], "sold the firm"),
    ]
    for keys, words in ways:
        async with wrapping(*keys) as rep:
            await typing(rep, words)
            await rep.shows("Enter confirms")
            assert ends(rep)
            rep.press("enter")
            assert rep.last() == ("confirm",)
    async with wrapping("i", "n", "y") as rep:
        await typing(rep, EXACT)
        assert not ends(rep)
        rep.press("enter")
        assert ends(rep)
        rep.press("enter")
        assert rep.last() == ("confirm",)


async def test_going_back_and_on_takes_one_enter_as_well() -> None:
    async with wrapping("l", "n") as rep:
        await typing(rep, EXACT, "enter")
        rep.line.value = "the tariff"
        rep.press("up")
        assert not ends(rep), "the reason is still asked"
        rep.press("enter")
        assert rep.line.value == "the tariff"
        rep.press("up", "up")
        await rep.shows("▸ Any other questions?")
        rep.press("enter", "enter")
        assert rep.told[-2:] == [("reason", "the tariff"), ("confirm",)]


async def test_a_corrected_time_confirms_where_all_else_is_answered() -> None:
    async with wrapping("l", "n") as rep:
        await typing(rep, EXACT, "enter")
        await typing(rep, "the tariff")
        rep.desk.give_reason("the tariff")
        rep.desk.block.adjust(channel="video", agreed=False)
        rep.press("up", "up")
        for words in ("wed maybe", "wed 2 dec 10:00"):
            rep.line.value = words
            await settle(rep.pilot)
        assert rep.desk.ends[-2:] == [False, True], "the bottom line says so"
        rep.press("enter")
        assert rep.told[-2:] == [("book", "next-meeting", "2026-12-02T10:00"), ("confirm",)]
        step = rep.desk.call.next_step
        assert step is not None
        assert (step.reason, step.channel, step.agreed) == ("the tariff", "video", False)


async def test_their_time_gone_back_to_stays_their_time() -> None:
    async with wrapping("l", "n") as rep:
        await typing(rep, "thu 3pm their time", "enter")
        before = rep.desk.call.next_step
        rep.press("up")
        assert rep.line.value == "thu 26 nov 15:00 their time"
        rep.press("enter")
        assert rep.desk.call.next_step == before
        rep.press("up")
        await typing(rep, " ", "enter")
        assert rep.desk.call.next_step == before
