"""A lead file as a whole: what it holds, before anything is taken."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import msgspec

from callbench.domain.folding import fold
from callbench.domain.phone import country_code
from callbench.domain.records import Prospect
from callbench.domain.text import clean, one_line
from callbench.exchange.leads.opening import LeadFile, open_leads
from callbench.exchange.leads.people import Merged, People
from callbench.exchange.leads.quoting import Row
from callbench.exchange.leads.rows import NOTHING_TO_IDENTIFY, Reader
from callbench.exchange.leads.table import Table

_ENCODING_NAMES = {"utf-8-sig": "utf-8 with BOM"}
_LONGEST_REJECTED = 2_000
"""Characters of a rejected row that are kept to be looked at."""
_LINES_NAMED = 5
_SAMPLED = 50
"""Rows that are looked at for what a column looks like."""
_LONGEST_SAMPLE = 80
_ROWS_BETWEEN = 500
"""Rows from one word about the progress to the next."""

Progress = Callable[[int], None]


def _say_nothing(_read: int) -> None:
    """No word about the progress."""


class Rejected(msgspec.Struct, frozen=True):
    """A row that could not be taken."""

    line: int
    reason: str
    text: str
    """The row as it stands in the file, cleaned; a very long one is cut."""


class LeadImport(msgspec.Struct, frozen=True):
    """What a lead file holds; taken + merged + rejected is read."""

    path: Path
    format: str
    """Of the program that wrote it, or ``unknown``."""
    mapping: dict[str, str]
    """Field → header of its column."""
    headers: tuple[str, ...]
    encoding: str
    delimiter: str
    header_line: int
    """Number of the header's line, 0 where the file has none."""
    prospects: tuple[Prospect, ...]
    """Those that the list doesn't have yet, in file order: what is taken."""
    updated: tuple[Prospect, ...]
    """Those of the list that the file changes, with their ids."""
    before: tuple[Prospect, ...]
    """The same as the list had them."""
    merged: tuple[Merged, ...]
    """Rows that went into another row's prospect or into one of the list."""
    rejected: tuple[Rejected, ...]
    read: int
    """Rows under the header that aren't blank."""
    evidence: tuple[str, ...] = ()
    """Headers by which the program was recognised."""
    samples: dict[str, str] = {}
    """By header, what a cell of its column looks like, where the first rows have one."""
    warnings: tuple[str, ...] = ()
    """One line each."""

    @property
    def source(self) -> str:
        """The file's name; a file system may have bytes in it that are no text."""
        return one_line(self.path.name)

    @property
    def taken(self) -> int:
        """How many prospects are new."""
        return len(self.prospects)

    @property
    def needs_number(self) -> int:
        """How many of those taken can't be called for want of a number."""
        return sum(not prospect.phone for prospect in self.prospects)

    @property
    def unmapped(self) -> tuple[str, ...]:
        """Headers of the columns without a field: their cells are kept as extra fields."""
        mapped = set(self.mapping.values())
        return tuple(header for header in self.headers if header not in mapped)


def read_leads(
    path: Path,
    *,
    region: str,
    existing: Sequence[Prospect] = (),
    overrides: Mapping[str, str] | None = None,
    data: bytes | None = None,
) -> LeadImport:
    """Read a lead file, and write nothing.

    Args:
        path: The file.
        region: Country of numbers without "+" where a row names none: ISO 3166-1 code, or "".
        existing: The prospects of the list into which it is to be taken. Those found again keep
            their id, do-not-call, reason and news.
        overrides: Field → header, which wins over what was recognised; "" for no column.
        data: What was pasted in place of a file; `path` then is only what it is called.

    Raises:
        LeadFileError: The file as a whole can't be read.
    """
    file = open_leads(path, data)
    return read_opened(file, region=region, existing=existing, overrides=overrides)


def read_opened(
    file: LeadFile,
    *,
    region: str,
    existing: Sequence[Prospect] = (),
    overrides: Mapping[str, str] | None = None,
    most: int | None = None,
    progress: Progress = _say_nothing,
) -> LeadImport:
    """The same for a file that is open already.

    Args:
        file: The file.
        region: As for `read_leads`.
        existing: As for `read_leads`.
        overrides: As for `read_leads`.
        most: Rows after which to stop; None for all.
        progress: Told from time to time how many rows were read; what it raises ends the reading.

    Raises:
        LeadFileError: There is no table in the file.
    """
    table = file.table(overrides or {})
    id_columns = table.columns.fields.get("id", ())
    people = People(existing, table.columns.headers[id_columns[0]] if id_columns else "")
    rows = _Rows(table, country_code(region) or region.upper(), people)
    with _no_garbage_collection():
        rows.take_all(most, progress)
        new, changed = people.results()
    return LeadImport(
        path=file.path,
        format=table.columns.format,
        mapping=table.columns.mapping,
        headers=table.columns.headers,
        encoding=_ENCODING_NAMES.get(table.encoding, table.encoding),
        delimiter=table.delimiter,
        header_line=table.header_line,
        prospects=new,
        updated=tuple(after for _, after in changed),
        before=tuple(before for before, _ in changed),
        merged=people.merged,
        rejected=tuple(rows.rejected),
        read=rows.read,
        evidence=table.columns.evidence,
        samples=_samples(table),
        warnings=(*table.warnings, *_summed_up(rows.doubts), *_shared_numbers(new)),
    )


def _samples(table: Table) -> dict[str, str]:
    """The first filled cell of every column, as far as the first rows have them."""
    samples: dict[str, str] = {}
    for row in islice(table.rows(), _SAMPLED):
        for header, cell in zip(table.columns.headers, row.cells, strict=False):
            if text := cell.strip():
                samples.setdefault(header, clean(text[:_LONGEST_SAMPLE]))
    return samples


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Spare the collector from walking through prospects that all stay: a seventh of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class _Rows:
    """The rows of a table on their way to where they belong."""

    def __init__(self, table: Table, region: str, people: People) -> None:
        self._table = table
        self._people = people
        self._reader = Reader(table.columns, region)
        self.read = 0
        self.rejected: list[Rejected] = []
        self.doubts: dict[str, list[int]] = {}
        """What is odd → the lines where it is."""

    def take_all(self, most: int | None, progress: Progress) -> None:
        """Take every row, or so many at most."""
        for row in islice(self._table.rows(), most):
            self.read += 1
            self._take(row)
            if self.read % _ROWS_BETWEEN == 0:
                progress(self.read)

    def _take(self, row: Row) -> None:
        reason = row.problem or _header_again(row, self._table)
        lead = None if reason else self._reader.lead(row)
        if lead is None:
            reason = reason or NOTHING_TO_IDENTIFY
            self.rejected.append(_rejected(row, reason, self._table.delimiter))
            return
        self._people.add(lead)
        for doubt in lead.doubts:
            self.doubts.setdefault(doubt, []).append(row.line)


def _header_again(row: Row, table: Table) -> str:
    """Files that were put together by hand repeat their header."""
    headers = table.columns.headers
    if not table.header_line or len(row.cells) < 2 or row.cells[0].strip() != headers[0]:
        return ""
    same = all(fold(cell) == fold(header) for cell, header in zip(row.cells, headers, strict=False))
    return "the header line again" if same else ""


def _rejected(row: Row, reason: str, delimiter: str) -> Rejected:
    text = row.text or (delimiter or " | ").join(row.cells)
    return Rejected(row.line, reason, clean(text[:_LONGEST_REJECTED]))


def _summed_up(doubts: Mapping[str, Sequence[int]]) -> Iterator[str]:
    """One line for each kind of doubt, with the first lines of the file that have it."""
    for doubt, lines in doubts.items():
        named = ", ".join(map(str, lines[:_LINES_NAMED]))
        more = f" and {len(lines) - _LINES_NAMED:,} more" if len(lines) > _LINES_NAMED else ""
        yield one_line(f"line {named}{more}: {doubt}")


def _shared_numbers(prospects: Sequence[Prospect]) -> Iterator[str]:
    """A word about numbers that several people have: a switchboard, or a copying mistake."""
    counts = Counter(prospect.phone for prospect in prospects if prospect.phone)
    shared = [(number, count) for number, count in counts.most_common(3) if count > 1]
    for number, count in shared:
        yield f"{count:,} people share the number {number}"
