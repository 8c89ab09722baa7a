"""The line of the next meeting: each time on the clocks of both, and put as a person types it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from block_bench import NOW

from callbench.domain.agreement import agreed
from callbench.tui.block.meeting_line import MeetingReader

LONDON, MADRID, DENVER = "Europe/London", "Europe/Madrid", "America/Denver"
READER = MeetingReader(NOW, LONDON, MADRID, "dmy")


def said(text: str, reader: MeetingReader = READER) -> list[str]:
    """The lines under the line, without how far away it is."""
    return [line.plain for line in reader.lines(text)][:2]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("thu 3pm", ["= Thu 26 Nov 2026 15:00", "  in London, 16:00 in Madrid"]),
        ("thu 3pm their time", ["= Thu 26 Nov 2026 14:00", "  in London, 15:00 in Madrid"]),
        ("thu 3pm CET", ["= Thu 26 Nov 2026 14:00", "  in London, 15:00 in Madrid"]),
        (
            "thu 3pm EST",
            ["= Thu 26 Nov 2026 20:00", "  in London, 21:00 in Madrid, 15:00 in New York (EST)"],
        ),
        (
            "thu 3pm UTC-5",
            ["= Thu 26 Nov 2026 20:00", "  in London, 21:00 in Madrid, 15:00 at UTC-05:00"],
        ),
        ("thu 23:30", ["= Thu 26 Nov 2026 23:30", "  in London, Fri 00:30 in Madrid"]),
    ],
)
def test_the_reps_clock_comes_first_whoever_was_meant(text: str, lines: list[str]) -> None:
    assert said(text) == lines


def test_one_clock_says_whose_it_is() -> None:
    same = MeetingReader(NOW, LONDON, LONDON)
    assert said("thu 3pm", same) == ["= Thu 26 Nov 2026 15:00", "  on both clocks"]
    alone = MeetingReader(NOW, LONDON)
    assert said("thu 3pm", alone)[1] == "  on your clock; theirs is not known"


def test_each_of_several_readings_is_on_both_clocks() -> None:
    lines = [line.plain for line in READER.lines("thu 3pm CST")]
    assert lines[1:3] == [
        "1 Thu 26 Nov 2026 07:00",
        "    in London, 08:00 in Madrid, 15:00 in Shanghai (CST)",
    ]


def test_an_agreed_time_is_on_both_clocks() -> None:
    at = datetime(2026, 11, 26, 14, tzinfo=UTC)
    for zone in (LONDON, MADRID):
        lines = READER.agreed(agreed(at, zone, their_zone=MADRID))
        assert [line.plain for line in lines] == [
            "Thu 26 Nov 2026 14:00",
            "in London, 15:00 in Madrid",
        ]


@pytest.mark.parametrize(
    ("note", "shown", "typed"),
    [
        ("tue 1 dec 3pm with the CFO", "Tue 1 Dec 15:00", "tue 1 dec 15:00"),
        ("1 dec 3pm their time", "Tue 1 Dec 15:00 in Madrid", "tue 1 dec 15:00 their time"),
        ("1 dec 15:00 EST", "Tue 1 Dec 15:00 in New York", "tue 1 dec 15:00 EST"),
        ("1 dec 15:00 UTC-5", "Tue 1 Dec 15:00 at UTC-05:00", "tue 1 dec 15:00 Etc/GMT+5"),
        ("dec 1 2027 15:00", "Wed 1 Dec 2027 15:00", "wed 1 dec 2027 15:00"),
    ],
)
def test_a_time_in_the_note_is_proposed_in_words(note: str, shown: str, typed: str) -> None:
    proposal = READER.proposal(["call back", note])
    assert proposal is not None
    assert (proposal.shown, proposal.typed) == (shown, typed)


def test_a_note_without_a_time_proposes_nothing() -> None:
    assert READER.proposal(["call back", "next week"]) is None


@pytest.mark.parametrize("zone", [LONDON, MADRID, DENVER, "Asia/Kolkata", "Etc/GMT+5", "UTC"])
@pytest.mark.parametrize("hours", [5, 29, 24 * 120 + 7, 24 * 310 + 3, 24 * 700 + 9])
def test_what_would_be_typed_reads_back_to_the_same_instant(zone: str, hours: int) -> None:
    at = NOW + timedelta(hours=hours)
    assert READER.read(READER.words_for(at, zone)).starts_at == at


def test_an_hour_that_occurs_twice_reads_back_to_the_one_that_was_meant() -> None:
    for hour in (0, 1):
        at = datetime(2027, 10, 31, hour, 30, tzinfo=UTC)
        read = READER.read(READER.words_for(at, LONDON)).starts_at
        assert read is not None
        assert read.astimezone(UTC) == at
