"""Which session files there are, and which of them the index has, in what state."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

from callbench.store.atomic import Fingerprint
from callbench.store.errors import Damaged, StoreError, unusable
from callbench.store.index.prepared import NOT_READ, Known
from callbench.store.session_names import is_aside

__all__ = ["changed_files", "file_order", "known_files", "problems_of", "scan"]

_NUMBERED = re.compile(r"^(\d{4}-\d\d-\d\dT\d{4})-(\d+)$")


def scan(folder: Path) -> dict[str, Fingerprint]:
    """The session files as they are now, in no order.

    Raises:
        StoreError: the folder can't be read.
    """
    found: dict[str, Fingerprint] = {}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if not name.endswith(".json") or name.startswith(".") or is_aside(name):
                    continue
                try:
                    # By itself and not by `entry`, which would hold Python's lock meanwhile.
                    found[name] = Fingerprint.of(os.lstat(entry.path))
                except FileNotFoundError:  # Gone since the folder was read.
                    continue
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise unusable(folder, error) from error
    return found


def known_files(db: sqlite3.Connection, *, bad: bool = False) -> dict[str, Known]:
    """What the index has of every file, by its name; or only of the bad ones."""
    which = " WHERE problem <> ''" if bad else ""
    rows = db.execute(f"SELECT name, key, mtime_ns, size, inode, problem FROM sessions{which}")
    return {
        name: Known(key, Fingerprint(mtime, size, inode), problem)
        for name, key, mtime, size, inode, problem in rows
    }


def changed_files(known: Mapping[str, Known], found: Mapping[str, Fingerprint]) -> list[str]:
    """The files that are new, or not as the index has them; newest first."""
    news = [
        name
        for name, fingerprint in found.items()
        if name not in known or known[name].fingerprint != fingerprint
    ]
    return sorted(news, key=file_order, reverse=True)


def problems_of(folder: Path, known: Mapping[str, Known]) -> Iterator[StoreError]:
    """What is known to be wrong with files, the newest first."""
    bad = [name for name, entry in known.items() if entry.problem]
    for name in sorted(bad, key=file_order, reverse=True):
        entry = known[name]
        # What is not the fault of its contents is looked at anew each time.
        kind = Damaged if entry.fingerprint != NOT_READ else StoreError
        yield kind(folder / name, entry.problem)


def file_order(name: str) -> tuple[str, int]:
    """What session files are sorted by, as `callbench.store.session_names` does it."""
    stem = name.removesuffix(".json")
    found = _NUMBERED.match(stem)
    return (found[1], int(found[2])) if found else (stem, 1)
