"""The calling screen where queue and note have no room side by side."""

from __future__ import annotations

from pathlib import Path

from block_bench import a_bench, calling


async def test_what_is_typed_into_is_what_is_seen(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path), size=(40, 12)) as rep:
        assert "Queue · 3" in rep.text
        await rep.press("d", *"she rang back")
        assert "she rang back" in rep.text
        assert "Queue · 3" not in rep.text
        await rep.press("escape")
        assert "Queue · 3" in rep.text
        await rep.press("n", "f8")
        assert "no, accepted" in rep.text
        assert "she rang back" not in rep.text
        await rep.press("i", "escape")
        assert "she rang back" in rep.text
        assert all(len(line) <= 40 for line in rep.text.split("\n"))


async def test_the_talk_track_stands_above_the_note(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path), size=(40, 20)) as rep:
        await rep.press("d", *"hello", "ctrl+t")
        assert "Talk track" in rep.text
        assert "hello" in rep.text


async def test_a_terminal_that_grows_shows_all_of_them(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path), size=(40, 12)) as rep:
        await rep.press("d", *"hello")
        await rep.pilot.resize_terminal(80, 24)
        await rep.until(lambda: "Queue · 3" in rep.text)
        assert "hello" in rep.text
        await rep.pilot.resize_terminal(40, 12)
        await rep.until(lambda: "Queue · 3" not in rep.text)
        assert "hello" in rep.text
