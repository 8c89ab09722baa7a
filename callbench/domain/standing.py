"""How one prospect stands in the queue: why they are there, where, and what the row says."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from enum import IntEnum
from math import inf

import msgspec

from callbench.domain.cadence import CallKind, Due, next_call
from callbench.domain.history import EARLY, History
from callbench.domain.hours import LocalTime
from callbench.domain.playbook import Playbook
from callbench.domain.records import Prospect

ALARM = EARLY
"""A promised call joins the top of the queue this long before its time."""

MISSED = timedelta(minutes=30)
"""A promised call nobody made is missed this long after its time."""

REFERRED = -1.0
"""The instant of a new prospect to whom somebody has referred the rep, before all that are new."""

PROMISE_PUT_OFF = timedelta(minutes=30)
"""How long a promised call that is skipped after its time stays away from the top."""


class Group(IntEnum):
    """Why somebody is in the queue, or that they are not."""

    PROMISED = 0
    MISSED = 1
    DUE = 2
    NEW = 3
    SKIPPED = 4
    NO_NUMBER = 5
    OUT = 6
    """They are not in the queue."""


class Tier(IntEnum):
    """Where in the queue a row stands, lower first: its group, unless they can't be called now."""

    PROMISED = 0
    MISSED = 1
    DUE = 2
    NEW = 3
    SKIPPED = 4
    MISSED_CLOSED = 5
    CLOSED = 6
    NO_NUMBER = 7
    OUT = 8


_TIERS = tuple(Tier[group.name] for group in Group)
"""The tier of each group, by its number; an enum's hash is slow over ten thousand rows."""

Key = tuple[int, float, int, float, int, int]
"""Tier, instant at which their hours open, group, instant due, priority reversed, and the place on
the list, which makes it unique."""


class QueueRow(msgspec.Struct, frozen=True, gc=False):
    """One prospect in the queue; left out of garbage collection, being part of no cycle."""

    prospect: Prospect
    group: Group
    kind: CallKind
    attempt: int
    label: str
    """Why they are here, in a word or two."""
    due_at: datetime | None
    there: LocalTime
    key: Key
    """What the queue is sorted by."""

    @property
    def callable_now(self) -> bool:
        """Whether there is a number, and their hours are known to be open or it was agreed."""
        return self.key[0] < Tier.MISSED_CLOSED


class Standing(msgspec.Struct, frozen=True, gc=False):
    """What a prospect's history comes to; it changes with the history and not with the clock."""

    history: History
    due: Due
    instant: float
    """When it is due, as a timestamp; 0 where that is any time."""
    label: str


def standing(history: History, playbook: Playbook, zone: tzinfo) -> Standing:
    """How somebody with that history stands; `zone` is the rep's."""
    due = next_call(history, playbook, zone)
    instant = due.at.timestamp() if due.at is not None else 0.0
    return Standing(history, due, instant, _label_by_history(due, history, playbook))


def due_now(known: Standing, prospect: Prospect, now: datetime) -> Due | None:
    """What is due, or None where they don't belong in the queue now; `now` is in UTC."""
    due = known.due
    if due.end == "bad-number":
        due = _with_new_number(due, known.history, prospect)
    elif due.end is not None:
        return None
    return due if due.at is None or _has_come(due, now) else None


def row(
    prospect: Prospect,
    known: Standing,
    due: Due,
    skipped: datetime | None,
    there: LocalTime,
    now: datetime,
    place: int,
) -> QueueRow:
    """The row of somebody who is due; `place` is theirs on the list, `now` is in UTC."""
    group = _group(prospect, due, skipped, now)
    instant = known.instant
    if group is Group.SKIPPED and skipped is not None:
        instant = skipped.timestamp()
    referred = group is Group.NEW and bool(prospect.referred_by)
    if referred:
        instant = REFERRED
    key = _key(prospect, group, there, instant, place)
    label = "referred" if referred else _label(group, due) or known.label
    return QueueRow(prospect, group, due.kind, due.attempt, label, due.at, there, key)


def _has_come(due: Due, now: datetime) -> bool:
    assert due.at is not None
    return due.at <= (now + ALARM if due.kind == "promised" else now)


def _key(prospect: Prospect, group: Group, there: LocalTime, instant: float, place: int) -> Key:
    tier, opens = _TIERS[group], 0.0
    # The hour of a promise was agreed; a missed one has no such excuse.
    if there.state != "open" and group is not Group.PROMISED and group is not Group.NO_NUMBER:
        tier = Tier.MISSED_CLOSED if group is Group.MISSED else Tier.CLOSED
        opens = there.opens.timestamp() if there.opens is not None else inf
    return (tier, opens, group, instant, -prospect.priority, place)


def _with_new_number(due: Due, history: History, prospect: Prospect) -> Due:
    """A bad number ends the calls to it, not those to a number that was found since."""
    if not prospect.phone or prospect.phone == history.last_phone:
        return due
    return msgspec.structs.replace(due, at=history.last_at, end=None)


def _group(prospect: Prospect, due: Due, skipped: datetime | None, now: datetime) -> Group:
    if not prospect.phone or due.end == "bad-number":
        return Group.NO_NUMBER
    if due.kind == "promised":
        assert due.at is not None
        if skipped is not None and _put_off(due.at, skipped, now):
            return Group.SKIPPED
        return Group.MISSED if due.at + MISSED < now else Group.PROMISED
    if skipped is not None:
        return Group.SKIPPED
    return Group.NEW if due.at is None else Group.DUE


def _put_off(promised: datetime, skipped: datetime, now: datetime) -> bool:
    """Whether a skipped promise stays away from the top: until its time, or for half an hour.

    A promise can't be put off for the day by one key: it comes back to be kept or moved.
    """
    if skipped < promised - ALARM:
        return False
    return now < (promised if skipped < promised else skipped + PROMISE_PUT_OFF)


def _label(group: Group, due: Due) -> str:
    """Why they are here, or "" where their history says it."""
    if group is Group.DUE or group is Group.NEW:
        return ""
    if group is Group.NO_NUMBER:
        return "needs a number"
    if group is Group.SKIPPED:
        return "promise, skipped" if due.kind == "promised" else "skipped"
    return "missed" if group is Group.MISSED else "promised"


def _label_by_history(due: Due, history: History, playbook: Playbook) -> str:
    if due.at is None and due.end is None:
        return "new"
    if due.kind == "step-back" or due.kind == "break-up":
        return due.kind.replace("-", " ")
    disposition = playbook.disposition(history.last_disposition)
    if disposition is None:
        ended = history.last_disposition
        return f"ended: {ended}?" if ended else "no outcome yet"
    if disposition.then == "number":
        return "new number"
    if due.attempt == 1:
        return "follow-up"
    attempts = playbook.cadence.attempts
    return f"retry {min(due.attempt, attempts)}/{attempts}"
