"""What was just added in the review, taken out again by one key."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from block_bench import a_bench, calling
from past_bench import a_past, said, showing, text_of
from rep_keys import press, press_at_once, until
from textual.pilot import Pilot

# Shared by all rings of tests and so one folder up.
sys.path.append(str(Path(__file__).parent.parent))

from refusing import FULL, Refusing, elsewhere

from callbench.domain.records import Addendum
from callbench.store.addenda import add_addendum
from callbench.store.session_file import SessionFile
from callbench.store.sessions import read_session
from callbench.tui.context import Context
from callbench.tui.line_list import LineList
from callbench.tui.review.screen import ReviewScreen

NEWEST = "2026-11-19T1530.json"


@pytest.fixture
def past(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Context:
    elsewhere(tmp_path, monkeypatch)
    return a_past(tmp_path / "bench")


def file_of(past: Context) -> Path:
    return past.workbench.sessions / NEWEST


def added(past: Context) -> list[list[str]]:
    """What was added to each call of the newest session."""
    calls = read_session(file_of(past)).calls
    return [[entry.text for entry in call.addenda] for call in calls]


async def on_calls(pilot: Pilot[int]) -> None:
    calls: LineList[Any] = pilot.app.screen.query_one("#calls", LineList)
    await until(pilot, lambda: bool(calls.rows))
    await press(pilot, "tab")


async def add(pilot: Pilot[int], past: Context, text: str, then: Sequence[Sequence[str]]) -> None:
    await press(pilot, "a", *text, "enter")
    await until(pilot, lambda: added(past) == then and said(pilot).startswith("added"))


async def test_several_lines_the_last_one_first_on_whichever_call(past: Context) -> None:
    before = file_of(past).read_bytes()
    async with showing(past, ReviewScreen, (120, 36)) as pilot:
        await on_calls(pilot)
        await add(pilot, past, "one", [["one"], ["she mailed already"], []])
        assert said(pilot) == "added · u takes it back"
        await press(pilot, "down")
        await add(pilot, past, "two", [["one"], ["she mailed already", "two"], []])
        await press(pilot, "u")
        await until(
            pilot, lambda: "taken back from the call to Dana Whitfield: “two”" in said(pilot)
        )
        assert added(past) == [["one"], ["she mailed already"], []]
        await until(pilot, lambda: "two" not in text_of(pilot).replace("“two”", ""))
        # Its words are at hand if it was the key that slipped.
        await press(pilot, "a")
        assert pilot.app.screen.query_one("#addendum").display
        assert "two" in text_of(pilot)
        await press(pilot, "escape", "u")
        await until(pilot, lambda: "taken back from the call to Tomás Rey: “one”" in said(pilot))
        assert file_of(past).read_bytes() == before
        await press(pilot, "u")
        assert said(pilot) == "nothing was added here since callbench was opened"
        await press(pilot, "escape")
    assert pilot.app.return_code == 0


async def test_keys_typed_ahead_of_the_disk(past: Context) -> None:
    before = file_of(past).read_bytes()
    async with showing(past, ReviewScreen) as pilot:
        await on_calls(pilot)
        await add(pilot, past, "one", [["one"], ["she mailed already"], []])
        await add(pilot, past, "two", [["one", "two"], ["she mailed already"], []])
        await press_at_once(pilot, "u", "u")
        await until(pilot, lambda: file_of(past).read_bytes() == before)


async def test_a_review_that_is_opened_again_knows_what_was_added(past: Context) -> None:
    async with showing(past, ReviewScreen) as pilot:
        await on_calls(pilot)
        await add(pilot, past, "one", [["one"], ["she mailed already"], []])
    async with showing(past, ReviewScreen) as pilot:
        await on_calls(pilot)
        await press(pilot, "u")
        await until(pilot, lambda: added(past)[0] == [])


async def test_what_somebody_has_added_to_since_stays_and_says_so(past: Context) -> None:
    async with showing(past, ReviewScreen) as pilot:
        await on_calls(pilot)
        await add(pilot, past, "one", [["one"], ["she mailed already"], []])
        theirs = Addendum(at=past.clock(), text="theirs")
        add_addendum(past.workbench, file_of(past), "missed", theirs)
        await press(pilot, "u")
        await until(pilot, lambda: "something else was added since: it stays" in said(pilot))
        assert added(past)[0] == ["one", "theirs"]
        await press(pilot, "u")
        assert said(pilot) == "nothing was added here since callbench was opened"


async def test_a_session_that_is_being_written_keeps_it_for_now(past: Context) -> None:
    async with showing(past, ReviewScreen) as pilot:
        await on_calls(pilot)
        await add(pilot, past, "one", [["one"], ["she mailed already"], []])
        running = SessionFile.open(file_of(past))
        try:
            await press(pilot, "u")
            await until(
                pilot, lambda: said(pilot).startswith("not taken back: this block is still")
            )
        finally:
            running.close()
        await press(pilot, "u")
        await until(pilot, lambda: added(past)[0] == [])


async def test_what_the_disk_has_refused_is_not_written_any_more(
    past: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Refusing(monkeypatch, FULL, past.workbench.root)
    async with showing(past, ReviewScreen) as pilot:
        await on_calls(pilot)
        await press(pilot, "a", *"one", "enter")
        await until(pilot, lambda: said(pilot).startswith("not added yet"))
        await press(pilot, "escape", "u")
        assert said(pilot) == "taken back from the call to Tomás Rey: “one”"
        assert "NOT ADDED YET" not in text_of(pilot)
        disk.gives_in()
    assert past.owing.close() == []
    assert added(past)[0] == []


async def test_a_call_of_the_block_that_goes_on(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path), size=(120, 36)) as rep:
        await rep.press("d", *"first", "escape", "1")
        assert rep.desk.writer.flush()
        await rep.press("r")
        await rep.until(lambda: isinstance(rep.screen, ReviewScreen))
        await rep.until(lambda: bool(rep.screen.query_one("#calls", LineList).rows))
        await rep.press("tab", "a", *"later", "enter")
        await rep.until(lambda: rep.said.startswith("added"))
        await rep.press("u")
        await rep.until(lambda: rep.said == "taken back from the call to Dana Whitfield: “later”")
        assert rep.calls[0].addenda == ()
        assert read_session(rep.desk.writer.path).calls == rep.desk.block.calls
