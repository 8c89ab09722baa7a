"""Rows pasted in the place of a file: from a sheet, a mail, an address book."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import TextArea

from callbench.domain.block import Refused
from callbench.tui.commands import Command
from callbench.tui.keybar import KeyBar
from callbench.tui.screens import CommandModal


class PasteSheet(CommandModal[str | None]):
    """A text area; Ctrl+S reads what is in it as if it were a file."""

    DECLARED = (
        Command("read", "ctrl+s", "Read it", "Read what is here as if it were a file"),
        Command("close", "escape", "Leave", "Leave without reading it"),
    )
    KEYS_TITLE = "Keys of the paste"

    DEFAULT_CSS = """
    PasteSheet > Vertical {
        border: round $border; border-title-color: $foreground; background: $surface;
        border-subtitle-color: $text-muted;
    }
    PasteSheet TextArea { border: none; padding: 0 1; background: $surface; }
    PasteSheet TextArea .text-area--placeholder { color: $text-disabled; }
    """

    def __init__(self, text: str = "") -> None:
        """Start with what was typed here before and could not be read."""
        super().__init__()
        self.left = ""
        """What stood here when it was left without reading it."""
        self._text = TextArea(
            text,
            soft_wrap=False,
            show_line_numbers=True,
            highlight_cursor_line=False,
            placeholder="paste rows with commas, semicolons or tabs between the cells, or vCards",
        )
        self._text.cursor_blink = False

    def compose(self) -> ComposeResult:
        """The text area."""
        with Vertical() as sheet:
            sheet.border_title = "Paste rows"
            sheet.border_subtitle = "Ctrl+S reads them · Esc leaves"
            yield self._text
        yield KeyBar()

    def on_mount(self) -> None:
        """Be ready for the paste."""
        self.set_focus(self._text)
        self.refresh_keys()

    def take_first(self, event: events.Key) -> bool:
        """A tab belongs between two cells."""
        if event.key == "tab":
            self._text.insert("\t")
            return True
        return False

    def action_read(self) -> None:
        """Hand over what was pasted.

        Raises:
            Refused: there is nothing.
        """
        if not self._text.text.strip():
            raise Refused("paste something first")
        self.dismiss(self._text.text)

    def action_close(self) -> None:
        """Leave without reading it; it stands here again the next time."""
        self.left = self._text.text
        self.dismiss(None)
