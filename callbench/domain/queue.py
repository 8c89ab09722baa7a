"""Who is called next, and why.

The order: promised calls whose time has come, missed ones, retries due by the cadence, follow-ups,
new prospects. Within that, those whose calling hours are closed come last. Never in the queue: do
not call, let go, "no, accepted", a promise still ahead.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta, tzinfo
from enum import IntEnum

import msgspec

from callbench.domain.cadence import CallKind, Due, next_call
from callbench.domain.history import NOTHING, History
from callbench.domain.hours import UNKNOWN, LocalTime, known_zone, local_time
from callbench.domain.playbook import Playbook
from callbench.domain.records import Prospect

ALARM = timedelta(minutes=5)
"""A promised call joins the top of the queue this long before its time."""

MISSED = timedelta(minutes=30)
"""A promised call nobody made is missed this long after its time."""


class Group(IntEnum):
    """Why a row is where it is; lower comes first."""

    PROMISED = 0
    MISSED = 1
    DUE = 2
    NEW = 3
    SKIPPED = 4
    NO_NUMBER = 5


class QueueRow(msgspec.Struct, frozen=True):
    """One prospect in the queue."""

    prospect: Prospect
    group: Group
    kind: CallKind
    attempt: int
    label: str
    """Why they are here, in a word or two."""
    due_at: datetime | None
    there: LocalTime
    key: tuple[int, bool, float, int, int]
    """What the queue is sorted by."""

    @property
    def callable_now(self) -> bool:
        """Whether there is a number and their hours are known to be open."""
        return self.there.state == "open" and self.group is not Group.NO_NUMBER


class Rules(msgspec.Struct, frozen=True):
    """What the ranking goes by, beside the prospects themselves."""

    playbook: Playbook
    zone: tzinfo
    """The rep's."""
    zones_of: Callable[[Prospect], tuple[str, ...]]
    """The possible zones of a prospect."""
    refuses: Callable[[Prospect], bool] = lambda prospect: prospect.do_not_call
    """Whether somebody must never be called."""


class Queue:
    """The rows, kept in order while calls are made and the clock runs."""

    def __init__(self, rules: Rules, prospects: Iterable[Prospect]) -> None:
        """Start empty; `rank` fills the queue from `prospects`, which come in list order."""
        self._rules = rules
        self._prospects = {prospect.id: prospect for prospect in prospects}
        self._places = {ident: place for place, ident in enumerate(self._prospects)}
        self._there: dict[tuple[str, ...], LocalTime] = {}
        self._by_id: dict[str, QueueRow] = {}
        self._keys: list[tuple[tuple[int, bool, float, int, int], str]] = []

    @property
    def rows(self) -> list[QueueRow]:
        """All rows, first to call first."""
        return [self._by_id[ident] for _, ident in self._keys]

    @property
    def prospects(self) -> Mapping[str, Prospect]:
        """Everybody on the lists, in the queue or not."""
        return self._prospects

    def __len__(self) -> int:
        return len(self._keys)

    def row(self, ident: str) -> QueueRow | None:
        """The row of that prospect, or None where they are not in the queue."""
        return self._by_id.get(ident)

    def rank(
        self, histories: Mapping[str, History], skipped: Mapping[str, datetime], now: datetime
    ) -> None:
        """Rank everybody anew for this moment."""
        self._there.clear()
        self._by_id = {}
        for prospect in self._prospects.values():
            history = histories.get(prospect.id, NOTHING)
            row = self._evaluate(prospect, history, skipped.get(prospect.id), now)
            if row is not None:
                self._by_id[prospect.id] = row
        self._keys = sorted((row.key, ident) for ident, row in self._by_id.items())

    def update(
        self, prospect: Prospect, history: History, skipped: datetime | None, now: datetime
    ) -> None:
        """Rank one prospect anew, as after a call."""
        before = self._by_id.pop(prospect.id, None)
        if before is not None:
            del self._keys[bisect_left(self._keys, (before.key, prospect.id))]
        self._prospects[prospect.id] = prospect
        self._places.setdefault(prospect.id, len(self._places))
        row = self._evaluate(prospect, history, skipped, now)
        if row is not None:
            self._by_id[prospect.id] = row
            insort(self._keys, (row.key, prospect.id))

    def _evaluate(
        self, prospect: Prospect, history: History, skipped: datetime | None, now: datetime
    ) -> QueueRow | None:
        """The row of a prospect, or None where they don't belong in the queue now."""
        rules = self._rules
        if rules.refuses(prospect):
            return None
        due = next_call(history, rules.playbook, rules.zone)
        if due.end is not None or (due.at is not None and not _has_come(due, now)):
            return None
        group = _group(prospect, due, skipped, now)
        there = self._clock_of(prospect, now)
        moment = 0.0
        if group in {Group.PROMISED, Group.MISSED, Group.DUE} and due.at is not None:
            moment = due.at.timestamp()
        elif group is Group.SKIPPED and skipped is not None:
            moment = skipped.timestamp()
        # A promise holds whatever the hour is there: it was agreed.
        closed = there.state != "open" and due.kind != "promised"
        key = (group, closed, moment, -prospect.priority, self._places[prospect.id])
        if group in {Group.DUE, Group.NEW} and closed:
            key = (Group.SKIPPED, True, moment, -prospect.priority, self._places[prospect.id])
        label = _label(group, due, rules)
        return QueueRow(prospect, group, due.kind, due.attempt, label, due.at, there, key)

    def _clock_of(self, prospect: Prospect, now: datetime) -> LocalTime:
        zones = self._rules.zones_of(prospect)
        if not zones:
            return UNKNOWN
        there = self._there.get(zones)
        if there is None:
            there = self._there[zones] = local_time(zones, self._rules.playbook.hours, now)
        return there


def zones_given(prospect: Prospect) -> tuple[str, ...]:
    """The zones a prospect's record names: the agreed one, else the possible ones."""
    if prospect.zone and known_zone(prospect.zone) is not None:
        return (prospect.zone,)
    return prospect.zones


def _has_come(due: Due, now: datetime) -> bool:
    assert due.at is not None
    return due.at <= (now + ALARM if due.kind == "promised" else now)


def _group(prospect: Prospect, due: Due, skipped: datetime | None, now: datetime) -> Group:
    if not prospect.phone:
        return Group.NO_NUMBER
    if due.kind == "promised":
        assert due.at is not None
        return Group.MISSED if due.at + MISSED < now else Group.PROMISED
    if skipped is not None:
        return Group.SKIPPED
    return Group.NEW if due.at is None else Group.DUE


def _label(group: Group, due: Due, rules: Rules) -> str:
    attempts = rules.playbook.cadence.attempts
    if group is Group.NO_NUMBER:
        return "needs a number"
    if group in {Group.PROMISED, Group.MISSED}:
        return group.name.lower()
    if due.kind in {"step-back", "break-up"}:
        return due.kind.replace("-", " ")
    if group is Group.SKIPPED:
        return "skipped"
    if due.at is None:
        return "new"
    if due.attempt == 1:
        return "follow-up"
    return f"retry {min(due.attempt, attempts)}/{attempts}"


def matching(rows: Iterable[QueueRow], text: str) -> list[QueueRow]:
    """The rows whose name, company or label contains `text`, whatever the case."""
    sought = text.casefold().strip()
    if not sought:
        return list(rows)
    return [
        row
        for row in rows
        if sought in f"{row.prospect.name}\n{row.prospect.company}\n{row.label}".casefold()
    ]
