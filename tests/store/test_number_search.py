"""A call is found again by digits of the number that was called."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from index_bench import NOW, PLAYBOOK, write
from store_records import AT, a_call, a_session

from callbench.domain.records import ProspectRef
from callbench.domain.search_line import parse
from callbench.store.archive import Archive
from callbench.store.index import Index
from callbench.store.index.search import _NUMBERS
from callbench.store.workbench import Workbench

PRIYA = ProspectRef(id="priya", name="Priya Nair", phone="+442079460133")
TOMAS = ProspectRef(id="tomas", name="Tomás Rey", phone="+34910500118")
GRACE = ProspectRef(id="grace", name="Grace Oduya", phone="020 7946 0217")
NOBODY = ProspectRef(id="nobody", name="Nobody")
CALLS = (
    a_call(1, id="priya", prospect=PRIYA, note="four vans instead of five"),
    a_call(2, id="tomas", prospect=TOMAS, note="ring 7946 0133, his sister", disposition="later"),
    a_call(3, id="grace", prospect=GRACE, note="4,500 a year since 2026", disposition="later"),
    a_call(4, id="nobody", prospect=NOBODY),
)


def hits(index: Index, typed: str) -> list[str]:
    return [found.call.id for found in index.search(parse(typed, NOW), limit=100)]


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    bench = Workbench.open(tmp_path)
    write(bench, "2026-11-24T0900.json", a_session(), CALLS)
    return bench


@pytest.fixture
def index(bench: Workbench) -> Iterator[Index]:
    with Index.open(bench, PLAYBOOK) as index:
        index.follow()
        yield index


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        # The words of a note are found as before, and the number beside them.
        ("7946 0133", {"priya", "tomas"}),
        ("0133", {"priya", "tomas"}),
        ("020 7946 0133", {"priya"}),
        ("+44 (0)20 7946 0133", {"priya"}),
        ("0044 20 7946 0133 vans", {"priya"}),
        ("vans 020 7946 0133", {"priya"}),
        ("+44 20 79", {"priya"}),
        ("7946 02", {"grace"}),
        ("0217", {"grace"}),
        ("+44 20 7946 0217", {"grace"}),
        ("0217 outcome:later", {"grace"}),
        ("0118", {"tomas"}),
        ("0118 0133", set()),
        ("-vans 0133", {"tomas"}),
        # In quotes, with a minus or a star they are words.
        ('"7946 0133"', {"tomas"}),
        ("later -0133", set()),
        ("0133*", {"tomas"}),
        # A few digits in the middle of a number are none of it, nor are fewer than four.
        ("7946", {"tomas"}),
        ("2026", {"grace"}),
        ("500", {"grace"}),
        ("133", set()),
        ("in 2026 0118", {"tomas"}),
    ],
)
def test_by_number(index: Index, typed: str, found: set[str]) -> None:
    assert set(hits(index, typed)) == found


def test_a_hit_shows_the_number_where_it_is_no_word(bench: Workbench) -> None:
    archive = Archive.open(bench, PLAYBOOK)
    shown = {hit.call.id: (hit.field, hit.excerpt) for hit in archive.search("0133", now=NOW)}
    assert shown == {
        "priya": ("phone", "+44 20 7946 0133"),
        "tomas": ("note", "ring 7946 0133, his sister"),
    }


def test_a_number_that_is_called_no_more_is_forgotten(bench: Workbench, index: Index) -> None:
    later = AT + timedelta(days=1)
    again = a_call(5, id="again", prospect=PRIYA, dialled_at=later)
    write(bench, "2026-11-25T0900.json", a_session(id="other", started_at=later), [again])
    index.follow()
    write(bench, "2026-11-24T0900.json", a_session(), CALLS[1:])
    index.follow()
    assert hits(index, "020 7946 0133") == ["again"]
    (bench.sessions / "2026-11-25T0900.json").unlink()
    index.follow()
    assert hits(index, "020 7946 0133") == []
    with closing(sqlite3.connect(index.path)) as db:
        numbers = {number for (number,) in db.execute("SELECT number FROM numbers")}
    assert numbers == {TOMAS.phone, "02079460217"}


def test_what_many_numbers_have_in_common_finds_none_of_them(tmp_path: Path) -> None:
    bench = Workbench.open(tmp_path)
    calls = [
        a_call(
            place,
            id=f"{place}",
            prospect=ProspectRef(id=f"{place}", name="", phone=f"+4420794{place:05}"),
        )
        for place in range(_NUMBERS + 1)
    ]
    write(bench, "2026-11-24T0900.json", a_session(), calls)
    with Index.open(bench, PLAYBOOK) as index:
        index.follow()
        assert hits(index, "+44 20 794") == []
        assert hits(index, "+44 20 794 00042") == ["42"]
