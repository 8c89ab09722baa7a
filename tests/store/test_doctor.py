"""The doctor: what it finds, that looking changes nothing, and that mending loses nothing."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from store_records import AT, a_call, a_prospect, a_session

from callbench.domain.records import Call, CallSession, NextStep, to_json
from callbench.store import do_not_call
from callbench.store.codec import encode_document
from callbench.store.doctor import examine, repair
from callbench.store.doctor.recovery import recovered
from callbench.store.index.places import index_path
from callbench.store.lists import ProspectList, read_list, write_list
from callbench.store.lock import WriteLock, side_car
from callbench.store.sessions import read_session
from callbench.store.workbench import Workbench

NAME = "2026-11-24T0900"


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALLBENCH_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    workbench = Workbench.open(tmp_path / "bench")
    put(workbench.config, 'zone = "Europe/London"\n')
    write_session(workbench, NAME, [a_call(1), a_call(2), a_call(3)])
    write_list(
        workbench,
        ProspectList(
            slug="nov", title="Nov", imported_at=AT, prospects=(a_prospect(1), a_prospect(2))
        ),
    )
    do_not_call.add(workbench, a_prospect(9), AT, "asked to")
    return workbench


def put(path: Path, content: str | bytes) -> Path:
    data = content if isinstance(content, bytes) else content.encode()
    path.write_bytes(data)
    path.chmod(0o600)
    return path


def tables(calls: list[Call], **changes: Any) -> dict[str, Any]:
    session: CallSession = a_session(**({"ended_at": AT + timedelta(hours=1)} | changes))
    return {
        "session": {"1": to_json(session)},
        "calls": {str(number): to_json(call) for number, call in enumerate(calls, start=1)},
    }


def write_session(bench: Workbench, stem: str, calls: list[Call], **changes: Any) -> Path:
    return put(bench.sessions / f"{stem}.json", encode_document(tables(calls, **changes)))


def everything(bench: Workbench) -> dict[str, tuple[int, int, bytes]]:
    """Every file of a workbench as it is: mode, time, content."""
    return {
        str(path): (found.st_mode, found.st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in sorted(bench.root.rglob("*"))
        for found in [path.lstat()]
    }


def found_in(bench: Workbench, path: Path, level: str = "problem") -> str:
    """What is said about one file; fails unless it is just one thing."""
    (one,) = [f for f in examine(bench) if f.file == str(path) and f.level == level]
    assert one.remedy
    return one.problem


def ids(path: Path) -> list[str]:
    return [call.id for call in read_session(path).calls]


# ---------------------------------------------------------------------- looking


def test_all_is_well(bench: Workbench) -> None:
    assert examine(bench) == []
    assert list(repair(bench)) == []


def test_a_workbench_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    nowhere = Workbench(tmp_path / "none")
    assert (examine(nowhere), list(repair(nowhere))) == ([], [])
    assert not nowhere.root.exists()


def test_a_file_in_the_place_of_the_workbench_is_a_problem(tmp_path: Path) -> None:
    path = put(tmp_path / "file", "x")
    assert found_in(Workbench(path), path).startswith("is a file")
    assert list(repair(Workbench(path))) == []


def _open_mode(bench: Workbench) -> Path:
    path = bench.sessions / f"{NAME}.json"
    path.chmod(0o644)
    return path


def _open_folder(bench: Workbench) -> Path:
    bench.lists.chmod(0o755)
    return bench.lists


def _link(bench: Workbench) -> Path:
    path = bench.outbox / "x.eml"
    path.symlink_to(bench.config)
    return path


def _pipe(bench: Workbench) -> Path:
    path = bench.rejected / "pipe"
    os.mkfifo(path, 0o600)
    return path


def _stray(bench: Workbench) -> Path:
    path = put(bench.sessions / f".{NAME}.json.12345678.callbench-tmp", "{")
    os.utime(path, (time.time() - 3600,) * 2)
    return path


def _side_car(bench: Workbench) -> Path:
    return put(bench.lists / ".nov.json.lock", "")


def _backwards(bench: Workbench) -> Path:
    return write_session(bench, "2026-11-20T0900", [], id="b", ended_at=AT - timedelta(days=9))


def _backwards_call(bench: Workbench) -> Path:
    call = a_call(8, id="x", ended_at=AT - timedelta(days=1))
    return write_session(bench, "2026-11-20T0900", [call], id="b")


def _no_zone(bench: Workbench) -> Path:
    return write_session(bench, "2026-11-20T0900", [], id="b", zone="Mars/Olympus")


def _agreed_nowhere(bench: Workbench) -> Path:
    step = NextStep(starts_at=AT, wall="2026-11-24T09:00", zone="Mars/Olympus", their_zone="")
    return write_session(bench, "2026-11-20T0900", [a_call(8, id="x", next_step=step)], id="b")


def _same_id(bench: Workbench) -> Path:
    return write_session(bench, "2026-11-25T0900", [a_call(7, id="x")])


def _same_call(bench: Workbench) -> Path:
    return write_session(bench, "2026-11-25T0900", [a_call(1)], id="b")


def _wrong_type(bench: Workbench) -> Path:
    document = tables([a_call(7, id="x")], id="b")
    document["calls"]["1"]["note"] = 5
    return put(bench.sessions / "2026-11-20T0900.json", json.dumps(document))


def _newer(bench: Workbench) -> Path:
    document = tables([], id="b", format=9)
    document["session"]["1"]["started_at"] = {"of": "another shape"}
    return put(bench.sessions / "2026-11-20T0900.json", json.dumps(document))


def _bad_list(bench: Workbench) -> Path:
    return put(bench.lists / "bad.json", "{")


def _twice_in_list(bench: Workbench) -> Path:
    people = (a_prospect(1), a_prospect(1))
    return write_list(
        bench, ProspectList(slug="two", title="Two", imported_at=AT, prospects=people)
    )


def _bad_refusals(bench: Workbench) -> Path:
    return put(bench.do_not_call, "{")


def _bad_config(bench: Workbench) -> Path:
    return put(bench.config, 'zone = "Mars\\u001b[31m"\n')


def _no_dialler(bench: Workbench) -> Path:
    return put(bench.config, 'zone = "UTC"\ndialler = ["no-such-program-here", "{e164}"]\n')


def _bad_playbook(bench: Workbench) -> Path:
    return put(bench.playbook, "cadence = 3\n")


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (_open_mode, "others on this machine may read it"),
        (_open_folder, "others on this machine may read it"),
        (_link, "is a link, and is not read"),
        (_pipe, "is not an ordinary file"),
        (_stray, "was left behind by a write that was cut off"),
        (_side_car, "was left behind by a callbench that was killed"),
        (_backwards, "the session ended before it started"),
        (_backwards_call, 'call "x" ends before it begins'),
        (_no_zone, '"Mars/Olympus" is no time zone'),
        (_agreed_nowhere, 'call "x" has a next step in "Mars/Olympus", which is no time zone'),
        (_same_id, f"has the same id as {NAME}.json"),
        (_same_call, f'has a call "call-1" that is in {NAME}.json'),
        (_wrong_type, 'is damaged: table "calls", document 1, field "note": expected str, got int'),
        (_newer, "was written by a newer callbench (format 9); it can only be read"),
        (_bad_list, "is damaged: line 1, column 2: Expecting property name"),
        (_twice_in_list, '2 prospects have the id "prospect-1"'),
        (_bad_refusals, "line 1, column 2: Expecting property name"),
        (_bad_config, 'key "zone": "Mars'),
        (_no_dialler, 'the dialler "no-such-program-here" is not found'),
        (_bad_playbook, "cadence"),
    ],
)
def test_what_is_wrong_is_found_and_left_as_it_is(
    bench: Workbench, make: Callable[[Workbench], Path], says: str
) -> None:
    path = make(bench)
    before = everything(bench)
    problem = found_in(bench, path)
    assert problem.startswith(says)
    assert "\x1b" not in problem
    assert everything(bench) == before


def test_a_guessed_zone_and_a_cut_off_session_are_notes(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("callbench.store.doctor.checks.load", lambda _: _Guessing())
    path = write_session(bench, "2026-11-20T0900", [], id="b", ended_at=None)
    assert found_in(bench, path, "note") == "this session was cut off and never ended"
    assert "UTC" in found_in(bench, bench.config, "note")


class _Guessing:
    zone_is_guess = True
    dialler = ()


def test_a_full_disk_is_found(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = type("usage", (), {"free": 7 * 1024 * 1024})
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    assert found_in(bench, bench.root) == "7 MB are free on its disk"


def test_a_session_being_written_is_not_cut_off(bench: Workbench) -> None:
    path = write_session(bench, "2026-11-20T0900", [], id="b", ended_at=None)
    lock = WriteLock(path)
    try:
        assert examine(bench) == []
        assert side_car(path).exists()
    finally:
        lock.release()


# ---------------------------------------------------------------------- mending


@pytest.mark.parametrize("make", [_open_mode, _open_folder, _stray, _side_car])
def test_modes_and_remains_are_mended(bench: Workbench, make: Callable[[Workbench], Path]) -> None:
    path = make(bench)
    (said,) = repair(bench)
    assert said.startswith(path.name)
    assert examine(bench) == []
    assert not path.exists() or not stat.S_IMODE(path.stat().st_mode) & 0o077


def test_the_side_car_of_an_old_session_that_was_cut_off_stays(bench: Workbench) -> None:
    path = write_session(bench, "2026-11-20T0900", [], id="b", ended_at=None)
    put(side_car(path), "")
    assert list(repair(bench)) == []
    assert side_car(path).exists()


def test_text_behind_a_session_is_cut_off(bench: Workbench) -> None:
    path = bench.sessions / f"{NAME}.json"
    damaged = path.read_bytes() + b'"note": "tail of an older file"}}'
    put(path, damaged)
    (said,) = repair(bench)
    assert said == f"{NAME}.json: 3 calls recovered; as it was it is {NAME}.damaged-1.json"
    assert ids(path) == ["call-1", "call-2", "call-3"]
    assert (bench.sessions / f"{NAME}.damaged-1.json").read_bytes() == damaged
    assert [found.level for found in examine(bench)] == ["note"]


def test_a_session_that_breaks_off_keeps_its_whole_calls(bench: Workbench) -> None:
    path = bench.sessions / f"{NAME}.json"
    data = path.read_bytes()
    put(path, data[: data.index(b"call-3") + 40])
    (said,) = repair(bench)
    assert said.startswith(f"{NAME}.json: 2 calls recovered")
    assert ids(path) == ["call-1", "call-2"]


def test_every_way_of_breaking_off_is_survived(bench: Workbench) -> None:
    whole = encode_document(tables([a_call(1, note='"}]{[\\'), a_call(2)]))
    for length in range(0, len(whole), 7):
        found = recovered(whole[:length])
        if found is not None:
            put(bench.sessions / f"{NAME}.json", encode_document(found[0]))
            assert ids(bench.sessions / f"{NAME}.json") in ([], ["call-1"], ["call-1", "call-2"])


def test_a_call_of_a_wrong_type_costs_only_itself(bench: Workbench) -> None:
    path = bench.sessions / f"{NAME}.json"
    document = tables([a_call(1), a_call(2)])
    document["calls"]["2"]["attempt"] = "third"
    put(path, json.dumps(document))
    (said,) = repair(bench)
    assert "1 call recovered, 1 could not be read" in said
    assert ids(path) == ["call-1"]


def test_what_holds_nothing_is_set_aside(bench: Workbench) -> None:
    path = put(bench.sessions / f"{NAME}.json", b"\x00" * 300)
    (said,) = repair(bench)
    assert "nothing of it could be recovered" in said
    assert not path.exists()
    assert (bench.sessions / f"{NAME}.damaged-1.json").read_bytes() == b"\x00" * 300


def test_what_only_a_person_can_mend_is_left(bench: Workbench) -> None:
    document = tables([a_call(1)])
    document["calls"]["1"]["dialled_at"] = "2026-11-24T09:00:00"
    path = put(bench.sessions / f"{NAME}.json", json.dumps(document))
    before = path.read_bytes()
    (said,) = repair(bench)
    assert "left as it is" in said
    assert path.read_bytes() == before


def test_a_list_is_recovered_as_well(bench: Workbench) -> None:
    path = bench.lists / "nov.json"
    put(path, path.read_bytes()[:-1] + b"\n}}}}")
    assert "2 prospects recovered" in next(repair(bench))
    assert len(read_list(bench, "nov").prospects) == 2


def test_refusals_are_recovered_whole_or_not_at_all(bench: Workbench) -> None:
    whole = bench.do_not_call.read_bytes()
    put(bench.do_not_call, whole[: len(whole) // 2])
    (said,) = repair(bench)
    assert "left as it is" in said
    assert examine(bench)
    put(bench.do_not_call, whole + b"}}")
    assert "all refusals recovered" in next(repair(bench))
    assert do_not_call.read(bench).refuses(a_prospect(9))


def test_a_session_that_somebody_writes_is_left_to_them(bench: Workbench) -> None:
    path = put(bench.sessions / f"{NAME}.json", b"{")
    lock = WriteLock(path)
    try:
        (said,) = repair(bench)
    finally:
        lock.release()
    assert said.startswith(f"{NAME}.json: left as it is: is in use by callbench")
    assert path.read_bytes() == b"{"


def test_a_damaged_index_is_thrown_away(bench: Workbench) -> None:
    index = index_path(bench.root)
    with closing(sqlite3.connect(index)) as db:
        db.execute("CREATE TABLE calls (note)")
        db.commit()
    assert examine(bench) == []
    data = index.read_bytes()
    put(index, data[:100] + b"\xff" * (len(data) - 100))
    assert found_in(bench, index).startswith("the index is damaged")
    (said,) = repair(bench)
    assert "made anew" in said
    assert not index.exists()
    assert examine(bench) == []


# ---------------------------------------------------------------------- copies

COPIES = [
    f"{NAME} (Sam's conflicted copy 2026-11-25)",
    f"{NAME} (conflicted copy 2026-11-25 101112)",
    f"{NAME}.sync-conflict-20261125-101112-ABCDEFG",
    f"{NAME}_conflict-20261125-101112",
    f"{NAME}-DESKTOP-7QX12AB",
    f"{NAME} 2",
    f"{NAME} (1)",
    f"{NAME}(1)",
]


@pytest.mark.parametrize("stem", COPIES)
def test_calls_of_a_copy_are_taken_over(bench: Workbench, stem: str) -> None:
    copy = write_session(bench, stem, [a_call(1), a_call(4)])
    assert found_in(bench, copy) == (
        f"a copy that a sync client made: 1 call only in it, not in {NAME}.json"
    )
    assert list(repair(bench)) == [
        f"{NAME}.json: 1 call taken over from {stem}.json",
        f"{stem}.json: removed; everything in it is in {NAME}.json",
    ]
    assert ids(bench.sessions / f"{NAME}.json") == ["call-1", "call-2", "call-3", "call-4"]
    assert examine(bench) == []


def test_a_copy_that_says_something_else_is_kept_aside(bench: Workbench) -> None:
    copy = write_session(bench, COPIES[0], [a_call(1, note="another")])
    assert found_in(bench, copy) == f"is a copy of {NAME}.json, and counts double"
    (said,) = repair(bench)
    assert said.startswith(f"{COPIES[0]}.json: kept as {NAME}.conflict-1.json; 1 call in it")
    aside = bench.sessions / f"{NAME}.conflict-1.json"
    assert ids(aside) == ["call-1"]
    assert found_in(bench, aside, "note").startswith("1 call not as in")
    assert list(repair(bench)) == []


@pytest.mark.parametrize("stem", [f"{NAME}-2", "2026-11-24T0930", "backup of monday"])
def test_other_sessions_are_no_copies(bench: Workbench, stem: str) -> None:
    write_session(bench, stem, [a_call(5, id="x")], id="b")
    assert examine(bench) == []
    assert list(repair(bench)) == []


def test_a_copy_without_its_original_is_a_session(bench: Workbench) -> None:
    (bench.sessions / f"{NAME}.json").rename(bench.sessions / f"{COPIES[0]}.json")
    assert examine(bench) == []


def test_another_session_under_the_name_of_a_copy_is_left(bench: Workbench) -> None:
    path = write_session(bench, COPIES[1], [a_call(5, id="x")], id="b")
    assert "and is none" in found_in(bench, path)
    assert "left as it is" in next(repair(bench))
    assert ids(path) == ["x"]


def test_prospects_and_refusals_of_copies_are_taken_over(bench: Workbench) -> None:
    listed = json.loads((bench.lists / "nov.json").read_bytes())
    listed["prospects"]["9"] = to_json(a_prospect(7))
    put(bench.lists / "nov (conflicted copy).json", json.dumps(listed))
    refusals = bench.do_not_call.read_bytes()
    do_not_call.add(bench, a_prospect(8), AT)
    bench.do_not_call.rename(put(bench.root / "do-not-call (1).json", b""))
    put(bench.do_not_call, refusals)
    assert not do_not_call.read(bench).refuses(a_prospect(8))
    assert len(list(repair(bench))) == 4
    assert do_not_call.read(bench).refuses(a_prospect(8))
    assert [one.id for one in read_list(bench, "nov").prospects][-1] == "prospect-7"
    assert examine(bench) == []
