"""The thread that saves: soon, without being waited for, and without ever dropping anything."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from store_records import AT, a_call, a_session, until

from callbench.store.errors import StoreError
from callbench.store.lock import side_car
from callbench.store.pacing import Pacing
from callbench.store.session_file import SessionFile
from callbench.store.sessions import read_session
from callbench.store.workbench import Workbench
from callbench.store.writer import SaveStatus, SessionWriter


class FailingDisk:
    """Refuses every write with an error for as long as one is set."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.error = 0
        self.writes = 0
        real = os.write

        def write(descriptor: int, data: Any) -> int:
            if self.error:
                raise OSError(self.error, os.strerror(self.error))
            self.writes += 1
            return real(descriptor, data)

        patch.setattr(os, "write", write)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> FailingDisk:
    return FailingDisk(monkeypatch)


@pytest.fixture
def statuses() -> list[SaveStatus]:
    return []


@pytest.fixture
def writer(tmp_path: Path, statuses: list[SaveStatus]) -> Iterator[SessionWriter]:
    workbench = Workbench.open(tmp_path / "workbench")
    writer = SessionWriter(SessionFile.create(workbench, a_session()), statuses.append)
    yield writer
    writer.close()


def notes(path: Path) -> dict[str, str]:
    return {call.id: call.note for call in read_session(path).calls}


@pytest.mark.parametrize(
    ("puts", "due"),
    [
        ([], None),
        ([0.0], 0.25),
        ([0.0, 0.2], 0.45),
        ([0.0, 0.2, 0.4], 0.5),
        ([0.0, 0.2, 0.4, 0.49], 0.5),
    ],
)
def test_saving_waits_for_a_pause_in_typing_but_never_long(
    puts: list[float], due: float | None
) -> None:
    pacing = Pacing()
    for now in puts:
        pacing.changed(now)
    last = puts[-1] if puts else 0.0
    wait = pacing.wait(last)
    assert (None if wait is None else last + wait) == pytest.approx(due)


def test_an_urgent_change_is_due_at_once_and_what_was_saved_is_not_due() -> None:
    pacing = Pacing()
    pacing.changed(1.0)
    pacing.changed(1.1, urgent=True)
    assert pacing.wait(1.1) == 0
    pacing.saved()
    assert pacing.wait(1.1) is None
    pacing.changed(2.0)
    assert pacing.wait(2.0) == pytest.approx(0.25)


def test_attempts_after_a_failure_come_at_growing_distances() -> None:
    pacing = Pacing()
    pacing.changed(0.0, urgent=True)
    waits = []
    for _ in range(6):
        pacing.failed(10.0)
        waits.append(pacing.wait(10.0))
    assert waits == [0.5, 1.0, 2.0, 4.0, 5.0, 5.0]
    pacing.saved()
    pacing.changed(20.0, urgent=True)
    assert pacing.wait(20.0) == 0


def test_what_was_put_is_on_the_disk_after_a_flush(writer: SessionWriter) -> None:
    writer.put_call(a_call(1, note="typed"))
    writer.put_call(a_call(2))
    writer.put_session(a_session(ended_at=AT))
    writer.remove_call("call-2")
    assert writer.flush()
    stored = read_session(writer.path)
    assert (stored.session.ended_at, stored.calls) == (AT, (a_call(1, note="typed"),))
    assert writer.status.state == "saved"


def test_without_a_flush_it_is_on_the_disk_soon(writer: SessionWriter) -> None:
    writer.put_call(a_call(1, note="typed"))
    assert until(lambda: notes(writer.path) == {"call-1": "typed"})


def test_an_urgent_change_does_not_wait_for_the_pause(
    writer: SessionWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("callbench.store.pacing._QUIET", 60.0)
    monkeypatch.setattr("callbench.store.pacing._LATEST", 60.0)
    writer.put_call(a_call(1, note="slow"))
    writer.put_call(a_call(2, note="quick"), urgent=True)
    assert until(lambda: len(notes(writer.path)) == 2)


def test_many_changes_are_one_write(writer: SessionWriter, disk: FailingDisk) -> None:
    for length in range(300):
        writer.put_call(a_call(1, note="x" * length))
    assert writer.flush()
    assert notes(writer.path) == {"call-1": "x" * 299}
    assert disk.writes <= 3


def test_a_call_that_was_removed_can_be_put_again(writer: SessionWriter) -> None:
    writer.put_call(a_call(1))
    writer.remove_call("call-1")
    assert writer.flush()
    writer.put_call(a_call(1, note="back"))
    assert writer.flush()
    assert notes(writer.path) == {"call-1": "back"}


def test_calls_of_an_earlier_run_stay(tmp_path: Path, writer: SessionWriter) -> None:
    writer.put_call(a_call(1, note="before"))
    assert writer.close()
    again = SessionWriter(SessionFile.open(writer.path))
    again.put_call(a_call(2, note="after"))
    again.rescue(tmp_path / "copy.json")
    assert again.close()
    assert notes(writer.path) == notes(tmp_path / "copy.json")
    assert notes(writer.path) == {"call-1": "before", "call-2": "after"}


def test_closing_saves_gives_the_lock_back_and_ends(writer: SessionWriter) -> None:
    writer.put_call(a_call(1, note="last words"))
    assert writer.close()
    assert writer.close()
    assert writer.flush()
    assert notes(writer.path) == {"call-1": "last words"}
    assert os.listdir(writer.path.parent) == [writer.path.name]
    with pytest.raises(StoreError, match="is closed"):
        writer.put_call(a_call(2))


def test_after_closing_the_file_is_free_at_once(writer: SessionWriter) -> None:
    path = writer.path
    for number in range(5):
        assert writer.close()
        assert not side_car(path).exists()
        writer = SessionWriter(SessionFile.open(path))
        writer.put_call(a_call(number))
    assert writer.close()


def test_changes_of_the_status_are_told_in_order(
    writer: SessionWriter, statuses: list[SaveStatus], disk: FailingDisk
) -> None:
    writer.put_call(a_call(1))
    assert writer.flush()
    disk.error = errno.ENOSPC
    writer.put_call(a_call(2))
    assert not writer.flush()
    disk.error = 0
    assert writer.flush()
    told = [(status.state, status.reason) for status in statuses]
    assert told == [
        ("saving", ""),
        ("saved", ""),
        ("saving", ""),
        ("failed", "disk full"),
        ("saved", ""),
    ]
    assert all(status.since is not None and status.since.tzinfo for status in statuses)


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOSPC, "disk full"),
        (errno.EROFS, "folder is read-only"),
        (errno.EACCES, "folder is read-only"),
        (errno.EDQUOT, "disk quota used up"),
    ],
)
def test_a_refusal_is_told_and_nothing_is_dropped(
    writer: SessionWriter, disk: FailingDisk, number: int, reason: str
) -> None:
    writer.put_call(a_call(1, note="one"))
    assert writer.flush()
    disk.error = number
    writer.put_call(a_call(2, note="two"))
    writer.remove_call("call-1")
    assert not writer.flush()
    assert (writer.status.state, writer.status.reason) == ("failed", reason)
    writer.put_call(a_call(3, note="three"))
    assert not writer.flush()
    assert writer.status.state == "failed"
    assert notes(writer.path) == {"call-1": "one"}
    disk.error = 0
    assert writer.flush()
    assert notes(writer.path) == {"call-2": "two", "call-3": "three"}


def test_saving_is_tried_again_by_itself(writer: SessionWriter, disk: FailingDisk) -> None:
    disk.error = errno.ENOSPC
    writer.put_call(a_call(1, note="kept"), urgent=True)
    assert until(lambda: writer.status.state == "failed")
    disk.error = 0
    assert until(lambda: writer.status.state == "saved")
    assert notes(writer.path) == {"call-1": "kept"}


def test_a_folder_that_vanished_is_waited_for_and_everything_is_written_again(
    writer: SessionWriter, tmp_path: Path
) -> None:
    writer.put_call(a_call(1, note="before"))
    assert writer.flush()
    folder = writer.path.parent
    folder.rename(tmp_path / "unplugged")
    writer.put_call(a_call(2, note="meanwhile"))
    assert not writer.flush()
    assert (writer.status.state, writer.status.reason) == ("failed", "folder is gone")
    assert not folder.exists()
    folder.mkdir()
    assert writer.flush()
    assert notes(writer.path) == {"call-1": "before", "call-2": "meanwhile"}


def test_a_folder_that_comes_back_is_gone_on_with(writer: SessionWriter, tmp_path: Path) -> None:
    folder = writer.path.parent
    folder.rename(tmp_path / "unplugged")
    writer.put_call(a_call(1, note="meanwhile"))
    assert not writer.flush()
    (tmp_path / "unplugged").rename(folder)
    assert writer.flush()
    assert notes(writer.path) == {"call-1": "meanwhile"}


@pytest.mark.skipif(os.name == "nt" or os.getuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_told(writer: SessionWriter) -> None:
    writer.path.parent.chmod(0o500)
    writer.put_call(a_call(1))
    assert not writer.flush()
    assert writer.status.reason == "folder is read-only"
    writer.path.parent.chmod(0o700)
    assert writer.flush()


def test_the_whole_session_can_be_saved_elsewhere(
    writer: SessionWriter, disk: FailingDisk, tmp_path: Path
) -> None:
    writer.put_call(a_call(1, note="on the disk"))
    assert writer.flush()
    disk.error = errno.ENOSPC
    writer.put_call(a_call(2, note="in memory"))
    assert not writer.flush()
    with pytest.raises(StoreError):
        writer.rescue(tmp_path / "stick.json")
    disk.error = 0
    writer.rescue(tmp_path / "stick.json")
    assert notes(tmp_path / "stick.json") == {"call-1": "on the disk", "call-2": "in memory"}
    writer.put_call(a_call(3, note="later"))
    writer.rescue(tmp_path / "stick.json")
    assert len(notes(tmp_path / "stick.json")) == 3


def test_nothing_that_exists_is_overwritten_elsewhere(
    writer: SessionWriter, tmp_path: Path
) -> None:
    (tmp_path / "diary.json").write_text("dear diary")
    with pytest.raises(StoreError, match="exists already"):
        writer.rescue(tmp_path / "diary.json")
    with pytest.raises(StoreError):
        writer.rescue(tmp_path / "no such folder" / "a.json")
    assert (tmp_path / "diary.json").read_text() == "dear diary"


def test_closing_on_a_full_disk_says_so_and_keeps_all_in_memory(
    writer: SessionWriter, disk: FailingDisk, tmp_path: Path
) -> None:
    disk.error = errno.ENOSPC
    writer.put_call(a_call(1, note="precious"))
    assert not writer.close()
    assert not writer.flush()
    disk.error = 0
    writer.rescue(tmp_path / "stick.json")
    assert notes(tmp_path / "stick.json") == {"call-1": "precious"}


def test_a_mistake_of_ours_does_not_end_the_saving(
    writer: SessionWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistaken(*_: object) -> None:
        raise KeyError

    with monkeypatch.context() as patch:
        patch.setattr(SessionFile, "apply", mistaken)
        writer.put_call(a_call(1, note="kept"))
        assert not writer.flush()
        assert writer.status.reason == "internal error (KeyError)"
    assert writer.flush()
    assert notes(writer.path) == {"call-1": "kept"}


def test_a_screen_that_fails_does_not_end_the_saving(tmp_path: Path) -> None:
    def gone(_: SaveStatus) -> None:
        raise RuntimeError("the screen is gone")

    workbench = Workbench.open(tmp_path)
    writer = SessionWriter(SessionFile.create(workbench, a_session()), gone)
    writer.put_call(a_call(1, note="kept"))
    assert writer.close()
    assert notes(writer.path) == {"call-1": "kept"}


def change_outside(path: Path, **changes: Any) -> None:
    """What an editor or a sync client does: other notes, by id of the call; None deletes it."""
    raw = json.loads(path.read_bytes())
    for number, call in list(raw["calls"].items()):
        if call["id"] in changes:
            note = changes.pop(call["id"])
            raw["calls"][number]["note"] = note
            if note is None:
                del raw["calls"][number]
    for call_id, note in changes.items():
        number = str(max(map(int, raw["calls"]), default=0) + 1)
        raw["calls"][number] = {**CALL, "id": call_id, "note": note, "by": "them"}
    path.write_text(json.dumps(raw), "utf-8")


CALL: dict[str, Any] = {
    "prospect": {"id": "p", "name": "Omar Haddad"},
    "attempt": 1,
    "kind": "first",
    "dialled_at": "2026-11-24T09:30:00+00:00",
}


def conflicts(path: Path) -> list[str]:
    return sorted(item.name for item in path.parent.glob("*.conflict-*.json"))


def test_a_call_added_by_somebody_else_is_kept(writer: SessionWriter) -> None:
    writer.put_call(a_call(1, note="ours"))
    assert writer.flush()
    change_outside(writer.path, theirs="from elsewhere")
    writer.put_call(a_call(2, note="ours, too"))
    assert writer.flush()
    assert notes(writer.path) == {
        "call-1": "ours",
        "theirs": "from elsewhere",
        "call-2": "ours, too",
    }
    assert json.loads(writer.path.read_bytes())["calls"]["2"]["by"] == "them"
    assert conflicts(writer.path) == []
    assert writer.status.reason == "joined with a change made outside"


def test_where_both_changed_a_call_ours_wins_and_theirs_is_kept_beside(
    writer: SessionWriter,
) -> None:
    writer.put_call(a_call(1, note="ours"))
    writer.put_call(a_call(2, note="untouched"))
    assert writer.flush()
    change_outside(writer.path, **{"call-1": "theirs"})
    writer.put_call(a_call(1, note="ours, longer"))
    assert writer.flush()
    assert notes(writer.path) == {"call-1": "ours, longer", "call-2": "untouched"}
    assert conflicts(writer.path) == ["2026-11-24T0900.conflict-1.json"]
    copy = writer.path.with_name("2026-11-24T0900.conflict-1.json")
    assert notes(copy) == {"call-1": "theirs", "call-2": "untouched"}
    assert "2026-11-24T0900.conflict-1.json" in writer.status.reason


def test_their_change_of_a_call_of_an_earlier_run_is_kept(writer: SessionWriter) -> None:
    writer.put_call(a_call(1, note="earlier"))
    assert writer.close()
    again = SessionWriter(SessionFile.open(writer.path))
    change_outside(writer.path, **{"call-1": "corrected by hand"})
    again.put_call(a_call(2))
    assert again.close()
    assert notes(writer.path) == {"call-1": "corrected by hand", "call-2": ""}
    assert conflicts(writer.path) == []


def test_an_old_state_brought_by_a_sync_client_loses_nothing(writer: SessionWriter) -> None:
    writer.put_call(a_call(1, note="one"))
    assert writer.flush()
    old = writer.path.read_bytes()
    writer.put_call(a_call(2, note="two"))
    assert writer.flush()
    writer.path.write_bytes(old)
    writer.put_call(a_call(3, note="three"))
    assert writer.flush()
    assert notes(writer.path) == {"call-1": "one", "call-2": "two", "call-3": "three"}


def test_a_file_that_was_damaged_from_outside_is_set_aside_and_written_again(
    writer: SessionWriter,
) -> None:
    writer.put_call(a_call(1, note="one"))
    assert writer.flush()
    writer.path.write_bytes(b"\0" * 500)
    writer.put_call(a_call(2, note="two"))
    assert writer.flush()
    assert notes(writer.path) == {"call-1": "one", "call-2": "two"}
    assert writer.path.with_name("2026-11-24T0900.damaged-1.json").read_bytes() == b"\0" * 500


def test_a_full_disk_during_a_merge_loses_neither_side_and_keeps_theirs_once(
    writer: SessionWriter, disk: FailingDisk
) -> None:
    writer.put_call(a_call(1, note="ours"))
    assert writer.flush()
    change_outside(writer.path, **{"call-1": "theirs", "new": "theirs, too"})
    disk.error = errno.ENOSPC
    writer.put_call(a_call(1, note="ours, longer"))
    for _ in range(3):
        assert not writer.flush()
    assert conflicts(writer.path) == []
    disk.error = 0
    assert writer.flush()
    assert notes(writer.path) == {"call-1": "ours, longer", "new": "theirs, too"}
    assert len(conflicts(writer.path)) == 1


def test_a_file_replaced_by_a_newer_version_is_left_alone(
    writer: SessionWriter, tmp_path: Path
) -> None:
    raw = json.loads(writer.path.read_bytes())
    raw["session"]["1"]["format"] = 9
    writer.path.write_text(json.dumps(raw))
    writer.put_call(a_call(1, note="ours"))
    for _ in range(2):
        assert not writer.flush()
        assert "newer callbench (format 9)" in writer.status.reason
    writer.rescue(tmp_path / "stick.json")
    assert notes(tmp_path / "stick.json") == {"call-1": "ours"}
    assert json.loads(writer.path.read_bytes()) == raw


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no such signals")
def test_a_signal_handler_may_put_and_flush(writer: SessionWriter) -> None:
    flushed: list[bool] = []

    def save(_: int, __: FrameType | None) -> None:
        writer.put_call(a_call(0, note="from the handler"))
        flushed.append(writer.flush(20))
        signal.setitimer(signal.ITIMER_REAL, 0.001 + 0.0003 * len(flushed))

    before = signal.signal(signal.SIGALRM, save)
    signal.setitimer(signal.ITIMER_REAL, 0.002)
    try:
        length = 0
        while len(flushed) < 8:
            length += 1
            writer.put_call(a_call(1, note="x" * (length % 500)))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert all(flushed)
    assert writer.flush(20)
    assert notes(writer.path)["call-0"] == "from the handler"


def test_whatever_line_a_signal_interrupts_its_handler_can_flush(
    writer: SessionWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync = os.fsync

    def slow_fsync(descriptor: int) -> None:
        time.sleep(0.005)  # So that the flush that is interrupted is still being waited for.
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", slow_fsync)
    flushed: list[bool] = []

    def interrupt_at(line: int) -> bool:
        """Call what a handler would call at that line; whether there was such a line."""
        left = line

        def interrupt(_: FrameType, event: str, __: object) -> Any:
            nonlocal left
            if event == "line":
                left -= 1
                if left == 0:
                    flushed.append(writer.flush(3))
            return interrupt

        before = sys.gettrace()
        sys.settrace(interrupt)
        try:
            writer.put_call(a_call(1, note=str(line)))
            flushed.append(writer.flush(20))
        finally:
            sys.settrace(before)
        return left <= 0

    line = 1
    while interrupt_at(line) and all(flushed):
        line += 1
    assert all(flushed)
    assert line > 10
    assert notes(writer.path) == {"call-1": str(line)}


def test_puts_from_several_threads_all_arrive(writer: SessionWriter) -> None:
    def put(start: int) -> None:
        for number in range(start, start + 20):
            writer.put_call(a_call(number))

    threads = [threading.Thread(target=put, args=(start,)) for start in (0, 20, 40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert writer.flush()
    assert len(notes(writer.path)) == 60


CHILD = """
import sys, time
sys.path[:0] = [sys.argv[1]]
from pathlib import Path
from store_records import a_call, a_session
from callbench.store.sessions import SessionFile
from callbench.store.workbench import Workbench
from callbench.store.writer import SessionWriter
writer = SessionWriter(SessionFile.create(Workbench.open(Path(sys.argv[2])), a_session()))
number = 0
while sys.argv[3] == "typing":
    number += 1
    writer.put_call(a_call(number % 7, note="x" * (number * 37 % 3000)), urgent=True)
    writer.flush()
    print(number, flush=True)
writer.put_call(a_call(1, note="never flushed"))
"""


def child_of(tmp_path: Path, how: str) -> list[str]:
    return [sys.executable, "-c", CHILD, str(Path(__file__).parent), str(tmp_path), how]


@pytest.mark.skipif(os.name == "nt", reason="kills by signal")
def test_a_kill_leaves_a_whole_file_with_everything_acknowledged(tmp_path: Path) -> None:
    with subprocess.Popen(child_of(tmp_path, "typing"), stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for _ in range(25):
            acknowledged = int(child.stdout.readline())
        child.kill()
        acknowledged = int([str(acknowledged), *child.stdout.read().split()][-1])
    (path,) = (tmp_path / "sessions").glob("*.json")
    length = len(notes(path)[f"call-{acknowledged % 7}"])
    later = [(acknowledged + ahead) * 37 % 3000 for ahead in (0, 7)]
    assert length in later
    SessionFile.open(path).close()


def test_a_program_that_just_ends_has_everything_saved(tmp_path: Path) -> None:
    ended = subprocess.run(child_of(tmp_path, "ending"), timeout=20, check=False)
    assert ended.returncode == 0
    (path,) = (tmp_path / "sessions").glob("*.json")
    assert notes(path) == {"call-1": "never flushed"}


def may_trace() -> bool:
    """Whether strace is there and allowed to trace."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-o", os.devnull, "true"], check=False).returncode == 0


WRITE = """
import sys
from pathlib import Path
from callbench.store.atomic import write_atomically
write_atomically(Path(sys.argv[1]), b"new" * 5000)
"""


@pytest.mark.skipif(not may_trace(), reason="strace is not there or not allowed")
@pytest.mark.parametrize(
    ("fault", "new"),
    [
        ("fsync:signal=KILL:when=1", False),
        ("/rename.*:signal=KILL:when=1", False),
        ("fsync:signal=KILL:when=2", True),
        ("fsync:error=EIO:when=1", False),
        ("/rename.*:error=ENOSPC:when=1", False),
    ],
)
def test_a_real_crash_leaves_the_old_file_or_the_new_one(
    tmp_path: Path, fault: str, new: bool
) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"old")
    command = ["strace", "-f", "-o", os.devnull, "-e", f"inject={fault}"]
    subprocess.run(
        [*command, sys.executable, "-c", WRITE, str(path)], capture_output=True, check=False
    )
    assert path.read_bytes() == (b"new" * 5000 if new else b"old")
