"""What a crash left unfinished is found, offered and closed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from store_records import AT, a_call, a_session

from callbench.domain.records import CallSession, Pause, replace
from callbench.store import recovery
from callbench.store.lock import side_car
from callbench.store.recovery import close_abandoned, last_activity, unfinished_sessions
from callbench.store.sessions import SessionFile, read_session
from callbench.store.workbench import Workbench

HOUR = timedelta(hours=1)


@pytest.fixture
def workbench(tmp_path: Path) -> Workbench:
    return Workbench.open(tmp_path / "workbench")


def kept(workbench: Workbench, session: CallSession, calls: int = 1) -> Path:
    file = SessionFile.create(workbench, session)
    file.apply(None, map(a_call, range(1, calls + 1)), ())
    file.close()
    return file.path


def test_unfinished_sessions_are_found_newest_first(workbench: Workbench) -> None:
    kept(workbench, a_session(started_at=AT - HOUR))
    kept(workbench, a_session(ended_at=AT + HOUR))
    kept(workbench, a_session(started_at=AT + HOUR), calls=2)
    (workbench.sessions / "damaged.json").write_text("{")
    found = unfinished_sessions(workbench)
    assert [stored.path.name for stored in found] == [
        "2026-11-24T1000.json",
        "2026-11-24T0800.json",
    ]
    assert [call.id for call in found[0].calls] == ["call-1", "call-2"]


def test_a_session_that_somebody_is_in_is_not_offered(workbench: Workbench) -> None:
    file = SessionFile.create(workbench, a_session())
    file.put_call(a_call(1))
    assert unfinished_sessions(workbench) == []
    file.close()
    assert [stored.path for stored in unfinished_sessions(workbench)] == [file.path]


def test_a_session_in_which_nothing_was_done_is_not_offered(workbench: Workbench) -> None:
    kept(workbench, a_session(), calls=0)
    assert unfinished_sessions(workbench) == []
    path = kept(workbench, a_session(drafts={"p": "ask for Dana"}), calls=0)
    assert [stored.path for stored in unfinished_sessions(workbench)] == [path]


def test_a_session_of_a_newer_version_is_not_offered(workbench: Workbench) -> None:
    path = kept(workbench, a_session())
    path.write_bytes(path.read_bytes().replace(b'"format": 1', b'"format": 2'))
    assert unfinished_sessions(workbench) == []


def test_of_the_old_ones_only_those_with_a_side_car_are_looked_at(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recovery, "_NEWEST", 1)
    paths = [kept(workbench, a_session(started_at=AT + n * HOUR)) for n in range(3)]
    side_car(paths[0]).touch()
    assert [stored.path for stored in unfinished_sessions(workbench)] == [paths[2], paths[0]]


def test_an_abandoned_session_ends_with_its_last_activity(workbench: Workbench) -> None:
    pause = Pause(started_at=AT + timedelta(minutes=2))
    kept(workbench, a_session(pauses=(pause,)), calls=3)
    (stored,) = unfinished_sessions(workbench)
    close_abandoned(workbench, stored, AT + 24 * HOUR)
    after = read_session(stored.path)
    assert after.session.ended_at == AT + timedelta(minutes=3)
    assert after.session.pauses[0].ended_at == after.session.ended_at
    assert after.calls == stored.calls
    assert unfinished_sessions(workbench) == []


def test_it_ends_neither_in_the_future_nor_before_its_start(workbench: Workbench) -> None:
    for at, expected in ((AT + timedelta(minutes=1), 1), (AT - HOUR, 0)):
        path = kept(workbench, a_session(), calls=3)
        close_abandoned(workbench, read_session(path), at)
        assert read_session(path).session.ended_at == AT + timedelta(minutes=expected)


def test_the_last_activity_looks_everywhere(workbench: Workbench) -> None:
    stored = read_session(kept(workbench, a_session(), calls=1))
    assert last_activity(stored) == AT + timedelta(minutes=1)
    skipped = replace(stored.session, skipped={"p": AT + HOUR})
    assert last_activity(replace(stored, session=skipped)) == AT + HOUR
    ended = replace(stored.calls[0], wrapped_at=AT + 2 * HOUR)
    assert last_activity(replace(stored, calls=(ended,))) == AT + 2 * HOUR
