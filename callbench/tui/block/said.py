"""What the bottom line says once the wrap-up has done something."""

from __future__ import annotations

from callbench.domain.agreement import both_clocks
from callbench.domain.records import Call
from callbench.tui.block.desk import Desk

BETWEEN = " · "
"""What stands between two things that are said at once."""


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
