"""What every screen of callbench shares: commands, the key bar, and how keys reach them.

Keys go to the screen's commands at once, in the order in which they were typed, and not by
bubbling up from the focused widget: there, a key typed ahead overtakes the one before it. A
text field keeps every printable key for itself.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, TypeVar

from textual import events
from textual.app import App, SystemCommand
from textual.message import Message
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, TextArea

from callbench.domain.block import Refused
from callbench.tui.commands import ALWAYS_ROWS, IN_TEXT, Command, KeyRow, keys_of, shown_key
from callbench.tui.keybar import Hint, KeyBar, Tone

Result = TypeVar("Result")

MESSAGE_SECONDS = 6.0
"""How long a message stands in the key bar if nothing else happens."""


def remapped_keys(app: App[object]) -> dict[str, str]:
    """The rep's own keys by id of the command; empty under a test's bare app."""
    return dict(getattr(app, "own_keys", {}))


class CommandScreen(Screen[Result]):
    """A screen whose actions are declared as commands."""

    DECLARED: ClassVar[tuple[Command, ...]] = ()
    KEYS_TITLE: ClassVar[str] = "Keys"

    def post_message(self, message: Message) -> bool:
        """Have no styles read twice: a screen that is shown for the first time has just got its."""
        if isinstance(message, events.ScreenResume) and not self.is_mounted:
            message.refresh_styles = False
        return super().post_message(message)

    # ------------------------------------------------------------------ what a screen may say

    def applies(self, command: Command) -> bool:
        """Whether the command can act now; the key bar shows only those that can."""
        return True

    def exists(self, command: Command) -> bool:
        """Whether the command can ever act here; the key sheet leaves the others out."""
        return True

    def other_keys(self) -> Mapping[str, Sequence[KeyRow]]:
        """Keys of panes, for the key sheet, by the heading under which they stand there."""
        return {}

    def name_of(self, command: Command) -> str:
        """What the command is called here."""
        return command.name

    def take_first(self, event: events.Key) -> bool:
        """Take a key before the commands get it, as a pane with keys of its own does."""
        return False

    # ------------------------------------------------------------------ keys

    @property
    def in_text(self) -> bool:
        """Whether a text field has the focus, so that every printable key is text."""
        return isinstance(self.focused, Input | TextArea)

    async def take_key(self, event: events.Key) -> bool:
        """Run the command of this key, if it has one that may act here.

        Returns:
            Whether the key was taken; if not, the focused widget gets it.
        """
        if self.take_first(event):
            return True
        if self.in_text and not IN_TEXT.fullmatch(event.key):
            return False
        own = remapped_keys(self.app)
        meant = [command for command in self.DECLARED if event.key in keys_of(command, own)]
        # Of two commands on one key, the one that can act; else the first says why it can't.
        meant.sort(key=lambda command: not self.applies(command))
        if meant:
            await self.run_command(meant[0])
        return bool(meant)

    async def run_command(self, command: Command) -> None:
        """Do what a command says; what the rules refuse is said in the key bar."""
        self._silence()
        method = getattr(self, command.method)
        try:
            result = method(command.argument) if command.argument else method()
            if inspect.isawaitable(result):
                await result
        except Refused as refusal:
            self.say(str(refusal), "warning")
        self.refresh_keys()

    # ------------------------------------------------------------------ the key bar

    def hints(self) -> list[Hint]:
        """The hints for the key bar as things stand; the way to all others comes last."""
        acting = [command for command in self.DECLARED if command.bar and self.applies(command)]
        acting.sort(key=lambda command: command.id == "keys")
        return [(self._shown(command)[0], self.name_of(command)) for command in acting]

    def refresh_keys(self) -> None:
        """Show the keys that work now."""
        for bar in self.query(KeyBar):
            bar.show(self.hints())

    def say(self, message: str, tone: Tone = "note") -> None:
        """Say something in the key bar, for a while."""
        for bar in self.query(KeyBar):
            bar.say(message, tone)
        self.set_timer(MESSAGE_SECONDS, lambda: self._silence(message))

    def _silence(self, message: str | None = None) -> None:
        """Take a message away: this one if it still stands, or any."""
        for bar in self.query(KeyBar):
            if message is None or bar.message == message:
                bar.say("")

    def _shown(self, command: Command) -> list[str]:
        """The keys of a command as shown; in a text field, those that work there first."""
        keys = keys_of(command, remapped_keys(self.app))
        if self.in_text:
            keys.sort(key=lambda key: IN_TEXT.fullmatch(key) is None)
        return [shown_key(key) for key in keys]

    # ------------------------------------------------------------------ palette and key sheet

    def palette(self) -> Iterable[SystemCommand]:
        """The commands that can act now, for the command palette."""
        for command in self.DECLARED:
            if self.applies(command):
                yield SystemCommand(
                    self.name_of(command),
                    command.help,
                    lambda command=command: self.call_later(self.run_command, command),
                )

    def action_keys(self) -> None:
        """Show every key of this screen."""
        from callbench.tui.keysheet import KeySheet

        parts: dict[str, list[KeyRow]] = {"": []}
        parts |= {heading: [*rows] for heading, rows in self.other_keys().items()}
        for command in self.DECLARED:
            if self.exists(command):
                row = ("  ".join(self._shown(command)), self.name_of(command), command.help)
                parts.setdefault(command.part, []).append(row)
        parts[""] += ALWAYS_ROWS
        self.app.push_screen(KeySheet(self.KEYS_TITLE, parts))


class CommandModal(CommandScreen[Result], ModalScreen[Result]):
    """A modal screen with commands."""
