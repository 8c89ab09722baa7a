"""The bottom line: the keys that work now, or a word on why one didn't."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

Tone = Literal["note", "warning", "error"]

Hint = tuple[str, str]
"""A key as shown, and what it does."""

BETWEEN = "  "
"""What stands between two hints."""


class KeyBar(Widget):
    """Shows hints that fit the width, or a message until the next act.

    Cheaper than Textual's Footer, which recomposes at every change of focus.
    """

    DEFAULT_CSS = """
    KeyBar {
        dock: bottom;
        height: 1;
        padding: 0 1;
        background: $panel;
        color: $text-muted;
    }
    KeyBar.-warning { color: $warning; }
    KeyBar.-error { background: $error; color: $background; text-style: bold; }
    """

    hints: reactive[tuple[Hint, ...]] = reactive(())
    message: reactive[str] = reactive("")
    progress: reactive[str] = reactive("")
    """How far something is that goes on meanwhile, shown at the end of the line."""

    def show(self, hints: Sequence[Hint]) -> None:
        """Show these hints once no message is in their place."""
        self.hints = tuple(hints)

    def say(self, message: str, tone: Tone = "note") -> None:
        """Show a message in place of the hints; "" takes it away."""
        self.set_class(tone == "warning" and bool(message), "-warning")
        self.set_class(tone == "error" and bool(message), "-error")
        self.message = message

    def render(self) -> Content:
        """The line; hints that do not fit are left out, those at the end first but for the last."""
        width = self.content_size.width
        if not self.progress:
            return self._line(width)
        room = max(width - cell_len(self.progress) - 1, 0)
        line = self._line(room).truncate(room, ellipsis=True)
        gap = width - line.cell_length - cell_len(self.progress)
        return Content.assemble(line, " " * max(gap, 0), (self.progress, "$accent"))

    def _line(self, room: int) -> Content:
        """The message, or the hints for which there is room."""
        if self.message:
            return Content(self.message)
        parts = [_hint(key, name) for key, name in self.hints]
        if not parts:
            return Content("")
        last = parts.pop()
        # The last one is how to find all others.
        room -= last.cell_length
        fitting: list[Content] = []
        for part in parts:
            room -= part.cell_length + len(BETWEEN)
            if room < 0:
                break
            fitting.append(part)
        return Content(BETWEEN).join([*fitting, last])


def _hint(key: str, name: str) -> Content:
    return Content.assemble((key, "bold $foreground"), " ", name)
