"""The plainest Textual app: one label."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Label


class PlainLabel(App[None]):
    """Shows a word."""

    def compose(self) -> ComposeResult:
        """The word."""
        yield Label("one label")


if __name__ == "__main__":
    PlainLabel().run()
