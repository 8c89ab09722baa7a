"""A file is old or new at every moment, never mixed, and never overwrites another's change."""

from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB, where

from callbench.store.atomic import AtomicJSONStorage, write_atomically
from callbench.store.errors import ChangedOutside, Damaged, StoreError, plain_reason

STEPS = ("open", "write", "fsync", "replace")
"""The calls of the operating system that a write consists of."""


class PowerCut(BaseException):
    """The machine stops here; nothing that the program would do afterwards happens."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "2026-11-24T0900.json"
    path.write_bytes(b"old")
    return path


def traced(monkeypatch: pytest.MonkeyPatch, stop_at: int, error: BaseException) -> list[str]:
    """Record the steps of a write, and raise at the `stop_at`-th one."""
    steps: list[str] = []

    def step(name: str) -> Callable[..., Any]:
        real = getattr(os, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            steps.append(name)
            if len(steps) == stop_at:
                raise error
            return real(*args, **kwargs)

        return call

    for name in STEPS:
        monkeypatch.setattr(os, name, step(name))
    return steps


@pytest.mark.parametrize("stop_at", range(1, 8))
def test_whatever_step_fails_the_file_is_old_or_new(file: Path, stop_at: int) -> None:
    for error in (PowerCut(), OSError(errno.EIO, "broken")):
        file.write_bytes(b"old")
        with pytest.MonkeyPatch.context() as patch:
            steps = traced(patch, stop_at, error)
            try:
                write_atomically(file, b"entirely new")
            except (PowerCut, OSError):
                finished = False
            else:
                finished = True
        assert file.read_bytes() == (b"old" if "replace" not in steps[:-1] else b"entirely new")
        assert finished == (stop_at > len(steps))


def test_the_order_is_file_then_name_then_folder(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = traced(monkeypatch, 0, PowerCut())
    write_atomically(file, b"new")
    assert steps == ["open", "write", "fsync", "replace", "open", "fsync"]


def test_a_disk_that_takes_a_few_bytes_at_a_time_gets_all_of_them(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: real(fd, bytes(data[:3])))
    write_atomically(file, b"0123456789")
    assert file.read_bytes() == b"0123456789"


def test_a_failed_write_leaves_no_temporary_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    traced(monkeypatch, 3, OSError(errno.ENOSPC, "full"))
    with pytest.raises(OSError, match="full"):
        write_atomically(file, b"new")
    assert os.listdir(file.parent) == [file.name]


def test_files_are_private_whatever_the_umask(file: Path) -> None:
    before = os.umask(0)
    try:
        write_atomically(file, b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_link_is_neither_written_nor_read_through(tmp_path: Path, file: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(file)
    with pytest.raises(StoreError, match="is a link"):
        write_atomically(link, b"new")
    with pytest.raises(StoreError, match="is a link"):
        AtomicJSONStorage(link).read()
    assert file.read_bytes() == b"old"


def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    with pytest.raises(StoreError, match="not an ordinary file"):
        AtomicJSONStorage(tmp_path / "pipe.json").read()


def test_on_windows_a_held_file_is_tried_again_for_a_while(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, attempts, slept = os.replace, iter([PermissionError, PermissionError]), list[float]()

    def held(source: Path, target: Path) -> None:
        if error := next(attempts, None):
            raise error
        real(source, target)

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(time, "sleep", slept.append)
    with monkeypatch.context() as patch:
        patch.setattr(os, "name", "nt")
        write_atomically(file, b"new")
    assert slept == [0.05, 0.1]
    assert file.read_bytes() == b"new"


def test_on_windows_it_gives_up_in_the_end(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []

    def held(_: Path, __: Path) -> None:
        raise PermissionError(errno.EACCES, "held")

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(time, "sleep", slept.append)
    with monkeypatch.context() as patch:
        patch.setattr(os, "name", "nt")
        with pytest.raises(PermissionError):
            write_atomically(file, b"new")
    assert 2 < sum(slept) < 3
    assert file.read_bytes() == b"old"


@pytest.fixture
def tinydb(tmp_path: Path) -> Iterator[TinyDB]:
    with TinyDB(tmp_path / "db.json", storage=AtomicJSONStorage) as db:
        yield db


def test_tinydb_works_on_it(tinydb: TinyDB, tmp_path: Path) -> None:
    calls = tinydb.table("calls")
    calls.insert_multiple([{"id": "a", "note": ""}, {"id": "b", "note": "\u2019 ü"}])
    calls.update({"note": "typed"}, where("id") == "a")
    calls.remove(where("id") == "b")
    assert json.loads((tmp_path / "db.json").read_text("utf-8")) == {
        "calls": {"1": {"id": "a", "note": "typed"}}
    }


def test_plain_tinydb_and_json_tool_read_what_it_writes(tinydb: TinyDB, tmp_path: Path) -> None:
    tinydb.table("calls").insert({"id": "a", "note": "zwei\nZeilen \u2019"})
    with TinyDB(tmp_path / "db.json", encoding="utf-8") as plain:
        assert plain.table("calls").all() == [{"id": "a", "note": "zwei\nZeilen \u2019"}]
    tool = [sys.executable, "-m", "json.tool", str(tmp_path / "db.json")]
    assert subprocess.run(tool, capture_output=True, check=False).returncode == 0


def test_half_a_surrogate_pair_can_be_stored(tinydb: TinyDB) -> None:
    tinydb.table("calls").insert({"note": "half \ud83d pair"})
    assert tinydb.table("calls").all() == [{"note": "half \ud83d pair"}]


def test_a_change_by_somebody_else_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "db.json"
    path.write_text('{"calls": {"1": {"id": "a"}}}')
    storage = AtomicJSONStorage(path)
    storage.read()
    path.write_text('{"calls": {"1": {"id": "a", "note": "theirs"}}}')
    with pytest.raises(ChangedOutside):
        storage.write({})
    with pytest.raises(ChangedOutside), storage.batch():
        pytest.fail("a batch must not begin on an unknown file")
    assert "theirs" in path.read_text()


def test_a_file_that_vanished_or_appeared_counts_as_changed(tmp_path: Path) -> None:
    path = tmp_path / "db.json"
    storage = AtomicJSONStorage(path)
    assert storage.read() is None
    path.write_text("{}")
    with pytest.raises(ChangedOutside):
        storage.write({})
    storage.read()
    path.unlink()
    with pytest.raises(ChangedOutside):
        storage.write({})


def test_our_own_write_is_known_even_when_only_its_last_step_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = AtomicJSONStorage(tmp_path / "db.json")
    with monkeypatch.context() as patch:
        traced(patch, 6, OSError(errno.EIO, "folder"))
        with pytest.raises(OSError, match="folder"):
            storage.write({"calls": {"1": {"id": "a"}}})
    storage.write({"calls": {}})
    assert json.loads((tmp_path / "db.json").read_text()) == {"calls": {}}


def test_a_batch_is_one_write_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = AtomicJSONStorage(tmp_path / "db.json")
    steps = traced(monkeypatch, 0, PowerCut())
    with storage.batch(), TinyDB(storage=lambda: storage) as db:
        db.table("session").insert({"id": "s"})
        db.table("calls").insert_multiple([{"id": "a"}, {"id": "b"}])
    assert steps.count("replace") == 1


def test_a_batch_that_is_broken_off_writes_nothing(tmp_path: Path) -> None:
    storage = AtomicJSONStorage(tmp_path / "db.json")
    storage.write({"calls": {"1": {}, "2": {}}})

    def broken_off() -> None:
        with storage.batch(), TinyDB(storage=lambda: storage) as db:
            db.table("calls").truncate()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken_off()
    assert storage.read() == storage.document == {"calls": {"1": {}, "2": {}}}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "line 1, column"),
        ("[]", "object at the top"),
        ('{"calls": []}', 'table "calls" is not an object'),
        ('{"calls": {"x": {}}}', 'document "x"'),
        ('{"calls": {"1": 3}}', "document 1 is not an object"),
        ('{"calls": {"1": {"n": NaN}}}', "NaN"),
        ("[" * 100_000, "nested too deeply"),
        ("{} trailing", "column 4"),
    ],
)
def test_a_damaged_file_says_what_is_wrong(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "db.json"
    path.write_text(text)
    with pytest.raises(Damaged, match=words) as caught:
        AtomicJSONStorage(path).read()
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


def test_a_byte_order_mark_is_no_damage(tmp_path: Path) -> None:
    path = tmp_path / "db.json"
    path.write_bytes(b'\xef\xbb\xbf{"calls": {}}')
    assert AtomicJSONStorage(path).read() == {"calls": {}}


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "disk full"),
        (errno.EROFS, "folder is read-only"),
        (errno.ENOENT, "folder is gone"),
        (errno.EXDEV, "invalid cross-device link"),
        (0, "cannot be written"),
    ],
)
def test_refusals_are_told_in_plain_words(number: int, words: str) -> None:
    assert plain_reason(OSError(number, "x")) == words
