"""The bottom line: the keys that work now, or a word on why one didn't."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from rich.cells import cell_len, chop_cells, set_cell_size
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

Tone = Literal["note", "warning", "error"]

Hint = tuple[str, str]
"""A key as shown, and what it does."""

BETWEEN = "  "
"""What stands between two hints."""

ROOMY = 12
"""Height of the screen from which a long message may take a second line."""


class KeyBar(Widget):
    """Shows hints that fit the width, or a message until the next act.

    A message that is too long for a line takes two. Of one that is too long for these, the end is
    seen: there stands what to do, or where a file is.

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
    KeyBar.-two { height: 2; }
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
        self._fit()

    def on_resize(self) -> None:
        """Fold the message anew."""
        self._fit()

    def watch_progress(self) -> None:
        """Fold the message anew: there is less room, or more."""
        self._fit()

    def _fit(self) -> None:
        self.set_class(len(self._folded()) > 1, "-two")

    def render(self) -> Content:
        """The line; hints that do not fit are left out, those at the end first but for the last."""
        if self.message:
            *above, line = map(Content, self._folded())
        else:
            above, line = [], self._hints(self._room())
        if self.progress:
            room = self._room()
            line = line.truncate(room, ellipsis=True)
            gap = " " * (room - line.cell_length + 1)
            line = Content.assemble(line, gap, (self.progress, "$accent"))
        return Content("\n").join([*above, line])

    def _room(self) -> int:
        """Cells for what is said or offered."""
        width = self.content_size.width
        return max(width - cell_len(self.progress) - 1, 0) if self.progress else width

    def _folded(self) -> list[str]:
        """The message in the lines that there are for it."""
        lines = 2 if self.screen.size.height >= ROOMY else 1
        return folded(self.message, self._room(), lines)

    def _hints(self, room: int) -> Content:
        """The hints for which there is room."""
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


def folded(message: str, width: int, lines: int) -> list[str]:
    """A message in that many lines at the most; what is too long is left out before its end."""
    if cell_len(message) <= width or not width:
        return [message]
    wrapped = [line.plain for line in Content(message).wrap(width)]
    if len(wrapped) <= lines:
        return wrapped
    # Between words it is too long; a path is broken anywhere.
    pieces = chop_cells(message, width)
    if len(pieces) <= lines:
        return pieces
    if lines == 1:
        head = set_cell_size(message, (width - 1) // 2)
        return [f"{head}…{_end(message, width - 1 - cell_len(head))}"]
    return [*pieces[: lines - 1], f"…{_end(message, width - 1)}"]


def _end(text: str, width: int) -> str:
    """As much of the end of a text as fits."""
    text = text[-width:] if width > 0 else ""
    while cell_len(text) > width:
        text = text[1:]
    return text


def _hint(key: str, name: str) -> Content:
    return Content.assemble((key, "bold $foreground"), " ", name)
