"""Sessions that were never ended: after a crash, a kill or a power cut."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from callbench.domain.records import Call, CallSession, replace
from callbench.store.errors import Locked, StoreError, unusable
from callbench.store.lock import holder_of, is_held, side_car
from callbench.store.session_file import SessionFile
from callbench.store.session_names import session_paths
from callbench.store.sessions import StoredSession, read_session
from callbench.store.workbench import Workbench

__all__ = [
    "close_abandoned",
    "held_sessions",
    "last_activity",
    "open_sessions",
    "unfinished_sessions",
]

_NEWEST = 20
"""How many sessions are looked at whatever happened. An older one that was cut off is known by
the side-car that its writer could not remove, so that the cost doesn't grow with the years."""


def unfinished_sessions(workbench: Workbench) -> list[StoredSession]:
    """The sessions without an end that nobody is writing, newest first.

    One in which nothing was done is nothing to go on with. Files that cannot be read are passed
    over; `read_sessions` reports them.
    """
    begun = (stored for stored in open_sessions(workbench) if _holds_anything(stored))
    return [stored for stored in begun if not is_held(stored.path)]


def held_sessions(workbench: Workbench) -> list[Locked]:
    """The sessions that another instance is writing, each with its holder, newest first."""
    held = (path for path in _candidates(workbench) if is_held(path))
    going_on = (path for path in held if (one := _read(path)) and one.session.ended_at is None)
    return [Locked(path, holder_of(path)) for path in going_on]


def _holds_anything(stored: StoredSession) -> bool:
    session = stored.session
    return bool(stored.calls or session.drafts or session.skipped or session.pauses)


def open_sessions(workbench: Workbench) -> list[StoredSession]:
    """The sessions without an end, newest first: those cut off, and those that are going on."""
    found = (_read(path) for path in _candidates(workbench))
    return [stored for stored in found if stored and stored.session.ended_at is None]


def close_abandoned(workbench: Workbench, stored: StoredSession, at: datetime) -> None:
    """End a session that was cut off, at the last thing that is known of it.

    Args:
        workbench: where it is.
        stored: the session as it was found.
        at: the present, which an end must not lie behind.

    Raises:
        StoreError: somebody holds it by now, or it cannot be written.
    """
    path = workbench.sessions / stored.path.name
    file = SessionFile.open(path)
    try:
        # Read again under the lock: another instance may have gone on with it since.
        stored = read_session(path)
        if stored.session.ended_at is None:
            file.put_session(_ended(stored, at))
    except OSError as error:
        raise unusable(path, error) from error
    finally:
        file.close()


def _ended(stored: StoredSession, at: datetime) -> CallSession:
    ended_at = max(min(last_activity(stored), at), stored.session.started_at)
    pauses = tuple(
        pause if pause.ended_at else replace(pause, ended_at=max(ended_at, pause.started_at))
        for pause in stored.session.pauses
    )
    return replace(stored.session, ended_at=ended_at, pauses=pauses)


def last_activity(stored: StoredSession) -> datetime:
    """The latest instant that a session tells of."""
    return max((*_instants(stored.session), *(at for call in stored.calls for at in _of(call))))


def _instants(session: CallSession) -> Iterator[datetime]:
    yield session.started_at
    for pause in session.pauses:
        yield pause.ended_at or pause.started_at
    yield from session.skipped.values()


def _of(call: Call) -> Iterator[datetime]:
    # Addenda are left out: they may be written days later.
    yield from (at for at in (call.dialled_at, call.ended_at, call.wrapped_at) if at)


def _candidates(workbench: Workbench) -> Iterator[Path]:
    for place, path in enumerate(session_paths(workbench)):
        if place < _NEWEST or side_car(path).exists():
            yield path


def _read(path: Path) -> StoredSession | None:
    try:
        stored = read_session(path)
    except StoreError:
        return None
    return None if stored.read_only else stored
