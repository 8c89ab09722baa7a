"""What follows a conversation in writing: the draft and the calendar file, ready to open."""

from __future__ import annotations

from concurrent.futures import Future
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from callbench.domain.block import Refused
from callbench.domain.text import clean
from callbench.exchange.opener import OpenError, open_file
from callbench.exchange.outbox import WrittenUp
from callbench.store.errors import StoreError, plain_reason
from callbench.tui.commands import Command
from callbench.tui.keybar import KeyBar
from callbench.tui.screens import CommandModal

WRITTEN_WITHIN = 2.0
"""Seconds that the files may still take when the rep asks for them."""


class LetterSheet(CommandModal[None]):
    """Shows the draft; opens it, its calendar file, or copies its text."""

    DECLARED = (
        Command("mail", "o,enter", "Open the mail", "Open the draft with your mail program"),
        Command("event", "k", "Open the calendar file", "Open the next step with your calendar"),
        Command("copy", "c", "Copy", "Copy the text of the mail"),
        Command("close", "escape,q,m", "Close", "Back to where you were"),
    )
    KEYS_TITLE = "Keys of the mail draft"

    DEFAULT_CSS = """
    LetterSheet { align: center middle; background: $background 60%; }
    LetterSheet > VerticalScroll {
        width: 80; max-width: 100%; height: auto; max-height: 95%;
        border: round $border; background: $surface; padding: 0 1;
        border-title-color: $foreground; border-subtitle-color: $text-muted;
    }
    LetterSheet Static { height: auto; }
    """

    def __init__(self, written: Future[WrittenUp]) -> None:
        """Show the files that `written` comes to."""
        super().__init__()
        self._written = written
        self._paths: tuple[Path, ...] = ()
        self._body = ""

    def compose(self) -> ComposeResult:
        """The letter as it will be sent."""
        with VerticalScroll() as sheet:
            sheet.border_title = "In writing"
            yield Static()
        yield KeyBar()

    def on_mount(self) -> None:
        """Read what was written."""
        if problem := self._read():
            self.query_one(Static).update(Content.styled(problem, "$error"))
        self.refresh_keys()

    def _read(self) -> str:
        """Show what was written, or answer why that can't be."""
        try:
            written = self._written.result(WRITTEN_WITHIN)
        except TimeoutError:
            return "still being written: Esc, and m once more"
        except (OSError, StoreError) as error:
            reason = plain_reason(error) if isinstance(error, OSError) else str(error)
            return f"not written: {reason}"
        self._paths = written.paths
        try:
            self._show(written.remark)
        except OSError:
            self._paths = ()
            return "the draft has been moved or deleted since it was written"
        return ""

    def _show(self, remark: str) -> None:
        lines = []
        if (path := self._path(".eml")) is not None:
            message = message_from_bytes(path.read_bytes(), policy=default)
            body = message.get_body(("plain",))
            self._body = clean(body.get_content() if body is not None else "")
            for header in ("To", "Subject"):
                value = clean(str(message.get(header, "")), keep_newlines=False)
                lines.append(Content.assemble((f"{header}: ", "$accent"), Content(value)))
            if remark:
                lines.insert(1, Content.styled(f"    {remark}", "$warning"))
            lines += [Content(""), Content(self._body)]
        else:
            lines.append(Content("No mail follows this call."))
        lines += [Content.styled(str(path), "$text-muted") for path in self._paths]
        self.query_one(Static).update(Content("\n").join(lines))

    def _path(self, ending: str) -> Path | None:
        return next((path for path in self._paths if path.suffix == ending), None)

    def applies(self, command: Command) -> bool:
        """Only what was written can be opened."""
        match command.id:
            case "mail" | "copy":
                return self._path(".eml") is not None
            case "event":
                return self._path(".ics") is not None
        return True

    def action_mail(self) -> None:
        """Open the draft."""
        self._open(".eml")

    def action_event(self) -> None:
        """Open the calendar file."""
        self._open(".ics")

    def _open(self, ending: str) -> None:
        path = self._path(ending)
        if path is None:
            raise Refused("there is no such file for this call")
        try:
            open_file(path)
        except OpenError as error:
            raise Refused(str(error)) from error
        self.say(f"opened {path.name}")

    def action_copy(self) -> None:
        """Copy the text.

        Raises:
            Refused: there is none.
        """
        if not self._body:
            raise Refused("there is no text to copy")
        self.app.copy_to_clipboard(self._body)
        self.say("copied")

    def action_close(self) -> None:
        """Back to the block."""
        self.dismiss(None)
