"""What a measurement comes to, and its line in the table."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from typing import Protocol

import msgspec


class Row(msgspec.Struct, frozen=True):
    """One line of the table."""

    what: str
    measured: str
    goal: str
    met: bool
    beside: str = ""
    """The plain app that was measured in the same run, where there is one."""


class Timed(Protocol):
    """What was measured once."""

    @property
    def seconds(self) -> float:
        """By the clock."""

    @property
    def processor(self) -> float:
        """Of a processor."""


def by_clock(taken: Iterable[Timed]) -> list[float]:
    """The seconds that passed."""
    return [one.seconds for one in taken]


def of_processor(taken: Iterable[Timed]) -> list[float]:
    """The seconds for which a processor worked."""
    return [one.processor for one in taken]


def both(taken: Sequence[Timed]) -> str:
    """Median and 99th percentile of both, in words."""
    return f"{spread(by_clock(taken))}; processor {spread(of_processor(taken))}"


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


def ratio(ours: Sequence[float], plain: Sequence[float]) -> float:
    """How many times as long ours took as what was measured right before it, in the median."""
    return statistics.median(mine / other for mine, other in zip(ours, plain, strict=True))


def line(row: Row) -> str:
    """The row as a line of a table in Markdown."""
    met = "yes" if row.met else "**no**"
    return f"| {row.what} | {row.measured} | {row.beside} | {row.goal} | {met} |\n"


HEAD = "| what | measured | beside | goal | met |\n| --- | --- | --- | --- | --- |\n"
"""What stands above the rows."""
