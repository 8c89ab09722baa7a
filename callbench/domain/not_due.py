"""Those on the lists who are not in the queue now, and why: they may be called all the same.

Somebody who was left a voicemail rings back, or comes up with a question before the day that was
agreed. They are found, and the rep is told why they were not to be called.
"""

from __future__ import annotations

from datetime import datetime

from callbench.domain.hours import LocalTime
from callbench.domain.playbook import Playbook
from callbench.domain.records import Prospect
from callbench.domain.standing import Group, QueueRow, Standing, Tier
from callbench.domain.when.speak import near_day

NEVER = "do not call"
"""Why somebody is called under no circumstances."""


def why_not(known: Standing | None, playbook: Playbook) -> str:
    """Why they are not in the queue, in a word or two; what their history says, if there is one."""
    if known is None:
        return NEVER
    due, history = known.due, known.history
    if due.end == "let-go":
        return "let go"
    if due.end is None and due.kind == "promised":
        return "promised"
    ended = history.closed_by or history.last_disposition
    disposition = playbook.disposition(ended)
    return disposition.label if disposition is not None else ended or "no outcome yet"


def row_of(
    prospect: Prospect,
    known: Standing | None,
    playbook: Playbook,
    there: LocalTime,
    now: datetime,
    place: int,
) -> QueueRow:
    """The row of somebody who is not in the queue.

    Args:
        prospect: Who it is.
        known: How they stand; None where they must not be called.
        playbook: Names what came of the calls to them.
        there: Their clock.
        now: In the rep's zone.
        place: Theirs on the list.
    """
    moment = _moment(known)
    label = why_not(known, playbook)
    if moment is not None:
        clock = known is not None and known.due.kind == "promised"
        label = f"{label} {_near(moment, now, clock=clock)}"
    history = known.history if known is not None else None
    spoken = history is not None and history.conversations > 0
    return QueueRow(
        prospect,
        Group.OUT,
        "follow-up" if spoken else "first",
        history.unreached + 1 if history is not None else 1,
        label,
        known.due.at if known is not None else None,
        there,
        (Tier.OUT, -last_called(known), Group.OUT, 0.0, -prospect.priority, place),
    )


def last_called(known: Standing | None) -> float:
    """When they were called last, as a timestamp; 0 where they never were, or must not be."""
    recent = known.history.recent if known is not None else ()
    return recent[0].at.timestamp() if recent else 0.0


def _moment(known: Standing | None) -> datetime | None:
    """The moment that belongs to the reason: the promised one, else that of the last call."""
    if known is None or known.due.end is not None:
        return None
    if known.due.kind == "promised":
        return known.due.at
    return known.history.recent[0].at if known.history.recent else None


def _near(at: datetime, now: datetime, *, clock: bool) -> str:
    """A moment in few words: the time today, else the day, with the time of a promise near by."""
    at = at.astimezone(now.tzinfo)
    day = near_day(at.date(), now.date())
    near = not day or (clock and len(day) == len("Tue"))
    return f"{day} {at:%H:%M}".lstrip() if near else day
