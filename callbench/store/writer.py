"""The thread that saves a session while it is worked on.

Nobody waits for the disk but this thread. What is put is remembered in plain dictionaries, whose
assignments cannot be interrupted half-way, and announced through a `SimpleQueue`, which a signal
handler may use even when it has interrupted somebody who was just using it. No lock is involved
that the main thread could be holding when a signal arrives.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Literal

import msgspec

from callbench.domain.records import Call, CallSession
from callbench.store.errors import ChangedOutside, StoreError, plain_reason
from callbench.store.pacing import Pacing
from callbench.store.session_file import SessionFile

__all__ = ["SaveStatus", "SessionWriter"]

_LOOK_UP = 0.5
"""Seconds between looks, while idle, whether the main thread still lives. The thread is no daemon,
so that the interpreter waits for its last write; so it has to notice that there is an end."""

_SLICE = 0.05
"""Seconds between looks, while somebody waits for a flush, whether the thread still lives."""

_BUGS = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What only a mistake of ours can raise while saving. The thread survives it and says so: a thread
that died would lose everything typed from then on, silently."""


class SaveStatus(msgspec.Struct, frozen=True):
    """How it stands with saving."""

    state: Literal["saved", "saving", "failed"]
    reason: str = ""
    """Why it failed, in plain words; for ``saved``, what the rep should know about it."""
    since: datetime | None = None
    """When this state began."""


class _Change(msgspec.Struct, frozen=True):
    call_id: str | None
    """None: the session's frame."""
    urgent: bool


class _Flush:
    """Somebody waits until everything that was put before is on the disk."""

    def __init__(self, *, last: bool = False) -> None:
        # A bare lock, taken from the start: the thread that answers can release it at any moment,
        # while an Event has a lock inside that an interrupted waiter may be holding.
        self.pending = threading.Lock()
        self.pending.acquire()
        self.saved = False
        self.last = last
        """Whether the thread is to end with it."""


class SessionWriter:
    """Saves what is put, soon, in a thread of its own; keeps all of it until it is saved.

    `put_session`, `put_call`, `remove_call` and `flush` may be called from every thread and from
    a signal handler.
    """

    def __init__(
        self,
        file: SessionFile,
        on_status: Callable[[SaveStatus], None] | None = None,
        session: CallSession | None = None,
    ) -> None:
        """Start the thread.

        Args:
            file: the session's file; the writer closes it at its own end.
            on_status: told of every change of `status`, in the writer's thread.
            session: the frame as it stands in the file; not written, but known to `rescue`.
        """
        self._file = file
        self._on_status = on_status
        self._session = session
        self._calls: dict[str, Call] = {}
        self._removed: dict[str, bool] = {}
        self._queue: SimpleQueue[_Change | _Flush] = SimpleQueue()
        self._pacing = Pacing()
        self._unsaved: dict[str | None, bool] = {}
        self._flushes: list[_Flush] = []
        self._rescued: set[Path] = set()
        self._closed = False
        self._ended = False
        self.status = SaveStatus("saved", since=datetime.now(UTC))
        self._thread = threading.Thread(target=self._run, name="callbench-writer")
        self._thread.start()

    @property
    def path(self) -> Path:
        """The file that is written."""
        return self._file.path

    def put_session(self, session: CallSession, *, urgent: bool = False) -> None:
        """Save the session's frame soon, or at once if it is urgent."""
        self._session = session
        self._announce(None, urgent=urgent)

    def put_call(self, call: Call, *, urgent: bool = False) -> None:
        """Save a call soon, or at once if it is urgent; it replaces the one with its id."""
        self._removed.pop(call.id, None)
        self._calls[call.id] = call
        self._announce(call.id, urgent=urgent)

    def remove_call(self, call_id: str, *, urgent: bool = False) -> None:
        """Take a call out of the file soon, or at once if it is urgent."""
        self._calls.pop(call_id, None)
        self._removed[call_id] = True
        self._announce(call_id, urgent=urgent)

    def flush(self, timeout: float = 2.0) -> bool:
        """Save everything put so far, now; whether all of it is on the disk."""
        return self._wait_for(_Flush(), timeout)

    def close(self, timeout: float = 5.0) -> bool:
        """Save everything, end the thread and give the lock back; whether all of it was saved.

        What could not be saved stays in memory, and `rescue` still works.
        """
        return self._wait_for(_Flush(last=True), timeout)

    def rescue(self, path: Path) -> None:
        """Write the whole session, as it is in memory, to another file; again as often as wanted.

        Raises:
            StoreError: it cannot be written there, or that file is something else.
        """
        if path not in self._rescued and path.exists():
            raise StoreError(path, "exists already; choose another name")
        calls, removed = [*self._calls.values()], [*self._removed]
        # A disk that refuses is rare, and what it takes then is not loaded before.
        from callbench.store.rescue.copying import write_copy

        write_copy(self._file, path, self._session, calls, removed, self.status.reason)
        self._rescued.add(path)

    @property
    def rescued(self) -> tuple[Path, ...]:
        """The other files that `rescue` has written, any of which it may write again."""
        return tuple(self._rescued)

    def _announce(self, call_id: str | None, *, urgent: bool) -> None:
        if self._closed:
            raise StoreError(self.path, "is closed, and nothing more can be saved to it")
        self._queue.put(_Change(call_id, urgent))

    def _wait_for(self, flush: _Flush, timeout: float) -> bool:
        deadline = time.monotonic() + timeout
        self._queue.put(flush)
        # In slices: the thread may have ended just before it could see this request.
        while not flush.pending.acquire(timeout=min(_SLICE, timeout)):
            if self._ended:
                self._drain()  # Nobody else will; a change that came too late is not saved.
                return not self._unsaved
            if time.monotonic() >= deadline:
                return False
        return flush.saved

    def _run(self) -> None:
        ending = False
        while not ending:
            self._take()
            orphaned = not threading.main_thread().is_alive()
            if self._flushes or orphaned or self._pacing.wait(time.monotonic()) == 0:
                self._save()
            ending = orphaned or any(flush.last for flush in self._flushes)
            if ending:
                self._end()
            self._answer_flushes()

    def _end(self) -> None:
        """Refuse more, save what has just come in, and let go of the file.

        All this before the last flush is answered: whoever closes may open the file again at once.
        """
        self._closed = True
        self._drain()
        self._save()
        self._file.close()
        self._ended = True

    def _take(self) -> None:
        """Take up what was put, after waiting for it no longer than until the next save."""
        wait = self._pacing.wait(time.monotonic())
        try:
            self._note(self._queue.get(timeout=_LOOK_UP if wait is None else min(wait, _LOOK_UP)))
        except Empty:
            return
        self._drain()
        if self._unsaved and self.status.state == "saved":
            self._tell("saving")

    def _drain(self) -> None:
        with suppress(Empty):
            while True:
                self._note(self._queue.get_nowait())

    def _note(self, item: _Change | _Flush) -> None:
        if isinstance(item, _Flush):
            self._flushes.append(item)
        else:
            self._unsaved[item.call_id] = True
            self._pacing.changed(time.monotonic(), urgent=item.urgent)

    def _save(self) -> None:
        if not self._unsaved:
            return
        try:
            notice = self._write()
        except OSError as error:
            self._fail(plain_reason(error))
        except StoreError as error:
            self._fail(error.problem)
        except _BUGS as error:
            self._fail(f"internal error ({type(error).__name__})")
        else:
            self._unsaved.clear()
            self._pacing.saved()
            self._tell("saved", notice)

    def _write(self) -> str:
        """Write what is unsaved; answers what the rep should know about it, or ""."""
        ids = [call_id for call_id in self._unsaved if call_id is not None]
        calls = [call for call in map(self._calls.get, ids) if call is not None]
        removed = [call_id for call_id in ids if call_id in self._removed]
        session = self._session if None in self._unsaved else None
        try:
            self._file.apply(session, calls, removed)
        except ChangedOutside:
            with suppress(FileNotFoundError):
                if self._file.is_only_touched():
                    self._file.apply(session, calls, removed)
                    return ""
            kept = self._file.merge(self._session, [*self._calls.values()], [*self._removed])
            return "joined with a change made outside" + (f", kept as {kept.name}" if kept else "")
        return ""

    def _fail(self, reason: str) -> None:
        self._pacing.failed(time.monotonic())
        self._tell("failed", reason)

    def _answer_flushes(self) -> None:
        for flush in self._flushes:
            flush.saved = not self._unsaved
            flush.pending.release()
        self._flushes.clear()

    def _tell(self, state: Literal["saved", "saving", "failed"], reason: str = "") -> None:
        if (state, reason) == (self.status.state, self.status.reason):
            return
        same = state == self.status.state
        self.status = SaveStatus(state, reason, self.status.since if same else datetime.now(UTC))
        if self._on_status is not None:
            # The screen may be gone or at fault; the notes have to be saved all the same.
            with suppress(*_BUGS):
                self._on_status(self.status)
