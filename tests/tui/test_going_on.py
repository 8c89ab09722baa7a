"""A block that was ended too soon is gone on with from its summary, as it was."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from block_bench import DANA, FakeClock, Rep, a_bench, calling

from callbench.domain.records import Prospect, replace
from callbench.store.lock import WriteLock
from callbench.store.sessions import StoredSession, read_session
from callbench.tui.block.screen import BlockScreen
from callbench.tui.block.summary import SummaryScreen
from callbench.tui.letter import LetterSheet


def on_disk(rep: Rep) -> StoredSession:
    return read_session(rep.desk.writer.path)


async def end(rep: Rep) -> Path:
    path = rep.desk.writer.path
    await rep.press("Q")
    await rep.until(lambda: isinstance(rep.screen, SummaryScreen))
    return path


async def go_on(rep: Rep) -> None:
    await rep.press("u")
    await rep.until(lambda: isinstance(rep.screen, BlockScreen))


def two_more() -> list[Prospect]:
    return [replace(DANA, id=ident, name=ident.title()) for ident in ("omar", "lena")]


async def test_a_block_ended_by_a_slip_of_the_finger_goes_on_as_it_was(tmp_path: Path) -> None:
    people = [replace(DANA, email="dana@example.com"), *two_more()]
    async with calling(a_bench(tmp_path, people)) as rep:
        await rep.press(
            "d", *"? price", "f8", "i", "ctrl+s", "s", "j", "n", *"ask for Sam", "escape"
        )
        selected, session = rep.selected, rep.desk.block.session
        path = await end(rep)
        assert read_session(path).session.ended_at is not None
        assert "Go on" in rep.hints
        await go_on(rep)
        assert rep.said == "the block goes on: Q ends it"
        assert (rep.selected, rep.note) == (selected, "ask for Sam")
        assert rep.desk.block.session == session
        assert rep.desk.writer.flush()
        assert on_disk(rep).session == session
        # What was done before is taken back as before, and the draft is at hand.
        await rep.press("m")
        await rep.until(lambda: isinstance(rep.screen, LetterSheet))
        await rep.press("escape")
        await rep.until(lambda: isinstance(rep.screen, BlockScreen))
        await rep.press("u", "u")
        assert rep.desk.block.session.skipped == {}
        assert "How did it end?" in rep.text


async def test_a_long_look_at_the_summary_is_a_pause(tmp_path: Path) -> None:
    clock = FakeClock()
    async with calling(a_bench(tmp_path, clock=clock)) as rep:
        await rep.press("1")
        clock.tick(minutes=10)
        await end(rep)
        clock.tick(minutes=20)
        await go_on(rep)
        assert rep.desk.block.elapsed() == timedelta(minutes=10)
        await rep.press("1")
        assert len(rep.calls) == 2


async def test_a_block_that_another_window_holds_by_now_is_not_gone_on_with(
    tmp_path: Path,
) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        path = await end(rep)
        lock = WriteLock(path)
        await rep.press("u")
        assert rep.said.startswith("the block can't go on: ")
        assert isinstance(rep.screen, SummaryScreen)
        lock.release()
        await go_on(rep)


async def test_who_was_refused_for_good_by_a_slip_of_the_finger_can_be_called(
    tmp_path: Path,
) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("d", "f8", "x", "enter")
        await end(rep)
        await go_on(rep)
        await rep.press("u", "u")
        assert rep.said == "taken back: Dana Whitfield was not dialled"
        await rep.press("d")
        assert rep.desk.block.open_call is not None
