"""What a measurement comes to, and the table of all of them."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence

import msgspec


class Row(msgspec.Struct, frozen=True):
    """One line of the table."""

    what: str
    measured: str
    goal: str
    met: bool
    beside: str = ""
    """The plain app that was measured in the same run, where there is one."""


def percentile(seconds: Sequence[float], share: float) -> float:
    """The value below which that share of the measurements lies, in milliseconds."""
    ordered = sorted(seconds)
    return 1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def median(seconds: Sequence[float]) -> float:
    """The median in milliseconds."""
    return 1000 * statistics.median(seconds)


def spread(seconds: Sequence[float]) -> str:
    """Median and 99th percentile in words."""
    return f"{median(seconds):.1f} / {percentile(seconds, 0.99):.1f} ms"


def table(rows: Iterable[Row]) -> str:
    """The rows as a table in Markdown."""
    lines = ["| what | measured | beside | goal | met |", "| --- | --- | --- | --- | --- |"]
    for row in rows:
        met = "yes" if row.met else "**no**"
        lines.append(f"| {row.what} | {row.measured} | {row.beside} | {row.goal} | {met} |")
    return "\n".join(lines)
