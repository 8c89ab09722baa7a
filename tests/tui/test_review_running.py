"""Adding, in the review, to calls of sessions that are being written: here, and elsewhere."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from block_bench import NOW, Rep, a_bench, calling
from past_bench import NEW, TALK, a_past, showing, write_session
from rep_keys import press, until
from textual.pilot import Pilot
from textual.screen import Screen

from callbench.store import atomic
from callbench.store.lock import Holder
from callbench.store.session_file import SessionFile
from callbench.store.sessions import read_session
from callbench.tui.keybar import KeyBar
from callbench.tui.line_list import LineList
from callbench.tui.review.screen import ReviewScreen


def listed(screen: Screen[Any], where: str) -> LineList[Any]:
    return screen.query_one(f"#{where}", LineList)


async def look_back(rep: Rep, calls: int) -> None:
    """Open the review, and wait until it shows so many calls of the block."""
    await rep.press("r")
    await rep.until(lambda: isinstance(rep.screen, ReviewScreen))
    await rep.until(lambda: len(listed(rep.screen, "calls").rows) == calls)


async def two_calls(rep: Rep) -> None:
    """One call that is over, and one that is going on."""
    await rep.press("d", *"first", "escape", "1", "d", *"second", "escape")
    assert rep.desk.writer.flush()


async def test_an_addendum_to_a_call_of_the_block_that_goes_on(tmp_path: Path) -> None:
    context = a_bench(tmp_path)
    async with calling(context, size=(120, 36)) as rep:
        await two_calls(rep)
        await look_back(rep, 2)
        await rep.press("tab", "a", *"later", "enter")
        await rep.until(lambda: rep.said.startswith("added"))
        assert [entry.text for entry in rep.calls[0].addenda] == ["later"]
        await rep.until(lambda: "  later" in rep.text)
        on_disk = read_session(rep.desk.writer.path)
        assert on_disk.calls == rep.desk.block.calls
        # The block goes on, and what it writes next drops nothing.
        await rep.press("q")
        await rep.press("1")
        assert rep.desk.writer.flush()
        over, other = read_session(rep.desk.writer.path).calls
        assert [entry.text for entry in over.addenda] == ["later"]
        assert (over.note, other.note, other.disposition) == ("first", "second", "no-answer")
    assert not list(context.workbench.sessions.glob("*.conflict-*"))


async def test_a_call_that_is_not_over_has_its_note_in_the_block(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path), size=(120, 36)) as rep:
        await two_calls(rep)
        await look_back(rep, 2)
        await rep.press("tab", "j", "a")
        assert rep.said == "this call is not over yet: its note is in the block"
        await rep.press("q")
        assert rep.note == "second"


async def test_an_addendum_that_the_disk_refuses_is_not_added_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = a_bench(tmp_path)
    async with calling(context, size=(120, 36)) as rep:
        await two_calls(rep)
        await look_back(rep, 2)

        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr(atomic, "_write_new", full)
            await rep.press("tab", "a", *"later", "enter")
            await rep.until(lambda: "not on disk yet" in rep.said)
            assert not rep.screen.query_one("#addendum").display
        assert rep.desk.writer.flush()
        over, _ = read_session(rep.desk.writer.path).calls
        assert [entry.text for entry in over.addenda] == ["later"]


async def test_earlier_sessions_are_added_to_from_a_block_as_from_anywhere(
    tmp_path: Path,
) -> None:
    context = a_bench(tmp_path)
    path = write_session(context.workbench, "2026-11-19T1530", NEW, TALK)
    async with calling(context, size=(120, 36)) as rep:
        assert rep.desk.writer.flush()
        await look_back(rep, 0)
        await rep.until(lambda: len(listed(rep.screen, "sessions").rows) == 2)
        await rep.press("j")
        await rep.until(lambda: len(listed(rep.screen, "calls").rows) == 1)
        await rep.press("tab", "a")
        assert rep.screen.query_one("#addendum").display
        await rep.press(*"more", "enter")
        await rep.until(lambda: rep.said.startswith("added"))
    assert [entry.text for entry in read_session(path).calls[0].addenda][-1] == "more"


async def test_a_session_that_another_callbench_writes_says_whose(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    past = a_past(tmp_path)
    path = past.workbench.sessions / "2026-11-19T1530.json"
    before = path.read_bytes()

    def said(pilot: Pilot[int]) -> str:
        return pilot.app.screen.query_one(KeyBar).message

    with monkeypatch.context() as patched:
        holder = Holder(os.getpid() + 1, "desk", "kim", NOW)
        patched.setattr("callbench.store.lock._ourselves", lambda: holder)
        elsewhere = SessionFile.open(path)
    try:
        async with showing(past, ReviewScreen) as pilot:
            await until(pilot, lambda: bool(listed(pilot.app.screen, "calls").rows))
            await press(pilot, "tab", "a", "h", "i", "enter")
            await until(pilot, lambda: "not added yet: is in use by callbench" in said(pilot))
            assert "of kim on desk" in said(pilot)
            assert path.read_bytes() == before
            elsewhere.close()
            # What was typed is still there, and goes in once the file is free.
            await press(pilot, "enter")
            await until(pilot, lambda: said(pilot).startswith("added"))
    finally:
        elsewhere.close()
    missed, *_ = read_session(path).calls
    assert [entry.text for entry in missed.addenda] == ["hi"]
