"""Every chart of many blocks by name, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from callbench.domain.figures import Figures
from callbench.exchange.charts.attempts import attempts_chart
from callbench.exchange.charts.block import block_chart
from callbench.exchange.charts.heat import heat_chart
from callbench.exchange.charts.pieces import Row
from callbench.exchange.charts.totals import totals_chart
from callbench.exchange.charts.weeks import promises_chart, weeks_chart


class Chart(msgspec.Struct, frozen=True):
    """One picture of the figures."""

    id: str
    name: str
    """In a word."""
    title: str
    draw: Callable[[Figures, int], list[Row]]
    """Draws it within a width in cells; no rows where there is nothing to draw."""
    nothing: str
    """What to say then."""


def _last_block(figures: Figures, width: int) -> list[Row]:
    return block_chart(figures.last, width) if figures.last is not None else []


CHARTS = (
    Chart("figures", "Figures", "Figures", totals_chart, "No call yet."),
    Chart("hours", "Hours", "When people answer, on your clock", heat_chart, "No call yet."),
    Chart("weeks", "Weeks", "What came of the weeks", weeks_chart, "No call yet."),
    Chart("block", "Block", "The rhythm of the last block", _last_block, "No block yet."),
    Chart(
        "promises",
        "Promises",
        "Promises kept, by week",
        promises_chart,
        "No promise has come due yet.",
    ),
    Chart(
        "attempts",
        "Attempts",
        "Attempts until somebody is reached",
        attempts_chart,
        "No attempt has an outcome yet.",
    ),
)
