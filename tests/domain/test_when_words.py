"""What is said to a rep: messages, candidates, suggestions, and what a note line proposes."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from callbench.domain.when import Reading, find, read, spoken

NOW = datetime(2026, 11, 24, 10, 20, tzinfo=ZoneInfo("Europe/London"))


def _read(text: str) -> Reading:
    return read(text, now=NOW, zone="Europe/London", date_order="dmy")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "type a day and a time"),
        ("flibble 3pm", "I don't know “flibble”"),
        ("nächsten Dienstag 15 Uhr", "I don't know “nächsten”"),
        ("na\u0308chsten 9", "I don't know “nächsten”"),
        ("überübermorgen 9", "I don't know “überübermorgen”"),
        ("завтра 9", "I don't know “завтра”"),
        ("tue 3pm ½", "I don't know “½”"),
        ("tue 3pm", "two Tuesdays: today, or in a week?"),
        ("next fri 3pm", "Fri 27 Nov or Fri 4 Dec?"),
        ("tomorrow 7", "07:00 or 19:00 on Wed 25 Nov?"),
        ("half three fri", "14:30 or 15:30 on Fri 27 Nov?"),
        ("friday pm", "what time on Fri 27 Nov, afternoon?"),
        ("3 dec", "what time on Thu 3 Dec?"),
        ("fri 3 dec 2pm", "Thu 3 Dec isn't a Friday"),
        ("30 feb 2pm", "there is no 30 Feb"),
        ("today 9am", "09:00 has passed by then"),
        ("20 oct 10am", "do you mean Wed 20 Oct 2027 10:00?"),
        ("wed 3pm 4pm", "two times in that: which?"),
        ("28 mar 01:30", "01:30 doesn't exist on Sun 28 Mar: clocks change"),
        ("31 oct 10:30", "do you mean Sun 31 Oct 2027 10:30?"),
        ("31 oct 2027 01:30", "01:30 occurs twice on Sun 31 Oct: which one?"),
        ("wed 3pm their time", "their time zone isn't known"),
    ],
)
def test_message(text: str, message: str) -> None:
    assert _read(text).message == message


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("next week", "tue 1 dec 10:00"),
        ("3 dec", "thu 3 dec 10:00"),
        ("tomorrow morning", "wed 25 nov 10:00"),
        ("friday afternoon", "fri 27 nov 14:00"),
        ("by friday 3pm", "fri 27 nov 15:00"),
        ("around 3pm tomorrow", "wed 25 nov 15:00"),
        ("today", "tue 24 nov 11:00"),
        ("asap", "wed 25 nov 10:00"),
        ("january", "fri 1 jan 10:00"),
        ("mid december at 3", "tue 1 dec 15:00"),
        ("next month", ""),
        ("when she is back", ""),
        ("30 minutes", "in 30 minutes"),
        ("midnight friday", ""),
        ("tue 3pm", ""),
        ("flibble", ""),
    ],
)
def test_suggestion(text: str, suggestion: str) -> None:
    assert _read(text).suggestion == suggestion
    if suggestion:
        assert _read(suggestion).kind == "exact"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("tommorow 2pm", "exact"),  # codespell:ignore
        ("wed 3pm IST", "vague"),  # codespell:ignore
        ("14 jan 3pm IST", "vague"),  # codespell:ignore
        ("wed 3 oclock", "exact"),  # codespell:ignore
    ],
)
def test_words_that_look_misspelled(text: str, kind: str) -> None:
    assert _read(text).kind == kind


def test_an_hour_that_comes_twice_is_told_apart() -> None:
    now = datetime(2026, 11, 1, 3, tzinfo=ZoneInfo("UTC"))
    reading = read("in 2 hours", now=now, zone="America/New_York")
    later = read("in 3 hours", now=now, zone="America/New_York")
    assert reading.spoken == "Sun 1 Nov 2026 01:00 UTC-04:00"
    assert later.spoken == "Sun 1 Nov 2026 01:00 UTC-05:00"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("tue 1 dec 3pm with the CFO", "Tue 1 Dec 2026 15:00"),
        ("wed 3pm with the CFO", "Wed 25 Nov 2026 15:00"),
        ("send pricing, then call wed 3pm", "Wed 25 Nov 2026 15:00"),
        ("they want a demo on friday at 10:30, 45 minutes", "Fri 27 Nov 2026 10:30"),
        ("Priya back thursday 9.15am - bring the quote", "Thu 26 Nov 2026 09:15"),
        ("ring in 2 hours, he's driving", "Tue 24 Nov 2026 12:20"),
        ("agreed: 3 dec, 14:00-14:30 (Dana + Omar)", "Thu 3 Dec 2026 14:00"),
        ("back before the end of the month, then a call on 3 dec at 2pm", "Thu 3 Dec 2026 14:00"),
        ("board meets; wed 3pm suits Sam", "Wed 25 Nov 2026 15:00"),
    ],
)
def test_a_note_line_proposes_its_time(line: str, said: str) -> None:
    reading = find(line, now=NOW, zone="Europe/London", date_order="dmy")
    assert reading is not None
    assert reading.spoken == said


def test_a_note_line_offers_both_readings() -> None:
    reading = find("tue 3pm with the CFO", now=NOW, zone="Europe/London")
    assert reading is not None
    assert [spoken(one) for one in reading.candidates] == [
        "Tue 24 Nov 2026 15:00",
        "Tue 1 Dec 2026 15:00",
    ]
    assert reading.candidates[1] - reading.candidates[0] == timedelta(7)


def test_two_times_in_a_note_line_are_a_choice() -> None:
    reading = find("moved: wed 3pm -> thu 4pm", now=NOW, zone="Europe/London")
    assert reading is not None
    assert reading.kind == "vague"
    assert [f"{one:%a %H}" for one in reading.candidates] == ["Wed 15", "Thu 16"]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "send the multi-drop pricing",
        "100 users at 3 sites",
        "needs 2 or 3 of them",
        "not before tue 3pm, says the CFO",
        "CFO is out until wed 3pm",
        "budget by friday 5pm",
        "every wed 3pm they have a stand-up",
        "sometime next week",
        "wed afternoon maybe",
        "was promised in march",
        "call dana on +44 20 7946 0018",
        "met him last tue 3pm",
        "they opened yesterday at 3pm",
    ],
)
def test_a_note_line_without_a_time_proposes_none(line: str) -> None:
    assert find(line, now=NOW, zone="Europe/London", date_order="dmy") is None
