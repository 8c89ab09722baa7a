"""One pass over sessions and their calls, in any order, for all figures at once.

The cost grows with the number of calls and with nothing else: each is looked at once where it
comes in, and once more on the timeline of its prospect.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from datetime import date, datetime, tzinfo

import msgspec

from callbench.domain.agenda.promises import promises_to
from callbench.domain.agenda.timeline import Timeline
from callbench.domain.figures.attempts import AttemptStep, steps, until_reached
from callbench.domain.figures.clock import local, zone_of
from callbench.domain.figures.hours import HourCell, Place
from callbench.domain.figures.rhythm import Rhythm, rhythm
from callbench.domain.figures.weeks import Week, WeekTally, monday_of, what_became
from callbench.domain.playbook import Playbook
from callbench.domain.records import Call, CallSession
from callbench.domain.stats import CONNECTED, TALKED, BlockStats, Result, add_up, measure, result_of


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is drawn or printed about many blocks."""

    since: date | None = None
    """The first day that counts; None for all days."""
    sessions: int = 0
    """Sessions in which a call counts."""
    stats: BlockStats = BlockStats()
    """Of all calls that count; promises are in the weeks."""
    hours: dict[Place, HourCell] = msgspec.field(default_factory=dict)
    weeks: tuple[Week, ...] = ()
    """Those with a call or an owed promise in them, in order."""
    attempts: tuple[AttemptStep, ...] = ()
    last: Rhythm | None = None
    """The rhythm of the last block."""

    @property
    def kept(self) -> int:
        """Promises kept in time."""
        return sum(week.kept for week in self.weeks)

    @property
    def owed(self) -> int:
        """Promised times that came."""
        return sum(week.owed for week in self.weeks)


def collect(
    sessions: Iterable[tuple[CallSession, Sequence[Call]]],
    playbook: Playbook,
    now: datetime,
    *,
    since: date | None = None,
    people: Container[str] | None = None,
) -> Figures:
    """The figures of these sessions.

    Earlier calls than `since` are not counted, but they are needed: they say which attempt a
    later one was, and what had been promised.

    Args:
        sessions: In any order, as are the calls of each; a call that comes twice, as in a copy
            which a sync client made, counts once.
        playbook: Says which dispositions are conversations.
        now: The moment for which the states of promises hold.
        since: The first day that counts, on the clock of each session.
        people: Ids of the prospects who count; None for all.
    """
    collector = _Collector(playbook, since, people)
    for session, calls in sessions:
        collector.take(session, calls)
    return collector.figures(now)


class _Collector:
    """What is known after some of the sessions."""

    def __init__(
        self, playbook: Playbook, since: date | None, people: Container[str] | None
    ) -> None:
        self._playbook = playbook
        self._since = since
        self._people = people
        self._seen: set[str] = set()
        self._zones: dict[str, tzinfo] = {}
        self._timelines: dict[str, list[tuple[str, Call, Result]]] = {}
        self._hours: dict[Place, list[int]] = {}
        self._weeks: dict[date, WeekTally] = {}
        self._days: dict[date, WeekTally] = {}
        self._stats: list[BlockStats] = []
        self._last: tuple[CallSession, list[Call]] | None = None

    def take(self, session: CallSession, calls: Sequence[Call]) -> None:
        """Count one session."""
        zone = self._zones[session.id] = zone_of(session)
        fresh = [call for call in calls if self._is_new(call)]
        counted = [call for call in fresh if self._count(call, session, zone)]
        if not counted:
            return
        self._stats.append(measure(counted, self._playbook, pauses=session.pauses))
        if self._last is None or _age(session) > _age(self._last[0]):
            self._last = session, counted

    def figures(self, now: datetime) -> Figures:
        """All figures at that moment."""
        tried: list[tuple[int, Result]] = []
        for timeline in self._timelines.values():
            timeline.sort(key=lambda entry: (entry[1].dialled_at, entry[1].id))
            tried += self._attempts(timeline)
            self._count_promises([(session, call) for session, call, _ in timeline], now)
        return Figures(
            since=self._since,
            sessions=len(self._stats),
            stats=add_up(self._stats),
            hours={place: HourCell(*counts) for place, counts in sorted(self._hours.items())},
            weeks=tuple(self._weeks[monday].week(monday) for monday in sorted(self._weeks)),
            attempts=steps(tried),
            last=rhythm(*self._last, self._playbook) if self._last is not None else None,
        )

    def _is_new(self, call: Call) -> bool:
        if call.id in self._seen or not self._wants(call.prospect.id):
            return False
        self._seen.add(call.id)
        return True

    def _wants(self, prospect: str) -> bool:
        return self._people is None or prospect in self._people

    def _counts(self, day: date) -> bool:
        return self._since is None or day >= self._since

    def _count(self, call: Call, session: CallSession, zone: tzinfo) -> bool:
        """Count a call where it is new enough; its timeline gets it in any case."""
        result = result_of(call, self._playbook)
        self._timelines.setdefault(call.prospect.id, []).append((session.id, call, result))
        at = local(call.dialled_at, zone)
        day = at.date()
        if not self._counts(day):
            return False
        cell = self._hours.setdefault((day.weekday(), at.hour), [0, 0, 0])
        cell[0] += 1
        cell[1] += result in CONNECTED
        cell[2] += result in TALKED
        self._week(day).count_call(result, call.disposition)
        return True

    def _week(self, day: date) -> WeekTally:
        """The week of a day; looked up by the day, as hundreds of calls share one."""
        tally = self._days.get(day)
        if tally is None:
            monday = monday_of(day)
            if monday not in self._weeks:
                self._weeks[monday] = WeekTally()
            tally = self._days[day] = self._weeks[monday]
        return tally

    def _attempts(
        self, timeline: Sequence[tuple[str, Call, Result]]
    ) -> Iterable[tuple[int, Result]]:
        sessions = {call.id: session for session, call, _ in timeline}
        for number, call, result in until_reached((call, result) for _, call, result in timeline):
            if self._counts(local(call.dialled_at, self._zones[sessions[call.id]]).date()):
                yield number, result

    def _count_promises(self, timeline: Timeline, now: datetime) -> None:
        for promise in promises_to(timeline, self._playbook, now):
            for at, kind in what_became(promise):
                day = local(at, self._zones[promise.session]).date()
                if self._counts(day):
                    self._week(day).promises[kind] += 1


def _age(session: CallSession) -> tuple[datetime, str]:
    return session.started_at, session.id
