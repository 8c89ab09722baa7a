"""Taking back by keys what was done in a block: outcomes, dials and skips, the last one first."""

from __future__ import annotations

from pathlib import Path

from block_bench import DANA, a_bench, calling

from callbench.domain.records import replace
from callbench.tui.block.note_pane import NotePane
from callbench.tui.block.screen import BlockScreen
from callbench.tui.letter import LetterSheet


async def test_undo_makes_a_logged_attempt_undone(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("n", *"nobody in", "escape", "1")
        assert rep.selected == "Omar Haddad"
        await rep.press("u")
        assert (rep.calls, rep.selected) == ([], "Dana Whitfield")
        assert rep.said == "taken back: Dana Whitfield"
        assert rep.note == "nobody in"


async def test_undo_goes_on_with_a_call_that_was_dialled(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("d", *"rings", "f1", "u")
        assert rep.outcomes == [("dana", None)]
        assert rep.said == ("taken back: Dana Whitfield is on the line again · n goes to the note")
        note = rep.screen.query_one(NotePane)
        assert (rep.note, note.has_focus) == ("rings", False)
        await rep.press("n")
        assert note.has_focus


async def test_one_key_after_the_other_takes_back_one_act_after_the_other(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("s", "d", "f1", "1", *"uuuu")
        assert (rep.calls, rep.desk.block.session.skipped, rep.note) == ([], {}, "")
        assert rep.said == "taken back: Dana Whitfield is skipped no longer"
        assert rep.selected == "Dana Whitfield"
        await rep.press("u")
        assert rep.said == "nothing to undo yet"


async def test_also_through_a_conversation_in_which_nothing_was_put_down(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("s", "d", "f8", "i", "ctrl+s", "u")
        assert "How did it end?" in rep.text
        await rep.press("u")
        assert (rep.calls, rep.said) == ([], "taken back: Omar Haddad was not dialled")
        await rep.press("u")
        assert rep.desk.block.session.skipped == {}


async def test_a_slip_of_the_finger_on_dial_is_taken_back_from_within_the_note(
    tmp_path: Path,
) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("n", *"ask for Sam", "escape", "d", "escape")
        assert "Undo dial" in rep.hints
        await rep.press("n", "ctrl+u")
        assert (rep.calls, rep.selected) == ([], "Dana Whitfield")
        assert (rep.note, rep.said) == ("ask for Sam", "taken back: Dana Whitfield was not dialled")
        await rep.press("d", "!", "escape")
        assert "Undo dial" not in rep.hints
        await rep.press("u")
        assert rep.outcomes == [("dana", None)]
        assert rep.said.startswith("this call has a note: 1 to 5, or w says how it ended")


async def test_who_was_taken_back_is_shown_though_a_filter_hides_them(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("s", "/", *"lena", "enter", "u")
        assert rep.selected == "Dana Whitfield"
        assert "Queue · 3" in rep.text


async def test_there_is_no_draft_while_its_call_is_open_again(tmp_path: Path) -> None:
    mailed = [replace(DANA, email="dana@example.com")]
    async with calling(a_bench(tmp_path, mailed)) as rep:
        await rep.press("d", *"? price", "f8", "i", "ctrl+s", "m")
        await rep.until(lambda: isinstance(rep.screen, LetterSheet) and "Subject:" in rep.text)
        await rep.press("escape")
        await rep.until(lambda: isinstance(rep.screen, BlockScreen))
        (draft,) = rep.desk.context.workbench.outbox.glob("*.eml")
        draft.unlink()
        await rep.press("m")
        await rep.until(lambda: isinstance(rep.screen, LetterSheet))
        assert "the draft has been moved or deleted since it was written" in rep.text
        assert "Open the mail" not in rep.hints
        await rep.press("escape")
        await rep.until(lambda: isinstance(rep.screen, BlockScreen))
        await rep.press("u", "escape", "escape", "m")
        assert rep.said == "no draft: this call is open again"
        assert "Mail draft" not in rep.hints
