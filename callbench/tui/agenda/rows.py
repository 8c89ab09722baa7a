"""The agenda as lines: a heading for each part, then what is owed in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo

import msgspec

from callbench.domain.agenda import Agenda, Candidate, Problem, Promise
from callbench.domain.records import ProspectRef
from callbench.domain.when import distance

Item = Promise | Problem | Candidate

Cell = tuple[str, str]
"""A piece of a line and the name of its style."""


class AgendaRow(msgspec.Struct, frozen=True):
    """One line."""

    heading: str = ""
    """The part that begins here; such a line can't be acted on."""
    item: Item | None = None
    part: str = ""
    """What the line stands under: ``overdue``, ``today``, … """

    @property
    def prospect(self) -> ProspectRef | None:
        """Whom it is about."""
        return self.item.prospect if self.item is not None else None


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


def agenda_rows(agenda: Agenda) -> list[AgendaRow]:
    """Every line; parts with nothing in them are left out."""
    return list(_rows(agenda))


def _rows(agenda: Agenda) -> Iterator[AgendaRow]:
    for part, heading in PARTS:
        items: Iterable[Item] = getattr(agenda, part)
        found = [AgendaRow(item=item, part=part) for item in items]
        if found:
            yield AgendaRow(heading=f"{heading} · {len(found)}", part=part)
            yield from found


def paint(row: AgendaRow, now: datetime, zone: tzinfo) -> list[Cell]:
    """The pieces of a line."""
    item = row.item
    if item is None:
        return [(row.heading, "strong")]
    who = item.prospect.name or item.prospect.company or item.prospect.phone
    name = f"{who[:23]:<24}"
    if isinstance(item, Promise):
        at = item.step.starts_at.astimezone(zone)
        style = "accent" if item.state in {"due", "missed"} else ""
        when = f"  {at:%a} {at.day:>2} {at:%b %H:%M}  "
        return [(when, style), (name, style), (item.step.reason, "muted")]
    if isinstance(item, Problem):
        due = f"  {'overdue' if item.overdue else 'by'} {item.due:%a} {item.due.day} {item.due:%b}"
        style = "accent" if item.overdue else ""
        return [(f"{due:<20}", style), (name, style), (item.words, "muted")]
    since = item.since.astimezone(zone) if item.since is not None else None
    if since is None:
        when = ""
    elif since > now:
        when = f"  {distance(since, now)}"
    else:
        when = f"  since {since:%a} {since.day} {since:%b}"
    return [(f"{when:<20}", ""), (name, ""), (f"{item.attempts} attempts", "muted")]


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
