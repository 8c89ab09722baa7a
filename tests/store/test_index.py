"""The index: what it follows, what it survives, and who may read it."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from index_bench import (
    FIRST,
    NOW,
    PLAYBOOK,
    a_call,
    a_session,
    check,
    check_present,
    people,
    roll,
    write,
)

from callbench.domain.history import fold_all
from callbench.domain.playbook import Playbook, parse_playbook
from callbench.domain.records import Call, CallSession, replace
from callbench.domain.search_line import parse
from callbench.store.errors import Damaged, StoreError
from callbench.store.index import (
    Followed,
    Index,
    IndexBehind,
    IndexDamaged,
    places,
    present,
    up_to_date,
)
from callbench.store.index import follow as following
from callbench.store.lock import WriteLock
from callbench.store.playbook import default_text
from callbench.store.workbench import Workbench


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return Workbench.open(tmp_path / "bench")


@pytest.fixture
def index(bench: Workbench) -> Iterator[Index]:
    with Index.open(bench, PLAYBOOK) as index:
        yield index


def a_talk(number: int, note: str) -> Call:
    """A call of the day with that number, to the same person each time."""
    call = a_call(Random(number), f"c{number}", FIRST + timedelta(days=number))
    plain = replace(call, answers={}, next_step=None, addenda=(), disposition="busy", note=note)
    return replace(plain, prospect=next(iter(people())))


def a_day(number: int) -> CallSession:
    return a_session(0, number)[0]


# ---------------------------------------------------------------------- following


def test_an_empty_workbench(index: Index, bench: Workbench) -> None:
    assert index.follow() == Followed()
    assert index.is_complete
    assert (index.sessions(), index.histories(), index.timeline("p0")) == ([], {}, [])
    check(index, bench)


def test_what_changed_and_what_is_gone(index: Index, bench: Workbench) -> None:
    paths = [roll(bench, number, number) for number in range(3)]
    assert index.follow().changed == 3
    assert index.follow().changed == 0
    roll(bench, 99, 1)
    paths[0].unlink()
    followed = index.follow()
    assert (followed.changed, followed.removed) == (1, 1)
    check(index, bench)


def test_a_file_changed_in_the_moment_it_was_read(index: Index, bench: Workbench) -> None:
    """As long, as old, and in the same place: only that it was so young gives it away."""
    path = write(bench, "2026-11-02T0900.json", a_day(0), [a_talk(0, "price")])
    index.follow()
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"price", b"prize"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    index.follow()
    assert [call.note for call in index.calls(path.name)] == ["prize"]


def test_an_old_file_is_not_read_again(
    index: Index, bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.utime(roll(bench, 1, 1), ns=(1, 1))
    index.follow()
    monkeypatch.setattr(following, "prepare", None)
    assert index.follow().complete


def test_a_call_that_changed_is_not_found_by_its_old_words(index: Index, bench: Workbench) -> None:
    calls = [a_talk(0, "price"), replace(a_talk(0, "budget"), id="other")]
    path = write(bench, "2026-11-02T0900.json", a_day(0), calls)
    index.follow()
    write(bench, path.name, a_day(0), [calls[0], replace(calls[1], note="changed")])
    index.follow()
    found = index.search(parse("has:note", NOW))
    assert {entry.call.id for entry in found} == {"c0", "other"}
    assert index.search(parse("budget", NOW)) == []


def test_damaged_files_are_named_and_the_rest_goes_on(index: Index, bench: Workbench) -> None:
    roll(bench, 1, 1)
    bad = bench.sessions / "2026-11-09T0900.json"
    bad.write_text("{")
    folder = bench.sessions / "2026-11-10T0900.json"
    folder.mkdir()
    (bench.sessions / "2026-11-02T0900.damaged-1.json").write_text("{")
    for _ in range(2):
        problems = index.follow().problems
        assert [(problem.path, type(problem)) for problem in problems] == [
            (folder, StoreError),
            (bad, Damaged),
        ]
        assert len(index.sessions()) == 1
    roll(bench, 2, 7)
    folder.rmdir()
    assert index.follow().problems == ()
    check(index, bench)


def test_calls_of_one_instant_keep_the_order_of_their_files(index: Index, bench: Workbench) -> None:
    for number, name in enumerate(["2026-11-02T0900", "2026-11-02T0900-2", "2026-11-02T0900-10"]):
        session = replace(a_day(0), id=name)
        write(bench, f"{name}.json", session, [replace(a_talk(0, name), id=f"c{number}")])
    index.follow()
    check(index, bench)
    assert [call.id for _, call in index.timeline("p0")] == ["c2", "c1", "c0"]


def test_more_calls_in_a_second_than_there_are_places(index: Index, bench: Workbench) -> None:
    calls = [replace(a_talk(0, "price"), id=f"c{number}") for number in range(200)]
    write(bench, "2026-11-02T0900.json", a_day(0), calls[:100])
    index.follow()
    write(bench, "2026-11-02T0901.json", replace(a_day(0), id="b"), calls[100:])
    index.follow()
    assert len(index.search(parse("price", NOW), limit=1000)) == 200


def test_times_far_apart(index: Index, bench: Workbench) -> None:
    times = [FIRST.replace(year=year) for year in (1971, 2025, 2099)]
    calls = [replace(a_talk(0, "x"), id=f"c{at.year}", dialled_at=at) for at in times]
    write(bench, "2026-11-02T0900.json", a_day(0), calls)
    index.follow()
    found = index.search(parse("x", NOW))
    assert [entry.call.id for entry in found] == ["c2099", "c2025", "c1971"]


def test_what_is_true_at_present_without_following(index: Index, bench: Workbench) -> None:
    with pytest.raises(StoreError):
        index.histories_at_present()
    paths = [roll(bench, number, number) for number in range(3)]
    index.follow()
    roll(bench, 99, 1)
    roll(bench, 5, 5)
    paths[0].unlink()
    paths[2].write_text("{")
    check_present(index, bench)
    with pytest.raises(AssertionError):
        check(index, bench)


def test_too_far_behind_to_be_true_at_present(index: Index, bench: Workbench) -> None:
    index.follow()
    for number in range(present.AT_ONCE + 1):
        # Old enough not to be looked at again for fear of a change in the same moment.
        os.utime(roll(bench, number, number), ns=(1, 1))
    with pytest.raises(IndexBehind):
        index.histories_at_present()
    index.follow()
    check_present(index, bench)


# ---------------------------------------------------------------------- many at once


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(present, "AT_ONCE", 0)
    monkeypatch.setattr(following, "_CHUNK", 2)
    monkeypatch.setattr(following, "_PROSPECTS", 2)


@pytest.mark.usefixtures("small_chunks")
def test_in_chunks_newest_first_with_progress(index: Index, bench: Workbench) -> None:
    for number in range(7):
        roll(bench, number, number)
    told: list[tuple[int, int]] = []
    index.follow(lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]
    check(index, bench)


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("after", range(14))
def test_stopped_and_gone_on_with(index: Index, bench: Workbench, after: int) -> None:
    for number in range(7):
        roll(bench, number, number)
    left = iter(range(after))
    followed = index.follow(stop=lambda: next(left, None) is None)
    done = index.sessions()
    assert followed.complete == index.is_complete
    assert [line.session.id for line in done] == [f"s{6 - at}" for at in range(len(done))]
    assert index.follow().complete
    check(index, bench)


def test_what_was_stopped_is_no_base_for_a_decision(bench: Workbench) -> None:
    roll(bench, 1, 1)
    with pytest.raises(StoreError, match="still being built"):
        up_to_date(bench, PLAYBOOK, lambda index: index.histories(), stop=lambda: True)
    histories, followed = up_to_date(bench, PLAYBOOK, lambda index: index.histories())
    assert followed.complete
    assert histories


# ---------------------------------------------------------------------- damage


def test_noise_that_makes_sense_is_not_believed(index: Index, bench: Workbench) -> None:
    path = write(bench, "2026-11-02T0900.json", a_day(0), [a_talk(0, "the price")])
    index.follow()
    index.close()
    data = index.path.read_bytes()
    assert b"the price" in data
    index.path.write_bytes(data.replace(b"the price", b"the prize"))
    index.follow()
    assert [call.note for call in index.calls(path.name)] == ["the price"]
    check(index, bench)


def test_damage_under_the_hands_of_a_reader(index: Index, bench: Workbench) -> None:
    roll(bench, 1, 1)
    index.follow()
    os.truncate(index.path, 5000)
    index.close()
    with pytest.raises(IndexDamaged):
        index.sessions()
    assert up_to_date(bench, PLAYBOOK, Index.sessions)[0]
    check(index, bench)


def test_no_file_beside_it_is_mapped_into_memory(index: Index, bench: Workbench) -> None:
    """Cut off by somebody, such a file would end every process that reads the index."""
    roll(bench, 1, 1)
    index.follow()
    with sqlite3.connect(index.path, isolation_level=None) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE meta SET value = value")
        assert index.sessions()
        parts = index.path.parent.glob(f"{index.path.name}*")
        ends = {path.name.removeprefix(index.path.name) for path in parts}
        writer.execute("COMMIT")
    writer.close()
    assert ends - {"-journal", ".lock"} == {"", ".seal", ".workbench"}


@pytest.mark.parametrize("stray", ["-journal", "-wal", "-shm"])
def test_what_is_laid_beside_it_costs_a_rebuild_at_most(
    index: Index, bench: Workbench, stray: str
) -> None:
    roll(bench, 1, 1)
    index.follow()
    beside = index.path.with_name(f"{index.path.name}{stray}")
    beside.write_bytes(b"noise" * 3000)
    with suppress(IndexDamaged, IndexBehind):
        check_present(index, bench)
    index.follow()
    assert not beside.exists()
    check(index, bench)


def test_an_index_that_turns_out_damaged_in_use(bench: Workbench) -> None:
    roll(bench, 1, 1)
    reads = []

    def read(index: Index) -> int:
        reads.append(index)
        if len(reads) == 1:
            index.close()
            index.path.write_bytes(b"noise" * 3000)
        return len(index.sessions())

    assert up_to_date(bench, PLAYBOOK, read)[0] == 1
    assert len(reads) == 2


def test_the_file_is_replaced_while_it_is_read(index: Index, bench: Workbench) -> None:
    roll(bench, 1, 1)
    index.follow()
    assert len(index.sessions()) == 1
    roll(bench, 2, 2)
    with Index.open(bench, PLAYBOOK) as other:
        other.rebuild()
    assert len(index.sessions()) == 2


def test_another_playbook_or_version_rebuilds(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    roll(bench, 1, 1)
    with Index.open(bench, PLAYBOOK) as index:
        assert index.follow().changed == 1
    other = another_playbook()
    with Index.open(bench, other) as index:
        with pytest.raises(IndexDamaged):
            index.sessions()
        assert index.follow().changed == 1
        check(index, bench, other)
    monkeypatch.setattr("callbench.__version__", "9.9")
    with Index.open(bench, other) as index:
        assert index.follow().changed == 1


def test_two_with_different_playbooks_do_not_build_in_turns(bench: Workbench) -> None:
    roll(bench, 1, 1)
    with Index.open(bench, PLAYBOOK) as index, Index.open(bench, another_playbook()) as other:
        assert index.follow(take_over=False).complete
        left = other.follow(take_over=False)
        assert (left.complete, "another playbook" in left.busy) == (False, True)
        assert index.sessions()
        assert other.follow().complete
        assert not index.follow(take_over=False).complete
        # What is damaged is nobody's, and built anew by whoever comes first.
        os.truncate(other.path, 5000)
        assert index.follow(take_over=False).complete


def another_playbook() -> Playbook:
    """The default, where a voicemail is a conversation."""
    text = default_text()
    at = text.index("reached = false", text.index('id = "voicemail"'))
    text = f"{text[:at]}reached = true{text[at + len('reached = false') :]}"
    return parse_playbook(text.replace('key = "2"', 'key = "v"', 1))


# ---------------------------------------------------------------------- who, where, how many


def test_it_is_private_and_outside_the_workbench(index: Index, bench: Workbench) -> None:
    index.follow()
    index.sessions()
    modes = {stat.S_IMODE(path.stat().st_mode) for path in index.path.parent.iterdir()}
    assert modes == {0o600}
    assert stat.S_IMODE(index.path.parent.stat().st_mode) == 0o700
    assert not index.path.is_relative_to(bench.root)


def test_a_link_to_a_workbench_has_the_same_index(bench: Workbench, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(bench.root, target_is_directory=True)
    assert places.index_path(link) == places.index_path(bench.root)
    assert places.index_path(tmp_path) != places.index_path(bench.root)


def test_where_the_cache_can_not_be_written(
    bench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    monkeypatch.setenv("CALLBENCH_CACHE", str(blocked / "cache"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    roll(bench, 1, 1)
    with Index.open(bench, PLAYBOOK) as index:
        assert index.follow().changed == 1
        assert index.path.is_relative_to(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(blocked))
    with pytest.raises(StoreError):
        Index.open(bench, PLAYBOOK)


def test_indexes_of_workbenches_that_are_gone_are_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALLBENCH_CACHE", str(tmp_path / "cache"))
    gone, kept = Workbench.open(tmp_path / "gone"), Workbench.open(tmp_path / "kept")
    for bench in (gone, kept):
        with Index.open(bench, PLAYBOOK) as index:
            index.follow()
    gone.root.rename(tmp_path / "elsewhere")
    with Index.open(Workbench.open(tmp_path / "new"), PLAYBOOK) as index:
        index.follow()
    names = {path.name[:20] for path in (tmp_path / "cache").iterdir()}
    assert len(names) == 2
    assert places.index_path(kept.root).exists()


def test_a_busy_index_is_left_as_it_is(index: Index, bench: Workbench) -> None:
    roll(bench, 1, 1)
    index.follow()
    roll(bench, 2, 2)
    lock = WriteLock(index.path)
    try:
        followed = index.follow(wait=0)
        assert followed.busy
        assert followed.complete
        assert len(index.sessions()) == 1
    finally:
        lock.release()
    assert index.follow().changed == 1


def test_several_read_while_one_writes(index: Index, bench: Workbench) -> None:
    """Each sees whole states only: no session without the calls that it was written with."""
    write(bench, "2026-11-02T0900.json", a_day(0), [a_talk(0, "x")])
    index.follow()
    wrong: list[object] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                wrong.extend(line for line in index.sessions() if not index.calls(line.name))
            except StoreError as error:
                wrong.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(15):
        session, calls = a_session(number, number % 3, most=9)
        write(bench, f"2026-11-0{number % 3 + 2}T0900.json", session, [*calls, a_talk(number, "x")])
        index.follow()
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    check(index, bench)


# ---------------------------------------------------------------------- reading


def test_histories_without_the_session_at_hand(index: Index, bench: Workbench) -> None:
    written = [a_session(number, number) for number in range(4)]
    for session, calls in written:
        write(bench, f"{session.started_at:%Y-%m-%dT%H%M}.json", session, calls)
    index.follow()
    for without, _ in written:
        calls = [call for session, own in written for call in own if session is not without]
        assert index.histories(without=without.id) == fold_all(calls, PLAYBOOK)
    assert index.histories(without="unknown") == index.histories()


def test_one_session_by_its_name(index: Index, bench: Workbench) -> None:
    path = roll(bench, 1, 1)
    index.follow()
    assert index.session(path.name) == index.sessions()[0]
    assert index.session("none.json") is None
    assert index.calls("none.json") == ()


def test_the_best_first(index: Index, bench: Workbench) -> None:
    notes = ["price price price", "the price", "nothing"]
    calls = [a_talk(number, note) for number, note in enumerate(notes)]
    calls = [replace(call, prospect=replace(call.prospect, company="")) for call in calls]
    write(bench, "2026-11-02T0900.json", a_day(0), calls)
    index.follow()
    assert [entry.call.id for entry in index.search(parse("price", NOW))] == ["c1", "c0"]
    best = index.search(parse("sort:best price", NOW))
    assert [entry.call.id for entry in best] == ["c0", "c1"]
