"""The charts on the screen, in three sizes and without colour."""

from __future__ import annotations

from pathlib import Path

import pytest
from past_bench import NOW, a_context, a_past, said, showing, text_of
from rep_keys import press, settle, until
from textual.pilot import Pilot
from textual.widgets import Static

from callbench.exchange.charts import CHARTS, ROLES
from callbench.store.workbench import Workbench
from callbench.tui.charts.pane import ChartPane
from callbench.tui.charts.screen import ChartsScreen
from callbench.tui.pieces import STYLES, drawn
from callbench.tui.review.screen import ReviewScreen

SEEN = {
    "1": "conversations           1  50 % of connects",
    "2": "calls, 50 % in all",
    "3": "█ meeting  ▓▓ conversation  ▒▒ gatekeeper  ░░ nobody",
    "4": "Thu 19 Nov 2026, 15:30 to 16:30",
    "5": "No promise has come due yet.",
    "6": "1st            3        0     0 %",
}
"""What each key brings onto the screen."""


async def read(pilot: Pilot[int]) -> None:
    """Wait until the figures are there."""
    await until(pilot, lambda: "reading every session" not in text_of(pilot))
    await settle(pilot)


async def shows(pilot: Pilot[int], words: str) -> None:
    await until(pilot, lambda: words in text_of(pilot))


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_key_each_brings_a_chart(tmp_path: Path, size: tuple[int, int]) -> None:
    async with showing(a_past(tmp_path), ChartsScreen, size) as pilot:
        await read(pilot)
        for key, words in SEEN.items():
            await press(pilot, key)
            await shows(pilot, words)
            assert f" {key} {CHARTS[int(key) - 1].name} " in text_of(pilot)


async def test_a_large_screen_shows_all_charts_at_once(tmp_path: Path) -> None:
    async with showing(a_past(tmp_path), ChartsScreen, (200, 50)) as pilot:
        await read(pilot)
        text = text_of(pilot)
        assert all(chart.title in text for chart in CHARTS)
        assert all(words in text for words in SEEN.values())
        await press(pilot, "left", "left", "l")
        assert pilot.app.screen.query_one("#chart-attempts", ChartPane).has_class("-selected")


async def test_the_charts_are_saved_as_markdown(tmp_path: Path) -> None:
    context = a_past(tmp_path)
    async with showing(context, ChartsScreen, (80, 24)) as pilot:
        await read(pilot)
        await press(pilot, "m")
        path = context.workbench.outbox / f"figures-{NOW:%Y-%m-%d}.md"
        assert said(pilot) == f"written: {path}"
        assert path.read_text("utf-8").startswith("# Figures\n")
        assert path.stat().st_mode & 0o777 == 0o600


async def test_an_empty_workbench_says_so_and_a_damaged_file_is_counted(tmp_path: Path) -> None:
    bench = Workbench.open(tmp_path)
    (bench.sessions / "2026-11-19T1530.json").write_text("{")
    async with showing(a_context(bench), ChartsScreen, (80, 24)) as pilot:
        await read(pilot)
        assert "No call yet." in text_of(pilot)
        await until(pilot, lambda: said(pilot).startswith("1 file could not be read"))


async def test_the_review_opens_the_charts_and_takes_back(tmp_path: Path) -> None:
    async with showing(a_past(tmp_path), ReviewScreen, (80, 24)) as pilot:
        await press(pilot, "v")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChartsScreen))
        await press(pilot, "q")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReviewScreen))


def test_every_role_has_a_style() -> None:
    assert set(STYLES) == set(ROLES)


def test_pieces_are_shown_literally() -> None:
    text = "[/b] [@click=app.quit]x[/]"
    assert drawn([[(text, "strong")], []]).plain == f"{text}\n"
    assert Static(drawn([[(text, "best")]])).visual is not None
