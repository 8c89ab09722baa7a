"""Where indexes lie: one file per workbench in the user's cache folder, private to its owner."""

from __future__ import annotations

import hashlib
import os
import time
from contextlib import suppress
from pathlib import Path

from callbench.store.atomic import fingerprint_of
from callbench.store.cache import usable_folder
from callbench.store.errors import StoreError, unusable
from callbench.store.lock import side_car

__all__ = ["claim", "discard", "distrust", "index_path", "is_sealed", "seal", "sweep"]

_SUFFIX = ".index"
_WORKBENCH = ".workbench"
_SEAL = ".seal"
_STRAY = ("-wal", "-shm")
"""Files of SQLite that no index of ours has, and by which its contents could be altered."""

_PARTS = ("", "-journal", *_STRAY, _SEAL, _WORKBENCH)
"""What an index consists of, as ends of names."""


def index_path(root: Path) -> Path:
    """The file of the index of the workbench in `root`; its folder is made where it is missing.

    Raises:
        StoreError: the folder can't be made.
    """
    folder = usable_folder()
    # By its real path: a workbench reached over a link is the same one.
    name = hashlib.sha256(str(root.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:20]
    return folder / f"{name}{_SUFFIX}"


def claim(path: Path, root: Path) -> None:
    """Make the empty file of an index that only its owner can read, and note whose it is.

    Raises:
        StoreError: it can't be made.
    """
    try:
        _write_private(_part(path, _WORKBENCH), os.fsencode(root.resolve()))
        _write_private(path, b"")
    except OSError as error:
        raise unusable(path, error) from error


def discard(path: Path) -> None:
    """Remove an index; whoever reads it goes on with what it has open.

    Raises:
        StoreError: a part of it can't be removed.
    """
    for part in _PARTS:
        try:
            _part(path, part).unlink(missing_ok=True)
        except OSError as error:
            raise unusable(_part(path, part), error) from error


def seal(path: Path) -> None:
    """Note what the file looks like after our own last write, so that another's is noticed."""
    with suppress(OSError):  # Without a seal it is rebuilt next time.
        _write_private(_part(path, _SEAL), _looks(path))


def is_sealed(path: Path, patience: float = 0.0) -> bool:
    """Whether nobody but callbench has written the file since `seal`, or laid one beside it.

    Args:
        path: The file of the index.
        patience: Seconds to wait until it is; between a commit and its seal there are moments.
    """
    until = time.monotonic() + patience
    while not _is_sealed_now(path):
        if time.monotonic() >= until:
            return False
        time.sleep(0.01)
    return True


def _is_sealed_now(path: Path) -> bool:
    try:
        sealed = _part(path, _SEAL).read_bytes() == _looks(path) != b""
    except OSError:
        return False
    return sealed and not any(os.path.lexists(_part(path, stray)) for stray in _STRAY)


def distrust(path: Path) -> None:
    """Have the index built anew the next time that it is to be brought up to date."""
    with suppress(OSError):
        _part(path, _SEAL).unlink(missing_ok=True)


def sweep(path: Path) -> None:
    """Remove the indexes beside `path` whose workbench is gone, such as that of a sample."""
    for note in path.parent.glob(f"*{_SUFFIX}{_WORKBENCH}"):
        other = note.with_name(note.name.removesuffix(_WORKBENCH))
        with suppress(OSError, StoreError):
            root = os.fsdecode(note.read_bytes())
            if other != path and not os.path.isdir(root) and not side_car(other).exists():
                discard(other)


def _part(path: Path, part: str) -> Path:
    return path.with_name(path.name + part)


def _looks(path: Path) -> bytes:
    found = fingerprint_of(path)
    return b"" if found is None else repr(tuple(found)).encode()


def _write_private(path: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(path, flags, 0o600)
    with open(descriptor, "wb") as file:
        file.write(data)
