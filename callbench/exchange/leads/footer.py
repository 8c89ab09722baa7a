"""What reports write below their table: totals, who made it and when, a copyright.

Such lines look like rows with a name and nothing else, and would be called.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from callbench.exchange.leads.quoting import Row

__all__ = ["BELOW", "told_apart"]

BELOW = "stands below the table"
"""Why a line of a footer isn't taken."""

_NARROWEST = 3
"""Columns from which on a row with a single cell is out of place."""
_LONGEST = 20
"""Lines of a footer; more are a list of names."""
_TELLING = re.compile(r"\d{4}|:|©|\(c\)|\btotals?\b|\brecords?\b|\brows?\b", re.IGNORECASE)
"""What is in a footer and not in a name: a year, a label, a count."""


def told_apart(rows: Iterable[Row], width: int) -> Iterator[Row]:
    """The rows, with those of a footer marked as none that can be taken.

    A footer is the end of a file where each row has its first cell and no other, with an empty
    line before it, and at least one that no name could be. A total right above the empty line
    belongs to it.

    Args:
        rows: From the first below the header to the last.
        width: Columns of the table.
    """
    held: list[tuple[Row, bool]] = []
    above: Row | None = None
    for row in rows:
        if width >= _NARROWEST and len(held) < _LONGEST and _is_lone(row):
            held.append((row, above is not None and row.line > _end_of(above)))
        else:
            yield from (one for one, _ in held)
            held.clear()
            yield row
        above = row
    yield from _marked(held)


def _end_of(row: Row) -> int:
    """The number of the line behind it."""
    return row.line + 1 + sum(cell.count("\n") for cell in row.cells)


def _is_lone(row: Row) -> bool:
    return (
        not row.problem
        and bool(row.cells)
        and bool(row.cells[0].strip())
        and not any(map(str.strip, row.cells[1:]))
    )


def _marked(held: Sequence[tuple[Row, bool]]) -> Iterator[Row]:
    """The last rows of a file, each with one cell and whether an empty line is above it."""
    start = next((place for place, (_, apart) in enumerate(held) if apart), len(held))
    is_footer = any(_TELLING.search(row.cells[0]) for row, _ in held[start:])
    for place, (row, _) in enumerate(held):
        below = is_footer and (place >= start or _TELLING.search(row.cells[0]))
        yield msgspec.structs.replace(row, problem=BELOW) if below else row
