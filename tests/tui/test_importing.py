"""The import screen: a path, the preview, and what is taken."""

from __future__ import annotations

from pathlib import Path

import pytest
from past_bench import a_context, said, showing, text_of
from rep_keys import press, until
from textual.pilot import Pilot
from textual.widgets import Input
from textual_fspicker.parts import DirectoryNavigation

from callbench.exchange.leads.importer import read_leads
from callbench.exchange.leads.taking import take
from callbench.store.lists import list_slugs, read_list
from callbench.store.workbench import Workbench
from callbench.tui.context import Context
from callbench.tui.start.importing import ImportScreen
from callbench.tui.start.picker import LeadFilePicker, folder_of, typed_path
from callbench.tui.start.screen import StartScreen

LEADS = """\
Full Name,Business,Phone,Hobby
Dana Whitfield,Northwind Freight,020 7946 0018,chess
Omar Haddad,[red]Acme[/],020 7946 0019,
Lena Fischer,Harbour Cold,,
,,,nobody
"""


@pytest.fixture
def bench(tmp_path: Path) -> Context:
    return a_context(Workbench.open(tmp_path / "bench"))


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    path = tmp_path / "[b]november.csv"
    path.write_text(LEADS)
    return path


def line(pilot: Pilot[int], name: str) -> Input:
    return pilot.app.screen.query_one(f"#{name}", Input)


async def read(pilot: Pilot[int], path: Path) -> None:
    line(pilot, "file").value = str(path)
    await press(pilot, "enter")
    await until(pilot, lambda: "rows:" in text_of(pilot))


async def test_the_preview_says_which_priority_is_called_first(
    bench: Context, tmp_path: Path
) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("Name;Telefon;Priorität\nDana;020 7946 0018;2\nOmar;020 7946 0019;1\n")
    async with showing(bench, ImportScreen, (80, 24)) as pilot:
        await read(pilot, path)
        assert "a higher priority is called first: 2 before 1" in text_of(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_preview(bench: Context, leads: Path, size: tuple[int, int]) -> None:
    async with showing(bench, ImportScreen, size) as pilot:
        await read(pilot, leads)
        shown = text_of(pilot)
        for words in (
            "4 rows: 3 new · 0 merged · 1 rejected",
            "utf-8, commas, header in line 1",
            "1 of the new need a number",
            "Dana Whitfield",
            "[red]Acme[/]",
            "needs a number",
            "line 5: nothing to identify",
            "Enter Take them",
        ):
            assert words in shown, words
        await press(pilot, "pagedown", "pagedown")
        await until(pilot, lambda: "phone    ← Phone" in text_of(pilot))
        assert "Hobby" in text_of(pilot)
        assert list_slugs(bench.workbench) == []


async def test_taking_it_under_another_name(bench: Context, leads: Path) -> None:
    async with showing(bench, StartScreen) as pilot:
        await press(pilot, "i")
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportScreen))
        await read(pilot, leads)
        await press(pilot, *"-2", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, StartScreen))
        assert "[b]november-2: 3 new" in said(pilot)
        await until(pilot, lambda: "3 prospects" in text_of(pilot))
    taken = read_list(bench.workbench, "b-november-2")
    assert [prospect.name for prospect in taken.prospects][:1] == ["Dana Whitfield"]
    assert taken.region == "GB"
    assert len(list(bench.workbench.rejected.iterdir())) == 1


async def test_a_list_that_knows_them_already(bench: Context, leads: Path) -> None:
    current = read_leads(leads, region="GB")
    take(bench.workbench, current, "[b]november", region="GB", now=bench.clock())
    async with showing(bench, ImportScreen) as pilot:
        await read(pilot, leads)
        assert "3 are among the 3 of the list already, 0 change" in text_of(pilot)
        await press(pilot, "enter")
        assert said(pilot) == "there is nothing new in this file"
        # Under another name they are new, and the file is read again for that.
        await press(pilot, "x")
        await until(pilot, lambda: "3 new" in text_of(pilot))


async def test_a_file_that_cannot_be_read(bench: Context, tmp_path: Path) -> None:
    async with showing(bench, ImportScreen) as pilot:
        line(pilot, "file").value = str(tmp_path / "nope.csv")
        await press(pilot, "enter")
        await until(pilot, lambda: "nope.csv: no such file" in text_of(pilot))
        assert pilot.app.focused is line(pilot, "file")
        await press(pilot, "escape")


async def test_what_is_no_path_is_refused(bench: Context, tmp_path: Path) -> None:
    async with showing(bench, ImportScreen) as pilot:
        await press(pilot, "enter")
        assert said(pilot).startswith("type or paste the path")
        line(pilot, "file").value = str(tmp_path)
        await press(pilot, "enter")
        assert "is a folder" in said(pilot)


async def test_choosing_a_file_by_keys(bench: Context, leads: Path) -> None:
    odd = leads.parent / "[/b] folder"
    odd.mkdir(parents=True)
    leads.rename(odd / "leads.csv")
    (odd / "picture.png").touch()
    async with showing(bench, ImportScreen) as pilot:
        line(pilot, "file").value = str(odd)
        await press(pilot, "ctrl+o")
        await until(pilot, lambda: isinstance(pilot.app.screen, LeadFilePicker))
        picker = pilot.app.screen.query_one(DirectoryNavigation)
        await until(pilot, lambda: picker.option_count == 2)
        assert "[/b] folder" in text_of(pilot)
        await press(pilot, "a")
        await until(pilot, lambda: picker.option_count == 3)
        await press(pilot, "a", "j", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportScreen))
        await until(pilot, lambda: "4 rows:" in text_of(pilot))
        assert line(pilot, "list").value == "leads"


async def test_leaving_the_picker_keeps_the_path(bench: Context) -> None:
    async with showing(bench, ImportScreen) as pilot:
        line(pilot, "file").value = "/no/such/place"
        await press(pilot, "ctrl+o")
        await until(pilot, lambda: isinstance(pilot.app.screen, LeadFilePicker))
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportScreen))
        assert line(pilot, "file").value == "/no/such/place"


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        (" /tmp/a b.csv ", "/tmp/a b.csv"),
        ("'/tmp/a b.csv'", "/tmp/a b.csv"),
        ('"/tmp/a b.csv"', "/tmp/a b.csv"),
        ("/tmp/a\\ b\\(1\\).csv", "/tmp/a b(1).csv"),
        ("file:///tmp/a%20b.csv", "/tmp/a b.csv"),
    ],
)
def test_paths_as_terminals_paste_them(typed: str, path: str) -> None:
    assert typed_path(typed) == Path(path)


def test_no_path_and_a_path_at_home() -> None:
    assert typed_path("  ") is None
    assert typed_path("a\0b") is None
    assert typed_path("~/leads.csv") == Path.home() / "leads.csv"


def test_the_picker_starts_where_the_last_file_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert folder_of(tmp_path / "leads.csv") == tmp_path
    assert folder_of(tmp_path) == tmp_path
    assert folder_of(Path("/no/such/place")) == Path.home()
    assert folder_of(None) == Path.home()
    (tmp_path / "Downloads").mkdir()
    assert folder_of(None) == tmp_path / "Downloads"
