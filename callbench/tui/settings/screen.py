"""The settings, changed one by one; each is in ``config.toml`` the moment it is taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from callbench.domain.block import Refused
from callbench.store.config import Config, load, settings_in
from callbench.store.errors import StoreError
from callbench.store.settings_file import change_settings
from callbench.tui.commands import Command
from callbench.tui.context import Context
from callbench.tui.keybar import Hint, KeyBar
from callbench.tui.line_list import LineList
from callbench.tui.screens import CommandScreen
from callbench.tui.settings.fields import (
    Setting,
    completion,
    line_of,
    remark,
    settings,
    shown_of,
    value_of,
)
from callbench.tui.theme import theme_names

EDITING: tuple[Hint, ...] = (
    ("Enter", "Take it"),
    ("Tab", "Complete"),
    ("→", "Keep what is there"),
    ("Esc", "As it was"),
)
"""What the key bar says while a line is typed."""


class SettingsScreen(CommandScreen[Config]):
    """Every common setting in a line; dismissed with the settings then in force."""

    DECLARED = (
        Command("change", "enter", "Change", "Type another value, or take the next choice"),
        Command("next-choice", "right,l", "Next", "The next choice", "turn:1"),
        Command("choice-before", "left,h", "Before", "The choice before", "turn:-1"),
        Command("unset", "x,delete", "Unset", "Take it out of the file: what is usual holds"),
        Command("down", "j,down", "Down", "Next setting", "step:1", bar=False),
        Command("up", "k,up", "Up", "Setting before", "step:-1", bar=False),
        Command("close", "escape,q,comma", "Back", "Back to where you were"),
        Command("keys", "question_mark,f10", "Keys", "Show every key"),
    )
    KEYS_TITLE = "Keys of the settings"
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it as an instance variable
        (0, "-low"),
        (24, "-tall"),
    ]

    DEFAULT_CSS = """
    SettingsScreen { align: center middle; }
    SettingsScreen #sheet {
        width: 80; max-width: 100%; height: auto; max-height: 100%;
        border: round $border; padding: 0 1;
        border-title-color: $foreground; border-subtitle-color: $text-muted;
    }
    SettingsScreen LineList { height: 10; margin: 1 0; }
    SettingsScreen.-tall LineList { height: 13; }
    SettingsScreen #help { height: 3; color: $text-muted; }
    SettingsScreen #reading { height: 2; }
    SettingsScreen Input { visibility: hidden; }
    SettingsScreen.-editing Input { visibility: visible; }
    """

    def __init__(self, context: Context) -> None:
        """Show the settings of a workbench as the file has them now.

        Raises:
            StoreError: the file can't be used.
        """
        super().__init__()
        self._bench = context.workbench
        self._config = load(self._bench)
        self._given = settings_in(self._bench.config)
        self._list: LineList[Setting] = LineList(self._paint, id="settings")

    def compose(self) -> ComposeResult:
        """The settings, what the selected one means, and a line to type it in."""
        with Vertical(id="sheet") as sheet:
            sheet.border_title = "Settings"
            sheet.border_subtitle = Content(str(self._bench.config))
            yield self._list
            yield Static(id="help")
            yield Input(select_on_focus=False)
            yield Static(id="reading")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin at the first one."""
        self._list.show(settings(theme_names(self.app.available_themes)))
        self.set_focus(self._list)
        self._show()

    # ------------------------------------------------------------------ showing

    def _paint(self, setting: Setting, width: int) -> list[tuple[str, str]]:
        shown = shown_of(setting, self._line(setting))
        name = (f" {setting.name:<18}", "")
        if not shown:
            return [name, (setting.unset, "dim")]
        if setting.key in self._given:
            return [name, (shown, "strong")]
        return [name, (shown, ""), (f"  ({setting.source})", "muted")]

    def _line(self, setting: Setting) -> str:
        """The value in force as it would be typed; the theme is the one to be seen."""
        if setting.key == "theme":
            return self.app.theme
        return line_of(setting, self._config, self._given)

    def _show(self) -> None:
        setting = self._setting
        about = "" if setting is None else f"{setting.help}\n{setting.key} in config.toml"
        self.query_one("#help", Static).update(Content(about))
        self._list.refresh()
        self.refresh_keys()

    @property
    def _setting(self) -> Setting | None:
        return self._list.row

    @property
    def editing(self) -> bool:
        """Whether a line is being typed."""
        return self.has_class("-editing")

    @on(LineList.Picked)
    def _picked(self) -> None:
        self._show()

    # ------------------------------------------------------------------ keys

    def applies(self, command: Command) -> bool:
        """Choices can be turned; what the file has can be taken out of it."""
        setting = self._setting
        match command.id:
            case "next-choice" | "choice-before":
                return setting is not None and bool(setting.choices)
            case "unset":
                return setting is not None and setting.key in self._given
        return True

    def hints(self) -> list[Hint]:
        """While a line is typed, what ends it."""
        return list(EDITING) if self.editing else super().hints()

    def take_first(self, event: events.Key) -> bool:
        """Enter takes the line that is typed, Tab completes it."""
        if not self.editing or event.key not in {"enter", "tab"}:
            return False
        if event.key == "tab":
            self._complete()
            return True
        try:
            self._take(self.query_one(Input).value)
        except Refused as refusal:
            self.say(str(refusal), "warning")
        return True

    # ------------------------------------------------------------------ acts

    def action_step(self, lines: str) -> None:
        """Go to another setting."""
        self._list.move(int(lines))
        self._show()

    def action_change(self) -> None:
        """Type another value, or take the next choice.

        Raises:
            Refused: the file can't be written.
        """
        setting = self._setting
        if setting is None:
            return
        if setting.choices:
            self.action_turn("1")
            return
        line = self.query_one(Input)
        self.add_class("-editing")
        line.value = self._line(setting)
        line.select_all()  # What is typed takes its place; an arrow keeps it.
        self.set_focus(line)
        self.refresh_keys()

    def action_turn(self, by: str) -> None:
        """Take another choice.

        Raises:
            Refused: there are none, or the file can't be written.
        """
        setting = self._setting
        if setting is None or not setting.choices:
            raise Refused("Enter types another value")
        shown = self._line(setting)
        place = setting.choices.index(shown) if shown in setting.choices else 0
        self._save(setting, setting.choices[(place + int(by)) % len(setting.choices)])

    def action_unset(self) -> None:
        """Take the setting out of the file.

        Raises:
            Refused: it is not in it, or the file can't be written.
        """
        setting = self._setting
        if setting is None or setting.key not in self._given:
            raise Refused("it is not set")
        self._save(setting, None)

    def action_close(self) -> None:
        """Leave a line as it was; else back to where the settings were opened."""
        if self.editing:
            self._end_line()
        else:
            self.dismiss(self._config)

    # ------------------------------------------------------------------ a line

    @on(Input.Changed)
    def _read(self, event: Input.Changed) -> None:
        event.stop()
        setting = self._setting
        if setting is not None and self.editing:
            self.query_one("#reading", Static).update(_reading(setting, event.value))

    def _complete(self) -> None:
        line, setting = self.query_one(Input), self._setting
        found = completion(setting, line.value) if setting is not None else ""
        if found:
            line.value = found
            line.cursor_position = len(found)

    def _take(self, line: str) -> None:
        setting = self._setting
        if setting is None:
            return
        try:
            value = value_of(setting, line)
        except ValueError as error:
            raise Refused(f"{setting.name}: {error}") from error
        self._save(setting, value)
        self._end_line()

    def _end_line(self) -> None:
        self.remove_class("-editing")
        self.query_one("#reading", Static).update("")
        self.set_focus(self._list)
        self._show()

    def _save(self, setting: Setting, value: Any) -> None:
        """Write one setting into the file, and let it hold at once where it can."""
        try:
            self._config = change_settings(self._bench, {setting.key: value})
            self._given = settings_in(self._bench.config)
        except StoreError as error:
            raise Refused(str(error)) from error
        if setting.key == "theme":
            self.app.theme = self._config.theme
        self._show()
        self.say(f"{setting.name}: saved")


def open_settings(
    above: CommandScreen[Any], context: Context, take_up: Callable[[Config | None], None]
) -> None:
    """Open the settings above a screen; `take_up` gets those in force once they are left.

    Raises:
        Refused: the file can't be used.
    """
    try:
        above.app.push_screen(SettingsScreen(context), take_up)
    except StoreError as error:
        raise Refused(str(error)) from error


def _reading(setting: Setting, line: str) -> Content:
    """What is typed comes to, or what is wrong with it."""
    found = completion(setting, line)
    hint = f"\nTab: {found}" if found else ""
    try:
        return Content(remark(setting, line) + hint)
    except ValueError as error:
        return Content.assemble((str(error), "$warning"), hint)
