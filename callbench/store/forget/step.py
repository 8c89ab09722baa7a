"""What becomes of one file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec

__all__ = ["UNDO_FOLDER", "Step", "total"]

UNDO_FOLDER = ".undo"
"""Where imports keep what undoing them needs, beside the lists."""


class Step(msgspec.Struct, frozen=True):
    """What becomes of one file."""

    path: Path
    counts: dict[str, int] | None = None
    """How many ``calls``, ``prospects``, ``entries``, ``rows`` and ``mentions`` are erased in it;
    None where the whole file goes."""


def total(steps: Iterable[Step]) -> Counter[str]:
    """What is erased in all files together."""
    found: Counter[str] = Counter()
    for step in steps:
        found.update({"files": 1} if step.counts is None else step.counts)
    return found
