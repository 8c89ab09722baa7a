"""Tables as spreadsheets and Markdown take them, with every cell shown and none of them run.

A spreadsheet takes a cell that begins with one of `FORMULA_STARTS` for a formula, quoted or not,
and a formula can start programs or send the sheet away (OWASP, "CSV Injection"). An apostrophe
before it makes it text. Phone numbers begin with ``+``, so that it is common, and our own import
takes exactly one of them off again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from callbench.domain.text import clean, one_line
from callbench.exchange.report import literal

__all__ = ["FORMULA_STARTS", "as_csv", "as_markdown_table", "inert", "without_guard"]

FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula, full-width twins included."""

_GUARD = "'"


def inert(cell: str) -> str:
    """The cell such that no spreadsheet runs it and `without_guard` gives it back as it was."""
    return f"{_GUARD}{cell}" if _begins_formula(cell) else cell


def without_guard(cell: str) -> str:
    """The cell without the apostrophe that `inert` put before it."""
    return cell[1:] if cell[:1] == _GUARD and _begins_formula(cell) else cell


def _begins_formula(cell: str) -> bool:
    # Behind apostrophes, too: a cell that has one of its own must not lose it on its way back.
    return cell.lstrip(_GUARD)[:1] in FORMULA_STARTS


def as_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as CSV (RFC 4180 but for its plain line ends), with every cell cleaned and inert."""
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\n")
    table.writerow(header)
    for row in rows:
        table.writerow([inert(clean(str(cell))) for cell in row])
    return out.getvalue()


def as_markdown_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as Markdown, with every cell on one line and shown literally."""
    lines = [header, ["---"] * len(header)]
    lines += [[literal(one_line(str(cell))) for cell in row] for row in rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
