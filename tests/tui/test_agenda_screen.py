"""Settling what is owed, and taking it back with one key."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from past_bench import NOW, TALK, a_call, a_past, said, showing, write_session
from rep_keys import press, text_on, until
from textual.pilot import Pilot

# Shared by all rings of tests and so one folder up.
sys.path.append(str(Path(__file__).parent.parent))

from refusing import FULL, SHUT, Refusing, elsewhere

from callbench.domain.records import NextStep, ProspectRef
from callbench.exchange.agenda import read_agenda
from callbench.exchange.calendars import FEED
from callbench.store.index import Index
from callbench.store.rescue import owing
from callbench.store.rescue.taking import offered, take_in
from callbench.store.sessions import read_session
from callbench.tui.agenda.rows import AgendaRow
from callbench.tui.agenda.screen import AgendaScreen
from callbench.tui.context import Context
from callbench.tui.keybar import KeyBar
from callbench.tui.line_list import LineList
from callbench.tui.review.screen import ReviewScreen

DANA = TALK.prospect.name
PROMISED = datetime(2026, 12, 1, 15, 0, tzinfo=UTC)
TUESDAY = "Tue 1 Dec 2026 15:00 in London, 16:00 in Madrid"
FRIDAY = "Fri 4 Dec 2026 15:00 in London, 16:00 in Madrid"


@pytest.fixture
def past(tmp_path: Path) -> Context:
    return a_past(tmp_path)


async def opened(pilot: Pilot[int], past: Context) -> LineList[AgendaRow]:
    await pilot.app.push_screen(AgendaScreen(past))
    agenda = pilot.app.screen.query_one(LineList)
    await until(pilot, lambda: len(agenda.rows) > 1)
    return agenda


def place(agenda: LineList[AgendaRow]) -> tuple[int, str]:
    """The selected line, and the call that it is about."""
    item = agenda.row.item if agenda.row is not None else None
    return agenda.cursor, item.call if item is not None else ""


def hints(pilot: Pilot[int]) -> list[str]:
    return [name for _, name in pilot.app.screen.query_one(KeyBar).hints]


def kinds(past: Context) -> list[str]:
    calls = read_session(past.workbench.sessions / "2026-11-19T1530.json").calls
    return [added.kind for call in calls if call.id == TALK.id for added in call.addenda]


async def test_what_was_cancelled_comes_back_for_every_reader(past: Context) -> None:
    feed = past.workbench.outbox / FEED
    async with showing(past, ReviewScreen) as pilot:
        agenda = await opened(pilot, past)
        assert "Undo" not in hints(pilot)
        before = place(agenda)
        await press(pilot, "x")
        assert said(pilot) == f"cancelled: {DANA}, {TUESDAY}"
        assert "Undo" in hints(pilot)
        await until(pilot, lambda: feed.exists() and "BEGIN:VEVENT" not in feed.read_text())
        await press(pilot, "u")
        assert said(pilot) == f"undone: cancelled, {DANA}, {TUESDAY}"
        assert "Undo" not in hints(pilot)
        assert place(agenda) == before
        await until(pilot, lambda: "BEGIN:VEVENT" in feed.read_text())
        (entry,) = past.workbench.outbox.glob("*-dana-*.ics")
        assert "METHOD:PUBLISH" in entry.read_text()
        assert "SEQUENCE:2" in entry.read_text()
    # The past is not rewritten: what was done stands there, and what takes it back.
    assert kinds(past) == ["note", "cancelled", "moved"]
    with Index.open(past.workbench, past.playbook) as index:
        index.follow()
    (promise,) = read_agenda(past.workbench, NOW).agenda.coming
    assert (promise.call, promise.moves) == (TALK.id, ())


@pytest.mark.parametrize("key", ["h", "o"])
async def test_nobody_says_how_a_meeting_went_that_is_still_ahead(past: Context, key: str) -> None:
    async with showing(past, ReviewScreen) as pilot:
        await opened(pilot, past)
        assert not {"Held", "No-show"} & {*hints(pilot)}
        await press(pilot, key)
        assert said(pilot) == "still ahead: m moves, x cancels"
        assert not past.acts
    assert kinds(past) == ["note"]


async def test_moving_what_is_overdue_hides_no_miss(past: Context) -> None:
    late = replace(past, clock=lambda: NOW + timedelta(days=8))
    async with showing(late, ReviewScreen) as pilot:
        agenda = await opened(pilot, late)
        assert "kept 0 of 1" in str(agenda.border_title)
        for keys in (["m", *"4 dec 3pm", "enter", *"ill", "enter"], ["u"], ["x"], ["u"]):
            await press(pilot, *keys)
            await until(pilot, lambda: isinstance(pilot.app.screen, AgendaScreen))
            assert "kept 0 of 1" in str(agenda.border_title)
        await press(pilot, "h")
        assert "kept 1 of 1" in str(agenda.border_title)
        await press(pilot, "u")
        assert "kept 0 of 1" in str(agenda.border_title)


async def test_what_overlaps_is_marked_and_said(past: Context) -> None:
    omar = ProspectRef(id="omar", name="Omar Haddad")
    at = PROMISED + timedelta(minutes=20)
    step = NextStep(starts_at=at, wall=f"{at:%Y-%m-%dT%H:%M}", zone="Europe/London")
    other = a_call("other", NOW - timedelta(days=1), omar, "interested", next_step=step)
    write_session(past.workbench, "2026-11-23T0900", NOW - timedelta(days=1), other)
    async with showing(past, ReviewScreen) as pilot:
        agenda = await opened(pilot, past)
        shown = text_on(pilot.app)
        assert "Coming · 2 · 2 overlap" in shown
        assert "! Tue  1 Dec 15:00 in London  16:00 in Madrid  Dana Whitfield" in shown
        assert "! Tue  1 Dec 15:20                             Omar Haddad" in shown
        assert "! overlaps Omar Haddad 15:20" in shown
        await press(pilot, "j")
        assert "! overlaps Dana Whitfield 15:00" in text_on(pilot.app)
        await press(pilot, "x")
        assert agenda.rows[0].heading == "Coming · 1"
        assert not any(row.clash for row in agenda.rows)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)])
async def test_both_clocks_and_the_reason_are_there_at_any_size(
    past: Context, size: tuple[int, int]
) -> None:
    async with showing(past, ReviewScreen, size) as pilot:
        await opened(pilot, past)
        shown = text_on(pilot.app)
        assert "Agenda · times in London" in shown
        assert "Tue 1 Dec 2026 15:00 in London" in shown
        line = next(row for row in shown.splitlines() if "Tue  1 Dec 15:00" in row)
        assert "16:00 in Madrid" in line
        assert "walk the CFO th" in line
        assert "why  walk the CFO through the tariff" in shown


async def test_where_nothing_is_owed_no_pane_is_empty(past: Context) -> None:
    async with showing(past, ReviewScreen) as pilot:
        agenda = await opened(pilot, past)
        assert not pilot.app.screen.query(".-empty")
        await press(pilot, "x")
        await until(pilot, lambda: not agenda.rows)
        assert pilot.app.screen.query(".-empty")
        assert "nothing is owed to anybody" in text_on(pilot.app)


async def test_several_steps_and_over_a_closed_agenda(past: Context) -> None:
    async with showing(past, ReviewScreen) as pilot:
        await opened(pilot, past)
        await press(pilot, "m", *"4 dec 3pm", "enter", *"ill", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, AgendaScreen))
        await press(pilot, "x", "escape")
        await pilot.app.push_screen(AgendaScreen(past))
        await press(pilot, "u")
        assert said(pilot) == f"undone: cancelled, {DANA}, {FRIDAY}"
        await press(pilot, "u")
        assert said(pilot) == f"undone: moved, {DANA}, {TUESDAY}"
        await press(pilot, "u")
        assert said(pilot) == "nothing was settled here since callbench was opened"
    (promise,) = read_agenda(past.workbench, NOW).agenda.coming
    assert promise.step == TALK.next_step


async def test_a_call_that_is_gone_does_not_bar_the_way_to_what_was_before(past: Context) -> None:
    path = past.workbench.sessions / "2026-11-19T1530.json"
    async with showing(past, ReviewScreen) as pilot:
        await opened(pilot, past)
        await press(pilot, "m", *"4 dec 3pm", "enter", *"ill", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, AgendaScreen))
        await press(pilot, "x")
        path.unlink()
        await press(pilot, "u")
        assert said(pilot) == "cancelled stays: the call is not in it any more"
        assert len(past.acts) == 1


async def moved(pilot: Pilot[int]) -> None:
    """Put the promise off, and wait until the agenda is back."""
    await press(pilot, "m", *"4 dec 3pm", "enter", *"ill", "enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, AgendaScreen))


async def test_what_the_disk_refuses_is_tried_until_it_is_written(
    past: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owing, "EVERY", 0.01)
    disk = Refusing(monkeypatch, FULL, past.workbench.sessions)
    async with showing(past, ReviewScreen) as pilot:
        await opened(pilot, past)
        await moved(pilot)
        assert said(pilot).startswith(f"moved: {DANA}, Fri 4 Dec 2026 15:00")
        assert said(pilot).endswith(" · not on disk yet")
        assert "NOT ON DISK YET: disk full" in text_on(pilot.app)
        assert "not on disk yet  moved to Fri 4 Dec" in text_on(pilot.app)
        assert kinds(past) == ["note"]
        disk.gives_in()
        await until(pilot, lambda: said(pilot) == f"on disk now: moved, {DANA}")
        assert "NOT ON DISK YET" not in text_on(pilot.app)
        await press(pilot, "u")
        assert said(pilot) == f"undone: moved, {DANA}, {TUESDAY}"
    assert kinds(past) == ["note", "moved", "moved"]


async def test_what_is_refused_and_undone_is_never_written(
    past: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Refusing(monkeypatch, FULL, past.workbench.sessions)
    async with showing(past, ReviewScreen) as pilot:
        await opened(pilot, past)
        await moved(pilot)
        await press(pilot, "x", "u", "u")
        assert said(pilot) == f"undone: moved, {DANA}, {TUESDAY}"
        assert "not on disk yet" not in text_on(pilot.app)
        disk.gives_in()
    assert past.owing.close() == []
    assert kinds(past) == ["note"]


async def test_a_reason_that_is_refused_to_the_end_is_taken_in_by_the_next_start(
    tmp_path: Path, past: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere(tmp_path, monkeypatch)
    disk = Refusing(monkeypatch, SHUT, past.workbench.sessions)
    async with showing(past, ReviewScreen) as pilot:
        await opened(pilot, past)
        await moved(pilot)
    (words,) = past.owing.close()
    assert f"{DANA}, moved for a past call" in words
    disk.gives_in()
    (found,) = offered(past.workbench)
    take_in(past.workbench, found.path)
    assert kinds(past) == ["note", "moved"]
    (promise,) = read_agenda(past.workbench, NOW).agenda.coming
    assert [move.reason for move in promise.moves] == ["ill"]
