"""Promises and what else is owed: due, overdue, kept, late, missed, moved."""

from callbench.domain.agenda.advice import advice, double_booked
from callbench.domain.agenda.book import Agenda, Candidate, build_agenda
from callbench.domain.agenda.counts import PromiseCounts, promise_counts, promised_times
from callbench.domain.agenda.problems import Problem
from callbench.domain.agenda.promises import Move, Promise, State, after_call, promise_of

__all__ = [
    "Agenda",
    "Candidate",
    "Move",
    "Problem",
    "Promise",
    "PromiseCounts",
    "State",
    "advice",
    "after_call",
    "build_agenda",
    "double_booked",
    "promise_counts",
    "promise_of",
    "promised_times",
]
