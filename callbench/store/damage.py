"""Getting a damaged file out of the way without losing it."""

from __future__ import annotations

import os
from pathlib import Path

from callbench.store.atomic import claim_beside
from callbench.store.errors import unusable

__all__ = ["set_aside"]


def set_aside(path: Path) -> Path:
    """Rename a damaged file to ``<name>.damaged-<n>.json`` and answer its new path.

    Nothing is overwritten: `n` is the first number that is free.

    Raises:
        StoreError: the folder cannot be written.
    """
    try:
        aside = claim_beside(path, "damaged")
        try:
            os.replace(path, aside)
        except OSError:
            aside.unlink()
            raise
    except OSError as error:
        raise unusable(path, error) from error
    return aside
