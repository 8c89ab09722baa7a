from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
import pytest
from builders import LONDON, NOW, PLAYBOOK, a_call, a_step

from callbench.domain.records import Answer, Call, Pause, replace
from callbench.domain.stats import BlockStats, Result, add_up, measure, result_of

MINUTE = timedelta(minutes=1)


def conversation(disposition: str = "interested", **answers: str) -> Call:
    """Two minutes of talk and three of after-call work."""
    given = {key.replace("_", "-"): Answer(answer=value) for key, value in answers.items()}
    booked = a_step(NOW) if given.get("next-meeting") == Answer(answer="booked") else None
    call = a_call(disposition, answers=given, next_step=booked)
    return replace(call, ended_at=NOW + 2 * MINUTE, wrapped_at=NOW + 5 * MINUTE)


CALLS = [
    a_call("no-answer"),
    a_call("voicemail"),
    a_call("no-answer"),
    a_call(None),
    conversation(questions="no", certain="one-more-issue", next_meeting="booked"),
    conversation(questions="no", certain="yes", next_meeting="not-wanted"),
    conversation("no-accepted", feedback="none"),
]


def test_nothing_yet() -> None:
    assert measure([], PLAYBOOK) == BlockStats()
    assert BlockStats().after_call_average == 0


def test_what_a_block_achieved() -> None:
    assert measure(CALLS, PLAYBOOK) == BlockStats(
        calls=7,
        connects=3,
        conversations=3,
        meetings=1,
        asked_for_meeting=2,
        next_steps=1,
        asked_if_certain=2,
        one_more_issue=1,
        talk_seconds=360,
        after_call_seconds=540,
        wrapped_up=3,
        dispositions={
            "no-answer": 2,
            "voicemail": 1,
            "interested": 2,
            "no-accepted": 1,
        },
    )


def test_after_call_time_is_averaged_over_confirmed_conversations() -> None:
    unconfirmed = replace(conversation(), wrapped_at=None)
    stats = measure([*CALLS, unconfirmed], PLAYBOOK)
    assert (stats.conversations, stats.wrapped_up, stats.after_call_average) == (4, 3, 180)


@pytest.mark.parametrize(("late", "on_time"), [(-3, 1), (0, 1), (10, 1), (11, 0)])
def test_a_promise_is_on_time_up_to_ten_minutes_after(late: int, on_time: int) -> None:
    call = a_call("no-answer", kind="promised")
    stats = measure([call, a_call("busy", NOW + MINUTE)], PLAYBOOK, {call.id: NOW - late * MINUTE})
    assert (stats.promised, stats.promised_on_time) == (1, on_time)


@pytest.mark.parametrize(
    ("how", "early", "counted"),
    [
        ("no-answer", 5, 1),
        ("no-answer", 6, 0),
        (None, 6, 0),
        ("interested", 15, 1),
        ("interested", 16, 0),
    ],
)
def test_a_call_long_before_the_promised_time_keeps_nothing(
    how: str | None, early: int, counted: int
) -> None:
    call = a_call(how, kind="promised")
    stats = measure([call], PLAYBOOK, {call.id: NOW + early * MINUTE})
    assert (stats.promised, stats.promised_on_time) == (counted, counted)


def test_talk_is_elapsed_time_when_the_clocks_change() -> None:
    call = a_call(
        "interested",
        datetime(2026, 10, 25, 1, 50, tzinfo=LONDON),
        ended_at=datetime(2026, 10, 25, 1, 10, fold=1, tzinfo=LONDON),
    )
    assert measure([call], PLAYBOOK).talk_seconds == 20 * 60


def test_a_clock_put_back_takes_no_time_away() -> None:
    call = replace(conversation(), ended_at=NOW - MINUTE)
    assert measure([call], PLAYBOOK).talk_seconds == 0


def test_a_conversation_of_an_older_playbook_still_counts() -> None:
    old = a_call(
        "was-hot", next_step=a_step(NOW), answers={"next-meeting": Answer(answer="booked")}
    )
    stats = measure([old], PLAYBOOK)
    assert (stats.conversations, stats.meetings, stats.asked_for_meeting) == (1, 1, 1)


def test_a_retired_conversation_still_counts() -> None:
    kept = tuple(entry for entry in PLAYBOOK.dispositions if entry.id != "later")
    gone = tuple(entry for entry in PLAYBOOK.dispositions if entry.id == "later")
    playbook = msgspec.structs.replace(PLAYBOOK, dispositions=kept, retired=gone)
    assert measure([conversation("later")], playbook).conversations == 1


@pytest.mark.parametrize(
    ("disposition", "result"),
    [
        (None, "open"),
        ("no-answer", "nobody"),
        ("voicemail", "nobody"),
        ("busy", "nobody"),
        ("bad-number", "nobody"),
        ("gatekeeper", "gatekeeper"),
        ("gatekeeper-refused", "gatekeeper"),
        ("gatekeepers", "nobody"),
        ("interested", "conversation"),
        ("no-accepted", "conversation"),
        ("do-not-call", "conversation"),
    ],
)
def test_a_connect_is_a_call_that_a_person_answered(
    disposition: str | None, result: Result
) -> None:
    assert result_of(a_call(disposition), PLAYBOOK) == result
    connects = measure([a_call(disposition)], PLAYBOOK).connects
    assert connects == (result in {"gatekeeper", "conversation"})


def test_a_promise_of_the_rep_alone_is_an_exact_next_step_and_no_meeting() -> None:
    booked = conversation(next_meeting="booked")
    alone = replace(booked, next_step=a_step(NOW, agreed=False))
    stats = measure([booked, alone], PLAYBOOK)
    assert (stats.meetings, stats.next_steps, stats.asked_for_meeting) == (1, 2, 2)


def test_a_next_step_that_nobody_was_asked_for_does_not_raise_the_rate() -> None:
    stats = measure([a_call("no-accepted", next_step=a_step(NOW))], PLAYBOOK)
    assert (stats.meetings, stats.next_steps, stats.asked_for_meeting) == (1, 0, 0)


PAUSES = (
    Pause(started_at=NOW - MINUTE, ended_at=NOW + MINUTE),
    Pause(started_at=NOW, ended_at=NOW + 90 * timedelta(seconds=1)),
    Pause(started_at=NOW + 4 * MINUTE),
)


def test_no_time_runs_in_a_pause() -> None:
    stats = measure([conversation()], PLAYBOOK, pauses=PAUSES)
    assert (stats.talk_seconds, stats.after_call_seconds) == (30, 120)


def test_figures_of_parts_add_up_to_those_of_the_whole() -> None:
    parts = [measure([call], PLAYBOOK) for call in CALLS]
    assert add_up(parts) == measure(CALLS, PLAYBOOK)
    assert add_up([]) == BlockStats()


def test_averages_are_taken_over_conversations() -> None:
    assert measure(CALLS, PLAYBOOK).talk_average == 120
    assert BlockStats().talk_average == 0
