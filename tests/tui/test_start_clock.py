"""The start screen as the day goes on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from block_bench import DANA, NOW, OMAR, FakeClock, a_bench
from builders import a_call, a_step
from past_bench import showing, text_of, write_session
from rep_keys import press, settle, until

from callbench.tui.app import CallbenchApp
from callbench.tui.start.screen import StartScreen

MINUTE = timedelta(minutes=1)
SECONDS_BEFORE = NOW + timedelta(seconds=59.9)
"""So that the minute is over at once."""


async def test_the_clock_and_the_promises_of_the_day(tmp_path: Path) -> None:
    clock = FakeClock(SECONDS_BEFORE)
    bench = a_bench(tmp_path, [DANA, OMAR], clock=clock)
    step = a_step(NOW + 7 * MINUTE)
    promised = a_call("interested", NOW - timedelta(days=2), prospect=DANA.ref, next_step=step)
    write_session(bench.workbench, "2026-11-22T1000", NOW - timedelta(days=2), promised)
    async with showing(bench, StartScreen, (80, 24)) as pilot:
        shown = text_of(pilot)
        assert "Tuesday 24 November, 10:00" in shown
        assert "10:07  next promise today: Dana Whitfield, Northwind Freight" in shown
        assert "0  promised now" in shown
        clock.tick(minutes=2)
        await until(pilot, lambda: "Tuesday 24 November, 10:02" in text_of(pilot))
        assert "1  promised now" in text_of(pilot)
        assert "next promise today" not in text_of(pilot)


async def test_what_others_have_changed_is_read_with_the_minute(tmp_path: Path) -> None:
    clock = FakeClock(SECONDS_BEFORE)
    bench = a_bench(tmp_path, [DANA, OMAR], clock=clock)
    async with showing(bench, StartScreen, (80, 24)) as pilot:
        assert "2  new" in text_of(pilot)
        missed = a_call("no-answer", NOW, prospect=DANA.ref)
        write_session(bench.workbench, "2026-11-24T0900", NOW, missed)
        app = pilot.app
        assert isinstance(app, CallbenchApp)
        app.follower.ask(bench)
        await app.workers.wait_for_complete()
        await settle(pilot)
        clock.tick(minutes=1)
        await until(pilot, lambda: "1  new" in text_of(pilot))


async def test_a_screen_above_is_left_alone(tmp_path: Path) -> None:
    clock = FakeClock(SECONDS_BEFORE)
    async with showing(a_bench(tmp_path, clock=clock), StartScreen, (80, 24)) as pilot:
        await press(pilot, "comma")
        clock.tick(minutes=2)
        await press(pilot, "escape")
        await until(pilot, lambda: "10:02" in text_of(pilot))
