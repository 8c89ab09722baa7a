"""The review names what a sync client has put beside a session's file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from past_bench import a_past, said, showing, text_of
from rep_keys import press, until
from textual.pilot import Pilot

from callbench.cli.main import main
from callbench.tui.line_list import LineList
from callbench.tui.review.screen import ReviewScreen

NAME = "2026-11-19T1530"


def files(pilot: Pilot[int]) -> list[str]:
    rows: LineList[Any] = pilot.app.screen.query_one("#sessions", LineList)
    return [row.path.stem for row in rows.rows]


@pytest.mark.parametrize(
    "stem",
    [
        f"{NAME} (Sam's conflicted copy 2026-11-25)",
        f"{NAME}.sync-conflict-20261125-101112-ABCDEFG",
        f"{NAME}-SAMS-LAPTOP",
    ],
)
async def test_a_copy_is_said_and_marked(tmp_path: Path, stem: str) -> None:
    past = a_past(tmp_path)
    whole = (past.workbench.sessions / f"{NAME}.json").read_bytes()
    (past.workbench.sessions / f"{stem}.json").write_bytes(whole)
    async with showing(past, ReviewScreen) as pilot:
        await until(pilot, lambda: stem in files(pilot))
        await until(pilot, lambda: "a sync client made copies" in said(pilot))
        marked = []
        for name in files(pilot):
            if f"copy of {NAME}.json" in text_of(pilot):
                marked.append(name)
            await press(pilot, "j")
        assert marked == [stem]
    run = CliRunner().invoke(main, ["doctor", "--json", "--home", str(tmp_path)])
    named = {Path(found["file"]).stem for found in json.loads(run.output)["findings"]}
    assert stem in named


async def test_sessions_of_one_minute_are_no_copies(tmp_path: Path) -> None:
    past = a_past(tmp_path)
    whole = (past.workbench.sessions / f"{NAME}.json").read_text()
    (past.workbench.sessions / f"{NAME}-2.json").write_text(whole.replace("id-of", "id-of-2"))
    async with showing(past, ReviewScreen) as pilot:
        await until(pilot, lambda: f"{NAME}-2" in files(pilot))
        assert "sync client" not in said(pilot)
        assert "copy of" not in text_of(pilot)
