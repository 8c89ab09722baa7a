"""Whatever is typed on any screen and refused by the disk stays there, or is kept elsewhere."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent.parent))
sys.path.append(str(Path(__file__).parent.parent / "tui"))

from block_bench import DANA, Rep, a_bench, calling
from refusing import FULL, SHUT, Refusing, elsewhere
from textual.widgets import Input

from callbench.domain.records import Prospect
from callbench.store.config import load
from callbench.store.lists import list_slugs, read_list
from callbench.store.rescue.places import rescued_paths
from callbench.store.rescue.taking import offered, take_in
from callbench.tui.block.add_sheet import AddSheet
from callbench.tui.block.prospect_sheet import ProspectSheet
from callbench.tui.block.screen import BlockScreen
from callbench.tui.context import Context
from callbench.tui.settings.screen import SettingsScreen
from callbench.tui.start.importing import ImportScreen
from callbench.tui.start.lists_screen import ListsScreen
from callbench.tui.start.mapping_sheet import MappingSheet
from callbench.tui.start.paste_sheet import PasteSheet
from callbench.tui.start.screen import StartScreen

REFUSALS = pytest.mark.parametrize(
    ("error", "why"), [(FULL, "disk full"), (SHUT, "permission denied")]
)


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Context:
    elsewhere(tmp_path, monkeypatch)
    return a_bench(tmp_path)


async def on(rep: Rep, screen: type[object]) -> None:
    await rep.until(lambda: isinstance(rep.screen, screen))


def prospects(context: Context, slug: str) -> tuple[Prospect, ...]:
    return read_list(context.workbench, slug).prospects


@REFUSALS
async def test_a_setting(
    bench: Context, monkeypatch: pytest.MonkeyPatch, error: OSError, why: str
) -> None:
    disk = Refusing(monkeypatch, error, bench.workbench.root)
    async with calling(bench, StartScreen) as rep:
        await rep.press("comma")
        await on(rep, SettingsScreen)
        await rep.press("enter", "ctrl+u", *"Kim", "enter")
        assert rep.said.endswith(why) or rep.said.endswith("folder is read-only")
        assert rep.screen.query_one(Input).value == "Kim"
        disk.gives_in()
        await rep.press("enter")
        assert rep.said == "Your name: saved"
    assert load(bench.workbench).rep == "Kim"


@REFUSALS
async def test_the_name_of_a_list(
    bench: Context, monkeypatch: pytest.MonkeyPatch, error: OSError, why: str
) -> None:
    disk = Refusing(monkeypatch, error, bench.workbench.root)
    async with calling(bench, StartScreen) as rep:
        await rep.press("l")
        await on(rep, ListsScreen)
        await rep.press("e", "ctrl+u", *"Freight", "!", "enter")
        assert rep.said.endswith(why)
        assert rep.screen.query_one(Input).value == "Freight!"
        disk.gives_in()
        await rep.press("enter")
    assert read_list(bench.workbench, "freight").title == "Freight!"


@REFUSALS
async def test_an_import_with_its_name_and_its_columns(
    bench: Context, monkeypatch: pytest.MonkeyPatch, error: OSError, why: str
) -> None:
    disk = Refusing(monkeypatch, error, bench.workbench.root)
    async with calling(bench, StartScreen, size=(120, 36)) as rep:
        await rep.press("i")
        await on(rep, ImportScreen)
        await rep.press("f3")
        await on(rep, PasteSheet)
        await rep.press(*"who,number,about\nRosa Lindt,020 7946 0077,two sites", "ctrl+s")
        await rep.until(lambda: "1 row: 1 new" in rep.text)
        await rep.press("f4")
        await on(rep, MappingSheet)
        sheet = rep.screen
        assert isinstance(sheet, MappingSheet)
        wanted = [*sheet._fields.rows].index("notes")
        await rep.press(*["j"] * wanted, "enter", "j", "j", "j", "enter", "escape")
        await rep.until(lambda: "1 row: 1 new" in rep.text and isinstance(rep.screen, ImportScreen))
        rep.screen.query_one("#list", Input).value = "Fair"
        await rep.press("enter")
        await rep.until(lambda: rep.said.endswith(why))
        assert rep.screen.query_one("#list", Input).value == "Fair"
        disk.gives_in()
        await rep.press("enter")
        await on(rep, StartScreen)
    (rosa,) = prospects(bench, "fair")
    assert (rosa.name, rosa.notes) == ("Rosa Lindt", "two sites")


async def test_rows_that_cant_be_read_stand_there_again(bench: Context) -> None:
    async with calling(bench, StartScreen, size=(120, 36)) as rep:
        await rep.press("i")
        await on(rep, ImportScreen)
        for key in ("ctrl+s", "escape"):
            await rep.press("f3")
            await on(rep, PasteSheet)
            await rep.press(*"Rosa", key)
            await on(rep, ImportScreen)
            await rep.app.workers.wait_for_complete()
            await rep.press("f3")
            await on(rep, PasteSheet)
            assert "Rosa" in rep.text
            await rep.press(*["backspace"] * 8, "escape")
            await on(rep, ImportScreen)
    assert list_slugs(bench.workbench) == ["freight"]


@REFUSALS
async def test_a_prospect_edited_and_one_added_by_hand(
    bench: Context, error: OSError, why: str
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        Refusing(patch, error, bench.workbench.root)
        async with calling(bench) as rep:
            await rep.press("i")
            await on(rep, ProspectSheet)
            await rep.press(*"rates change", "tab", *"two sites", "ctrl+s")
            await on(rep, BlockScreen)
            await rep.until(lambda: f"1 NOT WRITTEN: {why}"[:24] in rep.text)
            await rep.press("a")
            await on(rep, AddSheet)
            await rep.press(*"Rosa Lindt", "enter", *"020 7946 0077", "ctrl+s")
            await on(rep, BlockScreen)
            await rep.until(lambda: any(row.prospect.name == "Rosa Lindt" for row in rep.desk.rows))
        bench.owing.close()
    assert prospects(bench, "freight")[0] == DANA
    for rescued in offered(bench.workbench):
        take_in(bench.workbench, rescued.path)
    dana, *_ = prospects(bench, "freight")
    assert (dana.reason, dana.notes) == ("rates change", "two sites")
    assert [one.name for one in prospects(bench, "by-hand")] == ["Rosa Lindt"]
    assert rescued_paths() == []
