"""Rows that could not be taken, kept in a file that can be mended and imported again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from callbench.domain.text import one_line
from callbench.exchange.leads.importer import Rejected
from callbench.exchange.leads.values import FORMULA_STARTS
from callbench.store.atomic import claim_beside, write_atomically
from callbench.store.errors import unusable
from callbench.store.workbench import Workbench


def write_rejected(
    workbench: Workbench, slug: str, rejected: Iterable[Rejected], now: datetime
) -> Path:
    """Write rejected rows into ``rejected/<slug>-<time>.csv``: line, reason and text.

    Raises:
        StoreError: The file can't be written.
    """
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(("line", "reason", "text"))
    for row in rejected:
        writer.writerow((row.line, _inert(row.reason), _inert(one_line(row.text))))
    path = workbench.rejected / f"{slug}-{now:%Y%m%d-%H%M%S}.csv"
    try:
        if path.exists():
            path = claim_beside(path, "again")
        write_atomically(path, table.getvalue().encode("utf-8", "replace"))
    except OSError as error:
        raise unusable(path, error) from error
    return path


def _inert(text: str) -> str:
    """The text such that no spreadsheet runs it."""
    return f"'{text}" if text[:1] in FORMULA_STARTS else text
