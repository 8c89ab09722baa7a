"""What came of each ISO week (ISO 8601: Monday to Sunday)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Literal

import msgspec

from callbench.domain.agenda.promises import Promise
from callbench.domain.stats import CONNECTED, TALKED, Result

Kept = Literal["kept", "late", "missed"]
"""What may become of a promise whose time came."""


class Week(msgspec.Struct, frozen=True, kw_only=True):
    """The calls dialled in a week, and the promises whose time was in it."""

    monday: date
    results: Mapping[Result, int] = msgspec.field(default_factory=dict)
    """Calls by what came of them; they add up to all calls."""
    dispositions: Mapping[str, int] = msgspec.field(default_factory=dict)
    kept: int = 0
    late: int = 0
    missed: int = 0

    @property
    def label(self) -> str:
        """``2026-W48``."""
        year, week, _ = self.monday.isocalendar()
        return f"{year}-W{week:02}"

    @property
    def calls(self) -> int:
        """All calls."""
        return sum(self.results.values())

    @property
    def connects(self) -> int:
        """Calls that a person answered."""
        return sum(count for result, count in self.results.items() if result in CONNECTED)

    @property
    def conversations(self) -> int:
        """Conversations, those with a meeting included."""
        return sum(count for result, count in self.results.items() if result in TALKED)

    @property
    def meetings(self) -> int:
        """Conversations with a meeting."""
        return self.results.get("meeting", 0)

    @property
    def owed(self) -> int:
        """Promised times that came."""
        return self.kept + self.late + self.missed


def monday_of(day: date) -> date:
    """The Monday of a day's week; the first day of the calendar where that is none."""
    return day - timedelta(days=min(day.weekday(), day.toordinal() - 1))


class WeekTally:
    """A week while it is being counted."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.results: Counter[Result] = Counter()
        self.dispositions: Counter[str] = Counter()
        self.promises: Counter[Kept] = Counter()

    def count_call(self, result: Result, disposition: str | None) -> None:
        """One more call."""
        self.results[result] += 1
        if disposition:
            self.dispositions[disposition] += 1

    def week(self, monday: date) -> Week:
        """The week as it was counted."""
        return Week(
            monday=monday,
            results=dict(self.results),
            dispositions=dict(self.dispositions),
            kept=self.promises["kept"],
            late=self.promises["late"],
            missed=self.promises["missed"],
        )


_BECAME: Mapping[str, Kept] = MappingProxyType({
    "kept": "kept",
    # The rep was there; somebody else's not showing up breaks no promise.
    "held": "kept",
    "no-show": "kept",
    "late": "late",
    "missed": "missed",
})


def what_became(promise: Promise) -> Iterator[tuple[datetime, Kept]]:
    """Each agreed time of a promise that has come, and whether it was kept.

    None for one that is still ahead, or that was moved or called off before it came.
    """
    for missed in promise.missed_times:
        yield missed, "missed"
    if promise.state in _BECAME:
        yield promise.step.starts_at, _BECAME[promise.state]
