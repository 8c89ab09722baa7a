"""The key sheet: every key of a screen and what it does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

Row = tuple[str, str, str]
"""Keys, name, help."""


class KeySheet(ModalScreen[None]):
    """Lists keys; any of Esc, q and ? closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,q,question_mark,enter", "dismiss", "Close"),
        ("j", "scroll(1)", "Down"),
        ("k", "scroll(-1)", "Up"),
    ]

    DEFAULT_CSS = """
    KeySheet { align: center middle; background: $background 60%; }
    KeySheet VerticalScroll {
        width: 80; max-width: 100%; height: auto; max-height: 100%;
        border: round $border; border-title-color: $foreground;
        background: $surface; padding: 0 1;
    }
    KeySheet Static { height: auto; }
    """

    def __init__(self, title: str, rows: Sequence[Row]) -> None:
        """Show `rows` under `title`."""
        super().__init__()
        self._title = title
        self._rows = rows

    def compose(self) -> ComposeResult:
        """One scrolling sheet."""
        with VerticalScroll() as sheet:
            sheet.border_title = Content(self._title)
            sheet.border_subtitle = "Esc closes"
            yield Static(self._sheet())

    def _sheet(self) -> Content:
        width = max((len(keys) for keys, _, _ in self._rows), default=0) + 2
        names = max((len(name) for _, name, _ in self._rows), default=0) + 2
        lines = [
            Content.assemble(
                (keys.ljust(width), "bold $accent"),
                (name.ljust(names), "bold"),
                (help_text, "$text-muted"),
            )
            for keys, name, help_text in self._rows
        ]
        return Content("\n").join(lines)

    def action_scroll(self, lines: int) -> None:
        """Scroll the sheet by lines."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)
