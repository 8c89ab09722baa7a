"""Two windows on one list: who is on the line in one is marked and asked about in the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from block_bench import DANA, OMAR, Rep, a_bench, calling
from builders import NOW, a_call, a_session

from callbench.domain.records import Call, ProspectRef
from callbench.store.lock import side_car
from callbench.store.sessions import SessionFile
from callbench.tui.block.news import BlockNews
from callbench.tui.block.queue_rows import IN_ANOTHER
from callbench.tui.context import Context


def on_the_line(to: ProspectRef = DANA.ref) -> Call:
    return a_call(None, NOW, prospect=to, ended_at=None, wrapped_at=None)


@contextmanager
def another_window(context: Context, *calls: Call) -> Iterator[SessionFile]:
    """A session that another window writes; the lock is as good as that of another process."""
    file = SessionFile.create(context.workbench, a_session(started_at=NOW - timedelta(hours=1)))
    for call in calls:
        file.put_call(call)
    try:
        yield file
    finally:
        file.close()


async def look(rep: Rep) -> None:
    """What a change of the files has the screen do."""
    screen = rep.screen
    assert isinstance(screen, BlockNews)
    screen.look_around()
    await rep.app.workers.wait_for_complete()
    await rep.until(lambda: screen.desk.elsewhere == screen.desk.look_elsewhere())


async def test_who_is_on_the_line_there_is_marked_and_asked_about_here(tmp_path: Path) -> None:
    context = a_bench(tmp_path)
    async with calling(context) as rep:
        with another_window(context, on_the_line()) as file:
            await look(rep)
            assert IN_ANOTHER in rep.text
            await rep.press("d")
            assert rep.said == (
                "Dana Whitfield is on the line in another window · d again calls now"
            )
            assert rep.calls == []
            # Once that call is over, only what came of it counts.
            file.put_call(a_call("busy", NOW, id=on_the_line().id, prospect=DANA.ref))
            await look(rep)
            assert not rep.desk.called_elsewhere


async def test_calling_all_the_same(tmp_path: Path) -> None:
    context = a_bench(tmp_path)
    async with calling(context) as rep:
        with another_window(context, on_the_line()):
            # Nobody has looked since, and still it is known.
            await rep.press("d")
            assert rep.calls == []
            await rep.press("d")
            assert rep.outcomes == [(DANA.id, None)]


@pytest.mark.parametrize("key", ["d", "1"])
async def test_who_was_called_there_meanwhile_is_not_called_again(tmp_path: Path, key: str) -> None:
    context = a_bench(tmp_path)
    async with calling(context) as rep:
        with another_window(context, a_call("no-answer", NOW, prospect=DANA.ref)):
            await rep.press(key)
            assert rep.said == "Dana Whitfield was called in another window meanwhile"
            assert rep.calls == []
            assert rep.selected == OMAR.name
            await rep.press("d")
            assert rep.outcomes == [(OMAR.id, None)]


async def test_whoever_was_selected_and_called_there_is_said_to_be_gone(tmp_path: Path) -> None:
    context = a_bench(tmp_path)
    async with calling(context) as rep:
        with another_window(context, a_call("no-answer", NOW, prospect=DANA.ref)):
            await look(rep)
            assert rep.selected == OMAR.name
            assert rep.said == "Dana Whitfield was called in another window"


async def test_the_queue_goes_on_past_them(tmp_path: Path) -> None:
    context = a_bench(tmp_path)
    with another_window(context, on_the_line(OMAR.ref)):
        async with calling(context) as rep:
            # Neither at the start nor after a call.
            assert rep.selected == DANA.name
            await rep.press("1")
            assert rep.outcomes == [(DANA.id, "no-answer")]
            assert rep.selected == "Lena Fischer"


async def test_a_call_that_a_crash_left_open_is_in_nobodys_way(tmp_path: Path) -> None:
    context = a_bench(tmp_path)
    with another_window(context, on_the_line()) as file:
        path = file.path
    side_car(path).write_bytes(b"\0{}")
    async with calling(context) as rep:
        await look(rep)
        assert IN_ANOTHER not in rep.text
        await rep.press("d")
        assert rep.outcomes == [(DANA.id, None)]


async def test_a_window_that_dies_lets_go(tmp_path: Path) -> None:
    context = a_bench(tmp_path)
    async with calling(context) as rep:
        with another_window(context, on_the_line()):
            await look(rep)
            assert IN_ANOTHER in rep.text
        await look(rep)
        assert IN_ANOTHER not in rep.text
        await rep.press("d")
        assert rep.outcomes == [(DANA.id, None)]
