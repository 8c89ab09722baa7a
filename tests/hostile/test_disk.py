"""Whatever happens to disk and file under a rep's hands, it is said, and nothing is dropped."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent.parent / "journeys"))

from terminal import PATIENCE, Terminal
from warm import WarmTerminal
from workbenches import a_home, session_path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="on a pseudo-terminal")


def begin(rep: Terminal) -> None:
    rep.wait_for("▸ Dana Whitfield")
    rep.press("d")
    rep.wait_for("☎ Dana Whitfield")


def type_on(rep: Terminal, words: str) -> None:
    rep.type(f"{words} ")
    rep.wait_for(words)


def note_in(path: Path) -> str:
    (call,) = json.loads(path.read_bytes())["calls"].values()
    return str(call["note"])


def saved(rep: Terminal) -> None:
    rep.wait_for(lambda text: "· saved ─" in text)


def test_a_file_that_others_change_while_it_is_written(tmp_path: Path) -> None:
    home = a_home(tmp_path)
    with WarmTerminal(home, "block", size=(120, 30)) as rep:
        begin(rep)
        type_on(rep, "one")
        saved(rep)
        path = session_path(home)

        os.utime(path)
        type_on(rep, "two")
        saved(rep)
        rep.watch(0.5)
        assert "outside" not in rep.text

        theirs = path.read_text().replace("one", "written in an editor")
        path.write_text(theirs)
        type_on(rep, "three")
        rep.wait_for("kept as")
        saved(rep)
        (conflict,) = path.parent.glob("*.conflict-1.json")
        assert conflict.read_text() == theirs

        path.write_text('{"bookmarks": [1, 2]}')
        type_on(rep, "four")
        rep.wait_for("damaged-1.json")
        saved(rep)
        path.write_bytes(path.read_bytes()[:100])
        type_on(rep, "five")
        rep.wait_for("damaged-2.json")
        saved(rep)

        path.unlink()
        type_on(rep, "six")
        rep.wait_for("joined with a change made outside ")
        saved(rep)
        assert note_in(path) == "one two three four five six "
        rep.press("Ctrl+C")
        assert rep.wait_for_end() == 0
    assert [aside.read_bytes()[:12] for aside in sorted(path.parent.glob("*.damaged-*"))] == [
        b'{"bookmarks"',
        b'{\n "session"',
    ]
    assert note_in(path) == "one two three four five six "


def test_a_folder_that_vanishes_and_comes_back(tmp_path: Path) -> None:
    home = a_home(tmp_path)
    with WarmTerminal(home, "block", size=(120, 30)) as rep:
        begin(rep)
        type_on(rep, "before")
        saved(rep)
        path = session_path(home)
        (home / "sessions").rename(home / "elsewhere")
        type_on(rep, "without")
        rep.wait_for("NOT SAVED: folder is gone")
        (home / "elsewhere").rename(home / "sessions")
        type_on(rep, "after")
        saved(rep)
        assert note_in(path) == "before without after "
        rep.press("Ctrl+C")
        assert rep.wait_for_end() == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, small enough to be filled."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a disk can't be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def outside_of(disk: Path) -> dict[str, str]:
    """An environment in which there is room beside the disk."""
    return dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME"), str(disk.parent))


def fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        for size in (1 << 20, 1024, 1):
            with contextlib.suppress(OSError):
                while file.write(bytes(size)):
                    pass


def test_a_disk_that_is_full_now_and_then_and_at_the_end(small_disk: Path) -> None:
    home = a_home(small_disk)
    elsewhere = small_disk.parent
    outside = outside_of(small_disk)
    with WarmTerminal(home, "block", size=(120, 30), env=outside) as rep:
        begin(rep)
        type_on(rep, "roomy")
        saved(rep)
        path = session_path(home)
        whole = path.read_bytes()

        filler = small_disk / "filler"
        fill(filler)
        type_on(rep, "full")
        rep.wait_for("NOT SAVED: disk full")
        # It goes on saying so, whatever is done meanwhile.
        rep.press("Esc")
        rep.wait_for(lambda text: "NOT SAVED: disk full ─" in text and "n Note" in text)
        assert path.read_bytes() == whole
        rep.press("n")
        filler.unlink()
        type_on(rep, "again")
        saved(rep)
        assert note_in(path) == "roomy full again "

        fill(filler)
        type_on(rep, "last")
        rep.wait_for("NOT SAVED: disk full")
        rep.press("Ctrl+C")
        assert rep.wait_for_end() == 0
        (rescued,) = elsewhere.glob("callbench-rescued-*.json")
        rep.wait_for(lambda text: "the session is in" in text.replace("\n", " "))
        assert rescued.name in rep.text.replace("\n", "").replace(" ", "")
    assert note_in(path) == "roomy full again "
    assert note_in(rescued) == "roomy full again last "
    # The next start offers it, whatever it was begun for, and goes on with it by two keys.
    with WarmTerminal(home, "block", size=(120, 30), env=outside) as rep:
        rep.wait_for(f"disk full: it is in ~/{rescued.name}")
        rep.press("Enter")
        rep.wait_for("not taken in: ")
        assert rescued.exists()
        filler.unlink()
        rep.press("Enter")
        rep.wait_for("taken in: 1 call")
        assert note_in(path) == "roomy full again last "
        assert not rescued.exists()
        rep.press("Enter")
        rep.wait_for("☎ Dana Whitfield")
        rep.press("Ctrl+C")
        assert rep.wait_for_end() == 0


def test_a_disk_that_is_full_before_a_block_begins(small_disk: Path) -> None:
    home = a_home(small_disk)
    outside = outside_of(small_disk)
    fill(small_disk / "filler")
    with WarmTerminal(home, "block", size=(120, 30), env=outside) as rep:
        begin(rep)
        rep.wait_for("NOT SAVED: disk full")
        type_on(rep, "without")
        (small_disk / "filler").unlink()
        type_on(rep, "room")
        saved(rep)
        assert note_in(session_path(home)) == "without room "
        rep.press("Ctrl+C")
        assert rep.wait_for_end() == 0


def stall(rep: Terminal) -> None:
    """Read no more of what is drawn, until whoever draws it is held up by that."""
    for _ in range(8):
        rep.send("\x1b[19~\x1b\x1b")
    deadline = time.monotonic() + PATIENCE
    while not rep.is_stalled():
        assert time.monotonic() < deadline, "it goes on drawing"
        time.sleep(0.05)


@pytest.mark.parametrize("end", ["SIGTERM", "SIGHUP", "closed", "stalled"])
def test_a_full_disk_at_an_end_that_nobody_asked_for(small_disk: Path, end: str) -> None:
    home = a_home(small_disk)
    elsewhere = small_disk.parent
    outside = outside_of(small_disk)
    with WarmTerminal(home, "block", size=(120, 30), env=outside) as rep:
        begin(rep)
        type_on(rep, "roomy")
        saved(rep)
        fill(small_disk / "filler")
        type_on(rep, "last")
        rep.wait_for("NOT SAVED: disk full")
        if end == "closed":
            rep.hang_up()
        elif end == "stalled":
            stall(rep)
            rep.process.send_signal(signal.SIGTERM)
        else:
            rep.process.send_signal(signal.Signals[end])
        rep.wait_for_end(read=end != "stalled")
    (rescued,) = elsewhere.glob("callbench-rescued-*.json")
    assert note_in(rescued).startswith("roomy last ")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may all")
def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    home = a_home(tmp_path)
    with WarmTerminal(home, "block", size=(120, 30)) as rep:
        begin(rep)
        type_on(rep, "before")
        saved(rep)
        path = session_path(home)
        path.parent.chmod(0o500)
        type_on(rep, "closed")
        rep.wait_for("NOT SAVED: folder is read-only")
        path.parent.chmod(0o700)
        type_on(rep, "open")
        saved(rep)
        assert note_in(path) == "before closed open "
        rep.kill()
