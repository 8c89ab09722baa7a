"""One writer per file, who is named to the second one, and whose death frees the file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from store_records import a_call, a_session

from callbench.store.errors import Locked
from callbench.store.lock import WriteLock, is_held, side_car
from callbench.store.sessions import SessionFile, read_session
from callbench.store.workbench import Workbench

HOLD = """
import sys, time
from pathlib import Path
from callbench.store.lock import WriteLock
lock = WriteLock(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "2026-11-24T0900.json"


def test_the_second_is_told_who_holds_it(tmp_path: Path) -> None:
    workbench = Workbench.open(tmp_path)
    first = SessionFile.create(workbench, a_session())
    with pytest.raises(Locked, match=f"callbench {os.getpid()} of .* on .*, since 20") as caught:
        SessionFile.open(first.path)
    assert str(os.getpid()) in caught.value.holder
    first.put_call(a_call())
    assert len(read_session(first.path).calls) == 1
    first.close()
    SessionFile.open(first.path).close()


def test_a_released_lock_leaves_nothing_behind(path: Path) -> None:
    lock = WriteLock(path)
    assert is_held(path)
    lock.release()
    lock.release()
    assert not is_held(path)
    assert os.listdir(path.parent) == []


def test_it_may_be_released_by_another_thread(path: Path) -> None:
    lock = WriteLock(path)
    thread = threading.Thread(target=lock.release)
    thread.start()
    thread.join()
    WriteLock(path).release()


@pytest.mark.skipif(os.name == "nt", reason="kills by signal")
def test_death_releases_it_and_its_remains_are_harmless(path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        child.stdout.readline()
        with pytest.raises(Locked, match=f"callbench {child.pid} of"):
            WriteLock(path, wait=0)
        child.send_signal(signal.SIGKILL)
    assert side_car(path).exists()
    assert not is_held(path)
    WriteLock(path).release()


@pytest.mark.parametrize("remains", [b"", b"\0nonsense", b"\0{}"])
def test_an_unreadable_side_car_names_nobody(path: Path, remains: bytes) -> None:
    lock = WriteLock(path)
    side_car(path).write_bytes(remains)
    with pytest.raises(Locked, match="in use by another callbench"):
        WriteLock(path, wait=0)
    lock.release()


def test_a_side_car_that_vanished_is_made_again(path: Path) -> None:
    lock = WriteLock(path)
    side_car(path).unlink()
    lock.ensure()
    with pytest.raises(Locked):
        WriteLock(path, wait=0)
    lock.release()


def test_whoever_was_quicker_after_it_vanished_keeps_it(path: Path) -> None:
    lock = WriteLock(path, wait=0)
    side_car(path).unlink()
    quicker = WriteLock(path)
    for _ in range(2):
        with pytest.raises(Locked):
            lock.ensure()
    quicker.release()
    lock.ensure()
    lock.release()


def test_a_folder_that_vanished_is_not_made_again(tmp_path: Path) -> None:
    folder = tmp_path / "sessions"
    folder.mkdir()
    lock = WriteLock(folder / "a.json")
    side_car(folder / "a.json").unlink()
    folder.rmdir()
    with pytest.raises(FileNotFoundError):
        lock.ensure()
    lock.release()
    assert not folder.exists()
