from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
import pytest
from builders import LONDON, NOW, PLAYBOOK, a_call, a_step

from callbench.domain.records import Answer, Call, replace
from callbench.domain.stats import BlockStats, measure

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
        conversations=3,
        meetings=1,
        asked_for_meeting=2,
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
