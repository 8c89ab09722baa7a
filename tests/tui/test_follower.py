"""Session files that come, change and go while the app runs, and what the screens make of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from past_bench import FIRST, NEW, TALK, TOMAS, a_call, a_past, showing, text_of, write_session
from rep_keys import press, settle, until
from textual.pilot import Pilot
from textual.widgets import Input

from callbench.domain.history import NOTHING
from callbench.domain.records import Addendum, Prospect, replace
from callbench.store import history
from callbench.store.addenda import add_addendum
from callbench.store.errors import StoreError
from callbench.store.history import read_past
from callbench.store.index import Followed, Index
from callbench.store.lists import ProspectList, write_list
from callbench.tui import follower
from callbench.tui.agenda.screen import AgendaScreen
from callbench.tui.block.screen import BlockScreen
from callbench.tui.block.sitting import new_desk
from callbench.tui.context import Context
from callbench.tui.follower import Follower, progress_bar
from callbench.tui.keybar import KeyBar
from callbench.tui.line_list import LineList
from callbench.tui.review.screen import ReviewScreen
from callbench.tui.start.screen import StartScreen
from callbench.tui.start.today import STILL_READING, read_due, today

NEWER = NEW.replace(day=20)


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test waits for seconds."""
    monkeypatch.setattr(follower, "AFTER", 0.02)
    monkeypatch.setattr(follower, "EVERY", 0.05)


@pytest.fixture
def past(tmp_path: Path) -> Context:
    return a_past(tmp_path)


def rows(pilot: Pilot[int], where: str) -> LineList[Any]:
    return pilot.app.screen.query_one(f"#{where}", LineList)


def call_of(agenda: LineList[Any]) -> str:
    assert agenda.row is not None
    return str(agenda.row.item.call)


def bar(pilot: Pilot[int]) -> KeyBar:
    return pilot.app.screen.query_one(KeyBar)


async def test_the_review_shows_what_comes_changes_and_goes(past: Context) -> None:
    async with showing(past, ReviewScreen) as pilot:
        await until(pilot, lambda: len(rows(pilot, "sessions").rows) == 2)
        await press(pilot, "down")
        sessions = rows(pilot, "sessions")
        chosen = sessions.row
        path = write_session(past.workbench, "2026-11-20T1530", NEWER, a_call("new", NEWER))
        await until(pilot, lambda: len(sessions.rows) == 3)
        assert (sessions.cursor, sessions.row) == (2, chosen)
        more = replace(FIRST, note="haulage")
        write_session(past.workbench, "2025-11-03T0900", FIRST.dialled_at, more)
        await until(pilot, lambda: "haulage" in text_of(pilot))
        path.unlink()
        await until(pilot, lambda: len(sessions.rows) == 2)
        assert sessions.cursor == 1


async def test_what_another_instance_was_quicker_to_take_in_is_shown_as_well(
    past: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Index.follow

    def second(index: Index, *given: Any, **named: Any) -> Followed:
        with Index.open(past.workbench, past.playbook) as theirs:
            whole(theirs)
        return whole(index, *given, **named)

    async with showing(past, ReviewScreen) as pilot:
        await until(pilot, lambda: len(rows(pilot, "sessions").rows) == 2)
        await followed(pilot)
        monkeypatch.setattr(Index, "follow", second)
        write_session(past.workbench, "2026-11-20T1530", NEWER, a_call("new", NEWER))
        await until(pilot, lambda: len(rows(pilot, "sessions").rows) == 3)


async def test_hits_are_searched_again(past: Context) -> None:
    async with showing(past, lambda context: ReviewScreen(context, "haulage")) as pilot:
        await until(pilot, lambda: "No call meets this:" in text_of(pilot))
        write_session(past.workbench, "2026-11-20T1530", NEWER, replace(TALK, note="haulage"))
        await until(pilot, lambda: len(rows(pilot, "hits").rows) == 1)


async def test_what_is_added_to_stays_in_sight(past: Context) -> None:
    async with showing(past, ReviewScreen) as pilot:
        await until(pilot, lambda: len(rows(pilot, "sessions").rows) == 2)
        await press(pilot, "tab", "down", "a")
        pilot.app.screen.query_one("#addendum", Input).value = "late"
        (past.workbench.sessions / "2026-11-19T1530.json").unlink()
        await followed(pilot)
        assert TALK in rows(pilot, "calls").rows
        assert "late" in text_of(pilot)


async def test_the_agenda_stays_at_its_line(past: Context) -> None:
    async with showing(past, ReviewScreen) as pilot:
        await pilot.app.push_screen(AgendaScreen(past))
        agenda = rows(pilot, "agenda")
        await until(pilot, lambda: len(agenda.rows) == 2)
        assert call_of(agenda) == TALK.id
        step = TALK.next_step
        assert step is not None
        sooner = replace(step, starts_at=step.starts_at.replace(day=1, hour=9))
        other = a_call("other", NEWER, TOMAS, "interested", next_step=sooner)
        write_session(past.workbench, "2026-11-20T1530", NEWER, other)
        await until(pilot, lambda: len(agenda.rows) == 3)
        assert call_of(agenda) == TALK.id
        path = past.workbench.sessions / "2026-11-19T1530.json"
        off = Addendum(at=NEWER, text="", kind="cancelled")
        add_addendum(past.workbench, path, TALK.id, off)
        await until(pilot, lambda: len(agenda.rows) == 2)


async def test_an_index_that_is_spoilt_under_a_running_app_comes_back(past: Context) -> None:
    async with showing(past, ReviewScreen) as pilot:
        await until(pilot, lambda: len(rows(pilot, "sessions").rows) == 2)
        with Index.open(past.workbench, past.playbook) as index:
            index.path.write_bytes(b"noise" * 3000)
            write_session(past.workbench, "2026-11-20T1530", NEWER, a_call("new", NEWER))
            await until(pilot, lambda: len(rows(pilot, "sessions").rows) == 3)
            await followed(pilot)
            assert len(index.histories()) == 3


async def test_how_far_it_is(past: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()
    whole = Index.follow

    def slowly(index: Index, progress: Any = None, *more: Any, **named: Any) -> Followed:
        progress(1, 4)
        go_on.wait(5)
        return whole(index, progress, *more, **named)

    monkeypatch.setattr(follower, "SHOWN_EVERY", 0.0)
    monkeypatch.setattr(Index, "follow", slowly)
    async with showing(past, ReviewScreen) as pilot:
        try:
            await until(pilot, lambda: "index ██░░░░░░░░ 25 %" in text_of(pilot))
            assert "Esc Back" in text_of(pilot)
            await press(pilot, "slash")
            assert "Find" in text_of(pilot)
        finally:
            go_on.set()
        await until(pilot, lambda: len(rows(pilot, "sessions").rows) == 2)
        await until(pilot, lambda: bar(pilot).progress == "")


async def test_trouble_is_told_once(past: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    async with showing(past, ReviewScreen) as pilot:
        await until(pilot, lambda: len(rows(pilot, "sessions").rows) == 2)
        await followed(pilot)
        told: list[str] = []
        monkeypatch.setattr(ReviewScreen, "say", lambda screen, words, tone="": told.append(words))
        looks: list[int] = []

        def full(index: Index, *_: Any, **__: Any) -> Followed:
            looks.append(1)
            raise StoreError(index.path, "no space left")

        monkeypatch.setattr(Index, "follow", full)
        await until(pilot, lambda: len(looks) > 3)
        assert [words for words in told if "no space left" in words] == told
        assert len(told) == 1


async def test_leaving_does_not_wait_for_a_look(
    past: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = threading.Event()

    def endless(index: Index, progress: Any, stop: Callable[[], bool], **_: Any) -> Followed:
        while not stop():
            stopped.wait(0.001)
        stopped.set()
        return Followed(complete=False)

    monkeypatch.setattr(Index, "follow", endless)
    async with showing(past, ReviewScreen) as pilot:
        await press(pilot, "escape")
    assert stopped.wait(5)
    assert pilot.app.return_code == 0


@pytest.mark.parametrize(("done", "total"), [(0, 0), (0, 3), (3, 3)])
def test_the_bar_at_its_ends(done: int, total: int) -> None:
    assert progress_bar(done, total).endswith("100 %" if done else " 0 %")


async def followed(pilot: Pilot[int]) -> None:
    """Wait until a look that begins from now on is over."""
    news: list[object] = []
    take = Follower._take

    def taken(self: Follower, *args: Any) -> None:
        news.append(args)
        take(self, *args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Follower, "_take", taken)
        await until(pilot, lambda: len(news) > 1)
    await settle(pilot)


async def test_a_block_without_an_index_knows_the_past_once_it_is_there(
    past: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "_FEW", 0)
    everything = read_past(past.workbench, past.playbook).histories
    desk = new_desk(past)
    assert (desk.past_is_complete, desk.history(TOMAS.id)) == (False, NOTHING)
    async with showing(past, lambda _: BlockScreen(desk)) as pilot:
        await until(pilot, lambda: desk.past_is_complete)
        assert desk.history(TOMAS.id) == everything[TOMAS.id] != NOTHING
        await until(pilot, lambda: "known now" in bar(pilot).message)


async def test_the_start_screen_counts_again_once_the_past_is_there(
    past: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "_FEW", 0)
    someone = Prospect(id=TOMAS.id, name=TOMAS.name, phone=TOMAS.phone, zone="Europe/London")
    freight = ProspectList(slug="a", title="A", imported_at=FIRST.dialled_at, prospects=(someone,))
    write_list(past.workbench, freight)
    due = read_due(past, [freight], [], [])
    due.rank(past.now())
    first = today(past.now(), [freight], [freight], due, [], []).plain
    assert ("1  new" in first, STILL_READING in first) == (True, True)
    async with showing(past, StartScreen) as pilot:
        await until(pilot, lambda: "0  new" in text_of(pilot))
        assert "still being read" not in text_of(pilot)
