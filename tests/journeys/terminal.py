"""callbench in a pseudo-terminal: what is typed into it, and what a rep would see."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Protocol

import pyte

PATIENCE = 20.0
"""Seconds after which something awaited is given up: a slow machine is not a failure."""

AT_A_GLANCE = 0.5
"""Seconds after which the screen is looked at, however much more is being written."""

KEYS = {
    "Enter": "\r",
    "Esc": "\x1b",
    "Tab": "\t",
    "Up": "\x1b[A",
    "Down": "\x1b[B",
    "Ctrl+C": "\x03",
    "Ctrl+P": "\x10",
    "Ctrl+S": "\x13",
    "Ctrl+U": "\x15",
    "F1": "\x1bOP",
    "F2": "\x1bOQ",
    "F8": "\x1b[19~",
    "F9": "\x1b[20~",
    "F10": "\x1b[21~",
}
"""What a terminal sends for the keys that are no characters."""

_UNKNOWN_TO_PYTE = re.compile(
    rb"\x1b\[[\d;]*m|\x1b\[[<>=?][\d;]*[a-zA-Z$]*[pu]|\x1b\[>[\d;]*[a-zA-Z]"
)
"""Queries and settings of newer terminals, whose letters pyte would show as text; and colours.

Nobody looks at the colours here, and they are most of what is sent.
"""

_CUT_OFF = re.compile(rb"\x1b(?:\[[<>=?]?[\d;$]*)?\Z")
"""The beginning of one of them at the end of what was read."""


class Running(Protocol):
    """A process, as far as it is dealt with here."""

    @property
    def pid(self) -> int:
        """Its number."""

    def poll(self) -> int | None:
        """Its exit status; None while it runs."""

    def wait(self) -> int:
        """Its exit status, once it has ended."""

    def send_signal(self, sig: int) -> None:
        """Send it a signal."""


class Terminal:
    """A process on a pseudo-terminal of its own, driven by keys and read off its screen."""

    def __init__(
        self,
        home: Path,
        *arguments: str,
        size: tuple[int, int] = (120, 36),
        env: Mapping[str, str] | None = None,
    ) -> None:
        """Run ``python -m callbench`` with these arguments on the workbench `home`.

        Args:
            home: The workbench; cache and temporary folders lie beside it.
            arguments: Of the command line.
            size: Columns and rows.
            env: Settings beyond those of a plain terminal in London.
        """
        columns, rows = size
        self.words = 0
        """How many characters of words were typed."""
        self.keys = 0
        """How many keys were pressed beyond those."""
        self.sent_to_terminal = bytearray()
        """Every byte that the process has written."""
        self._unread = b""
        self._lines = [""] * rows
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.settings = termios.tcgetattr(slave)
        """The terminal's settings as they were found."""
        self._slave = slave
        self.process = self._start(arguments, environment(home, env or {}))

    def _start(self, arguments: tuple[str, ...], env: dict[str, str]) -> Running:
        """Run callbench on this terminal."""
        return subprocess.Popen(
            [sys.executable, "-m", "callbench", *arguments],
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            env=env,
            start_new_session=True,
            # The terminal has to be the session's own, or closing it would signal nobody.
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.kill()
        self.close()

    # What a rep does.

    def type(self, words: str) -> None:
        """Type words, which no program could spare the rep."""
        self.words += len(words)
        self.send(words)

    def press(self, *names: str) -> None:
        """Press keys, named as in `KEYS` or a character each."""
        self.keys += len(names)
        self.send("".join(KEYS.get(name, name) for name in names))

    def send(self, text: str) -> None:
        """Send characters at once, without counting them."""
        os.write(self._master, text.encode())

    # What a rep sees.

    @property
    def screen(self) -> list[str]:
        """The lines of the screen as they stand."""
        self._drain()
        for y in self._screen.dirty:
            row = self._screen.buffer[y]
            self._lines[y] = "".join(row[x].data for x in range(self._screen.columns))
        self._screen.dirty.clear()
        return list(self._lines)

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.screen)

    def wait_for(self, sought: str | Callable[[str], bool], timeout: float = PATIENCE) -> str:
        """Wait until the screen shows a text, or a predicate of the screen holds.

        Raises:
            AssertionError: it doesn't in time; shows the screen.
        """
        holds = sought if callable(sought) else lambda text: str(sought) in text
        deadline = time.monotonic() + timeout
        while not holds(text := self.text):
            if time.monotonic() > deadline:
                raise AssertionError(f"{sought!r} is not on the screen:\n{text}")
            if not self._pump(0.1) and self.process.poll() is not None and not self._pump(0):
                raise AssertionError(f"{sought!r}: it has ended with this on the screen:\n{text}")
        return text

    def watch(self, seconds: float) -> None:
        """Read what it draws, as a terminal does, for so long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if not self._pump(left) and self.process.poll() is not None:
                return

    # How it ends.

    def wait_for_end(self, timeout: float = PATIENCE, *, read: bool = True) -> int:
        """The exit status, once it has ended by itself.

        Args:
            timeout: Seconds to wait for that.
            read: Whether its output is read meanwhile, as a terminal does unless it has stalled.

        Raises:
            AssertionError: it goes on running.
        """
        deadline = time.monotonic() + timeout
        while (status := self.process.poll()) is None:
            assert time.monotonic() < deadline, "it does not end"
            if not (read and self._pump(0.05)):
                time.sleep(0.02)
        return status

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def hang_up(self) -> None:
        """Close the terminal's window."""
        for end in (self._slave, self._master):
            os.close(end)
        self._slave = self._master = -1

    def is_stalled(self) -> bool:
        """Whether no more can be written, since nobody has read for long."""
        return not select.select([], [self._slave], [], 0)[1]

    def settings_now(self) -> list[int | list[bytes | int]]:
        """The terminal's settings as they stand."""
        return termios.tcgetattr(self._slave)

    def close(self) -> None:
        """Let go of the terminal."""
        for end in (self._slave, self._master):
            if end >= 0:
                with contextlib.suppress(OSError):
                    os.close(end)
        self._slave = self._master = -1

    def _pump(self, wait: float) -> bool:
        """Show what has been written meanwhile; whether there was anything."""
        if self._master < 0:
            return False
        ready, _, _ = select.select([self._master], [], [], wait)
        if not ready:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError as error:
            if error.errno == errno.EIO:
                return False
            raise
        self.sent_to_terminal += data
        data = self._unread + data
        cut_off = _CUT_OFF.search(data)
        self._unread = cut_off[0] if cut_off else b""
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", data.removesuffix(self._unread)))
        return bool(data)

    def _drain(self) -> None:
        """Show all that was written up to now, which may be in pieces."""
        until = time.monotonic() + AT_A_GLANCE
        while self._pump(0) and time.monotonic() < until:
            pass


def environment(home: Path, env: Mapping[str, str]) -> dict[str, str]:
    """An environment without the developer's own settings."""
    beside = home.parent
    inherited = {name: os.environ[name] for name in ("PATH", "VIRTUAL_ENV") if name in os.environ}
    return {
        **inherited,
        "CALLBENCH_HOME": str(home),
        "HOME": str(beside),
        "TMPDIR": str(beside),
        "XDG_CACHE_HOME": str(beside / "cache"),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "TZ": "Europe/London",
        **env,
    }


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command of callbench that needs no terminal."""
    return subprocess.run(
        [sys.executable, "-m", "callbench", *arguments],
        env=environment(home, {}),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
