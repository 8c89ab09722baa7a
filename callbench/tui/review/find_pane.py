"""The search: a line, and under it the hits."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input

from callbench.store.hits import LIMIT, Hit, calls_counted
from callbench.tui.line_input import LineInput
from callbench.tui.line_list import LineList, Paint

MOVES = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}
"""Rows by the key that goes so far."""


class FindPane(Vertical):
    """Asks for words as they are typed; whoever looks them up hands the hits back."""

    DEFAULT_CSS = """
    FindPane Input {
        height: 1; border: none; padding: 0 1; background: $panel;
        &:focus { border: none; }
    }
    """

    class Typed(Message):
        """Other words are searched for."""

        def __init__(self, text: str) -> None:
            """The whole line."""
            super().__init__()
            self.text = text

    def __init__(self, paint: Paint[Hit]) -> None:
        """Draw hits with `paint`."""
        super().__init__(id="hits-pane", classes="pane")
        self.line = LineInput(
            placeholder="words; filters such as outcome:interested, since march, has:problem",
            id="find",
        )
        self.hits: LineList[Hit] = LineList(paint, id="hits")
        self._found = ""

    def compose(self) -> ComposeResult:
        """The line, then the hits."""
        self.border_title = "Find"
        yield self.line
        yield self.hits

    @property
    def text(self) -> str:
        """What is searched for."""
        return self.line.value

    def show(self, text: str, hits: Sequence[Hit], filters: Sequence[str] = ()) -> None:
        """Show what was found for `text`; found again, the same hit stays selected.

        Args:
            text: The line that was looked for.
            hits: The calls.
            filters: What of the line is no word, as it was understood.
        """
        self.hits.show(hits, self.hits.cursor if text == self._found else 0)
        self._found = text
        self.border_title = Content(f"Find{_counted(hits, text)}")
        self.border_subtitle = Content(" · ".join(filters))

    @property
    def found(self) -> bool:
        """Whether the hits shown are those of what is in the line."""
        return self._found == self.text

    @on(Input.Changed)
    def _post_typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(event.value))


def _counted(hits: Sequence[Hit], text: str) -> str:
    if not text.strip():
        return ""
    if not hits:
        return " · no call"
    if len(hits) >= LIMIT:
        return f" · the newest {LIMIT} calls"
    return f" · {calls_counted(len(hits))}, newest first"
