"""When people answer: calls by the hour and weekday of the rep's own clock.

The clock is that of the session's zone, whoever was called: it answers when to sit down and
call. An hour that a clock change repeats counts once, as the hour that the clock shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import sqrt

import msgspec

FEWEST = 20
"""Calls in an hour from which it can be said to be a good one."""

_Z = 1.96
"""Standard deviations that hold 95 of 100 cases."""

Place = tuple[int, int]
"""Weekday, 0 being Monday, and hour, 0 to 23."""


class HourCell(msgspec.Struct, frozen=True):
    """The calls dialled in some hours."""

    calls: int = 0
    connects: int = 0
    conversations: int = 0

    @property
    def rate(self) -> float:
        """Connects per call, from 0 to 1."""
        return self.connects / self.calls if self.calls else 0.0

    @property
    def surely(self) -> float:
        """The connect rate that these calls vouch for, whatever their luck.

        The lower end of Wilson's score interval (E. B. Wilson, J. Am. Stat. Assoc. 22, 1927), so
        that one lucky call does not make the best hour of the week.
        """
        if not self.calls:
            return 0.0
        n, rate = self.calls, self.rate
        centre = rate + _Z**2 / (2 * n)
        spread = _Z * sqrt(rate * (1 - rate) / n + _Z**2 / (4 * n * n))
        # Rounding must not vouch for more than there was.
        return min(max((centre - spread) / (1 + _Z**2 / n), 0.0), rate)


Grid = Mapping[Place, HourCell]
"""Cells by weekday and hour; only those in which calls were made."""


def within(grid: Grid, weekdays: Iterable[int], hours: Iterable[int]) -> HourCell:
    """The calls of these hours on these weekdays together."""
    hours = tuple(hours)
    cells = [grid[day, hour] for day in weekdays for hour in hours if (day, hour) in grid]
    return HourCell(
        sum(cell.calls for cell in cells),
        sum(cell.connects for cell in cells),
        sum(cell.conversations for cell in cells),
    )


def by_hour(grid: Grid) -> dict[int, HourCell]:
    """The calls of each hour of the day in which any were made."""
    return {hour: within(grid, range(7), [hour]) for hour in sorted({hour for _, hour in grid})}


def by_weekday(grid: Grid) -> dict[int, HourCell]:
    """The calls of each weekday on which any were made."""
    return {day: within(grid, [day], range(24)) for day in sorted({day for day, _ in grid})}


def best_hours(grid: Grid, fewest: int = FEWEST) -> list[tuple[int, HourCell]]:
    """Hours of the day by how often somebody answers, the surest first.

    Only those with at least `fewest` calls, and at least one connect.
    """
    enough = [
        (hour, cell)
        for hour, cell in by_hour(grid).items()
        if cell.calls >= fewest and cell.connects
    ]
    return sorted(enough, key=lambda entry: (-entry[1].surely, entry[0]))
