"""Searching 250,000 calls, key by key."""

from __future__ import annotations

import time
from collections.abc import Iterator

from benchmarks.big import big
from benchmarks.figures import Row, both, by_clock, percentile
from benchmarks.terminal import Taken
from callbench.store.archive import Archive

LINES = (
    "pricing before friday",
    "whiteboard",
    "freight tariff",
    "nair board",
    '"call after the board"',
    "outcome:interested budget",
    "has:problem hold music",
    "drops -happy",
    "since:2024 writing",
    "ports 00421",
    "zebra",
    "sort:best tariff",
)
MOST_MS = 30.0


def rows() -> Iterator[Row]:
    """Every line typed key by key, each time with the hits as they are listed."""
    with big() as (bench, playbook):
        taken = list(typed(Archive.open(bench, playbook)))
    yield Row(
        f"search over 250,000 calls, per key, p50 / p99 of {len(taken)} keys",
        both(taken),
        f"p99 ≤ {MOST_MS:.0f} ms",
        percentile(by_clock(taken), 0.99) <= MOST_MS,
    )


def typed(archive: Archive) -> Iterator[Taken]:
    """What each key of each line takes."""
    for line in LINES:
        for end in range(1, len(line) + 1):
            start, processor = time.perf_counter(), time.thread_time()
            archive.search(line[:end])
            yield Taken(time.perf_counter() - start, time.thread_time() - processor)
