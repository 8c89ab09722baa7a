"""Bringing the index up to date with the session files.

A few changed files are taken in one transaction, so that a reader sees all of a change or none.
Many, as after a rebuild, go in by chunks, newest sessions first, each of which is there to be
read at once; what the calls come to for each prospect follows at the end. Stopped in between, it
goes on from there next time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import ParamSpec

import msgspec

from callbench.domain.playbook import Playbook
from callbench.store.atomic import Fingerprint
from callbench.store.errors import StoreError
from callbench.store.index import present
from callbench.store.index.files import changed_files, known_files, problems_of, scan
from callbench.store.index.folds import folded, stale_keys, write_folds
from callbench.store.index.places import seal
from callbench.store.index.prepared import Known, Prepared, prepare
from callbench.store.index.schema import connect
from callbench.store.index.write import Writing

__all__ = ["Followed", "Progress", "Stop", "follow", "is_complete"]

P = ParamSpec("P")

Progress = Callable[[int, int], None]
"""Told how much is done, of how much."""

Stop = Callable[[], bool]
"""Whether nobody waits any more."""

_CHUNK = 50
"""Sessions that are taken between two commits of a bulk write."""

_CHUNK_CALLS = 10_000
"""Calls after which a chunk ends, where sessions are longer than usual."""

_PROSPECTS = 500
"""Prospects that are looked at between two commits of a bulk write."""

_MERGED_PAGES = 64
"""How much FTS5 may tidy up after each change, so that small ones never add up to a long one."""

_MERGED_IN_BULK = 2000
"""How much it tidies up between two looks at whether to stop."""


class Followed(msgspec.Struct, frozen=True, kw_only=True):
    """What following the files came to."""

    changed: int = 0
    """Sessions that are new or not as they were."""
    removed: int = 0
    problems: tuple[StoreError, ...] = ()
    """Files that can't be read, each with its path."""
    complete: bool = True
    """Whether the index has all there is; not so when it was stopped, or busy."""
    busy: str = ""
    """Who else was writing the index, so that it was left as it is."""


def follow(
    path: Path, folder: Path, playbook: Playbook, progress: Progress, stop: Stop
) -> Followed:
    """Bring the index in `path`, whose lock we hold, up to date with the files in `folder`.

    Raises:
        StoreError: the folder can't be read.
        sqlite3.DatabaseError: the index can't be written, or is damaged.
    """
    found = scan(folder)
    try:
        with closing(connect(path, write=True)) as db:
            return _Following(path, folder, playbook, db, found, progress, stop).run()
    finally:
        # After closing, which may move what was committed into the file; and also when it
        # fails, as what was committed until then is good.
        seal(path)


def is_complete(db: sqlite3.Connection) -> bool:
    """Whether every file that was there at the last look is in the index, and folded."""
    row = db.execute("SELECT value FROM meta WHERE name = 'complete'").fetchone()
    return row is not None and row[0] == "1"


class _Following:
    def __init__(
        self,
        path: Path,
        folder: Path,
        playbook: Playbook,
        db: sqlite3.Connection,
        found: Mapping[str, Fingerprint],
        progress: Progress,
        stop: Stop,
    ) -> None:
        self._path = path
        self._folder = folder
        self._playbook = playbook
        self._db = db
        self._progress = progress
        self._stop = stop
        self._known = known_files(db)
        self._gone = [known for name, known in self._known.items() if name not in found]
        self._found = found
        self._news = changed_files(self._known, found)
        self._changed = 0

    def run(self) -> Followed:
        """Take what changed, by the way that its size asks for."""
        complete = is_complete(self._db)
        if complete and len(self._news) + len(self._gone) <= present.AT_ONCE:
            self._at_once()
        else:
            complete = self._in_bulk()
        return Followed(
            changed=self._changed,
            removed=len(self._gone),
            problems=tuple(problems_of(self._folder, known_files(self._db, bad=True))),
            complete=complete,
        )

    # ------------------------------------------------------------------ a few

    def _at_once(self) -> None:
        if not self._news and not self._gone:
            return
        prepared = [self._prepare(name) for name in self._news]
        with _transaction(self._db):
            writing = self._write(prepared, self._gone)
            if writing.touched:
                rows = folded(self._db, stale_keys(self._db), self._playbook)
                write_folds(self._db, rows)
                self._tidy()

    def _tidy(self, pages: int = _MERGED_PAGES) -> bool:
        """Have FTS5 merge what lies in many pieces; whether there was anything to merge."""
        before = self._db.total_changes
        self._db.execute("INSERT INTO words(words, rank) VALUES('merge', ?)", (pages,))
        # As SQLite's manual has it: the command itself counts as one change.
        return self._db.total_changes - before >= 2

    def _tidy_all(self) -> None:
        """Merge what came in chunks.

        Nothing waits for it; stopped here, small changes would have to go on with it.
        """
        while not self._stop() and self._tidy(_MERGED_IN_BULK):
            seal(self._path)

    # ------------------------------------------------------------------ many

    def _in_bulk(self) -> bool:
        """Take all in chunks; whether it came to its end.

        One thread reads and thinks while another writes what came before.
        """
        self._set_complete(False)
        total = len(self._news) + max(len(self._news) // 2, 1)
        with ThreadPoolExecutor(1, thread_name_prefix="index") as writer:
            behind = _OneBehind(writer)
            behind.submit(self._take, (), self._gone)
            self._take_all(behind, total)
            if not self._stop():
                self._fold_all(total)
            if self._stop():
                return False
            self._set_complete(True)
            self._progress(total, total)
            self._tidy_all()
        return True

    def _take_all(self, behind: _OneBehind, total: int) -> None:
        done = 0
        for chunk in self._chunks():
            behind.submit(self._take, chunk, ())
            done += len(chunk)
            self._progress(done, total)
        behind.wait()

    def _chunks(self) -> Iterator[list[Prepared]]:
        """The changed files, some at a time; no more of them once it is to stop."""
        chunk: list[Prepared] = []
        calls = 0
        for name in self._news:
            if self._stop():
                return
            chunk.append(self._prepare(name))
            calls += len(chunk[-1].rows)
            if len(chunk) >= _CHUNK or calls >= _CHUNK_CALLS:
                yield chunk
                chunk, calls = [], 0
        if chunk:
            yield chunk

    def _take(self, prepared: Sequence[Prepared], gone: Sequence[Known]) -> None:
        with _transaction(self._db):
            self._write(prepared, gone)
        # Killed after this, the next start goes on from here.
        seal(self._path)

    def _fold_all(self, total: int) -> None:
        keys = stale_keys(self._db)
        files = len(self._news)
        for start in range(0, len(keys), _PROSPECTS):
            if self._stop():
                break
            rows = list(folded(self._db, keys[start : start + _PROSPECTS], self._playbook))
            with _transaction(self._db):
                write_folds(self._db, rows)
            seal(self._path)
            self._progress(files + (total - files) * start // len(keys), total)

    # ------------------------------------------------------------------ both

    def _prepare(self, name: str) -> Prepared:
        return prepare(self._folder / name, self._found[name], self._playbook)

    def _write(self, prepared: Sequence[Prepared], gone: Sequence[Known]) -> Writing:
        writing = Writing(self._db, self._playbook)
        for known in gone:
            writing.remove(known)
        for entry in prepared:
            writing.put(entry, self._known.get(entry.name))
        writing.finish()
        self._changed += writing.changed
        return writing

    def _set_complete(self, complete: bool) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES('complete', ?)", (str(int(complete)),))


class _OneBehind:
    """Has things done by a thread, one after the other, never more than one ahead."""

    def __init__(self, thread: ThreadPoolExecutor) -> None:
        self._thread = thread
        self._pending: Future[None] | None = None

    def submit(self, work: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
        """Wait for what was given before, then have this done; its error comes then or later."""
        self.wait()
        self._pending = self._thread.submit(work, *args, **kwargs)

    def wait(self) -> None:
        """Wait until nothing is left to do."""
        pending, self._pending = self._pending, None
        if pending is not None:
            pending.result()


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    finally:
        # Whatever happened, an interrupt included; nothing is left to take back after COMMIT.
        if db.in_transaction:
            with suppress(sqlite3.Error):  # Where SQLite can't any more.
                db.execute("ROLLBACK")
