"""The connections by which an index is read: one for each thread, opened when it is needed."""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from callbench.store.index.places import distrust
from callbench.store.index.schema import IndexDamaged, connect, guarded, is_current

__all__ = ["Connections"]

T = TypeVar("T")


class Connections:
    """Reads an index from any thread, each time in one state from the first look to the last."""

    def __init__(self, path: Path, fingerprint: str) -> None:
        """Read the index in `path`, as long as it was laid out for what has this fingerprint."""
        self._path = path
        self._fingerprint = fingerprint
        self._here = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        weakref.finalize(self, _close_all, self._opened)

    def read(self, read: Callable[[sqlite3.Connection], T]) -> T:
        """What `read` makes of the index.

        Raises:
            IndexDamaged: it can't be read; it will be built anew.
            StoreError: it is busy, or the disk is in trouble.
        """
        try:
            with guarded(self._path), self._snapshot() as db:
                return read(db)
        except IndexDamaged:
            distrust(self._path)
            raise

    def close(self) -> None:
        """Close those of all threads; none of them may be reading any more."""
        with self._guard:
            self._here = threading.local()
            _close_all(self._opened)

    @contextmanager
    def _snapshot(self) -> Iterator[sqlite3.Connection]:
        db = self._connection()
        db.execute("BEGIN")
        try:
            yield db
        finally:
            if db.in_transaction:
                db.execute("ROLLBACK")

    def _connection(self) -> sqlite3.Connection:
        """This thread's connection, opened anew where the file was replaced."""
        try:
            inode = os.stat(self._path).st_ino
        except OSError as error:
            raise IndexDamaged(self._path) from error
        known: tuple[int, sqlite3.Connection] | None = getattr(self._here, "connection", None)
        if known is not None and known[0] == inode:
            return known[1]
        db = connect(self._path)
        with self._guard:
            self._opened.append(db)
            if known is not None and known[1] in self._opened:
                self._opened.remove(known[1])
                known[1].close()
        if not is_current(db, self._fingerprint):
            raise IndexDamaged(self._path)
        self._here.connection = (inode, db)
        return db


def _close_all(opened: list[sqlite3.Connection]) -> None:
    while opened:
        opened.pop().close()
