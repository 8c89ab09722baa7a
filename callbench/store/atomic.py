"""Files that are whole at every moment: written beside, flushed to the disk, put in place.

TinyDB's own storage overwrites in place, and a crash at the wrong moment leaves old and new text
mixed. Here a reader finds the old file or the new one. The order is: write the temporary file,
fsync it, replace the target, fsync the folder; the last step makes the new name survive a power
cut. Atomic is not concurrent: whoever writes also holds a lock (`callbench.store.lock`).
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from callbench.store.codec import decode_document, encode_document
from callbench.store.errors import ChangedOutside, StoreError

__all__ = [
    "TEMPORARY_SUFFIX",
    "AtomicJSONStorage",
    "Document",
    "Fingerprint",
    "claim_beside",
    "fingerprint_of",
    "read_regular",
    "write_atomically",
]

TEMPORARY_SUFFIX = ".callbench-tmp"
"""The end of the name of every temporary file of ours, so that strays can be swept."""

_LARGEST = 256 << 20
"""Bytes of a file that are read; a list of 100,000 people is a fifth of it."""

_REPLACE_DELAYS = (0.05, 0.1, 0.2, 0.4, 0.75, 1.0)
"""Seconds between attempts to replace a file on Windows, about 2.5 in all: virus scanners and
sync clients hold a new file for moments."""

_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)
_BINARY = getattr(os, "O_BINARY", 0)

Document = dict[str, dict[str, Any]]
"""A TinyDB file: tables by name, in them documents by number."""


class Fingerprint(NamedTuple):
    """What tells one state of a file from another without reading it."""

    mtime_ns: int
    size: int
    inode: int

    @classmethod
    def of(cls, found: os.stat_result) -> Fingerprint:
        """The fingerprint in the answer of a stat call."""
        return cls(found.st_mtime_ns, found.st_size, found.st_ino)


def fingerprint_of(path: Path) -> Fingerprint | None:
    """The fingerprint of the file as it is now; None when there is none."""
    try:
        return Fingerprint.of(os.lstat(path))
    except FileNotFoundError:
        return None


def read_regular(path: Path) -> tuple[bytes, Fingerprint]:
    """The bytes of a file and the fingerprint it had before they were read.

    Raises:
        StoreError: it is a link, a folder, a pipe or a device, or too large to be one of ours.
        OSError: it cannot be opened or read.
    """
    if path.is_symlink():
        raise StoreError(path, "is a link, not a file")
    # Without O_NONBLOCK a pipe put in the place of a file would hold the program for ever.
    descriptor = os.open(path, os.O_RDONLY | _NO_FOLLOW | _NO_WAIT | _BINARY)
    with open(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise StoreError(path, "is not an ordinary file")
        if found.st_size > _LARGEST:
            raise StoreError(path, f"is larger than {_LARGEST >> 20} MB")
        return file.read(), Fingerprint.of(found)


def write_atomically(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Put `data` in the file's place, so that a crash leaves the old file or the new one.

    Args:
        path: the file.
        data: all of it, or pieces that are written as they come and never held together. What
            they raise leaves the old file.

    Raises:
        StoreError: the target is a link; a synced folder may be one, a file of ours never is.
        OSError: the folder is missing, full, read-only or failing; the old file is untouched,
            unless only the last step failed, which leaves the new one.
    """
    _put_in_place(path, data)
    _sync_folder(path.parent)


def claim_beside(path: Path, kind: str) -> Path:
    """An empty file of our own named ``<name>.<kind>-<n>.json``, made now; `n` is the first free.

    Raises:
        OSError: the folder cannot be written.
    """
    number = 1
    while True:
        claimed = path.with_name(f"{path.stem}.{kind}-{number}{path.suffix}")
        with suppress(FileExistsError):
            os.close(os.open(claimed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            return claimed
        number += 1


def _put_in_place(path: Path, data: bytes | Iterable[bytes]) -> Fingerprint:
    """Everything but the folder's fsync; answers what the new file looks like."""
    if path.is_symlink():
        raise StoreError(path, "is a link, and is not written through")
    temporary = path.with_name(f".{path.name}.{os.urandom(4).hex()}{TEMPORARY_SUFFIX}")
    with ExitStack() as otherwise:
        # Even when interrupted: a temporary file holds what a customer said.
        otherwise.callback(_drop, temporary)
        fingerprint = _write_new(temporary, data)
        _replace(temporary, path)
        otherwise.pop_all()
    return fingerprint


def _drop(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


def _write_new(path: Path, data: bytes | Iterable[bytes]) -> Fingerprint:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW | _BINARY
    descriptor = os.open(path, flags, 0o600)
    try:
        for piece in (data,) if isinstance(data, bytes) else data:
            rest = memoryview(piece)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
        return Fingerprint.of(os.fstat(descriptor))
    finally:
        os.close(descriptor)


def _replace(temporary: Path, path: Path) -> None:
    for delay in _REPLACE_DELAYS if os.name == "nt" else ():
        with suppress(PermissionError):
            os.replace(temporary, path)
            return
        time.sleep(delay)
    os.replace(temporary, path)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows cannot open a folder; its file system journals the rename itself.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class AtomicJSONStorage:
    """A TinyDB storage that never leaves a mixed file and never overwrites another's change.

    TinyDB asks of one that it reads, writes and closes. It does not have to be a `Storage`, and so
    TinyDB is not loaded before something is written.

    It remembers what the file looked like when it was last read or written; `write` refuses when
    it looks different now.
    """

    def __init__(self, path: Path | str) -> None:
        self._path = Path(path)
        self._data: bytes | None = None
        self._fingerprint: Fingerprint | None = None
        self._batch: Document | None = None

    @property
    def document(self) -> Document:
        """The file as last read or written: a fresh copy each time, and no access to the disk."""
        return decode_document(self._data, self._path) if self._data else {}

    def close(self) -> None:
        """Nothing is kept open."""

    def read(self) -> Document | None:
        """The file's tables; None when it is missing or empty.

        Raises:
            Damaged: it is not a TinyDB file.
            OSError: it cannot be read.
        """
        if self._batch is not None:
            return self._batch
        data = self.read_bytes()
        return decode_document(data, self._path) if data.strip() else None

    def read_bytes(self) -> bytes:
        """The file as it is, nothing of it decoded; b"" where there is none.

        Raises:
            OSError: it cannot be read.
        """
        try:
            data, fingerprint = read_regular(self._path)
        except FileNotFoundError:
            self.adopt(None, None)
            return b""
        self.adopt(data, fingerprint)
        return data

    def write(self, data: Document) -> None:
        """Replace the file by these tables.

        Raises:
            ChangedOutside: the file is another one than what was read.
            OSError: it cannot be written; it is as it was.
        """
        if self._batch is not None:
            self._batch = data
            return
        self.check_unchanged()
        encoded = encode_document(data)
        # Adopted before the folder's fsync: should that fail, the new file is there all the same.
        self.adopt(encoded, _put_in_place(self._path, encoded))
        _sync_folder(self._path.parent)

    def put(self, pieces: Iterable[bytes]) -> None:
        """Replace the file by these bytes, of which nothing is kept.

        Raises:
            ChangedOutside: the file is another one than what was read.
            OSError: it cannot be written; it is as it was.
        """
        self.check_unchanged()
        self.adopt(None, _put_in_place(self._path, pieces))
        _sync_folder(self._path.parent)

    def check_unchanged(self) -> None:
        """Make sure that the file is the one that was last read or written.

        Raises:
            ChangedOutside: it isn't.
        """
        if fingerprint_of(self._path) != self._fingerprint:
            raise ChangedOutside(self._path)

    def adopt(self, data: bytes | None, fingerprint: Fingerprint | None) -> None:
        """Take these bytes as what the file holds now."""
        self._data, self._fingerprint = data, fingerprint

    @property
    def state(self) -> tuple[bytes | None, Fingerprint | None]:
        """What `adopt` took last."""
        return self._data, self._fingerprint

    @contextmanager
    def batch(self, start: Document | None = None) -> Iterator[None]:
        """Everything done to the tables in this context, as one write on leaving it.

        Args:
            start: the tables to begin with; those last read or written unless given.

        Raises:
            ChangedOutside: the file is another one than what was last read or written.
        """
        # TinyDB reads before every write, which would take another's change for known.
        self.check_unchanged()
        self._batch = self.document if start is None else start
        try:
            yield
            changed = self._batch
        finally:
            self._batch = None
        self.write(changed)
