"""Opening the dashboard on one of its screens.

Knows nothing of how a command line is read: `callbench.__main__` comes here straight where there
is nothing to read, and saves the start the parser.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from callbench.domain.playbook import PlaybookError
from callbench.domain.text import one_line
from callbench.store.errors import StoreError
from callbench.store.workbench import Workbench, default_home

if TYPE_CHECKING:
    from callbench.tui.app import FirstScreen
    from callbench.tui.context import Context

__all__ = [
    "REFUSALS",
    "NoTerminal",
    "error_line",
    "open_agenda",
    "open_block",
    "open_review",
    "open_sample",
    "open_start",
    "require_terminal",
]


class NoTerminal(Exception):
    """There is nothing to draw a screen on."""


REFUSALS = (NoTerminal, StoreError, PlaybookError)
"""Why a screen can't be opened: what each says is a line for a rep."""


def error_line(message: object) -> str:
    """How callbench says an error: one line, without anything that a terminal would obey."""
    return f"callbench: {one_line(str(message))}"


def open_start(home: Path | None = None) -> int:
    """Open the start screen on the workbench in `home`, or on the usual one.

    Returns:
        The exit status.
    """
    context = _context(home)
    from callbench.tui.start.screen import StartScreen

    return _run(context, StartScreen)


def open_agenda(home: Path | None = None) -> int:
    """Open the agenda, with the start screen behind it."""
    context = _context(home)
    from callbench.tui.start.screen import StartScreen

    return _run(context, lambda bench: StartScreen(bench, agenda=True))


def open_block(
    home: Path | None = None, names: Sequence[str] = (), target: int | None = None
) -> int:
    """Open a calling block on the lists of these slugs, or on all."""
    context = _context(home)
    from callbench.tui.block.opening import block_on

    return _run(context, block_on(names, target))


def open_review(home: Path | None = None, query: str = "") -> int:
    """Open the review, on what is found for `query` where there is one."""
    context = _context(home)
    from callbench.tui.review.screen import ReviewScreen

    return _run(context, lambda bench: ReviewScreen(bench, query))


def open_sample(home: Path | None = None) -> int:
    """Open a calling block on invented data: in an empty folder `home`, or a throw-away one."""
    require_terminal()
    from callbench.tui.block.opening import new_block, sample_context

    return _run(sample_context(root=home), new_block)


def require_terminal() -> None:
    """Refuse to draw a screen into a file.

    Raises:
        NoTerminal: one of the three standard streams is no terminal.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise NoTerminal("the dashboard needs a terminal; try `callbench --help`")
    if not sys.stderr.isatty():
        # Textual draws on standard error where that is what it is given.
        raise NoTerminal("standard error is redirected; the dashboard needs it on the terminal")


def _context(home: Path | None) -> Context:
    require_terminal()
    workbench = Workbench.open(home or default_home())
    from callbench.tui.context import open_context
    from callbench.tui.keymap import check_keys

    context = open_context(workbench)
    check_keys(workbench, context.config)
    return context


def _run(context: Context, first: FirstScreen) -> int:
    from callbench.tui.app import run

    return run(context, first)
