"""The tables of the index, how it is opened, and how damage is told from other trouble."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

import callbench
from callbench.domain.agenda.book import Owed
from callbench.domain.agenda.problems import Heard
from callbench.domain.agenda.promises import Promise
from callbench.domain.history import History, OpenPromise, PastCall
from callbench.domain.playbook import Playbook
from callbench.domain.records import Addendum, Answer, Call, CallSession, NextStep, ProspectRef
from callbench.store.errors import StoreError

__all__ = [
    "IndexBehind",
    "IndexDamaged",
    "connect",
    "create",
    "fingerprint",
    "guarded",
    "is_current",
]

_VERSION = 4
"""To be raised when what is stored changes its meaning without changing its shape."""

_STORED = (
    Addendum, Answer, Call, CallSession, Heard, History, NextStep, OpenPromise, Owed, PastCall,
    Promise, ProspectRef,
)  # fmt: skip

_TABLES = """
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- A file as it was read: its frame, or what is wrong with it.
CREATE TABLE sessions(
    key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, id TEXT NOT NULL,
    mtime_ns INTEGER NOT NULL, size INTEGER NOT NULL, inode INTEGER NOT NULL,
    problem TEXT NOT NULL, frame TEXT NOT NULL, read_only INTEGER NOT NULL,
    calls INTEGER NOT NULL, conversations INTEGER NOT NULL, meetings INTEGER NOT NULL);
CREATE INDEX sessions_by_id ON sessions(id);
-- `place` is the second of dialling times 64 and more: the order of keys is that of time.
CREATE TABLE calls(
    place INTEGER PRIMARY KEY, session INTEGER NOT NULL, number INTEGER NOT NULL,
    prospect INTEGER NOT NULL, record TEXT NOT NULL);
CREATE UNIQUE INDEX calls_of_session ON calls(session, number);
CREATE INDEX calls_to_prospect ON calls(prospect);
-- `stale`: calls came or went, and what they come to is not up to date.
CREATE TABLE prospects(
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, stale INTEGER NOT NULL, history BLOB);
-- Apart from the histories, which are read all at once.
CREATE TABLE owed(prospect INTEGER PRIMARY KEY, open TEXT, settled TEXT, tally TEXT);
-- The numbers that were called, and how often; in E.164, else their digits.
CREATE TABLE numbers(number TEXT PRIMARY KEY, calls INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX prospects_stale ON prospects(key) WHERE stale;
-- Text comes folded, so that Python alone says what a word is; `ascii` leaves it as it is. How
-- long each text is would be asked for by FTS5's own rank, and by nobody else.
CREATE VIRTUAL TABLE words USING fts5(
    body, content='', columnsize=0, tokenize='ascii', prefix='1 2 3');
"""

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_INTERRUPT}
_ELSEWHERE = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_NOMEM,
}
"""Trouble of the disk or the machine, which a rebuild would not end."""

_LEFT_OPEN = {sqlite3.SQLITE_READONLY_ROLLBACK, sqlite3.SQLITE_READONLY_RECOVERY}
"""A change was not brought to its end, and a reader must not take it back."""


class IndexDamaged(StoreError):
    """What the index holds can't be trusted: it has to be built anew."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "the index is damaged and has to be built anew")


class IndexBehind(StoreError):
    """More has happened to the files than can be made up for while reading."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "the index has to be brought up to date")


def fingerprint(playbook: Playbook) -> str:
    """What the stored results depend on besides the files: rules, shapes and this very program."""
    dispositions = (*playbook.dispositions, *playbook.retired)
    rules = [
        [(entry.id, entry.reached, entry.then) for entry in dispositions],
        playbook.cadence.attempts,
        [(record.__name__, record.__struct_fields__) for record in _STORED],
        callbench.__version__,
        _VERSION,
    ]
    return hashlib.sha256(msgspec.json.encode(rules)).hexdigest()


def connect(path: Path, *, write: bool = False) -> sqlite3.Connection:
    """A connection in autocommit mode to an index that exists.

    A reader can't write, not even on its way out: nobody else moves what the writer has sealed.
    """
    mode, patience = ("rw", 5.0) if write else ("ro", 1.0)
    # Guarded by their users: a bulk write hands its connection to a thread of its own.
    db = sqlite3.connect(
        f"{path.as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        timeout=patience,
        check_same_thread=False,
    )
    if write:
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA cache_size = -16384")
        # What is written waits for its commit, so that readers are kept out for as long only.
        db.execute("PRAGMA cache_spill = OFF")
    return db


def create(db: sqlite3.Connection, print_of: str) -> None:
    """Lay out an empty index.

    It keeps SQLite's ordinary journal. A write-ahead log would let readers go on during a commit,
    but has a file beside it that all of them map into memory: whoever cuts that off, as a cleaner
    of caches may, ends every program that reads.
    """
    db.execute("PRAGMA journal_mode = DELETE")
    db.executescript(f"BEGIN;{_TABLES}COMMIT;")
    # FTS5 merges its segments only when it is told to, a little after each small change: left to
    # itself it merges all of a bulk write again and again, and some day in a small one.
    db.execute("INSERT INTO words(words, rank) VALUES('automerge', 0)")
    db.execute("INSERT INTO words(words, rank) VALUES('hashsize', 33554432)")
    db.execute("INSERT INTO words(words, rank) VALUES('crisismerge', 1500)")
    db.execute("INSERT INTO meta VALUES('fingerprint', ?)", (print_of,))


def is_current(db: sqlite3.Connection, print_of: str) -> bool:
    """Whether the index was laid out by this version and for this playbook."""
    row = db.execute("SELECT value FROM meta WHERE name = 'fingerprint'").fetchone()
    return row is not None and row[0] == print_of


@contextmanager
def guarded(path: Path) -> Iterator[None]:
    """Errors of SQLite, and records that can't be read back, as errors of the store.

    Raises:
        IndexDamaged: the index is at fault.
        StoreError: the disk is, or the index is busy.
    """
    try:
        yield
    except sqlite3.ProgrammingError as error:
        raise StoreError(path, "the index was closed meanwhile") from error
    except sqlite3.DatabaseError as error:
        # Errors that Python itself raises, as for text that is no UTF-8, have no code.
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
        if code & 0xFF in _BUSY:
            raise StoreError(path, "the index is busy") from error
        if code & 0xFF in _ELSEWHERE and code not in _LEFT_OPEN:
            raise StoreError(path, f"the index can't be used: {error}") from error
        raise IndexDamaged(path) from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise IndexDamaged(path) from error
