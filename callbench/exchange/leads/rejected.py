"""Rows that could not be taken, kept in a file that can be mended and imported again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from callbench.domain.text import one_line
from callbench.exchange.leads.importer import Rejected
from callbench.exchange.tables import as_csv
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
    rows = ((row.line, row.reason, one_line(row.text)) for row in rejected)
    table = as_csv(("line", "reason", "text"), rows)
    path = workbench.rejected / f"{slug}-{now:%Y%m%d-%H%M%S}.csv"
    try:
        if path.exists():
            path = claim_beside(path, "again")
        write_atomically(path, table.encode("utf-8", "replace"))
    except OSError as error:
        raise unusable(path, error) from error
    return path
