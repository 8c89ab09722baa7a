"""Kill callbench while a rep types, again and again, and look whether anything was lost.

``python -m tests.soak.kills --runs 1000`` types into the real program on a pseudo-terminal from a
seeded script and ends it at random moments: by SIGKILL, SIGTERM, SIGHUP, or by closing the
terminal. After each end every file must parse, every key older than a second must be in a file,
every outcome older than a second must be kept, and the next start must go on with the call that
was going on. Where the machine itself takes longer than 0.4 s for a small write at that time, a
key may be as much later, and is counted. Status 1 if anything fails; its seed repeats a failure.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

sys.path += [str(Path(__file__).parent), str(Path(__file__).parent.parent / "journeys")]

from aftermath import PROMISED, Left, complaints, left_behind, promised
from probe import Probe
from terminal import Terminal
from typing_rep import Interrupted, State, TypingRep
from warm import WarmTerminal
from workbenches import a_home, people

ENDS = ("SIGKILL", "SIGKILL", "SIGTERM", "SIGHUP", "closed")
"""How a run ends, the ones that count more twice."""

SITTINGS = 4
"""How often one workbench is gone on with after a kill."""

SLOWEST_END = 20.0
"""Seconds in which a process that was told to go has to be gone."""


class Tally:
    """What was seen in all runs."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.ends: Counter[str] = Counter()
        self.keys = 0
        self.resumed = 0
        self.stalled = 0
        """How often a key was late because the machine stood still."""
        self.oldest_lost: Counter[str] = Counter()
        """In milliseconds, by the way of ending."""
        self.failures: list[str] = []

    def __str__(self) -> str:
        lost = ", ".join(f"{end} {self.oldest_lost[end]}" for end in sorted(self.ends))
        ends = ", ".join(f"{count} × {end}" for end, count in sorted(self.ends.items()))
        return (
            f"{self.ends.total()} kills ({ends}), {self.keys} letters typed, "
            f"{self.resumed} calls gone on with, {len(self.failures)} failures; "
            f"{self.stalled} late keys; oldest key that was lost, ms: {lost}"
        )


class Sittings:
    """One workbench, killed again and again."""

    def __init__(self, home: Path, seed: str, tally: Tally, longest: float, probe: Probe) -> None:
        """Work in `home` as `seed` says, for `longest` seconds at the most each time."""
        self._probe = probe
        self._home = home
        self._seed = seed
        self._dice = random.Random(seed)
        self._tally = tally
        self._longest = longest
        self._left = Left(None, 0.0, 0)

    def run(self, runs: int) -> None:
        """Sit down, be killed, and sit down again, `runs` times at the most."""
        for sitting in range(min(SITTINGS, runs)):
            with WarmTerminal(self._home, "block", size=(100, 30)) as terminal:
                try:
                    state = self._sit_down(terminal)
                    self._be_killed(terminal, state, f"{'qvxz'[sitting]}")
                except AssertionError as error:
                    self._fail(f"{sitting}: {error}")
                    return

    def _sit_down(self, terminal: Terminal) -> State:
        """Start, and go on with what was cut off, which has to be offered."""
        left = self._left
        if left.unfinished is None:
            terminal.wait_for("▸ ")
            return "idle"
        terminal.wait_for("Unfinished")
        call = left.open_call
        if call is not None:
            terminal.wait_for(f"on the line: {call.prospect.name}")
        terminal.press("Enter")
        if call is None:
            terminal.wait_for("Queue · ")
            return "idle"
        terminal.wait_for(f"☎ {call.prospect.name}"[:20])
        if call.note.split():
            terminal.wait_for(call.note.split()[-1])
        self._tally.resumed += 1
        if call.ended_at is None:
            return "call"
        terminal.send("\x13" if call.disposition else "n\x13")
        terminal.wait_for("d Dial")
        return "idle"

    def _be_killed(self, terminal: Terminal, state: State, marker: str) -> None:
        dice, before = self._dice, _outcomes(self._left)
        rep = TypingRep(terminal, dice, state, marker)
        if state == "idle" and self._left.open_call is not None:
            before += 1
        with suppress(Interrupted):
            rep.work(dice.uniform(0.05, self._longest))
        end = dice.choice(ENDS)
        killed_at = time.monotonic()
        _end(terminal, end)
        left = left_behind(self._home, rep, killed_at)
        limit = promised(self._probe.longest(killed_at - 4, killed_at))
        self._tally.stalled += left.oldest_lost > PROMISED
        for complaint in complaints(self._home, rep, left, before, killed_at, limit):
            self._fail(f"{end}: {complaint}\n{terminal.text if end != 'closed' else ''}")
        self._left = left
        self._tally.ends[end] += 1
        self._tally.keys += left.keys
        lost = round(left.oldest_lost * 1000)
        self._tally.oldest_lost[end] = max(self._tally.oldest_lost[end], lost)

    def _fail(self, what: str) -> None:
        self._tally.failures.append(f"seed {self._seed}: {what}")
        print(self._tally.failures[-1], flush=True)  # noqa: T201


def _outcomes(left: Left) -> int:
    calls = left.unfinished.calls if left.unfinished is not None else ()
    return sum(not call.is_open for call in calls)


def _end(terminal: Terminal, end: str) -> None:
    """End the process; one that is asked to go has to be gone soon."""
    if end == "SIGKILL":
        terminal.kill()
        return
    if end == "closed":
        terminal.hang_up()
    else:
        terminal.process.send_signal({"SIGTERM": 15, "SIGHUP": 1}[end])
    terminal.wait_for_end(SLOWEST_END)


def kill(seed: int, runs: int, seconds: float, longest: float) -> Iterator[Tally]:
    """Kill as often as `runs` says, or until the time is up; after each workbench, the tally."""
    tally, until = Tally(), time.monotonic() + seconds
    while tally.ends.total() < runs and time.monotonic() < until and len(tally.failures) < 10:
        before = tally.ends.total()
        with tempfile.TemporaryDirectory(prefix="callbench-soak-") as folder:
            home = a_home(Path(folder), people(60))
            with Probe(Path(folder)) as probe:
                Sittings(home, f"{seed}/{before}", tally, longest, probe).run(runs - before)
        yield tally
        if tally.ends.total() == before:
            return


def main() -> None:
    """Kill, and say what came of it."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--runs", type=int, default=1000, help="kills, at the most")
    options.add_argument("--minutes", type=float, default=30.0, help="at the most")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--longest", type=float, default=2.6, help="seconds of typing before one")
    given = options.parse_args()
    tally = Tally()
    tallies = kill(given.seed, given.runs, given.minutes * 60, given.longest)
    for number, tally in enumerate(tallies):
        if number % 5 == 0:
            print(tally, flush=True)  # noqa: T201
    print(tally)  # noqa: T201
    sys.exit(1 if tally.failures or not tally.ends else 0)


if __name__ == "__main__":
    main()
