"""``python -m callbench`` and the ``callbench`` script."""

from __future__ import annotations

import gc
import os
import sys

COMPLETION = "_CALLBENCH_COMPLETE"
"""The variable by which a shell asks for completions, in place of arguments."""


def main() -> None:
    """Run the command line; its own exit status ends the process."""
    # What is loaded at the start stays: looking for garbage in it is a tenth of the start.
    # `callbench.cli.main` and the dashboard turn it on again.
    gc.disable()
    if len(sys.argv) <= 2 and COMPLETION not in os.environ:
        _open_screen(*sys.argv[1:])
    from callbench.cli.main import main as command_line

    command_line(prog_name="callbench")


def _open_screen(command: str = "") -> None:
    """Open a screen and end with it, where its name is the whole command line.

    The parser of command lines, which has nothing to do then, would be a thirtieth of the start.
    """
    if command not in {"", "block", "sample"}:
        return
    from callbench.cli import screens

    opening = {"": screens.open_start, "block": screens.open_block, "sample": screens.open_sample}
    try:
        sys.exit(opening[command]())
    except screens.REFUSALS as error:
        # A text as the status is written to standard error, and 1 is the status.
        sys.exit(screens.error_line(error))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
