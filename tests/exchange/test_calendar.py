"""Calendar files, read back by the library that calendars are read with."""

from __future__ import annotations

import re
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from written_records import (
    DANA,
    DEFAULT,
    HOSTILE,
    IDENT,
    MADE,
    PROMISED,
    STEP,
    THURSDAY,
    a_conversation,
    a_promise,
    cancelled,
    moved,
)

from callbench.domain.agenda import Promise, after_call, promise_of
from callbench.domain.records import replace
from callbench.domain.text import clean, one_line
from callbench.exchange.calendar import clocks, event, feed, uid_of, write_vdir
from callbench.store.errors import StoreError

PROPERTIES = {
    "UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "STATUS",
}  # fmt: skip


def read(data: bytes) -> tuple[Calendar, list[Any]]:
    calendar = Calendar.from_ical(data)
    assert isinstance(calendar, Calendar)
    return calendar, calendar.walk("VEVENT")


def only_event(data: bytes) -> Any:
    _, (found,) = read(data)
    assert found.errors == []
    assert set(found) == PROPERTIES
    return found


def test_every_field() -> None:
    data = event(a_promise())
    calendar, _ = read(data)
    found = only_event(data)
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar["VERSION"] == "2.0"
    assert found["UID"] == f"{IDENT}@callbench"
    assert found["SEQUENCE"] == 0
    assert found["STATUS"] == "CONFIRMED"
    assert found["SUMMARY"] == "Call with Dana Whitfield, Northwind Freight"
    assert found["DESCRIPTION"] == (
        "walk the CFO through the new tariff\n+442079460018\n"
        "Tue 1 Dec 2026 15:00 in London\nTue 1 Dec 2026 16:00 in Madrid"
    )
    assert (found.decoded("DTSTART"), found.decoded("DTEND")) == (
        PROMISED,
        PROMISED + timedelta(minutes=30),
    )
    assert found.decoded("DTSTAMP") == MADE


def test_times_are_in_utc() -> None:
    lines = event(a_promise()).decode().split("\r\n")
    assert "DTSTART:20261201T150000Z" in lines
    assert "DTEND:20261201T153000Z" in lines
    assert "DTSTAMP:20261124T093000Z" in lines
    assert not any("TZID" in line for line in lines)


def test_a_moved_one_updates_and_a_cancelled_one_takes_away() -> None:
    once = a_promise(a_conversation(addenda=(moved(),)))
    again = moved(PROMISED + timedelta(days=9), MADE + timedelta(days=2))
    twice = a_promise(a_conversation(addenda=(moved(), again)))
    gone = a_promise(a_conversation(addenda=(moved(), cancelled())))
    stages = [a_promise(), once, twice, gone]
    found = [only_event(event(promise)) for promise in stages]
    assert {str(entry["UID"]) for entry in found} == {f"{IDENT}@callbench"}
    assert [entry["SEQUENCE"] for entry in found] == [0, 1, 2, 2]
    assert found[1].decoded("DTSTART") == THURSDAY
    assert found[1].decoded("DTSTAMP") == MADE + timedelta(days=1)
    assert [str(entry["STATUS"]) for entry in found] == [*["CONFIRMED"] * 3, "CANCELLED"]
    methods = [read(event(promise))[0]["METHOD"] for promise in stages]
    assert methods == [*["PUBLISH"] * 3, "CANCEL"]


def test_one_replaced_by_an_early_call_is_taken_away() -> None:
    early = a_conversation(id="f" * 32, dialled_at=MADE + timedelta(days=1))
    replaced = after_call(a_promise(), early, DEFAULT)
    data = event(replaced)
    assert read(data)[0]["METHOD"] == "CANCEL"
    assert only_event(data)["SEQUENCE"] == 1


def test_what_the_rep_promised_alone_is_tentative() -> None:
    alone = a_conversation(next_step=replace(STEP, agreed=False))
    assert only_event(event(a_promise(alone)))["STATUS"] == "TENTATIVE"


def test_the_same_promise_gives_the_same_bytes() -> None:
    assert event(a_promise()) == event(a_promise())


@pytest.mark.parametrize(("length", "taken"), [(45, 45), (0, 1), (-5, 1), (10**6, 24 * 60)])
def test_length(length: int, taken: int) -> None:
    found = only_event(event(a_promise(a_conversation(next_step=replace(STEP, minutes=length)))))
    assert found.decoded("DTEND") - found.decoded("DTSTART") == timedelta(minutes=taken)


def test_lines_end_in_crlf_and_are_folded_at_75_octets() -> None:
    step = replace(STEP, reason="Ünïcode ☎ 👩‍👩‍👧‍👦 " * 40)
    data = event(a_promise(a_conversation(next_step=step)))
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\r" not in data.replace(b"\r\n", b"")
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert any(line.startswith(b" ") for line in lines)
    for line in lines:
        line.decode()  # No character is cut in two.


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_becomes_a_property(text: str) -> None:
    """Every field that somebody can type, hostile at once."""
    prospect = replace(DANA, name=text, company=text, phone=text)
    step = replace(STEP, reason=text, channel=text)
    data = event(a_promise(a_conversation(prospect, id=text, next_step=step)))
    calendar, events = read(data)
    assert len(events) == 1
    assert set(calendar) == {"VERSION", "PRODID", "METHOD"}
    found = only_event(data)
    assert re.fullmatch(r"[0-9A-Za-z-]+@callbench", found["UID"])
    line = one_line(text)
    whom = one_line(", ".join(filter(None, (text, text))))
    assert found["SUMMARY"] == one_line(f"{line.capitalize() or 'Call'} with {whom}")
    assert found["DESCRIPTION"] == "\n".join(filter(None, (line, line, *clocks(step))))
    assert found["DESCRIPTION"] == clean(found["DESCRIPTION"])


def test_uids_of_odd_ids_are_safe_and_differ() -> None:
    uids = {uid_of(a_promise(a_conversation(id=text))) for text in (*HOSTILE, IDENT)}
    assert len(uids) == len(HOSTILE) + 1
    assert all(re.fullmatch(r"[0-9A-Za-z-]{1,64}@callbench", uid) for uid in uids)


@pytest.mark.parametrize(
    ("zone", "theirs", "rep", "expected"),
    [
        ("Europe/London", "", "", ("Tue 1 Dec 2026 15:00 in London",)),
        ("Europe/London", "Europe/London", "Europe/London", ("Tue 1 Dec 2026 15:00 in London",)),
        (
            "Australia/Sydney",
            "Australia/Sydney",
            "America/New_York",
            ("Wed 2 Dec 2026 02:00 in Sydney", "Tue 1 Dec 2026 10:00 in New York"),
        ),
        ("Mars/Olympus", "", "", ("Tue 1 Dec 2026 15:00 UTC",)),
    ],
)
def test_clocks(zone: str, theirs: str, rep: str, expected: tuple[str, ...]) -> None:
    assert clocks(replace(STEP, zone=zone, their_zone=theirs), rep) == expected


def test_their_clock_may_come_first() -> None:
    assert clocks(STEP, theirs_first=True)[0] == "Tue 1 Dec 2026 16:00 in Madrid"


# ------------------------------------------------------------------ feed and folder


def several() -> list[Promise]:
    calls = [a_conversation(id=digit * 32) for digit in "0123"]
    moments = [MADE, PROMISED, PROMISED + timedelta(days=1), MADE]
    calls[3] = replace(calls[3], addenda=(cancelled(),))
    promises = [promise_of(call, DEFAULT, now) for call, now in zip(calls, moments, strict=True)]
    assert [promise and promise.state for promise in promises] == [
        "coming", "due", "missed", "cancelled",
    ]  # fmt: skip
    return [promise for promise in promises if promise is not None]


def test_the_feed_has_what_is_to_come_and_no_method() -> None:
    calendar, events = read(feed(several()))
    assert "METHOD" not in calendar
    assert [str(entry["UID"])[:2] for entry in events] == ["00", "11"]


def test_an_empty_feed_is_a_calendar() -> None:
    assert read(feed([]))[1] == []


def test_the_folder_holds_one_event_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "calendar"
    written = write_vdir(folder, several())
    assert sorted(path.name[:2] for path in written) == ["00", "11", "22"]
    assert sorted(path.name for path in folder.iterdir()) == sorted(path.name for path in written)
    for path in written:
        calendar, (entry,) = read(path.read_bytes())
        assert "METHOD" not in calendar
        assert path.name == f"{entry['UID']}.ics"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_folder_is_kept_in_step_and_otherwise_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "dentist.ics"
    other.write_text("not ours")
    assert len(write_vdir(tmp_path, [a_promise()])) == 1
    assert write_vdir(tmp_path, [a_promise()]) == ()
    (path,) = write_vdir(tmp_path, [a_promise(a_conversation(addenda=(moved(),)))])
    assert only_event(path.read_bytes())["SEQUENCE"] == 1
    assert write_vdir(tmp_path, [a_promise(a_conversation(addenda=(cancelled(),)))]) == ()
    assert list(tmp_path.iterdir()) == [other]


def test_a_link_in_the_folder_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (tmp_path / f"{IDENT}@callbench.ics").symlink_to(victim)
    with pytest.raises(StoreError):
        write_vdir(tmp_path, [a_promise()])
    assert victim.read_text() == "precious"


def test_the_library_is_imported_only_when_needed() -> None:
    code = "import sys, callbench.exchange.outbox; sys.exit('icalendar' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
