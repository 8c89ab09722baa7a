"""What a save costs the interface thread."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from benchmarks.figures import Row, median, percentile, spread
from benchmarks.generate import SEED, generate, note
from callbench.domain.records import Call, replace
from callbench.store.session_file import SessionFile
from callbench.store.sessions import read_session
from callbench.store.writer import SessionWriter

CALLS = 100
SAVES = 100
MOST_MS = 2.0


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
        "writer's thread, processor for a save; the interface can't run meanwhile",
        spread(held),
        f"p50 ≤ {MOST_MS:.0f} ms",
        median(held) <= MOST_MS,
    )


def _save(writer: SessionWriter, call: Call) -> tuple[list[float], list[float]]:
    """For each save: seconds of a processor to put it down, and to write it."""
    random = Random(SEED)
    (thread,) = (one for one in threading.enumerate() if one.name == "callbench-writer")
    clock = time.pthread_getcpuclockid(thread.ident or 0)
    put, held = [], []
    for _ in range(SAVES):
        changed = replace(call, note=note(random))
        start, writing = time.thread_time(), time.clock_gettime(clock)
        writer.put_call(changed, urgent=True)
        put.append(time.thread_time() - start)
        writer.flush()
        held.append(time.clock_gettime(clock) - writing)
    return put, held
