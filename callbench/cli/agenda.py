"""The command that shows what is promised: the screen, or the data instead."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from callbench.cli.index import progress_bar
from callbench.cli.options import (
    CommandError,
    home_option,
    open_workbench,
    workbench_unopened,
)
from callbench.cli.output import print_plain
from callbench.domain.playbook import PlaybookError
from callbench.exchange.agenda import ReadAgenda, read_agenda
from callbench.exchange.agenda_export import as_json, as_text, exported
from callbench.store.errors import StoreError


@click.command(name="agenda")
@click.option("--json", "as_data", is_flag=True, help="Print JSON instead of opening the screen.")
@home_option
def agenda_command(as_data: bool, home: Path | None) -> None:
    """What is promised: due, overdue and coming; problems heard; who was let go.

    Where the output is no terminal, the agenda is printed as text.
    """
    if not as_data and _open_screen(home):
        return
    read = agenda_at(home, datetime.now(UTC))
    print_plain(as_json(read) if as_data else as_text(read), newline=False)


def agenda_at(home: Path | None, now: datetime) -> ReadAgenda:
    """The agenda of a workbench; files that can't be read are named on standard error.

    Raises:
        CommandError: settings, playbook or do-not-call file can't be used.
    """
    workbench = open_workbench(home)
    try:
        with progress_bar() as progress:
            read = read_agenda(workbench, now, follow=progress)
    except (StoreError, PlaybookError) as error:
        raise CommandError(str(error)) from error
    for problem in read.errors:
        click.echo(f"callbench: {problem}", err=True)
    return read


def agenda_export(home: Path | None, form: str, now: datetime | None = None) -> bytes:
    """What ``export agenda --format FORM`` writes.

    Raises:
        CommandError: settings, playbook or do-not-call file can't be used.
    """
    return exported(agenda_at(home, now or datetime.now(UTC)), form)


def _open_screen(home: Path | None) -> bool:
    """Open the agenda screen; whether there is a terminal to draw it on."""
    if not (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()):
        return False
    from callbench.cli import dashboard, screens

    with dashboard.refused():
        sys.exit(screens.open_agenda(workbench_unopened(home).root))
