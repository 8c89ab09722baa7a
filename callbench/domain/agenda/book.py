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

from callbench.domain.agenda.problems import Problem, problems_of
from callbench.domain.agenda.promises import (
    Promise,
    PromiseCounts,
    promise_counts,
    promises_to,
)
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
    promises: list[Promise] = []
    problems: list[Problem] = []
    stages: dict[Stage, list[Candidate]] = {}
    for timeline in timelines(sessions).values():
        theirs = promises_to(timeline, playbook, now)
        if refuses(timeline[-1][1].prospect):
            promises.extend(map(_called_off, theirs))
            continue
        promises.extend(theirs)
        history = _history(timeline, playbook)
        if not history.let_go:
            problems.extend(problems_of(timeline, playbook, now, zone))
        found = _stage(history, playbook, now, zone)
        if found is not None:
            stage, since = found
            candidate = _candidate(timeline, history, since)
            stages.setdefault(stage, []).append(candidate)
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


def _called_off(promise: Promise) -> Promise:
    return replace(promise, state="cancelled") if promise.is_open else promise


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


def _candidate(timeline: Timeline, history: History, since: datetime | None) -> Candidate:
    session, last = timeline[-1]
    return Candidate(
        prospect=last.prospect,
        since=since,
        attempts=history.attempts,
        call=last.id,
        session=session,
    )
