"""One session file, held for writing by one thread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from callbench.domain.records import FORMAT, Call, CallSession, Record, to_json
from callbench.store.atomic import (
    AtomicJSONStorage,
    Document,
    Fingerprint,
    claim_beside,
    read_regular,
    write_atomically,
)
from callbench.store.codec import decode_document, merged
from callbench.store.damage import set_aside
from callbench.store.errors import Damaged, Locked, StoreError, named_errors
from callbench.store.lock import WriteLock
from callbench.store.merge import numbers_by_id, overrides, reconciled
from callbench.store.migrations import format_of, migrate
from callbench.store.rewrite import check_format
from callbench.store.session_names import name_for
from callbench.store.workbench import Workbench

if TYPE_CHECKING:
    from tinydb.table import Table

__all__ = ["SessionFile", "lay_over"]


class SessionFile:
    """A session's TinyDB file, with the lock that lets nobody else write it.

    Whatever is changed is on the disk when the method returns, or the file is as it was.
    """

    def __init__(
        self, path: Path, lock: WriteLock | None = None, first: CallSession | None = None
    ) -> None:
        """Hold a file that is there, or stand for one that `first` will begin."""
        self.path = path
        self._lock = lock
        self._first = first
        self._storage = AtomicJSONStorage(path)
        self._kept: Fingerprint | None = None

    @classmethod
    def new(cls, workbench: Workbench, session: CallSession) -> SessionFile:
        """A file that its first write makes, named after the session's start in its own zone.

        The disk is not touched until then, and what it refuses is an error of that write.
        """
        return cls(workbench.sessions / name_for(session, set()), None, session)

    @classmethod
    def create(cls, workbench: Workbench, session: CallSession) -> SessionFile:
        """A new file that is there at once, with no call in it yet.

        Raises:
            StoreError: the folder cannot be written.
        """
        file = cls.new(workbench, session)
        with file._closed_on_error():
            file.put_session(session)
        return file

    @classmethod
    def open(cls, path: Path) -> SessionFile:
        """A file that exists, to go on with it.

        Raises:
            Locked: another instance is writing it; says who.
            NewerFormat: a newer callbench wrote it.
            Damaged: it cannot be read.
            StoreError: it is not there or cannot be opened.
        """
        if not path.exists():
            raise StoreError(path, "does not exist")
        file = cls(path, WriteLock(path))
        with file._closed_on_error():
            document = file._storage.read() or {}
            check_format(document, "session", path)
            if format_of(document, path) < FORMAT:
                file._migrate(document)
        return file

    def put_session(self, session: CallSession) -> None:
        """Write the frame of the session."""
        self.apply(session, (), ())

    def put_call(self, call: Call) -> None:
        """Write a call: a new document, or in place of the one with its id."""
        self.apply(None, (call,), ())

    def remove_call(self, call_id: str) -> None:
        """Take a call out, as after the undo of a dial; one that isn't there is no error."""
        self.apply(None, (), (call_id,))

    def apply(
        self, session: CallSession | None, calls: Iterable[Call], removed: Iterable[str]
    ) -> None:
        """Several changes as one write.

        Raises:
            ChangedOutside: somebody else changed the file; see `merge`.
            Locked: the side-car was deleted, and another instance took the file.
            NewerFormat: the file has been written by a newer callbench.
            OSError: it cannot be written; it is as it was.
        """
        self._hold()
        with self._storage.batch():
            lay_over(self._storage, self.path, session or self._first, calls, removed)
        self._first = None

    def merge(
        self, session: CallSession | None, calls: Iterable[Call], removed: Iterable[str]
    ) -> Path | None:
        """Write after somebody else did: the given changes win, all else is kept as theirs.

        A file that vanished is made again; a damaged one is set aside first.

        Args:
            session: the session's frame, if we have changed it since it was opened.
            calls: every call that we have changed since.
            removed: the ids of the calls that we have removed since.

        Returns:
            Where their file was kept because something of it did not survive; None when nothing
            had to be kept.

        Raises:
            StoreError, OSError: as `apply`.
        """
        self._hold()
        before = self._storage.state
        base = self._storage.document
        theirs, data, fingerprint, kept = self._from_outside()
        self._storage.adopt(data, fingerprint)
        try:
            with self._storage.batch(reconciled(base, theirs) if theirs else base):
                lay_over(self._storage, self.path, session, calls, removed)
                if theirs and overrides(base, theirs, self._storage.read() or {}):
                    kept = self._keep_theirs(data or b"", fingerprint)
        except (OSError, StoreError):
            self._storage.adopt(*before)
            raise
        self._first = None
        return kept

    def is_only_touched(self) -> bool:
        """Whether what looks like another file holds what we wrote; if so, it is taken as ours."""
        data, fingerprint = read_regular(self.path)
        known, _ = self._storage.state
        if data != known:
            return False
        self._storage.adopt(data, fingerprint)
        return True

    @property
    def document(self) -> Document:
        """The tables as last read or written: a fresh copy each time, and no access to the disk."""
        return self._storage.document

    def close(self) -> None:
        """Give the lock back; everything was written before."""
        if self._lock is not None:
            self._lock.release()

    def _hold(self) -> None:
        """Be the one who writes the file; one that is yet to be made gets a name that is free."""
        if self._lock is not None:
            self._lock.ensure()
            return
        session, folder = self._first, self.path.parent
        taken = {path.name for path in folder.iterdir()}
        while session is not None:
            path = folder / name_for(session, taken)
            taken.add(path.name)
            try:
                lock = WriteLock(path)
            except Locked:
                continue  # Another instance is just making a file of that name,
            if not path.exists():
                self.path, self._lock, self._storage = path, lock, AtomicJSONStorage(path)
                return
            lock.release()  # or has made it meanwhile.

    def _from_outside(self) -> tuple[Document, bytes | None, Fingerprint | None, Path | None]:
        """What the file holds now; nothing where it vanished or was set aside as damaged."""
        try:
            data, fingerprint = read_regular(self.path)
            return decode_document(data, self.path), data, fingerprint, None
        except FileNotFoundError:
            return {}, None, None, None
        except Damaged:
            return {}, None, None, set_aside(self.path)

    def _keep_theirs(self, data: bytes, fingerprint: Fingerprint | None) -> Path | None:
        if fingerprint == self._kept:
            return None  # Kept already, by an attempt whose own write then failed.
        kept = claim_beside(self.path, "conflict")
        try:
            write_atomically(kept, data)
        except OSError:
            kept.unlink(missing_ok=True)
            raise
        self._kept = fingerprint
        return kept

    def _migrate(self, document: Document) -> None:
        """Bring the file to the present format, after a copy of it as it is."""
        before, _ = self._storage.state
        migrate(document, self.path)
        write_atomically(claim_beside(self.path, "format"), before or b"")
        self._storage.write(document)

    @contextmanager
    def _closed_on_error(self) -> Iterator[None]:
        try:
            with named_errors(self.path):
                yield
        except StoreError:
            self.close()
            raise


def lay_over(
    storage: AtomicJSONStorage,
    path: Path,
    session: CallSession | None,
    calls: Iterable[Call],
    removed: Iterable[str],
) -> None:
    """Change the documents of a session, within a batch of its storage."""
    from tinydb import TinyDB

    document = storage.read() or {}
    check_format(document, "session", path)
    with TinyDB(storage=lambda: storage) as tinydb:
        if session is not None:
            numbers = [int(number) for number in document.get("session", {})]
            _put(tinydb.table("session"), min(numbers, default=0), session)
        table = tinydb.table("calls")
        known = numbers_by_id(document)
        for call in calls:
            known[call.id] = _put(table, known.get(call.id, 0), call)
        if gone := [known[call_id] for call_id in removed if call_id in known]:
            table.remove(doc_ids=gone)


def _put(table: Table, number: int, record: Record) -> int:
    """Insert a record as a new document (number 0), or update a document; answers its number."""
    if not number:
        return table.insert(to_json(record))

    def renew(document: MutableMapping[str, Any]) -> None:
        document.update(merged(document, record))

    table.update(renew, doc_ids=[number])
    return number
