"""Undoing an import whose list goes by another name by now, or was put away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from callbench.exchange.leads.importer import read_leads
from callbench.exchange.leads.taking import Undone, existing_list, last_import, take, undo_last
from callbench.store.errors import StoreError
from callbench.store.list_shelf import archive_list, rename_list, restore_list
from callbench.store.lists import list_slugs
from callbench.store.workbench import Workbench

MINUTES = count()
"""No two imports are of the same moment."""


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    bench = Workbench.open(tmp_path / "bench")
    leads(bench, "Dana Whitfield,020 7946 0018\nOmar Haddad,020 7946 0019\n")
    return bench


def leads(bench: Workbench, rows: str, title: str = "Leads") -> None:
    path = bench.root / "leads.csv"
    path.write_text(f"Name,Phone\n{rows}")
    current = existing_list(bench, title)
    known = current.prospects if current else ()
    read = read_leads(path, region="GB", existing=known)
    now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC) + timedelta(minutes=next(MINUTES))
    take(bench, read, title, region="GB", now=now)


def test_what_undoing_would_do_is_said_before(bench: Workbench) -> None:
    assert last_import(bench) == Undone("leads", "leads.csv", 2, 0, whole=True)
    assert list_slugs(bench) == ["leads"]
    leads(bench, "Dana Whitfield,020 7946 0018\nLena Fischer,020 7946 0020\n")
    told = last_import(bench)
    assert told == Undone("leads", "leads.csv", 1, 0, whole=False)
    assert undo_last(bench) == told
    assert undo_last(bench).whole
    assert last_import(bench) is None


def test_a_list_that_was_renamed_is_found(bench: Workbench) -> None:
    rename_list(bench, "leads", "December")
    assert undo_last(bench) == Undone("december", "leads.csv", 2, 0, whole=True)
    assert list_slugs(bench) == []


def test_another_list_of_the_old_name_is_left_alone(bench: Workbench) -> None:
    rename_list(bench, "leads", "December")
    leads(bench, "Lena Fischer,020 7946 0020\n")
    assert undo_last(bench).slug == "leads"
    leads(bench, "Lena Fischer,020 7946 0020\n")
    rename_list(bench, "leads", "January")
    assert undo_last(bench).slug == "january"
    assert undo_last(bench).slug == "december"


def test_one_that_was_put_away_is_brought_back_first(bench: Workbench) -> None:
    archive_list(bench, "leads")
    for ask in (last_import, undo_last):
        with pytest.raises(StoreError, match="put away: bring it back first"):
            ask(bench)
    restore_list(bench, "leads")
    assert undo_last(bench).removed == 2
