"""One writer per file: a lock on a side-car, because a lock on the file goes with its inode.

The side-car lies beside the file as ``.<name>.lock``. Death releases the lock, so that it cannot
go stale; a side-car without a holder is harmless, and tells that its last holder was killed.
Any number of readers need no lock, since files are replaced whole.
"""

from __future__ import annotations

import errno
import getpass
import os
import socket
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from callbench.domain.text import one_line
from callbench.store.errors import Locked, StoreError, plain_reason

if TYPE_CHECKING:
    from filelock import FileLock

__all__ = ["Holder", "WriteLock", "files_with_side_cars", "holder_of", "is_held", "side_car"]

_SIDE_CAR = ".lock"
"""The end of the name of a side-car."""

_UNKNOWN = "another callbench"
_LARGEST = 4096
"""Bytes of a side-car that are looked at."""


class Holder(msgspec.Struct, frozen=True):
    """Who is writing a file."""

    pid: int
    host: str
    user: str
    since: datetime

    def __str__(self) -> str:
        since = self.since.strftime("%Y-%m-%d %H:%M")
        return one_line(f"callbench {self.pid} of {self.user} on {self.host}, since {since}")


def side_car(path: Path) -> Path:
    """Where the lock of a file lies."""
    return path.with_name(f".{path.name}{_SIDE_CAR}")


def files_with_side_cars(folder: Path) -> list[Path]:
    """The files beside which a side-car lies, by one look at the folder; held or not."""
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    found = (name for name in names if name.startswith(".") and name.endswith(_SIDE_CAR))
    return [folder / name[1:].removesuffix(_SIDE_CAR) for name in sorted(found)]


class WriteLock:
    """The right to write one file, held until `release` or the end of the process."""

    def __init__(self, path: Path, wait: float = 0.2) -> None:
        """Take the lock.

        Args:
            path: the file to be written; it need not exist.
            wait: seconds to wait for it; somebody who only looks whether it is free holds it
                for a moment.

        Raises:
            Locked: another instance holds it.
            StoreError: the side-car cannot be made.
        """
        self._path = path
        self._wait = wait
        self._inode = 0
        self._lock = self._taken()

    def release(self) -> None:
        """Let others write; again and again does no harm."""
        if not self._lock.is_locked:
            return
        if os.name != "nt" and _inode(self._path) == self._inode:
            # Removed while it is still held: whoever has opened it meanwhile finds that it has
            # no name any more and tries again.
            with suppress(OSError):
                side_car(self._path).unlink()
        with suppress(OSError):
            self._lock.release()

    def ensure(self) -> None:
        """Make sure that it is still held, or take it again.

        A side-car that was deleted, as with a folder that vanished and came back, lets another
        instance take a lock of the same name.

        Raises:
            Locked: somebody else was quicker.
            FileNotFoundError: the folder is gone.
            StoreError: the side-car cannot be made.
        """
        if self._lock.is_locked and _inode(self._path) == self._inode:
            return
        if not self._path.parent.is_dir():  # The lock would make it again, empty.
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(self._path))
        with suppress(OSError):
            self._lock.release()
        self._lock = self._taken()

    def _taken(self) -> FileLock:
        from filelock import FileLock, Timeout

        # Taken by the thread that opens the file, released by the one that has written it.
        lock = FileLock(side_car(self._path), mode=0o600, thread_local=False)
        try:
            lock.acquire(timeout=self._wait, poll_interval=0.02)
            self._sign()
            self._inode = _inode(self._path)
        except Timeout as error:
            raise Locked(self._path, holder_of(self._path)) from error
        except OSError as error:
            lock.release()
            raise StoreError(side_car(self._path), plain_reason(error)) from error
        return lock

    def _sign(self) -> None:
        # From the second byte on: on Windows the first is locked against reading, too.
        with open(side_car(self._path), "r+b", buffering=0) as file:
            file.seek(1)
            file.write(msgspec.json.encode(_ourselves()))
            file.truncate()


def holder_of(path: Path) -> str:
    """Who holds the lock of a file, in words; only true while it is held."""
    try:
        with open(side_car(path), "rb", buffering=0) as file:
            file.seek(1)
            return str(msgspec.json.decode(file.read(_LARGEST), type=Holder))
    except (OSError, ValueError):
        return _UNKNOWN


def is_held(path: Path) -> bool:
    """Whether another instance is writing the file at this moment."""
    if not side_car(path).exists():
        return False
    from filelock import FileLock, Timeout

    lock = FileLock(side_car(path), mode=0o600, thread_local=False)
    try:
        lock.acquire(blocking=False)
    except (Timeout, OSError):
        return True  # What cannot be found out is treated as held: nothing is taken from anybody.
    lock.release()
    return False


def _inode(path: Path) -> int:
    """What tells the side-car of a file from a later one; 0 when there is none."""
    try:
        return side_car(path).lstat().st_ino
    except OSError:
        return 0


def _ourselves() -> Holder:
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):
        user = "somebody"
    return Holder(os.getpid(), socket.gethostname(), user, datetime.now().astimezone())
