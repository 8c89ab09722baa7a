"""Leaving in time: signals save and ask the app to leave; where it can't, the process goes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap

import pytest

from callbench.tui import lifeline
from callbench.tui.lifeline import Lifeline


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_saves_and_then_asks_to_leave(number: signal.Signals) -> None:
    told: list[object] = []
    before = signal.getsignal(number)
    with Lifeline(lambda: told.append("save"), told.append):
        os.kill(os.getpid(), number)
    assert told == ["save", 128 + number]
    assert signal.getsignal(number) is before


def test_an_interrupt_is_left_to_textual() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Lifeline(lambda: None, lambda _: None):
        assert signal.getsignal(signal.SIGINT) is before


def ended(script: str) -> subprocess.CompletedProcess[str]:
    """A process of its own, since the way out is `os._exit`."""
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_an_app_that_cannot_leave_is_left_after_the_grace() -> None:
    assert lifeline.GRACE <= 2
    process = ended(
        """
        import os, signal, time
        from callbench.tui import lifeline
        lifeline.GRACE = 0.05
        with lifeline.Lifeline(lambda: print("save", flush=True), lambda status: None):
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(20)
        """
    )
    assert (process.returncode, process.stdout) == (143, "save\nsave\n")


def test_what_the_disk_refuses_is_put_elsewhere_unless_that_takes_too_long() -> None:
    process = ended(
        """
        import os, signal, threading, time
        from callbench.tui import lifeline
        lifeline.GRACE = 0.05
        def rescue():
            print("rescue", flush=True)
            time.sleep(20)
        with lifeline.Lifeline(lambda: None, lambda status: None, rescue):
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(20)
        """
    )
    assert (process.returncode, process.stdout) == (143, "rescue\n")


def test_a_save_that_fails_does_not_keep_the_process_alive() -> None:
    process = ended(
        """
        import threading, time
        from callbench.tui.lifeline import Lifeline
        def save():
            raise RuntimeError("disk")
        line = Lifeline(save, lambda status: None)
        threading.Thread(target=line._force, args=(129,), daemon=True).start()
        time.sleep(20)
        """
    )
    assert process.returncode == 129
