"""The commands for whole lists: show them, rename them, put them away, bring them back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from callbench.cli.completing import ListName
from callbench.cli.options import CommandError, home_option, open_workbench
from callbench.cli.output import json_option, print_json, print_line
from callbench.store.errors import StoreError
from callbench.store.list_shelf import (
    archive_list,
    find_slug,
    read_archived,
    rename_list,
    restore_list,
)
from callbench.store.lists import ProspectList, read_lists
from callbench.store.workbench import Workbench

_LONGEST_TITLE = 40


@click.group(name="lists", invoke_without_command=True)
@json_option
@home_option
@click.pass_context
def lists_command(ctx: click.Context, as_json: bool, home: Path | None) -> None:
    """The lists and how many prospects are on each; those put away come last."""
    if home is not None:
        ctx.obj = {**(ctx.obj or {}), "home": home}
    if ctx.invoked_subcommand is not None:
        if as_json:
            raise click.UsageError("--json goes with `callbench lists` alone")
        return
    workbench = open_workbench(home)
    try:
        lists, problems = read_lists(workbench)
        archived, more = read_archived(workbench)
    except StoreError as error:
        raise CommandError(str(error)) from error
    for problem in (*problems, *more):
        click.echo(f"callbench: {problem}", err=True)
    entries = [*((entry, False) for entry in lists), *((entry, True) for entry in archived)]
    if as_json:
        print_json([_as_json(entry, away) for entry, away in entries])
        return
    for entry, away in entries:
        print_line(_line(entry, away))
    if not entries and not (problems or more):
        print_line("No list yet: `callbench import FILE` makes one.")


@lists_command.command(name="rename")
@click.argument("name", type=ListName())
@click.argument("title")
@home_option
def rename_command(name: str, title: str, home: Path | None) -> None:
    """Call the list NAME by another TITLE; its file is named after that."""
    workbench = open_workbench(home)
    try:
        slug = rename_list(workbench, find_slug(workbench, name), title)
    except StoreError as error:
        raise CommandError(str(error)) from error
    print_line(f"Renamed: callbench block --list {slug}")


@lists_command.command(name="archive")
@click.argument("names", nargs=-1, required=True, type=ListName())
@home_option
def archive_command(names: tuple[str, ...], home: Path | None) -> None:
    """Put lists away: nobody on them is called until they are brought back."""
    workbench = open_workbench(home)
    for name in names:
        _move(workbench, name, away=True)


@lists_command.command(name="restore")
@click.argument("names", nargs=-1, required=True)
@home_option
def restore_command(names: tuple[str, ...], home: Path | None) -> None:
    """Bring lists back that were put away."""
    workbench = open_workbench(home)
    for name in names:
        _move(workbench, name, away=False)


def _move(workbench: Workbench, name: str, *, away: bool) -> None:
    try:
        slug = find_slug(workbench, name, archived=not away)
        path = (archive_list if away else restore_list)(workbench, slug)
    except StoreError as error:
        raise CommandError(str(error)) from error
    print_line(f"{slug} is {'put away' if away else 'back'}: {path}")


def _line(entry: ProspectList, away: bool) -> str:
    title = entry.title if len(entry.title) <= _LONGEST_TITLE else f"{entry.title[:39]}…"
    count = len(entry.prospects)
    people = f"{count:>7,} prospect{'s' * (count != 1)}"
    return f"{entry.slug:<{_LONGEST_TITLE}}  {people:<17}  {'(put away)  ' * away}{title}"


def _as_json(entry: ProspectList, away: bool) -> dict[str, Any]:
    """What ``--json`` prints of a list; the keys are a promise."""
    return {
        "list": entry.slug,
        "title": entry.title,
        "archived": away,
        "prospects": len(entry.prospects),
        "needs_number": sum(not prospect.phone for prospect in entry.prospects),
        "do_not_call": sum(prospect.do_not_call for prospect in entry.prospects),
        "source": entry.source,
        "imported_at": entry.imported_at.isoformat(),
        "region": entry.region,
    }
