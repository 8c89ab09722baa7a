"""A workbench whose disk refuses, and places elsewhere that take what is rescued."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from store_records import a_session

from callbench.domain.records import Call, CallSession
from callbench.store import atomic
from callbench.store.session_file import SessionFile
from callbench.store.workbench import Workbench
from callbench.store.writer import SessionWriter

FULL = OSError(errno.ENOSPC, "No space left on device")
SHUT = OSError(errno.EACCES, "Permission denied")


def elsewhere(root: Path, patch: pytest.MonkeyPatch) -> Path:
    """Have home, temporary and cache folder lie in `root`; answers the home folder."""
    for name in ("home", "tmp", "cache"):
        (root / name).mkdir(exist_ok=True)
    patch.setenv("HOME", str(root / "home"))
    patch.setenv("CALLBENCH_CACHE", str(root / "cache"))
    patch.setattr(tempfile, "tempdir", str(root / "tmp"))
    return root / "home"


class Refusing:
    """Refuses every write below some folders, as a full or read-only disk does."""

    def __init__(self, patch: pytest.MonkeyPatch, error: OSError, *folders: Path) -> None:
        self.folders = [os.path.realpath(folder) for folder in folders]
        real = atomic._write_new

        def write(path: Path, data: Any) -> atomic.Fingerprint:
            place = os.path.realpath(path.parent)
            if any(place == one or place.startswith(f"{one}/") for one in self.folders):
                raise OSError(error.errno, error.strerror)
            return real(path, data)

        patch.setattr(atomic, "_write_new", write)

    def gives_in(self) -> None:
        """Take everything again."""
        self.folders.clear()


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
