"""The commands that open the dashboard."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from callbench.cli.completing import ListName
from callbench.cli.options import CommandError, home_option, lists_named, open_workbench
from callbench.cli.output import json_option, print_json
from callbench.domain.playbook import PlaybookError
from callbench.store.errors import StoreError

if TYPE_CHECKING:
    from callbench.tui.app import FirstScreen
    from callbench.tui.context import Context


def open_dashboard(home: Path | None) -> int:
    """Open the start screen.

    Returns:
        The exit status.
    """
    from callbench.tui.start.screen import StartScreen

    return _run(_context(home), StartScreen)


def open_agenda(home: Path | None) -> int:
    """Open the agenda, with the start screen behind it.

    Returns:
        The exit status.
    """
    from callbench.tui.start.screen import StartScreen

    return _run(_context(home), lambda context: StartScreen(context, agenda=True))


@click.command(name="sample")
def sample_command() -> None:
    """Straight into a calling block on invented data; nothing of yours is touched."""
    _require_terminal()
    from callbench.tui.block.opening import new_block, sample_context

    try:
        context = sample_context()
    except StoreError as error:
        raise CommandError(str(error)) from error
    sys.exit(_run(context, new_block))


@click.command(name="block")
@click.option(
    "--list",
    "names",
    multiple=True,
    type=ListName(),
    help="Call only this list; may be repeated.",
)
@click.option("--target", type=click.IntRange(1, 1000), help="How many calls to make.")
@home_option
def block_command(names: tuple[str, ...], target: int | None, home: Path | None) -> None:
    """Straight into a calling block on all lists, or on those named, be it by their titles."""
    context = _context(home)
    from callbench.tui.block.opening import block_on

    sys.exit(_run(context, block_on(lists_named(context.workbench, names), target)))


@click.command(name="review")
@click.argument("query", default="")
@json_option
@home_option
def review_command(query: str, as_json: bool, home: Path | None) -> None:
    """Look back: past sessions, their calls and notes; with QUERY, what is found for it."""
    if as_json:
        from callbench.cli import records

        archive, _ = records.open_archive(home)
        if query:
            print_json([records.hit_json(hit) for hit in archive.search(query)])
        else:
            print_json([records.session_json(line) for line in archive.sessions])
        return
    context = _context(home)
    from callbench.tui.review.screen import ReviewScreen

    sys.exit(_run(context, lambda bench: ReviewScreen(bench, query)))


def _context(home: Path | None) -> Context:
    _require_terminal()
    workbench = open_workbench(home)
    from callbench.tui.context import open_context
    from callbench.tui.keymap import check_keys

    try:
        context = open_context(workbench)
        check_keys(workbench, context.config)
        return context
    except (StoreError, PlaybookError) as error:
        raise CommandError(str(error)) from error


def _run(context: Context, first: FirstScreen) -> int:
    from callbench.tui.app import run

    try:
        return run(context, first)
    except StoreError as error:
        raise CommandError(str(error)) from error


def _require_terminal() -> None:
    """Refuse to draw a screen into a file.

    Raises:
        CommandError: standard input or output is no terminal.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CommandError("the dashboard needs a terminal; try `callbench --help`")
    if not sys.stderr.isatty():
        # Textual draws on standard error where that is what it is given.
        raise CommandError("standard error is redirected; the dashboard needs it on the terminal")
