"""The feed of all promises and the rep's calendar folder, kept in step."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from written_records import DEFAULT, MADE, THURSDAY, a_conversation, a_promise, cancelled, moved

from callbench.domain.agenda import Promise, promise_of
from callbench.domain.records import Prospect, replace
from callbench.exchange import calendars
from callbench.exchange.calendars import FEED, keep_calendars
from callbench.store.atomic import write_atomically
from callbench.store.config import Config
from callbench.store.workbench import Workbench

OMAR = a_promise(a_conversation(Prospect(id="omar", name="Omar Haddad"), id="1" * 32))


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return Workbench.open(tmp_path / "bench")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(rep="sam", zone="Europe/London", calendar_folder=str(tmp_path / "vdir"))


def summaries(path: Path) -> list[str]:
    calendar = Calendar.from_ical(path.read_bytes())
    assert isinstance(calendar, Calendar)
    return [str(found["SUMMARY"]) for found in calendar.walk("VEVENT")]


def entries(config: Config) -> list[str]:
    folder = Path(config.calendar_folder)
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def after(*addenda: object) -> Promise:
    found = promise_of(a_conversation(addenda=addenda), DEFAULT, MADE + timedelta(days=3))
    assert found is not None
    return found


def test_what_is_booked_is_in_both(bench: Workbench, config: Config) -> None:
    keep_calendars(bench, config, [OMAR, a_promise()])
    assert summaries(bench.outbox / FEED) == [
        "Call with Dana Whitfield, Northwind Freight",
        "Call with Omar Haddad",
    ]
    assert len(entries(config)) == 2


def test_what_is_moved_is_updated(bench: Workbench, config: Config) -> None:
    keep_calendars(bench, config, [a_promise()])
    keep_calendars(bench, config, [after(moved())])
    (entry,) = entries(config)
    for path in (bench.outbox / FEED, Path(config.calendar_folder) / entry):
        text = path.read_bytes().decode()
        assert "SEQUENCE:1\r\n" in text
        assert f"DTSTART:{THURSDAY:%Y%m%dT%H%M%SZ}\r\n" in text


def test_what_is_called_off_disappears_and_nothing_else(bench: Workbench, config: Config) -> None:
    keep_calendars(bench, config, [a_promise(), OMAR])
    (Path(config.calendar_folder) / "dentist.ics").write_text("BEGIN:VCALENDAR")
    keep_calendars(bench, config, [OMAR], [after(cancelled())])
    assert summaries(bench.outbox / FEED) == ["Call with Omar Haddad"]
    assert entries(config) == [f"{OMAR.call}@callbench.ics", "dentist.ics"]


def test_what_was_called_off_and_agreed_again_stays(bench: Workbench, config: Config) -> None:
    keep_calendars(bench, config, [a_promise()], [after(cancelled())])
    assert len(entries(config)) == 1


def test_kept_promises_stay_in_the_folder_and_leave_the_feed(
    bench: Workbench, config: Config
) -> None:
    keep_calendars(bench, config, [a_promise()])
    kept = replace(a_promise(), state="kept", settled_at=MADE)
    keep_calendars(bench, config, [], [kept])
    assert summaries(bench.outbox / FEED) == []
    assert len(entries(config)) == 1


def test_without_a_folder_there_is_the_feed_alone(bench: Workbench, config: Config) -> None:
    keep_calendars(bench, replace(config, calendar_folder=""), [a_promise()])
    assert len(summaries(bench.outbox / FEED)) == 1
    assert entries(config) == []


def test_the_folder_of_the_home_is_meant_by_a_tilde(
    bench: Workbench, config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    keep_calendars(bench, replace(config, calendar_folder="~/vdir"), [a_promise()])
    assert len(entries(config)) == 1


def test_what_has_not_changed_is_not_written(
    bench: Workbench, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_calendars(bench, config, [a_promise()])
    written: list[Path] = []

    def write(path: Path, data: bytes) -> None:
        written.append(path)
        write_atomically(path, data)

    monkeypatch.setattr(calendars, "write_atomically", write)
    keep_calendars(bench, config, [a_promise()])
    assert written == []
    keep_calendars(bench, config, [a_promise(), OMAR])
    assert written == [bench.outbox / FEED]
