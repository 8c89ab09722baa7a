"""callbench on a pseudo-terminal without the third of a second of imports.

A rep's process is forked from one that has imported everything and run nothing. It is a process
of its own on a terminal of its own, and runs the same code from `main` on; what it saves is the
start of the interpreter.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
from functools import cache
from pathlib import Path

sys.path.append(str(Path(__file__).parent))

from terminal import Running, Terminal, environment

__all__ = ["WarmTerminal"]

ROOT = Path(__file__).parent.parent.parent


class WarmTerminal(Terminal):
    """A terminal whose process has begun before it is asked for."""

    entry = "callbench.__main__:main"
    """What is run: a module, and a function in it that takes its arguments from `sys.argv`."""

    def _start(self, arguments: tuple[str, ...], env: dict[str, str]) -> Running:
        order = {"entry": self.entry, "arguments": ["callbench", *arguments], "env": env}
        news, told = os.pipe()
        socket.send_fds(_orders(), [json.dumps(order).encode()], [self._slave, told])
        os.close(told)
        return Forked(news)


class Forked:
    """A process that another one has forked, dealt with as one of `subprocess` is."""

    def __init__(self, news: int) -> None:
        """Follow the process of which `news` tells the number, and at its end the status."""
        self._news = open(news, "rb", buffering=0)  # noqa: SIM115
        self._pid = int(self._news.readline())
        self._status: int | None = None

    @property
    def pid(self) -> int:
        """Its number."""
        return self._pid

    def poll(self) -> int | None:
        """Its exit status; None while it runs."""
        if self._status is None and select.select([self._news], [], [], 0)[0]:
            return self.wait()
        return self._status

    def wait(self) -> int:
        """Its exit status, once it has ended."""
        if self._status is None:
            self._status = int(self._news.readline())
            self._news.close()
        return self._status

    def send_signal(self, sig: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self._pid, sig)


@cache
def _orders() -> socket.socket:
    """Where the one process that forks takes its orders, begun with the first of them."""
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.forking"],
            stdin=theirs.fileno(),
            cwd=ROOT,
            env=environment(ROOT / "nowhere" / "home", {}),
            # Ctrl+C is for the tests, which end it in their own time.
            start_new_session=True,
        )
    atexit.register(_dismiss, ours, process)
    return ours


def _dismiss(orders: socket.socket, process: subprocess.Popen[bytes]) -> None:
    orders.close()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
