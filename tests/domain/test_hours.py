from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from builders import NOW, PLAYBOOK
from hypothesis import given
from hypothesis import strategies as st

from callbench.domain.hours import UNKNOWN, city, known_zone, local_time, weekday_there
from callbench.domain.playbook import CallingHours

HOURS = PLAYBOOK.hours
PLACES = ("Europe/London", "America/New_York", "Asia/Kolkata", "Australia/Sydney", "Asia/Tokyo")


def at(text: str, zone: str = "UTC") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def test_open_inside_the_hours_with_the_clock_and_the_place() -> None:
    there = local_time(("Europe/Madrid",), HOURS, NOW)
    assert (there.state, there.clocks, there.place, there.opens) == (
        "open",
        ("11:00",),
        "Madrid",
        None,
    )


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-24T07:59", "2026-11-24T08:00"),
        ("2026-11-24T18:00", "2026-11-25T08:00"),
        ("2026-11-27T18:00", "2026-11-30T08:00"),
        ("2026-11-28T12:00", "2026-11-30T08:00"),
        ("2026-10-24T12:00", "2026-10-26T08:00"),  # the clocks go back in between
    ],
)
def test_closed_says_when_it_opens(now: str, opens: str) -> None:
    there = local_time(("Europe/London",), HOURS, at(now, "Europe/London"))
    assert there.state == "closed"
    assert there.opens == at(opens, "Europe/London")


@pytest.mark.parametrize("zones", [(), ("",), ("Mars/Olympus",), ("/etc/passwd",), ("Europe",)])
def test_no_known_zone_is_unknown_and_never_open(zones: tuple[str, ...]) -> None:
    assert local_time(zones, HOURS, NOW) == UNKNOWN


def test_several_zones_are_open_only_where_all_are() -> None:
    coasts = ("America/New_York", "America/Los_Angeles")
    early = local_time(coasts, HOURS, at("2026-11-24T09:00", "America/New_York"))
    later = local_time(coasts, HOURS, at("2026-11-24T11:00", "America/New_York"))
    assert (early.state, early.clocks, early.place) == ("closed", ("06:00", "09:00"), "")
    assert later.state == "open"


def test_several_zones_open_at_the_first_moment_that_suits_all() -> None:
    coasts = ("America/New_York", "America/Los_Angeles")
    there = local_time(coasts, HOURS, at("2026-11-24T19:00", "America/New_York"))
    assert there.opens == at("2026-11-25T08:00", "America/Los_Angeles")


def test_zones_without_a_common_hour_never_open() -> None:
    there = local_time(("Europe/Kaliningrad", "Asia/Kamchatka"), HOURS, NOW)
    assert (there.state, there.opens) == ("closed", None)


def test_an_unknown_name_among_known_ones_is_passed_over() -> None:
    assert local_time(("Mars/Olympus", "Europe/London"), HOURS, NOW).place == "London"


def test_hours_without_days_are_closed_for_ever() -> None:
    never = CallingHours(opens=time(8), closes=time(18), days=())
    there = local_time(("Europe/London",), never, NOW)
    assert (there.state, there.opens) == ("closed", None)


def test_hours_of_one_day_a_week_open_in_a_week() -> None:
    tuesdays = CallingHours(opens=time(8), closes=time(9), days=("tue",))
    there = local_time(("Europe/London",), tuesdays, NOW)
    assert there.opens == at("2026-12-01T08:00", "Europe/London")


@pytest.mark.parametrize(
    ("zones", "now", "weekday"),
    [
        (("Europe/London",), "2026-11-27T14:44", ""),
        (("Europe/London",), "2026-11-27T20:00", ""),
        (("Europe/London",), "2026-11-28T14:44", "Saturday"),  # nobody is called then
        (("Pacific/Auckland",), "2026-11-26T14:44", "Friday"),  # another day than here
        (("America/New_York", "America/Los_Angeles"), "2026-11-28T18:00", "Saturday"),
        (("America/New_York", "Asia/Tokyo"), "2026-11-27T18:00", ""),  # it is two days at once
        ((), "2026-11-28T14:44", ""),
    ],
)
def test_the_weekday_is_told_where_the_clock_alone_would_mislead(
    zones: tuple[str, ...], now: str, weekday: str
) -> None:
    moment = at(now, "Europe/London")
    assert weekday_there(local_time(zones, HOURS, moment), moment.date()) == weekday


@given(
    st.sets(st.sampled_from(PLACES), min_size=1).map(tuple),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
)
def test_whenever_it_opens_it_is_open_then(zones: tuple[str, ...], now: datetime) -> None:
    there = local_time(zones, HOURS, now)
    if there.opens is not None:
        assert there.opens > now
        assert local_time(zones, HOURS, there.opens).state == "open"


def test_the_city_names_the_zone() -> None:
    assert city("America/Argentina/Buenos_Aires") == "Buenos Aires"
    assert known_zone("Europe/Lisbon") == ZoneInfo("Europe/Lisbon")
