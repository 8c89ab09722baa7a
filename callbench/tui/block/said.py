"""What the bottom line says: what speaks against a call, and what has become of it."""

from __future__ import annotations

from datetime import date

from callbench.domain.agreement import both_clocks
from callbench.domain.hours import weekday_there
from callbench.domain.queue import Group, QueueRow
from callbench.domain.records import Call, Prospect
from callbench.domain.undo import TakenBack
from callbench.tui.block.desk import Desk

BETWEEN = " · "
"""What stands between two things that are said at once."""


def hours_warning(row: QueueRow, today: date) -> str:
    """Why this may be a bad moment to call; "" where it is a good one, or was agreed.

    `today` is the rep's.
    """
    if row.group is Group.PROMISED or row.there.state == "open":
        return ""
    if row.there.state == "unknown":
        return f"nobody knows what time it is for {row.prospect.name}"
    clock = f"{weekday_there(row.there, today)} {'–'.join(row.there.clocks)}".lstrip()
    place = f" in {row.there.place}" if row.there.place else " there"
    return f"it is {clock}{place}, outside their hours"


def doubt(row: QueueRow, today: date) -> str:
    """What speaks against calling them now, "" where nothing does; `today` is the rep's."""
    hours = hours_warning(row, today)
    if row.group is not Group.OUT:
        return hours
    return f"{row.prospect.name or row.prospect.phone}: {row.label}{hours and f' · {hours}'}"


def put_into_note(before: Call | None, call: Call) -> str:
    """What to say where the wrap-up has put words into the note; "" where it has not."""
    there = {*before.note.split("\n")} if before is not None else set()
    lines = [line for line in call.note.split("\n") if line and line not in there]
    if before is None or before.id != call.id or not lines:
        return ""
    more = f", and {len(lines) - 1} more" if len(lines) > 1 else ""
    return f"{BETWEEN}in the note now: {lines[0]}{more}"


def confirmed(desk: Desk, call: Call, kept: str = "") -> str:
    """What to say once a wrap-up is confirmed, and of what was `kept` in the note."""
    disposition = desk.context.playbook.disposition(call.disposition or "")
    how = disposition.label if disposition is not None else call.disposition
    step, zone = call.next_step, desk.context.config.zone
    booked = f", {both_clocks(step, zone)}" if step is not None else ""
    return f"{call.prospect.name}: {how}{booked}{kept} · u takes it back"


def taken_back(taken: TakenBack, desk: Desk) -> str:
    """What to say once something was taken back."""
    prospect = desk.prospect(taken.prospect)
    who = taken.call.prospect.name if taken.call is not None else ""
    name = prospect.name if prospect is not None else who
    match taken.what:
        case "dial":
            return f"taken back: {name} was not dialled"
        case "skip":
            return f"taken back: {name} is skipped no longer"
        case "outcome" if (call := desk.block.open_call) is not None and call.ended_at is None:
            return f"taken back: {name} is on the line again · n goes to the note"
    return f"taken back: {name}"


def known_already(desk: Desk, prospect: Prospect) -> str:
    """What to say of somebody who is on the list already, and of where they are on it."""
    row = desk.anybody(prospect.id)
    why = f": {row.label}" if row is not None and row.group is Group.OUT else ""
    return f"{prospect.name} is on the list already{why}"
