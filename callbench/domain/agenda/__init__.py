"""Promises and what else is owed: due, overdue, kept, late, missed, moved."""

from callbench.domain.agenda.advice import advice, clashes, double_booked, overlaps
from callbench.domain.agenda.book import Agenda, Candidate, build_agenda
from callbench.domain.agenda.counts import PromiseCounts, promise_counts, promised_times
from callbench.domain.agenda.problems import Problem
from callbench.domain.agenda.promises import Move, Promise, State, after_call, promise_of
from callbench.domain.agenda.settling import has_come, refuse_too_early

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
    "clashes",
    "double_booked",
    "has_come",
    "overlaps",
    "promise_counts",
    "promise_of",
    "promised_times",
    "refuse_too_early",
]
