"""The calendars while a block runs: booked, moved, taken back, settled on the agenda."""

from __future__ import annotations

from pathlib import Path

import pytest
from block_bench import Rep, a_bench, calling

from callbench.exchange.calendars import FEED
from callbench.tui.context import Context


def entries(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.ics")) if folder.is_dir() else []


async def book(rep: Rep, when: str) -> None:
    await rep.press("d", "f8", "i", "n", "y", *when, "enter", *"show the plan", "ctrl+s")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "calendars" / "callbench"


@pytest.fixture
def bench(tmp_path: Path, folder: Path) -> Context:
    return a_bench(tmp_path, calendar_folder=str(folder))


async def test_a_booking_is_there_at_once_and_gone_when_taken_back(
    bench: Context, folder: Path
) -> None:
    feed = bench.workbench.outbox / FEED

    def in_feed(*names: str) -> bool:
        text = feed.read_text() if feed.exists() else ""
        return text.count("BEGIN:VEVENT") == len(names) and all(name in text for name in names)

    async with calling(bench) as rep:
        name = rep.selected
        await book(rep, "2026-12-08 15:00")
        await rep.until(lambda: in_feed(name) and len(entries(folder)) == 1)
        await rep.press("u")
        await rep.until(lambda: feed.exists() and in_feed() and entries(folder) == [])


async def test_the_end_of_the_block_waits_for_them(bench: Context, folder: Path) -> None:
    async with calling(bench) as rep:
        await book(rep, "2026-12-08 15:00")
        rep.desk.close()
        assert len(entries(folder)) == 1


async def test_the_agenda_moves_and_cancels_and_takes_it_back(bench: Context, folder: Path) -> None:
    async with calling(bench) as rep:
        await book(rep, "2026-12-08 15:00")
        await rep.until(lambda: len(entries(folder)) == 1)
        await rep.press("g")
        await rep.press("m", *"2026-12-09 11:00", "enter", *"away", "enter")
        await rep.until(lambda: "20261209T110000Z" in entries(folder)[0].read_text())
        await rep.press("x")
        await rep.until(lambda: entries(folder) == [])
        assert "BEGIN:VEVENT" not in (bench.workbench.outbox / FEED).read_text()
        await rep.press("u")
        await rep.until(lambda: "20261209T110000Z" in "".join(map(Path.read_text, entries(folder))))
        assert [added.kind for added in rep.calls[0].addenda] == ["moved", "cancelled", "moved"]


async def test_a_folder_that_cannot_be_written_is_said(bench: Context, folder: Path) -> None:
    folder.parent.write_text("a file where a folder is needed")
    async with calling(bench) as rep:
        await book(rep, "2026-12-08 15:00")
        await rep.until(lambda: "calendar not written" in rep.said)
