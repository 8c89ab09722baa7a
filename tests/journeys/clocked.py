"""callbench at a moment that stands in a file: ``clocked.py HOME FILE`` opens a block.

What the clock says is the only thing that differs from ``callbench block``.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from callbench.store.workbench import Workbench
from callbench.tui.app import run
from callbench.tui.block.opening import new_block
from callbench.tui.context import open_context


def main(home: str, clock: str) -> int:
    """Open a block on `home`; the time is what `clock` says whenever it is asked."""
    file = Path(clock)
    context = open_context(
        Workbench.open(Path(home)), clock=lambda: datetime.fromisoformat(file.read_text().strip())
    )
    return run(context, new_block)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
