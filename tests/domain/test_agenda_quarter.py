"""A quarter of calling, in which everything that can happen to a promise happens.

Sixty blocks from September to November 2026, by a rep in London with prospects in London and New
York: the clocks change on 25 October here and on 1 November there. What the agenda says is
compared with what the simulation meant to happen, and with a naive recount from plain JSON that
shares nothing with the program: it looks forward from each promise instead of reading events.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from agenda_records import DEFAULT

from callbench.domain.agenda import Agenda, build_agenda
from callbench.domain.figures import collect
from callbench.domain.records import (
    Addendum,
    Call,
    CallSession,
    NextStep,
    ProspectRef,
    replace,
    to_json,
)

LONDON, NEW_YORK = "Europe/London", "America/New_York"
HERE = ZoneInfo(LONDON)
FIRST_DAY = date(2026, 9, 1)
BLOCKS = 60
LAST_DAY = BLOCKS - 12
"""On which something is promised; what was promised then still falls into the quarter."""

NOW = datetime(2026, 11, 18, 13, 20, tzinfo=HERE)

FATES = {
    "kept": 30,
    "kept, nobody picked up": 10,
    "kept, reached a little early": 4,
    "kept after an early attempt": 6,
    "kept after a move": 8,
    "late": 10,
    "late by days": 4,
    "missed": 8,
    "moved": 8,
    "cancelled": 5,
    "cancelled by mail": 3,
    "held": 3,
    "no-show": 3,
    "missed, moved, kept": 5,
    "missed, moved, late": 3,
    "missed, cancelled": 4,
}
"""What happens to a promise, and how often."""

STATES = {
    "kept, nobody picked up": "kept",
    "kept, reached a little early": "kept",
    "kept after an early attempt": "kept",
    "kept after a move": "kept",
    "late by days": "late",
    "cancelled by mail": "cancelled",
    "missed, moved, kept": "kept",
    "missed, moved, late": "late",
    "missed, cancelled": "cancelled",
}


def working_days() -> list[date]:
    days = (FIRST_DAY + timedelta(days=n) for n in range(120))
    return [day for day in days if day.weekday() < 5][:BLOCKS]


class Simulation:
    """Writes the calls of a quarter, and what it meant by them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.days = working_days()
        self.calls: dict[str, Call] = {}
        self.meant: dict[str, str] = {}
        """The state meant for each promise, by id of the call that made it."""

    def run(self, prospects: int) -> None:
        for number in range(prospects):
            ref = ProspectRef(id=f"p{number}", name=f"Prospect {number}")
            zone = self.random.choice([LONDON, NEW_YORK])
            self._live(ref, zone, self.random.randrange(25))

    def _live(self, ref: ProspectRef, zone: str, day: int) -> None:
        """One prospect's quarter: promise after promise, until one is not followed up."""
        made = self._call(ref, self._instant(day, 9, LONDON), "interested")
        while day < LAST_DAY:
            due_day = day + self.random.randint(2, 10)
            step = self._agree(made, due_day, zone)
            fate = self.random.choices(list(FATES), list(FATES.values()))[0]
            if step.starts_at > NOW - timedelta(days=1) or (
                fate == "moved" and due_day >= LAST_DAY
            ):
                fate = "missed"  # Nothing more happens: it is still to come, or due, or missed.
            self.meant[made.id] = STATES.get(fate, fate)
            following = self._happen(fate, made, step, due_day, zone)
            if following is None:
                return
            made, day = following, due_day if fate == "moved" else due_day + 1

    def _happen(
        self, fate: str, made: Call, step: NextStep, due_day: int, zone: str
    ) -> Call | None:
        """Make the fate of a promise come true; answers the call in which the next is agreed."""
        ref, at, before = made.prospect, step.starts_at, made.dialled_at + timedelta(hours=20)
        pick = self.random.randint
        match fate:
            case "missed":
                return None
            case "kept":
                return self._call(ref, at + timedelta(minutes=pick(-5, 10)), "interested")
            case "kept, nobody picked up":
                self._call(ref, at + timedelta(minutes=pick(0, 10)), "no-answer")
            case "kept, reached a little early":
                return self._call(ref, at - timedelta(minutes=pick(6, 15)), "later")
            case "kept after an early attempt":
                self._call(ref, before, "voicemail")
                return self._call(ref, at, "interested")
            case "kept after a move":
                moved = self._step(due_day + 1, zone)
                self._amend(made, Addendum(at=before, text="away", kind="moved", next_step=moved))
                return self._call(ref, moved.starts_at, "interested")
            case "missed, moved, kept" | "missed, moved, late":
                moved = self._step(due_day + 2, zone)
                seen = at + timedelta(minutes=pick(31, 600))
                self._amend(made, Addendum(at=seen, text="", kind="moved", next_step=moved))
                after = timedelta(minutes=pick(11, 29) if fate.endswith("late") else pick(-5, 10))
                return self._call(ref, moved.starts_at + after, "interested")
            case "missed, cancelled":
                seen = at + timedelta(minutes=pick(31, 600))
                self._amend(made, Addendum(at=seen, text="", kind="cancelled"))
            case "late":
                return self._call(ref, at + timedelta(minutes=pick(11, 29)), "interested")
            case "late by days":
                return self._call(ref, at + timedelta(days=1), "interested")
            case "moved":
                return self._call(ref, before, "later")
            case "cancelled":
                self._call(ref, before, "no-accepted")
                return None
            case "cancelled by mail":
                self._amend(made, Addendum(at=before, text="by mail", kind="cancelled"))
            case _:
                self._amend(made, Addendum(at=at + timedelta(minutes=40), text="", kind=fate))
        return self._call(ref, at + timedelta(hours=25), "interested")

    def _agree(self, made: Call, day: int, zone: str) -> NextStep:
        step = self._step(day, zone)
        self.calls[made.id] = replace(self.calls[made.id], next_step=step)
        return step

    def _step(self, day: int, zone: str) -> NextStep:
        at = self._instant(day, self.random.randint(9, 16), zone)
        return NextStep(starts_at=at, wall=f"{at:%Y-%m-%dT%H:%M}", zone=zone)

    def _instant(self, day: int, hour: int, zone: str) -> datetime:
        return datetime.combine(
            self.days[min(day, BLOCKS - 1)], time(hour), tzinfo=ZoneInfo(zone)
        ).astimezone(UTC)

    def _call(self, ref: ProspectRef, at: datetime, disposition: str) -> Call:
        ident = f"c{len(self.calls):04}"
        note = "+ late deliveries\n" if self.random.random() < 0.3 else "talked"
        made = Call(
            id=ident,
            prospect=ref,
            attempt=1,
            kind="follow-up",
            # Files keep instants with the offset of the rep's zone on that day.
            dialled_at=datetime.fromisoformat(at.astimezone(HERE).isoformat()),
            disposition=disposition,
            note=note,
        )
        if self.random.random() < 0.1:
            sent = at + timedelta(days=3)
            made = replace(
                made,
                addenda=(Addendum(at=sent, text="", kind="sent", about="late deliveries"),),
            )
        self.calls[ident] = made
        return made

    def _amend(self, made: Call, addendum: Addendum) -> None:
        call = self.calls[made.id]
        self.calls[made.id] = replace(call, addenda=(*call.addenda, addendum))

    def sessions(self) -> list[tuple[CallSession, list[Call]]]:
        """The calls by the day on which they were made, in no particular order."""
        by_day: dict[str, list[Call]] = {}
        for call in self.calls.values():
            by_day.setdefault(f"{call.dialled_at:%Y-%m-%d}", []).append(call)
        found = [
            (CallSession(id=day, title=day, started_at=calls[0].dialled_at, zone=LONDON), calls)
            for day, calls in by_day.items()
        ]
        self.random.shuffle(found)
        return found


# ------------------------------------------------------------------ the naive recount

CONVERSATIONS = {"interested", "later", "no-accepted"}


def naive_states(calls: list[dict[str, Any]], now: datetime) -> dict[str, str]:
    """The state of each promise, by looking forward from it through plain JSON."""
    return {call["id"]: naive_state(call, calls, now) for call in calls if call["next_step"]}


def naive_state(made: dict[str, Any], calls: list[dict[str, Any]], now: datetime) -> str:
    starts = datetime.fromisoformat(made["next_step"]["starts_at"])
    for addendum in made["addenda"]:
        if addendum["kind"] == "moved":
            starts = datetime.fromisoformat(addendum["next_step"]["starts_at"])
        elif addendum["kind"] in {"cancelled", "held", "no-show"}:
            return str(addendum["kind"])
    later = [
        call
        for call in calls
        if call["prospect"]["id"] == made["prospect"]["id"]
        and instant(call["dialled_at"]) > instant(made["dialled_at"])
    ]
    for call in sorted(later, key=lambda one: instant(one["dialled_at"])):
        minutes_after = (instant(call["dialled_at"]) - starts.astimezone(UTC)).total_seconds() / 60
        talked = call["disposition"] in CONVERSATIONS
        if minutes_after > 10:
            return "late"
        if minutes_after >= -5 or (talked and minutes_after >= -15):
            return "kept"
        if talked:
            return "moved" if call["next_step"] else "cancelled"
    minutes_left = (starts.astimezone(UTC) - now.astimezone(UTC)).total_seconds() / 60
    if minutes_left > 5:
        return "coming"
    return "due" if minutes_left >= -30 else "missed"


def naive_misses(calls: list[dict[str, Any]], now: datetime) -> Counter[str]:
    """How often a promised time was missed, by its day: seen half an hour later, and no call."""
    missed: Counter[str] = Counter()
    for call in calls:
        if not call["next_step"]:
            continue
        starts = instant(call["next_step"]["starts_at"])
        for addendum in call["addenda"]:
            if addendum["kind"] in {"moved", "cancelled"}:
                if instant(addendum["at"]) > starts + timedelta(minutes=30):
                    missed[f"{starts.astimezone(HERE):%Y-%m-%d}"] += 1
                if addendum["kind"] == "moved":
                    starts = instant(addendum["next_step"]["starts_at"])
        if naive_state(call, calls, now) == "missed":
            missed[f"{starts.astimezone(HERE):%Y-%m-%d}"] += 1
    return missed


def naive_problems(calls: list[dict[str, Any]]) -> dict[str, datetime]:
    """When each prospect's unanswered problem was first heard, by id of the prospect."""
    heard: dict[str, datetime] = {}
    for call in sorted(calls, key=lambda one: instant(one["dialled_at"]), reverse=True):
        if "+ late deliveries" not in call["note"]:
            continue
        at, who = instant(call["dialled_at"]), call["prospect"]["id"]
        if not any(sent >= at for sent in sent_to(who, calls)):
            heard[who] = at
    return heard


def sent_to(who: str, calls: list[dict[str, Any]]) -> Iterator[datetime]:
    for call in calls:
        for addendum in call["addenda"]:
            if call["prospect"]["id"] == who and addendum["kind"] == "sent":
                yield instant(addendum["at"])


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


# ------------------------------------------------------------------ the comparison


@cache
def quarter(seed: int) -> tuple[Simulation, Agenda, list[dict[str, Any]]]:
    simulation = Simulation(seed)
    simulation.run(150)
    agenda = build_agenda(simulation.sessions(), DEFAULT, NOW, HERE)
    return simulation, agenda, [to_json(call) for call in simulation.calls.values()]


SEEDS = pytest.mark.parametrize("seed", [1, 2, 3])


@SEEDS
def test_every_state_is_what_was_meant(seed: int) -> None:
    simulation, agenda, _ = quarter(seed)
    states = {promise.call: promise.state for promise in agenda.promises}
    assert states.keys() == simulation.meant.keys()
    wrong = {
        ident: (meant, states[ident])
        for ident, meant in simulation.meant.items()
        if states[ident] != meant and not (meant == "missed" and states[ident] in {"coming", "due"})
    }
    assert wrong == {}
    assert set(states.values()) >= {"kept", "late", "missed", "moved", "cancelled", "coming"}


@SEEDS
def test_every_state_is_that_of_the_naive_recount(seed: int) -> None:
    _, agenda, plain = quarter(seed)
    assert {promise.call: promise.state for promise in agenda.promises} == naive_states(plain, NOW)


@SEEDS
def test_the_counts_are_those_of_the_naive_recount(seed: int) -> None:
    _, agenda, plain = quarter(seed)
    expected = Counter(state.replace("-", "_") for state in naive_states(plain, NOW).values())
    still_open = expected["missed"]
    expected["missed"] = naive_misses(plain, NOW).total()
    assert expected["missed"] > still_open == len(agenda.overdue)
    counts = {name: getattr(agenda.counts, name) for name in expected}
    assert counts == dict(expected)
    moves = sum(added["kind"] == "moved" for call in plain for added in call["addenda"])
    assert agenda.counts.moves == moves > 0


@SEEDS
def test_agenda_and_figures_count_the_same(seed: int) -> None:
    """By week, from whatever day on, and however the calls are split into sessions."""
    simulation, agenda, plain = quarter(seed)
    figures = collect(simulation.sessions(), DEFAULT, NOW)
    assert (figures.kept, figures.owed) == (agenda.counts.on_time, agenda.counts.owed)
    misses = naive_misses(plain, NOW)
    by_week: Counter[str] = Counter()
    for day, count in misses.items():
        by_week[f"{date.fromisoformat(day):%G-W%V}"] += count
    assert {week.label: week.missed for week in figures.weeks if week.missed} == by_week
    since = date(2026, 10, 14)
    recent = collect(simulation.sessions(), DEFAULT, NOW, since=since)
    missed = sum(week.missed for week in recent.weeks)
    assert missed == sum(misses[day] for day in misses if day >= since.isoformat())


@SEEDS
def test_moving_everything_that_is_overdue_hides_no_miss(seed: int) -> None:
    simulation, before, _ = quarter(seed)
    calls = dict(simulation.calls)
    for promise in before.overdue:
        call, step = calls[promise.call], promise.step
        step = replace(step, starts_at=NOW + timedelta(days=2))
        done = Addendum(at=NOW, text="", kind="moved", next_step=step)
        calls[call.id] = replace(call, addenda=(*call.addenda, done))
    session = CallSession(id="all", title="all", started_at=NOW, zone=LONDON)
    after = build_agenda([(session, list(calls.values()))], DEFAULT, NOW, HERE)
    assert before.overdue
    assert not after.overdue
    assert (after.counts.on_time, after.counts.owed) == (before.counts.on_time, before.counts.owed)
    figures = collect([(session, list(calls.values()))], DEFAULT, NOW)
    assert (figures.kept, figures.owed) == (before.counts.on_time, before.counts.owed)


@SEEDS
def test_the_parts_of_the_agenda(seed: int) -> None:
    _, agenda, plain = quarter(seed)
    states = naive_states(plain, NOW)
    parts = (agenda.overdue, agenda.today, agenda.coming)
    listed = [promise.call for part in parts for promise in part]
    still_open = {ident for ident, state in states.items() if state in {"coming", "due", "missed"}}
    assert sorted(listed) == sorted(still_open)
    assert {promise.state for promise in agenda.overdue} == {"missed"}
    today = [promise.step.starts_at.astimezone(HERE).date() for promise in agenda.today]
    assert set(today) <= {NOW.date()}
    assert all(p.step.starts_at.astimezone(HERE).date() > NOW.date() for p in agenda.coming)
    for part in parts:
        times = [promise.step.starts_at for promise in part]
        assert times == sorted(times)


@SEEDS
def test_the_problems(seed: int) -> None:
    _, agenda, plain = quarter(seed)
    expected = naive_problems(plain)
    found = {problem.prospect.id: problem.heard_at for problem in agenda.problems}
    assert found == expected
    for problem in agenda.problems:
        assert problem.due == problem.heard_at.astimezone(HERE).date() + timedelta(days=14)
        assert problem.overdue == (problem.due < NOW.date())


def test_the_clocks_changed_between_making_and_keeping() -> None:
    """The quarter is only worth something if promises reach over a change, on both sides."""
    simulation, agenda, _ = quarter(1)
    for zone in (LONDON, NEW_YORK):
        place = ZoneInfo(zone)
        over = [
            promise
            for promise in agenda.promises
            if promise.step.zone == zone
            and promise.made_at.astimezone(place).utcoffset()
            != promise.step.starts_at.astimezone(place).utcoffset()
        ]
        assert {promise.state for promise in over} >= {"kept", "late"}
    assert len({f"{call.dialled_at:%Y-%m-%d}" for call in simulation.calls.values()}) >= BLOCKS - 10
