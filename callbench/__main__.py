"""``python -m callbench`` and the ``callbench`` script."""

from __future__ import annotations


def main() -> None:
    """Run the command line; its own exit status ends the process."""
    from callbench.cli.main import main as command_line

    command_line(prog_name="callbench")


if __name__ == "__main__":
    main()
