"""The commands that open the dashboard."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click

from callbench.cli import screens
from callbench.cli.completing import ListName
from callbench.cli.options import (
    CommandError,
    home_option,
    lists_named,
    open_workbench,
    workbench_unopened,
)
from callbench.cli.output import json_option, print_json
from callbench.cli.query import QueryCommand


@click.command(name="sample")
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    help="A new or empty folder to keep the sample in. [default: a throw-away one]",
)
@click.pass_obj
def sample_command(given: Mapping[str, Path | None] | None, home: Path | None) -> None:
    """Straight into a calling block on invented data; nothing of yours is touched."""
    with refused():
        sys.exit(screens.open_sample(home or (given or {}).get("home")))


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
    with refused():
        screens.require_terminal()
        workbench = open_workbench(home)
        sys.exit(screens.open_block(workbench.root, lists_named(workbench, names), target))


@click.command(name="review", cls=QueryCommand)
@click.argument("query", nargs=-1)
@json_option
@home_option
def review_command(query: tuple[str, ...], as_json: bool, home: Path | None) -> None:
    """Look back: past sessions, their calls and notes; with QUERY, what is found for it."""
    line = " ".join(query)
    if as_json:
        from callbench.cli import finding, records

        archive, _ = records.open_archive(home)
        if line.strip():
            hits = finding.found(archive, line)
            print_json([records.hit_json(hit) for hit in hits])
        else:
            print_json([records.session_json(line) for line in archive.sessions])
        return
    with refused():
        sys.exit(screens.open_review(workbench_unopened(home).root, line))


@contextmanager
def refused() -> Iterator[None]:
    """Say why a screen can't be opened as every command says its errors."""
    try:
        yield
    except screens.REFUSALS as error:
        raise CommandError(str(error)) from error
