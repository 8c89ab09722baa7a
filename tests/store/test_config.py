"""Settings: what the machine suggests, what the file says, and what is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import time
from pathlib import Path

import pytest

from callbench.store.config import Config, ConfigError, load
from callbench.store.errors import StoreError
from callbench.store.machine import date_order_of, local_zone, locale_region
from callbench.store.workbench import Workbench


@pytest.fixture
def workbench(tmp_path: Path) -> Workbench:
    return Workbench.open(tmp_path / "workbench")


def settings(
    workbench: Workbench, text: str = "", zone: str = "Europe/London", **env: str
) -> Config:
    if text:
        workbench.config.write_text(text, "utf-8")
    return load(workbench, env, lambda _: zone)


def test_without_a_file_the_machine_suggests(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "sam")
    config = settings(workbench, LANG="en_GB.UTF-8")
    assert (config.rep, config.zone, config.region, config.date_order) == (
        "sam",
        "Europe/London",
        "GB",
        "dmy",
    )
    assert not config.zone_is_guess
    assert (config.dialler, config.target_calls, config.keys) == ((), None, {})


@pytest.mark.parametrize(
    ("zone", "env", "region", "order"),
    [
        ("America/New_York", {}, "US", "mdy"),
        ("America/New_York", {"LANG": "en_US.UTF-8"}, "US", "mdy"),
        ("Europe/London", {"LANG": "en_US.UTF-8"}, "GB", "none"),
        ("Europe/London", {"LANG": "C"}, "GB", "dmy"),
        ("America/Toronto", {}, "CA", "none"),
        ("", {"LANG": "de_DE.UTF-8"}, "DE", "dmy"),
        ("UTC", {"LC_ALL": "en_US", "LANG": "en_GB"}, "US", "mdy"),
        ("", {"LANG": "xx_ZZ"}, "", "none"),
        ("", {}, "", "none"),
    ],
)
def test_region_and_date_order_are_only_taken_from_evidence(
    workbench: Workbench, zone: str, env: dict[str, str], region: str, order: str
) -> None:
    config = settings(workbench, zone=zone, **env)
    assert (config.region, config.date_order) == (region, order)


def test_a_zone_for_want_of_one_is_marked(workbench: Workbench) -> None:
    config = settings(workbench, zone="")
    assert (config.zone, config.zone_is_guess) == ("UTC", True)
    config = settings(workbench, 'zone = "Asia/Tokyo"', zone="")
    assert (config.zone, config.zone_is_guess, config.region) == ("Asia/Tokyo", False, "JP")


def test_everything_can_be_set(workbench: Workbench) -> None:
    text = """
        rep = "Kim"
        zone = "America/Chicago"
        region = "us"
        date_order = "dmy"
        theme = "nord"
        dialler = ["softphone", "--call", "{e164}"]
        target_calls = 30
        calendar_folder = "~/calendars"
        working_hours = ["8:00", 18:30:00]
        first_thing = "08:30"
        end_of_day = 17:30:00
        [keys]
        dial = "ctrl+d"
    """
    assert settings(workbench, text) == Config(
        rep="Kim",
        zone="America/Chicago",
        region="US",
        date_order="dmy",
        theme="nord",
        dialler=("softphone", "--call", "{e164}"),
        target_calls=30,
        calendar_folder="~/calendars",
        working_hours=(time(8), time(18, 30)),
        first_thing=time(8, 30),
        end_of_day=time(17, 30),
        keys={"dial": "ctrl+d"},
    )


def test_a_region_that_was_set_decides_the_order_alone(workbench: Workbench) -> None:
    config = settings(workbench, 'region = "GB"', zone="America/New_York", LANG="en_US.UTF-8")
    assert (config.region, config.date_order) == ("GB", "dmy")


def test_files_of_windows_editors_are_read(workbench: Workbench) -> None:
    workbench.config.write_bytes(b'\xef\xbb\xbfrep = "Kim"\r\ntarget_calls = 3\r\n')
    assert settings(workbench).rep == "Kim"


def test_harmful_characters_are_replaced(workbench: Workbench) -> None:
    assert settings(workbench, 'rep = "K\\u001b[31m"').rep == "K\ufffd[31m"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("zon = 'x'", 'unknown key "zon"; did you mean "zone"?'),
        ("qqq = 1", 'unknown key "qqq"; allowed are rep, zone'),
        ("zone = 'Europe/Londom'", 'key "zone": "Europe/Londom" is no IANA zone'),
        ("zone = 'Europe'", "is no IANA zone"),
        ("zone = '../../etc/passwd'", "is no IANA zone"),
        ("region = 'United Kingdom'", "country code of two letters"),
        ("region = 44", "a text in quotes is needed"),
        ("date_order = 'ymd'", 'allowed are "dmy", "mdy" and "none"'),
        ("date_order = ['dmy']", 'allowed are "dmy", "mdy" and "none"'),
        ("dialler = 'phone {e164}'", 'key "dialler": a list of texts is needed'),
        ("dialler = ['phone']", "one of {e164}, {number}, {extension} is needed"),
        ("dialler = ['{e164}']", "one of {e164}"),
        ("dialler = ['', '{e164}']", "the first text must be a program"),
        ("target_calls = 0", "a whole number from 1"),
        ("target_calls = true", "a whole number from 1"),
        ("target_calls = 2.5", "a whole number from 1"),
        ("keys = 'd'", "a table is needed"),
        ("[keys]\ndial = 3", '"dial" needs a key in quotes'),
        ("rep = ' '", "must not be empty"),
        ("first_thing = 9", "a time is needed"),
        ("first_thing = '25:00'", "a time is needed"),
        ("working_hours = ['08:00']", "two times are needed"),
        ("working_hours = ['19:00', '08:00']", "the first time must be before the second"),
        ("rep = ", "is not TOML"),
    ],
)
def test_what_cannot_be_used_names_file_key_and_what_is_allowed(
    workbench: Workbench, text: str, words: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        settings(workbench, text)
    message = str(caught.value)
    assert message.startswith(f"{workbench.config}: ")
    assert words in message
    assert "\n" not in message


def test_a_file_that_is_no_text_is_refused(workbench: Workbench) -> None:
    workbench.config.write_bytes(b"\xff\xfer\0e\0p\0")
    with pytest.raises(ConfigError, match="not text in UTF-8"):
        settings(workbench)
    workbench.config.unlink()
    workbench.config.mkdir()
    with pytest.raises(StoreError):
        settings(workbench)


@pytest.mark.skipif(os.name == "nt", reason="links")
@pytest.mark.parametrize(
    ("env", "timezone", "link", "zone"),
    [
        ({"TZ": "Asia/Tokyo"}, "Europe/London", "", "Asia/Tokyo"),
        ({"TZ": ":Asia/Tokyo"}, "", "", "Asia/Tokyo"),
        ({"TZ": ":/usr/share/zoneinfo/Asia/Tokyo"}, "", "", "Asia/Tokyo"),
        ({"TZ": "nonsense"}, "Europe/London\n", "", "Europe/London"),
        ({}, "Europe/London", "/usr/share/zoneinfo/Asia/Tokyo", "Europe/London"),
        ({}, "", "/usr/share/zoneinfo/Asia/Tokyo", "Asia/Tokyo"),
        ({}, "", "/var/db/timezone/zoneinfo/Asia/Tokyo", "Asia/Tokyo"),
        ({}, "", "/somewhere/else", ""),
        ({}, "", "", ""),
    ],
)
def test_the_machine_tells_its_zone(
    tmp_path: Path, env: Mapping[str, str], timezone: str, link: str, zone: str
) -> None:
    if timezone:
        (tmp_path / "timezone").write_text(timezone)
    if link:
        (tmp_path / "localtime").symlink_to(link)
    assert local_zone(env, tmp_path) == zone


def test_the_first_locale_that_is_set_counts() -> None:
    assert locale_region({"LC_ALL": "", "LC_TIME": "en_GB.UTF-8", "LANG": "en_US"}) == "GB"
    assert locale_region({"LANG": "de_AT@euro"}) == "AT"
    assert locale_region({"LC_ALL": "C", "LANG": "en_US"}) == ""


def test_orders_of_dates() -> None:
    assert [date_order_of(region) for region in ("US", "GB", "DE", "CA", "JP", "")] == [
        "mdy",
        "dmy",
        "dmy",
        "none",
        "none",
        "none",
    ]
