"""Taking an import into the workbench, and taking it back."""

from __future__ import annotations

import csv
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lead_files import plain, written

from callbench.domain.records import Prospect, replace
from callbench.exchange.leads.importer import read_leads
from callbench.exchange.leads.taking import Taken, existing_list, take, undo_last
from callbench.store.errors import StoreError
from callbench.store.lists import list_slugs, read_list, update_prospect, write_list
from callbench.store.workbench import Workbench

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DANA = ["Dana Whitfield", "Northwind Freight", "+44 20 7946 0018", "dana@example.com"]
OMAR = ["Omar Haddad", "Harbour Cold", "", "omar@example.com"]
LENA = ["Lena Fischer", "Alpine Goods", "+44 20 7946 0020", "lena@example.com"]


@pytest.fixture
def workbench(tmp_path: Path) -> Workbench:
    return Workbench.open(tmp_path / "home")


def imported(
    workbench: Workbench, rows: list[list[str]], minutes: int = 0, more: str = ""
) -> Taken:
    path = written(workbench.root.parent, plain(rows) + more)
    known = existing_list(workbench, "November: freight!")
    leads = read_leads(path, region="GB", existing=known.prospects if known else ())
    now = NOW + timedelta(minutes=minutes)
    return take(workbench, leads, "November: freight!", region="GB", now=now)


def people(workbench: Workbench) -> list[Prospect]:
    return list(read_list(workbench, "november-freight").prospects)


def names(workbench: Workbench) -> list[str]:
    return [prospect.name for prospect in people(workbench)]


def test_a_list_is_made(workbench: Workbench) -> None:
    assert imported(workbench, [DANA, OMAR]) == Taken("november-freight", None)
    made = read_list(workbench, "november-freight")
    assert (made.title, made.source, made.region) == ("November: freight!", "leads.csv", "GB")
    assert (made.imported_at, names(workbench)) == (NOW, ["Dana Whitfield", "Omar Haddad"])


def test_a_file_name_that_is_no_text_or_that_a_terminal_would_obey(workbench: Workbench) -> None:
    """As of a file from a system with another encoding."""
    path = Path(os.fsdecode(b"K\xf6ln \x1b[31m.csv"))
    leads = read_leads(path, region="GB", data=plain([DANA]).encode())
    take(workbench, leads, "November: freight!", region="GB", now=NOW)
    made = read_list(workbench, "november-freight")
    assert made.source == "K\ufffdln \ufffd[31m.csv"
    assert undo_last(workbench).source == made.source


def test_the_same_again_writes_nothing(workbench: Workbench) -> None:
    imported(workbench, [DANA, OMAR])
    before = (workbench.lists / "november-freight.json").read_bytes()
    imported(workbench, [DANA, OMAR], minutes=1)
    assert (workbench.lists / "november-freight.json").read_bytes() == before


def test_who_is_not_in_the_file_stays(workbench: Workbench) -> None:
    imported(workbench, [DANA, OMAR])
    dana, omar = people(workbench)
    imported(workbench, [[*OMAR[:2], "+44 20 7946 0019", OMAR[3]], LENA], minutes=1)
    after = people(workbench)
    assert [prospect.name for prospect in after] == [
        "Dana Whitfield",
        "Omar Haddad",
        "Lena Fischer",
    ]
    assert after[0] == dana
    assert (after[1].id, after[1].phone) == (omar.id, "+442079460019")


def test_rejected_rows_are_kept_and_harmless(workbench: Workbench) -> None:
    taken = imported(workbench, [DANA], more=',,,\n=cmd,"x\n,,n/a,\n')
    assert taken.rejected is not None
    assert taken.rejected.parent == workbench.rejected
    assert stat.S_IMODE(taken.rejected.stat().st_mode) == 0o600
    with taken.rejected.open(newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["line", "reason", "text"]
    assert [row[0] for row in rows[1:]] == ["4", "5"]
    assert rows[1][2] == "'=cmd,\"x"
    again = imported(workbench, [DANA], more=",,n/a,\n")
    assert again.rejected is not None
    assert again.rejected != taken.rejected


def test_a_first_import_undone_leaves_no_list(workbench: Workbench) -> None:
    imported(workbench, [DANA, OMAR])
    undone = undo_last(workbench)
    assert (undone.slug, undone.source, undone.removed) == ("november-freight", "leads.csv", 2)
    assert list_slugs(workbench) == []
    with pytest.raises(StoreError, match="no import to undo"):
        undo_last(workbench)


def test_an_undo_whose_record_cannot_be_removed_says_so(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is undone is undone: asking again finds nothing left to take out."""
    imported(workbench, [DANA])
    real = Path.unlink

    def unlink(path: Path, missing_ok: bool = False) -> None:
        if path.parent.name == ".undo":
            raise PermissionError(13, "Permission denied")
        real(path, missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", unlink)
        with pytest.raises(StoreError, match=r"\.undo/.*: permission denied"):
            undo_last(workbench)
    assert list_slugs(workbench) == []
    assert undo_last(workbench).removed == 0


def test_undo_takes_back_just_the_import(workbench: Workbench) -> None:
    imported(workbench, [DANA, OMAR])
    first = read_list(workbench, "november-freight")
    imported(workbench, [[*DANA[:2], "+44 20 7946 0021", DANA[3]], LENA], minutes=1)
    changed = replace(people(workbench)[0], reason="rates change", do_not_call=True)
    update_prospect(workbench, "november-freight", changed)
    undone = undo_last(workbench)
    assert (undone.removed, undone.restored) == (1, 1)
    after = read_list(workbench, "november-freight")
    dana, omar = after.prospects
    # What the rep wrote meanwhile stays; what the file changed is back.
    assert (dana.reason, dana.do_not_call, dana.phone) == ("rates change", True, "+442079460018")
    assert omar == first.prospects[1]
    assert (after.imported_at, after.undo) == (first.imported_at, first.undo)
    undo_last(workbench)
    assert list_slugs(workbench) == []


def test_a_change_made_while_the_file_was_read_stays(workbench: Workbench) -> None:
    imported(workbench, [DANA])
    known = read_list(workbench, "november-freight")
    newer = written(workbench.root.parent, plain([[*DANA[:2], "+44 20 7946 0021", DANA[3]]]))
    leads = read_leads(newer, region="GB", existing=known.prospects)
    edited = replace(known.prospects[0], do_not_call=True)
    write_list(workbench, replace(known, prospects=(edited,)))
    take(workbench, leads, "November: freight!", region="GB", now=NOW)
    dana = people(workbench)[0]
    assert (dana.phone, dana.do_not_call) == ("+442079460021", True)


def test_undo_is_possible_when_the_list_is_gone(workbench: Workbench) -> None:
    imported(workbench, [DANA])
    (workbench.lists / "november-freight.json").unlink()
    assert undo_last(workbench).removed == 0


def test_a_damaged_record_is_named(workbench: Workbench) -> None:
    imported(workbench, [DANA])
    record = next((workbench.lists / ".undo").glob("*.json"))
    record.write_text("{")
    with pytest.raises(StoreError, match=record.name):
        undo_last(workbench)


def test_only_the_last_imports_can_be_undone(workbench: Workbench) -> None:
    for minute in range(12):
        imported(workbench, [[f"Person {minute}", "", "", f"p{minute}@example.com"]], minute)
    assert len(list((workbench.lists / ".undo").iterdir())) == 10
