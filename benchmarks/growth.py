"""How cost grows with the years: the same things with 25, 250 and 2,500 past sessions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.big import big
from benchmarks.figures import Row, median, of_processor
from benchmarks.index import changes
from benchmarks.searches import typed
from benchmarks.start import BLOCK, PANES
from benchmarks.terminal import Taken, Terminal
from callbench.domain.playbook import Playbook
from callbench.store.archive import Archive
from callbench.store.index import Index
from callbench.store.workbench import Workbench

SIZES = (25, 250, 2500)
STARTS = 5
MOVES = 40

Figures = dict[str, Sequence[Taken]]


def rows() -> Iterator[Row]:
    """One row for each thing, with the median time of a processor at each size."""
    found: list[Figures] = []
    for size in SIZES:
        with big(size) as (bench, playbook):
            found.append(_measured(bench, playbook))
    for what in found[0]:
        figures = [median(of_processor(one[what])) for one in found]
        shown = " → ".join(f"{figure:.1f}" for figure in figures)
        times = figures[-1] / figures[0]
        yield Row(
            f"{what}, at 1 ×, 10 × and 100 × the past, processor",
            f"{shown} ms ({times:.1f} ×)",
            "none set",
            True,
        )


def _measured(bench: Workbench, playbook: Playbook) -> Figures:
    starts, moves = zip(*(_calling(bench) for _ in range(STARTS)), strict=True)
    archive = Archive.open(bench, playbook)
    with Index.open(bench, playbook) as index:
        return {
            "start to the first full frame": starts,
            "move in the queue": [move for some in moves for move in some],
            "search, per key": list(typed(archive)),
            "one changed session picked up": list(changes(bench, index, 30)),
        }


def _calling(bench: Workbench) -> tuple[Taken, list[Taken]]:
    """The start of a block, and moves in its queue."""
    before = set(bench.sessions.glob("*.json"))
    with Terminal(BLOCK, {"CALLBENCH_HOME": str(bench.root)}) as terminal:
        drawn = terminal.drawn(*PANES, "Dial")
        start = Taken(drawn - terminal.started, terminal.processor())
        terminal.quiet(0.5)
        moves = [_move(terminal) for _ in range(MOVES)]
    for unfinished in set(bench.sessions.glob("*.json")) - before:
        unfinished.unlink()
    return start, moves


def _move(terminal: Terminal) -> Taken:
    """A move, until the number of whoever is next is there."""
    terminal.quiet(0.03)
    return terminal.after_key("j", "+44")
