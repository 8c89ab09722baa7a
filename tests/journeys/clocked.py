"""callbench at a moment that stands in a file.

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


def main() -> int:
    """Open a block on the workbench that is named first, at what the file named second says."""
    home, file = (Path(name) for name in sys.argv[1:])
    context = open_context(
        Workbench.open(home), clock=lambda: datetime.fromisoformat(file.read_text().strip())
    )
    return run(context, new_block)
