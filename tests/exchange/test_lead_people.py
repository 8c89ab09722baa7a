"""Who is the same person, in a file and in a list that it is read into."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from lead_files import plain, written

from callbench.domain.records import Prospect, replace
from callbench.exchange.export.prospects import FORMATS, Listed
from callbench.exchange.leads.importer import LeadImport, read_leads

A, B = "+44 20 7946 0018", "+44 20 7946 0019"
HEADER = "Record ID,Name,Company,Phone,Email,Notes,Do not call,Reason"


def read(
    tmp_path: Path, rows: Sequence[Sequence[str]], existing: Sequence[Prospect] = ()
) -> LeadImport:
    leads = read_leads(written(tmp_path, plain(rows, HEADER)), region="GB", existing=existing)
    assert leads.taken + len(leads.merged) + len(leads.rejected) == leads.read
    return leads


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        (["", "Dana W", "", "", "d@example.com"], ["", "Dana", "", "", "D@example.com"], "e-mail"),
        (["", "Tomás Rey", "", A], ["", "TOMAS  REY", "", "020 7946 0018"], "number and name"),
        (["101", "Dana", "", A], ["101", "Dana Whitfield", "", B], "record id"),
        (["", "", "Northwind", A], ["", "", "Northwind", A], "number and name"),
        (["", "Dana", "Northwind"], ["", "Dana", "Northwind"], "row again"),
        (["", "Dana", "", f"{A} / {B}"], ["", "Dana", "", B], "number and name"),
    ],
)
def test_the_same_person(tmp_path: Path, first: list[str], second: list[str], why: str) -> None:
    leads = read(tmp_path, [first, second])
    assert [(row.line, why in row.why) for row in leads.merged] == [(3, True)]
    assert leads.merged[0].into == leads.prospects[0].name


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (["", "Dana", "Northwind", A], ["", "Omar", "Northwind", A]),
        (["", "Dana", "", "", "info@example.com"], ["", "Omar", "", "", "info@example.com"]),
        (["", "Dana", "Northwind", A], ["", "Dana", "Harbour", B]),
        (["", "Dana", "Northwind"], ["", "Dana", "Harbour"]),
        (["", "", "", A], ["", "Dana", "", A]),
    ],
)
def test_not_the_same_person(tmp_path: Path, first: list[str], second: list[str]) -> None:
    leads = read(tmp_path, [first, second])
    assert (leads.taken, leads.merged) == (2, ())


def test_numbers_of_rows_are_no_ids(tmp_path: Path) -> None:
    first = read_leads(
        written(tmp_path, plain([["1", "Dana"], ["2", "Omar"]], "id,name")), region=""
    )
    again = written(tmp_path, plain([["1", "Omar"], ["2", "Lena"], ["3", "Dana"]], "id,name"))
    leads = read_leads(again, region="", existing=first.prospects)
    assert [prospect.name for prospect in leads.prospects] == ["Lena"]


def test_salesforce_ids_of_both_lengths_are_one(tmp_path: Path) -> None:
    text = plain([["00QEc00000BBaeX", "Dana"], ["00QEc00000BBaeXMAT", "Dana W"]], "Lead ID,Name")
    assert len(read_leads(written(tmp_path, text), region="").merged) == 1


def test_a_gap_is_filled_and_a_difference_kept_beside(tmp_path: Path) -> None:
    first = ["7", "Dana", "", A, "dana@example.com", "met in May"]
    second = ["7", "Dana Whitfield", "Northwind", B, "", "likes tea", "yes"]
    dana = read(tmp_path, [first, second]).prospects[0]
    assert (dana.name, dana.company, dana.phone) == ("Dana", "Northwind", "+442079460018")
    assert dana.extra["Phone"] == "+442079460019"
    assert (dana.notes, dana.extra["Notes"], dana.do_not_call) == ("met in May", "likes tea", True)


def test_reading_again_keeps_what_a_rep_added(tmp_path: Path) -> None:
    rows = [["7", "Dana", "Northwind", A, "dana@example.com", "met in May"], ["8", "Omar", "", B]]
    dana, omar = read(tmp_path, rows).prospects
    edited = replace(dana, do_not_call=True, reason="rates", news="new depot", notes="knows Lena")
    newer = ["7", "Dana Whitfield", "", B, "", "met in May", "no", "other"]
    leads = read(tmp_path, [newer], [edited, omar])
    assert (leads.prospects, [row.line for row in leads.merged]) == ((), [2])
    after = leads.updated[0]
    assert (after.id, after.do_not_call, after.reason, after.news) == (
        dana.id,
        True,
        "rates",
        "new depot",
    )
    assert (after.name, after.company, after.phone) == (
        "Dana Whitfield",
        "Northwind",
        "+442079460019",
    )
    assert after.extra["Phone (before)"] == "+442079460018"
    assert after.notes == "knows Lena\nmet in May"
    assert leads.before == (edited,)


def test_somebody_without_a_number_is_found_again_when_they_have_one(tmp_path: Path) -> None:
    rows = [["", "Dana", "Northwind"], ["", "Dana", "Northwind", "", "", "another"]]
    first, second = read(tmp_path, rows).prospects
    leads = read(tmp_path, rows, [replace(first, phone="+442079460018"), second])
    assert (leads.taken, leads.updated) == (0, ())


NAMES = st.sampled_from(["Dana Whitfield", "Omar Haddad", "Lena Fischer", "Tomás Rey"])
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "101", "102", "103"]),
        NAMES,
        st.sampled_from(["Northwind Freight", "Harbour, Cold", ""]),
        st.sampled_from(["", A, B, "020 7946 0018", "0117 496 0123 x12", "n/a"]),
        st.sampled_from(["", "dana@example.com", "info@example.com", "x"]),
        st.sampled_from(["", "note\nsecond line", '"quoted"', "=1+1"]),
        st.sampled_from(["", "yes", "no"]),
        st.sampled_from(["", "why not"]),
    ),
    max_size=12,
)


@settings(max_examples=examples(25))
@given(ROWS)
def test_the_same_file_again_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]
) -> None:
    table = io.StringIO()
    csv.writer(table).writerows([HEADER.split(","), *rows])
    path = tmp_path_factory.getbasetemp() / "again.csv"
    path.write_bytes(table.getvalue().encode())
    leads = read_leads(path, region="GB")
    again = read_leads(path, region="GB", existing=leads.prospects)
    assert (again.taken, again.updated) == (0, ())
    assert leads.taken + len(leads.merged) + len(leads.rejected) == leads.read


@settings(max_examples=examples(15))
@given(ROWS)
def test_an_export_of_ours_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]
) -> None:
    table = io.StringIO()
    csv.writer(table).writerows([HEADER.split(","), *rows])
    path = tmp_path_factory.getbasetemp() / "export.csv"
    path.write_bytes(table.getvalue().encode())
    prospects = read_leads(path, region="GB").prospects
    path.write_bytes(_exported(prospects).encode())
    if prospects:
        back = read_leads(path, region="GB")
        assert list(back.prospects) == list(prospects)
        again = read_leads(path, region="GB", existing=prospects)
        assert (again.taken, again.updated) == (0, ())


def _exported(prospects: Sequence[Prospect]) -> str:
    listed = [Listed("november", "November", one, one.do_not_call) for one in prospects]
    return FORMATS["csv"](listed)
