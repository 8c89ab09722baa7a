"""The command that takes lead files, and takes them back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from callbench.cli.completing import ListName
from callbench.cli.options import CommandError, home_option, open_workbench
from callbench.cli.output import print_json, print_line
from callbench.domain.countries import country_code
from callbench.domain.country_names import name_like, named_and_coded
from callbench.domain.text import counted, one_line
from callbench.exchange.leads import telling
from callbench.exchange.leads.errors import LeadFileError
from callbench.exchange.leads.importer import LeadImport, read_opened
from callbench.exchange.leads.opening import open_leads
from callbench.exchange.leads.people import IN_THE_LIST
from callbench.exchange.leads.taking import Taken, existing_list, take, undo_last
from callbench.exchange.leads.vocabulary import FIELDS
from callbench.store.config import load
from callbench.store.errors import StoreError
from callbench.store.lists import slug_of
from callbench.store.workbench import Workbench

_FIRST = 5
"""How many merged and rejected rows are named on the screen."""
_MOST_IN_JSON = 1000


def _region(_ctx: click.Context, _param: click.Parameter, text: str | None) -> str | None:
    """The country code of ``--region``, which may be a name.

    Raises:
        click.BadParameter: no country has that name.
    """
    code = country_code(text) if text else text
    if text and not code:
        near = name_like(text)
        hint = f"did you mean {near}?" if near else "Germany, Deutschland and DE are one"
        raise click.BadParameter(f'"{one_line(text)}" is no country; {hint}')
    return code


def _overrides(
    _ctx: click.Context, _param: click.Parameter, texts: tuple[str, ...]
) -> dict[str, str]:
    """Field → column of every ``--map``.

    Raises:
        click.BadParameter: one isn't FIELD=COLUMN, or names no field.
    """
    found: dict[str, str] = {}
    for text in texts:
        field, sign, column = text.partition("=")
        field = field.strip().lower().replace("-", "_").replace(" ", "_")
        if not sign or not column.strip():
            raise click.BadParameter(f'"{one_line(text)}" is not FIELD=COLUMN')
        if field not in FIELDS:
            raise click.BadParameter(f'no field "{one_line(field)}"; {", ".join(FIELDS)}')
        found[field] = column
    return found


@click.command(name="import")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option(
    "--list",
    "title",
    type=ListName(),
    help="The list to take them into.  [default: the file's name]",
)
@click.option(
    "--region",
    callback=_region,
    help="Country of numbers without a prefix: GB, Germany, España.  [default: your settings']",
)
@click.option("--dry-run", is_flag=True, help="Say what would be taken, and take nothing.")
@click.option(
    "--map",
    "overrides",
    multiple=True,
    callback=_overrides,
    metavar="FIELD=COLUMN",
    help="What a column holds, where it isn't recognised; may be repeated.",
)
@click.option("--undo", is_flag=True, help="Take back the last import.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@home_option
def import_command(
    file: Path | None,
    title: str | None,
    region: str | None,
    dry_run: bool,
    overrides: Mapping[str, str],
    undo: bool,
    as_json: bool,
    home: Path | None,
) -> None:
    """Take the leads of FILE: CSV as CRMs and spreadsheets write it, vCards, JSON, a workbook.

    Nothing has to be prepared: encoding, delimiter, header and columns are found. Importing a
    newer export of the same list updates it.
    """
    if undo == (file is not None):
        raise click.UsageError("name a FILE, or --undo to take back the last import")
    workbench = open_workbench(home)
    try:
        if file is None:
            _undo(workbench, as_json)
        else:
            title = one_line(title or file.stem) or "list"
            _import(workbench, file, title, region, dry_run, overrides, as_json)
    except (LeadFileError, StoreError) as error:
        raise CommandError(str(error)) from error


def _import(
    workbench: Workbench,
    file: Path,
    title: str,
    region: str | None,
    dry_run: bool,
    overrides: Mapping[str, str],
    as_json: bool,
) -> None:
    region = load(workbench).region if region is None else region
    leads, known = _read(workbench, file, title, region, overrides)
    taken = Taken(slug_of(title), None)
    if not dry_run:
        taken = take(workbench, leads, title, region=region, now=datetime.now(UTC))
    if as_json:
        print_json(_as_json(leads, taken, dry_run, region))
        return
    for line in _summary(leads, taken, dry_run, known, region):
        print_line(line)


def _read(
    workbench: Workbench, file: Path, title: str, region: str, overrides: Mapping[str, str]
) -> tuple[LeadImport, int]:
    """The file against its list, and how many the list has; of a long one nothing else is kept."""
    opened = open_leads(file)  # Before the list: what a workbook takes meanwhile is free again.
    known = existing_list(workbench, title)
    existing = known.prospects if known else ()
    leads = read_opened(opened, region=region, existing=existing, overrides=overrides)
    return leads, len(existing)


def _undo(workbench: Workbench, as_json: bool) -> None:
    undone = undo_last(workbench)
    if as_json:
        shape = {"list": undone.slug, "removed": undone.removed, "restored": undone.restored}
        print_json(shape)
        return
    print_line(
        f"Took back the import of {one_line(undone.source)} into {undone.slug}:"
        f" {counted(undone.removed, 'prospect')} taken out,"
        f" {undone.restored:,} put back as they were."
    )


def _as_json(leads: LeadImport, taken: Taken, dry_run: bool, region: str) -> dict[str, Any]:
    """What ``--json`` prints; the keys are a promise."""
    return {
        "list": taken.slug,
        "format": leads.format,
        "mapping": leads.mapping,
        "read": leads.read,
        "taken": leads.taken,
        "merged": len(leads.merged),
        "needs_number": leads.needs_number,
        "rejected": len(leads.rejected),
        "updated": len(leads.updated),
        "dry_run": dry_run,
        "encoding": leads.encoding,
        "delimiter": leads.delimiter,
        "header_line": leads.header_line,
        "region": region,
        "headers": leads.headers,
        "rejected_file": str(taken.rejected) if taken.rejected else None,
        "rejected_rows": [
            {"line": row.line, "reason": row.reason} for row in leads.rejected[:_MOST_IN_JSON]
        ],
        "merged_rows": [
            {"line": row.line, "into": row.into, "why": row.why}
            for row in leads.merged[:_MOST_IN_JSON]
        ],
        "warnings": leads.warnings,
    }


def _summary(
    leads: LeadImport, taken: Taken, dry_run: bool, known: int, region: str
) -> Iterator[str]:
    """What a rep wants to know: was it understood, do the figures add up, what now."""
    yield from _recognised(leads)
    if region:
        yield f"  numbers without a prefix are read as of {named_and_coded(region)}"
    yield ""
    yield (
        f"{counted(leads.read, 'row')} read: {leads.taken:,} taken, {len(leads.merged):,} merged,"
        f" {len(leads.rejected):,} rejected"
    )
    if leads.needs_number:
        yield f"  {leads.needs_number:,} of those taken need a number before they can be called"
    yield from _merged(leads)
    yield from _rejected(leads, taken)
    yield from (f"  note: {one_line(warning)}" for warning in leads.warnings)
    yield ""
    if dry_run:
        yield "Nothing was taken (--dry-run). A column can be named with --map FIELD=COLUMN."
    elif not leads.prospects and not leads.updated:
        yield f"The list {taken.slug} is as it was: nothing in the file is new."
    else:
        yield f"The list {taken.slug} has {counted(known + leads.taken, 'prospect')} now."
        yield f"Next: callbench block --list {taken.slug}   (callbench import --undo takes it back)"


def _recognised(leads: LeadImport) -> Iterator[str]:
    """How the file was read, and which column is what."""
    yield f"{leads.source}: {', '.join(telling.how_read(leads))}"
    if why := telling.why_so(leads):
        yield f"  ({why})"
    width = max(map(len, leads.mapping), default=0)
    for field, column in leads.mapping.items():
        yield f"  {field:<{width}}  {one_line(column)}"
    if order := telling.called_first(leads):
        yield f"  {order}"
    if leads.unmapped:
        shown = ", ".join(map(one_line, leads.unmapped[:8]))
        more = f" and {len(leads.unmapped) - 8} more" if len(leads.unmapped) > 8 else ""
        yield f"  kept beside: {shown}{more}"


def _merged(leads: LeadImport) -> Iterator[str]:
    listed = sum(row.why.startswith(IN_THE_LIST) for row in leads.merged)
    if listed:
        yield f"  {listed:,} of the merged are in the list already; {len(leads.updated):,} changed"
    rows = [row for row in leads.merged if not row.why.startswith(IN_THE_LIST)]
    for row in rows[:_FIRST]:
        yield f"  merged: line {row.line} into {one_line(row.into)} ({row.why})"
    if len(rows) > _FIRST:
        yield f"  … and {len(rows) - _FIRST:,} more"


def _rejected(leads: LeadImport, taken: Taken) -> Iterator[str]:
    for row in leads.rejected[:_FIRST]:
        yield f"  rejected: line {row.line}: {row.reason}"
    if len(leads.rejected) > _FIRST:
        yield f"  … and {len(leads.rejected) - _FIRST:,} more"
    if taken.rejected:
        yield f"  all rejected rows are in {one_line(str(taken.rejected))}"
