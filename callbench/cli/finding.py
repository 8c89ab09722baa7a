"""Searching the record for a command, and saying how what was typed was understood."""

from __future__ import annotations

import click

from callbench.cli.options import CommandError
from callbench.domain.search_line import parts
from callbench.domain.search_telling import conditions_of, told
from callbench.domain.text import one_line
from callbench.store.archive import Archive
from callbench.store.errors import StoreError
from callbench.store.hits import Hit, calls_counted


def found(archive: Archive, query: str) -> list[Hit]:
    """The calls that meet a query.

    On standard error stands what was taken for a date though it was written like words, and where
    nothing was found, by which conditions and what would be found with fewer.

    Raises:
        CommandError: the index, or the settings, can't be used.
    """
    try:
        now = archive.now()
        asked = parts(query, now)
        hits = archive.search(query, now=now)
        ways = [] if hits else archive.ways_out(query, now=now)
    except StoreError as error:
        raise CommandError(str(error)) from error
    if hits:
        for part in asked:
            if part.spoken and part.asks is not None:
                _say(f"“{part.typed}” is read as {told(part)}; in quotes it is words")
        return hits
    conditions = conditions_of(asked)
    what = "all of this: " if len(conditions) > 1 else ""
    _say(f"no call meets {what}{', '.join(conditions)}" if conditions else "nothing is asked for")
    for said, calls in ways:
        _say(f"{said}: {calls_counted(calls)}")
    return []


def _say(line: str) -> None:
    click.echo(f"callbench: {one_line(line)}", err=True)
