"""Importing a hundred thousand rows, in a process of its own."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from benchmarks.figures import Row
from benchmarks.generate import SEED

ROWS = 100_000
MOST_S, MOST_MB = 20.0, 300.0


def rows() -> Iterator[Row]:
    """The command, from its start to its end."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "leads.csv"
        _write(file)
        seconds, megabytes = _import(file, Path(folder) / "home")
    yield Row(
        f"import of {ROWS:,} rows",
        f"{seconds:.1f} s, {megabytes:.0f} MB at most",
        f"≤ {MOST_S:.0f} s, ≤ {MOST_MB:.0f} MB",
        seconds <= MOST_S and megabytes <= MOST_MB,
    )


def _write(file: Path) -> None:
    """A file as a CRM exports it, without anybody twice."""
    random = Random(SEED)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["First Name", "Last Name", "Company", "Job Title", "Phone", "Email"])
        for number in range(ROWS):
            writer.writerow([
                random.choice(("Dana", "Omar", "Lena", "Inés")),
                f"Rey {number}",
                f"Freight {number:06} Ltd",
                "Head of Operations",
                # Numbers that are reserved for fiction are too few to be different ones.
                f"+1 {random.randrange(200, 1000)} 555 01{number % 100:02}",
                f"rey{number}@example.com",
            ])


def _import(file: Path, home: Path) -> tuple[float, float]:
    """Seconds by the clock, and megabytes at the most."""
    command = [sys.executable, "-m", "callbench", "import", str(file), "--home", str(home)]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return seconds, usage.ru_maxrss / 1024
