"""How hard properties are tried: ``CALLBENCH_EXAMPLES=20 make test`` tries twenty times as hard."""

from __future__ import annotations

import os

FACTOR = float(os.environ.get("CALLBENCH_EXAMPLES", "1"))


def examples(quick: int) -> int:
    """How many examples to try where a quick run tries so many."""
    return max(1, round(quick * FACTOR))
