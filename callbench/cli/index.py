"""The command that brings the index up to date, and the bar that shows how far it is."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from callbench.cli.options import CommandError, home_option, open_workbench
from callbench.cli.output import print_line
from callbench.domain.playbook import PlaybookError
from callbench.domain.text import counted
from callbench.store.errors import StoreError
from callbench.store.index import Followed, Index, Progress
from callbench.store.playbook import load_playbook

_WORTH_A_BAR = 200
"""Sessions that take long enough for somebody to wonder."""

_WAIT = 60.0
"""Seconds to wait for another callbench that is writing the index."""


@click.command(name="index")
@click.option("--rebuild", is_flag=True, help="Throw it away first, and read every session anew.")
@home_option
def index_command(rebuild: bool, home: Path | None) -> None:
    """Bring the index of all calls up to date, which search, agenda and review stand on.

    It is made from the session files and holds nothing else; it lies in the cache folder, and
    may be deleted at any time.
    """
    workbench = open_workbench(home)
    try:
        playbook = load_playbook(workbench.playbook)
        with Index.open(workbench, playbook) as index, progress_bar() as progress:
            followed = index.rebuild(progress) if rebuild else index.follow(progress, wait=_WAIT)
            sessions = 0 if followed.busy else len(index.sessions())
    except (StoreError, PlaybookError) as error:
        raise CommandError(str(error)) from error
    if followed.busy:
        raise CommandError(f"{index.path}: is in use by {followed.busy}")
    for problem in followed.problems:
        click.echo(f"callbench: {problem}", err=True)
    print_line(f"{counted(sessions, 'session')}, {_news(followed)}: {index.path}")


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar on standard error for what takes long, where that is a terminal; gone afterwards."""
    with ExitStack() as stack:
        shown: list[Progress] = []

        def progress(done: int, total: int) -> None:
            if not shown and total >= _WORTH_A_BAR and sys.stderr.isatty():
                shown.append(stack.enter_context(_bar(total)))
            for show in shown:
                show(done, total)

        yield progress


@contextmanager
def _bar(length: int) -> Iterator[Progress]:
    with click.progressbar(length=length, label="index", file=sys.stderr) as bar:
        yield lambda done, _total: bar.update(done - bar.pos)


def _news(followed: Followed) -> str:
    if not followed.changed and not followed.removed:
        return "nothing new"
    return f"{followed.changed} taken in, {followed.removed} removed"
