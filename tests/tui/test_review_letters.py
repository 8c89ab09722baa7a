"""Draft and calendar file of a past conversation, written again from the review."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from block_bench import a_bench, calling
from past_bench import (
    DANA,
    NEW,
    NOW,
    TALK,
    a_call,
    a_context,
    a_past,
    said,
    showing,
    text_of,
    write_session,
)
from rep_keys import press, until
from textual.pilot import Pilot

from callbench.domain.records import Prospect, replace
from callbench.store import do_not_call
from callbench.store.lists import ProspectList, write_list
from callbench.store.workbench import Workbench
from callbench.tui.context import Context
from callbench.tui.letter import LetterSheet
from callbench.tui.line_list import LineList
from callbench.tui.review.screen import ReviewScreen
from callbench.tui.review.timeline import TimelineScreen

LISTED = Prospect(
    id=DANA.id, name=DANA.name, company=DANA.company, phone=DANA.phone, email="käthe@example.com"
)


@pytest.fixture
def past(tmp_path: Path) -> Context:
    return a_past(tmp_path)


def listed(past: Context, prospect: Prospect = LISTED) -> None:
    shelf = ProspectList(slug="a", title="A", imported_at=NEW, prospects=(prospect,))
    write_list(past.workbench, shelf)


def written(past: Context) -> list[str]:
    return sorted(path.name for path in past.workbench.outbox.iterdir())


async def on_talk(pilot: Pilot[int]) -> None:
    """Select the conversation."""
    calls: LineList[Any] = pilot.app.screen.query_one("#calls", LineList)
    await until(pilot, lambda: bool(calls.rows))
    await press(pilot, "tab", "down")
    assert calls.row is not None
    assert calls.row.id == "talk"


async def test_it_is_shown_as_in_a_block_and_is_to_whom_the_list_has(past: Context) -> None:
    listed(past)
    async with showing(past, ReviewScreen, (80, 24)) as pilot:
        await on_talk(pilot)
        assert "m Mail draft" in text_of(pilot)
        await press(pilot, "m")
        await until(pilot, lambda: isinstance(pilot.app.screen, LetterSheet))
        shown = text_of(pilot)
        for words in ("Subject: Northwind Freight", "Tue 1 Dec 2026 15:00", "multi-drop"):
            assert words in shown, words
        assert "käthe@example.com: not every mail program takes “ä” before the @" in shown
        await press(pilot, "m")
        assert isinstance(pilot.app.screen, ReviewScreen)
    assert [name.rpartition(".")[2] for name in written(past)] == ["eml", "ics"]


async def test_a_call_that_reached_nobody_has_nothing_to_be_written(past: Context) -> None:
    async with showing(past, ReviewScreen, (80, 24)) as pilot:
        await on_talk(pilot)
        await press(pilot, "up")
        assert "Mail draft" not in text_of(pilot)
        await press(pilot, "m")
        assert said(pilot) == "nobody was reached in this call: there is nothing to write about"
    assert written(past) == []


@pytest.mark.parametrize("where", ["list", "file"])
async def test_who_asked_not_to_be_called_is_not_written_to(past: Context, where: str) -> None:
    listed(past, replace(LISTED, do_not_call=where == "list"))
    if where == "file":
        do_not_call.add(past.workbench, LISTED, NOW)
    async with showing(past, ReviewScreen) as pilot:
        await on_talk(pilot)
        await press(pilot, "m")
        await until(pilot, lambda: "Dana Whitfield asked not to be called" in said(pilot))
    assert written(past) == []


async def test_a_promise_that_a_later_call_settled_is_called_off_in_the_calendar(
    tmp_path: Path,
) -> None:
    bench = Workbench.open(tmp_path)
    later = a_call("later", NEW + timedelta(days=2), how="interested", attempt=3)
    write_session(bench, "2026-11-19T1530", NEW, TALK)
    write_session(bench, "2026-11-21T1530", NEW + timedelta(days=2), later)
    past = a_context(bench)
    async with showing(past, ReviewScreen) as pilot:
        await until(pilot, lambda: "Sessions · 2" in text_of(pilot))
        await press(pilot, "down", "m")
        await until(pilot, lambda: isinstance(pilot.app.screen, LetterSheet))
    (event,) = past.workbench.outbox.glob("*.ics")
    assert "METHOD:CANCEL" in event.read_text()


async def test_the_timeline_writes_that_of_the_call_at_hand(past: Context) -> None:
    async with showing(past, ReviewScreen, (80, 24)) as pilot:
        await on_talk(pilot)
        await press(pilot, "p")
        await until(pilot, lambda: isinstance(pilot.app.screen, TimelineScreen))
        await press(pilot, "down", "m")
        assert said(pilot).startswith("nobody was reached")
        await press(pilot, "up")
        assert "m Mail draft" in text_of(pilot)
        await press(pilot, "m")
        await until(pilot, lambda: isinstance(pilot.app.screen, LetterSheet))
        assert "Subject: Northwind Freight" in text_of(pilot)
        assert "no address is known" in text_of(pilot)


async def test_the_timeline_begins_with_the_call_it_was_opened_from(tmp_path: Path) -> None:
    bench = Workbench.open(tmp_path)
    notes = ["\n".join(f"call {at}.{line}" for line in range(40)) for at in range(3)]
    calls = [
        a_call(f"c{at}", NEW + timedelta(hours=at), how="interested", note=note)
        for at, note in enumerate(notes)
    ]
    write_session(bench, "2026-11-19T1530", NEW, *calls)
    async with showing(a_context(bench), ReviewScreen, (80, 24)) as pilot:
        await until(pilot, lambda: "Calls" not in text_of(pilot))
        await press(pilot, "tab", "down", "p")
        await until(pilot, lambda: isinstance(pilot.app.screen, TimelineScreen))
        await until(pilot, lambda: "call 1.0" in text_of(pilot))
        # Through a long call first, then to the next one.
        await press(pilot, "down")
        assert "call 0.0" not in text_of(pilot)
        await press(pilot, "down", "down")
        assert "call 0.0" in text_of(pilot)
        await press(pilot, "home")
        assert "3 attempts" in text_of(pilot)
        await press(pilot, "end")
        assert "call 0.39" in text_of(pilot)
        await press(pilot, "pageup", "pageup")
        assert "call 0.39" not in text_of(pilot)


async def test_a_call_that_goes_on_has_no_draft_yet(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path), size=(120, 36)) as rep:
        await rep.press("d", *"hi", "escape")
        assert rep.desk.writer.flush()
        await rep.press("r")
        await rep.until(lambda: isinstance(rep.screen, ReviewScreen))
        await rep.until(lambda: bool(rep.screen.query_one("#calls", LineList).rows))
        await rep.press("m")
        assert rep.said.startswith("this call is not over yet")
