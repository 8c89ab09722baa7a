"""A process that has imported callbench, run nothing of it, and forks one that does when told to.

``python -m tests.journeys.forking`` takes its orders from a socket that is its standard input:
what to run, on which terminal, and a pipe that tells the number of the process and, at its end,
the status. It ends when nobody is left who could order.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import gc
import importlib
import json
import os
import signal
import socket
import sys
import termios
import threading
import time
from typing import Any, NoReturn

READY = (
    "callbench.__main__",
    "callbench.cli.screens",
    "callbench.exchange.mail",
    "callbench.exchange.outbox",
    "callbench.store.index",
    "callbench.store.lock",
    "callbench.store.session_file",
    "callbench.tui.agenda.screen",
    "callbench.tui.app",
    "callbench.tui.block.screen",
    "callbench.tui.review.screen",
    "callbench.tui.start.screen",
)
"""What a rep's process finds imported."""

LONGEST = 1 << 16
"""Bytes of an order."""


def serve(orders: socket.socket) -> None:
    """Fork at each order, until there are no more."""
    for name in READY:
        importlib.import_module(name)
    gc.freeze()
    while True:
        order, ends, _, _ = socket.recv_fds(orders, LONGEST, 2)
        if not order:
            break
        assert threading.active_count() == 1, "a fork would copy locks that others hold"
        if not os.fork():
            orders.close()
            _follow(json.loads(order), *ends)
        for end in ends:
            os.close(end)
    # What they took of the processor counts as taken here.
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()


def _follow(order: dict[str, Any], slave: int, told: int) -> NoReturn:
    """Run what was ordered in a process of its own, and tell what becomes of it."""
    pid = os.fork()
    if not pid:
        _become(order, slave)
    os.close(slave)
    os.write(told, f"{pid}\n".encode())
    _, status = os.waitpid(pid, 0)
    os.write(told, f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def _become(order: dict[str, Any], slave: int) -> NoReturn:
    """Go on as callbench on this terminal, and end as Python would."""
    status: object = 1
    # What this process would tidy up at its end is not the child's.
    atexit._clear()
    try:
        os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
        for descriptor in (0, 1, 2):
            os.dup2(slave, descriptor)
        os.closerange(3, 256)
        os.environ.clear()
        os.environ.update(order["env"])
        time.tzset()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        sys.argv = order["arguments"]
        sys.stdin = os.fdopen(0, "r", encoding="utf-8")
        sys.stdout = os.fdopen(1, "w", buffering=1, encoding="utf-8")
        sys.stderr = os.fdopen(2, "w", buffering=1, encoding="utf-8")
        vars(sys).update(__stdin__=sys.stdin, __stdout__=sys.stdout, __stderr__=sys.stderr)
        module, _, name = order["entry"].partition(":")
        status = getattr(importlib.import_module(module), name)()
    except SystemExit as ended:
        status = ended.code
    finally:
        os._exit(_at_the_end(status))


def _at_the_end(status: object) -> int:
    """What Python does when a program has ended; the status of the process."""
    kind, error, trace = sys.exc_info()
    if kind is not None and error is not None:
        sys.excepthook(kind, error, trace)
    if not isinstance(status, int | None):
        print(status, file=sys.stderr)  # noqa: T201
        status = 1
    vars(threading)["_shutdown"]()
    atexit._run_exitfuncs()
    with contextlib.suppress(OSError):
        sys.stdout.flush()
    return status or 0


if __name__ == "__main__":
    serve(socket.socket(fileno=0))
