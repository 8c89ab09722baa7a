"""Damaged and foreign files: every screen opens all the same, and says what is wrong."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from builders import FakeClock
from damage import NOW, refusals
from hostile_bench import Rep
from rep_keys import settle
from test_damage import damaged_home

from callbench.store.lock import WriteLock
from callbench.store.workbench import Workbench
from callbench.tui.app import CallbenchApp
from callbench.tui.context import Context, open_context
from callbench.tui.start.screen import StartScreen


def opened(home: Path) -> Context:
    return open_context(Workbench.open(home), clock=FakeClock(NOW, timedelta(milliseconds=1)))


async def test_every_screen_opens_on_damaged_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    home = damaged_home(tmp_path)
    app = CallbenchApp(opened(home), StartScreen)
    async with app.run_test(size=(140, 40)) as pilot:
        rep = Rep(app, pilot)

        async def pressed(*keys: str) -> str:
            await rep.press(*keys)
            await app.workers.wait_for_complete()
            await settle(pilot)
            return type(app.screen).__name__

        assert await pressed() == "StartScreen"
        assert "Harbour" in rep.text
        assert await pressed("r") == "ReviewScreen"
        assert "Good" in rep.text or "good question" in rep.text or "Sessions" in rep.text
        for _ in range(5):
            await pressed("j")
        assert await pressed("v") == "ChartsScreen"
        await pressed("tab")
        await pressed("escape")
        assert await pressed("q") == "StartScreen"
        assert await pressed("g") == "AgendaScreen"
        for _ in range(5):
            await pressed("j")
        assert await pressed("q") == "StartScreen"
        # Whatever is unfinished is gone on with, or closed for a new block.
        assert await pressed("n") in {"BlockScreen", "StartScreen"}
        if type(app.screen).__name__ == "StartScreen":
            assert await pressed("enter") == "BlockScreen", rep.said
        await pressed("j")
        await pressed("i")
        await pressed("escape")
        assert await pressed("Q") == "SummaryScreen", rep.said


@pytest.mark.parametrize("name", ["cut", "binary", "bookmarks", "unsalted"])
async def test_without_a_do_not_call_file_nobody_is_called_but_all_is_shown(
    tmp_path: Path, name: str
) -> None:
    home = damaged_home(tmp_path)
    data = dict(refusals())[name]
    (home / "do-not-call.json").write_bytes(data)
    app = CallbenchApp(opened(home), StartScreen)
    async with app.run_test(size=(140, 40)) as pilot:
        rep = Rep(app, pilot)
        await settle(pilot)
        shown = "do-not-call.json" in rep.text.replace("\n", "")
        await rep.press("n")
        await rep.press("enter")
        if name != "bookmarks":  # A file without entries refuses nobody.
            assert shown
            assert type(app.screen).__name__ == "StartScreen"
            assert "do-not-call.json" in rep.said
            # No session was begun for nothing.
            assert not list((home / "sessions").glob("20*.json"))
    assert (home / "do-not-call.json").read_bytes() == data


async def test_a_session_that_somebody_takes_meanwhile(tmp_path: Path) -> None:
    home = damaged_home(tmp_path)
    for path in (home / "sessions").glob("*.json"):
        if path.is_file() and path.name != "good.json":
            path.unlink()
    good = home / "sessions" / "good.json"
    document = json.loads(good.read_text())
    document["session"]["1"]["ended_at"] = None
    good.write_text(json.dumps(document))
    app = CallbenchApp(opened(home), StartScreen)
    async with app.run_test(size=(140, 40)) as pilot:
        rep = Rep(app, pilot)
        await settle(pilot)
        assert "Unfinished" in rep.text
        # By now it has been gone on with, and ended.
        left = good.read_text()
        document["session"]["1"]["ended_at"] = "2026-11-24T10:30:00+00:00"
        ended = json.dumps(document)
        good.write_text(ended)
        await rep.press("enter")
        assert "was gone on with and ended by another callbench" in rep.said
        assert "Unfinished" not in rep.text
        assert good.read_text() == ended
        # Or it is being gone on with.
        good.write_text(left)
        await rep.press("r")
        await rep.press("q")
        assert "Unfinished" in rep.text
        lock = WriteLock(good)
        await rep.press("enter")
        assert "is in use by callbench" in rep.said
        assert "Unfinished" not in rep.text
        lock.release()
        assert good.read_text() == left
