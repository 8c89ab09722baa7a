"""What is known of the selected line of the agenda."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo

from textual.content import Content

from callbench.domain.addenda import said
from callbench.domain.agenda import Problem, Promise, overlaps
from callbench.domain.agreement import both_clocks
from callbench.domain.phone import display
from callbench.domain.records import Addendum
from callbench.domain.when import distance, spoken
from callbench.domain.when.speak import short_day
from callbench.tui.agenda.rows import AgendaRow


def details(row: AgendaRow | None, now: datetime, zone: tzinfo) -> Content:
    """The lines about it, what matters most first, since there may be room for a few only."""
    if row is None or row.item is None:
        return Content("")
    return Content("\n").join(_lines(row, now, zone))


def _lines(row: AgendaRow, now: datetime, zone: tzinfo) -> Iterator[Content]:
    item = row.item
    assert item is not None
    prospect = item.prospect
    who = " · ".join(part for part in (prospect.name, prospect.company) if part)
    number = f"  {display(prospect.phone)}" if prospect.phone else ""
    yield Content.assemble((who, "bold"), number)
    if isinstance(item, Promise):
        yield from _promise(item, row.clash, now, zone)
    elif isinstance(item, Problem):
        heard = short_day(item.heard_at.astimezone(zone))
        yield Content.assemble(("they mentioned  ", "$accent"), f"“{item.words}”")
        yield Content(f"heard on {heard}, nothing sent since")
    else:
        yield Content(f"{row.about} so far")


def _promise(
    promise: Promise, clash: Promise | None, now: datetime, zone: tzinfo
) -> Iterator[Content]:
    step = promise.step
    away = distance(step.starts_at.astimezone(zone), now)
    yield Content.assemble((both_clocks(step, str(zone)), "bold"), f"  {away}")
    if clash is not None:
        yield Content.styled(f"! {overlaps(clash, zone)}", "$warning")
    if step.reason:
        yield Content.assemble(("why  ", "$accent"), step.reason)
    agreed = "agreed by both" if step.agreed else "promised by us"
    made = short_day(promise.made_at.astimezone(zone))
    yield Content.styled(f"{step.channel}, {step.minutes} min, {agreed} on {made}", "$text-muted")
    for move in reversed(promise.moves):
        before = move.before.starts_at
        missed = ", after it was missed" if before in promise.missed_times else ""
        reason = f": {move.reason}" if move.reason else ""
        yield Content(f"moved from {spoken(before.astimezone(zone))}{missed}{reason}")


def owed_line(entry: Addendum, zone: tzinfo) -> Content:
    """What was done about it and is not on disk yet."""
    what = said(entry.kind)
    if entry.next_step is not None:
        what = f"{what} to {both_clocks(entry.next_step, str(zone))}"
    text = f": {entry.text}" if entry.text else ""
    return Content.assemble(("not on disk yet  ", "$error"), f"{what}{text}")
