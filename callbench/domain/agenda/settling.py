"""What may be said on the agenda of a promise, and the words where it may not."""

from __future__ import annotations

from datetime import datetime

from callbench.domain.agenda.promises import Promise, at_moment
from callbench.domain.refusals import Refused

REPORTS = frozenset({"held", "no-show"})
"""The kinds of addenda that say how a meeting went."""


def has_come(promise: Promise, now: datetime) -> bool:
    """Whether the time of a promise has come, or is about to within minutes."""
    return at_moment(promise, now).state != "coming"


def refuse_too_early(promise: Promise, kind: str, now: datetime) -> None:
    """Refuse to say how a meeting went that is still to take place.

    Raises:
        Refused: it is still ahead; says what can be done instead.
    """
    if kind in REPORTS and not has_come(promise, now):
        raise Refused("still ahead: m moves, x cancels")
