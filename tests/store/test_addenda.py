"""Adding to past calls."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from store_records import AT, a_call, a_session

from callbench.domain.records import Addendum, Call, replace
from callbench.store.addenda import (
    AddedSince,
    StillRunning,
    add_addendum,
    take_out_addendum,
)
from callbench.store.errors import CallGone, ChangedOutside, Locked, NewerFormat, StoreError
from callbench.store.lock import Holder, side_car
from callbench.store.session_file import SessionFile
from callbench.store.sessions import read_session
from callbench.store.workbench import Workbench

SAID = Addendum(at=AT, text="she mailed")


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return Workbench.open(tmp_path)


@pytest.fixture
def path(bench: Workbench) -> Path:
    file = SessionFile.create(bench, a_session())
    file.put_call(a_call(1, note="as it was"))
    file.put_call(a_call(2, addenda=(SAID,)))
    file.close()
    return file.path


def test_it_is_appended_and_nothing_else_changes(bench: Workbench, path: Path) -> None:
    before = read_session(path)
    more = replace(SAID, text="and called")
    kept = add_addendum(bench, path, "call-2", more)
    after = read_session(path)
    assert kept.addenda == (SAID, more)
    assert after == replace(before, calls=(before.calls[0], kept))
    assert not side_car(path).exists()


def test_what_a_newer_version_wrote_beside_is_kept(bench: Workbench, path: Path) -> None:
    document = json.loads(path.read_text())
    document["calls"]["1"]["mood"] = "sunny"
    path.write_text(json.dumps(document))
    add_addendum(bench, path, "call-1", SAID)
    assert json.loads(path.read_text())["calls"]["1"]["mood"] == "sunny"


def test_an_addendum_of_somebody_else_is_kept(bench: Workbench, path: Path) -> None:
    stale = read_session(path).calls[0]
    assert stale.addenda == ()
    add_addendum(bench, path, "call-1", SAID)
    kept = add_addendum(bench, path, "call-1", replace(SAID, text="mine"))
    assert [entry.text for entry in kept.addenda] == ["she mailed", "mine"]


def test_the_running_session_says_so(bench: Workbench, path: Path) -> None:
    running = SessionFile.open(path)
    with pytest.raises(StillRunning, match="still running"):
        add_addendum(bench, path, "call-1", SAID)
    running.close()


def test_a_session_of_another_instance_says_whose(
    bench: Workbench, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "callbench.store.lock._ourselves", lambda: Holder(os.getpid() + 1, "desk", "sam", AT)
    )
    running = SessionFile.open(path)
    with pytest.raises(Locked, match="of sam on desk"):
        add_addendum(bench, path, "call-1", SAID)
    running.close()


def test_what_cannot_be_added(bench: Workbench, path: Path) -> None:
    with pytest.raises(StoreError, match="not in it any more"):
        add_addendum(bench, path, "call-9", SAID)
    with pytest.raises(StoreError, match="does not exist"):
        add_addendum(bench, path.with_name("gone.json"), "call-1", SAID)
    path.write_text(path.read_text().replace('"format": 1', '"format": 2'))
    with pytest.raises(NewerFormat):
        add_addendum(bench, path, "call-1", SAID)


def test_a_change_in_the_very_moment_is_not_overwritten(
    bench: Workbench, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = path.read_text().replace("as it was", "as they have it")
    put_call = SessionFile.put_call

    def interrupted(self: SessionFile, call: Call) -> None:
        path.write_text(theirs)
        put_call(self, call)

    monkeypatch.setattr(SessionFile, "put_call", interrupted)
    with pytest.raises(ChangedOutside):
        add_addendum(bench, path, "call-1", SAID)
    assert path.read_text() == theirs


def test_what_was_added_last_is_taken_out_and_the_file_is_as_before(
    bench: Workbench, path: Path
) -> None:
    before = path.read_bytes()
    more, most = replace(SAID, text="and called"), replace(SAID, text="and wrote")
    add_addendum(bench, path, "call-2", more)
    between = path.read_bytes()
    add_addendum(bench, path, "call-2", most)
    assert take_out_addendum(bench, path, "call-2", most).addenda == (SAID, more)
    assert path.read_bytes() == between
    assert take_out_addendum(bench, path, "call-2", more).addenda == (SAID,)
    assert path.read_bytes() == before


def test_what_others_changed_beside_is_kept(bench: Workbench, path: Path) -> None:
    more = replace(SAID, text="and called")
    add_addendum(bench, path, "call-2", more)
    add_addendum(bench, path, "call-1", replace(SAID, text="theirs"))
    document = json.loads(path.read_text())
    document["calls"]["2"]["mood"] = "sunny"
    path.write_text(json.dumps(document))
    assert take_out_addendum(bench, path, "call-2", more).addenda == (SAID,)
    assert [entry.text for entry in read_session(path).calls[0].addenda] == ["theirs"]
    assert json.loads(path.read_text())["calls"]["2"]["mood"] == "sunny"


def test_what_something_was_added_to_since_stays(bench: Workbench, path: Path) -> None:
    more = replace(SAID, text="and called")
    add_addendum(bench, path, "call-2", more)
    add_addendum(bench, path, "call-2", replace(SAID, text="theirs"))
    before = path.read_bytes()
    with pytest.raises(AddedSince, match="something else was added since: it stays"):
        take_out_addendum(bench, path, "call-2", more)
    with pytest.raises(CallGone):
        take_out_addendum(bench, path, "call-1", more)
    assert path.read_bytes() == before
    assert not side_car(path).exists()
