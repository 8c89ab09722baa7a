"""What a save costs the interface thread."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from benchmarks.figures import Row, percentile, spread
from benchmarks.generate import SEED, generate, note
from callbench.domain.records import Call, replace
from callbench.store.session_file import SessionFile
from callbench.store.sessions import read_session
from callbench.store.writer import SessionWriter

CALLS = 100
SAVES = 100
MOST_MS = 2.0
LOOK = 0.0002
"""A gap in the interface thread's time from which it was held up by somebody else."""


def rows() -> Iterator[Row]:
    """A note of a session of a hundred calls, put down and saved."""
    with tempfile.TemporaryDirectory() as folder:
        bench = generate(Path(folder) / "home", prospects=200, sessions=1, calls=CALLS)
        path = next(bench.sessions.glob("*.json"))
        stored = read_session(path)
        writer = SessionWriter(SessionFile.open(path))
        try:
            for call in stored.calls:
                writer.put_call(call)
            writer.flush()
            put, held = _save(writer, stored.calls[-1])
        finally:
            writer.close()
    yield Row(
        "interface thread, to put down a note, p50 / p99",
        spread(put),
        f"≤ {MOST_MS:.0f} ms",
        percentile(put, 0.99) <= MOST_MS,
    )
    yield Row(
        "interface thread, longest wait for the writer during a save, p50 / p99",
        spread(held),
        f"≤ {MOST_MS:.0f} ms",
        percentile(held, 0.99) <= MOST_MS,
    )


def _save(writer: SessionWriter, call: Call) -> tuple[list[float], list[float]]:
    """For each save: seconds to put it down, and the longest stretch that it then held up."""
    random = Random(SEED)
    put, held = [], []
    for _ in range(SAVES):
        changed = replace(call, note=note(random))
        before = time.perf_counter()
        writer.put_call(changed, urgent=True)
        put.append(time.perf_counter() - before)
        held.append(_longest_gap(0.05))
    return put, held


def _longest_gap(seconds: float) -> float:
    """The longest time for which a thread that does nothing but look at the clock stood still."""
    longest = 0.0
    last = time.perf_counter()
    until = last + seconds
    while last < until:
        now = time.perf_counter()
        longest = max(longest, now - last)
        last = now
    return longest if longest > LOOK else 0.0
