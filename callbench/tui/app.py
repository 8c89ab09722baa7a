"""The application: screens, theme, and how it ends. It knows nothing of calls."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.filter import LineFilter
from textual.screen import Screen
from textual.widgets import Input, TextArea

from callbench.domain.text import clean, one_line
from callbench.store.config import load
from callbench.store.errors import StoreError
from callbench.tui.context import Context
from callbench.tui.escaped import apart, tell_esc_from_what_follows
from callbench.tui.follower import Follower
from callbench.tui.leaving import LeavingApp
from callbench.tui.lifeline import Lifeline
from callbench.tui.literal import LiteralFilter
from callbench.tui.screens import CommandScreen
from callbench.tui.theme import THEMES

FirstScreen = Callable[[Context], Screen[None]]

SETTLE_SECONDS = 0.25
"""How long a key is waited for at the most before the next one is let through."""

ALWAYS = frozenset({"ctrl+c", "ctrl+q", "ctrl+p"})
"""Keys of the app itself, whatever has the focus."""

FIELDS_OWN = frozenset({"enter", "escape", "tab", "shift+tab"})
"""Keys that a text field may handle without a binding."""

SETTLED_AFTER = 1.0
"""Seconds after which the start is over."""

EXIT_CRASH = 70
"""Status after a fault of callbench itself (sysexits.h EX_SOFTWARE)."""


def literal_commands() -> type[Provider]:
    """The palette's source, loaded when the palette is opened."""
    from callbench.tui.palette import LiteralCommands

    return LiteralCommands


class CallbenchApp(LeavingApp):
    """callbench on a terminal."""

    TITLE = "callbench"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {literal_commands}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "stop", "Stop", show=False, priority=True),
        Binding("ctrl+q", "stop", "Stop", show=False, priority=True),
    ]
    CSS = """
    Input, Input:focus { border: none; height: 1; padding: 0; background: $panel; }
    VerticalScroll { scrollbar-size-vertical: 1; }
    """

    def __init__(self, context: Context, first: FirstScreen) -> None:
        """Show `first` on this workbench.

        Raises:
            StoreError: a file that the first screen needs can't be used.
        """
        super().__init__(context)
        self._workbench = context.workbench
        self.own_keys = dict(context.config.keys)
        """The rep's own keys, by id of the command."""
        # Made before the terminal is taken, so that an error can still be a line on it.
        self._first = first(context)
        self.follower = Follower(self, context)
        self._literal = LiteralFilter()
        self._early: list[events.Event] | None = []
        """What was typed before the first screen was there; None from then on."""
        self._what_is_kept = (
            "The sample is thrown away"
            if context.notice
            else "Everything typed is saved; the next start goes on from there."
        )
        self._loop: asyncio.AbstractEventLoop | None = None
        for theme in THEMES:
            self.register_theme(theme)
        known = context.config.theme in self.available_themes
        self._begin_in(context.config.theme if known else THEMES[0].name)
        self._notice = "" if known else f"no theme {context.config.theme!r} in config.toml"

    def _begin_in(self, theme: str) -> None:
        """Start in this theme: one that is set once the app exists has all styles read again."""
        if self.available_themes[theme].ansi:
            self.theme = theme  # Other filters go with it.
            return
        self.set_reactive(CallbenchApp.theme, theme)
        self.stylesheet.set_variables(self.get_css_variables())
        self.set_class(self.current_theme.dark, "-dark-mode", update=False)
        self.set_class(not self.current_theme.dark, "-light-mode", update=False)

    def on_mount(self) -> None:
        """Open the first screen."""
        self._loop = asyncio.get_running_loop()
        # Later, since Textual paints what is mounted during its start, and shows none of it.
        self.call_later(self._open_first)

    async def _open_first(self) -> None:
        """Open the first screen, and let it have what was typed before it was there."""
        await self.push_screen(self._first)
        early, self._early = self._early, None
        for event in early or ():
            await self.on_event(event)
        self.follower.start()
        if self._notice and isinstance(self._first, CommandScreen):
            self._first.say(self._notice, "warning")

    def watch_theme(self, theme: str) -> None:
        """Keep a theme that is chosen while the app runs, in the settings."""
        if self.is_running and self.screen_stack:
            self.run_worker(self._keep_theme, thread=True, group="theme")

    def _keep_theme(self) -> None:
        from callbench.store.settings_file import change_settings

        try:
            # The one to be seen now: of several threads, whichever is last is right.
            if load(self._workbench).theme != self.theme:
                change_settings(self._workbench, {"theme": self.theme})
        except StoreError as error:
            self.call_later(self._say, f"the theme is not kept: {error}")

    def copy_to_clipboard(self, text: str) -> None:
        """Copy by the terminal and by the system's tool; says so where nobody can be sure."""
        super().copy_to_clipboard(text)
        if not self.is_headless:
            self.run_worker(partial(self._copy_with_tool, text), thread=True, group="clipboard")

    def _copy_with_tool(self, text: str) -> None:
        from callbench.tui.clipboard import copy_with_tool, doubt

        if not copy_with_tool(text):
            self.call_later(self._say, doubt())

    def _say(self, problem: str) -> None:
        if isinstance(self.screen, CommandScreen):
            self.screen.say(problem, "warning")

    def get_line_filters(self) -> list[LineFilter]:
        """Textual's filters, and the one that lets no control character through."""
        return [self._literal, *super().get_line_filters()]

    async def on_event(self, event: events.Event) -> None:
        """Clean what is pasted, and let keys act in the order in which they were typed."""
        if self._early is not None and isinstance(event, events.Key | events.Paste):
            self._early.append(event)
            return
        if isinstance(event, events.Paste):
            event.text = clean(event.text)
        if isinstance(event, events.Key) and not event.is_forwarded:
            for key in apart(event):
                await self._take_key(key)
        else:
            await super().on_event(event)

    async def _take_key(self, key: events.Key) -> None:
        """Run the key's command, or else let the focused widget have it."""
        if key.key not in ALWAYS and (await self._command_took(key) or await self._edited(key)):
            return
        await super().on_event(key)
        await self._settle()

    async def _command_took(self, key: events.Key) -> bool:
        screen = self.screen
        return isinstance(screen, CommandScreen) and await screen.take_key(key)

    async def _edited(self, key: events.Key) -> bool:
        """Run the binding of a key that edits a text field, such as backspace.

        Left to Textual, it would bubble up to this app first, behind what was typed meanwhile.
        """
        if not isinstance(self.focused, Input | TextArea):
            return False
        if key.is_printable or key.key in FIELDS_OWN:
            return False
        return await self._check_bindings(key.key)

    async def _settle(self) -> None:
        """Wait until the focused widget has dealt with its key, so that none overtakes it."""
        focused = self.focused
        if focused is None:
            return
        done = asyncio.Event()
        for node in focused.ancestors_with_self[:-1]:
            done.clear()
            if not node.call_later(done.set):
                return
            with suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), SETTLE_SECONDS)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette lists what the screen can do now, then the themes."""
        if isinstance(screen, CommandScreen):
            yield from screen.palette()
        yield SystemCommand("Theme", "Choose a theme", self.action_change_theme)

    def action_stop(self) -> None:
        """Leave with everything saved; a selection in a text field is copied instead."""
        focused = self.focused
        if isinstance(focused, Input | TextArea) and focused.selected_text:
            self.copy_to_clipboard(focused.selected_text)
            return
        self.exit(0)

    def leave(self, status: int) -> None:
        """Leave with this status; from a signal handler or another thread."""
        if self._loop is not None and self._loop.is_running():
            self._loop.call_soon_threadsafe(self.exit, status, status)

    def _fatal_error(self) -> None:
        """End on a fault without printing local variables: they hold customers' data."""
        self.save_all()
        self.say_at_the_end(f"{describe(sys.exc_info()[1])}. {self._what_is_kept}")
        self._return_code = EXIT_CRASH
        self._close_messages_no_wait()


def describe(error: BaseException | None) -> str:
    """Where callbench failed: places in the code and the kind of error, no values."""
    frames = traceback.extract_tb(error.__traceback__)[-4:] if error is not None else []
    places = ", ".join(f"{os.path.basename(f.filename)}:{f.lineno} {f.name}" for f in frames)
    return f"callbench stopped on a fault of its own ({type(error).__name__} at {places})"


def collect_again() -> None:
    """Collect garbage from here on, but leave alone what was made at the start and stays.

    Looking through ten thousand prospects again and again would hold up a key now and then.
    """
    gc.freeze()
    gc.enable()


def run(context: Context, first: FirstScreen) -> int:
    """Run the dashboard until the rep leaves.

    Returns:
        The exit status: 0 after leaving in order, 128 + signal number after a signal.
    """
    # A third of the start would go into collecting garbage of what is still being built.
    gc.disable()
    tell_esc_from_what_follows()
    app = CallbenchApp(context, first)
    app.call_later(app.set_timer, SETTLED_AFTER, collect_again)
    with Lifeline(app.save_all, app.leave, app.rescue_all):
        status = app.run()
    app.save_all()
    app.settle()
    for words in app.last_words:
        print(one_line(words), file=sys.stderr)  # noqa: T201
    return status if status is not None else app.return_code or 0
