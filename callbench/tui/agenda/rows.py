"""The agenda as lines: a heading for each part, then what is owed in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, tzinfo

import msgspec
from rich.cells import cell_len

from callbench.domain.agenda import Agenda, Candidate, Problem, Promise, clashes
from callbench.domain.agreement import other_clock
from callbench.domain.hours import city
from callbench.domain.records import ProspectRef
from callbench.domain.text import counted
from callbench.domain.when import distance
from callbench.domain.when.speak import short_day
from callbench.tui.line_list import Cell, cut

Item = Promise | Problem | Candidate

GAP = "  "
"""What stands between two columns, however full they are."""

ROOMY = 100
"""Cells from which on the prospect's clock has a column of its own."""

NARROWEST, WIDEST = 19, 32
"""Between these lies the most cells of a name, and of the prospect's clock: a fifth of a line."""


class AgendaRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line."""

    heading: str = ""
    """The part that begins here; such a line can't be acted on."""
    item: Item | None = None
    part: str = ""
    """What the line stands under: ``overdue``, ``today``, … """
    when: str = ""
    """The day, and for a promise the time on the rep's clock."""
    theirs: str = ""
    """The prospect's clock, where it shows another time."""
    about: str = ""
    """The reason, the problem or the attempts."""
    urgent: bool = False
    clash: Promise | None = None
    """What else is promised at the same time."""

    @property
    def prospect(self) -> ProspectRef | None:
        """Whom it is about."""
        return self.item.prospect if self.item is not None else None

    @property
    def who(self) -> str:
        """What they are called."""
        ref = self.prospect
        return (ref.name or ref.company or ref.phone) if ref is not None else ""


class Columns(msgspec.Struct, frozen=True):
    """The cells that the columns of some lines would take up; a reason has what they leave."""

    when: int = 0
    """Of the lines with a second clock."""
    theirs: int = 0
    day: int = 0
    """Of the lines without."""
    who: int = 0
    here: str = ""
    """What the rep's clock is labelled with beside another one."""


PARTS = (
    ("overdue", "Overdue: promised and not called"),
    ("today", "Today"),
    ("coming", "Coming"),
    ("problems", "Problems heard, nothing sent yet"),
    ("ready_step_back", "Ready for a step-back call: their decision is fine"),
    ("ready_break_up", "Ready for a break-up call: the last one"),
    ("ready_let_go", "Ready to let go: a good end"),
    ("let_go", "Let go"),
)


def agenda_rows(agenda: Agenda, now: datetime, zone: tzinfo) -> list[AgendaRow]:
    """Every line, on the rep's clock; parts with nothing in them are left out."""
    return list(_rows(agenda, now, zone))


def _rows(agenda: Agenda, now: datetime, zone: tzinfo) -> Iterator[AgendaRow]:
    clashing = clashes((*agenda.today, *agenda.coming))
    for part, heading in PARTS:
        items: Iterable[Item] = getattr(agenda, part)
        found = [_row(item, part, clashing, now, zone) for item in items]
        if found:
            clash = sum(row.clash is not None for row in found)
            overlap = f" · {clash} overlap{'s' * (clash == 1)}" if clash else ""
            yield AgendaRow(heading=f"{heading} · {len(found)}{overlap}", part=part)
            yield from found


def _row(
    item: Item, part: str, clashing: Mapping[str, Promise], now: datetime, zone: tzinfo
) -> AgendaRow:
    if isinstance(item, Promise):
        at = item.step.starts_at
        here = at.astimezone(zone)
        return AgendaRow(
            item=item,
            part=part,
            when=f"{_day(here, now)} {here:%H:%M}",
            theirs=other_clock(at, str(zone), item.step.their_zone),
            about=item.step.reason,
            urgent=item.state in {"due", "missed"},
            clash=clashing.get(item.call),
        )
    if isinstance(item, Problem):
        by = "overdue" if item.overdue else "by"
        when = f"{by} {short_day(item.due)}"
        return AgendaRow(item=item, part=part, when=when, about=item.words, urgent=item.overdue)
    about = counted(item.attempts, "attempt")
    since = item.since.astimezone(zone) if item.since is not None else None
    if since is None:
        when = ""
    elif since > now:
        when = distance(since, now)
    else:
        when = f"since {_day(since, now)}"
    return AgendaRow(item=item, part=part, when=when, about=about)


def _day(day: datetime, now: datetime) -> str:
    """``Tue  1 Dec`` in a column, with its year where it is not this one."""
    weekday, number, month = short_day(day).split()
    year = f" {day.year}" if day.year != now.year else ""
    return f"{weekday} {number:>2} {month}{year}"


def columns_of(rows: Iterable[AgendaRow], zone: tzinfo) -> Columns:
    """How wide the columns of these lines are; `zone` is the rep's."""
    when = theirs = day = who = 0
    for row in rows:
        if row.theirs:
            when, theirs = max(when, cell_len(row.when)), max(theirs, cell_len(row.theirs))
        else:
            day = max(day, cell_len(row.when))
        who = max(who, cell_len(row.who))
    return Columns(when, theirs, day, who, f" in {city(str(zone))}" if theirs else "")


def paint(row: AgendaRow, columns: Columns, width: int) -> list[Cell]:
    """The pieces of a line: a mark where two promises overlap, when, who, and about what."""
    if row.item is None:
        return [(row.heading, "strong")]
    roomy = width >= ROOMY
    mark = "! " if row.clash is not None else GAP
    most = min(max(width // 5, NARROWEST), WIDEST)
    name = cut(row.who, min(columns.who, most))
    when = _clocks(row, columns, most) if roomy else _clock(row, columns)
    # Without room for a column, their clock costs only those lines something that have one.
    theirs = f"{row.theirs}{GAP}" if not roomy and row.theirs else ""
    return [(mark, "missed"), *when, (GAP + name + GAP, ""), (theirs, ""), (row.about, "muted")]


def _clock(row: AgendaRow, columns: Columns) -> list[Cell]:
    """The day, and for a promise the time on the rep's clock."""
    return [(cut(row.when, max(columns.when, columns.day)), "accent" if row.urgent else "")]


def _clocks(row: AgendaRow, columns: Columns, most: int) -> list[Cell]:
    """The same, and in a column of its own the time on theirs."""
    when = columns.when + cell_len(columns.here)
    theirs = min(columns.theirs, most)
    both = max(columns.day, when + len(GAP) + theirs if theirs else 0)
    style = "accent" if row.urgent else ""
    if not row.theirs:
        return [(cut(row.when, both), style)]
    mine = cut(row.when + columns.here, when)
    return [(mine, style), (GAP, ""), (cut(row.theirs, both - when - len(GAP)), "")]


def place_of(row: AgendaRow | None, rows: Sequence[AgendaRow], otherwise: int) -> int:
    """Where the line about the same thing is among others, whatever has become of it."""
    about = _about(row)
    places = (at for at, other in enumerate(rows) if about and _about(other) == about)
    return next(places, otherwise)


def _about(row: AgendaRow | None) -> tuple[str, str, str] | None:
    """What tells a line from all others: its kind, its call, and the words of a problem."""
    if row is None or row.item is None:
        return None
    words = row.item.words if isinstance(row.item, Problem) else ""
    return type(row.item).__name__, row.item.call, words
