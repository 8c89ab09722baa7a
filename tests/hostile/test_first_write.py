"""A block that opens on a disk which refuses its very first write: said, kept, and saved later."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent.parent / "tui"))

from block_bench import Rep, a_bench, calling

from callbench.store import atomic, lock
from callbench.store.sessions import read_session, session_paths
from callbench.tui.app import CallbenchApp

FULL = OSError(errno.ENOSPC, "No space left on device")
SHUT = OSError(errno.EACCES, "Permission denied")


class Refusal:
    """A disk that refuses to make files, from now until it `gives_in`."""

    def __init__(self, patch: pytest.MonkeyPatch, error: OSError, *, at_once: bool) -> None:
        """Refuse with this error, the side-car of the lock already or only the file itself."""
        self._patch = patch
        self._real = (atomic._write_new, lock.WriteLock._sign)

        def refuse(*_: object) -> None:
            raise error

        patch.setattr(atomic, "_write_new", refuse)
        if at_once:
            patch.setattr(lock.WriteLock, "_sign", refuse)

    def gives_in(self) -> None:
        """Take everything again."""
        self._patch.setattr(atomic, "_write_new", self._real[0])
        self._patch.setattr(lock.WriteLock, "_sign", self._real[1])


REFUSALS = pytest.mark.parametrize(
    ("error", "at_once", "reason"),
    [
        (FULL, False, "disk full"),
        (FULL, True, "disk full"),
        (SHUT, False, "folder is read-only"),
        (SHUT, True, "folder is read-only"),
    ],
)


async def type_a_call(rep: Rep) -> None:
    await rep.press("d", *"she is in")


def leaves_word(rep: Rep) -> str:
    assert isinstance(rep.app, CallbenchApp)
    return " ".join(rep.app.last_words)


@REFUSALS
async def test_it_opens_says_so_and_saves_once_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, at_once: bool, reason: str
) -> None:
    context = a_bench(tmp_path)
    disk = Refusal(monkeypatch, error, at_once=at_once)
    async with calling(context, size=(120, 30)) as rep:
        await type_a_call(rep)
        await rep.until(lambda: f"NOT SAVED: {reason} ─" in rep.text)
        assert not session_paths(context.workbench)
        # It goes on saying so, whatever is done meanwhile.
        await rep.press("escape")
        await rep.until(
            lambda: f"NOT SAVED: {reason} ─" in rep.text and "Save elsewhere" in rep.hints
        )
        disk.gives_in()
        await rep.until(lambda: "· saved ─" in rep.text)
        (path,) = session_paths(context.workbench)
        (call,) = read_session(path).calls
        assert call.note == "she is in"


async def test_it_is_written_elsewhere_on_demand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    context = a_bench(tmp_path)
    disk = Refusal(monkeypatch, FULL, at_once=True)
    async with calling(context, size=(120, 30)) as rep:
        await type_a_call(rep)
        await rep.until(lambda: "NOT SAVED: disk full ─" in rep.text)
        await rep.press("escape", "ctrl+o")
        assert "disk full" in rep.text
        await rep.press("enter")
        assert "disk full" in rep.said, "there is no room there either"
        disk.gives_in()
        await rep.press("enter")
        assert rep.said.startswith("written: ")
        (elsewhere,) = tmp_path.glob("callbench-rescued-20*.json")
        (call,) = read_session(elsewhere).calls
        assert call.note == "she is in"
        assert read_session(elsewhere).session.id == rep.desk.block.session.id


async def test_what_was_refused_to_the_end_is_written_elsewhere_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "at-home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    context = a_bench(tmp_path)
    context.workbench.sessions.rmdir()
    async with calling(context, size=(120, 30)) as rep:
        await type_a_call(rep)
        await rep.until(lambda: "NOT SAVED: folder is gone ─" in rep.text)
    assert not context.workbench.sessions.exists(), "an empty one would hide that it is away"
    (elsewhere,) = home.glob("callbench-rescued-*.json")
    (call,) = read_session(elsewhere).calls
    assert call.note == "she is in"
    assert f"folder is gone; the session is in {elsewhere} instead" in leaves_word(rep)


async def test_a_folder_that_is_away_at_the_start_and_comes_back(tmp_path: Path) -> None:
    context = a_bench(tmp_path)
    sessions = context.workbench.sessions
    sessions.rename(tmp_path / "away")
    async with calling(context, size=(120, 30)) as rep:
        await type_a_call(rep)
        await rep.until(lambda: "NOT SAVED: folder is gone ─" in rep.text)
        # Meanwhile another machine has begun a session in the same minute.
        name = rep.desk.writer.path.name
        (tmp_path / "away" / name).write_text("theirs")
        (tmp_path / "away").rename(sessions)
        await rep.until(lambda: "· saved ─" in rep.text)
        assert rep.desk.writer.path.name == name.replace(".json", "-2.json")
        (call,) = read_session(rep.desk.writer.path).calls
        assert call.note == "she is in"
    assert (sessions / name).read_text() == "theirs"


async def test_a_folder_that_goes_with_the_side_car_and_comes_back_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = a_bench(tmp_path)
    sessions = context.workbench.sessions
    disk = Refusal(monkeypatch, FULL, at_once=False)
    async with calling(context, size=(120, 30)) as rep:
        await type_a_call(rep)
        await rep.until(lambda: "NOT SAVED: disk full ─" in rep.text)
        sessions.rename(tmp_path / "away")
        await rep.until(lambda: "NOT SAVED: folder is gone ─" in rep.text)
        disk.gives_in()
        os.mkdir(sessions, 0o700)
        await rep.until(lambda: "· saved ─" in rep.text)
        (call,) = read_session(rep.desk.writer.path).calls
        assert call.note == "she is in"
