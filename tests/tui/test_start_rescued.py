"""The start screen offers what was saved elsewhere, and takes it in by one key."""

from __future__ import annotations

from pathlib import Path

import pytest
from block_bench import DANA, OMAR, Rep, a_bench, calling
from refusing import FULL, SHUT, Refusing, elsewhere

from callbench.domain.records import replace
from callbench.store.lists import read_list
from callbench.store.rescue.places import rescued_paths
from callbench.store.session_names import session_paths
from callbench.store.sessions import read_session
from callbench.tui.block.opening import block_on
from callbench.tui.block.screen import BlockScreen
from callbench.tui.block.sitting import new_desk
from callbench.tui.context import Context
from callbench.tui.start.screen import StartScreen


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere(tmp_path, monkeypatch)


@pytest.fixture
def bench(tmp_path: Path) -> Context:
    return a_bench(tmp_path)


def left(context: Context, note: str = "she is in", *, saved: str = "") -> Path:
    """A block whose disk refused it to the end, after it had taken a first note or nothing."""
    with pytest.MonkeyPatch.context() as patch:
        disk = Refusing(patch, FULL, *(() if saved else (context.workbench.root,)))
        desk = new_desk(context)
        desk.dial(DANA)
        if saved:
            desk.block.note(saved)
            assert desk.writer.flush()
            disk.folders.append(str(context.workbench.root.resolve()))
        desk.block.note(note)
        assert not desk.close()
        desk.rescue()
    assert desk.rescued_to is not None
    return desk.rescued_to


def notes(context: Context) -> list[list[str]]:
    paths = session_paths(context.workbench)
    return [[call.note for call in read_session(path).calls] for path in paths]


@pytest.mark.parametrize("saved", ["", "she"])
async def test_one_key_takes_it_in_and_the_next_goes_on_with_it(bench: Context, saved: str) -> None:
    path = left(bench, saved=saved)
    async with calling(bench, StartScreen, size=(80, 24)) as rep:
        for words in (
            "Rescued: Tue 24 Nov 2026, 10:00, 1 call 10:00",
            "last: Dana Whitfield “she is in”",
            f"disk full: it is in ~/{path.name}",
            "Enter takes it into the workbench",
        ):
            assert words in rep.text, words
        assert ("u goes on with it" in rep.text) == bool(saved)
        assert rep.hints[0] == "Take it in"
        assert "Enter Take it in  " in rep.text
        assert "Enter Go on" not in rep.text
        await rep.press("enter")
        assert rep.said == "taken in: 1 call"
        assert "Rescued" not in rep.text
        assert notes(bench) == [["she is in"]]
        assert not path.exists()
        await rep.press("enter")
        await rep.until(lambda: isinstance(rep.screen, BlockScreen))
        assert rep.note == "she is in"


async def test_two_of_them(bench: Context) -> None:
    left(bench, "first")
    left(bench, "second")
    async with calling(bench, StartScreen) as rep:
        assert rep.text.count("Rescued: ") == 2
        assert "Enter takes both into the workbench" in rep.text
        await rep.press("t")
        assert rep.said == "taken in: 2 calls"
        assert sorted(notes(bench)) == [["first"], ["second"]]
        assert rescued_paths() == []
        await rep.press("t")
        assert rep.said == "nothing was saved elsewhere"


@pytest.mark.parametrize(("error", "reason"), [(FULL, "disk full"), (SHUT, "folder is read-only")])
async def test_what_is_refused_still_stays_offered_and_says_why(
    bench: Context, monkeypatch: pytest.MonkeyPatch, error: OSError, reason: str
) -> None:
    path = left(bench)
    disk = Refusing(monkeypatch, error, bench.workbench.root)
    async with calling(bench, StartScreen) as rep:
        await rep.press("enter")
        assert f"not taken in: 2026-11-24T1000.json {reason}" in rep.text
        assert rep.said.endswith(reason)
        assert path.exists()
        disk.gives_in()
        await rep.press("enter")
        assert "not taken in" not in rep.text
        assert notes(bench) == [["she is in"]]


async def test_a_block_called_for_by_name_offers_it_first(bench: Context) -> None:
    left(bench)
    async with calling(bench, block_on(["freight"], 5)) as rep:
        assert isinstance(rep.screen, StartScreen)
        # It can wait: what is there is not touched by a block that begins.
        assert "d begins a block" in rep.text
        await rep.press("d")
        await rep.until(lambda: isinstance(rep.screen, BlockScreen))
        assert rep.desk.block.session.target_calls == 5
    assert len(rescued_paths()) == 1


async def research(rep: Rep, words: str) -> None:
    await rep.press("i")
    await rep.press("tab", *words, "ctrl+s")
    await rep.until(lambda: isinstance(rep.screen, BlockScreen))


async def test_a_block_that_ends_on_a_full_disk_is_offered_at_once(
    bench: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Refusing(monkeypatch, FULL, bench.workbench.root)
    async with calling(bench) as rep:
        await research(rep, "two sites")
        await rep.press("d", *"she is in", "f1", "escape")
        await rep.press("Q", "enter")
        await rep.until(lambda: isinstance(rep.screen, StartScreen))
        assert "Rescued: Tue 24 Nov 2026, 10:00, 1 call 10:00" in rep.text
        assert "Not on disk yet: Dana Whitfield, list freight" in rep.text
        (words,) = rep.app.last_words
        assert "the next start offers it" in words
        disk.gives_in()
        await rep.press("enter")
        assert rep.said == "taken in: 1 call"
        # What is taken in by now is not called away when callbench leaves.
        assert rep.app.last_words == ()
        assert notes(bench) == [["she is in"]]
    assert bench.owing.close() == []
    assert read_list(bench.workbench, "freight").prospects[0].notes == "two sites"


async def test_what_else_was_refused_is_named_and_taken_in(bench: Context) -> None:
    with pytest.MonkeyPatch.context() as patch:
        Refusing(patch, SHUT, bench.workbench.root)
        async with calling(bench) as rep:
            await research(rep, "two sites")
            rep.desk.add(replace(OMAR, id="new", name="Rosa Lindt", phone="+442079460077"))
        (words,) = bench.owing.close()
        assert "the next start offers it" in words
    async with calling(bench, StartScreen, size=(80, 24)) as rep:
        assert "2 entries, " in rep.text
        assert "Dana Whitfield, list freight" in rep.text
        assert "Rosa Lindt, new on list by-hand" in rep.text
        await rep.press("enter")
        assert rep.said.startswith("taken in: ")
        assert "2 entries" in rep.said
    assert read_list(bench.workbench, "freight").prospects[0].notes == "two sites"
    assert read_list(bench.workbench, "by-hand").prospects[0].name == "Rosa Lindt"
    assert rescued_paths() == []
