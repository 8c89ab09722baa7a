"""The doctor names what was saved elsewhere, and takes it in when told to mend."""

from __future__ import annotations

from pathlib import Path

import pytest
from rescued_bench import FULL, Refusing, a_file, elsewhere, rescued
from store_records import AT, a_call, a_prospect

from callbench.store.doctor import Finding, examine, repair
from callbench.store.rescue.debts import OwedNewcomer
from callbench.store.rescue.owing import Owing
from callbench.store.rescue.places import BEGIN, rescued_paths
from callbench.store.session_file import SessionFile
from callbench.store.sessions import read_session
from callbench.store.workbench import Workbench


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return elsewhere(tmp_path, monkeypatch)


@pytest.fixture
def bench(home: Path) -> Workbench:
    workbench = Workbench.open(home / "bench")
    workbench.config.write_text('zone = "Europe/London"\n')
    workbench.config.chmod(0o600)
    return workbench


def about(bench: Workbench, path: Path) -> Finding:
    (finding,) = [found for found in examine(bench) if found.file == str(path)]
    return finding


def test_it_is_named_with_what_is_in_it_and_taken_in(home: Path, bench: Workbench) -> None:
    session = a_file(bench, a_call(1), ended_at=AT)
    to = rescued(session, home / f"{BEGIN}a.json", a_call(1, note="typed"), a_call(2))
    before = to.read_bytes()
    found = about(bench, to)
    assert found.level == "problem"
    assert found.problem.startswith("was saved there on ")
    assert found.problem.endswith("(disk full): the session Tue 24 Nov 2026, 09:00 with 2 calls")
    assert found.remedy == "start callbench: Enter takes it in; or callbench doctor --repair"
    assert to.read_bytes() == before
    assert f"{to.name}: taken in: 2 calls" in list(repair(bench))
    assert [call.note for call in read_session(session).calls] == ["typed", ""]
    assert examine(bench) == []


def test_two_of_them_and_one_that_is_all_there(home: Path, bench: Workbench) -> None:
    session = a_file(bench, a_call(1), ended_at=AT)
    first = rescued(session, home / f"{BEGIN}a.json", a_call(1, note="typed"))
    owing = Owing()
    with pytest.MonkeyPatch.context() as patch:
        Refusing(patch, FULL, bench.root)
        owing.pay(bench, OwedNewcomer(prospect=a_prospect(1), at=AT))
        owing.close()
    (second,) = set(rescued_paths()) - {first}
    assert about(bench, second).problem.endswith("(disk full): 1 entry")
    kept = first.read_bytes()
    assert len([line for line in repair(bench) if "taken in" in line]) == 2
    first.write_bytes(kept)
    assert about(bench, first).level == "note"
    assert f"{first.name}: removed; all of it was there already" in list(repair(bench))
    assert rescued_paths() == []


def test_one_of_a_session_that_is_being_written_is_left(home: Path, bench: Workbench) -> None:
    session = a_file(bench, a_call(1))
    to = rescued(session, home / f"{BEGIN}a.json", a_call(1, note="typed"))
    running = SessionFile.open(session)
    try:
        assert about(bench, to).level == "note"
        assert any(
            line.startswith(f"{to.name}: left as it is: is in use") for line in repair(bench)
        )
    finally:
        running.close()
    assert to.exists()


def test_a_damaged_session_is_mended_before(home: Path, bench: Workbench) -> None:
    session = a_file(bench, a_call(1, note="a"), a_call(2), ended_at=AT)
    to = rescued(session, home / f"{BEGIN}a.json", a_call(1, note="a b"))
    session.write_bytes(session.read_bytes() + b"}}")
    list(repair(bench))
    assert [call.note for call in read_session(session).calls] == ["a b", ""]
    assert not to.exists()


def test_what_only_has_the_name_is_a_note(home: Path, bench: Workbench) -> None:
    path = home / f"{BEGIN}a.json"
    path.write_text("{")
    assert about(bench, path).level == "note"
    list(repair(bench))
    assert path.read_text() == "{"


def test_a_workbench_that_is_gone_still_has_its_rescued_file(home: Path, bench: Workbench) -> None:
    session = a_file(bench, a_call(1))
    to = rescued(session, home / f"{BEGIN}a.json", a_call(1, note="typed"))
    bench.root.rename(home / "away")
    assert about(bench, to).level == "problem"
    assert not bench.root.exists()
