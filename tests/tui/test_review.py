"""Looking back: the panes of the review, the search in it, and adding to a call."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from past_bench import (
    DANA,
    NEW,
    NOW,
    a_call,
    a_context,
    a_past,
    said,
    showing,
    text_of,
    write_session,
)
from rep_keys import draw, press, settle, until
from textual.pilot import Pilot
from textual.widgets import Input

from callbench.store.archive import Archive
from callbench.store.index import Index, IndexDamaged
from callbench.store.index.places import index_path
from callbench.store.sessions import read_session
from callbench.store.workbench import Workbench
from callbench.tui.context import Context
from callbench.tui.line_list import LineList
from callbench.tui.review.screen import ReviewScreen
from callbench.tui.review.timeline import TimelineScreen


def rows(pilot: Pilot[int], where: str) -> LineList[Any]:
    return pilot.app.screen.query_one(f"#{where}", LineList)


def selected(pilot: Pilot[int], where: str) -> Any:
    row: Any = rows(pilot, where).row
    return row


async def read(pilot: Pilot[int]) -> None:
    await until(pilot, lambda: bool(rows(pilot, "sessions").rows))
    await settle(pilot)


async def type_in(pilot: Pilot[int], text: str) -> None:
    await press(pilot, *("space" if char == " " else char for char in text))


async def find(pilot: Pilot[int], text: str, hits: int) -> None:
    await press(pilot, "slash")
    pilot.app.screen.query_one("#find", Input).value = text
    await until(pilot, lambda: len(rows(pilot, "hits").rows) == hits)
    await settle(pilot)


@pytest.fixture
def past(tmp_path: Path) -> Context:
    return a_past(tmp_path)


SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)])


@SIZES
async def test_sessions_newest_first_with_calls_and_the_call(
    past: Context, size: tuple[int, int]
) -> None:
    async with showing(past, ReviewScreen, size) as pilot:
        await read(pilot)
        await press(pilot, "tab", "down")
        await settle(pilot)
        shown = text_of(pilot)
        assert shown.index("Thu 19 Nov 15:30") < shown.index("3 Nov 2025 09:00")
        for words in (
            "Sessions · 2",
            "15:31 Tomás Rey",
            "15:33 Dana Whitfield",
            "interested",
            "attempt 2, follow-up call",
            "talked 4:00",
            "? does it do multi-drop  ✓",
            "Esc Back",
            "? Keys",
        ):
            assert words in shown, words


async def test_the_call_in_full(past: Context) -> None:
    async with showing(past, ReviewScreen) as pilot:
        await read(pilot)
        await press(pilot, "tab", "down")
        await settle(pilot)
        shown = text_of(pilot)
        for words in (
            "Dana Whitfield · Northwind Freight",
            "+44 20 7946 0018",
            "100% sure? one more issue",
            "“CFO has to sign”",
            "Tue 1 Dec 2026 15:00 in London, 16:00 in Madrid · 30 min",
            "why walk the CFO through the tariff",
            "→ 1 Dec 15:00",
        ):
            assert words in shown, words
        await press(pilot, "tab", "end")
        await until(pilot, lambda: "she mailed already" in text_of(pilot))


async def test_text_is_shown_literally(past: Context) -> None:
    async with showing(past, ReviewScreen) as pilot:
        await read(pilot)
        await press(pilot, "tab", "end")
        await settle(pilot)
        shown = text_of(pilot)
        assert "[/b] plan · [@click=app.quit]Acme[/]" in shown
        assert "[red]no[/]" in shown
        await find(pilot, "acme", 1)
        assert "[@click=app.quit]Acme[/]" in text_of(pilot)


async def test_the_frame_does_not_wait_for_the_files(
    past: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def slowly(_: Archive) -> None:
        go_on.wait(5)

    monkeypatch.setattr(Archive, "take_up", slowly)
    async with showing(past, ReviewScreen) as pilot:
        try:
            await until(pilot, lambda: "Sessions · reading…" in text_of(pilot))
            await press(pilot, "p")
            assert said(pilot) == "reading…"
        finally:
            go_on.set()
        await until(pilot, lambda: "No session yet" in text_of(pilot))


async def test_find_as_typed_jump_and_back(past: Context) -> None:
    async with showing(past, ReviewScreen) as pilot:
        await read(pilot)
        await find(pilot, "PRICE", 2)
        shown = text_of(pilot)
        assert shown.index("said the Prïce") < shown.index("asked for the price list")
        assert "Find · 2 calls, newest first" in shown
        await press(pilot, "down", "enter")
        assert selected(pilot, "sessions").session.id == "id-of-2025-11-03T0900"
        assert selected(pilot, "calls").id == "first"
        assert pilot.app.focused is rows(pilot, "calls")
        await press(pilot, "escape")
        assert pilot.app.screen.has_class("-finding")
        await until(pilot, lambda: rows(pilot, "hits").cursor == 1)
        await press(pilot, "escape")
        assert not pilot.app.screen.has_class("-finding")
        assert pilot.app.screen_stack[-1].is_running


async def test_filters_and_exclusions_are_no_words_to_highlight(past: Context) -> None:
    async with showing(past, ReviewScreen) as pilot:
        await read(pilot)
        await find(pilot, "outcome:voicemail said -agreed prï", 1)
        screen = pilot.app.screen
        assert isinstance(screen, ReviewScreen)
        marked = [
            text for text, style in screen._rows.hit(selected(pilot, "hits"), 90) if style == "hit"
        ]
        assert marked == ["said", "Prï"]


async def test_words_may_be_in_several_places(past: Context) -> None:
    async with showing(past, ReviewScreen) as pilot:
        await read(pilot)
        await find(pilot, "kolhus prïc", 1)
        await press(pilot, "tab", "c")
        assert said(pilot).startswith("note copied")
        assert pilot.app.clipboard == "said the Prïce"


@pytest.fixture
def slow_search(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Searches that wait for this."""
    go_on = threading.Event()
    search = Archive.search

    def slowly(self: Archive, text: str, **more: Any) -> Any:
        go_on.wait(5)
        return search(self, text, **more)

    monkeypatch.setattr(Archive, "search", slowly)
    return go_on


async def test_an_enter_typed_ahead_of_the_hits_is_kept(
    past: Context, slow_search: threading.Event
) -> None:
    async with showing(past, ReviewScreen) as pilot:
        await read(pilot)
        await press(pilot, "slash", "l", "i", "s", "t", "enter")
        slow_search.set()
        await until(pilot, lambda: pilot.app.screen.has_class("-browsing"))
        assert selected(pilot, "calls").id == "first"


@pytest.mark.parametrize(("typed", "line"), [("interested", "outcome:interested"), ("li", "li")])
async def test_a_tab_typed_ahead_of_the_hits_takes_what_is_offered_or_goes_to_them(
    past: Context, slow_search: threading.Event, typed: str, line: str
) -> None:
    async with showing(past, ReviewScreen) as pilot:
        await read(pilot)
        await press(pilot, "slash", *typed, "tab")
        slow_search.set()
        await until(pilot, lambda: len(rows(pilot, "hits").rows) == 1)
        find_line = pilot.app.screen.query_one("#find", Input)
        assert find_line.value == line
        assert (pilot.app.screen.focused is find_line) == (line != typed)


async def test_a_search_by_number_shows_the_number(past: Context) -> None:
    async with showing(past, lambda context: ReviewScreen(context, "0118")) as pilot:
        await until(pilot, lambda: "+34 910 50 01 18" in text_of(pilot))
        assert "Tomás Rey" in text_of(pilot)


async def test_a_query_from_the_command_line(past: Context) -> None:
    async with showing(past, lambda context: ReviewScreen(context, "cfo")) as pilot:
        await until(pilot, lambda: len(rows(pilot, "hits").rows) == 1)
        await until(pilot, lambda: "CFO has to sign" in text_of(pilot))


async def test_nothing_found(past: Context) -> None:
    async with showing(past, ReviewScreen) as pilot:
        await read(pilot)
        await press(pilot, "slash", "z", "z")
        await until(pilot, lambda: "No call meets this:" in text_of(pilot))
        await press(pilot, "enter", "tab", "p")
        assert said(pilot) == "no call is selected"


async def test_a_date_written_like_words_is_said_as_it_is_read(past: Context) -> None:
    async with showing(past, ReviewScreen, size=(80, 24)) as pilot:
        await read(pilot)
        await press(pilot, "slash")
        await type_in(pilot, "price before march")
        await until(pilot, lambda: "before Sun 1 Mar 2026" in text_of(pilot))
        assert "1 call, newest first" in text_of(pilot)


async def test_what_finds_nothing_says_by_which_filters_and_what_to_drop(past: Context) -> None:
    async with showing(past, ReviewScreen, size=(80, 24)) as pilot:
        await read(pilot)
        await press(pilot, "slash")
        await type_in(pilot, "list since 20 november")
        await until(pilot, lambda: "without “since 20 november”: 1 call" in text_of(pilot))
        for line in ("No call meets all of this:", "“list”", "since Fri 20 Nov 2026"):
            assert line in text_of(pilot)
        await press(pilot, "escape")
        assert "No call meets" not in text_of(pilot)


async def test_what_can_be_typed_is_said_while_nothing_is(past: Context) -> None:
    async with showing(past, ReviewScreen, size=(80, 24)) as pilot:
        await read(pilot)
        await press(pilot, "slash")
        said_so = ("outcome:", "not-known-yet", "since march", "on tuesday", "has:", "-happy")
        await until(pilot, lambda: all(words in text_of(pilot) for words in said_so))


async def test_a_word_that_names_an_outcome_is_offered_as_one(past: Context) -> None:
    async with showing(past, ReviewScreen, size=(80, 24)) as pilot:
        await read(pilot)
        await press(pilot, "slash")
        await type_in(pilot, "interested")
        # Of the whole word, and not of the beginning that was looked for meanwhile.
        await until(pilot, lambda: "Tab outcome:interested" in text_of(pilot))
        assert "as outcome:interested: 1 call" in text_of(pilot)
        await press(pilot, "tab")
        await until(pilot, lambda: len(rows(pilot, "hits").rows) == 1)
        assert pilot.app.screen.query_one("#find", Input).value == "outcome:interested"
        assert selected(pilot, "hits").call.id == "talk"
        # With nothing more to offer, Tab goes to the hits as before.
        assert "Tab To the hits" in text_of(pilot)
        await press(pilot, "tab")
        assert pilot.app.screen.focused is rows(pilot, "hits")
        await press(pilot, "slash", "ctrl+u")
        await type_in(pilot, "outcome:voi")
        await until(pilot, lambda: "Tab outcome:voicemail" in text_of(pilot))


async def test_an_addendum_is_appended(past: Context) -> None:
    async with showing(past, ReviewScreen) as pilot:
        await read(pilot)
        await press(pilot, "tab", "down", "a")
        await type_in(pilot, "she pays")
        await press(pilot, "enter")
        await until(pilot, lambda: said(pilot).startswith("added"))
        await until(pilot, lambda: "Tue 24 Nov 2026 09:00  she pays" in text_of(pilot))
        assert selected(pilot, "calls").id == "talk"
    path = past.workbench.sessions / "2026-11-19T1530.json"
    added = read_session(path).calls[1].addenda
    assert [entry.text for entry in added] == ["she mailed already", "she pays"]
    assert added[-1].at == NOW


async def test_what_was_typed_and_not_entered_is_dropped_at_the_second_time(past: Context) -> None:
    async with showing(past, ReviewScreen) as pilot:
        await read(pilot)
        await press(pilot, "tab", "a", "h", "i", "escape")
        assert not pilot.app.screen.query_one("#addendum").display
        await press(pilot, "a")
        assert "hi" in text_of(pilot)
        await press(pilot, "escape", "escape")
        assert "not entered" in said(pilot)
        await press(pilot, "escape")
    assert pilot.app.return_code == 0


async def test_a_session_of_a_newer_version_is_only_shown(tmp_path: Path) -> None:
    context = a_past(tmp_path)
    path = context.workbench.sessions / "2026-11-19T1530.json"
    path.write_text(path.read_text().replace('"format": 1', '"format": 9'))
    async with showing(context, ReviewScreen) as pilot:
        await read(pilot)
        await press(pilot, "a")
        assert "newer callbench" in said(pilot)


async def test_the_prospects_timeline(past: Context) -> None:
    async with showing(past, ReviewScreen) as pilot:
        await read(pilot)
        await press(pilot, "tab", "down", "p")
        await until(pilot, lambda: isinstance(pilot.app.screen, TimelineScreen))
        await settle(pilot)
        shown = text_of(pilot)
        assert "2 attempts · 1 conversation · 1 promise  " in shown
        assert shown.index("Thu 19 Nov 2026") < shown.index("Mon 3 Nov 2025")
        assert "promise still to come" in shown
        assert "added Thu 19 Nov 2026 17:30  she mailed already" in shown
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ReviewScreen)


async def test_where_the_file_is(past: Context) -> None:
    async with showing(past, ReviewScreen) as pilot:
        await read(pilot)
        await press(pilot, "f")
        assert said(pilot).endswith("sessions/2026-11-19T1530.json")


async def test_a_damaged_file_is_named_and_the_rest_is_shown(past: Context) -> None:
    (past.workbench.sessions / "2026-01-01T0900.json").write_text("{")
    async with showing(past, ReviewScreen) as pilot:
        await read(pilot)
        assert said(pilot).startswith("2026-01-01T0900.json: ")
        assert len(rows(pilot, "sessions").rows) == 2


async def test_a_hit_that_is_gone_meanwhile_is_not_gone_to(past: Context) -> None:
    async with showing(past, ReviewScreen) as pilot:
        await read(pilot)
        await find(pilot, "multi", 1)
        # As where another window forgets somebody, before the hits are looked up again.
        path = selected(pilot, "hits").session.path
        path.unlink()
        with Index.open(past.workbench, past.playbook) as index:
            index.follow()
        await press(pilot, "enter")
        assert said(pilot) == f"{path}: the call is not in it any more"


async def test_a_session_that_nobody_can_read_any_more_is_named(past: Context) -> None:
    async with showing(past, ReviewScreen) as pilot:
        await read(pilot)
        for line in rows(pilot, "sessions").rows:
            line.path.unlink()
        damaged = IndexDamaged(index_path(past.workbench.root))
        with mock.patch.object(Index, "calls", side_effect=damaged):
            await press(pilot, "down")
            assert said(pilot) == f"{selected(pilot, 'sessions').path}: does not exist"


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_leaving_the_only_screen_leaves_callbench(past: Context, key: str) -> None:
    async with showing(past, ReviewScreen) as pilot:
        await read(pilot)
        await press(pilot, key)
    assert pilot.app.return_code == 0


async def test_leaving_goes_back_where_there_is_a_screen_before(past: Context) -> None:
    async with showing(past, ReviewScreen) as pilot:
        await read(pilot)
        before = pilot.app.screen
        pilot.app.push_screen(ReviewScreen(past))
        await until(pilot, lambda: pilot.app.screen is not before)
        await until(pilot, lambda: bool(pilot.app.screen.query("#sessions")))
        await read(pilot)
        await press(pilot, "escape")
        assert pilot.app.screen is before


async def test_keys_typed_at_once_are_about_what_is_selected_by_then(past: Context) -> None:
    async with showing(past, ReviewScreen) as pilot:
        await read(pilot)
        await press(pilot, "down", "p")
        await until(pilot, lambda: isinstance(pilot.app.screen, TimelineScreen))
        assert "2 attempts" in text_of(pilot)


async def test_only_what_is_in_sight_is_drawn(tmp_path: Path) -> None:
    bench = Workbench.open(tmp_path)
    calls = (a_call(str(number), NEW, DANA) for number in range(3000))
    write_session(bench, "2026-11-19T1530", NEW, *calls)
    async with showing(a_context(bench), ReviewScreen) as pilot:
        await read(pilot)
        drawn: list[str] = []
        calls_list = rows(pilot, "calls")
        paint = calls_list._paint

        def counted(row: Any, width: int) -> Any:
            drawn.append(row.id)
            return paint(row, width)

        calls_list._paint = counted
        for key in ("tab", "end", "up"):
            await press(pilot, key)
            draw(pilot.app)
        assert selected(pilot, "calls").id == "2998"
        assert 0 < len(set(drawn)) < 100
