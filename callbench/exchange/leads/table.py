"""The table in a lead file: its delimiter, where the header is, and the rows under it.

Nothing is counted on: titles and notes stand above the header in some exports, Excel writes a
``sep=;`` line, and some lists have no header at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import msgspec

from callbench.exchange.leads.columns import Columns, columns_of, known_headers
from callbench.exchange.leads.content import guess_fields, looks_like_data
from callbench.exchange.leads.decode import Source
from callbench.exchange.leads.errors import LeadFileError
from callbench.exchange.leads.footer import told_apart
from callbench.exchange.leads.header_words import NOT_A_PHONE
from callbench.exchange.leads.quoting import Lines, Row, first_rows, read_rows
from callbench.exchange.leads.vocabulary import words_of

_DELIMITERS = (",", ";", "\t", "|")
_SEPARATOR_LINE = re.compile(r"^\ufeff?\"?sep=([^\w\s\"']|\t)\"?[;,\t|]*\s*$", re.IGNORECASE)
_SAMPLE_LINES = 200
_SAMPLE_ROWS = 100
IDENTIFYING = frozenset({"name", "first_name", "last_name", "company", "phone", "email"})
"""Fields of which a table has to have one."""
_HEADER_WITHIN = 40
"""Rows from the top in which a header is looked for."""

ReadRows = Callable[[int, int], Iterator[Row]]
"""Reads the rows from the header's line on, or all where that is 0, given how many cells a row
has."""


class Table(msgspec.Struct, frozen=True):
    """Where the table is in a file, and what its columns hold."""

    path: Path
    encoding: str
    """The codec's name in Python, or what kind of file it is where that is no text."""
    delimiter: str
    """Between two cells; "" where the file says by itself where cells end."""
    header_line: int
    """Number of its line, from 1; 0 where there is none."""
    columns: Columns
    read: ReadRows
    warnings: tuple[str, ...] = ()

    def rows(self) -> Iterator[Row]:
        """Every row of data that isn't blank, those that can't be read or taken among them."""
        width = len(self.columns.headers)
        rows = self.read(self.header_line, width)
        if self.header_line:
            next(rows, None)
        return told_apart(rows, width)


def find_table(source: Source, overrides: Mapping[str, str]) -> Table:
    """Find the table in a text whose cells are parted by a delimiter.

    Raises:
        LeadFileError: There is none, or an override names what doesn't exist.
    """
    sample = [line[:100_000] for line in islice(source.open(), _SAMPLE_LINES)]
    if not sample:
        raise LeadFileError(source.path, "the file is empty")
    named = _SEPARATOR_LINE.match(sample[0])
    above = 1 if named else 0
    delimiter = named[1] if named else _delimiter(sample)
    rows = first_rows(sample[above:], delimiter, _SAMPLE_ROWS, above)
    found = Table(
        source.path,
        source.encoding,
        delimiter,
        0,
        Columns("unknown", (), {}),
        lambda header, width: _text_rows(source, delimiter, header or above + 1, width),
        (source.warning,) if source.warning else (),
    )
    return with_columns(found, rows, overrides)


def _text_rows(source: Source, delimiter: str, first: int, width: int) -> Iterator[Row]:
    """The rows of a text from a line on."""
    lines = source.open()
    for _ in range(first - 1):
        lines.readline()
    return read_rows(Lines(lines, first - 1), delimiter, width)


def with_columns(table: Table, sample: Sequence[Row], overrides: Mapping[str, str]) -> Table:
    """The table with its header, and with what its columns hold.

    Args:
        table: One of which only is known how its rows are read.
        sample: The first of them.
        overrides: Field → header, which wins over what is found.

    Raises:
        LeadFileError: It is no table, or an override names what doesn't exist.
    """
    rows = [row for row in sample if not row.problem]
    if not rows:
        raise LeadFileError(table.path, "no rows can be read in it")
    header = _header(rows)
    if header is None:
        names = [f"column {n}" for n in range(1, max(len(row.cells) for row in rows) + 1)]
        line, data = 0, rows
    else:
        names, line, data = rows[header].cells, rows[header].line, rows[header + 1 :]
    try:
        columns = columns_of(names, overrides)
    except ValueError as error:
        raise LeadFileError(table.path, str(error)) from error
    warnings = list(table.warnings)
    guessed = _guess(columns, data)
    guessed = {field: at for field, at in guessed.items() if field not in overrides}
    if guessed:
        columns = msgspec.structs.replace(columns, fields={**columns.fields, **guessed})
        shown = ", ".join(f"{field} = {columns.headers[at[0]]}" for field, at in guessed.items())
        warnings.append(f"guessed from what the cells hold: {shown}")
    # Lines of words alone are prose, unless somebody says that they are names.
    prose = header is None and not overrides and len(columns.headers) == 1
    needed = {"phone", "email"} if prose else IDENTIFYING
    if not columns.fields.keys() & needed:
        raise LeadFileError(
            table.path,
            "no column of names, companies, phone numbers or e-mail addresses was found in it;"
            " it can be named with --map FIELD=COLUMN",
        )
    return msgspec.structs.replace(
        table, header_line=line, columns=columns, warnings=tuple(warnings)
    )


def _guess(columns: Columns, data: list[Row]) -> dict[str, tuple[int, ...]]:
    """Fields by content, for files of unknown origin where the header left the main ones open."""
    if columns.format != "unknown":
        return {}
    taken = {column for group in columns.fields.values() for column in group}
    free = [
        column
        for column, header in enumerate(columns.headers)
        if column not in taken and NOT_A_PHONE.isdisjoint(words_of(header).split())
    ]
    found = guess_fields([row.cells for row in data], free)
    named = columns.fields.keys()
    if named & {"name", "first_name", "last_name", "company"}:
        found = {field: at for field, at in found.items() if field in {"phone", "email"}}
    return {field: (at,) for field, at in found.items() if field not in named}


def _delimiter(sample: list[str]) -> str:
    """The delimiter under which the file looks most like a table."""
    return max(_DELIMITERS, key=lambda delimiter: _likeness(sample, delimiter))


def _likeness(sample: list[str], delimiter: str) -> tuple[int, float, int]:
    """Names known in the best header; the share of rows of the commonest width; that width."""
    rows = first_rows(sample, delimiter, _SAMPLE_ROWS)
    widths = Counter(len(row.cells) for row in rows if not row.problem and len(row.cells) > 1)
    if not widths:
        # One column is a table too, but any other reading of the file is better.
        return (max((known_headers(row.cells) for row in rows), default=0), 0.0, 0)
    width, count = widths.most_common(1)[0]
    known = max(known_headers(row.cells) for row in rows[:_HEADER_WITHIN])
    return (known if known > 1 else 0, count / len(rows), width)


def _header(rows: list[Row]) -> int | None:
    """The place of the header among the first rows, None where there is none.

    The row with most names of columns is it. Where no row has any, the first of full width is
    taken for one unless it holds an address or a number itself.
    """
    best, most = None, 0
    widest = max(len(row.cells) for row in rows)
    for place, row in enumerate(rows[:_HEADER_WITHIN]):
        known = known_headers(row.cells)
        filled = sum(1 for cell in row.cells if cell.strip())
        # A lone "Notes:" above a table is a title, not its header.
        enough = known >= 2 or (2 * known >= filled and filled >= min(2, widest))
        if known > most and enough and not looks_like_data(row.cells):
            best, most = place, known
    if best is not None:
        return best
    usual = Counter(len(row.cells) for row in rows).most_common(1)[0][0]
    full = next((place for place, row in enumerate(rows) if len(row.cells) == usual), 0)
    if looks_like_data(rows[full].cells) or not any(looks_like_data(row.cells) for row in rows):
        return None
    return full
