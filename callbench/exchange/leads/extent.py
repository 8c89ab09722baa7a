"""How far a workbook's cells reach, found out before anybody makes room for them.

The reader of workbooks holds a sheet as a full rectangle. A file of one kilobyte with two cells,
the first and the last one that a sheet may have, would ask for half a terabyte, and the process
would be ended on the spot with everything in it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from callbench.exchange.leads.errors import LeadFileError

__all__ = ["check_extent"]

_MOST_CELLS = 20_000_000
"""Cells of a sheet, empty ones included: half a gigabyte."""

_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,99})([0-9]{1,99})["']""")
"""Where a cell or a row says that it is: ``r="C12"``, ``r="12"``."""
_CHUNK = 1 << 20
_OVERLAP = 256
"""Bytes of a chunk that are looked at again with the next one, as a place may be cut in two."""


def check_extent(path: Path, packed: zipfile.ZipFile) -> None:
    """Refuse a workbook with a sheet that reaches too far.

    OpenDocument repeats cells instead of naming places, and its reader knows a limit.

    Raises:
        LeadFileError: A sheet reaches too far, or how far can't be found out.
        zipfile.BadZipFile, OSError, EOFError, zlib.error: The file is damaged.
    """
    for name in packed.namelist():
        if name.endswith("workbook.bin"):
            raise LeadFileError(path, "a binary workbook: save it as .xlsx or CSV")
        if name.endswith(".xml"):
            rows, columns = _reach(packed, name)
            if rows * columns > _MOST_CELLS:
                reach = f"{rows:,} rows and {columns:,} columns"
                raise LeadFileError(path, f"a sheet reaches over {reach}: delete what is far out")


def _reach(packed: zipfile.ZipFile, name: str) -> tuple[int, int]:
    """The last row and the last column that are named."""
    rows = columns = 1
    for chunk in _chunks(packed, name):
        for letters, digits in _PLACE.findall(chunk):
            rows, columns = max(rows, int(digits)), max(columns, _column(letters))
    return rows, columns


def _chunks(packed: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    before = b""
    with packed.open(name) as file:
        while chunk := file.read(_CHUNK):
            yield before + chunk
            before = chunk[-_OVERLAP:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
