"""Sessions whose disk takes nothing, and what was rescued of them."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

# Shared by all rings of tests and so one folder up.
sys.path.append(str(Path(__file__).parent.parent))

from refusing import FULL, SHUT, Refusing, elsewhere
from store_records import a_session

from callbench.domain.records import Call, CallSession
from callbench.store.session_file import SessionFile
from callbench.store.workbench import Workbench
from callbench.store.writer import SessionWriter

__all__ = ["FULL", "SHUT", "Refusing", "a_file", "elsewhere", "rescued"]


def a_file(workbench: Workbench, *calls: Call, **session: Any) -> Path:
    """A session's file, as a callbench that was cut off left it."""
    file = SessionFile.create(workbench, a_session(**session))
    file.apply(None, calls, ())
    file.close()
    return file.path


def rescued(
    path: Path,
    to: Path,
    *calls: Call,
    session: CallSession | None = None,
    removed: Iterable[str] = (),
) -> Path:
    """Go on with a session's file whose disk takes nothing, and write the session to another."""
    with pytest.MonkeyPatch.context() as patch:
        Refusing(patch, FULL, path.parent)
        writer = SessionWriter(SessionFile.open(path))
        for call in calls:
            writer.put_call(call)
        for ident in removed:
            writer.remove_call(ident)
        if session is not None:
            writer.put_session(session)
        assert not writer.close()
        writer.rescue(to)
    return to
