"""The lists: choosing what a block calls, other names, putting away."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from past_bench import NOW, a_context, said, showing, text_of
from rep_keys import press, until
from textual.pilot import Pilot

from callbench.domain.records import CallSession, Prospect
from callbench.store.list_shelf import archived_slugs
from callbench.store.lists import ProspectList, list_slugs, read_list, write_list
from callbench.store.session_file import SessionFile
from callbench.store.workbench import Workbench
from callbench.tui.block.screen import BlockScreen
from callbench.tui.context import Context
from callbench.tui.start.lists_screen import ListsScreen
from callbench.tui.start.screen import StartScreen


def somebody(number: int, like: int = 0) -> Prospect:
    """Somebody of that id, with the name and number of another."""
    whose = like or number
    return Prospect(id=f"p{number}", name=f"Person {whose}", phone=f"+4420794600{whose:02}")


@pytest.fixture
def bench(tmp_path: Path) -> Context:
    bench = Workbench.open(tmp_path / "bench")
    twin = somebody(7, like=1)
    for slug, title, people in (
        ("autumn", "Autumn", (somebody(1), somebody(2))),
        ("fair", "[b]Fair[/b]", (twin, somebody(3))),
        ("winter", "Winter", (somebody(4),)),
    ):
        write_list(bench, ProspectList(slug=slug, title=title, imported_at=NOW, prospects=people))
    return a_context(bench)


@asynccontextmanager
async def the_lists(
    context: Context, *names: str, size: tuple[int, int] = (120, 36)
) -> AsyncIterator[Pilot[int]]:
    """The screen of the lists, opened from the start screen."""
    async with showing(context, lambda bench: StartScreen(bench, names), size) as pilot:
        await press(pilot, "l")
        await until(pilot, lambda: isinstance(pilot.app.screen, ListsScreen))
        yield pilot


async def test_choosing_what_a_block_calls(bench: Context) -> None:
    async with the_lists(bench) as pilot:
        assert "3 lists chosen · 4 prospects · 1 on several lists, called once" in text_of(pilot)
        assert "✓ [b]Fair[/b]" in text_of(pilot)
        await press(pilot, "down", "space")
        assert "2 lists chosen · 3 prospects" in text_of(pilot)
        assert "· [b]Fair[/b]" in text_of(pilot)
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, BlockScreen))
        screen = pilot.app.screen
        assert isinstance(screen, BlockScreen)
        assert screen.desk.block.session.lists == ("autumn", "winter")
        assert [row.prospect.id for row in screen.desk.rows] == ["p1", "p2", "p4"]


async def test_none_all_and_one(bench: Context) -> None:
    async with the_lists(bench, "winter") as pilot:
        assert "1 list chosen · 1 prospect" in text_of(pilot)
        await press(pilot, "a")
        assert "3 lists chosen" in text_of(pilot)
        await press(pilot, "a", "enter")
        assert said(pilot) == "choose a list first: Space"
        await press(pilot, "space")
        assert "1 list chosen · 2 prospects" in text_of(pilot)


async def test_renaming(bench: Context) -> None:
    async with the_lists(bench) as pilot:
        await press(pilot, "e", *" '26", "enter")
        assert said(pilot) == "renamed: its file is autumn-26.json"
        assert "✓ Autumn '26" in text_of(pilot)
        await press(pilot, "e", "ctrl+u", *"Winter", "enter")
        assert "another list's file" in said(pilot)
        await press(pilot, "escape")
        assert "Rename" in text_of(pilot).split("\n")[-1]
    assert list_slugs(bench.workbench) == ["autumn-26", "fair", "winter"]
    assert read_list(bench.workbench, "autumn-26").title == "Autumn '26"


async def test_putting_away_and_bringing_back(bench: Context) -> None:
    async with the_lists(bench, size=(80, 24)) as pilot:
        await press(pilot, "x")
        assert said(pilot) == "Autumn is put away: x brings it back"
        assert archived_slugs(bench.workbench) == ["autumn"]
        assert "2 lists chosen · 3 prospects" in text_of(pilot)
        # It stays selected, below the others, and can only be brought back.
        assert "x Bring back" not in text_of(pilot)
        await press(pilot, "space")
        assert said(pilot) == "it is put away: x brings it back"
        await press(pilot, "x")
        assert said(pilot) == "Autumn is back"
        assert list_slugs(bench.workbench) == ["autumn", "fair", "winter"]


async def test_what_an_unfinished_session_calls_stays(bench: Context) -> None:
    session = CallSession(
        id="s", title="Tue 24 Nov", started_at=NOW, lists=("autumn",), drafts={"p": "ask for Dana"}
    )
    SessionFile.create(bench.workbench, session).close()
    async with the_lists(bench) as pilot:
        await press(pilot, "x")
        assert "session Tue 24 Nov: end that first" in said(pilot)
        await press(pilot, "enter")
        assert said(pilot) == "Enter again closes the unfinished session and begins another"
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, BlockScreen))


async def test_the_start_says_which_are_not_called(bench: Context) -> None:
    async with showing(bench, lambda context: StartScreen(context, ("winter",))) as pilot:
        text = text_of(pilot)
        assert "Autumn  2 prospects, not called" in text
        assert "Winter  1 prospect" in text
        assert "1  new" in text


async def test_there_are_no_lists(tmp_path: Path) -> None:
    async with the_lists(a_context(Workbench.open(tmp_path / "empty"))) as pilot:
        await press(pilot, "space")
        assert said(pilot) == "no list yet: i on the start screen imports one"
