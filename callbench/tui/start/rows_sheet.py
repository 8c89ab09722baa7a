"""Every row of a lead file that makes no prospect of its own: merged, or rejected, and why."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from callbench.domain.text import one_line
from callbench.exchange.leads.importer import LeadImport
from callbench.tui.commands import Command
from callbench.tui.keybar import KeyBar
from callbench.tui.line_list import Cell, LineList
from callbench.tui.screens import CommandModal

Row = tuple[int, str, str]
"""The line in the file, what became of it, and why."""


class RowsSheet(CommandModal[None]):
    """The rows in the order of the file."""

    DECLARED = (
        Command("down", "j,down", "Down", "Next row", "step:1", bar=False),
        Command("up", "k,up", "Up", "Row before", "step:-1", bar=False),
        Command("page-down", "pagedown,space", "Page down", "Ten rows down", "step:10"),
        Command("page-up", "pageup", "Page up", "Ten rows up", "step:-10", bar=False),
        Command("top", "home", "First", "The first row", "step:-1000000", bar=False),
        Command("bottom", "end", "Last", "The last row", "step:1000000", bar=False),
        Command("close", "escape,q,f5", "Back", "Back to the import"),
        Command("keys", "question_mark,f10", "Keys", "Show every key"),
    )
    KEYS_TITLE = "Keys of the rows"

    DEFAULT_CSS = """
    RowsSheet LineList {
        border: round $border; border-title-color: $foreground; background: $surface;
    }
    """

    def __init__(self, leads: LeadImport) -> None:
        """Show the rows of a file that was read."""
        super().__init__()
        self._rows = rows_of(leads)
        self._title = f"{len(leads.merged):,} merged · {len(leads.rejected):,} rejected"
        self._list: LineList[Row] = LineList(_paint, id="rows")

    def compose(self) -> ComposeResult:
        """The list."""
        with Vertical():
            yield self._list
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin at the top."""
        self._list.border_title = Content(self._title)
        self._list.show(self._rows or [(0, "", "every row is a prospect of its own")])
        self.set_focus(self._list)
        self.refresh_keys()

    def action_step(self, rows: str) -> None:
        """Select another row."""
        self._list.move(int(rows))

    def action_close(self) -> None:
        """Back to the import."""
        self.dismiss(None)


def rows_of(leads: LeadImport) -> list[Row]:
    """The rows that were merged or rejected, by their lines."""
    merged = [(row.line, "merged", f"into {row.into}: {row.why}") for row in leads.merged]
    rejected = [
        (row.line, "rejected", f"{row.reason}: {one_line(row.text[:200])}")
        for row in leads.rejected
    ]
    return sorted([*merged, *rejected])


def _paint(row: Row, _width: int) -> list[Cell]:
    line, what, why = row
    place = f"line {line:<7,} " if line else ""
    return [
        (place, "muted"),
        (f"{what:<10}" if what else "", "missed" if what == "rejected" else "accent"),
        (one_line(why), ""),
    ]
