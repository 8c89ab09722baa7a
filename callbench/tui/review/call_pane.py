"""The selected call in full, and a line for adding to it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from callbench.domain.records import Call
from callbench.tui.line_input import LineInput
from callbench.tui.review.call_text import Reader, call_text, whom

NOTHING = Content("")


class CallPane(Vertical):
    """Shows a call; keeps nothing of what is typed once it was taken."""

    DEFAULT_CSS = """
    CallPane VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
    CallPane Static { height: auto; padding: 0 1; max-width: 100; }
    CallPane Input {
        display: none; height: 1; border: none; padding: 0 1; background: $panel;
        &:focus { border: none; }
    }
    CallPane.-adding Input { display: block; }
    CallPane.-unsaved { border-subtitle-color: $error; }
    """

    def __init__(self) -> None:
        """Start empty."""
        super().__init__(id="call-pane", classes="pane")
        self.sheet = VerticalScroll(id="call")
        self.line = LineInput(
            placeholder="what is to be added: it is kept with today's date", id="addendum"
        )
        self._text = Static()
        self._shown = ""

    def compose(self) -> ComposeResult:
        """The text, and under it the line."""
        with self.sheet:
            yield self._text
        yield self.line

    def show(
        self,
        call: Call | None,
        reader: Reader,
        instead: Content = NOTHING,
        owed: Content | None = None,
    ) -> None:
        """Show a call from its top; where there is none, say something instead.

        Args:
            call: The call.
            reader: For whom it is shown.
            instead: What to say without one.
            owed: What is to be added to it, and is not on disk yet.
        """
        if call is None:
            self.border_title = "Call"
            self._text.update(instead)
            self._shown = ""
            return
        self.border_title = whom(call, reader)
        text = call_text(call, reader)
        self._text.update(Content("\n\n").join([text, owed]) if owed is not None else text)
        if call.id != self._shown:
            self.sheet.scroll_home(animate=False)
        self._shown = call.id

    def warn(self, trouble: str) -> None:
        """Say in the border, until told otherwise, why something is not on disk."""
        self.border_subtitle = Content(f"NOT ADDED YET: {trouble}" if trouble else "")
        self.set_class(bool(trouble), "-unsaved")

    def show_end(self) -> None:
        """Scroll to the last line, where addenda are."""
        self.sheet.scroll_end(animate=False)

    @property
    def adding(self) -> bool:
        """Whether something is being added."""
        return self.has_class("-adding")

    def open_line(self, text: str) -> None:
        """Let something be typed, beginning with `text`."""
        self.add_class("-adding")
        self.line.value = text
        self.line.cursor_position = len(text)

    def close_line(self) -> str:
        """Take the line away; answers what was in it."""
        self.remove_class("-adding")
        text = self.line.value
        self.line.value = ""
        return text
