"""``python -m callbench`` and the ``callbench`` script."""

from __future__ import annotations

import gc


def main() -> None:
    """Run the command line; its own exit status ends the process."""
    # What is loaded at the start stays: looking for garbage in it is a tenth of the start.
    # `callbench.cli.main` and the dashboard turn it on again.
    gc.disable()
    from callbench.cli.main import main as command_line

    command_line(prog_name="callbench")


if __name__ == "__main__":
    main()
