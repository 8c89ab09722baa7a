"""What is known of the selected line of the agenda."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo

from textual.content import Content

from callbench.domain.addenda import said
from callbench.domain.agenda import Candidate, Problem, Promise
from callbench.domain.agreement import other_clock
from callbench.domain.phone import display
from callbench.domain.records import Addendum
from callbench.domain.when import distance, spoken
from callbench.tui.agenda.rows import AgendaRow


def details(row: AgendaRow | None, now: datetime, zone: tzinfo) -> Content:
    """The lines about it."""
    if row is None or row.item is None:
        return Content.styled("j and k move; what can be done stands below", "$text-muted")
    return Content("\n").join(_lines(row, now, zone))


def _lines(row: AgendaRow, now: datetime, zone: tzinfo) -> Iterator[Content]:
    item = row.item
    assert item is not None
    prospect = item.prospect
    who = " · ".join(part for part in (prospect.name, prospect.company) if part)
    yield Content.styled(who, "bold")
    if prospect.phone:
        yield Content(display(prospect.phone))
    yield Content("")
    if isinstance(item, Promise):
        yield from _promise(item, now, zone)
    elif isinstance(item, Problem):
        heard = item.heard_at.astimezone(zone)
        yield Content.assemble(("they mentioned  ", "$accent"), f"“{item.words}”")
        yield Content(f"heard on {heard:%a} {heard.day} {heard:%b}, nothing sent since")
    elif isinstance(item, Candidate):
        yield Content(f"{item.attempts} attempts so far")


def _promise(promise: Promise, now: datetime, zone: tzinfo) -> Iterator[Content]:
    step = promise.step
    at = step.starts_at.astimezone(zone)
    yield Content.assemble((spoken(at), "bold"), f"  {distance(at, now)}")
    if clock := other_clock(step.starts_at, str(zone), step.their_zone):
        yield Content(clock)
    agreed = "agreed by both" if step.agreed else "promised by us"
    yield Content.styled(f"{step.channel}, {step.minutes} min, {agreed}", "$text-muted")
    if step.reason:
        yield Content.assemble(("why  ", "$accent"), Content(step.reason))
    made = promise.made_at.astimezone(zone)
    yield Content.styled(f"said on {made:%a} {made.day} {made:%b}", "$text-muted")
    for move in promise.moves:
        before = move.before.starts_at.astimezone(zone)
        reason = f": {move.reason}" if move.reason else ""
        yield Content(f"moved from {spoken(before)}{reason}")


def owed_line(entry: Addendum, zone: tzinfo) -> Content:
    """What was done about it and is not on disk yet."""
    what = said(entry.kind)
    if entry.next_step is not None:
        what = f"{what} to {spoken(entry.next_step.starts_at.astimezone(zone))}"
    text = f": {entry.text}" if entry.text else ""
    return Content.assemble(("not on disk yet  ", "$error"), f"{what}{text}")
