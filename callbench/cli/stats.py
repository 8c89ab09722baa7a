"""The command that prints the figures of all blocks, and draws them as text."""

from __future__ import annotations

import re
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from dateutil.relativedelta import relativedelta

from callbench.cli.completing import ListName
from callbench.cli.options import CommandError, home_option, lists_named, open_workbench
from callbench.cli.output import print_json, print_line
from callbench.domain.figures import Figures, collect
from callbench.domain.folding import fold
from callbench.domain.playbook import PlaybookError
from callbench.domain.search_dates import days_named
from callbench.domain.text import one_line
from callbench.exchange.charts import CHARTS, in_ascii, plain
from callbench.exchange.charts.values import as_plain
from callbench.store.archive import Archive
from callbench.store.config import load
from callbench.store.errors import StoreError
from callbench.store.lists import read_list
from callbench.store.playbook import load_playbook
from callbench.store.workbench import Workbench

WIDTH = 78
"""Cells of a chart: what every terminal has."""

_AGO = re.compile(r"(?:(\d{1,3})|an?) (day|week|month|year)s?(?: ago)?")
_DATES = "2026-03-01, 2026-03, march, monday, yesterday, 2 weeks ago"


@click.command(name="stats")
@click.option("--since", default="", metavar="DATE", help=f"The first day that counts: {_DATES}.")
@click.option(
    "--list", "name", type=ListName(), default="", help="Only calls to people on this list."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@home_option
def stats_command(since: str, name: str, as_json: bool, home: Path | None) -> None:
    """Figures of all blocks, with charts: when people answer, what came of it, what was kept."""
    workbench = open_workbench(home)
    slug = lists_named(workbench, [name])[0] if name else ""
    figures = figures_at(workbench, datetime.now(UTC), since=since, slug=slug)
    if as_json:
        print_json({"list": slug or None, **as_plain(figures)})
        return
    for line in _text(figures, slug):
        print_line(line if _prints(line) else in_ascii(line))


def figures_at(workbench: Workbench, now: datetime, *, since: str = "", slug: str = "") -> Figures:
    """The figures of a workbench; files that can't be read are named on standard error.

    Raises:
        CommandError: the day or the list is none, or a file that is needed can't be used.
    """
    try:
        now = now.astimezone(ZoneInfo(load(workbench).zone))
        playbook = load_playbook(workbench.playbook)
        first = first_day(since, now) if since.strip() else None
        people = _people(workbench, slug) if slug else None
        archive = Archive.open(workbench, playbook)
        sessions = ((line.session, archive.calls(line)) for line in archive.sessions)
        figures = collect(sessions, playbook, now, since=first, people=people)
    except (StoreError, PlaybookError) as error:
        raise CommandError(str(error)) from error
    for problem in archive.problems:
        click.echo(f"callbench: {problem}", err=True)
    return figures


def first_day(text: str, now: datetime) -> date:
    """The day that `text` names, or on which the stretch of time begins that it names.

    Args:
        text: What the search understands behind ``since:``, and ``2 weeks ago``.
        now: The moment, in the rep's zone.

    Raises:
        CommandError: it names none, or one that is still to come.
    """
    folded = fold(text)
    ago = _AGO.fullmatch(folded)
    if ago is not None:
        return _back(now.date(), int(ago[1] or 1), ago[2])
    days = days_named(folded, now)
    if days is None:
        raise CommandError(f'--since "{one_line(text)}" is no day; allowed: {_DATES}')
    if days[0] > now:
        raise CommandError(
            f'--since "{one_line(text)}" is {days[0].date()}, which is still to come'
        )
    return days[0].date()


def _back(today: date, number: int, unit: str) -> date:
    """The day so many days, weeks, months or years before."""
    lengths = {
        "day": relativedelta(days=number),
        "week": relativedelta(weeks=number),
        "month": relativedelta(months=number),
        "year": relativedelta(years=number),
    }
    return today - lengths[unit]


def _prints(line: str) -> bool:
    """Whether what is printed to can carry the signs of a chart."""
    try:
        line.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _people(workbench: Workbench, slug: str) -> set[str]:
    """The ids of everybody on a list."""
    return {prospect.id for prospect in read_list(workbench, slug).prospects}


def _text(figures: Figures, slug: str) -> list[str]:
    """Every chart under its title."""
    since = f" since {figures.since.isoformat()}" if figures.since is not None else ""
    of = f" of list {slug}" if slug else ""
    if not figures.stats.calls:
        return [f"No call{of}{since} yet: `callbench block` begins a block."]
    lines = [f"Figures{of}{since}", ""]
    for chart in CHARTS:
        rows = plain(chart.draw(figures, WIDTH))
        if chart is not CHARTS[0]:
            lines += ["", chart.title, ""]
        lines += rows or [chart.nothing]
    return lines
