"""A rep who works a block in haste, by a seeded script; what was typed is remembered.

Every word is unlike any other, so that it can be looked for in the files afterwards. The rep never
waits for the screen: keys act in the order in which they were typed, and that is relied upon.
"""

from __future__ import annotations

import random
import string
import time
from datetime import datetime, timedelta
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from terminal import Terminal

__all__ = ["Chunk", "TypingRep"]

State = Literal["idle", "before", "call"]
"""Nobody on the line; the same with the note open; somebody on the line with the note open."""

HASTE = 0.12
"""Seconds between two acts, on average."""


class Chunk(NamedTuple):
    """A few letters of a word, sent at once."""

    at: float
    """When, on the monotonic clock, they were sent."""
    word: int
    """The number of the word."""
    end: int
    """How many letters of the word had been sent with them."""


class TypingRep:
    """Types into a terminal until told to stop."""

    def __init__(self, terminal: Terminal, dice: random.Random, state: State, marker: str) -> None:
        """Sit down.

        Args:
            terminal: With the calling screen on it.
            dice: Decides everything.
            state: How things stand.
            marker: What the words of this sitting begin with.
        """
        self.state = state
        self.words: list[str] = []
        self.chunks: list[Chunk] = []
        self.counts: list[tuple[float, int]] = [(time.monotonic(), 0)]
        """How many calls of this sitting had an outcome, from which moment on."""
        self.sent = ""
        """All keys."""
        self._terminal = terminal
        self._dice = dice
        self._marker = marker
        self._done: list[str] = []
        self._stop = 0.0
        self._booked = dice.randrange(10_000)

    def work(self, seconds: float) -> None:
        """Work for so long."""
        self._stop = time.monotonic() + seconds
        while time.monotonic() < self._stop:
            self._act()
            self._wait(self._dice.expovariate(1 / HASTE))

    def _act(self) -> None:
        acts = {"idle": self._while_idle, "before": self._before_a_call, "call": self._in_a_call}
        acts[self.state]()

    def _while_idle(self) -> None:
        act = self._dice.choices(
            ("dial", "log", "before", "undo", "move", "skip", "pause"), (6, 4, 4, 2, 2, 1, 1)
        )[0]
        if act == "dial":
            self._dial()
        elif act == "log":
            self._outcome(self._dice.choice("123"))
        elif act == "before":
            self._send("n")
            self.state = "before"
            self._word()
        elif act == "undo":
            self._undo()
        elif act == "move":
            self._send(self._dice.choice("jjk"))
        elif act == "skip":
            self._send("s")
            self._done.append("skip")
        else:
            self._send("bb")

    def _before_a_call(self) -> None:
        if self._dice.random() < 0.6:
            self._word()
        elif self._dice.random() < 0.4:
            self._leave_text()
            self._dial()
        else:
            self._leave_text()
            self.state = "idle"

    def _in_a_call(self) -> None:
        act = self._dice.random()
        if act < 0.62:
            self._word()
        elif act < 0.7:
            self._send("\r" + self._dice.choice("?!+>") + " ")
        elif act < 0.85:
            # F1, F2 and F3 as a terminal sends them.
            self._outcome(self._dice.choice(("\x1bOP", "\x1bOQ", "\x1bOR")), "dialled")
        else:
            self._wrap_up()

    def _dial(self) -> None:
        self._send("d")
        self.state = "call"
        self._word()

    def _outcome(self, key: str, kind: str = "logged") -> None:
        self._send(key)
        self._done.append(kind)
        self._count()

    def _wrap_up(self) -> None:
        """A conversation with everything, or with a plain no."""
        self._send("\x1b[19~")
        ended = self._dice.choice("in")
        if ended == "i":
            self._booked += 1
            days = timedelta(days=14 + self._booked % 300)
            when = datetime.now(ZoneInfo("Europe/London")) + days
            self._send("inn")
            self._word(then="\r")
            self._send(f"{when:%Y-%m-%d} 15:00\r")
            self._word(then="\r")
        else:
            self._send("n")
            self._word(then="\r")
        self._done.append(ended)
        self._count()

    def _undo(self) -> None:
        if self._done:
            self._send("u")
            undone = self._done.pop()
            self._count()
            if undone == "dialled":
                self._send("n")
                self.state = "call"
            elif undone in "in":
                # Wrapped up again as before: another end would drop what was agreed.
                self._send(f"{undone}\x13")
                self._done.append(undone)
                self._count()

    def _count(self) -> None:
        self.state = "idle"
        ended = sum(done != "skip" for done in self._done)
        self.counts.append((time.monotonic(), ended))

    def _leave_text(self) -> None:
        self._send("\x1b")
        self._wait(0.12)

    def _word(self, then: str = "") -> None:
        """Type a word in chunks, and `then` a key."""
        letters = "".join(self._dice.choices(string.ascii_lowercase, k=self._dice.randint(4, 9)))
        number = len(self.words)
        word = f"{self._marker}{number}{letters}"
        self.words.append(word)
        sent = 0
        while sent < len(word):
            end = min(sent + self._dice.randint(1, 5), len(word))
            self._send(word[sent:end])
            sent = end
            self.chunks.append(Chunk(time.monotonic(), number, end))
            self._wait(self._dice.expovariate(1 / 0.12))
        self._send(then or " ")

    def _send(self, text: str) -> None:
        # Whoever is killed in the middle of an act sends nothing any more.
        if time.monotonic() < self._stop:
            self._terminal.send(text)
            self.sent += text
        else:
            raise Interrupted

    def _wait(self, seconds: float) -> None:
        end = min(time.monotonic() + seconds, self._stop)
        self._terminal.watch(end - time.monotonic())


class Interrupted(Exception):
    """The time is up."""
