"""Adding to a past call, and taking that out again. The call itself is never rewritten."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from callbench.domain.addenda import without_last
from callbench.domain.records import Addendum, Call, replace
from callbench.store.errors import CallGone, Locked, StoreError, named_errors
from callbench.store.session_file import SessionFile
from callbench.store.sessions import read_session
from callbench.store.workbench import Workbench

__all__ = ["AddedSince", "StillRunning", "add_addendum", "take_out_addendum"]


class StillRunning(StoreError):
    """The call is in the session that this very callbench is writing."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "this block is still running: add it once the block has ended")


class AddedSince(StoreError):
    """Something else was added to the call, so that what was added before it stays."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "something else was added since: it stays")


def add_addendum(workbench: Workbench, path: Path, call_id: str, addendum: Addendum) -> Call:
    """Append to a call in its session's file, and answer the call as it is now.

    What is there already is not added again, so that it can be tried until it is written.

    Args:
        workbench: Where the session is.
        path: Its file; only the name counts.
        call_id: The id of the call.
        addendum: What is added.

    Raises:
        StillRunning: We are writing that session ourselves.
        Locked: Another instance is writing it; says who.
        NewerFormat: A newer callbench wrote it.
        ChangedOutside: Somebody else wrote it in this very moment.
        CallGone: The call is gone.
        StoreError: The file is gone, damaged, or can't be written.
    """
    with _writing(workbench, path) as file:
        # Read under the lock: whatever anybody added before is in it.
        call = _call(file.path, call_id)
        if addendum in call.addenda:
            return call
        after = replace(call, addenda=(*call.addenda, addendum))
        file.put_call(after)
    return after


def take_out_addendum(workbench: Workbench, path: Path, call_id: str, addendum: Addendum) -> Call:
    """Take out what was just added, and answer the call as it is now.

    The arguments are those of `add_addendum`, and so is what may be raised beside this.

    Raises:
        AddedSince: Something else was added to the call since.
        CallGone: The call is gone, or what was added to it.
    """
    with _writing(workbench, path) as file:
        call = _call(file.path, call_id)
        if addendum not in call.addenda:
            raise CallGone(file.path)
        after = without_last(call, addendum)
        if after is None:
            raise AddedSince(file.path)
        file.put_call(after)
    return after


@contextmanager
def _writing(workbench: Workbench, path: Path) -> Iterator[SessionFile]:
    """Hold a session's file for a change."""
    path = workbench.sessions / path.name
    try:
        file = SessionFile.open(path)
    except Locked as error:
        if error.holder.startswith(f"callbench {os.getpid()} "):
            raise StillRunning(path) from error
        raise
    try:
        with named_errors(path):
            yield file
    finally:
        file.close()


def _call(path: Path, call_id: str) -> Call:
    found = (call for call in read_session(path).calls if call.id == call_id)
    call = next(found, None)
    if call is None:
        raise CallGone(path)
    return call
