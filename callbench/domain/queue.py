"""Who is called next, and why.

The order: promised calls whose time has come, missed ones, retries and follow-ups that are due,
new prospects, whoever somebody referred the rep to before the others, those put off to later
today. Then come those who can't be called now, because
their hours are closed or not known: whoever missed a promise before the others, and of each those
that open first; last, those who need a number. Never in the queue: do not call, let go, "no,
accepted", a promise still ahead. They are found all the same, with the reason why not.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo

import msgspec

from callbench.domain.finding import Finder
from callbench.domain.history import NOTHING, History
from callbench.domain.hours import UNKNOWN, LocalTime, known_zone, local_time
from callbench.domain.not_due import last_called, row_of, why_not
from callbench.domain.phone_zones import zone_of
from callbench.domain.playbook import Playbook
from callbench.domain.records import NextStep, Prospect, replace
from callbench.domain.standing import (
    ALARM,
    MISSED,
    Group,
    Key,
    QueueRow,
    Standing,
    due_now,
    row,
    standing,
)

__all__ = [
    "ALARM",
    "MISSED",
    "OTHERS",
    "Group",
    "Queue",
    "QueueRow",
    "Rules",
    "finder",
    "possible_zones",
    "zones_given",
]

STALE = timedelta(minutes=1)
"""For how long a local time, once worked out, is good enough."""

OTHERS = 100
"""How many who are not in the queue are found at once."""


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
        """Start empty; `rank` fills the queue from `prospects`, which come in list order.

        Somebody who is on two lists keeps the first place and the last record, but a wish not to
        be called holds on whichever list it stands.
        """
        self._rules = rules
        self._prospects: dict[str, Prospect] = {}
        for prospect in prospects:
            before = self._prospects.get(prospect.id)
            refused = before is not None and before.do_not_call
            self._prospects[prospect.id] = (
                replace(prospect, do_not_call=True) if refused else prospect
            )
        self._listed = list(self._prospects)
        self._places = {ident: place for place, ident in enumerate(self._listed)}
        self._there: dict[tuple[str, ...], LocalTime] = {}
        self._there_at = datetime.max.replace(tzinfo=UTC)
        self._standings: dict[str, Standing] = {}
        self._refused: set[str] = set()
        self._by_id: dict[str, QueueRow] = {}
        self._keys: list[Key] = []
        self._rows: list[QueueRow] | None = None
        self._others: Finder[Prospect] | None = None

    @property
    def rows(self) -> list[QueueRow]:
        """All rows, first to call first; a list that later changes leave as it is."""
        if self._rows is None:
            self._rows = [self._by_id[self._listed[key[-1]]] for key in self._keys]
        return self._rows

    @property
    def prospects(self) -> Mapping[str, Prospect]:
        """Everybody on the lists, in the queue or not."""
        return self._prospects

    def __len__(self) -> int:
        return len(self._keys)

    def row(self, ident: str) -> QueueRow | None:
        """The row of that prospect, or None where they are not in the queue."""
        return self._by_id.get(ident)

    def anybody(self, ident: str, now: datetime) -> QueueRow | None:
        """The row of that prospect, in the queue or not; None for somebody who is on no list."""
        found, prospect = self._by_id.get(ident), self._prospects.get(ident)
        return self._row_out(prospect, now) if found is None and prospect is not None else found

    def others(self, text: str, now: datetime) -> list[QueueRow]:
        """Who is on the lists and not in the queue, by the same parts of what is said of them.

        Returns:
            Those who were called last first, at most `OTHERS`; none for an empty text.
        """
        if not text.strip():
            return []
        if self._others is None:
            outside = [one for ident, one in self._prospects.items() if ident not in self._by_id]
            outside.sort(key=lambda one: last_called(self._known_out(one)), reverse=True)
            self._others = Finder(outside, self._said_out, lambda prospect: prospect.phone)
        found = self._others.matching(text)
        return [self._row_out(prospect, now) for prospect in found[:OTHERS]]

    def next_promise(self, now: datetime) -> tuple[Prospect, NextStep] | None:
        """The promised call that comes next today, of those whose time has not come yet.

        Args:
            now: Of the last `rank`, or a moment later.
        """
        zone = self._rules.zone
        today, soonest = now.astimezone(zone).date(), now + ALARM
        ahead = [
            (promise.step.starts_at, ident, promise.step)
            for ident, known in self._standings.items()
            if (promise := known.history.promise) is not None
            and promise.step.starts_at > soonest
            and promise.step.starts_at.astimezone(zone).date() == today
            and not self._is_refused(self._prospects[ident])
        ]
        if not ahead:
            return None
        _, ident, step = min(ahead, key=lambda one: one[:2])
        return self._prospects[ident], step

    def rank(
        self, histories: Mapping[str, History], skipped: Mapping[str, datetime], now: datetime
    ) -> None:
        """Rank everybody anew for this moment."""
        now = now.astimezone(UTC)
        self._there, self._there_at = {}, now
        self._by_id = {}
        for prospect in self._prospects.values():
            history = histories.get(prospect.id, NOTHING)
            found = self._evaluate(prospect, history, skipped.get(prospect.id), now)
            if found is not None:
                self._by_id[prospect.id] = found
        self._keys = sorted(found.key for found in self._by_id.values())
        self._rows = self._others = None

    def update(
        self, prospect: Prospect, history: History, skipped: datetime | None, now: datetime
    ) -> None:
        """Rank one prospect anew, as after a call."""
        before = self._by_id.pop(prospect.id, None)
        if before is not None:
            del self._keys[bisect_left(self._keys, before.key)]
        if prospect.id not in self._places:
            self._places[prospect.id] = len(self._listed)
            self._listed.append(prospect.id)
        self._prospects[prospect.id] = prospect
        found = self._evaluate(prospect, history, skipped, now.astimezone(UTC))
        if found is not None:
            self._by_id[prospect.id] = found
            insort(self._keys, found.key)
        self._rows = self._others = None

    def _evaluate(
        self, prospect: Prospect, history: History, skipped: datetime | None, now: datetime
    ) -> QueueRow | None:
        """The row of a prospect, or None where they don't belong in the queue now."""
        if self._is_refused(prospect):
            self._refused.add(prospect.id)
            return None
        self._refused.discard(prospect.id)
        known = self._standings.get(prospect.id)
        if known is None or known.history is not history:
            known = standing(history, self._rules.playbook, self._rules.zone)
            self._standings[prospect.id] = known
        due = due_now(known, prospect, now)
        if due is None:
            return None
        there = self._clock_of(prospect, now)
        return row(prospect, known, due, skipped, there, now, self._places[prospect.id])

    def _is_refused(self, prospect: Prospect) -> bool:
        return prospect.do_not_call or self._rules.refuses(prospect)

    def _known_out(self, prospect: Prospect) -> Standing | None:
        """How somebody who is not in the queue stands; None where they must not be called."""
        return None if prospect.id in self._refused else self._standings.get(prospect.id)

    def _said_out(self, prospect: Prospect) -> str:
        why = why_not(self._known_out(prospect), self._rules.playbook)
        return f"{prospect.name}\n{prospect.company}\n{why}"

    def _row_out(self, prospect: Prospect, now: datetime) -> QueueRow:
        there, here = self._clock_of(prospect, now), now.astimezone(self._rules.zone)
        known, place = self._known_out(prospect), self._places[prospect.id]
        return row_of(prospect, known, self._rules.playbook, there, here, place)

    def _clock_of(self, prospect: Prospect, now: datetime) -> LocalTime:
        zones = self._rules.zones_of(prospect)
        if not zones:
            return UNKNOWN
        if not timedelta() <= now - self._there_at < STALE:
            self._there, self._there_at = {}, now
        there = self._there.get(zones)
        if there is None:
            there = self._there[zones] = local_time(zones, self._rules.playbook.hours, now)
        return there


def zones_given(prospect: Prospect) -> tuple[str, ...]:
    """The zones a prospect's record names: the agreed one, else the possible ones."""
    if prospect.zone and known_zone(prospect.zone) is not None:
        return (prospect.zone,)
    return prospect.zones


def possible_zones(prospect: Prospect) -> tuple[str, ...]:
    """The zones on record, else what number and country leave possible."""
    return zones_given(prospect) or zone_of(prospect)


def finder(rows: Sequence[QueueRow]) -> Finder[QueueRow]:
    """Finds rows by a part of a name, a company or a label, or by digits of the number."""
    return Finder(rows, _said_of, lambda row: row.prospect.phone)


def _said_of(row: QueueRow) -> str:
    return f"{row.prospect.name}\n{row.prospect.company}\n{row.label}"
