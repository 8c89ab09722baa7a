"""Which session files there are, and which of them the index has, in what state."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from callbench.store.atomic import Fingerprint
from callbench.store.errors import Damaged, StoreError, unusable
from callbench.store.index.prepared import NOT_READ, Known
from callbench.store.session_names import is_aside

__all__ = ["changed_files", "file_order", "known_files", "problem_of", "scan"]

_NUMBERED = re.compile(r"^(\d{4}-\d\d-\d\dT\d{4})-(\d+)$")


def scan(folder: Path) -> dict[str, Fingerprint]:
    """The session files as they are now, newest first by name.

    Raises:
        StoreError: the folder can't be read.
    """
    found: dict[str, Fingerprint] = {}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if name.endswith(".json") and not name.startswith(".") and not is_aside(name):
                    with suppress(FileNotFoundError):  # Gone since the folder was read.
                        found[name] = Fingerprint.of(entry.stat(follow_symlinks=False))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise unusable(folder, error) from error
    return {name: found[name] for name in sorted(found, key=file_order, reverse=True)}


def known_files(db: sqlite3.Connection) -> dict[str, Known]:
    """What the index has of every file, by its name, newest first."""
    rows = db.execute(
        "SELECT name, key, mtime_ns, size, inode, problem, frame, id, read_only FROM sessions"
    ).fetchall()
    rows.sort(key=lambda row: file_order(row[0]), reverse=True)
    return {
        name: Known(key, Fingerprint(mtime, size, inode), problem, frame, ident, bool(read_only))
        for name, key, mtime, size, inode, problem, frame, ident, read_only in rows
    }


def changed_files(
    known: Mapping[str, Known], found: Mapping[str, Fingerprint]
) -> dict[str, Fingerprint]:
    """The files that are new, or not as the index has them; in the order of `found`."""
    return {
        name: fingerprint
        for name, fingerprint in found.items()
        if name not in known or known[name].fingerprint != fingerprint
    }


def problem_of(folder: Path, name: str, known: Known) -> StoreError:
    """What is known to be wrong with a file."""
    # What is not the fault of its contents is looked at anew each time.
    kind = Damaged if known.fingerprint != NOT_READ else StoreError
    return kind(folder / name, known.problem)


def file_order(name: str) -> tuple[str, int]:
    """What session files are sorted by, as `callbench.store.session_names` does it."""
    stem = name.removesuffix(".json")
    found = _NUMBERED.match(stem)
    return (found[1], int(found[2])) if found else (stem, 1)
