"""The import screen: other columns by keys, rows that are pasted, rows listed, an import undone."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from past_bench import a_context, said, showing, text_of
from rep_keys import press, until
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from callbench.exchange.leads.importer import read_leads
from callbench.exchange.leads.taking import existing_list, take
from callbench.store.list_shelf import archive_list
from callbench.store.lists import ProspectList, list_slugs, read_list
from callbench.store.workbench import Workbench
from callbench.tui.context import Context
from callbench.tui.start import import_work as work
from callbench.tui.start.importing import ImportScreen
from callbench.tui.start.mapping_sheet import MappingSheet
from callbench.tui.start.paste_sheet import PasteSheet
from callbench.tui.start.rows_sheet import RowsSheet
from callbench.tui.start.screen import StartScreen
from callbench.tui.start.undo_sheet import UndoSheet

LEADS = """\
Record ID,First Name,Last Name,Email,Phone Number,Mobile Phone Number,[red]Hobby
1,Dana,Whitfield,dana@example.com,020 7946 0018,07700 900018,chess
2,Omar,Haddad,omar@example.com,020 7946 0019,,sailing
3,Dana,Whitfield,dana@example.com,020 7946 0018,,
,,,,,,nobody
"""
CARDS = "BEGIN:VCARD\nVERSION:4.0\nFN:Tomás Rey\nTEL:+34910500118\nEND:VCARD\n"


@pytest.fixture
def bench(tmp_path: Path) -> Context:
    return a_context(Workbench.open(tmp_path / "bench"))


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    path = tmp_path / "november.csv"
    path.write_text(LEADS)
    return path


async def shown(pilot: Pilot[int], words: str) -> None:
    await until(pilot, lambda: words in text_of(pilot))


async def read(pilot: Pilot[int], path: Path) -> None:
    pilot.app.screen.query_one("#file", Input).value = str(path)
    await press(pilot, "enter")
    await shown(pilot, "rows:")


async def open_columns(pilot: Pilot[int], path: Path) -> MappingSheet:
    await read(pilot, path)
    await press(pilot, "f4")
    await until(pilot, lambda: isinstance(pilot.app.screen, MappingSheet))
    sheet = pilot.app.screen
    assert isinstance(sheet, MappingSheet)
    return sheet


async def test_another_column_is_chosen_and_the_rows_follow(bench: Context, leads: Path) -> None:
    async with showing(bench, ImportScreen, (80, 24)) as pilot:
        await open_columns(pilot, leads)
        assert "hubspot" not in text_of(pilot)
        assert "Phone Number, then" in text_of(pilot)
        assert "+44 20 7946 0018" in text_of(pilot)
        await press(pilot, *["down"] * 5, "enter")
        # What a column looks like stands beside its name, which is no markup.
        assert "07700 900018" in text_of(pilot)
        assert "[red]Hobby" in text_of(pilot)
        await press(pilot, "down", "enter")
        await shown(pilot, "+44 7700 900018")
        assert "Mobile Phone" in text_of(pilot)
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportScreen))
        await shown(pilot, "Enter Take them")
        assert "+44 7700 900018" in text_of(pilot)
        await press(pilot, "enter")
        await until(pilot, lambda: list_slugs(bench.workbench) == ["november"])
    dana = read_list(bench.workbench, "november").prospects[0]
    assert dana.phone == "+447700900018"


async def test_a_long_file_shows_its_first_rows_while_it_is_read(
    bench: Context, leads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = Event()

    def in_time(workbench: Workbench, title: str) -> ProspectList | None:
        go_on.wait(30)
        return existing_list(workbench, title)

    monkeypatch.setattr(work, "SAMPLED", 2)
    monkeypatch.setattr(work, "existing_list", in_time)
    async with showing(bench, ImportScreen, (80, 24)) as pilot:
        pilot.app.screen.query_one("#file", Input).value = str(leads)
        await press(pilot, "enter")
        await shown(pilot, "reading on: 2 rows so far")
        assert "+44 20 7946 0019" in text_of(pilot)
        await press(pilot, "f4")
        await until(pilot, lambda: isinstance(pilot.app.screen, MappingSheet))
        await press(pilot, *["down"] * 5, "enter", "down", "enter")
        await shown(pilot, "+44 7700 900018")
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportScreen))
        assert "+44 7700 900018" in text_of(pilot)
        await press(pilot, "enter")
        assert said(pilot) == "a moment: still reading"
        go_on.set()
        await shown(pilot, "4 rows: 2 new")
        await press(pilot, "enter")
        await until(pilot, lambda: list_slugs(bench.workbench) == ["november"])
    assert read_list(bench.workbench, "november").prospects[0].phone == "+447700900018"


async def test_no_column_and_back_to_what_was_recognised(bench: Context, leads: Path) -> None:
    async with showing(bench, ImportScreen) as pilot:
        sheet = await open_columns(pilot, leads)
        await press(pilot, *["j"] * 5, "x")
        await shown(pilot, "needs a number")
        assert "phone" not in sheet._leads.mapping
        await press(pilot, "r")
        await shown(pilot, "+44 20 7946 0018")
        assert sheet._overrides == {}


async def test_what_would_leave_nothing_is_refused_and_the_rest_stays(
    bench: Context, tmp_path: Path
) -> None:
    path = tmp_path / "names.csv"
    path.write_text("Name\nDana Whitfield\nOmar Haddad\n")
    async with showing(bench, ImportScreen) as pilot:
        await open_columns(pilot, path)
        await press(pilot, "x")
        await until(pilot, lambda: "no column of names" in said(pilot))
        assert "Dana Whitfield" in text_of(pilot)
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportScreen))
        assert "Enter Take them" in text_of(pilot)


async def test_why_it_was_recognised_is_said(bench: Context, leads: Path) -> None:
    async with showing(bench, ImportScreen) as pilot:
        await read(pilot, leads)
        await shown(pilot, "hubspot because it has “Record ID”, “First Name”, “Last Name”")


async def test_every_row_that_was_merged_or_rejected(bench: Context, leads: Path) -> None:
    async with showing(bench, ImportScreen) as pilot:
        await press(pilot, "f5")
        assert said(pilot) == "read a file first"
        await read(pilot, leads)
        await press(pilot, "f5")
        await until(pilot, lambda: isinstance(pilot.app.screen, RowsSheet))
        text = text_of(pilot)
        assert "1 merged · 1 rejected" in text
        assert "line 4       merged    into Dana Whitfield: same e-mail" in text
        assert "line 5       rejected  nothing to identify" in text
        await press(pilot, "end", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportScreen))


async def test_rows_pasted_into_the_line_of_the_file(bench: Context) -> None:
    async with showing(bench, ImportScreen) as pilot:
        pilot.app.post_message(events.Paste("Name\tPhone\nDana Whitfield\t020 7946 0018\n"))
        await shown(pilot, "1 row: 1 new")
        assert pilot.app.screen.query_one("#list", Input).value == "Pasted 24 Nov"
        await press(pilot, "enter")
        await until(pilot, lambda: list_slugs(bench.workbench) == ["pasted-24-nov"])
    found = read_list(bench.workbench, "pasted-24-nov")
    assert (found.source, found.prospects[0].phone) == ("pasted rows", "+442079460018")


async def test_cards_pasted_into_the_sheet(bench: Context) -> None:
    async with showing(bench, ImportScreen) as pilot:
        await press(pilot, "f3")
        await until(pilot, lambda: isinstance(pilot.app.screen, PasteSheet))
        await press(pilot, "ctrl+s")
        assert said(pilot) == "paste something first"
        pilot.app.post_message(events.Paste(CARDS))
        await until(pilot, lambda: "Tomás" in pilot.app.screen.query_one(TextArea).text)
        await press(pilot, "ctrl+s")
        await shown(pilot, "1 row: 1 new")
        assert "vCards" in text_of(pilot)
        # Under another name it is still what was pasted.
        await press(pilot, *" 2", "enter")
        await until(pilot, lambda: list_slugs(bench.workbench) == ["pasted-24-nov-2"])


async def test_the_last_import_is_taken_back_from_the_start(bench: Context, leads: Path) -> None:
    async with showing(bench, StartScreen) as pilot:
        await press(pilot, "U")
        assert said(pilot) == "there is no import to take back"
        now = bench.clock()
        take(bench.workbench, read_leads(leads, region="GB"), "November", region="GB", now=now)
        await press(pilot, "U")
        await until(pilot, lambda: isinstance(pilot.app.screen, UndoSheet))
        assert "2 prospects that it added will leave the list." in text_of(pilot)
        assert "Nobody else is on the list" in text_of(pilot)
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, StartScreen))
        assert list_slugs(bench.workbench) == ["november"]
        await press(pilot, "U", "y")
        await until(pilot, lambda: isinstance(pilot.app.screen, StartScreen))
        assert said(pilot) == "took back november.csv: 2 taken out, 0 as they were"
        assert list_slugs(bench.workbench) == []
        await shown(pilot, "Nobody to call yet.")


async def test_why_it_cannot_be_taken_back(bench: Context, leads: Path) -> None:
    now = bench.clock()
    take(bench.workbench, read_leads(leads, region="GB"), "November", region="GB", now=now)
    archive_list(bench.workbench, "november")
    async with showing(bench, StartScreen) as pilot:
        await press(pilot, "U")
        assert said(pilot) == "november.csv is in a list that was put away: bring it back first"
