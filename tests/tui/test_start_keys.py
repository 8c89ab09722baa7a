"""What the keys of the start screen refuse, and in which words."""

from __future__ import annotations

import json
from pathlib import Path

from block_bench import DANA, NOW, a_bench
from builders import a_call
from msgspec.structs import replace
from past_bench import showing, text_of, write_session
from rep_keys import press

from callbench.tui.start.screen import StartScreen


async def test_the_key_that_dials_closes_no_unfinished_block(tmp_path: Path) -> None:
    bench = a_bench(tmp_path, [DANA])
    path = write_session(bench.workbench, "2026-11-24T0900", NOW, a_call(None, NOW))
    left = json.loads(path.read_text("utf-8"))
    left["session"]["1"]["ended_at"] = None
    path.write_text(json.dumps(left), "utf-8")
    async with showing(bench, StartScreen) as pilot:
        await press(pilot, "d")
        assert "a block is unfinished: u goes on with it" in text_of(pilot)
    assert json.loads(path.read_text("utf-8")) == left


async def test_nothing_is_imported_into_the_sample(tmp_path: Path) -> None:
    bench = replace(a_bench(tmp_path, [DANA]), notice="invented data")
    async with showing(bench, StartScreen) as pilot:
        await press(pilot, "i")
        assert "the sample is gone when you leave" in text_of(pilot)


async def test_enter_says_how_to_begin_where_there_is_nothing(tmp_path: Path) -> None:
    bench = a_bench(tmp_path, [])
    for path in bench.workbench.lists.glob("*.json"):
        path.unlink()
    async with showing(bench, StartScreen) as pilot:
        await press(pilot, "enter")
        assert "no list yet: i imports one, s shows the sample" in text_of(pilot)
