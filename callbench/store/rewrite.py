"""Changing one of the small shared files: locked, read, changed and written in one go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from callbench.domain.records import FORMAT
from callbench.store.atomic import AtomicJSONStorage, Document
from callbench.store.errors import Damaged, NewerFormat, unusable
from callbench.store.lock import WriteLock

if TYPE_CHECKING:
    from tinydb import TinyDB

__all__ = ["check_format", "locked", "rewriting"]

_WAIT = 2.0
"""Seconds to wait for another instance, which holds such a file for milliseconds."""


@contextmanager
def locked(path: Path) -> Iterator[AtomicJSONStorage]:
    """The file, which nobody else writes in this context.

    Args:
        path: the file; it need not exist.

    Raises:
        Locked: another instance does not let go of it.
        StoreError: it cannot be opened or written.
    """
    lock = WriteLock(path, wait=_WAIT)
    try:
        yield AtomicJSONStorage(path)
    except OSError as error:
        raise unusable(path, error) from error
    finally:
        lock.release()


@contextmanager
def rewriting(path: Path, head: str) -> Iterator[tuple[AtomicJSONStorage, TinyDB]]:
    """The file as a TinyDB; what is done to it in this context is written on leaving it.

    Args:
        path: the file; it need not exist.
        head: the table whose only document says which format the file has.

    Raises:
        Locked: another instance does not let go of it.
        Damaged: it cannot be read.
        NewerFormat: a newer callbench wrote it.
        ChangedOutside: somebody else wrote it in the very moment.
        StoreError: it cannot be opened or written.
    """
    from tinydb import TinyDB

    with locked(path) as storage:
        check_format(storage.read() or {}, head, path)
        with storage.batch(), TinyDB(storage=lambda: storage) as tinydb:
            yield storage, tinydb


def check_format(document: Document, head: str, path: Path) -> None:
    """Make sure that this version may write the file.

    Raises:
        NewerFormat: a newer one wrote it.
        Damaged: its format is no number.
    """
    for entry in document.get(head, {}).values():
        written = entry.get("format", FORMAT)
        if not isinstance(written, int):
            raise Damaged(path, f'table "{head}", field "format": expected int')
        if written > FORMAT:
            raise NewerFormat(path, written)
