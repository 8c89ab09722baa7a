"""A save that fails at any of its system calls leaves old or new, and is made good afterwards."""

from __future__ import annotations

import contextlib
import errno
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from store_records import a_call, a_session, until

from callbench.domain.records import Call
from callbench.store.errors import StoreError
from callbench.store.session_file import SessionFile
from callbench.store.sessions import read_session
from callbench.store.workbench import Workbench
from callbench.store.writer import SessionWriter

STEPS = ("open", "write", "fsync", "replace", "close")
"""What a save asks of the operating system."""

ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS)

MOST = 40
"""More steps than any save has."""

LONG = "x" * 5000
"""A note that a disk takes in pieces."""


class PowerCut(BaseException):
    """The machine stops here: what the program would tidy up afterwards stays."""


class Disk:
    """Counts the system calls, takes little at a time, and fails from the `fail_at`-th one on."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.steps: list[str] = []
        self.fail_at = 0
        self.times = 1
        self.error: BaseException = OSError(errno.EIO, "broken")
        for name in STEPS:
            patch.setattr(os, name, self._step(name, getattr(os, name)))

    def fail(self, at: int, error: BaseException, times: int = 1) -> None:
        """Fail at that step from now, and `times - 1` steps more; 0 never."""
        self.steps.clear()
        self.fail_at, self.error, self.times = at, error, times

    @property
    def failed(self) -> bool:
        return 0 < self.fail_at <= len(self.steps)

    def _step(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.steps.append(name)
            if 0 <= len(self.steps) - self.fail_at < self.times and self.fail_at:
                if name == "close":
                    real(*args)
                raise self.error
            if name == "write":
                args = (args[0], bytes(args[1][: max(len(args[1]) // 2, 1)]))
            return real(*args, **kwargs)

        return call


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[SessionFile]:
    found = SessionFile.create(Workbench.open(tmp_path), a_session())
    found.put_call(a_call(1, note="old"))
    yield found
    found.close()


def note(path: Path) -> str:
    return read_session(path).calls[0].note


def every_step(disk: Disk, error: BaseException, act: Callable[[], object]) -> Iterator[bool]:
    """Do `act` again and again, failing one step later each time, until none fails."""
    for at in range(1, MOST):
        disk.fail(at, error)
        try:
            act()
        except (PowerCut, OSError):
            refused = True
        else:
            refused = False
        failed = disk.failed
        disk.fail(0, error)
        yield refused
        if not failed:
            return
    pytest.fail("it never comes to an end")


@pytest.mark.parametrize("number", ERRORS, ids=errno.errorcode.get)
def test_a_refused_save_leaves_old_or_new_and_the_next_one_succeeds(
    disk: Disk, file: SessionFile, number: int
) -> None:
    written = 0

    def save() -> None:
        file.put_call(a_call(1, note=f"{written} {LONG}"))

    for _refused in every_step(disk, OSError(number, os.strerror(number)), save):
        assert note(file.path) in {"old", f"{written - 1} {LONG}", f"{written} {LONG}"}
        written += 1
        save()
        assert note(file.path) == f"{written} {LONG}"
        written += 1
    assert written > 10


def test_a_power_cut_at_any_step_leaves_old_or_new(disk: Disk, tmp_path: Path) -> None:
    file = SessionFile.create(Workbench.open(tmp_path), a_session())
    file.put_call(a_call(1, note="0"))
    file.close()
    for at in range(1, MOST):
        again = SessionFile.open(file.path)
        before = note(file.path)
        disk.fail(at, PowerCut())
        with contextlib.suppress(PowerCut):
            again.put_call(a_call(1, note=f"{at} {LONG}"))
        failed = disk.failed
        disk.fail(0, PowerCut())
        again.close()  # As the death of its holder does.
        assert note(file.path) in {before, f"{at} {LONG}"}
        if not failed:
            break
    assert note(file.path) == f"{at} {LONG}"
    assert at > 10


def test_a_new_session_at_any_step_is_there_whole_or_not_at_all(disk: Disk, tmp_path: Path) -> None:
    workbench = Workbench.open(tmp_path)
    for number in (errno.ENOSPC, errno.EROFS):
        for at in range(1, MOST):
            disk.fail(at, OSError(number, os.strerror(number)))
            with contextlib.suppress(OSError, StoreError):
                SessionFile.create(workbench, a_session()).close()
            failed = disk.failed
            disk.fail(0, OSError())
            for path in workbench.sessions.glob("[0-9]*.json"):
                assert json.loads(path.read_bytes())["session"]
            if not failed:
                break
        assert at > 10


@pytest.mark.parametrize("number", ERRORS, ids=errno.errorcode.get)
def test_a_joining_that_is_refused_at_any_step_loses_neither_side(
    disk: Disk, file: SessionFile, number: int
) -> None:
    at, theirs, ours = 0, "", ""

    def join() -> None:
        file.merge(a_session(), [a_call(1, note=ours)], ())

    def everything() -> str:
        return "".join(path.read_text() for path in file.path.parent.glob("*.json"))

    for at in range(1, MOST):
        theirs, ours = f"theirs {at}.", f"ours {at}."
        document = json.loads(file.path.read_bytes())
        document["calls"]["1"]["note"] = theirs
        file.path.write_text(json.dumps(document))
        disk.fail(at, OSError(number, os.strerror(number)))
        try:
            join()
        except OSError:
            assert theirs in everything()
        failed = disk.failed
        disk.fail(0, OSError())
        join()
        assert note(file.path) == ours
        assert theirs in everything()
        if not failed:
            break
    assert at > 10


def test_a_disk_that_fails_for_a_while_gets_all_that_was_typed_meanwhile(
    disk: Disk, tmp_path: Path
) -> None:
    writer = SessionWriter(SessionFile.create(Workbench.open(tmp_path), a_session()))
    typed: list[Call] = []
    try:
        for at in range(1, 12):
            disk.fail(at, OSError(errno.ENOSPC, "full"), times=6)
            typed.append(a_call(at, note=f"{at} {LONG}"))
            writer.put_call(typed[-1], urgent=True)
            writer.flush()
        assert writer.flush() or until(writer.flush)
        assert writer.status.state == "saved"
    finally:
        writer.close()
    assert read_session(writer.path).calls == tuple(typed)


def test_a_file_far_too_large_is_not_read(tmp_path: Path) -> None:
    workbench = Workbench.open(tmp_path)
    with (workbench.sessions / "huge.json").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(StoreError, match="is larger than 256 MB"):
        read_session(workbench.sessions / "huge.json")
