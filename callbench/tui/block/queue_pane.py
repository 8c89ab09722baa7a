"""The queue: who is next, and why.

A list of our own on Textual's Line API, since it draws only what is seen: ten thousand rows cost
what twenty do.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Input

from callbench.domain.queue import Group, QueueRow, matching

COMPANY_FROM = 50
"""Width from which a row has room for the company as well."""

NAME_WIDTH = 24
"""Cells for time and name where the company stands behind them."""


class QueueList(ScrollView, can_focus=True):
    """The rows, one of them selected."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "queue--cursor",
        "queue--promised",
        "queue--missed",
        "queue--closed",
        "queue--label",
        "queue--current",
    }

    DEFAULT_CSS = """
    QueueList { height: 1fr; scrollbar-size-vertical: 1; overflow-x: hidden; }
    QueueList .queue--cursor {
        background: $block-cursor-blurred-background; color: $block-cursor-blurred-foreground;
    }
    QueueList:focus .queue--cursor {
        background: $block-cursor-background; color: $block-cursor-foreground;
    }
    QueueList .queue--promised { color: $accent; text-style: bold; }
    QueueList .queue--missed { color: $error; text-style: bold; }
    QueueList .queue--closed { color: $text-disabled; }
    QueueList .queue--label { color: $text-muted; }
    QueueList .queue--current { text-style: bold; }
    """

    class Selected(Message):
        """Another row is selected."""

        def __init__(self, row: QueueRow | None) -> None:
            """The row, or None where the queue is empty."""
            super().__init__()
            self.row = row

    def __init__(self, zone: tzinfo) -> None:
        """Show times in the rep's `zone`."""
        super().__init__()
        self._zone = zone
        self._rows: Sequence[QueueRow] = ()
        self._cursor = 0
        self._on_call = ""
        self._today = date.min

    @property
    def row(self) -> QueueRow | None:
        """The selected row."""
        return self._rows[self._cursor] if self._cursor < len(self._rows) else None

    @property
    def cursor(self) -> int:
        """The number of the selected row, from 0."""
        return self._cursor

    def show(
        self, rows: Sequence[QueueRow], cursor: int, on_call: str = "", today: date | None = None
    ) -> None:
        """Show these rows with one selected; `on_call` is the id of who is being spoken to."""
        before = self.row
        self._today = today or self._today
        self._rows = rows
        self._on_call = on_call
        self._cursor = min(max(cursor, 0), max(len(rows) - 1, 0))
        self.virtual_size = Size(self.size.width, len(rows))
        self._scroll_to_cursor()
        self.refresh()
        if self.row is not before:
            self.post_message(self.Selected(self.row))

    def move(self, rows: int) -> None:
        """Select the row that many rows further down."""
        wanted = min(max(self._cursor + rows, 0), max(len(self._rows) - 1, 0))
        if wanted != self._cursor:
            old, self._cursor = self._cursor, wanted
            self._scroll_to_cursor()
            for line in (old, wanted):
                self.refresh_line(line - self.scroll_offset.y)
            self.post_message(self.Selected(self.row))

    def refresh_line(self, y: int) -> None:
        """Draw one visible line again."""
        if 0 <= y < self.size.height:
            self.refresh_lines(y, 1)

    def on_resize(self) -> None:
        """Keep the width of what is scrolled that of the pane."""
        self.virtual_size = Size(self.size.width, len(self._rows))
        self._scroll_to_cursor()

    def _scroll_to_cursor(self) -> None:
        height, top = self.size.height, self.scroll_offset.y
        if height and not top <= self._cursor < top + height:
            y = self._cursor if self._cursor < top else self._cursor - height + 1
            self.scroll_to(y=y, animate=False, immediate=True, force=True)

    def render_line(self, y: int) -> Strip:
        """One line of the pane, `y` from its top."""
        place = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if place >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        row = self._rows[place]
        selected = place == self._cursor
        return Strip(self._segments(row, width, selected), width)

    def _segments(self, row: QueueRow, width: int, selected: bool) -> list[Segment]:
        """The cells of a row: a sign, the name, and at the right why they are here."""
        on_call = row.prospect.id == self._on_call
        label = "on the line" if on_call else self._label(row)
        lead = f"{_sign(row, selected, on_call)} {self._time(row)}"
        room = max(width - cell_len(label) - 1, 6)
        name = lead + (row.prospect.name or row.prospect.company or row.prospect.phone)
        if width >= COMPANY_FROM and row.prospect.name and row.prospect.company:
            name = f"{_fitted(name, NAME_WIDTH)} {row.prospect.company}"
        main, side = self._styles(row, selected, on_call)
        text = f"{_fitted(name, room)} "
        label = _fitted(label, width - cell_len(text))
        return [Segment(text, main), Segment(label, side)]

    def _label(self, row: QueueRow) -> str:
        """Why they are here; for somebody outside their hours, when those begin."""
        if row.group in {Group.PROMISED, Group.MISSED, Group.NO_NUMBER}:
            return row.label
        if row.there.state == "unknown":
            return f"{row.label} · zone ?"
        if row.there.opens is not None:
            opens = row.there.opens.astimezone(self._zone)
            return f"opens {opens:%H:%M}" if opens.date() == self._today else f"{opens:%a %H:%M}"
        return row.label

    def _time(self, row: QueueRow) -> str:
        if row.kind != "promised" or row.due_at is None:
            return ""
        return f"{row.due_at.astimezone(self._zone):%H:%M} "

    def _styles(self, row: QueueRow, selected: bool, on_call: bool) -> tuple[Style, Style]:
        if selected:
            cursor = self.get_component_rich_style("queue--cursor")
            return cursor, cursor
        if row.group is Group.PROMISED:
            style = self.get_component_rich_style("queue--promised")
            return style, style
        if row.group is Group.MISSED:
            style = self.get_component_rich_style("queue--missed")
            return style, style
        if not row.callable_now:
            style = self.get_component_rich_style("queue--closed")
            return style, style
        main = self.get_component_rich_style("queue--current") if on_call else self.rich_style
        return main, self.get_component_rich_style("queue--label")


class QueuePane(Vertical):
    """The queue with its filter."""

    DEFAULT_CSS = """
    QueuePane {
        border: round $border-blurred; border-title-color: $text-muted;
        border-subtitle-color: $text-muted;
    }
    QueuePane:focus-within { border: round $border; border-title-color: $foreground; }
    QueuePane Input { display: none; }
    QueuePane.-filtering Input { display: block; }
    """

    class Entered(Message):
        """The filter was typed and Enter was pressed."""

    def __init__(self, zone: tzinfo) -> None:
        """Show times in the rep's `zone`."""
        super().__init__()
        self._list = QueueList(zone)
        self._rows: Sequence[QueueRow] = ()
        self._on_call = ""

    def compose(self) -> ComposeResult:
        """The rows, and under them the filter."""
        yield self._list
        yield Input(placeholder="name, company or why", select_on_focus=False)

    @property
    def row(self) -> QueueRow | None:
        """The selected row."""
        return self._list.row

    @property
    def cursor(self) -> int:
        """The number of the selected row among those shown."""
        return self._list.cursor

    @property
    def shown(self) -> list[QueueRow]:
        """The rows that match the filter."""
        return matching(self._rows, self.query_one(Input).value)

    def show(
        self,
        rows: Sequence[QueueRow],
        select: str = "",
        place: int = 0,
        on_call: str = "",
        now: datetime | None = None,
    ) -> None:
        """Show these rows, with the prospect `select` selected, else the row at `place`.

        Args:
            rows: First to call first.
            select: Id of a prospect, or "".
            place: The number of a row, from 0.
            on_call: Id of the prospect who is being spoken to, or "".
            now: In the rep's zone; when hours begin is shown as from here.
        """
        self._rows = rows
        self._on_call = on_call
        shown = self.shown
        found = (at for at, row in enumerate(shown) if row.prospect.id == select)
        today = now.date() if now is not None else None
        self._list.show(shown, next(found, place), on_call, today)
        count = len(rows)
        text = f"{len(shown)} of {count}" if len(shown) != count else str(count)
        self.border_title = f"Queue · {text}"

    def move(self, rows: int) -> None:
        """Select another row."""
        self._list.move(rows)

    def focus_rows(self) -> None:
        """Leave a text field; single keys act."""
        self.screen.set_focus(self._list)

    def open_filter(self) -> None:
        """Filter as the rep types."""
        self.add_class("-filtering")
        self.screen.set_focus(self.query_one(Input))

    def close_filter(self) -> None:
        """Show everybody again."""
        self.remove_class("-filtering")
        self.query_one(Input).value = ""

    @property
    def filtering(self) -> bool:
        """Whether a filter is open."""
        return self.has_class("-filtering")

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        selected = self.row.prospect.id if self.row is not None else ""
        self.show(self._rows, selected, 0, self._on_call)

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Entered())


def _sign(row: QueueRow, selected: bool, on_call: bool) -> str:
    """A sign that says without colour what the row's colour says."""
    if on_call:
        return "☎" if cell_len("☎") == 1 else "*"
    if row.group is Group.MISSED:
        return "!"
    if row.group is Group.PROMISED:
        return "●"
    if selected:
        return "▸"
    return " " if row.callable_now else "·"


def _fitted(text: str, width: int) -> str:
    """The text in exactly `width` cells, with an ellipsis where it was cut."""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(text, max(width - 1, 0)) + "…"[: max(width, 0)]
