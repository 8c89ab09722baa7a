"""Writing a session to a rescued file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from callbench.domain.records import Call, CallSession
from callbench.store.atomic import AtomicJSONStorage, fingerprint_of
from callbench.store.errors import named_errors
from callbench.store.rescue.heads import TABLE, head_document, states_of
from callbench.store.session_file import SessionFile, lay_over

__all__ = ["write_copy"]


def write_copy(
    file: SessionFile,
    path: Path,
    session: CallSession | None,
    calls: Iterable[Call],
    removed: Iterable[str],
    reason: str,
) -> None:
    """Write the whole session with these changes to a rescued file; its own is not touched.

    Args:
        file: The session's own file.
        path: The rescued one.
        session: The session's frame.
        calls: Every call that was changed since the session's file was opened.
        removed: The ids of the calls that were removed since.
        reason: Why the session's file can't be written.

    Raises:
        StoreError: It can't be written there.
    """
    known = file.document
    head = head_document(file.path.parent.parent, reason, file.path.name, states_of(known))
    storage = AtomicJSONStorage(path)
    with named_errors(path):
        storage.adopt(None, fingerprint_of(path))
        with storage.batch({TABLE: head, **known}):
            lay_over(storage, path, session, calls, removed)
