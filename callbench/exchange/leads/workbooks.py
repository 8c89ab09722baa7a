"""Workbooks of Excel and OpenDocument, read by `python-calamine` where it is installed.

It is an extra: a reader in Rust without further dependencies, as no pure one reads a hundred
thousand rows in the time and the memory that an import may take.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from callbench.domain.text import one_line
from callbench.exchange.leads.columns import Columns
from callbench.exchange.leads.decode import LARGEST_FILE
from callbench.exchange.leads.errors import LeadFileError
from callbench.exchange.leads.extent import check_extent
from callbench.exchange.leads.packed import PackedRows
from callbench.exchange.leads.quoting import MOST_CELLS, Row
from callbench.exchange.leads.table import Table, with_columns

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_ZIP = b"PK\x03\x04"
_OLD = b"\xd0\xcf\x11\xe0"
_LARGEST_UNPACKED = 4 * LARGEST_FILE
"""Bytes; a file of a few kilobytes can say that it unpacks to all the memory there is."""
_UNREADABLE = (zipfile.BadZipFile, ValueError, RuntimeError, OSError, EOFError, zlib.error)
"""What `zipfile` raises over a file that is not whole, or packed in a way it doesn't know."""
_SAMPLE_ROWS = 100
_MISSING = (
    "a workbook, and what reads those isn't installed:"
    ' pip install "callbench[xlsx]" (pipx inject callbench python-calamine), or save it as CSV'
)

Value = int | float | str | bool | time | date | datetime | timedelta


def is_workbook(data: bytes) -> bool:
    """Whether it begins as Excel's and OpenDocument's files do."""
    return data.startswith((_ZIP, _OLD))


class Sheet(msgspec.Struct, frozen=True):
    """The sheet of a workbook that is taken for the list."""

    path: Path
    rows: PackedRows
    warnings: tuple[str, ...]


def read_sheet(path: Path, data: bytes) -> Sheet:
    """The first sheet that has anything in it.

    Raises:
        LeadFileError: It is no workbook, or what reads them isn't installed.
    """
    sheet, others = _chosen(path, _opened(path, data))
    left = f"only the sheet “{one_line(sheet.name)}” was read, not: {', '.join(others)[:200]}"
    rows = PackedRows()
    for row in _rows(sheet):
        rows.add(row)
    return Sheet(path, rows, (left,) if others else ())


def find_table(sheet: Sheet, overrides: Mapping[str, str]) -> Table:
    """The table in a sheet.

    Raises:
        LeadFileError: There is none, or an override names what doesn't exist.
    """
    found = Table(
        sheet.path,
        "workbook",
        "",
        0,
        Columns("unknown", (), {}),
        lambda header, _: (row for row in sheet.rows if row.line >= header),
        sheet.warnings,
    )
    return with_columns(found, list(islice(sheet.rows, _SAMPLE_ROWS)), overrides)


def _opened(path: Path, data: bytes) -> CalamineWorkbook:
    if data.startswith(_ZIP):
        _check_size(path, data)
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError as error:
        raise LeadFileError(path, f"this is {_MISSING}") from error
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except CalamineError as error:
        raise LeadFileError(path, "this is no workbook that can be read") from error


def _check_size(path: Path, data: bytes) -> None:
    """Refuse what unpacks to more than a machine can hold.

    Raises:
        LeadFileError: It does, or isn't a whole zip file.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
            if size > _LARGEST_UNPACKED:
                raise LeadFileError(path, f"unpacks to more than {_LARGEST_UNPACKED // 1024**2} MB")
            check_extent(path, packed)
    except _UNREADABLE as error:
        raise LeadFileError(path, "the workbook is damaged") from error


def _chosen(path: Path, book: CalamineWorkbook) -> tuple[CalamineSheet, list[str]]:
    """The first visible sheet with something in it, and the names of the other filled ones."""
    from python_calamine import CalamineError, SheetVisibleEnum

    filled: list[CalamineSheet] = []
    for about in book.sheets_metadata:
        if about.visible != SheetVisibleEnum.Visible:
            continue
        try:
            sheet = book.get_sheet_by_name(about.name)
        except CalamineError:
            continue  # A chart on a sheet of its own.
        if sheet.height:
            filled.append(sheet)
    if not filled:
        raise LeadFileError(path, "there is nothing in the workbook")
    return filled[0], [one_line(sheet.name) for sheet in filled[1:]]


def _rows(sheet: CalamineSheet) -> Iterator[Row]:
    """The rows that aren't blank, by the numbers that a spreadsheet shows beside them."""
    for number, values in enumerate(sheet.iter_rows(), start=1):
        row = Row(number, [_text(value) for value in values[:MOST_CELLS]])
        if not row.is_blank:
            yield row


def _text(value: Value) -> str:
    """A cell as somebody would have typed it; numbers without the decimals they don't have."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        plain = value.time() == time()
        return value.date().isoformat() if plain else value.isoformat(" ", "minutes")
    return str(value)
