"""The key sheet: every key of a screen and what it does."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from callbench.tui.commands import KeyRow

WIDTH = 80

_AROUND = 5
"""Columns that border, padding and scrollbar take."""

_LEAST = 30
"""Columns that a help text needs beside the keys; with fewer it stands under them."""

_INDENT = 2

SAME = "″"
"""Stands for the help of the row above."""


class KeySheet(ModalScreen[None]):
    """Lists keys; any of Esc, q and ? closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,q,question_mark,enter", "dismiss", "Close"),
        ("j", "scroll(1)", "Down"),
        ("k", "scroll(-1)", "Up"),
    ]

    DEFAULT_CSS = f"""
    KeySheet {{ align: center middle; background: $background 60%; }}
    KeySheet VerticalScroll {{
        width: {WIDTH}; max-width: 100%; height: auto; max-height: 100%;
        border: round $border; border-title-color: $foreground;
        background: $surface; padding: 0 1;
    }}
    KeySheet Static {{ height: auto; }}
    """

    def __init__(self, title: str, parts: Mapping[str, Sequence[KeyRow]]) -> None:
        """Show the rows of each part under its heading, and all of them under `title`."""
        super().__init__()
        self._title = title
        self._parts = parts

    def compose(self) -> ComposeResult:
        """One scrolling sheet."""
        with VerticalScroll() as sheet:
            sheet.border_title = Content(self._title)
            sheet.border_subtitle = "Esc closes"
            yield Static(self._sheet())

    def on_resize(self) -> None:
        """Break lines where they end now."""
        self.query_one(Static).update(self._sheet())

    def _sheet(self) -> Content:
        return sheet_text(self._parts, min(self.app.size.width, WIDTH) - _AROUND)

    def action_scroll(self, lines: int) -> None:
        """Scroll the sheet by lines."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)


def sheet_text(parts: Mapping[str, Sequence[KeyRow]], width: int) -> Content:
    """The rows, part by part, in lines of at most so many columns."""
    rows = [row for part in parts.values() for row in part]
    keys_to = max((len(keys) for keys, _, _ in rows), default=0) + 2
    names_to = keys_to + max((len(name) for _, name, _ in rows), default=0) + 2
    beside = width - names_to >= _LEAST
    lines: list[Content] = []
    for heading, part in parts.items():
        if heading and part:
            lines += [Content(""), Content.styled(heading, "$accent")]
        before = ""
        for keys, name, help_text in part:
            same, before = help_text == before, help_text
            said = help_text if not same else SAME if beside else ""
            head = Content.assemble(
                (keys.ljust(keys_to), "bold $accent"),
                (name.ljust(names_to - keys_to), "bold"),
            )
            lines += _row(head, said, width, names_to if beside else 0)
    return Content("\n").join(lines)


def _row(head: Content, help_text: str, width: int, at: int) -> Iterator[Content]:
    """Keys and name with the help behind them, from column `at` on; under them where that is 0."""
    lines = textwrap.wrap(help_text, max(width - (at or _INDENT), 1))
    first = lines.pop(0) if lines and at else ""
    yield Content.assemble(head, (first, "$text-muted"))
    yield from (Content.styled(" " * (at or _INDENT) + line, "$text-muted") for line in lines)
