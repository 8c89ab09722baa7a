"""The command that writes calls, prospects and the agenda for other programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType

import click
import msgspec

from callbench.cli.agenda import agenda_export
from callbench.cli.completing import ListName
from callbench.cli.options import CommandError, home_option, lists_named, open_workbench
from callbench.cli.output import print_plain
from callbench.domain.playbook import PlaybookError
from callbench.domain.text import one_line
from callbench.exchange.agenda_export import EXPORT_FORMATS
from callbench.exchange.export import calls, crm, prospects
from callbench.store.atomic import write_atomically
from callbench.store.errors import StoreError, unusable
from callbench.store.workbench import Workbench


class _Request(msgspec.Struct, frozen=True):
    """What is to be written."""

    home: Path | None
    form: str
    lists: tuple[str, ...]
    """Names of lists; none for all."""
    since: date | None


def _calls(request: _Request) -> bytes:
    workbench = open_workbench(request.home)
    log = calls.read_calls(workbench, _slugs(workbench, request.lists), request.since)
    _report(log.errors)
    if request.form in crm.SHAPES:
        return crm.as_crm(log, request.form).encode()
    return calls.FORMATS[request.form](log).encode()


def _prospects(request: _Request) -> bytes:
    workbench = open_workbench(request.home)
    read = prospects.read_prospects(workbench, _slugs(workbench, request.lists))
    _report(read.errors)
    return prospects.FORMATS[request.form](read.listed).encode()


def _agenda(request: _Request) -> bytes:
    return agenda_export(request.home, request.form)


class _Subject(msgspec.Struct, frozen=True):
    """One kind of thing that can be exported."""

    formats: tuple[str, ...]
    write: Callable[[_Request], bytes]
    narrowed_by: tuple[str, ...] = ()
    """The options that it takes of ``--list`` and ``--since``."""


_SUBJECTS: Mapping[str, _Subject] = MappingProxyType({
    "calls": _Subject((*calls.FORMATS, *crm.SHAPES), _calls, ("--list", "--since")),
    "prospects": _Subject(tuple(prospects.FORMATS), _prospects, ("--list",)),
    "agenda": _Subject(EXPORT_FORMATS, _agenda),
})


@click.command(name="export")
@click.argument("what", type=click.Choice(tuple(_SUBJECTS)))
@click.option(
    "--format",
    "form",
    default="csv",
    show_default=True,
    help="csv, json or markdown; for calls hubspot, salesforce or pipedrive, too; for the agenda"
    " ics.",
)
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Write to this file instead of standard output.",
)
@click.option("--force", is_flag=True, help="Overwrite the file of -o if there is one.")
@click.option(
    "--list",
    "lists",
    type=ListName(),
    multiple=True,
    help="Only prospects of this list; repeatable.",
)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Only calls of this day and later.",
)
@home_option
def export_command(
    what: str,
    form: str,
    output: Path | None,
    force: bool,
    lists: tuple[str, ...],
    since: datetime | None,
    home: Path | None,
) -> None:
    """Write calls, prospects or the agenda for other programs.

    Cells that a spreadsheet would run as formulas get an apostrophe before them.
    """
    subject = _SUBJECTS[what]
    _check_usage(what, subject, form, {"--list": bool(lists), "--since": since is not None})
    if output is not None and str(output) != "-":
        _check_free(output, force)
    request = _Request(home, form, lists, since.date() if since else None)
    try:
        data = subject.write(request)
        _put(output, data)
    except (StoreError, PlaybookError) as error:
        raise CommandError(str(error)) from error


def _check_usage(what: str, subject: _Subject, form: str, given: Mapping[str, bool]) -> None:
    """Refuse what doesn't fit together.

    Raises:
        click.UsageError: It doesn't.
    """
    if form not in subject.formats:
        known = ", ".join(subject.formats)
        raise click.UsageError(f'{what} have no format "{one_line(form)}"; there are: {known}')
    for option, is_given in given.items():
        if is_given and option not in subject.narrowed_by:
            raise click.UsageError(f"{option} doesn't apply to {what}")


def _slugs(workbench: Workbench, names: tuple[str, ...]) -> tuple[str, ...] | None:
    """The lists of these names; None for all."""
    return lists_named(workbench, names) if names else None


def _report(errors: tuple[StoreError, ...]) -> None:
    """Name files that could not be read; the rest is exported."""
    for error in errors:
        click.echo(f"callbench: {error}", err=True)


def _check_free(path: Path, force: bool) -> None:
    """Make sure that nothing is overwritten unasked.

    Raises:
        CommandError: There is something in the file's place, or it can't be looked at.
    """
    try:
        if path.is_symlink():
            raise CommandError(f"{path}: is a link, and is not written through")
        if not path.parent.is_dir():
            raise CommandError(f"{path.parent}: there is no such folder")
        if path.exists() and not (force and path.is_file()):
            hint = "; --force overwrites it" if path.is_file() else ""
            raise CommandError(f"{path}: exists already{hint}")
    except OSError as error:  # Such as a name that is too long.
        raise CommandError(str(unusable(path, error))) from error


def _put(output: Path | None, data: bytes) -> None:
    if output is None or str(output) == "-":
        print_plain(data, newline=False)
        return
    try:
        write_atomically(output, data)
    except OSError as error:
        raise unusable(output, error) from error
