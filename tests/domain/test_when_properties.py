"""What holds for every phrase, zone and moment."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import datetime_exists
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from callbench.domain.when import DateOrder, Hours, distance, find, read, spoken

ZONES = (
    "Europe/London",
    "America/New_York",
    "America/St_Johns",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Pacific/Chatham",
    "Pacific/Apia",
    "UTC",
)
WORDS = """
tue wed friday next this last week month tomorrow today in at on the of a 3 3pm 10 10:30 15h
dec 3rd 25/12 3/4 16.12 9-9:30 noon midnight eod morning or and to - , ? by after CET EST
their time my 2026 2027 march first 30 minutes hours days for from every not ~ half past
quarter 00:30 01:30 02:30 1530 sunday 31 2026-12-01 UTC+2
"""

moments = st.datetimes(datetime(2026, 1, 1), datetime(2037, 12, 31)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)
zones = st.sampled_from(ZONES)
phrases = st.lists(st.sampled_from(sorted(set(WORDS.split()))), max_size=9).map(" ".join)
orders: st.SearchStrategy[DateOrder] = st.sampled_from(("dmy", "mdy", "none"))

quick = settings(max_examples=examples(50))


@quick
@given(moments, st.integers(1, 3 * 366 * 24 * 60), zones)
def test_what_is_spoken_reads_back(now: datetime, minutes: int, zone: str) -> None:
    moment = (now + timedelta(minutes=minutes)).replace(microsecond=0).astimezone(ZoneInfo(zone))
    reading = read(spoken(moment), now=now, zone=zone)
    assert reading.starts_at is not None, spoken(moment)
    assert reading.starts_at.astimezone(UTC) == moment.astimezone(UTC)


@pytest.mark.parametrize("zone", ZONES)
def test_the_hours_of_a_clock_change_read_back(zone: str) -> None:
    now, there = datetime(2027, 1, 1, tzinfo=UTC), ZoneInfo(zone)

    def changing(since: datetime, hours: int) -> bool:
        """Whether the clock changes within so many hours."""
        after = since + timedelta(hours=hours)
        return since.astimezone(there).utcoffset() != after.astimezone(there).utcoffset()

    days = [now + timedelta(days=day) for day in range(365)]
    near = [
        day + timedelta(minutes=30 * step)
        for day in days
        if changing(day, 26)
        for step in range(1, 49)
    ]
    for step in filter(lambda step: changing(step, 2), near):
        for minutes in (0, 30, 60, 90, 120, 150, 180, 240):
            moment = (step + timedelta(minutes=minutes)).astimezone(ZoneInfo(zone))
            reading = read(spoken(moment), now=now, zone=zone)
            assert reading.starts_at is not None
            assert reading.starts_at.astimezone(UTC) == moment.astimezone(UTC)


@quick
@given(st.text(max_size=260), moments, zones)
def test_no_text_raises(text: str, now: datetime, zone: str) -> None:
    reading = read(text, now=now, zone=zone)
    assert reading.message.isprintable()
    find(text, now=now, zone=zone)


@pytest.mark.parametrize("text", ["\ud800", "\x00", "3" * 5000, "tue " * 999, "9" * 199, "ﬁ ３pm"])
def test_hostile_text_is_refused(text: str) -> None:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    assert read(text, now=now, zone="UTC").kind != "exact"
    assert find(text, now=now, zone="UTC") is None


@settings(max_examples=examples(150))
@given(phrases, moments, zones, st.one_of(st.none(), zones), orders)
def test_readings_keep_their_promises(
    phrase: str, now: datetime, zone: str, their_zone: str | None, order: DateOrder
) -> None:
    reading = read(phrase, now=now, zone=zone, their_zone=their_zone, date_order=order)
    again = read(
        phrase,
        now=now.astimezone(ZoneInfo("Asia/Tokyo")),
        zone=zone,
        their_zone=their_zone,
        date_order=order,
    )
    assert reading == again
    for moment in (reading.starts_at, *reading.candidates):
        if moment is not None:
            assert moment.astimezone(UTC) > now
            assert datetime_exists(moment)
    assert (reading.kind == "exact") == (reading.starts_at is not None)
    if reading.kind == "exact":
        assert reading.candidates == ()
        assert reading.zone == str(reading.starts_at and reading.starts_at.tzinfo)
    else:
        assert reading.message
    if reading.suggestion:
        taken = read(reading.suggestion, now=now, zone=zone, their_zone=their_zone)
        assert taken.kind == "exact"


def test_distance_counts_calendar_days() -> None:
    now = datetime(2026, 11, 24, 22, 30, tzinfo=ZoneInfo("Europe/London"))
    tomorrow = datetime(2026, 11, 25, 0, 30, tzinfo=ZoneInfo("Europe/London"))
    assert distance(tomorrow, now) == "tomorrow"
    assert distance(now + timedelta(minutes=45), now) == "today, in 45 minutes"
    assert distance(now + timedelta(minutes=62), now) == "today, in 1 hour"
    assert distance(now + timedelta(days=6), now) == "in 6 days"
    assert distance(now + timedelta(days=21), now) == "in 3 weeks"
    assert distance(now - timedelta(days=1), now) == "yesterday"


def test_hours_are_configurable() -> None:
    now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    evening = Hours(opens=12, closes=23)
    assert read("tomorrow at 9", now=now, zone="UTC", hours=evening).spoken.endswith("21:00")
    assert read("tomorrow at 9", now=now, zone="UTC").spoken.endswith("09:00")


def test_arguments_are_checked() -> None:
    now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    with pytest.raises(ValueError, match="no such time zone: 'Mars/Base'"):
        read("tue 3pm", now=now, zone="Mars/Base")
    with pytest.raises(ValueError, match="aware"):
        read("tue 3pm", now=now.replace(tzinfo=None), zone="UTC")
