"""What an import would do, as text to look at before it is done. Pure: no widget is touched."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import set_cell_size
from textual.content import Content

from callbench.domain.hours import city
from callbench.domain.phone import display
from callbench.domain.records import Prospect
from callbench.domain.text import counted, one_line
from callbench.exchange.leads.importer import LeadImport
from callbench.exchange.leads.people import IN_THE_LIST
from callbench.exchange.leads.taking import Undone
from callbench.exchange.leads.telling import called_first, how_read, why_so

ROWS = 6
"""How many prospects are shown as they will be."""

NAMED = 4
"""How many rejected and merged rows are named."""

UNDO = "taken back by U on the start screen, or callbench import --undo"

_NAME, _COMPANY, _PHONE = 20, 22, 19


def counts(leads: LeadImport, known: int) -> Content:
    """How many rows there are and what becomes of them; it adds up."""
    parts = [
        Content.assemble((f"{leads.taken:,}", "bold $success"), " new"),
        Content.assemble((f"{len(leads.merged):,}", "bold"), " merged"),
        _warned(len(leads.rejected), "rejected"),
    ]
    text = Content.assemble(
        (f"{counted(leads.read, 'row')}: ", "bold"),
        Content(" · ").join(parts),
        (f"\n{', '.join(how_read(leads))}", "$text-muted"),
        (f"\n{why}" if (why := why_so(leads)) else "", "$text-muted"),
    )
    if order := called_first(leads):
        text = Content.assemble(text, "\n", (order, "$warning"))
    if leads.needs_number:
        needs = f"{leads.needs_number:,} of the new need a number before they can be called"
        text = Content.assemble(text, "\n", (needs, "$warning"))
    if known:
        again = sum(row.why.startswith(IN_THE_LIST) for row in leads.merged)
        there = f"{again:,} are among the {known:,} of the list already"
        text = Content.assemble(text, "\n", (f"{there}, {len(leads.updated):,} change", "$accent"))
    return text


def first_look(sample: LeadImport, rows: int) -> Content:
    """How a long file was understood, while its rows are still being counted."""
    return Content.assemble(
        (f"reading on: {rows:,} rows so far", "bold $accent"),
        (f"\n{', '.join(how_read(sample))}", "$text-muted"),
        (f"\n{why}" if (why := why_so(sample)) else "", "$text-muted"),
    )


def first_rows(leads: LeadImport) -> Content:
    """The first prospects as they will be, then what could not be taken, merged, or is odd."""
    lines = [_heading("the first of them, as they will be"), few_rows(leads, ROWS)]
    for title, part in (
        ("rejected, kept in a file of their own", list(_rejected(leads))),
        ("merged", list(_merged(leads))),
        ("worth a look", [Content(one_line(warning)) for warning in leads.warnings]),
    ):
        if part:
            lines += [Content(""), _heading(title), *part]
    return Content("\n").join(lines)


def undoing(last: Undone) -> Content:
    """What taking back an import does, before it is done."""
    lines = [
        Content.assemble((one_line(last.source), "bold"), " went into ", (last.slug, "bold"), "."),
        Content(""),
        Content(f"{counted(last.removed, 'prospect')} that it added will leave the list."),
    ]
    if last.restored:
        lines.append(Content(f"{last.restored:,} that it changed will be as they were."))
    if last.whole:
        lines.append(Content.styled("Nobody else is on the list: it goes with them.", "$warning"))
    kept = "What you changed since stays, and so do calls that were made."
    return Content("\n").join([*lines, Content(""), Content.styled(kept, "$text-muted")])


def few_rows(leads: LeadImport, most: int) -> Content:
    """The first prospects as they will be, a line each."""
    shown = (leads.prospects[:most] + leads.updated[:most])[:most]
    if not shown:
        return Content.styled("nobody new, nobody changed", "$text-muted")
    return Content("\n").join(map(_prospect, shown))


def columns(leads: LeadImport) -> Content:
    """Which column is what."""
    lines = [_heading("which column is what")]
    names = {field: field.replace("_", " ") for field in leads.mapping}
    width = max(map(len, names.values()), default=0)
    for field, header in leads.mapping.items():
        name = names[field].ljust(width)
        lines.append(Content.assemble((name, "bold"), ("  ← ", "$text-muted"), header))
    if not leads.mapping:
        lines.append(Content.styled("no column was recognised", "$warning"))
    if leads.unmapped:
        kept = ", ".join(map(one_line, leads.unmapped))
        lines += [Content(""), _heading("kept beside, under their own names"), Content(kept)]
    lines += [Content(""), Content.styled(UNDO, "$text-muted")]
    return Content("\n").join(lines)


def outcome(leads: LeadImport, title: str) -> str:
    """What happened, in one line."""
    parts = [f"{leads.taken:,} new"]
    for number, what in (
        (len(leads.updated), "updated"),
        (leads.needs_number, "need a number"),
        (len(leads.rejected), "rejected"),
    ):
        if number:
            parts.append(f"{number:,} {what}")
    kept = ", kept in rejected/" if leads.rejected else ""
    return f"{title}: {', '.join(parts)}{kept}"


def _prospect(prospect: Prospect) -> Content:
    """A prospect in a line: name, company, number, and the zone that it gives."""
    phone = (set_cell_size("needs a number", _PHONE), "$warning")
    if prospect.phone:
        phone = (set_cell_size(display(prospect.phone), _PHONE), "$foreground")
    zones = (prospect.zone,) if prospect.zone else prospect.zones
    there = city(zones[0]) if len(zones) == 1 else "zone ?"
    return Content.assemble(
        (set_cell_size(prospect.name, _NAME), "bold"),
        " ",
        set_cell_size(prospect.company, _COMPANY),
        " ",
        phone,
        " ",
        (there, "$text-muted"),
    )


def _rejected(leads: LeadImport) -> Iterator[Content]:
    for row in leads.rejected[:NAMED]:
        yield Content.assemble((f"line {row.line}: ", "$text-muted"), row.reason)
    yield from _more(len(leads.rejected))


def _merged(leads: LeadImport) -> Iterator[Content]:
    """Rows of one person; those of the list are counted above."""
    rows = [row for row in leads.merged if not row.why.startswith(IN_THE_LIST)]
    for row in rows[:NAMED]:
        yield Content.assemble((f"line {row.line} ", "$text-muted"), f"into {row.into}: {row.why}")
    yield from _more(len(rows))


def _more(number: int) -> Iterator[Content]:
    if number > NAMED:
        yield Content.styled(f"… and {number - NAMED:,} more: F5 shows all", "$text-muted")


def _heading(text: str) -> Content:
    return Content.styled(text, "$accent")


def _warned(number: int, what: str) -> Content:
    return Content.assemble((f"{number:,}", "bold $warning" if number else "bold"), f" {what}")
