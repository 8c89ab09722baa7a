"""What a block achieved, in the terms of the trade.

The definitions, with the sources for each, are in docs/figures.md; these are the rules:

- a *call* is one attempt, whatever came of it: a dial;
- a *connect* is a call that a person answered: a conversation, or a gatekeeper. Voicemail, no
  answer, busy and a bad number are none;
- a *conversation* is a call whose disposition reached somebody;
- a *meeting* is a conversation with a next step on an exact day and time to which both agreed;
- the *exact next step* rate is such steps, the rep's own promises included, among the
  conversations that were asked for one;
- the *one more issue* rate is that answer among the conversations asked "100% sure?";
- *talk time* runs from the dialling of a conversation to the end of its call, *after-call time*
  from there to the confirmed wrap-up; neither runs in a pause.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal

import msgspec

from callbench.domain.history import EARLY, was_conversation
from callbench.domain.playbook import Playbook
from callbench.domain.records import Call, Pause

ON_TIME = timedelta(minutes=10)
"""A promised call made this long after its time, at most, was kept and not late."""

TALKED_EARLY = timedelta(minutes=15)
"""A conversation this long before its time is the one that was promised."""

GATEKEEPER = "gatekeeper"
"""The disposition of a call that somebody answered who is not the one to speak to. Dispositions
of a rep's own count as the same where their ids begin with it: ``gatekeeper-refused``."""

Result = Literal["open", "nobody", "gatekeeper", "conversation", "meeting"]
"""What came of a call, each call being one of these; ``open`` has no outcome yet, ``gatekeeper``
is a connect without a conversation, ``conversation`` one without a meeting."""

CONNECTED: frozenset[Result] = frozenset({"gatekeeper", "conversation", "meeting"})
TALKED: frozenset[Result] = frozenset({"conversation", "meeting"})


class BlockStats(msgspec.Struct, frozen=True, kw_only=True):
    """Counts and times of a set of calls; times in seconds."""

    calls: int = 0
    connects: int = 0
    """Calls that a person answered, gatekeepers included."""
    conversations: int = 0
    meetings: int = 0
    asked_for_meeting: int = 0
    """Conversations whose checklist asks for a next meeting."""
    next_steps: int = 0
    """Those of them that agreed an exact day and time, be it as the rep's own promise."""
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

    @property
    def talk_average(self) -> int:
        """Seconds of talk per conversation."""
        return round(self.talk_seconds / self.conversations) if self.conversations else 0


def measure(
    calls: Iterable[Call],
    playbook: Playbook,
    promised: Mapping[str, datetime] | None = None,
    pauses: Sequence[Pause] = (),
) -> BlockStats:
    """The figures of `calls`; a call without an outcome counts as a call only.

    Args:
        calls: In any order.
        playbook: Says which dispositions are conversations and what they ask.
        promised: The promised instants of promised calls, by id of the call.
        pauses: Of their session, in which no time runs.
    """
    calls = list(calls)
    due = promised or {}
    results = [result_of(call, playbook) for call in calls]
    talks = [call for call, result in zip(calls, results, strict=True) if result in TALKED]
    asked = [call for call in talks if _asks_for_meeting(call, playbook)]
    certain = [call.answers["certain"].answer for call in talks if "certain" in call.answers]
    in_time = [
        made_in_time(call.dialled_at, due[call.id], reached=result in TALKED)
        for call, result in zip(calls, results, strict=True)
        if call.id in due
    ]
    wrapped = [call for call in talks if call.wrapped_at is not None]
    return BlockStats(
        calls=len(calls),
        connects=sum(result in CONNECTED for result in results),
        conversations=len(talks),
        meetings=results.count("meeting"),
        asked_for_meeting=len(asked),
        next_steps=sum(call.next_step is not None for call in asked),
        asked_if_certain=len(certain),
        one_more_issue=certain.count("one-more-issue"),
        promised=len(in_time) - in_time.count(None),
        promised_on_time=in_time.count(True),
        talk_seconds=sum(_seconds(call.dialled_at, call.ended_at, pauses) for call in talks),
        after_call_seconds=sum(
            _seconds(call.ended_at, call.wrapped_at, pauses) for call in wrapped
        ),
        wrapped_up=len(wrapped),
        dispositions=dict(Counter(call.disposition for call in calls if call.disposition)),
    )


def add_up(stats: Iterable[BlockStats]) -> BlockStats:
    """The figures of several sets of calls together."""
    sums: Counter[str] = Counter()
    dispositions: Counter[str] = Counter()
    for one in stats:
        counts = msgspec.structs.asdict(one)
        dispositions.update(counts.pop("dispositions"))
        sums.update(counts)
    return BlockStats(**sums, dispositions=dict(dispositions))


def result_of(call: Call, playbook: Playbook) -> Result:
    """What came of a call."""
    if call.disposition is None:
        return "open"
    if was_conversation(call, playbook):
        agreed = call.next_step is not None and call.next_step.agreed
        return "meeting" if agreed else "conversation"
    if call.disposition == GATEKEEPER or call.disposition.startswith(f"{GATEKEEPER}-"):
        return "gatekeeper"
    return "nobody"


def made_in_time(dialled_at: datetime, promised: datetime, *, reached: bool) -> bool | None:
    """Whether a promised call was made in time, and not late; None where it came too early.

    Args:
        dialled_at: When the call was made.
        promised: For when it was promised.
        reached: Whether it was a conversation, which may begin earlier than an attempt.
    """
    past = dialled_at - promised
    if past < -(TALKED_EARLY if reached else EARLY):
        return None
    return past <= ON_TIME


def _asks_for_meeting(call: Call, playbook: Playbook) -> bool:
    disposition = playbook.disposition(call.disposition or "")
    if disposition is None:
        return call.next_step is not None
    questions = (playbook.question(name) for name in disposition.checklist)
    return any(question is not None and question.kind == "meeting" for question in questions)


def _seconds(start: datetime | None, end: datetime | None, pauses: Sequence[Pause]) -> int:
    """Elapsed time without the pauses in it; none where a clock was put back."""
    if start is None or end is None:
        return 0
    # In UTC: two wall times of one zone would be subtracted without its clock changes.
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    paused = timedelta()
    reached = start
    for pause in sorted(pauses, key=lambda pause: pause.started_at):
        until = end if pause.ended_at is None else min(pause.ended_at.astimezone(UTC), end)
        reached = max(reached, pause.started_at.astimezone(UTC))
        if until > reached:
            paused += until - reached
            reached = until
    return max(round((end - start - paused).total_seconds()), 0)
