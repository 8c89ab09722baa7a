"""Other problems that prospects mentioned in passing: what was heard, and nothing sent yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo

import msgspec

from callbench.domain.addenda import in_force
from callbench.domain.agenda.timeline import Logged
from callbench.domain.marks import of_kind
from callbench.domain.playbook import Playbook
from callbench.domain.records import ProspectRef


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """A problem they mentioned, noted with ``+``, that nobody has answered."""

    prospect: ProspectRef
    words: str
    call: str
    """Id of the call in which it was first heard; a ``sent`` addendum goes there."""
    session: str
    heard_at: datetime
    due: date
    """The day by which something should have been sent."""
    overdue: bool


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """A problem that waits for an answer, whatever the moment and the calendar."""

    prospect: ProspectRef
    words: str
    call: str
    session: str
    heard_at: datetime


def heard_from(timeline: Sequence[Logged]) -> tuple[Heard, ...]:
    """What one prospect mentioned and nobody has answered, each once, in the order heard.

    A ``sent`` addendum whose `about` is the words of the mark settles them in every call up to
    its moment; heard again later, they are a problem again.
    """
    sent = _last_sent(timeline)
    found: dict[str, Heard] = {}
    for session, call in timeline:
        if "+" not in call.note:
            continue
        for words in of_kind(call.note, "problem"):
            if words in found or (words in sent and sent[words] >= call.dialled_at):
                continue
            found[words] = Heard(
                prospect=call.prospect,
                words=words,
                call=call.id,
                session=session,
                heard_at=call.dialled_at,
            )
    return tuple(found.values())


def problem_at(heard: Heard, playbook: Playbook, now: datetime, zone: tzinfo) -> Problem:
    """The problem as it stands at one moment, on the rep's calendar."""
    within = timedelta(days=playbook.agenda.problems_within_days)
    due = heard.heard_at.astimezone(zone).date() + within
    return Problem(
        prospect=heard.prospect,
        words=heard.words,
        call=heard.call,
        session=heard.session,
        heard_at=heard.heard_at,
        due=due,
        overdue=now.astimezone(zone).date() > due,
    )


def _last_sent(timeline: Sequence[Logged]) -> dict[str, datetime]:
    """When something was last sent about each problem, by its words."""
    sent: dict[str, datetime] = {}
    for _, call in timeline:
        for addendum in in_force(call.addenda):
            if addendum.kind == "sent":
                words = addendum.about.strip()
                moment = max(addendum.at, call.dialled_at)
                sent[words] = max(moment, sent.get(words, moment))
    return sent
