"""The index: it lies outside the workbench, holds nothing of its own, and may be thrown away."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from callbench.store.doctor.finding import REPAIR, Finding, problem
from callbench.store.index.places import discard, index_path
from callbench.store.workbench import Workbench

__all__ = ["check_index", "discard_damaged_index"]


def check_index(workbench: Workbench) -> Iterator[Finding]:
    """Whether the index can be read from end to end; none is fine."""
    path = index_path(workbench.root)
    if path.exists() and (what := _damage(path)):
        remedy = f"{REPAIR}, or callbench index --rebuild: nothing is lost"
        yield problem(path, f"the index is damaged: {what}", remedy)


def discard_damaged_index(workbench: Workbench) -> Iterator[str]:
    """Throw a damaged index away; the next search makes it anew."""
    path = index_path(workbench.root)
    if path.exists() and _damage(path):
        discard(path)
        yield f"{path.name}: the damaged index is removed, and made anew when it is needed"


def _damage(path: Path) -> str:
    """What is wrong with it, or ""."""
    try:
        # An empty file is one that was just claimed by somebody who is about to fill it.
        if path.stat().st_size == 0:
            return ""
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
            (found,) = db.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError:
        return ""  # Busy, or being made anew this very moment.
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if found == "ok" else str(found)
