"""The rhythm of one block: what every ten minutes of it were spent on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal

import msgspec

from callbench.domain.figures.clock import local, zone_of
from callbench.domain.playbook import Playbook
from callbench.domain.records import Call, CallSession
from callbench.domain.stats import CONNECTED, TALKED, Result, result_of

MINUTES = 10
SECONDS = MINUTES * 60

MOST = 300
"""Slots of a block at the most, fifty hours: a file may claim that a call took years."""

Activity = Literal["talk", "dialling", "after_call"]
"""``dialling`` is the time on the line of a call that was no conversation."""

Stretch = tuple[int, int]
"""Seconds since the origin: from, and until."""


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """Ten minutes of a block, or what of them lies in it; the times, in seconds, add up to it."""

    at: datetime
    """When it begins, on the rep's clock."""
    calls: int = 0
    connects: int = 0
    conversations: int = 0
    talk: int = 0
    dialling: int = 0
    after_call: int = 0
    paused: int = 0
    idle: int = 0


class Rhythm(msgspec.Struct, frozen=True, kw_only=True):
    """One block from its first second to its last, or to the last sign of life."""

    session: CallSession
    begin: datetime
    end: datetime
    slots: tuple[Slot, ...] = ()
    """Those in which something was done, in order."""
    talk: int = 0
    dialling: int = 0
    after_call: int = 0
    paused: int = 0
    idle: int = 0
    """Seconds of the block in which nothing of the others was going on."""

    @property
    def worked(self) -> int:
        """Seconds of the block without its pauses."""
        return self.talk + self.dialling + self.after_call + self.idle


def rhythm(session: CallSession, calls: Sequence[Call], playbook: Playbook) -> Rhythm:
    """The rhythm of a session, from its calls in any order.

    Where times overlap, as when a clock was put back, each second counts once, for what began
    first; a pause goes before everything else.
    """
    ordered = sorted(calls, key=lambda call: (call.dialled_at, call.id))
    results = [result_of(call, playbook) for call in ordered]
    loom = _Loom(session, ordered)
    for call, result in zip(ordered, results, strict=True):
        loom.count(call, result)
        loom.spend("talk" if result in TALKED else "dialling", call.dialled_at, call.ended_at)
        loom.spend("after_call", call.ended_at, call.wrapped_at)
    return loom.woven()


class _Loom:
    """A rhythm while it is being woven; times are whole seconds since the first slot began."""

    def __init__(self, session: CallSession, ordered: Sequence[Call]) -> None:
        self._session = session
        self._zone = zone_of(session)
        begin, end = _bounds(session, ordered)
        there = local(begin, self._zone)
        # Offsets are multiples of fifteen minutes, but slots begin at full ten of the clock.
        lead = timedelta(
            minutes=there.minute % MINUTES, seconds=there.second, microseconds=there.microsecond
        )
        self._origin = begin - lead if begin - datetime.min.replace(tzinfo=UTC) > lead else begin
        self._begin, self._end = self._since(begin), self._since(end)
        self._pauses = self._merged_pauses()
        self._reached = self._begin
        self._slots: dict[int, dict[str, int]] = {}
        self._totals = {"talk": 0, "dialling": 0, "after_call": 0}

    def count(self, call: Call, result: Result) -> None:
        """Count a call in the slot in which it was dialled."""
        slot = self._slot(self._since(call.dialled_at) // SECONDS)
        if slot is not None:
            slot["calls"] += 1
            slot["connects"] += result in CONNECTED
            slot["conversations"] += result in TALKED

    def spend(self, activity: Activity, start: datetime | None, end: datetime | None) -> None:
        """Spend the time between two instants on something, as far as it is still there."""
        if start is None or end is None:
            return
        begin, until = max(self._since(start), self._reached), self._since(end)
        if until <= begin:
            return
        self._reached = until
        for piece in _outside((begin, until), self._pauses):
            self._totals[activity] += piece[1] - piece[0]
            self._fill(activity, piece)

    def woven(self) -> Rhythm:
        """The rhythm as it is now."""
        paused = sum(until - start for start, until in self._pauses)
        idle = self._end - self._begin - paused - sum(self._totals.values())
        return Rhythm(
            session=self._session,
            begin=local(self._origin + timedelta(seconds=self._begin), self._zone),
            end=local(self._origin + timedelta(seconds=self._end), self._zone),
            slots=tuple(self._woven_slot(number) for number in sorted(self._slots)),
            paused=paused,
            idle=idle,
            **self._totals,
        )

    def _woven_slot(self, number: int) -> Slot:
        counts = self._slots[number]
        inside = (
            max(number * SECONDS, self._begin),
            min((number + 1) * SECONDS, self._end),
        )
        free = sum(until - start for start, until in _outside(inside, self._pauses))
        paused = max(inside[1] - inside[0], 0) - free
        spent = counts["talk"] + counts["dialling"] + counts["after_call"]
        at = local(self._origin + timedelta(seconds=number * SECONDS), self._zone)
        return Slot(at=at, paused=paused, idle=free - spent, **counts)

    def _fill(self, activity: Activity, piece: Stretch) -> None:
        start, until = piece
        while start < until:
            number = start // SECONDS
            slot = self._slot(number)
            if slot is None:
                return
            step = min(until, (number + 1) * SECONDS)
            slot[activity] += step - start
            start = step

    def _slot(self, number: int) -> dict[str, int] | None:
        """The counts of a slot; None for one too many."""
        if number not in self._slots and len(self._slots) >= MOST:
            return None
        names = ("calls", "connects", "conversations", "talk", "dialling", "after_call")
        return self._slots.setdefault(number, dict.fromkeys(names, 0))

    def _since(self, at: datetime) -> int:
        """Whole seconds since the origin."""
        return int((at.astimezone(UTC) - self._origin) // timedelta(seconds=1))

    def _merged_pauses(self) -> list[Stretch]:
        """The pauses within the block, in order, none overlapping another."""
        found: list[Stretch] = []
        reached = self._begin
        for pause in sorted(self._session.pauses, key=lambda pause: pause.started_at):
            start = max(self._since(pause.started_at), reached)
            until = self._end if pause.ended_at is None else self._since(pause.ended_at)
            until = min(until, self._end)
            if until > start:
                found.append((start, until))
                reached = until
        return found


def _bounds(session: CallSession, ordered: Sequence[Call]) -> tuple[datetime, datetime]:
    """The first and the last instant of a block, in UTC."""
    begin = min([session.started_at, *(call.dialled_at for call in ordered[:1])])
    signs = [begin, *(at for call in ordered for at in _instants(call))]
    if session.ended_at is not None:
        signs.append(session.ended_at)
    return begin.astimezone(UTC), max(signs).astimezone(UTC)


def _instants(call: Call) -> Iterator[datetime]:
    yield call.dialled_at
    for at in (call.ended_at, call.wrapped_at):
        if at is not None:
            yield at


def _outside(stretch: Stretch, pauses: Sequence[Stretch]) -> Iterator[Stretch]:
    """The parts of a stretch that are in none of the pauses, which are in order."""
    start, end = stretch
    for pause_start, pause_end in pauses:
        if pause_end <= start:
            continue
        if pause_start >= end:
            break
        if pause_start > start:
            yield start, pause_start
        start = max(start, pause_end)
    if end > start:
        yield start, end
