"""In what state an index is found: ours, somebody else's, or to be built anew."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from callbench.store.errors import StoreError
from callbench.store.index.places import is_sealed
from callbench.store.index.schema import connect, guarded, is_current

__all__ = ["is_anothers", "is_usable"]


def is_usable(path: Path, fingerprint: str) -> bool:
    """Whether it is as it was left, by this version and for what has this fingerprint.

    Raises:
        StoreError: the disk is in trouble, or the index is busy.
    """
    return is_sealed(path) and _is_current(path, fingerprint)


def is_anothers(path: Path, fingerprint: str) -> bool:
    """Whether it is as it was left, but by another version, or for another playbook."""
    try:
        return is_sealed(path) and not _is_current(path, fingerprint)
    except StoreError:
        return False


def _is_current(path: Path, fingerprint: str) -> bool:
    with guarded(path), closing(connect(path)) as db:
        return is_current(db, fingerprint)
