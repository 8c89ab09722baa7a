"""The plainest Textual app to type into: one text area."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import TextArea


class PlainText(App[None]):
    """A text area and nothing else."""

    def compose(self) -> ComposeResult:
        """The text area."""
        yield TextArea("begin")


if __name__ == "__main__":
    PlainText().run()
