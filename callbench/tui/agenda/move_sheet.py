"""Moving or calling off a promise: a new exact time, and why."""

from __future__ import annotations

from datetime import datetime

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from callbench.domain.agenda import Promise
from callbench.domain.agreement import both_clocks
from callbench.domain.block import Refused
from callbench.domain.checklist import NO_WORDS
from callbench.domain.records import NextStep, replace
from callbench.domain.when import Reading
from callbench.tui.block.meeting_line import MeetingReader
from callbench.tui.commands import Command
from callbench.tui.keybar import KeyBar
from callbench.tui.line_input import LineInput
from callbench.tui.screens import CommandModal

Moved = tuple[NextStep, str]
"""The new agreement and the reason for the move."""


class MoveSheet(CommandModal[Moved | None]):
    """Asks for a new time, then for the reason."""

    DECLARED = (
        Command("take", "ctrl+s,enter", "Take it", "Take the line"),
        Command("close", "escape", "Close", "Leave the promise as it is"),
    )
    KEYS_TITLE = "Keys of moving a promise"

    DEFAULT_CSS = """
    MoveSheet { align: center middle; background: $background 60%; }
    MoveSheet > Vertical {
        width: 64; max-width: 100%; height: auto; border: round $border; background: $surface;
        padding: 0 1; border-title-color: $foreground;
    }
    MoveSheet Static { height: auto; }
    MoveSheet .sofar { color: $text-muted; }
    """

    def __init__(self, promise: Promise, reader: MeetingReader) -> None:
        """Move `promise` to a time that `reader` reads, of the same length unless one is typed."""
        super().__init__()
        self._promise = promise
        self._reader = replace(reader, minutes=promise.step.minutes)
        self._picking: Reading | None = None
        self._step: NextStep | None = None

    def compose(self) -> ComposeResult:
        """A line, and what it says."""
        with Vertical() as sheet:
            sheet.border_title = Content(f"Move: {self._promise.prospect.name}")
            agreed = both_clocks(self._promise.step, self._reader.zone)
            yield Static(Content(f"so far {agreed}"), classes="sofar")
            yield Static("To when?", id="prompt")
            yield LineInput()
            yield Static(id="reading")
        yield KeyBar()

    def on_mount(self) -> None:
        """Type at once."""
        self.set_focus(self.query_one(Input))
        self._show_reading("")
        self.refresh_keys()

    @on(Input.Changed)
    def _read(self, event: Input.Changed) -> None:
        self._picking = None
        if self._step is None:
            self._show_reading(event.value)

    def _show_reading(self, text: str) -> None:
        # That none was agreed, as the wrap-up has it beneath the first line, moves no promise.
        most = 1 if text.strip().casefold() in NO_WORDS else 6
        lines = self._reader.lines(text)[:most]
        self.query_one("#reading", Static).update(Content("\n").join(lines))

    def take_first(self, event: events.Key) -> bool:
        """Enter takes the line, Tab what is suggested; a digit picks one of several readings."""
        try:
            if event.key == "enter":
                self.action_take()
                return True
            if event.key == "tab" and self._step is None:
                return self._take_suggestion()
            if self._picking is not None and (event.character or "").isdigit():
                return self._pick(int(event.character or "0"))
        except Refused as refusal:
            self.say(str(refusal), "warning")
            return True
        return False

    def action_take(self) -> None:
        """Take the line.

        Raises:
            Refused: it names no exact time.
        """
        line = self.query_one(Input)
        if self._step is not None:
            self.dismiss((self._step, line.value.strip()))
            return
        reading = self._reader.read(line.value)
        if reading.kind == "exact" and reading.starts_at is not None:
            self._ask_why(reading.starts_at, reading)
        elif reading.candidates:
            self._picking = reading
            raise Refused("which one? a digit")
        else:
            raise Refused(reading.message)

    def _take_suggestion(self) -> bool:
        """Type what is suggested; the line says so beneath."""
        line = self.query_one(Input)
        suggestion = self._reader.read(line.value).suggestion if line.value.strip() else ""
        if suggestion:
            line.value = suggestion
            line.cursor_position = len(suggestion)
        return True

    def _pick(self, digit: int) -> bool:
        reading = self._picking
        if reading is None or not 1 <= digit <= len(reading.candidates):
            return False
        self._ask_why(reading.candidates[digit - 1], reading)
        return True

    def _ask_why(self, moment: datetime, reading: Reading) -> None:
        before = self._promise.step
        self._step = replace(
            self._reader.step(moment, reading),
            reason=before.reason,
            channel=before.channel,
            agreed=before.agreed,
        )
        self.query_one("#prompt", Static).update("Why is it moved?")
        line = self.query_one(Input)
        line.value = ""
        lines = self._reader.exact(moment, reading)
        self.query_one("#reading", Static).update(Content("\n").join(lines))

    def action_close(self) -> None:
        """Leave the promise as it is."""
        self.dismiss(None)
