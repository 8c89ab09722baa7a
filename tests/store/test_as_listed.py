"""The prospect of a past call, as the lists have them by now."""

from __future__ import annotations

from pathlib import Path

import pytest
from store_records import AT

from callbench.domain.records import Prospect, ProspectRef, replace
from callbench.store.list_shelf import archive_list
from callbench.store.lists import ProspectList, write_list
from callbench.store.people import as_listed
from callbench.store.workbench import Workbench

DANA = Prospect(id="dana", name="Dana Whitfield", company="Northwind", phone="+442079460018")
REF = ProspectRef(id="dana", name="D. Whitfield", company="Northwind", phone="+442079460018")


@pytest.fixture
def workbench(tmp_path: Path) -> Workbench:
    return Workbench.open(tmp_path / "workbench")


def put(workbench: Workbench, slug: str, *prospects: Prospect) -> None:
    shelf = ProspectList(slug=slug, title=slug, imported_at=AT, prospects=prospects)
    write_list(workbench, shelf)


def test_whom_no_list_has_is_as_the_call_knew_them(workbench: Workbench) -> None:
    found = as_listed(workbench, REF)
    assert (found.id, found.name, found.email) == ("dana", "D. Whitfield", "")


def test_an_address_may_stand_on_another_list_or_one_that_was_put_away(
    workbench: Workbench,
) -> None:
    put(workbench, "a", DANA)
    put(workbench, "b", replace(DANA, id="dana-2", email="dana@example.com"))
    assert as_listed(workbench, REF) == replace(DANA, email="dana@example.com")
    archive_list(workbench, "b")
    assert as_listed(workbench, REF) == replace(DANA, email="dana@example.com")


def test_a_wish_not_to_be_called_counts_on_whichever_list(workbench: Workbench) -> None:
    put(workbench, "a", DANA)
    put(workbench, "b", replace(DANA, do_not_call=True))
    assert as_listed(workbench, REF).do_not_call


def test_somebody_else_at_the_same_number_is_somebody_else(workbench: Workbench) -> None:
    put(workbench, "a", replace(DANA, id="omar", name="Omar Haddad", email="omar@example.com"))
    assert as_listed(workbench, REF).email == ""
