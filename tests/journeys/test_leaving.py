"""However callbench ends, everything typed is on the disk, and the terminal is as it was found."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from terminal import Terminal
from warm import WarmTerminal
from workbenches import a_home, session_of

SOON = 10.0
"""Seconds after which it counts as hanging: it takes one or two, on a busy machine a few more."""

SMALL = (80, 24)

NOTE = "budget frozen till January"


def begin_a_note(rep: Terminal, words: str = NOTE) -> None:
    rep.wait_for("▸ Dana Whitfield")
    rep.press("d")
    rep.wait_for("☎ Dana Whitfield")
    rep.type(words)
    rep.wait_for(words)


def note_on_disk(home: Path) -> str:
    _, (call,) = session_of(home)
    assert (call["prospect"]["name"], call["disposition"]) == ("Dana Whitfield", None)
    return str(call["note"])


def test_after_a_power_cut_the_next_start_goes_on_with_the_note(tmp_path: Path) -> None:
    home = a_home(tmp_path)
    with WarmTerminal(home, "block", size=SMALL) as rep:
        begin_a_note(rep)
        # That it says so within a second of the last key is looked at by tests/soak/kills.py.
        rep.wait_for("· saved ─")
        rep.kill()
    assert note_on_disk(home) == NOTE

    with WarmTerminal(home, size=SMALL) as rep:
        rep.wait_for(f"“{NOTE}”")
        rep.wait_for("on the line: Dana Whitfield")
        rep.press("Enter")
        rep.wait_for("☎ Dana Whitfield")
        rep.wait_for(NOTE)
        rep.type(", he said")
        rep.wait_for(f"{NOTE}, he said")
        rep.press("F2")
        rep.wait_for("▸ Omar Whitfield")
        rep.press("Ctrl+C")
        assert rep.wait_for_end() == 0
    _, (call,) = session_of(home)
    assert (call["note"], call["disposition"]) == (f"{NOTE}, he said", "voicemail")


def end_by(number: signal.Signals) -> Callable[[Terminal], None]:
    return lambda rep: rep.process.send_signal(number)


@pytest.mark.parametrize(
    ("leave", "status"),
    [
        pytest.param(end_by(signal.SIGTERM), 143, id="SIGTERM"),
        pytest.param(end_by(signal.SIGHUP), 129, id="SIGHUP"),
        pytest.param(lambda rep: rep.press("Ctrl+C"), 0, id="Ctrl+C"),
        pytest.param(lambda rep: rep.send("\x11"), 0, id="Ctrl+Q"),
    ],
)
def test_leaving_saves_the_last_key_and_restores_the_terminal(
    tmp_path: Path, leave: Callable[[Terminal], None], status: int
) -> None:
    home = a_home(tmp_path)
    with WarmTerminal(home, "block", size=SMALL) as rep:
        begin_a_note(rep)
        # The last key is still on its way when the end comes.
        rep.type("!")
        rep.wait_for(f"{NOTE}!")
        leave(rep)
        assert rep.wait_for_end(SOON) == status
        assert rep.settings_now() == rep.settings
        assert b"Traceback" not in rep.sent_to_terminal
        # Out of the other screen, the cursor shown, the mouse let go.
        for ending in (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l"):
            assert ending in rep.sent_to_terminal
    assert note_on_disk(home) == f"{NOTE}!"


def test_a_terminal_that_is_closed_takes_nothing_with_it(tmp_path: Path) -> None:
    home = a_home(tmp_path)
    with WarmTerminal(home, "block", size=SMALL) as rep:
        begin_a_note(rep)
        rep.hang_up()
        # 120 is Python's own word for an output that can't be flushed any more.
        assert rep.wait_for_end(SOON) in {128 + signal.SIGHUP, 120}
    assert note_on_disk(home) == NOTE


def test_the_end_of_the_block_saves_what_was_typed_before_a_call(tmp_path: Path) -> None:
    home = a_home(tmp_path)
    with WarmTerminal(home, "block", size=SMALL) as rep:
        rep.wait_for("▸ Dana Whitfield")
        rep.press("n")
        rep.type("ask for Sam")
        rep.wait_for("ask for Sam")
        rep.press("Esc")
        rep.wait_for("d Dial")
        rep.press("Q")
        rep.wait_for("The block is over")
        rep.press("q")
        assert rep.wait_for_end(SOON) == 0
        assert rep.settings_now() == rep.settings
    session, calls = session_of(home)
    assert calls == []
    assert session["drafts"] == {"prospect-0": "ask for Sam"}
    assert session["ended_at"] is not None


def test_a_stalled_terminal_does_not_hold_the_note(tmp_path: Path) -> None:
    home = a_home(tmp_path)
    with WarmTerminal(home, "block", size=SMALL) as rep:
        begin_a_note(rep)
        # Nobody reads: what is drawn from here on fills the pipe, and then blocks who draws it.
        for _ in range(8):
            rep.send("\x1b[19~\x1b\x1b" + "x" * 40)
        deadline = time.monotonic() + SOON
        while not rep.is_stalled():
            assert time.monotonic() < deadline, "it goes on drawing"
            time.sleep(0.05)
        time.sleep(0.3)
        os.kill(rep.process.pid, signal.SIGTERM)
        assert rep.wait_for_end(SOON, read=False) == 143
    assert note_on_disk(home).startswith(NOTE)
