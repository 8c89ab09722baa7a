"""The top line: figures and clock always, the alarm in as many words as there is room for."""

from __future__ import annotations

from block_bench import Bare, settle, text_on

from callbench.domain.stats import BlockStats
from callbench.tui.block.status_bar import Alarm, StatusBar, StatusView

STATS = BlockStats(calls=12, conversations=3, meetings=1)
ALARM = Alarm("15:12", "Priya Nair", "in 4 min")


async def line(width: int, alarm: Alarm | None = ALARM, target: int | None = 30) -> str:
    bar = StatusBar()
    async with Bare(bar).run_test(size=(width, 4)) as pilot:
        bar.show(StatusView("callbench", "Block · Tue", STATS, target, "1:00:41", alarm=alarm))
        await settle(pilot)
        return text_on(pilot.app).split("\n")[0]


async def test_while_a_promise_is_due_the_figures_stay() -> None:
    wide, narrow = await line(120), await line(80)
    assert "● 15:12 promised to Priya Nair: in 4 min" in wide
    assert "● 15:12 Priya Nair: in 4 min" in narrow
    for shown in (wide, narrow):
        assert "12/30 calls   3 talks   1 meeting" in shown
        assert shown.endswith("1:00:41 ")


async def test_a_long_name_gives_way_to_the_figures() -> None:
    long = Alarm("15:12", "Maximiliane von Oberstdorf-Lichtenberg", "now")
    shown = await line(80, long)
    assert "● 15:12 Maximiliane von" in shown
    assert "…: now" in shown
    assert "12/30 calls" in shown


async def test_the_block_is_named_where_nobody_waits() -> None:
    assert "callbench  Block · Tue" in await line(120, None)
