"""Moving a promise from the agenda: the line, and what stands beneath it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from past_bench import NEW, TALK, a_call, a_past, showing, text_of, write_session
from rep_keys import press, until
from textual.pilot import Pilot

from callbench.domain.records import NextStep, ProspectRef
from callbench.store.sessions import read_session
from callbench.tui.agenda.move_sheet import MoveSheet
from callbench.tui.agenda.screen import AgendaScreen
from callbench.tui.keybar import KeyBar
from callbench.tui.line_list import LineList
from callbench.tui.review.screen import ReviewScreen


async def test_the_new_time_stands_there_while_the_reason_is_asked(tmp_path: Path) -> None:
    past = a_past(tmp_path)
    async with showing(past, ReviewScreen) as pilot:
        await pilot.app.push_screen(AgendaScreen(past))
        await until(pilot, lambda: len(pilot.app.screen.query_one(LineList).rows) > 1)
        await press(pilot, "m")
        await until(pilot, lambda: isinstance(pilot.app.screen, MoveSheet))
        assert "an exact day and time" in text_of(pilot)
        await press(pilot, *"no")
        assert "none agreed" not in text_of(pilot)
        await press(pilot, "backspace", "backspace", *"4 dec 3pm", "enter")
        assert "Why is it moved?" in text_of(pilot)
        assert "= Fri 4 Dec 2026 15:00" in text_of(pilot)
        await press(pilot, *"ill")
        assert "= Fri 4 Dec 2026 15:00" in text_of(pilot)
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, AgendaScreen))
        bar = pilot.app.screen.query_one(KeyBar)
        time = "Fri 4 Dec 2026 15:00 in London, 16:00 in Madrid"
        assert bar.message == f"moved: {TALK.prospect.name}, {time}"
    calls = read_session(past.workbench.sessions / "2026-11-19T1530.json").calls
    added = next(call for call in calls if call.id == TALK.id).addenda[-1]
    assert (added.kind, added.text) == ("moved", "ill")


PROMISED = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
OMAR = ProspectRef(id="omar", name="Omar Haddad", phone="+442079460133")


@asynccontextmanager
async def moving(root: Path, step: NextStep) -> AsyncIterator[Pilot[int]]:
    """The sheet that moves this promise of Omar's, beside that of Dana on Tuesday at 15:00."""
    past = a_past(root)
    call = a_call("omar", NEW, OMAR, "interested", next_step=step)
    write_session(past.workbench, "2026-11-19T0900", NEW, call)
    async with showing(past, ReviewScreen) as pilot:
        await pilot.app.push_screen(AgendaScreen(past))
        await until(pilot, lambda: len(pilot.app.screen.query_one(LineList).rows) > 2)
        await press(pilot, "j", "m")
        await until(pilot, lambda: isinstance(pilot.app.screen, MoveSheet))
        yield pilot


def a_step(zone: str = "Europe/London", **more: Any) -> NextStep:
    return NextStep(starts_at=PROMISED, wall="2026-12-02T09:00", zone=zone, **more)


@pytest.mark.parametrize(
    ("typed", "remarks"),
    [
        ("1 dec 15:20", ["! overlaps Dana Whitfield 15:00"]),
        # It takes an hour, as it was to take one.
        ("1 dec 14:10", ["! overlaps Dana Whitfield 15:00"]),
        ("1 dec 14:10-14:40", []),
        ("wed 09:30", []),
        ("sat 9am", ["! Saturday"]),
        ("thu 19:00", ["! outside their hours: 20:00 in Madrid"]),
    ],
)
async def test_the_advice_is_that_of_the_wrap_up(
    tmp_path: Path, typed: str, remarks: list[str]
) -> None:
    async with moving(tmp_path, a_step(their_zone="Europe/Madrid", minutes=60)) as pilot:
        await press(pilot, *typed)
        lines = [line.partition("!")[2].strip("│ ") for line in text_of(pilot).splitlines()]
        assert [f"! {line}" for line in lines if line] == remarks


async def test_what_was_agreed_is_kept_but_for_the_time(tmp_path: Path) -> None:
    step = a_step(
        "Europe/Madrid",
        their_zone="Europe/Madrid",
        minutes=45,
        channel="video",
        reason="the tariff",
        agreed=False,
    )
    async with moving(tmp_path, step) as pilot:
        assert "so far Wed 2 Dec 2026 09:00 in London, 10:00 in Madrid" in text_of(pilot)
        await press(pilot, *"3 dec 3pm their time", "enter")
        assert "Thu 3 Dec 2026 14:00" in text_of(pilot)
        assert "15:00 in Madrid" in text_of(pilot)
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, AgendaScreen))
        assert "Thu  3 Dec 14:00 in London  15:00 in Madrid  Omar Haddad" in text_of(pilot)
    (call,) = read_session(tmp_path / "sessions" / "2026-11-19T0900.json").calls
    moved = call.addenda[-1].next_step
    assert moved is not None
    assert moved.starts_at == datetime(2026, 12, 3, 14, 0, tzinfo=UTC)
    kept = replace(moved, starts_at=step.starts_at, wall=step.wall)
    assert kept == step


async def test_tab_takes_what_is_suggested(tmp_path: Path) -> None:
    async with moving(tmp_path, a_step()) as pilot:
        await press(pilot, *"next week")
        assert "Tab takes" in text_of(pilot)
        await press(pilot, "tab", "enter")
        assert "Why is it moved?" in text_of(pilot)
