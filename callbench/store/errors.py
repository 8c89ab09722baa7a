"""What can go wrong with a file, each as one clear line that names it."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from callbench.domain.text import one_line

__all__ = [
    "CallGone",
    "ChangedOutside",
    "Damaged",
    "Locked",
    "NewerFormat",
    "StoreError",
    "named_errors",
    "plain_reason",
    "unusable",
]

_REASONS = {
    errno.ENOSPC: "disk full",
    errno.EDQUOT: "disk quota used up",
    errno.EROFS: "folder is read-only",
    errno.EACCES: "folder is read-only",
    errno.EPERM: "folder is read-only",
    errno.ENOENT: "folder is gone",
    errno.ENOTDIR: "folder is gone",
    errno.EIO: "disk does not answer properly",
    errno.ESTALE: "network folder is gone",
    errno.EMFILE: "too many open files",
    errno.ENFILE: "too many open files",
}
"""What an operating system's refusal to write means to somebody who sells."""

_OF_THE_PATH = frozenset({errno.EACCES, errno.EPERM, errno.ENOTDIR})
"""Refusals that mean something else where nothing was to be written."""


class StoreError(Exception):
    """Something is wrong with a file of the workbench; the message is one line."""

    def __init__(self, path: Path, problem: str) -> None:
        self.path = path
        """The file or folder that it is about."""
        self.problem = problem
        """What is wrong, without the name of the file."""
        super().__init__(one_line(f"{path}: {problem}"))


class Damaged(StoreError):
    """The file cannot be read as what it should be."""

    def __init__(self, path: Path, detail: str = "cannot be read") -> None:
        super().__init__(path, detail)


class NewerFormat(StoreError):
    """The file was written by a newer version of callbench and may only be read."""

    def __init__(self, path: Path, format: int) -> None:  # noqa: A002
        self.format = format
        super().__init__(
            path, f"was written by a newer callbench (format {format}); it can only be read"
        )


class Locked(StoreError):
    """Another instance is writing this file."""

    def __init__(self, path: Path, holder: str) -> None:
        self.holder = holder
        """Who holds it, for example ``callbench 4711 of sam on desk, since 2026-11-24 09:00``."""
        super().__init__(path, f"is in use by {holder}")


class ChangedOutside(StoreError):
    """Somebody else changed the file since it was read."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "was changed by somebody else since it was read")


class CallGone(StoreError):
    """There is no such call any more, as after a prospect was forgotten."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "the call is not in it any more")


def plain_reason(error: OSError) -> str:
    """The reason for a refused write, in plain words, for example ``disk full``."""
    if error.errno in _REASONS:
        return _REASONS[error.errno]
    return os.strerror(error.errno).lower() if error.errno else "cannot be written"


def unusable(path: Path, error: OSError) -> StoreError:
    """The error to raise when `path` could not be read or prepared at all."""
    if isinstance(error, FileNotFoundError):
        return StoreError(path, "does not exist")
    if error.errno in _REASONS and error.errno not in _OF_THE_PATH:
        return StoreError(path, plain_reason(error))
    return StoreError(path, (error.strerror or "cannot be used").lower())


@contextmanager
def named_errors(path: Path) -> Iterator[None]:
    """Have whatever the system refuses name the file."""
    try:
        yield
    except OSError as error:
        raise unusable(path, error) from error
