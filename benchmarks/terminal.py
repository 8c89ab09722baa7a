"""A process on a pseudo-terminal, and the time until it has drawn something."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import NamedTuple

COLUMNS, ROWS = 120, 36
GIVE_UP = 60.0
"""Seconds after which something awaited counts as never drawn."""


class Taken(NamedTuple):
    """What something took, in seconds: by the clock, and of a processor.

    The second stays true on a machine that is busy with something else as well.
    """

    seconds: float
    processor: float


def _environment() -> dict[str, str]:
    """The environment of a rep, where Python keeps what it has compiled, as installers do."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor"}


class Terminal:
    """Runs ``python`` with arguments and looks at what it writes, as it is written."""

    def __init__(self, arguments: Sequence[str], env: Mapping[str, str] | None = None) -> None:
        """Start it; its time runs from here."""
        self._master, slave = pty.openpty()
        size = struct.pack("HHHH", ROWS, COLUMNS, 0, 0)
        fcntl.ioctl(slave, termios.TIOCSWINSZ, size)
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**_environment(), **(env or {})},
            start_new_session=True,
        )
        os.close(slave)
        self._seen = bytearray()

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        # Read on: a process that can't write can't end in order.
        with contextlib.suppress(EOFError):
            while self._process.poll() is None:
                self._read(0.05)
        self._process.wait()
        os.close(self._master)

    def drawn(self, *marks: str) -> float:
        """The moment at which the last of these texts was written.

        Raises:
            TimeoutError: it was not; shows the end of what was.
            EOFError: the process has ended.
        """
        wanted = [mark.encode() for mark in marks]
        deadline = time.perf_counter() + GIVE_UP
        while not all(mark in self._seen for mark in wanted):
            if time.perf_counter() > deadline:
                raise TimeoutError(f"{marks} in {bytes(self._seen[-2000:])!r}")
            self._read(1.0)
        return time.perf_counter()

    def after_key(self, key: str, mark: str) -> Taken:
        """What it takes from sending a key to the mark being drawn."""
        self.quiet()
        before, sent = self.processor(), time.perf_counter()
        os.write(self._master, key.encode())
        seconds = self.drawn(mark) - sent
        return Taken(seconds, self.processor() - before)

    def send(self, text: str) -> None:
        """Send characters."""
        os.write(self._master, text.encode())

    def quiet(self, seconds: float = 0.0) -> None:
        """Read what is still coming for that long, and forget everything that was drawn."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            self._read(left)
        while self._read(0):
            pass
        self._seen.clear()

    def processor(self) -> float:
        """Seconds that a processor has worked for the process's main thread so far."""
        with open(f"/proc/{self._process.pid}/schedstat", encoding="ascii") as statistics:
            return int(statistics.read().split()[0]) / 1e9

    def peak_memory(self) -> float:
        """The process's highest resident memory so far, in megabytes."""
        return self._memory("VmHWM")

    def resident_memory(self) -> float:
        """The process's resident memory now, in megabytes."""
        return self._memory("VmRSS")

    def _memory(self, which: str) -> float:
        with open(f"/proc/{self._process.pid}/status", encoding="ascii") as status:
            for line in status:
                if line.startswith(which):
                    return int(line.split()[1]) / 1024
        return 0.0

    def _read(self, wait: float) -> bool:
        ready, _, _ = select.select([self._master], [], [], wait)
        if ready:
            try:
                self._seen += os.read(self._master, 65536)
            except OSError as error:
                raise EOFError(f"it has ended: {bytes(self._seen[-500:])!r}") from error
        return bool(ready)
