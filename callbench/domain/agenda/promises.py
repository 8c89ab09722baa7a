"""What was promised, and what became of it, derived from the calls alone.

A prospect has at most one open promise, the newest agreement. These rules settle it:

- a conversation begun from 15 minutes before the promised time to 10 minutes after keeps it, and
  so does an attempt from `EARLY` before, whoever picked up: the rep was there; later is late;
- a conversation before that which agrees another step moves it to the promise that this call
  makes;
- a conversation before that which agrees nothing settles it: what was to be said has been said,
  so nothing is owed any more (``cancelled``);
- an earlier attempt that reached nobody leaves it standing;
- an addendum says the rest: ``moved``, ``cancelled``, ``held``, ``no-show``, and ``let-go``,
  after which nothing is owed to them.

An addendum counts from its own moment, not from that of its call. One that moves a promise which
was settled already opens it again, unless a newer agreement is open by then; one that moves on a
call without a promise makes one, as when they answer a voicemail by mail. One that moves a missed
promise, or calls it off, does not undo that it was missed. One that was taken back counts for
nothing (`callbench.domain.addenda`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Literal, NamedTuple

import msgspec
from msgspec.structs import replace

from callbench.domain.addenda import in_force, taken_back_at
from callbench.domain.agenda.timeline import Logged
from callbench.domain.history import was_conversation
from callbench.domain.playbook import Playbook
from callbench.domain.queue import ALARM, MISSED
from callbench.domain.records import Addendum, Call, NextStep, ProspectRef
from callbench.domain.stats import made_in_time

State = Literal["coming", "due", "missed", "kept", "late", "moved", "cancelled", "held", "no-show"]

CALLED_OFF: frozenset[State] = frozenset({"moved", "cancelled"})
"""The states of a promise that nobody waits for any more, and that nobody broke."""

OPEN: frozenset[State] = frozenset({"coming", "due", "missed"})
"""The states of a promise that still has to be acted upon."""

_REPORTS: dict[str, State] = {"cancelled": "cancelled", "held": "held", "no-show": "no-show"}
"""What an addendum of some kind says became of a promise."""


class Move(NamedTuple):
    """One time that a promise was put off or brought forward by an addendum."""

    at: datetime
    before: NextStep
    """What had been agreed until then; what holds now is the promise's `step`."""
    reason: str


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """An agreed next step and its state at one moment."""

    call: str
    """Id of the call in which it was agreed."""
    session: str
    prospect: ProspectRef
    step: NextStep
    """The latest agreement, after all moves."""
    made_at: datetime
    state: State = "coming"
    kept_by: str = ""
    """Id of the call that kept or else settled it, "" where none did."""
    settled_at: datetime | None = None
    """When it was kept, replaced, cancelled or reported on; None while it is open."""
    moves: tuple[Move, ...] = ()
    missed_times: tuple[datetime, ...] = ()
    """Agreed times that were missed before it was moved or called off, the first one first; not
    that of a promise which is missed now."""
    taken_back: tuple[datetime, ...] = ()
    """When a change of it was undone: that counts for nothing, but calendars have seen it."""

    @property
    def is_open(self) -> bool:
        """Whether it still has to be acted upon."""
        return self.state in OPEN

    @property
    def is_called_off(self) -> bool:
        """Whether another agreement took its place, or none."""
        return self.state in CALLED_OFF


def promises_to(
    timeline: Sequence[Logged], playbook: Playbook, now: datetime
) -> tuple[Promise, ...]:
    """Every promise to one prospect, in the order of their making.

    Args:
        timeline: The calls to them, in the order of their dialling.
        playbook: Says which dispositions are conversations.
        now: The moment for which the states hold.
    """
    if not any(call.next_step or call.addenda for _, call in timeline):
        return ()
    ledger = _Ledger(playbook)
    for _, session, call, addendum in _events(timeline):
        if addendum is None:
            ledger.dialled(session, call)
        else:
            ledger.amended(session, call, addendum)
    return tuple(at_moment(promise, now) for promise in ledger.promises.values())


def promise_of(
    call: Call, playbook: Playbook, now: datetime, *, session: str = ""
) -> Promise | None:
    """The promise that this call made, as far as the call itself and its addenda tell."""
    return next(iter(promises_to([(session, call)], playbook, now)), None)


def after_call(promise: Promise, call: Call, playbook: Playbook) -> Promise:
    """What a call to the same prospect makes of their open promise; itself where it stands."""
    reached = was_conversation(call, playbook)
    in_time = made_in_time(call.dialled_at, promise.step.starts_at, reached=reached)
    state: State
    if in_time is not None:
        state = "kept" if in_time else "late"
    elif reached:
        state = "cancelled" if call.next_step is None else "moved"
    else:
        return promise
    return replace(promise, state=state, settled_at=call.dialled_at, kept_by=call.id)


def called_off(promise: Promise, state: State, at: datetime) -> Promise:
    """A promise that is moved or cancelled: where it was missed by then, that remains."""
    missed = at_moment(promise, at).state == "missed"
    times = (*promise.missed_times, promise.step.starts_at) if missed else promise.missed_times
    return replace(promise, state=state, missed_times=times)


def at_moment(promise: Promise, now: datetime) -> Promise:
    """The promise with its state at that moment; a settled one stays as it is."""
    if promise.settled_at is not None:
        return promise
    # Differences and not sums: a time from a file may lie at the very end of the calendar.
    past = now - promise.step.starts_at
    if past > MISSED:
        return replace(promise, state="missed")
    return replace(promise, state="due" if past >= -ALARM else "coming")


_Event = tuple[datetime, str, Call, Addendum | None]


def _events(timeline: Sequence[Logged]) -> list[_Event]:
    """Calls and addenda in the order in which they happened."""
    # The sort is stable, so that a call comes before its addenda whatever their clocks say.
    return sorted(_unsorted_events(timeline), key=lambda event: event[0])


def _unsorted_events(timeline: Sequence[Logged]) -> Iterator[_Event]:
    for session, call in timeline:
        yield call.dialled_at, session, call, None
        for addendum in in_force(call.addenda):
            yield max(addendum.at, call.dialled_at), session, call, addendum


class _Ledger:
    """The promises to one prospect while their past is read."""

    def __init__(self, playbook: Playbook) -> None:
        self.promises: dict[str, Promise] = {}
        self._playbook = playbook
        self._open = ""

    def dialled(self, session: str, call: Call) -> None:
        """A call was made: it may settle the open promise and make one of its own."""
        if self._open:
            after = after_call(self.promises[self._open], call, self._playbook)
            self.promises[self._open] = after
            if after.settled_at is not None:
                self._open = ""
        # Only a conversation agrees on something; a call that was undone may still hold a step.
        if call.next_step is not None and was_conversation(call, self._playbook):
            self._make(session, call, call.next_step, call.dialled_at)

    def amended(self, session: str, call: Call, addendum: Addendum) -> None:
        """Something was added to a call."""
        promise = self.promises.get(call.id)
        report = _REPORTS.get(addendum.kind)
        if addendum.kind == "let-go" and self._open:
            self._settle(self._open, "cancelled", addendum.at)
        elif addendum.kind == "moved" and addendum.next_step is not None:
            # A newer agreement that is open is the one to move; this call's has been overtaken.
            if self._open in {"", call.id}:
                self._move(session, call, addendum.next_step, addendum)
        elif promise is not None and report is not None and self._takes(promise, report):
            self._settle(call.id, report, addendum.at, promise.kept_by)

    def _takes(self, promise: Promise, report: State) -> bool:
        """Whether a report can be true: a call that kept a promise can't be called off by it."""
        if report == "cancelled":
            return self._open == promise.call
        return not promise.is_called_off

    def _make(self, session: str, call: Call, step: NextStep, at: datetime) -> None:
        self._open = call.id
        self.promises[call.id] = Promise(
            call=call.id,
            session=session,
            prospect=call.prospect,
            step=step,
            made_at=at,
            taken_back=taken_back_at(call.addenda),
        )

    def _move(self, session: str, call: Call, step: NextStep, addendum: Addendum) -> None:
        """Put a promise to another time; where the call has none, make it."""
        promise = self.promises.get(call.id)
        if promise is None:
            self._make(session, call, step, addendum.at)
            return
        self._open = call.id
        self.promises[call.id] = replace(
            called_off(promise, "coming", addendum.at),
            step=step,
            moves=(*promise.moves, Move(addendum.at, promise.step, addendum.text)),
            kept_by="",
            settled_at=None,
        )

    def _settle(self, ident: str, state: State, at: datetime, by: str = "") -> None:
        promise = self.promises[ident]
        if state in CALLED_OFF:
            promise = called_off(promise, state, at)
        self.promises[ident] = replace(promise, state=state, settled_at=at, kept_by=by)
        if self._open == ident:
            self._open = ""
