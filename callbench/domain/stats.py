"""What a block achieved, in the terms of the trade.

Definitions (docs/figures.md has the sources): a *conversation* is a call whose disposition
reached somebody; a *meeting* is a conversation with a next step on an exact day and time; the
*exact next step* rate is meetings among the conversations that were asked for one; the *one more
issue* rate is that answer among the conversations asked "100% sure?"; *after-call time* runs from
the end of the talk to the confirmed wrap-up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

import msgspec

from callbench.domain.history import was_conversation
from callbench.domain.playbook import Playbook
from callbench.domain.records import Call

ON_TIME = timedelta(minutes=10)
"""A promised call made this long after its time, at most, was kept and not late."""


class BlockStats(msgspec.Struct, frozen=True, kw_only=True):
    """Counts and times of a set of calls; times in seconds."""

    calls: int = 0
    conversations: int = 0
    meetings: int = 0
    asked_for_meeting: int = 0
    """Conversations whose checklist asks for a next meeting."""
    asked_if_certain: int = 0
    one_more_issue: int = 0
    promised: int = 0
    """Promised calls that were made, in time or late."""
    promised_on_time: int = 0
    talk_seconds: int = 0
    after_call_seconds: int = 0
    wrapped_up: int = 0
    """Conversations whose wrap-up was confirmed; what after-call time is averaged over."""
    dispositions: dict[str, int] = msgspec.field(default_factory=dict)

    @property
    def after_call_average(self) -> int:
        """Seconds of after-call work per wrapped-up conversation."""
        return round(self.after_call_seconds / self.wrapped_up) if self.wrapped_up else 0


def measure(
    calls: Iterable[Call], playbook: Playbook, promised: Mapping[str, datetime] | None = None
) -> BlockStats:
    """The figures of `calls`; a call without an outcome counts as a call only.

    Args:
        calls: In any order.
        playbook: Says which dispositions are conversations and what they ask.
        promised: The promised instants of promised calls, by id of the call.
    """
    calls = list(calls)
    due = promised or {}
    talks = [call for call in calls if was_conversation(call, playbook)]
    certain = [call.answers["certain"].answer for call in talks if "certain" in call.answers]
    kept = [call for call in calls if call.id in due]
    wrapped = [call for call in talks if call.wrapped_at is not None]
    return BlockStats(
        calls=len(calls),
        conversations=len(talks),
        meetings=sum(call.next_step is not None for call in talks),
        asked_for_meeting=sum(_asks_for_meeting(call, playbook) for call in talks),
        asked_if_certain=len(certain),
        one_more_issue=certain.count("one-more-issue"),
        promised=len(kept),
        promised_on_time=sum(call.dialled_at <= due[call.id] + ON_TIME for call in kept),
        talk_seconds=sum(_seconds(call.dialled_at, call.ended_at) for call in talks),
        after_call_seconds=sum(_seconds(call.ended_at, call.wrapped_at) for call in wrapped),
        wrapped_up=len(wrapped),
        dispositions=dict(Counter(call.disposition for call in calls if call.disposition)),
    )


def _asks_for_meeting(call: Call, playbook: Playbook) -> bool:
    disposition = playbook.disposition(call.disposition or "")
    if disposition is None:
        return call.next_step is not None
    questions = (playbook.question(name) for name in disposition.checklist)
    return any(question is not None and question.kind == "meeting" for question in questions)


def _seconds(start: datetime | None, end: datetime | None) -> int:
    if start is None or end is None:
        return 0
    return max(round((end.astimezone(UTC) - start).total_seconds()), 0)
