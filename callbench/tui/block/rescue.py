"""Saving elsewhere: when the disk of the workbench refuses, the session goes to another file."""

from __future__ import annotations

from pathlib import Path

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from callbench.domain.block import Refused
from callbench.store.errors import StoreError, plain_reason
from callbench.store.rescue.places import BEGIN, remember
from callbench.store.writer import SessionWriter
from callbench.tui.commands import Command
from callbench.tui.keybar import KeyBar
from callbench.tui.line_input import LineInput
from callbench.tui.screens import CommandModal


class RescueSheet(CommandModal[None]):
    """Asks for a file and writes the whole session there."""

    DECLARED = (
        Command("write", "ctrl+s,enter", "Write", "Write the session to this file"),
        Command("close", "escape", "Close", "Back; saving is tried on and on meanwhile"),
    )
    KEYS_TITLE = "Keys of saving elsewhere"

    DEFAULT_CSS = """
    RescueSheet { align: center middle; background: $background 60%; }
    RescueSheet > Vertical {
        width: 80; max-width: 100%; height: auto; border: round $error; background: $surface;
        padding: 0 1; border-title-color: $foreground;
    }
    RescueSheet Static { height: auto; }
    """

    def __init__(self, writer: SessionWriter) -> None:
        """Rescue what `writer` could not save."""
        super().__init__()
        self._writer = writer

    def compose(self) -> ComposeResult:
        """A word on what happened, and the name of a file."""
        with Vertical() as sheet:
            sheet.border_title = "Save elsewhere"
            yield Static(Content(f"{self._writer.path}: {self._writer.status.reason}"))
            yield LineInput(str(Path.home() / f"{BEGIN}{self._writer.path.name}"))
        yield KeyBar()

    def on_mount(self) -> None:
        """What is typed at once takes the name's place."""
        name = self.query_one(Input)
        self.set_focus(name)
        name.action_select_all()
        self.refresh_keys()

    def take_first(self, event: events.Key) -> bool:
        """Enter writes although a text field has the focus."""
        if event.key == "enter":
            try:
                self.action_write()
            except Refused as refusal:
                self.say(str(refusal), "error")
            return True
        return False

    def action_write(self) -> None:
        """Write the session.

        Raises:
            Refused: it can't be written there either.
        """
        path = Path(self.query_one(Input).value.strip()).expanduser()
        try:
            self._writer.rescue(path)
        except StoreError as error:
            raise Refused(str(error)) from error
        except OSError as error:
            raise Refused(f"{path}: {plain_reason(error)}") from error
        remember(path)
        self.say(f"written: {path}")

    def action_close(self) -> None:
        """Back to the block."""
        self.dismiss(None)
