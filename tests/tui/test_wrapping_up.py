"""The wrap-up on the calling screen: what a rep types there ends in the file, whatever comes."""

from __future__ import annotations

from pathlib import Path

from block_bench import DANA, OMAR, Rep, a_bench, calling

from callbench.domain.records import Call, replace
from callbench.store.sessions import read_session
from callbench.tui.block.note_pane import NotePane
from callbench.tui.block.opening import block_on
from callbench.tui.block.screen import BlockScreen
from callbench.tui.keysheet import KeySheet

WHEN = "2026-12-08 15:00"
INES = replace(DANA, zone="Europe/Madrid")


def on_disk(rep: Rep) -> Call:
    assert rep.desk.writer.flush()
    return read_session(rep.desk.writer.path).calls[-1]


async def test_a_letter_that_answers_nothing_does_nothing_else(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("d", "f8", "i")
        for key in ("g", "o", "h", "r", "Q", "t", "down"):
            await rep.press(key)
            assert rep.said == "n or y · Esc for the note"
            assert isinstance(rep.screen, BlockScreen)
        assert rep.outcomes == [("dana", "interested")]
        await rep.press("?")
        assert isinstance(rep.screen, KeySheet)
        await rep.press("escape")
        await rep.press("f10")
        assert isinstance(rep.screen, KeySheet)


async def test_ones_own_key_to_the_key_sheet_acts_as_well(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path, keys={"keys": "h"})) as rep:
        await rep.press("d", "f8", "i", "?")
        assert rep.said == "n or y · Esc for the note"
        await rep.press("h")
        assert isinstance(rep.screen, KeySheet)


async def test_nobody_reached_after_all_is_one_key(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("d", "f8", "9")
        assert rep.said == "i, t, l, r, n or x · Esc for the note"
        await rep.press("2")
        assert rep.outcomes == [("dana", "voicemail")]


async def test_the_line_is_there_again_after_a_look_at_the_note(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("d", "f8", *"inn", *"the CFO", "escape", *"? price", "f8", *" signs")
        assert rep.note == "? price"
        await rep.press("enter")
        assert on_disk(rep).answers["certain"].detail == "the CFO signs"


async def test_after_a_crash_the_line_is_there_with_the_choice_that_opened_it(
    tmp_path: Path,
) -> None:
    context = a_bench(tmp_path)
    async with calling(context) as rep:
        await rep.press("d", "f8", *"inn", *"the CF")
        await rep.until(lambda: rep.desk.writer.status.state == "saved")
        assert "the CF" in rep.desk.writer.path.read_text()
        await rep.press("O")
    async with calling(context, block_on()) as rep:
        await rep.press("enter")
        await rep.until(lambda: "one more issue:" in rep.text)
        await rep.press("enter")
        assert on_disk(rep).answers["certain"].detail == "the CFO"


async def test_ctrl_s_takes_the_line_at_hand(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path, [INES, OMAR])) as rep:
        await rep.press("d", "f8", *f"iny{WHEN}", "ctrl+s")
        assert rep.said == (
            "Dana Whitfield: interested, Tue 8 Dec 2026 15:00 in London, 16:00 in Madrid"
            " · u takes it back"
        )
        call = on_disk(rep)
        assert call.next_step is not None
        assert (call.next_step.wall, call.wrapped_at is None) == ("2026-12-08T15:00", False)


async def test_ctrl_s_from_the_note_comes_back_to_a_line_that_it_cannot_take(
    tmp_path: Path,
) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("d", "f8", *"inynext week", "escape", *"! budget", "ctrl+s")
        assert "Ctrl+S again confirms without it" in rep.said
        await rep.press("s")
        assert rep.note == "! budget", "the keyboard is in the line"
        await rep.press("backspace", "ctrl+s", "ctrl+s")
        assert rep.said == (
            "Dana Whitfield: interested · in the note now: > next week · u takes it back"
        )
        assert on_disk(rep).note == "! budget\n> next week"
        assert rep.desk.block.session.drafts == {}


async def test_words_that_another_outcome_does_not_ask_for_are_seen_in_the_note(
    tmp_path: Path,
) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("d", *"? price", "f8", *"innboss must agree", "enter", *["up"] * 4, "l")
        assert rep.said == "in the note now: ! boss must agree"
        assert rep.note == "? price\n! boss must agree"
        await rep.press("up", "up", "i")
        assert rep.note == "? price"
        await rep.press("up", "up", "up", "l", "ctrl+s")
        assert on_disk(rep).note == "? price\n! boss must agree"


async def test_what_the_wrap_up_puts_into_the_note_can_be_undone_there(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("d", *"one", "f8", *"innboss", "enter", *["up"] * 3, "l", "escape")
        assert rep.screen.query_one(NotePane).has_focus
        await rep.press("ctrl+z")
        assert rep.note == "one"
        await rep.press("ctrl+s")
        assert on_disk(rep).note == "one"


async def test_the_key_bar_says_when_enter_confirms(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("d", "f8", *f"iny{WHEN}")
        assert rep.hints[0] == "next"
        await rep.press("enter")
        assert rep.hints == ["confirm", "back", "note", "undo", "keys"]
        await rep.press("up")
        assert rep.hints[0] == "next"


async def test_undo_within_a_wrap_up_goes_back_to_how_it_ended(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("d", "f8", *"innthe CFO", "ctrl+u")
        assert "▸ How did it end?" in rep.text
        await rep.press("i")
        assert "one more issue:" in rep.text
        await rep.press("enter")
        assert on_disk(rep).answers["certain"].detail == "the CFO"
