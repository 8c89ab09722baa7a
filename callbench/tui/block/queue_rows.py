"""How a prospect looks in a line of the queue. Pure: no widget is touched."""

from __future__ import annotations

from datetime import date, tzinfo

from rich.cells import cell_len

from callbench.domain.queue import Group, QueueRow
from callbench.domain.when.speak import near_day
from callbench.tui.line_list import Cell, cut

COMPANY_FROM = 50
"""Width from which a row has room for the company as well."""

NAME_WIDTH = 24
"""Cells for sign, time and name where the company stands behind them."""


IN_ANOTHER = "another window"
"""What stands behind somebody whom another instance has on the line."""


class QueueRows:
    """Draws rows for one rep, on one day."""

    def __init__(self, zone: tzinfo) -> None:
        """Show times in the rep's `zone`."""
        self._zone = zone
        self.today = date.min
        """The day it is there; when hours begin is shown as from this day."""
        self.on_call = ""
        """Id of the prospect who is being spoken to, or ""."""
        self.elsewhere: frozenset[str] = frozenset()
        """Ids of those whom another instance has on the line."""
        self.selected = ""
        """Id of the selected prospect, whose line is marked for those who see no colours."""

    def cells(self, row: QueueRow, width: int) -> list[Cell]:
        """A sign, the name, and at the right why they are here."""
        on_call = row.prospect.id == self.on_call
        elsewhere = not on_call and row.prospect.id in self.elsewhere
        label = "on the line" if on_call else IN_ANOTHER if elsewhere else self._label(row)
        name = f"{self._sign(row, on_call)} {self._time(row)}{_who(row)}"
        if width >= COMPANY_FROM and row.prospect.name and row.prospect.company:
            name = f"{cut(name, NAME_WIDTH)} {row.prospect.company}"
        room = max(width - cell_len(label) - 1, 6)
        main, side = ("dim", "dim") if elsewhere else _styles(row, on_call)
        return [(f"{cut(name, room)} ", main), (label, side)]

    def _sign(self, row: QueueRow, on_call: bool) -> str:
        """A sign that says without colour what the row's colour says."""
        if on_call:
            return "☎"
        if row.group is Group.MISSED:
            return "!"
        if row.group is Group.PROMISED:
            return "●"
        if row.prospect.id == self.selected:
            return "▸"
        return " " if row.callable_now else "·"

    def _label(self, row: QueueRow) -> str:
        """Why they are here; for somebody outside their hours, when those begin."""
        if row.group is Group.MISSED:
            return f"{row.label} {self._other_day(row)}".rstrip()
        if row.group in {Group.PROMISED, Group.NO_NUMBER, Group.OUT}:
            return row.label
        if row.there.state == "unknown":
            return f"{row.label} · zone ?"
        if row.there.opens is not None:
            opens = row.there.opens.astimezone(self._zone)
            return f"opens {opens:%H:%M}" if opens.date() == self.today else f"{opens:%a %H:%M}"
        return row.label

    def _time(self, row: QueueRow) -> str:
        if row.kind != "promised" or row.due_at is None:
            return ""
        if row.group is Group.MISSED and self._other_day(row):
            return ""
        return f"{row.due_at.astimezone(self._zone):%H:%M} "

    def _other_day(self, row: QueueRow) -> str:
        """The day of a promised call that was another one; what time it was matters less then."""
        day = row.due_at.astimezone(self._zone).date() if row.due_at is not None else self.today
        return near_day(day, self.today)


def _who(row: QueueRow) -> str:
    return row.prospect.name or row.prospect.company or row.prospect.phone


def _styles(row: QueueRow, on_call: bool) -> tuple[str, str]:
    """The styles of the name and of why they are here."""
    if on_call:
        return "strong", "strong"
    if row.group is Group.PROMISED:
        return "alarm", "alarm"
    if row.group is Group.MISSED:
        return ("missed" if row.callable_now else "dim"), "missed"
    return ("", "muted") if row.callable_now else ("dim", "dim")
