"""What every ten minutes of a block were spent on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from builders import NOW, PLAYBOOK, a_call, a_session
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from callbench.domain.figures import Rhythm, Slot, rhythm
from callbench.domain.figures.rhythm import MOST
from callbench.domain.records import Call, Pause, replace

MINUTE = timedelta(minutes=1)


def talk(at: datetime, minutes: float, after: float = 0, how: str = "interested") -> Call:
    ended = at + minutes * MINUTE
    return a_call(how, at, ended_at=ended, wrapped_at=ended + after * MINUTE)


def rhythm_of(*calls: Call, **session: Any) -> Rhythm:
    return rhythm(a_session(**session), calls, PLAYBOOK)


def spent(slot: Slot) -> tuple[int, int, int, int, int]:
    return slot.talk, slot.dialling, slot.after_call, slot.paused, slot.idle


def test_a_session_without_calls_has_no_slots() -> None:
    empty = rhythm_of(ended_at=NOW + 30 * MINUTE)
    assert (empty.slots, empty.idle, empty.worked) == ((), 1800, 1800)


def test_time_is_split_over_slots_at_full_ten_minutes() -> None:
    found = rhythm_of(
        talk(NOW + 7 * MINUTE, 1, how="voicemail"),
        talk(NOW + 8 * MINUTE, 4, 2),
        started_at=NOW + 6 * MINUTE,
        ended_at=NOW + 20 * MINUTE,
    )
    assert [f"{slot.at:%H:%M}" for slot in found.slots] == ["10:00", "10:10"]
    assert [spent(slot) for slot in found.slots] == [(120, 60, 0, 0, 60), (120, 0, 120, 0, 360)]
    assert [(slot.calls, slot.connects, slot.conversations) for slot in found.slots] == [
        (2, 1, 1),
        (0, 0, 0),
    ]
    assert (found.talk, found.dialling, found.after_call, found.idle) == (240, 60, 120, 420)


@pytest.mark.parametrize("pause_ends", [NOW + 6 * MINUTE, None])
def test_a_pause_goes_before_everything_else(pause_ends: datetime | None) -> None:
    pause = Pause(started_at=NOW + 2 * MINUTE, ended_at=pause_ends)
    found = rhythm_of(talk(NOW, 8), pauses=(pause,), ended_at=NOW + 8 * MINUTE)
    paused = 240 if pause_ends else 360
    assert spent(found.slots[0]) == (480 - paused, 0, 0, paused, 0)
    assert (found.paused, found.worked) == (paused, 480 - paused)


def test_what_overlaps_counts_once_for_what_began_first() -> None:
    found = rhythm_of(talk(NOW, 4, 2), talk(NOW + 3 * MINUTE, 5))
    assert spent(found.slots[0]) == (360, 0, 120, 0, 0)


def test_the_gap_between_two_calls_has_no_slots_but_its_time_counts() -> None:
    found = rhythm_of(talk(NOW, 1), talk(NOW + 50 * MINUTE, 1))
    assert [f"{slot.at:%H:%M}" for slot in found.slots] == ["10:00", "10:50"]
    assert found.idle == 49 * 60


@pytest.mark.parametrize(
    ("zone", "starts"),
    [("Asia/Kathmandu", ["15:40", "15:50"]), ("Australia/Eucla", ["18:40", "18:50"])],
)
def test_slots_begin_at_full_ten_minutes_in_every_zone(zone: str, starts: list[str]) -> None:
    found = rhythm_of(talk(NOW, 1), talk(NOW + 9 * MINUTE, 1), zone=zone)
    assert [f"{slot.at:%H:%M}" for slot in found.slots] == starts


def test_a_clock_change_takes_no_time_away() -> None:
    begin = datetime(2026, 10, 25, 0, 50, tzinfo=UTC)
    calls = [talk(begin + minutes * MINUTE, 1) for minutes in (0, 10, 70)]
    found = rhythm_of(*calls, zone="Europe/London", started_at=begin)
    assert [f"{slot.at:%H:%M}" for slot in found.slots] == ["01:50", "01:00", "02:00"]
    assert found.worked == 71 * 60


def test_a_call_that_claims_to_have_taken_years_makes_no_years_of_slots() -> None:
    found = rhythm_of(talk(NOW, 60 * 24 * 9000), talk(NOW + MINUTE, 1))
    assert len(found.slots) == MOST


@pytest.mark.parametrize("at", [datetime.min, datetime.max - timedelta(hours=1)])
def test_the_ends_of_the_calendar(at: datetime) -> None:
    call = a_call("busy", at.replace(tzinfo=UTC), ended_at=None, wrapped_at=None)
    assert sum(slot.calls for slot in rhythm_of(call, zone="America/New_York").slots) == 1


@st.composite
def random_calls(draw: st.DrawFn) -> list[Call]:
    minutes = st.integers(-20, 90)
    calls = [
        talk(
            NOW + draw(minutes) * MINUTE,
            draw(minutes) / 3,
            draw(minutes) / 5,
            draw(st.sampled_from(["interested", "voicemail"])),
        )
        for _ in range(draw(st.integers(1, 6)))
    ]
    return [replace(call, id=str(number)) for number, call in enumerate(calls)]


@st.composite
def random_pauses(draw: st.DrawFn) -> tuple[Pause, ...]:
    starts = [NOW + draw(st.integers(-10, 60)) * MINUTE for _ in range(draw(st.integers(0, 3)))]
    return tuple(
        Pause(started_at=at, ended_at=at + draw(st.integers(-5, 40)) * MINUTE) for at in starts
    )


@settings(max_examples=examples(25))
@given(random_calls(), random_pauses())
def test_the_parts_add_up_to_the_block(calls: list[Call], pauses: tuple[Pause, ...]) -> None:
    found = rhythm_of(*calls, pauses=pauses)
    assert found.worked + found.paused == (found.end - found.begin).total_seconds()
    assert sum(slot.calls for slot in found.slots) == len(calls)
    for name in ("talk", "dialling", "after_call"):
        assert sum(getattr(slot, name) for slot in found.slots) == getattr(found, name)
    assert all(0 <= sum(spent(slot)) <= 600 and min(spent(slot)) >= 0 for slot in found.slots)
    assert min(found.idle, found.talk, found.dialling, found.after_call, found.paused) >= 0
    assert rhythm_of(*reversed(calls), pauses=pauses) == found
