"""Figures of many blocks: when people answer, what comes of the weeks, how a block goes.

Pure, and derived from the calls alone: nothing here is stored. docs/figures.md defines each.
"""

from callbench.domain.figures.attempts import AttemptStep
from callbench.domain.figures.collect import Figures, collect
from callbench.domain.figures.hours import HourCell, best_hours, by_hour, by_weekday, within
from callbench.domain.figures.rhythm import Rhythm, Slot, rhythm
from callbench.domain.figures.weeks import Week

__all__ = [
    "AttemptStep",
    "Figures",
    "HourCell",
    "Rhythm",
    "Slot",
    "Week",
    "best_hours",
    "by_hour",
    "by_weekday",
    "collect",
    "rhythm",
    "within",
]
