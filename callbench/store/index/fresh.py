"""Reading from an index that is brought up to date first, in one call; and when not to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from callbench.domain.playbook import Playbook
from callbench.store.errors import StoreError
from callbench.store.index.follow import Followed, Progress, Stop
from callbench.store.index.index import Index
from callbench.store.index.schema import IndexDamaged
from callbench.store.workbench import Workbench

__all__ = ["is_quick", "up_to_date"]

T = TypeVar("T")


def up_to_date(
    workbench: Workbench,
    playbook: Playbook,
    read: Callable[[Index], T],
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
    wait: float = 10.0,
) -> tuple[T, Followed]:
    """Follow the files, then read; once more from the start should the index turn out damaged.

    Raises:
        StoreError: the sessions can't be read, or the index can't be used: it can't be written,
            or somebody else is still building it.
    """
    with Index.open(workbench, playbook) as index:
        for last in (False, True):
            followed = index.follow(progress, stop, wait=wait)
            if not followed.complete:
                who = followed.busy or "a job that was stopped"
                raise StoreError(index.path, f"the index is still being built by {who}")
            try:
                return read(index), followed
            except IndexDamaged:
                if last:
                    raise
    raise AssertionError


def is_quick(workbench: Workbench, playbook: Playbook) -> bool:
    """Whether what is true at present can be read so fast that a screen may wait for it.

    Otherwise every file has to be read.
    """
    try:
        with Index.open(workbench, playbook) as index:
            return index.is_fit
    except StoreError:
        return False
