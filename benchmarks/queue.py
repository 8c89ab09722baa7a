"""Moving and filtering in a queue of ten thousand."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.figures import Row, both, by_clock, percentile
from benchmarks.generate import generate
from benchmarks.start import BLOCK
from benchmarks.terminal import Taken, Terminal
from callbench.domain.finding import Finder
from callbench.domain.records import Prospect
from callbench.store.lists import read_list

PROSPECTS = 10_000
MOVES = 200
FILTERS = ("0142", "nair", "ports", "freight 09", "0777", "rey", "00001", "cold", "lena q", "ltd")
BEFORE = 0.03
MOST_MOVE_MS, MOST_FILTER_MS = 16.0, 30.0


def rows() -> Iterator[Row]:
    """A move until the next prospect is shown; a key of the filter until the count is."""
    with tempfile.TemporaryDirectory() as folder:
        bench = generate(Path(folder) / "home", prospects=PROSPECTS)
        people = read_list(bench, "all").prospects
        with Terminal(BLOCK, {"CALLBENCH_HOME": str(bench.root)}) as terminal:
            terminal.drawn("Dial", people[0].company)
            moves = [_move(terminal, person) for person in people[1 : MOVES + 1]]
            filters = list(_filter(terminal, people))
            memory = terminal.peak_memory()
    yield Row(
        "move in a queue of 10,000, p50 / p99",
        both(moves),
        f"p99 ≤ {MOST_MOVE_MS:.0f} ms",
        percentile(by_clock(moves), 0.99) <= MOST_MOVE_MS,
    )
    yield Row(
        "key of the filter over 10,000, p50 / p99",
        both(filters),
        f"p99 ≤ {MOST_FILTER_MS:.0f} ms",
        percentile(by_clock(filters), 0.99) <= MOST_FILTER_MS,
    )
    yield Row("resident memory with 10,000 prospects", f"{memory:.0f} MB", "none set", True)


def _move(terminal: Terminal, to: Prospect) -> Taken:
    terminal.quiet(BEFORE)
    return terminal.after_key("j", to.company)


def _filter(terminal: Terminal, people: Sequence[Prospect]) -> Iterator[Taken]:
    """What is taken by every key of every filter, typed and deleted again."""
    terminal.send("/")
    terminal.drawn("Esc")
    finder = Finder(people, lambda one: f"{one.name}\n{one.company}\nnew", lambda one: one.phone)
    for words in FILTERS:
        texts = [words[:end] for end in range(1, len(words) + 1)]
        texts += texts[-2::-1]
        before = len(people)
        for place, text in enumerate(texts):
            count = len(finder.matching(text))
            key = text[-1] if place < len(words) else "\x7f"
            terminal.quiet(BEFORE)
            if count == before:
                # Nothing is narrowed, so that there is no figure to wait for.
                terminal.send(key)
            else:
                yield terminal.after_key(key, f"{count} of " if count < len(people) else "Queue")
            before = count
        terminal.send("\x7f")
        terminal.quiet(0.2)
