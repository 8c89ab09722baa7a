"""The command that shows the playbook, and begins one's own."""

from __future__ import annotations

import os
from pathlib import Path

import click
import msgspec

from callbench.cli.options import CommandError, home_option, open_workbench
from callbench.cli.output import print_json, print_line
from callbench.domain.playbook import Playbook, PlaybookError
from callbench.exchange.playbook_sheet import sheet, starter
from callbench.store.errors import unusable
from callbench.store.playbook import default_text, load_playbook


@click.command(name="playbook")
@click.option("--init", "begin", is_flag=True, help="Write a playbook.toml to begin with.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@home_option
def playbook_command(begin: bool, as_json: bool, home: Path | None) -> None:
    """Show the playbook in force: how calls end, what is asked, when to try again, what to say.

    With --init, write what ships as a commented file of your own; one that is there stays.
    """
    if begin and as_json:
        raise click.UsageError("--init prints no JSON")
    path = open_workbench(home).playbook
    if begin:
        _begin(path)
        print_line(f"Wrote {path}: take the # off the lines that you want to change.")
        return
    playbook = _load(path)
    if as_json:
        print_json(msgspec.to_builtins(playbook))
        return
    source = f"yours, {path}" if path.exists() else "the one that ships (--init begins your own)"
    for line in sheet(playbook, source):
        print_line(line)


def _load(path: Path) -> Playbook:
    try:
        return load_playbook(path)
    except PlaybookError as error:
        raise CommandError(str(error)) from error


def _begin(path: Path) -> None:
    """Write the starter where there is nothing yet.

    Raises:
        CommandError: There is something, or it can't be written.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        descriptor = os.open(path, flags, 0o600)
    except FileExistsError as error:
        raise CommandError(f"{path}: exists already, and stays as it is") from error
    except OSError as error:
        raise CommandError(str(unusable(path, error))) from error
    with open(descriptor, "w", encoding="utf-8", newline="\n") as file:
        file.write(starter(default_text()))
