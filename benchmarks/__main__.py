"""``python -m benchmarks [GROUP]…`` prints the table of what was measured.

The groups are those of `GROUPS`. ``BENCHMARK_HOME`` names a big workbench that was made before, so
that not every group makes its own; see `benchmarks.big`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from benchmarks import growth, imports, index, keys, queue, saves, searches, start
from benchmarks.figures import HEAD, Row, line

GROUPS: dict[str, Callable[[], Iterator[Row]]] = {
    "start": start.rows,
    "keys": keys.rows,
    "queue": queue.rows,
    "saves": saves.rows,
    "search": searches.rows,
    "index": index.rows,
    "import": imports.rows,
    "growth": growth.rows,
}


def main(names: list[str]) -> int:
    """Measure the groups of these names, or all of them.

    Returns:
        0, or 2 where a name is unknown.
    """
    unknown = [name for name in names if name not in GROUPS]
    if unknown:
        sys.stderr.write(f"no {', '.join(unknown)}; there are {', '.join(GROUPS)}\n")
        return 2
    version = sys.version.partition(" ")[0]
    sys.stdout.write(f"{datetime.now(UTC):%d %b %Y}, {os.cpu_count()} cores, Python {version}\n\n")
    sys.stdout.write(HEAD)
    for name in names or GROUPS:
        for row in GROUPS[name]():
            sys.stdout.write(line(row))
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
