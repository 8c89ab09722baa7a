"""Where keys go: never into a field that nobody sees, nor into a note about nobody."""

from __future__ import annotations

from pathlib import Path

import pytest
from block_bench import DANA, OMAR, a_bench, calling
from textual.widgets import Input

from callbench.domain.records import replace
from callbench.tui.block.note_pane import NotePane

NARROW = (80, 24)


async def test_the_talk_track_hands_no_key_to_the_filter_that_it_hides(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path), size=NARROW) as rep:
        await rep.press("/", *"omar", "enter", "t")
        assert "Talk track" in rep.text
        assert "Queue ·" not in rep.text
        await rep.press("t")
        assert "Queue · 1 of 3" in rep.text
        await rep.press("t", "j", "d")
        assert rep.outcomes == [("omar", None)]
        assert rep.screen.query_one(Input).value == "omar"


async def test_the_filter_takes_the_place_of_the_talk_track_where_it_would_be_hidden(
    tmp_path: Path,
) -> None:
    async with calling(a_bench(tmp_path), size=NARROW) as rep:
        await rep.press("t", "/", *"om")
        await rep.until(lambda: "Queue · 1 of 3" in rep.text)
        assert "Talk track" not in rep.text


async def test_the_queue_is_back_after_a_wrap_up_begun_beside_the_talk_track(
    tmp_path: Path,
) -> None:
    async with calling(a_bench(tmp_path), size=NARROW) as rep:
        await rep.press("d", "ctrl+t", "f8", "n", "enter")
        assert "Queue · 2" in rep.text
        await rep.press("t", "t")
        assert "Queue · 2" in rep.text


@pytest.mark.parametrize(
    "outcome", [("d", *"rings", "f1"), ("d", *"no need", "f8", "n", "enter")], ids=("1", "n")
)
async def test_a_filter_whose_only_match_is_done_is_closed(
    tmp_path: Path, outcome: tuple[str, ...]
) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("/", *"omar", "enter", *outcome)
        assert "Queue · 2" in rep.text
        assert rep.selected == "Dana Whitfield"
        assert rep.note == ""
        # The next slash begins anew.
        await rep.press("/", *"lena")
        assert rep.screen.query_one(Input).value == "lena"


async def test_a_filter_that_still_finds_somebody_stays(tmp_path: Path) -> None:
    both = [
        replace(DANA, company="Acme"),
        OMAR,
        replace(OMAR, id="rui", name="Rui", company="Acme"),
    ]
    async with calling(a_bench(tmp_path, both)) as rep:
        await rep.press("/", *"acme", "enter", "1")
        assert rep.selected == "Rui"
        assert "Queue · 1 of 2" in rep.text


@pytest.mark.parametrize("keys", [("/", *"zzz", "enter"), ("1", "1")], ids=("no match", "all done"))
async def test_there_is_no_note_about_nobody(tmp_path: Path, keys: tuple[str, ...]) -> None:
    async with calling(a_bench(tmp_path, [DANA, OMAR])) as rep:
        await rep.press("d", *"rings", "f1", "u", "1", *keys)
        note = rep.screen.query_one(NotePane)
        assert (rep.note, note.read_only) == ("", True)
        assert "Note" not in rep.hints
        await rep.press("n")
        assert rep.said == "nobody is selected"
        assert not note.has_focus
        # Also where the mouse has put the keyboard into it.
        rep.screen.set_focus(note)
        await rep.press(*"lost")
        assert rep.note == ""
        await rep.press("escape", "u", "n", *"!")
        assert rep.note.endswith("!")


async def test_nor_is_there_one_where_nobody_is_on_any_list(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path, [])) as rep:
        rep.screen.set_focus(rep.screen.query_one(NotePane))
        await rep.press(*"lost")
        assert rep.note == ""


@pytest.mark.parametrize("key", ["tab", "shift+tab"])
async def test_the_keyboard_leaves_the_note_by_esc_alone(tmp_path: Path, key: str) -> None:
    async with calling(a_bench(tmp_path), size=NARROW) as rep:
        await rep.press("d", *"note ", key, *"2 vans")
        assert rep.screen.query_one(NotePane).text == "note 2 vans"
        assert len(rep.calls) == 1
        assert rep.calls[0].disposition is None
        await rep.press("f8", "i", "n", "y", *"fri", key, *"b")
        assert rep.screen.query("WrapUpPane Input").first(Input).value.startswith("fri")
