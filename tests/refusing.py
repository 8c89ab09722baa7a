"""A disk that refuses to be written, and places elsewhere that take what is rescued."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from callbench.store import atomic

FULL = OSError(errno.ENOSPC, "No space left on device")
SHUT = OSError(errno.EACCES, "Permission denied")


def elsewhere(root: Path, patch: pytest.MonkeyPatch) -> Path:
    """Have home, temporary and cache folder lie in `root`; answers the home folder."""
    for name in ("at-home", "tmp", "cache"):
        (root / name).mkdir(exist_ok=True)
    patch.setenv("HOME", str(root / "at-home"))
    patch.setenv("CALLBENCH_CACHE", str(root / "cache"))
    patch.setenv("TMPDIR", str(root / "tmp"))
    return root / "at-home"


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
