"""The end of a block: figures first, then what comes next of it, in every size."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from past_bench import (
    HOSTILE,
    MISSED,
    NEW,
    PLAYBOOK,
    STRANGE,
    TALK,
    a_call,
    a_context,
    showing,
    text_of,
)
from rep_keys import press, settle

from callbench.domain.records import Call, CallSession, replace
from callbench.domain.stats import measure
from callbench.store.workbench import Workbench
from callbench.tui.block.summary import SummaryScreen
from callbench.tui.charts.screen import ChartsScreen
from callbench.tui.context import Context
from callbench.tui.keybar import KeyBar

SESSION = CallSession(
    id="s",
    title="Thu 19 Nov 2026, 15:30",
    started_at=NEW,
    ended_at=NEW + timedelta(hours=1),
    zone="Europe/London",
)
CALLS = (
    MISSED,
    replace(TALK, note=f"{TALK.note}\n+ hates [bold]their[/bold] hold-music"),
    STRANGE,
    a_call("held", NEW + timedelta(minutes=40), HOSTILE, "interested", next_step=TALK.next_step),
)


def summing_up(root: Path, calls: tuple[Call, ...] = CALLS) -> tuple[Context, SummaryScreen]:
    context = a_context(Workbench.open(root))
    promised = {"talk": TALK.dialled_at}
    stats = measure(calls, PLAYBOOK, {k: v for k, v in promised.items() if calls})
    return context, SummaryScreen(context, SESSION, stats, calls)


FIGURES = (
    "The block is over",
    "calls             4",
    "voicemail               1 ████",
    "connects          3",
    "gatekeeper              1 ████",
    "meetings booked   2",
    "exact next step   2 of 2, 100 %",
    "one more issue    1 of 1, 100 %",
    "promises kept     1 of 1, 100 %",
    "after-call time   0:30 on average",
    "Tue 1 Dec 2026 15:00 in London, 16:00 in Madrid  Dana Whitfield",
    "[@click=app.quit]Acme[/]: walk the CFO",
)
BELOW = ("hates [bold]their[/bold] hold-music", "calls every 10 minutes, 15:30 to 16:30")


async def test_a_small_screen_has_the_figures_and_scrolls_to_the_rest(tmp_path: Path) -> None:
    context, screen = summing_up(tmp_path)
    async with showing(context, lambda _: screen, (80, 24)) as pilot:
        await settle(pilot)
        text = text_of(pilot)
        assert [words for words in FIGURES if words not in text] == []
        await press(pilot, "pagedown", "j")
        await settle(pilot)
        text = text_of(pilot)
        assert [words for words in BELOW if words not in text] == []
        await press(pilot, "m")
        path = context.workbench.outbox / "thu-19-nov-2026-15-30.md"
        assert pilot.app.screen.query_one(KeyBar).message == f"written: {path}"
        assert path.read_text("utf-8").startswith("# Thu 19 Nov 2026, 15:30\n")
        assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("size", [(120, 36), (200, 50)])
async def test_larger_screens_have_all_of_it(tmp_path: Path, size: tuple[int, int]) -> None:
    context, screen = summing_up(tmp_path)
    async with showing(context, lambda _: screen, size) as pilot:
        await settle(pilot)
        text = text_of(pilot)
        assert [words for words in (*FIGURES, *BELOW) if words not in text] == []


async def test_a_block_without_calls_and_a_narrow_screen(tmp_path: Path) -> None:
    context, screen = summing_up(tmp_path, ())
    async with showing(context, lambda _: screen, (50, 16)) as pilot:
        await settle(pilot)
        assert "calls             0" in text_of(pilot)
        assert "Agreed next" not in text_of(pilot)
        await press(pilot, "v")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ChartsScreen)
