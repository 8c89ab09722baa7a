"""What other instances are doing on the same workbench at this moment.

A call is in its session's file from the moment of dialling, and the lock beside that file says
whether its writer is alive: a call that a crash left open is nobody's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import msgspec

from callbench.domain.records import Call
from callbench.store.errors import StoreError
from callbench.store.lock import files_with_side_cars, is_held
from callbench.store.sessions import StoredSession, read_session
from callbench.store.workbench import Workbench

__all__ = ["Elsewhere", "look_elsewhere"]


class Elsewhere(msgspec.Struct, frozen=True):
    """The calls of the sessions that others are writing."""

    open_calls: tuple[Call, ...] = ()
    """Those that are going on, one a session at the most."""
    outcomes: frozenset[tuple[str, str]] = frozenset()
    """The ids of the others, each with how it ended: what they come to is to be read again
    whenever this is not what it was."""


def look_elsewhere(workbench: Workbench, own: str) -> Elsewhere:
    """What others are doing now; quick where nobody is there. From any thread.

    Args:
        workbench: Theirs and ours.
        own: The id of our own session.
    """
    open_calls: list[Call] = []
    outcomes: set[tuple[str, str]] = set()
    for stored in _written_now(workbench):
        if stored.session.id == own:
            continue
        open_calls += [call for call in stored.calls if call.is_open][-1:]
        outcomes |= {
            (call.id, f"{call.disposition} {call.wrapped_at} {len(call.addenda)}")
            for call in stored.calls
            if not call.is_open
        }
    return Elsewhere(tuple(open_calls), frozenset(outcomes))


def _written_now(workbench: Workbench) -> Iterator[StoredSession]:
    """The sessions whose files somebody holds."""
    for path in files_with_side_cars(workbench.sessions):
        if is_held(path):
            with suppress(StoreError):
                yield read_session(path)
