"""From starting the process to the first full frame, beside the plainest app."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.figures import Row, by_clock, median, of_processor, ratio
from benchmarks.generate import generate
from benchmarks.terminal import Taken, Terminal
from callbench.store.workbench import Workbench

PAIRS = 15
MOST = 1.5
"""How many times the start of a plain app the calling screen may take."""

LABEL = ("-m", "benchmarks.plain_label")
SAMPLE = ("-m", "callbench", "sample")
BLOCK = ("-m", "callbench", "block")
PANES = ("calls", "Queue", "+44", "Note")
"""A text out of each pane; with one out of the key bar, the frame is full where all are drawn."""


def rows() -> Iterator[Row]:
    """The start with the sample, and with ten thousand prospects."""
    pairs = [
        (first_frame(LABEL, ("one label",)), first_frame(SAMPLE, (*PANES, "invented")))
        for _ in range(PAIRS)
    ]
    plain, ours = ([pair[place] for pair in pairs] for place in (0, 1))
    for what, figure in (("", by_clock), (", processor", of_processor)):
        times = ratio(figure(ours), figure(plain))
        yield Row(
            f"start to the first full frame, sample{what}",
            f"{median(figure(ours)):.0f} ms, {times:.2f} ×",
            f"≤ {MOST} ×",
            times <= MOST,
            f"one label: {median(figure(plain)):.0f} ms",
        )
    with tempfile.TemporaryDirectory() as folder:
        bench = generate(Path(folder) / "home", prospects=10_000)
        many = [_block(bench) for _ in range(5)]
    measured = f"{median(by_clock(many)):.0f} ms"
    yield Row("start to the first full frame, 10,000 prospects", measured, "none set", True)


def _block(bench: Workbench) -> Taken:
    """To the first frame of a new block on this workbench."""
    for unfinished in bench.sessions.glob("*.json"):
        unfinished.unlink()
    return first_frame(BLOCK, (*PANES, "Dial"), {"CALLBENCH_HOME": str(bench.root)})


def first_frame(
    arguments: Sequence[str], marks: Sequence[str], env: Mapping[str, str] | None = None
) -> Taken:
    """From the start of the process until every mark is drawn."""
    with Terminal(arguments, env) as terminal:
        return Taken(terminal.drawn(*marks) - terminal.started, terminal.processor())
