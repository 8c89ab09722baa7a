"""Leaving in time: what was typed is saved when the process is told, or forced, to go.

Three ways lead out. A signal (SIGTERM, SIGHUP) saves from plain Python state at once and then
asks the app to leave; where the app can't, because the terminal has stalled, the process leaves
by itself. A terminal that disappears without a signal is noticed by a watchdog. None of them
relies on Textual's loop, whose timers stand still while the terminal does not read.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

if sys.platform != "win32":
    import termios

GRACE = 1.5
"""Seconds that the app has for leaving in order after a signal."""

WATCH = 0.5
"""Seconds between two looks at the terminal."""

Save = Callable[[], object]
Leave = Callable[[int], object]


class Lifeline:
    """Saves and leaves; one for a process, held while the app runs."""

    def __init__(self, save: Save, leave: Leave, rescue: Save = lambda: None) -> None:
        """Arm it.

        Args:
            save: Brings everything typed to disk; called from a signal handler or a thread.
            leave: Asks the app to leave with a status; called likewise.
            rescue: Puts elsewhere what the disk refuses; called from a thread where the app could
                not leave, which does that otherwise.
        """
        self._save = save
        self._leave = leave
        self._rescue = rescue
        self._released = threading.Event()
        self._before: dict[int, Any] = {}
        self._terminal = _terminal_state()

    def __enter__(self) -> Lifeline:
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None:
                self._before[number] = signal.signal(number, self._on_signal)
        if self._terminal is not None:
            threading.Thread(target=self._watch, name="lifeline", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._released.set()
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        threading.Thread(target=self._force_after_grace, args=(number,), daemon=True).start()
        self._save()
        self._leave(128 + number)

    def _force_after_grace(self, number: int) -> None:
        if not self._released.wait(GRACE):
            self._force(128 + number)

    def _watch(self) -> None:
        while not self._released.wait(WATCH):
            try:
                termios.tcgetattr(0)
            except (termios.error, OSError):
                # In order if it can be: only then is what the disk refuses written elsewhere.
                self._save()
                self._leave(128 + signal.SIGHUP)
                self._force_after_grace(signal.SIGHUP)
                return

    def _force(self, status: int) -> None:
        """Save and go, with the terminal as it was found if it is still there."""
        try:
            self._save()
            # A disk that does not even answer must not keep the process.
            rescuing = threading.Thread(target=self._rescue, daemon=True)
            rescuing.start()
            rescuing.join(GRACE)
        finally:
            # Whatever happened to the save, a process without a terminal must not go on.
            if self._terminal is not None:
                with suppress(termios.error, OSError):
                    termios.tcsetattr(0, termios.TCSANOW, self._terminal)
            os._exit(status)


def _terminal_state() -> list[int | list[bytes | int]] | None:
    """The terminal's settings, or None where standard input is no terminal."""
    if sys.platform == "win32":
        return None
    try:
        return termios.tcgetattr(0)
    except (termios.error, OSError):
        return None
