"""An addendum that is refused stays, is tried again, and outlives the screen and the program."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from past_bench import a_past, said, showing, text_of
from rep_keys import press, press_at_once, until
from textual.pilot import Pilot

# Shared by all rings of tests and so one folder up.
sys.path.append(str(Path(__file__).parent.parent))

from refusing import FULL, SHUT, Refusing, elsewhere

from callbench.store.rescue import owing
from callbench.store.rescue.places import rescued_paths
from callbench.store.session_file import SessionFile
from callbench.store.sessions import read_session
from callbench.tui.context import Context
from callbench.tui.line_list import LineList
from callbench.tui.review.screen import ReviewScreen
from callbench.tui.start.screen import StartScreen

NEWEST = "2026-11-19T1530.json"


@pytest.fixture
def past(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Context:
    elsewhere(tmp_path, monkeypatch)
    monkeypatch.setattr(owing, "EVERY", 0.01)
    return a_past(tmp_path / "bench")


@pytest.fixture
def disk(past: Context, monkeypatch: pytest.MonkeyPatch) -> Refusing:
    return Refusing(monkeypatch, FULL, past.workbench.root)


def added(past: Context, call: int = 0) -> list[str]:
    calls = read_session(past.workbench.sessions / NEWEST).calls
    return [entry.text for entry in calls[call].addenda]


def line(pilot: Pilot[int]) -> Any:
    return pilot.app.screen.query_one("#addendum")


async def add(pilot: Pilot[int], text: str, then: Callable[[], bool]) -> None:
    """Add to the first call of the newest session, and wait for what comes of it."""
    calls = pilot.app.screen.query_one("#calls", LineList)
    await until(pilot, lambda: bool(calls.rows))
    await press(pilot, "tab", "a", *text, "enter")
    await until(pilot, then)


async def refused(pilot: Pilot[int], text: str, why: str = "disk full") -> None:
    await add(pilot, text, lambda: said(pilot).startswith(f"not added yet: {why}"))


@pytest.mark.parametrize(("error", "why"), [(FULL, "disk full"), (SHUT, "permission denied")])
async def test_it_stays_in_its_line_and_goes_in_by_itself(
    past: Context, monkeypatch: pytest.MonkeyPatch, error: OSError, why: str
) -> None:
    refusing = Refusing(monkeypatch, error, past.workbench.root)
    async with showing(past, ReviewScreen, (80, 24)) as pilot:
        await refused(pilot, "she pays", why)
        assert line(pilot).display
        assert line(pilot).value == "she pays"
        assert f"NOT ADDED YET: {why}" in text_of(pilot)
        # Away from its line it is to be read with the call, and to be opened again.
        await press(pilot, "escape")
        assert not line(pilot).display
        assert "not on disk yet  she pays" in text_of(pilot)
        await press(pilot, "a")
        assert line(pilot).value == "she pays"
        refusing.gives_in()
        await until(pilot, lambda: not line(pilot).display)
        assert said(pilot) == "added to the call to Tomás Rey"
        await until(pilot, lambda: "09:00  she pays" in text_of(pilot))
        assert "NOT ADDED YET" not in text_of(pilot)
        assert "not on disk yet" not in text_of(pilot)
    assert added(past) == ["she pays"]
    assert past.owing.close() == []


async def test_leaving_the_screen_and_callbench_keeps_it_and_the_next_start_inserts_it(
    past: Context, disk: Refusing
) -> None:
    async with showing(past, StartScreen) as pilot:
        await press(pilot, "r")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReviewScreen))
        await refused(pilot, "she pays")
        await press(pilot, "escape", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, StartScreen))
        assert "Not on disk yet: Tomás Rey, a line for a past call" in text_of(pilot)
        await press(pilot, "q")
    (words,) = past.owing.close()
    (path,) = rescued_paths()
    assert f"kept in {path}, and the next start offers it: " in words
    disk.gives_in()
    again = a_past(past.workbench.root)
    async with showing(again, StartScreen) as pilot:
        assert "Rescued: 1 entry, " in text_of(pilot)
        assert "Tomás Rey, a line for a past call" in text_of(pilot)
        await press(pilot, "enter")
        assert said(pilot) == "taken in: 1 entry"
        assert "Rescued" not in text_of(pilot)
    assert added(past) == ["she pays"]
    assert rescued_paths() == []


async def test_a_review_by_itself_says_that_something_waits(past: Context, disk: Refusing) -> None:
    async with showing(past, ReviewScreen) as pilot:
        await refused(pilot, "she pays")
        await press_at_once(pilot, "ctrl+c")
    past.owing.close()
    async with showing(past, ReviewScreen) as pilot:
        await until(pilot, lambda: "saved elsewhere: `callbench` offers" in said(pilot))


async def test_what_is_changed_meanwhile_is_added_once_as_it_is_then(
    past: Context, disk: Refusing
) -> None:
    async with showing(past, ReviewScreen) as pilot:
        await refused(pilot, "she pay")
        await press(pilot, "s", "enter")
        await until(pilot, lambda: "she pays" in {one.addendum.text for one in debts(past)})
        await press(pilot, "enter")  # Once more as it is: the same one is tried.
        disk.gives_in()
        await until(pilot, lambda: not past.owing.debts)
    assert added(past) == ["she pays"]


def debts(past: Context) -> list[Any]:
    return [*past.owing.debts]


async def test_an_emptied_line_takes_it_back(
    past: Context, disk: Refusing, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is being tried at that moment can't be taken back.
    monkeypatch.setattr(owing, "EVERY", 60)
    async with showing(past, ReviewScreen) as pilot:
        await refused(pilot, "no")
        await press(pilot, "backspace", "backspace", "enter")
        assert said(pilot) == "nothing is added"
        assert not line(pilot).display
        assert "NOT ADDED YET" not in text_of(pilot)
        disk.gives_in()
        await press(pilot, "escape")
    assert past.owing.close() == []
    assert added(past) == []


async def test_a_session_that_somebody_writes_takes_it_afterwards(past: Context) -> None:
    running = SessionFile.open(past.workbench.sessions / NEWEST)
    async with showing(past, ReviewScreen) as pilot:
        try:
            await refused(pilot, "hi", "this block is still running")
        finally:
            running.close()
        await until(pilot, lambda: not line(pilot).display)
    assert added(past) == ["hi"]


async def test_a_line_that_is_being_typed_is_not_closed_by_one_that_lands(
    past: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    pay = owing.Owing.pay

    def slowly(*args: Any) -> str:
        go_on.wait(5)
        return pay(*args)

    monkeypatch.setattr(owing.Owing, "pay", slowly)
    async with showing(past, ReviewScreen) as pilot:
        calls = pilot.app.screen.query_one("#calls", LineList)
        await until(pilot, lambda: bool(calls.rows))
        await press(pilot, "tab", "a", *"one", "enter", "escape", "j", "a", *"two")
        go_on.set()
        await until(pilot, lambda: said(pilot).startswith("added"))
        assert line(pilot).display
        assert line(pilot).value == "two"
        await press(pilot, "enter")
        await until(pilot, lambda: not line(pilot).display)
    assert (added(past), added(past, 1)[-1]) == (["one"], "two")
