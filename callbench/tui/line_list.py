"""A list of one-line rows of which only those in sight are drawn.

On Textual's Line API: ten thousand rows cost what twenty do. How a row looks is handed in as a
function, so that queue, agenda, sessions and hits share one widget.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, TypeVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

Row = TypeVar("Row")

Cell = tuple[str, str]
"""A piece of a row, and its style: ``muted``, ``strong``, ``accent``, ``hit``, ``alarm``,
``missed``, ``dim``, or "" for none."""

Paint = Callable[[Row, int], Sequence[Cell]]
"""Draws a row within a width in cells; what is too long is cut by the list."""

SCROLLBAR = 1
"""Cells that are left free at the right for a scrollbar, so that no row moves when it comes."""


class LineList(ScrollView, Generic[Row], can_focus=True):
    """Rows, one of them selected."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line--cursor",
        "line--text",
        "line--muted",
        "line--strong",
        "line--accent",
        "line--hit",
        "line--alarm",
        "line--missed",
        "line--dim",
    }

    DEFAULT_CSS = """
    LineList {
        height: 1fr; scrollbar-size-vertical: 1; scrollbar-gutter: stable; overflow-x: hidden;
    }
    LineList .line--cursor {
        background: $block-cursor-blurred-background; color: $block-cursor-blurred-foreground;
    }
    LineList:focus .line--cursor {
        background: $block-cursor-background; color: $block-cursor-foreground;
    }
    LineList .line--muted { color: $text-muted; }
    LineList .line--strong { text-style: bold; }
    LineList .line--accent { color: $accent; }
    LineList .line--alarm { color: $accent; text-style: bold; }
    LineList .line--missed { color: $error; text-style: bold; }
    LineList .line--dim { color: $text-disabled; }
    LineList .line--hit { color: $accent; text-style: bold underline; }
    """

    class Picked(Message):
        """Another row was selected with the mouse."""

        def __init__(self, where: str) -> None:
            """`where` is the id of the list."""
            super().__init__()
            self.where = where

    def __init__(self, paint: Paint[Row], *, id: str) -> None:  # noqa: A002 - Textual's name
        """Draw rows with `paint`."""
        super().__init__(id=id)
        self._paint = paint
        self._rows: Sequence[Row] = ()
        self._cursor = 0

    @property
    def rows(self) -> Sequence[Row]:
        """All rows."""
        return self._rows

    @property
    def row(self) -> Row | None:
        """The selected row."""
        return self._rows[self._cursor] if self._cursor < len(self._rows) else None

    @property
    def cursor(self) -> int:
        """The number of the selected row, from 0."""
        return self._cursor

    def show(self, rows: Sequence[Row], cursor: int = 0) -> None:
        """Show these rows with one selected; nobody is told."""
        self._rows = rows
        self._cursor = self._within(cursor)
        self.virtual_size = Size(self.size.width, len(rows))
        self._scroll_to_cursor()
        self.refresh()

    def move(self, rows: int) -> bool:
        """Select the row that many rows further down; answers whether it is another one."""
        return self._select(self._cursor + rows)

    def on_click(self, event: events.Click) -> None:
        """Select what was clicked."""
        place = event.y + self.scroll_offset.y
        if place < len(self._rows) and self._select(place):
            self.post_message(self.Picked(self.id or ""))

    def on_resize(self) -> None:
        """Keep the width of what is scrolled that of the pane."""
        self.virtual_size = Size(self.size.width, len(self._rows))
        self._scroll_to_cursor()

    def _select(self, place: int) -> bool:
        wanted = self._within(place)
        if wanted == self._cursor:
            return False
        old, self._cursor = self._cursor, wanted
        self._scroll_to_cursor()
        self.refresh_line(old)
        self.refresh_line(wanted)
        return True

    def _within(self, place: int) -> int:
        return min(max(place, 0), max(len(self._rows) - 1, 0))

    def _scroll_to_cursor(self) -> None:
        height, top = self.size.height, self.scroll_offset.y
        if height and not top <= self._cursor < top + height:
            y = self._cursor if self._cursor < top else self._cursor - height + 1
            self.scroll_to(y=y, animate=False, immediate=True, force=True)

    def render_line(self, y: int) -> Strip:
        """One line of the list, `y` from its top."""
        place = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if place >= len(self._rows):
            return Strip.blank(width, self.get_component_rich_style("line--text"))
        cells = fitted(self._paint(self._rows[place], width), width)
        selected = place == self._cursor
        return Strip([Segment(text, self._style(name, selected)) for text, name in cells], width)

    def _style(self, name: str, selected: bool) -> Style:
        """The style of a piece; in the selected row only its weight is kept, not its colour."""
        part = self.get_component_rich_style(f"line--{name}", partial=True) if name else Style()
        if not selected:
            # Its `rich_style` is the same, but worked out through all ancestors at each look.
            return self.get_component_rich_style("line--text") + part
        cursor = self.get_component_rich_style("line--cursor")
        return cursor + Style(bold=part.bold, underline=part.underline)


def fitted(cells: Sequence[Cell], width: int) -> list[Cell]:
    """The cells cut or filled to exactly `width`, ``…`` where something was cut."""
    fit: list[Cell] = []
    room = width
    for text, style in cells:
        size = cell_len(text)
        if size > room:
            fit.append((cut(text, room), style))
            return fit
        fit.append((text, style))
        room -= size
    fit.append((" " * room, ""))
    return fit


def cut(text: str, width: int) -> str:
    """The text in exactly `width` cells, ``…`` where something was cut."""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(text, width - 1) + "…" if width > 0 else ""
