"""Weeks as bars: what came of the calls, and what became of the promises."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from callbench.domain.figures import Figures, Week
from callbench.domain.stats import Result
from callbench.domain.when.speak import month_name
from callbench.exchange.charts.pieces import (
    GATEKEEPER,
    MEETING,
    NOBODY,
    OPEN,
    TALK,
    Part,
    Row,
    bar,
    legend,
    percent,
    words,
)

MOST = 53
"""Weeks that are drawn, the newest first."""

KEPT = Part("kept", "█", "good")
LATE = Part("late", "▒", "fair")
MISSED = Part("missed", "×", "bad")

NAMED = 3
"""Empty weeks in a row that are named at the most; more are only counted."""

_RESULTS: tuple[tuple[Part, Result], ...] = (
    (MEETING, "meeting"),
    (TALK, "conversation"),
    (GATEKEEPER, "gatekeeper"),
    (NOBODY, "nobody"),
    (OPEN, "open"),
)
_ROOMY = 70
"""Width from which the year of a week and all its numbers are shown."""


def weeks_chart(figures: Figures, width: int) -> list[Row]:
    """What came of the calls of each week, as a stacked bar with its numbers."""
    if not figures.stats.calls:
        return []
    roomy = width >= _ROOMY
    names = ("calls", "connects", "talks", "meetings") if roomy else ("calls", "talks", "meet")
    parts = [part for part, result in _RESULTS if result != "open" or _any_open(figures)]

    def numbers(week: Week) -> Sequence[int]:
        counts = (week.calls, week.connects, week.conversations, week.meetings)
        return counts if roomy else (counts[0], *counts[2:])

    def stack(week: Week) -> list[tuple[Part, int]]:
        named = ((part, week.results.get(result, 0)) for part, result in _RESULTS)
        return [(part, count) for part, count in named if count]

    return [*legend(parts, width), [], *_bars(figures.weeks, width, names, numbers, stack)]


def promises_chart(figures: Figures, width: int) -> list[Row]:
    """What became of the promises whose time was in each week."""
    if not figures.owed:
        return []
    weeks = [week for week in figures.weeks if week.owed]
    kept = f"{figures.kept} of {figures.owed} promises kept, {percent(figures.kept, figures.owed)}"

    def numbers(week: Week) -> Sequence[int]:
        return week.kept, week.late, week.missed

    def stack(week: Week) -> list[tuple[Part, int]]:
        return [(KEPT, week.kept), (LATE, week.late), (MISSED, week.missed)]

    bars = _bars(weeks, width, ("kept", "late", "missed"), numbers, stack)
    return [[(kept, "strong")], *legend((KEPT, LATE, MISSED), width), [], *bars]


def _bars(
    weeks: Sequence[Week],
    width: int,
    names: Sequence[str],
    numbers: Callable[[Week], Sequence[int]],
    stack: Callable[[Week], list[tuple[Part, int]]],
) -> list[Row]:
    """A row a week, the newest first: its name, its numbers, its bar."""
    label = 17 if width >= _ROOMY else 11
    widths = [max(len(name), 4) + 2 for name in names]
    room = max(width - label - sum(widths) - 2, 1)
    shown = weeks[-MOST:]
    whole = max(sum(count for _, count in stack(week)) for week in shown)
    heading = "".join(name.rjust(size) for name, size in zip(names, widths, strict=True))
    rows = [words("week".ljust(label) + heading, "muted")]
    after: Week | None = None
    for week in reversed(shown):
        rows += _gap(week, after, label)
        row: Row = [(_name(week, label), "muted")]
        for number, size in zip(numbers(week), widths, strict=True):
            row.append((str(number or "·").rjust(size), "" if number else "muted"))
        rows.append([*row, ("  ", ""), *bar(stack(week), whole, room)])
        after = week
    if left_out := len(weeks) - len(shown):
        rows.append(words(f"{left_out} earlier weeks are not drawn", "muted"))
    return rows


def _gap(week: Week, after: Week | None, label: int) -> list[Row]:
    """Rows for the weeks with nothing in them between two others: their names, or their number."""
    if after is None:
        return []
    missing = (after.monday - week.monday).days // 7 - 1
    if missing > NAMED:
        return [words(f"  ⋮  {missing} weeks with nothing", "muted")]
    mondays = (after.monday - timedelta(weeks=back) for back in range(1, missing + 1))
    return [words(_name(Week(monday=monday), label).rstrip(), "muted") for monday in mondays]


def _name(week: Week, width: int) -> str:
    """Year, number and Monday of a week, or less where there is little room."""
    monday: date = week.monday
    label = week.label if width > 11 else week.label[5:]
    return f"{label}  {monday.day:>2} {month_name(monday.month)}".ljust(width)


def _any_open(figures: Figures) -> bool:
    return any(week.results.get("open") for week in figures.weeks)
