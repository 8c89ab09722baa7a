"""How many attempts it takes to reach somebody."""

from __future__ import annotations

from callbench.domain.figures import AttemptStep, Figures
from callbench.exchange.charts.pieces import Part, Row, bar, legend, percent, prose, words

REACHED = Part("reached", "█", "good")
NOT_YET = Part("not reached", "░", "rest")

MOST = 12
"""Attempts that have a row of their own."""

_HEADINGS = ("tried", "reached", "rate", "so far")
_WIDTHS = (7, 9, 8, 8)


def attempts_chart(figures: Figures, width: int) -> list[Row]:
    """A row for each attempt: how many were tried, how many reached, and how far that brings."""
    steps = figures.attempts
    if not steps:
        return []
    label = 9
    room = max(width - label - sum(_WIDTHS) - 2, 1)
    whole = max(step.tried for step in steps)
    heading = "".join(name.rjust(size) for name, size in zip(_HEADINGS, _WIDTHS, strict=True))
    rows = [
        *legend((REACHED, NOT_YET), width),
        [],
        words("attempt".ljust(label) + heading, "muted"),
    ]
    for step in steps[:MOST]:
        numbers = (str(step.tried), str(step.reached), percent(step.rate), percent(step.so_far))
        row: Row = [(_ordinal(step.attempt).ljust(label), "muted")]
        row += [(text.rjust(size), "") for text, size in zip(numbers, _WIDTHS, strict=True)]
        parts = [(REACHED, step.reached), (NOT_YET, step.tried - step.reached)]
        rows.append([*row, ("  ", ""), *bar(parts, whole, room)])
    return [*rows, *_beyond(steps[MOST:]), [], *_meaning(width)]


def _beyond(steps: tuple[AttemptStep, ...]) -> list[Row]:
    """What the attempts without a row of their own came to."""
    if not steps:
        return []
    tried, reached = sum(step.tried for step in steps), sum(step.reached for step in steps)
    return [words(f"later attempts: {reached} of {tried} reached", "muted")]


def _meaning(width: int) -> list[Row]:
    so_far = "so far: the share of people who are reached by then, at these rates."
    field = "The field makes 4 attempts a lead; few are reached after the 7th (XANT)."
    return [*prose(so_far, width), *prose(field, width)]


def _ordinal(number: int) -> str:
    """``1st``, ``2nd``, ``11th``."""
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    return f"{number}{({1: 'st', 2: 'nd', 3: 'rd'}).get(number % 10, 'th')}"
