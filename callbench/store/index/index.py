"""The index as its users see it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, tzinfo
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from callbench.domain.agenda.book import Agenda
from callbench.domain.agenda.timeline import Timeline
from callbench.domain.history import History
from callbench.domain.playbook import Playbook
from callbench.domain.records import Call, ProspectRef
from callbench.domain.search import Query
from callbench.domain.search_line import completions
from callbench.store.errors import Locked, StoreError
from callbench.store.index import follow as following
from callbench.store.index import present, query, search
from callbench.store.index.connections import Connections
from callbench.store.index.follow import Followed, Progress, Stop
from callbench.store.index.places import claim, discard, index_path, is_sealed, sweep
from callbench.store.index.present import Since
from callbench.store.index.query import IndexedSession
from callbench.store.index.schema import (
    IndexBehind,
    IndexDamaged,
    connect,
    create,
    fingerprint,
    guarded,
)
from callbench.store.index.search import Found
from callbench.store.index.state import is_anothers, is_usable
from callbench.store.lock import WriteLock
from callbench.store.workbench import Workbench

__all__ = ["Index"]

T = TypeVar("T")

_PATIENCE = 0.05
"""Seconds to wait for the seal of somebody who is just writing."""


class Index:
    """The index of one workbench; every thread that uses it gets a connection of its own.

    Reading never waits for whoever writes, and shows what `follow` took up last. What cannot be
    read raises `IndexDamaged`; the next `follow` builds the index anew.
    """

    def __init__(self, workbench: Workbench, playbook: Playbook) -> None:
        """Find out where the index lies; nothing is opened yet.

        Raises:
            StoreError: the cache folder can't be made.
        """
        self.path: Path = index_path(workbench.root)
        self._workbench = workbench
        self._playbook = playbook
        self._fingerprint = fingerprint(playbook)
        self._connections = Connections(self.path, self._fingerprint)
        self._read = self._connections.read

    @classmethod
    def open(cls, workbench: Workbench, playbook: Playbook) -> Self:
        """The index of a workbench, as it is: `follow` brings it up to date.

        Raises:
            StoreError: the cache folder can't be made.
        """
        return cls(workbench, playbook)

    def __enter__(self) -> Self:
        """Use it for a while."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Close the connections of all threads; none of them may be reading any more."""
        self._connections.close()

    def follow(
        self,
        progress: Progress | None = None,
        stop: Stop | None = None,
        *,
        wait: float = 0.2,
        take_over: bool = True,
    ) -> Followed:
        """Bring it up to date with the session files; built anew where it has to be.

        It takes as long as there is to do, so it is for a worker. Another instance that is just
        doing the same is waited for as told, then the index is left as it is.

        Args:
            progress: Told how much is done.
            stop: Asked often; once it says yes, the rest is left for the next time.
            wait: Seconds to wait for somebody else who is writing it.
            take_over: Whether one that is in order, but of another version or playbook, is built
                anew; two instances must not do so in turns.

        Raises:
            StoreError: the sessions can't be read, or the index can't be written.
        """
        try:
            lock = WriteLock(self.path, wait)
        except Locked as error:
            return Followed(complete=self.is_complete, busy=error.holder)
        try:
            if not take_over and is_anothers(self.path, self._fingerprint):
                return Followed(complete=False, busy="a callbench with another playbook or version")
            try:
                return self._follow(progress, stop)
            except IndexDamaged:
                discard(self.path)
                return self._follow(progress, stop)
        finally:
            lock.release()

    def rebuild(self, progress: Progress | None = None, stop: Stop | None = None) -> Followed:
        """Throw it away and build it anew.

        Raises:
            StoreError: somebody else is writing it, or it can't be written.
        """
        lock = WriteLock(self.path)
        try:
            discard(self.path)
            return self._follow(progress, stop)
        finally:
            lock.release()

    def _follow(self, progress: Progress | None, stop: Stop | None) -> Followed:
        with guarded(self.path):
            if not is_usable(self.path, self._fingerprint):
                discard(self.path)
                sweep(self.path)
                claim(self.path, self._workbench.root)
                with closing(connect(self.path, write=True)) as db:
                    create(db, self._fingerprint)
            return following.follow(
                self.path,
                self._workbench.sessions,
                self._playbook,
                progress or (lambda done, total: None),
                stop or (lambda: False),
            )

    # ------------------------------------------------------------------ reading

    @property
    def is_complete(self) -> bool:
        """Whether it has everything that was there at the last `follow`."""
        try:
            return self._read(following.is_complete)
        except StoreError:
            return False

    @property
    def is_fit(self) -> bool:
        """Whether it is complete, and as we left it: only then it says what is true at present."""
        return is_sealed(self.path, patience=_PATIENCE) and self.is_complete

    def sessions(self) -> list[IndexedSession]:
        """Every session, newest first."""
        return self._read(query.sessions)

    def session(self, name: str) -> IndexedSession | None:
        """The session in the file of that name."""
        return self._read(lambda db: query.session_named(db, name))

    def calls(self, name: str) -> tuple[Call, ...]:
        """The calls of the session in the file of that name."""
        return self._read(lambda db: query.calls(db, name))

    def histories(self, *, without: str = "") -> dict[str, History]:
        """What the calls come to, by id of the prospect; `without` leaves a session out, by id."""

        def read(db: sqlite3.Connection) -> dict[str, History]:
            outdated = present.keys_of_session(db, without) if without else ()
            return query.histories(db, self._playbook, present.timelines_with(db, outdated))

        return self._read(read)

    def timeline(self, prospect: str) -> Timeline:
        """Every call to the prospect of that id, first dialled first; empty for a stranger."""
        return self._read(lambda db: query.timeline(db, prospect))

    def agenda(
        self,
        now: datetime,
        zone: tzinfo,
        refuses: Callable[[ProspectRef], bool] = lambda prospect: False,
        *,
        settled: bool = True,
    ) -> Agenda:
        """What `callbench.domain.agenda.build_agenda` would make of all files; see `query.agenda`.

        Args:
            now: The moment; aware.
            zone: The rep's.
            refuses: Whether somebody must not be called.
            settled: Whether settled promises are in it, not only in its counts.
        """
        playbook = self._playbook
        return self._read(
            lambda db: query.agenda(db, playbook, now, zone, refuses, {}, settled=settled)
        )

    def histories_at_present(
        self, *, without: str = ""
    ) -> tuple[dict[str, History], tuple[StoreError, ...]]:
        """Histories by what the files say this very moment, and which can't be read.

        Nothing is written. See `histories`.

        Raises:
            IndexBehind: too much has changed; `follow` has to come first.
            StoreError: the sessions or the index can't be read.
        """

        def read(db: sqlite3.Connection) -> tuple[dict[str, History], tuple[StoreError, ...]]:
            since = self._since(db)
            outdated = since.outdated | present.keys_of_session(db, without)
            fresh = [entry for entry in since.fresh if entry.session.id != without]
            instead = present.timelines_with(db, outdated, fresh)
            return query.histories(db, self._playbook, instead), since.problems

        return self._read_present(read)

    def agenda_at_present(
        self,
        now: datetime,
        zone: tzinfo,
        refuses: Callable[[ProspectRef], bool] = lambda prospect: False,
    ) -> tuple[Agenda, tuple[StoreError, ...]]:
        """The agenda by what the files say this very moment, and which can't be read.

        Nothing is written. See `agenda`.

        Raises:
            IndexBehind: too much has changed; `follow` has to come first.
            StoreError: the sessions or the index can't be read.
        """

        def read(db: sqlite3.Connection) -> tuple[Agenda, tuple[StoreError, ...]]:
            since = self._since(db)
            instead = present.timelines_with(db, since.outdated, since.fresh)
            playbook = self._playbook
            found = query.agenda(db, playbook, now, zone, refuses, instead, settled=True)
            return found, since.problems

        return self._read_present(read)

    def _since(self, db: sqlite3.Connection) -> Since:
        since = present.changes_since(db, self._workbench.sessions)
        if since is None:
            raise IndexBehind(self.path)
        return since

    def _read_present(self, read: Callable[[sqlite3.Connection], T]) -> T:
        # A queue is not ranked by what somebody may have written over.
        if not self.is_fit:
            raise IndexBehind(self.path)
        return self._read(read)

    def search(
        self,
        wanted: Query,
        limit: int = 100,
        before: int | None = None,
        stop: Stop | None = None,
    ) -> list[Found]:
        """The calls that meet a query, newest first unless it says otherwise.

        Args:
            wanted: What is asked for.
            limit: How many at the most.
            before: The place of the last one found, to go on behind it.
            stop: Asked meanwhile; once it says yes, nothing is found.
        """
        if stop is not None and stop():
            return []
        return self._read(lambda db: search.search(db, wanted, limit, before))

    def complete(self, line: str) -> tuple[str, ...]:
        """The line of a search, completed in every way that its last word can be."""
        return completions(line, self._read(lambda db: search.values(db, self._playbook)))
