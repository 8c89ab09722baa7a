"""Tables that a spreadsheet shows and never runs."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbench.domain.text import clean
from callbench.exchange.tables import (
    FORMULA_STARTS,
    as_csv,
    as_markdown_table,
    inert,
    without_guard,
)

cells = st.text(alphabet="'=+-@\t\r\n＝＋－＠\",;|aé 1\x1b\u202e\x00", max_size=12)


@pytest.mark.parametrize(
    ("cell", "guarded"),
    [
        ("=1+1", "'=1+1"),
        ("+442079460018", "'+442079460018"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("＝1+1", "'＝1+1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠x", "'＠x"),
        ("'=1", "''=1"),
        ("it's", "it's"),
        ("'tis", "'tis"),
        ("'", "'"),
        ("", ""),
        ("a=1", "a=1"),
    ],
)
def test_formulas_get_an_apostrophe_and_nothing_else_does(cell: str, guarded: str) -> None:
    assert inert(cell) == guarded


@given(cells)
def test_the_import_takes_off_what_the_export_put_before(cell: str) -> None:
    assert without_guard(inert(cell)) == cell


@given(st.lists(st.lists(cells, min_size=2, max_size=2), max_size=4))
def test_csv_comes_back_cell_by_cell_and_starts_no_formula(rows: list[list[str]]) -> None:
    text = as_csv(("one", "two"), rows)
    back = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert back == [["one", "two"], *([inert(clean(cell)) for cell in row] for row in rows)]
    assert not any(cell[:1] in FORMULA_STARTS for row in back for cell in row if cell)
    assert not set(text) & {"\x1b", "\x00", "\u202e", "\r"}


@given(st.lists(cells, min_size=2, max_size=2))
def test_a_markdown_table_keeps_its_cells_apart(row: list[str]) -> None:
    text = as_markdown_table(("one", "two"), [row])
    _, _, line = text.splitlines()
    assert line.replace("\\|", "").count("|") == 3
