"""The index of the big workbench: built anew under a running screen, and one changed session."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from benchmarks.big import big
from benchmarks.figures import Row, both, by_clock, median, spread
from benchmarks.generate import SEED, note
from benchmarks.start import BLOCK, PANES
from benchmarks.terminal import Taken, Terminal
from callbench.domain.playbook import Playbook
from callbench.store.codec import encode_document
from callbench.store.index import Index
from callbench.store.workbench import Workbench

CHANGES = 60
KEYS = 100
MOST_REBUILD_S, MOST_CHANGE_MS, MOST_MEMORY_MB, MOST_KEY_MS = 25.0, 50.0, 150.0, 16.0
BAR = "░"
"""In the key bar as long as the index is being built."""


def rows() -> Iterator[Row]:
    """The rebuild on its own and in the app, the memory after it, and small changes."""
    with big(index=False) as (bench, playbook):
        yield from _in_the_app(bench, playbook)
        yield _rebuild(bench, playbook)
        with Index.open(bench, playbook) as index:
            taken = list(changes(bench, index))
    clock = by_clock(taken)
    yield Row(
        "one changed session picked up, p50 / p99",
        both(taken),
        f"p50 ≤ {MOST_CHANGE_MS:.0f} ms",
        median(clock) <= MOST_CHANGE_MS,
    )


def _rebuild(bench: Workbench, playbook: Playbook) -> Row:
    with Index.open(bench, playbook) as index:
        start, processor = time.perf_counter(), time.process_time()
        index.rebuild()
        seconds = time.perf_counter() - start
        processor = time.process_time() - processor
    return Row(
        "full rebuild of the index",
        f"{seconds:.1f} s; processor {processor:.1f} s",
        f"≤ {MOST_REBUILD_S:.0f} s",
        seconds <= MOST_REBUILD_S,
    )


def _in_the_app(bench: Workbench, playbook: Playbook) -> Iterator[Row]:
    """The calling screen while its index is built, and what it holds in memory then."""
    with Terminal(BLOCK, {"CALLBENCH_HOME": str(bench.root)}) as terminal:
        terminal.drawn(*PANES, "Dial")
        terminal.send("d")
        terminal.drawn(BAR)
        begun = time.perf_counter()
        keys = [_key(terminal, number) for number in range(KEYS)]
        busy = time.perf_counter() - begun
        with Index.open(bench, playbook) as index:
            while not index.is_complete:
                terminal.quiet(0.2)
        seconds = time.perf_counter() - begun
        terminal.quiet(5.0)
        resident, peak = terminal.resident_memory(), terminal.peak_memory()
    for unfinished in set(bench.sessions.glob("*.json")) - _of_the_past(bench):
        unfinished.unlink()
    yield Row(
        f"key in the note while the index is built ({busy:.0f} of {seconds:.0f} s), p50 / p99",
        spread(by_clock(keys)),
        f"p50 ≤ {MOST_KEY_MS:.0f} ms",
        median(by_clock(keys)) <= MOST_KEY_MS,
    )
    yield Row(
        "resident memory of the calling screen, index followed",
        f"{resident:.0f} MB, {peak:.0f} MB at most",
        f"≤ {MOST_MEMORY_MB:.0f} MB",
        resident <= MOST_MEMORY_MB,
    )


def _key(terminal: Terminal, number: int) -> Taken:
    terminal.quiet(0.05)
    # A letter that stands nowhere else on the screen.
    return terminal.after_key(letter := chr(0x4E00 + number), letter)


def _of_the_past(bench: Workbench) -> set[Path]:
    return {path for path in bench.sessions.glob("*.json") if path.name < "2026-01-01"}


def changes(bench: Workbench, index: Index, count: int = CHANGES) -> Iterator[Taken]:
    """What it takes to pick up a session whose last note was changed, in a thread."""
    random = Random(SEED)
    paths = sorted(bench.sessions.glob("*.json"))
    index.follow()
    for number in range(count):
        _change(random.choice(paths), random, number)
        found: list[Taken] = []
        thread = threading.Thread(target=lambda: found.append(_followed(index)))  # noqa: B023
        thread.start()
        thread.join()
        yield found[0]


def _followed(index: Index) -> Taken:
    start, processor = time.perf_counter(), time.thread_time()
    followed = index.follow()
    taken = Taken(time.perf_counter() - start, time.thread_time() - processor)
    if followed.changed != 1:
        raise AssertionError(followed)
    return taken


def _change(path: Path, random: Random, number: int) -> None:
    """Another note in the last call, by the way in which callbench writes a file."""
    document = json.loads(path.read_bytes())
    document["calls"][max(document["calls"], key=int)]["note"] = f"{number} {note(random)}"
    beside = path.with_suffix(".new")
    beside.write_bytes(encode_document(document))
    # Long ago, so that the next look need not read it again for fear of a change just behind it.
    os.utime(beside, (1e9 + number, 1e9 + number))
    os.replace(beside, path)
