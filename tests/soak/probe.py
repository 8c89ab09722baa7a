"""How long the machine itself takes for a small write, again and again.

A key is promised to be on the disk within a second, and a machine that stands still for two seconds
can't keep that, whatever a program does. This says when it did, so that a late key can be told from
a fault.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

NOTED = 0.1
"""Seconds from which a write is noted down."""

EVERY = 0.05


class Probe:
    """A process that writes beside the one that is tried."""

    def __init__(self, folder: Path) -> None:
        """Write in `folder`."""
        self._log = folder / "stalls"
        self._log.touch()
        self._process = subprocess.Popen([sys.executable, __file__, str(folder)])

    def __enter__(self) -> Probe:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()

    def longest(self, since: float, until: float) -> float:
        """The longest that a write took which was going on between two monotonic instants."""
        stalls = (map(float, line.split()) for line in self._log.read_text().splitlines())
        return max(
            (took for end, took in stalls if end - took < until and end > since), default=0.0
        )


def _probe(folder: Path) -> None:
    beside, target = folder / "probe.tmp", folder / "probe"
    with (folder / "stalls").open("a", buffering=1) as log:
        while True:
            # The pause counts, too: a process that isn't given the processor saves nothing.
            start = time.monotonic()
            time.sleep(EVERY)
            with beside.open("wb") as file:
                file.write(bytes(8192))
                file.flush()
                os.fsync(file.fileno())
            beside.replace(target)
            took = time.monotonic() - start
            if took > NOTED:
                log.write(f"{start + took} {took}\n")


if __name__ == "__main__":
    _probe(Path(sys.argv[1]))
