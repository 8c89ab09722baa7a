"""What earlier calls come to, whatever state the index is in."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from index_bench import PLAYBOOK, roll

from callbench.domain.history import fold_all
from callbench.store import history
from callbench.store.history import read_past
from callbench.store.index import Index, present
from callbench.store.sessions import read_sessions
from callbench.store.workbench import Workbench


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    bench = Workbench.open(tmp_path)
    for number in range(4):
        roll(bench, number, number)
    (bench.sessions / "2026-11-30T0900.json").write_text("{")
    # Of one instant and overlapping in time, as where a sync client has copied a file.
    copied = (bench.sessions / "2026-11-03T0900.json").read_bytes()
    (bench.sessions / "2026-11-03T0900 (copy).json").write_bytes(copied)
    (bench.sessions / "2026-11-01T0900.json").write_bytes(copied)
    return bench


@pytest.fixture(autouse=True)
def _no_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few sessions there are, the index is asked."""
    monkeypatch.setattr(history, "_FEW", 0)


def check(bench: Workbench) -> None:
    stored, errors = read_sessions(bench)
    past = read_past(bench, PLAYBOOK)
    assert past.histories == fold_all((c for entry in stored for c in entry.calls), PLAYBOOK)
    assert [str(problem) for problem in past.problems] == [str(error) for error in errors]
    others = read_past(bench, PLAYBOOK, without="s3")
    calls = [c for entry in stored if entry.session.id != "s3" for c in entry.calls]
    assert others.histories == fold_all(calls, PLAYBOOK)


def test_with_and_without_an_index(bench: Workbench) -> None:
    check(bench)
    with Index.open(bench, PLAYBOOK) as index:
        index.follow()
    check(bench)
    roll(bench, 99, 3)
    check(bench)
    os.truncate(index.path, 9000)
    check(bench)
    index.path.unlink()
    check(bench)
    assert not index.path.exists()


def test_reading_writes_nothing(bench: Workbench) -> None:
    with Index.open(bench, PLAYBOOK) as index:
        index.follow()
    roll(bench, 99, 3)
    before = index.path.stat()
    check(bench)
    after = index.path.stat()
    assert (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size)


def test_a_few_sessions_are_read_without_the_index(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "_FEW", 16)
    check(bench)
    with Index.open(bench, PLAYBOOK) as index:
        assert not index.path.exists()


def test_what_is_known_where_nobody_can_wait(bench: Workbench) -> None:
    nothing = read_past(bench, PLAYBOOK, at_once=True)
    assert (nothing.histories, nothing.complete) == ({}, False)
    with Index.open(bench, PLAYBOOK) as index:
        index.follow()
        known = index.histories()
        past = read_past(bench, PLAYBOOK, at_once=True)
        assert (past.histories, past.complete) == (known, True)
        for number in range(4, 4 + present.AT_ONCE + 1):
            os.utime(roll(bench, number, number), ns=(1, 1))
        behind = read_past(bench, PLAYBOOK, at_once=True)
        assert (behind.histories, behind.complete) == (known, False)
        whole = read_past(bench, PLAYBOOK)
        assert whole.complete
        index.follow()
        past = read_past(bench, PLAYBOOK, at_once=True)
        assert (past.histories, past.complete) == (whole.histories, True)
