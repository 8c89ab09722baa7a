"""The agenda: everything that is owed to somebody at one moment.

One pass over the calls groups them by prospect; every rule then reads one prospect's timeline,
so the cost grows with the number of calls and with nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, tzinfo
from functools import reduce
from typing import Literal

import msgspec
from msgspec.structs import replace

from callbench.domain.agenda.counts import PromiseCounts, promise_counts
from callbench.domain.agenda.problems import Heard, Problem, heard_from, problem_at
from callbench.domain.agenda.promises import Promise, at_moment, called_off, promises_to
from callbench.domain.agenda.timeline import Timeline, timelines
from callbench.domain.cadence import next_call
from callbench.domain.history import NOTHING, History, fold
from callbench.domain.playbook import Playbook
from callbench.domain.records import Call, CallSession, ProspectRef

Stage = Literal["step-back", "break-up", "letting-go", "let-go"]
"""How near its end the cadence is: two last calls, then letting go, then let go."""


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whom the cadence has brought near its end, or beyond it."""

    prospect: ProspectRef
    since: datetime | None
    """From when on the step is due; for somebody let go, when that was."""
    attempts: int
    call: str
    """Id of the last call to them; a ``let-go`` or ``reopened`` addendum goes there."""
    session: str


class Owed(msgspec.Struct, frozen=True, kw_only=True):
    """What is owed to one prospect, as far as no clock and no calendar decide it."""

    prospect: ProspectRef
    """As the last call to them has it."""
    session: str
    call: str
    """Id of the last call."""
    promises: tuple[Promise, ...] = ()
    """Settled ones too; the state of an open one means nothing yet."""
    problems: tuple[Heard, ...] = ()
    history: History | None = None
    """Where the cadence may be near its end, or they were let go; else None."""

    @property
    def is_open(self) -> bool:
        """Whether anything is left to be acted upon, ever."""
        waits = any(promise.settled_at is None for promise in self.promises)
        return waits or bool(self.problems) or self.history is not None


class Agenda(msgspec.Struct, frozen=True, kw_only=True):
    """What is owed, and how well promises were kept; the most urgent first in every part."""

    overdue: tuple[Promise, ...] = ()
    """Missed ones, which stay until they are acted upon."""
    today: tuple[Promise, ...] = ()
    """Due now, or later today on the rep's calendar."""
    coming: tuple[Promise, ...] = ()
    """From tomorrow on."""
    problems: tuple[Problem, ...] = ()
    ready_step_back: tuple[Candidate, ...] = ()
    ready_break_up: tuple[Candidate, ...] = ()
    ready_let_go: tuple[Candidate, ...] = ()
    """The break-up call was made, and nobody was reached: time to let go."""
    let_go: tuple[Candidate, ...] = ()
    """Let go by the rep; can be reopened."""
    promises: tuple[Promise, ...] = ()
    """Every promise ever made, settled ones too, by its time."""
    counts: PromiseCounts = PromiseCounts()


def build_agenda(
    sessions: Iterable[tuple[CallSession, Sequence[Call]]],
    playbook: Playbook,
    now: datetime,
    zone: tzinfo,
    *,
    refuses: Callable[[ProspectRef], bool] = lambda prospect: False,
) -> Agenda:
    """The agenda at one moment.

    Args:
        sessions: Sessions with their calls, in any order.
        playbook: Whose dispositions, cadence and terms hold.
        now: The moment; aware.
        zone: The rep's, which says what is today.
        refuses: Whether somebody must not be called; nothing is owed to them any more.
    """
    owed = (owed_to(timeline, playbook) for timeline in timelines(sessions).values())
    return agenda_of(owed, playbook, now, zone, refuses=refuses)


def owed_to(timeline: Timeline, playbook: Playbook, history: History | None = None) -> Owed:
    """What is owed to one prospect, whatever the moment.

    Args:
        timeline: The calls to them.
        playbook: Says which dispositions are conversations.
        history: What the calls come to, where it is known already.
    """
    past = history if history is not None else _history(timeline, playbook)
    session, last = timeline[-1]
    return Owed(
        prospect=last.prospect,
        session=session,
        call=last.id,
        # The moment only matters for the state of open ones, which `agenda_of` finds anew.
        promises=promises_to(timeline, playbook, last.dialled_at),
        problems=() if past.let_go else heard_from(timeline),
        history=past if _may_end(past, playbook) else None,
    )


def agenda_of(
    owed: Iterable[Owed],
    playbook: Playbook,
    now: datetime,
    zone: tzinfo,
    *,
    refuses: Callable[[ProspectRef], bool] = lambda prospect: False,
) -> Agenda:
    """The agenda at one moment, from what is owed to each prospect; see `build_agenda`."""
    promises: list[Promise] = []
    problems: list[Problem] = []
    stages: dict[Stage, list[Candidate]] = {}
    for theirs in owed:
        at_present = [at_moment(promise, now) for promise in theirs.promises]
        if theirs.is_open and refuses(theirs.prospect):
            promises.extend(
                called_off(promise, "cancelled", now) if promise.is_open else promise
                for promise in at_present
            )
            continue
        promises.extend(at_present)
        problems.extend(problem_at(heard, playbook, now, zone) for heard in theirs.problems)
        if theirs.history is None:
            continue
        found = _stage(theirs.history, playbook, now, zone)
        if found is not None:
            stage, since = found
            stages.setdefault(stage, []).append(_candidate(theirs, theirs.history, since))
    return _arranged(promises, problems, stages, now, zone)


def _arranged(
    promises: list[Promise],
    problems: list[Problem],
    stages: dict[Stage, list[Candidate]],
    now: datetime,
    zone: tzinfo,
) -> Agenda:
    """Everything in its part, and in order."""
    promises.sort(key=lambda promise: (promise.step.starts_at, promise.made_at, promise.call))
    problems.sort(key=lambda problem: (problem.due, problem.heard_at, problem.call))
    for candidates in stages.values():
        candidates.sort(key=lambda one: (one.since is None, one.since or now, one.call))
    ahead = [promise for promise in promises if promise.state in {"due", "coming"}]
    today = [promise for promise in ahead if _is_today(promise, now, zone)]
    return Agenda(
        overdue=tuple(promise for promise in promises if promise.state == "missed"),
        today=tuple(today),
        # Everything due or of today comes before the rest, as both are in order of time.
        coming=tuple(ahead[len(today) :]),
        problems=tuple(problems),
        ready_step_back=tuple(stages.get("step-back", ())),
        ready_break_up=tuple(stages.get("break-up", ())),
        ready_let_go=tuple(stages.get("letting-go", ())),
        let_go=tuple(stages.get("let-go", ())),
        promises=tuple(promises),
        counts=promise_counts(promises),
    )


def _is_today(promise: Promise, now: datetime, zone: tzinfo) -> bool:
    """Whether it is owed today; one due around midnight is, whichever day it was promised for."""
    if promise.state == "due":
        return True
    return promise.step.starts_at.astimezone(zone).date() == now.astimezone(zone).date()


def _history(timeline: Timeline, playbook: Playbook) -> History:
    """Their history without words: they decide nothing here, and reading them costs the most."""
    calls = (replace(call, note="") for _, call in timeline)
    return reduce(lambda history, call: fold(history, call, playbook), calls, NOTHING)


def _stage(
    history: History, playbook: Playbook, now: datetime, zone: tzinfo
) -> tuple[Stage, datetime | None] | None:
    """Where somebody stands at the end of the cadence and since when, or None."""
    if history.let_go:
        return "let-go", history.let_go_at
    due = next_call(history, playbook, zone)
    if due.end == "let-go":
        return "letting-go", history.last_at
    if due.end is None and due.at is not None and due.at <= now:
        if due.kind == "step-back":
            return "step-back", due.at
        if due.kind == "break-up":
            return "break-up", due.at
    return None


def _may_end(history: History, playbook: Playbook) -> bool:
    """Whether the cadence can be near its end, at whatever moment and in whatever zone.

    It may say so too often: `_stage` has the last word.
    """
    if history.let_go:
        return True
    if history.promise is not None or history.closed_by:
        return False
    tried = max(history.unreached, 1) >= playbook.cadence.attempts
    last_resort = {"step-back", "break-up"}
    return tried or history.furthest in last_resort or history.last_kind in last_resort


def _candidate(theirs: Owed, history: History, since: datetime | None) -> Candidate:
    return Candidate(
        prospect=theirs.prospect,
        since=since,
        attempts=history.attempts,
        call=theirs.call,
        session=theirs.session,
    )
