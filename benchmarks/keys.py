"""A key typed into the note until it is on the screen, beside a bare text area."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Row, both, by_clock, percentile
from benchmarks.generate import generate
from benchmarks.start import BLOCK
from benchmarks.terminal import Taken, Terminal

KEYS = 400
LINE = 40
"""Characters after which a new line is begun, as in a real note."""

BEFORE = 0.02
"""Seconds between two keys: both apps are idle again by then, and no typist is faster."""

MOST_MS, MOST_RATIO = 16.0, 1.3


def rows() -> Iterator[Row]:
    """Both apps side by side, a key to each in turn."""
    with tempfile.TemporaryDirectory() as folder:
        home = generate(Path(folder) / "home", prospects=200).root
        with (
            Terminal(("-m", "benchmarks.plain_text")) as plain,
            Terminal(BLOCK, {"CALLBENCH_HOME": str(home)}) as ours,
        ):
            plain.drawn("begin")
            ours.drawn("Dial")
            ours.send("d")
            ours.drawn("Wrap up")
            taken = _type((plain, ours))
    bare, note = taken
    p99 = percentile(by_clock(note), 0.99)
    times = p99 / percentile(by_clock(bare), 0.99)
    yield Row(
        "key in the note → screen, p50 / p99",
        f"{both(note)}; p99 {times:.2f} ×",
        f"p99 ≤ {MOST_MS:.0f} ms, ≤ {MOST_RATIO} ×",
        p99 <= MOST_MS and times <= MOST_RATIO,
        f"bare text area: {both(bare)}",
    )


def _type(terminals: tuple[Terminal, Terminal]) -> tuple[list[Taken], list[Taken]]:
    """What each key takes in each terminal."""
    taken: tuple[list[Taken], list[Taken]] = ([], [])
    for number in range(KEYS):
        for terminal, times in zip(terminals, taken, strict=True):
            if number % LINE == LINE - 1:
                terminal.send("\r")
            terminal.quiet(BEFORE)
            # A letter that stands nowhere else on the screen.
            times.append(terminal.after_key(letter := chr(0x4E00 + number), letter))
    return taken
