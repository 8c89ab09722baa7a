"""Which files a conversation leaves in the outbox."""

from __future__ import annotations

import os
import stat
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from icalendar import Calendar
from written_records import (
    DANA,
    DEFAULT,
    HOSTILE,
    IDENT,
    MADE,
    THURSDAY,
    a_conversation,
    a_promise,
    cancelled,
    moved,
)

from callbench.domain.records import Call, Prospect, replace
from callbench.exchange.outbox import write_event, write_up
from callbench.store.errors import StoreError
from callbench.store.workbench import Workbench

MAIL = "2026-11-24-dana-whitfield-01234567.eml"
EVENT = "2026-11-24-dana-whitfield-01234567.ics"


@pytest.fixture
def workbench(tmp_path: Path) -> Workbench:
    return Workbench.open(tmp_path / "bench")


def names(workbench: Workbench) -> list[str]:
    return sorted(path.name for path in workbench.outbox.iterdir())


def written(workbench: Workbench, call: Call, prospect: Prospect = DANA) -> list[str]:
    return [path.name for path in write_up(workbench, call, prospect, DEFAULT, "Sam").paths]


def event_in(path: Path) -> tuple[str, int]:
    calendar = Calendar.from_ical(path.read_bytes())
    (event,) = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), int(str(event["SEQUENCE"]))


def test_a_draft_and_a_calendar_file(workbench: Workbench) -> None:
    assert written(workbench, a_conversation()) == [MAIL, EVENT]
    assert names(workbench) == [MAIL, EVENT]
    for path in workbench.outbox.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_without_a_next_step_there_is_only_the_draft(workbench: Workbench) -> None:
    assert written(workbench, a_conversation(next_step=None)) == [MAIL]


@pytest.mark.parametrize(
    ("disposition", "note", "expected"),
    [
        ("interested", "", [MAIL]),
        ("later", "", [MAIL]),
        ("no-accepted", "", []),
        ("no-accepted", "+ late trucks", [MAIL]),
        ("referred", "? who decides", [MAIL]),
        ("do-not-call", "+ late trucks", []),
        ("voicemail", "+ late trucks", []),
        (None, "+ late trucks", []),
        ("of-an-old-playbook", "", []),
    ],
)
def test_when_a_mail_should_follow(
    workbench: Workbench, disposition: str | None, note: str, expected: list[str]
) -> None:
    call = a_conversation(disposition=disposition, note=note, next_step=None, answers={})
    assert written(workbench, call) == expected
    assert names(workbench) == expected


def test_nobody_is_written_to_who_must_not_be_called(workbench: Workbench) -> None:
    assert written(workbench, a_conversation(next_step=None), replace(DANA, do_not_call=True)) == []


def test_writing_again_replaces(workbench: Workbench) -> None:
    written(workbench, a_conversation())
    before = (workbench.outbox / MAIL).read_bytes()
    changed = a_conversation(note="? a new question")
    assert written(workbench, changed) == [MAIL, EVENT]
    assert names(workbench) == [MAIL, EVENT]
    assert (workbench.outbox / MAIL).read_bytes() != before


def test_what_no_longer_holds_is_removed(workbench: Workbench) -> None:
    """The wrap-up was undone, and ended otherwise."""
    written(workbench, a_conversation())
    assert written(workbench, a_conversation(disposition="voicemail", next_step=None)) == []
    assert names(workbench) == []


def test_moved_and_cancelled_rewrite_the_same_calendar_file(workbench: Workbench) -> None:
    written(workbench, a_conversation())
    path = workbench.outbox / EVENT
    assert event_in(path) == ("PUBLISH", 0)
    once = a_conversation(addenda=(moved(),))
    assert write_event(workbench, a_promise(once)) == path
    assert event_in(path) == ("PUBLISH", 1)
    written(workbench, a_conversation(addenda=(moved(), cancelled())))
    assert event_in(path) == ("CANCEL", 2)
    assert names(workbench) == [MAIL, EVENT]


def test_an_early_call_takes_the_old_entry_out_of_the_calendar(workbench: Workbench) -> None:
    written(workbench, a_conversation())
    early = a_conversation(
        id="f" * 32,
        dialled_at=MADE + timedelta(days=1),
        next_step=replace(a_promise().step, starts_at=THURSDAY),
    )
    paths = write_up(workbench, early, DANA, DEFAULT, "Sam", before=a_promise()).paths
    assert [path.name for path in paths] == [
        "2026-11-25-dana-whitfield-ffffffff.eml",
        "2026-11-25-dana-whitfield-ffffffff.ics",
        EVENT,
    ]
    assert event_in(workbench.outbox / EVENT) == ("CANCEL", 1)


def test_a_call_at_its_time_leaves_the_old_entry(workbench: Workbench) -> None:
    written(workbench, a_conversation())
    at_its_time = a_conversation(id="f" * 32, dialled_at=a_promise().step.starts_at)
    paths = write_up(workbench, at_its_time, DANA, DEFAULT, "Sam", before=a_promise()).paths
    assert len(paths) == 2
    assert event_in(workbench.outbox / EVENT) == ("PUBLISH", 0)


def test_the_day_is_the_reps(workbench: Workbench) -> None:
    late = a_conversation(dialled_at=MADE.replace(hour=23), next_step=None)
    (path,) = write_up(workbench, late, DANA, DEFAULT, "Sam", "Europe/Madrid").paths
    assert path.name == MAIL.replace("-24-", "-25-")


def test_a_promise_that_a_later_call_settled_is_written_as_it_stands_by_now(
    workbench: Workbench,
) -> None:
    settled = msgspec.structs.replace(a_promise(), state="cancelled")
    write_up(workbench, a_conversation(), DANA, DEFAULT, "Sam", promise=settled)
    assert event_in(workbench.outbox / EVENT) == ("CANCEL", 1)


def test_a_draft_to_nobody_says_why(workbench: Workbench) -> None:
    for email, why in (("dana@example.com", ""), ("", "no address is known")):
        prospect = replace(DANA, email=email)
        assert write_up(workbench, a_conversation(), prospect, DEFAULT, "Sam").remark == why
    # Where there is no draft, there is nothing to say of it.
    never = replace(DANA, do_not_call=True, email="")
    assert write_up(workbench, a_conversation(), never, DEFAULT, "Sam").remark == ""


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_name_leaves_the_folder(workbench: Workbench, text: str) -> None:
    prospect = replace(DANA, name=text, company=text)
    paths = write_up(workbench, a_conversation(prospect, id=text), prospect, DEFAULT, text).paths
    assert len(paths) == 2
    for path in paths:
        assert path.parent == workbench.outbox
        assert path.resolve().parent == workbench.outbox.resolve()
        assert all(char.isascii() and (char.isalnum() or char in "-.") for char in path.name)
        assert len(path.name) < 80
    everything = {path for path in workbench.root.rglob("*") if path.is_file()}
    assert everything == set(paths)


def test_ids_that_begin_alike_only_after_cleaning_stay_apart(workbench: Workbench) -> None:
    for ident in ("../../x", "..\\..\\x", IDENT):
        written(workbench, a_conversation(id=ident, next_step=None))
    assert len(names(workbench)) == 3


def test_a_link_is_not_written_through(workbench: Workbench, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    os.symlink(victim, workbench.outbox / MAIL)
    with pytest.raises(StoreError):
        written(workbench, a_conversation())
    assert victim.read_text() == "precious"
