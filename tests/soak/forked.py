"""callbench on a pseudo-terminal without the half second of imports.

A rep's process is forked from one that has imported everything and run nothing. It is a process
of its own on a terminal of its own, and runs the same code from `main` on; what it saves is the
start of the interpreter.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import signal
import sys
import termios
import threading
from pathlib import Path
from typing import NoReturn

sys.path.append(str(Path(__file__).parent.parent / "journeys"))

from terminal import Running, Terminal

import callbench.cli.dashboard
import callbench.exchange.outbox
import callbench.store.lock
import callbench.tui.app
import callbench.tui.block.screen
import callbench.tui.start.screen
from callbench.__main__ import main

__all__ = ["ForkedTerminal"]

READY = (
    callbench.cli.dashboard,
    callbench.exchange.outbox,
    callbench.store.lock,
    callbench.tui.app,
    callbench.tui.block.screen,
    callbench.tui.start.screen,
)
"""What a rep's process finds imported."""


class Forked:
    """A forked process, dealt with as one of `subprocess` is."""

    def __init__(self, pid: int) -> None:
        """Watch the child of this number."""
        self._pid = pid
        self._status: int | None = None

    @property
    def pid(self) -> int:
        """Its number."""
        return self._pid

    def poll(self) -> int | None:
        """Its exit status; None while it runs."""
        return self._look(os.WNOHANG)

    def wait(self) -> int:
        """Its exit status, once it has ended."""
        status = self._look(0)
        assert status is not None
        return status

    def send_signal(self, sig: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self._pid, sig)

    def _look(self, how: int) -> int | None:
        if self._status is None:
            pid, status = os.waitpid(self._pid, how)
            self._status = os.waitstatus_to_exitcode(status) if pid else None
        return self._status


class ForkedTerminal(Terminal):
    """A terminal whose process is forked from this one, which must have no threads."""

    def _start(self, arguments: tuple[str, ...], env: dict[str, str]) -> Running:
        assert threading.active_count() == 1, "a fork would copy locks that others hold"
        pid = os.fork()
        if not pid:
            _become(self._slave, ["callbench", *arguments], env)
        return Forked(pid)


def _become(slave: int, arguments: list[str], env: dict[str, str]) -> NoReturn:
    """Go on as callbench on this terminal, and end as Python would."""
    status: object = 1
    # What this process would tidy up at its end, its temporary folders, is not the child's.
    atexit._clear()
    try:
        os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
        for descriptor in (0, 1, 2):
            os.dup2(slave, descriptor)
        os.closerange(3, 256)
        os.environ.clear()
        os.environ.update(env)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        sys.argv = arguments
        sys.stdin = os.fdopen(0, "r", encoding="utf-8")
        sys.stdout = os.fdopen(1, "w", buffering=1, encoding="utf-8")
        sys.stderr = os.fdopen(2, "w", buffering=1, encoding="utf-8")
        vars(sys).update(__stdin__=sys.stdin, __stdout__=sys.stdout, __stderr__=sys.stderr)
        main()
    except SystemExit as ended:
        status = ended.code
    finally:
        vars(threading)["_shutdown"]()
        atexit._run_exitfuncs()
        os._exit(status if isinstance(status, int) else 0 if status is None else 1)
