"""What all screens share: how a key finds its command, and what is said when it can't act."""

from __future__ import annotations

from typing import ClassVar

import pytest
from block_bench import a_key, text_on, until
from rep_keys import press, settle
from textual.app import App, ComposeResult
from textual.widgets import Input

from callbench.domain.block import Refused
from callbench.tui.commands import Command
from callbench.tui.keybar import KeyBar
from callbench.tui.keysheet import KeySheet, sheet_text
from callbench.tui.screens import CommandScreen


class Desk(CommandScreen[None]):
    """Two commands share a key, one refuses, one waits."""

    DECLARED = (
        Command("go", "g,f2", "Go", "Go on"),
        Command("on", "e", "On", "Where it is off"),
        Command("off", "e", "Off", "Where it is on"),
        Command("never", "x", "Never", "Always refused"),
        Command("by", "j", "By", "By so many", "by:3", bar=False),
        Command("later", "l", "Later", "Waits"),
        Command("hidden", "h", "Hidden", "Can't act now"),
        Command("keys", "question_mark", "Keys", "Show every key"),
    )
    KEYS_TITLE = "Keys of the desk"

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []
        self.is_on = False

    def compose(self) -> ComposeResult:
        yield Input()
        yield KeyBar()

    def applies(self, command: Command) -> bool:
        return {"on": not self.is_on, "off": self.is_on, "hidden": False}.get(command.id, True)

    def exists(self, command: Command) -> bool:
        return command.id != "hidden"

    def action_go(self) -> None:
        self.told.append("go")

    def action_on(self) -> None:
        self.is_on = True
        self.told.append("on")

    def action_off(self) -> None:
        self.is_on = False
        self.told.append("off")

    def action_never(self) -> None:
        raise Refused("not [b]now[/]")

    def action_by(self, many: str) -> None:
        self.told.append(f"by {many}")

    async def action_later(self) -> None:
        self.told.append("later")

    def action_hidden(self) -> None:
        raise Refused("hidden: not now")


class Host(App[None]):
    own_keys: ClassVar[dict[str, str]] = {}

    def __init__(self, **own_keys: str) -> None:
        super().__init__()
        self.own_keys.clear()
        self.own_keys.update(own_keys)
        self.desk = Desk()

    def on_mount(self) -> None:
        self.push_screen(self.desk)

    async def press(self, *names: str) -> list[bool]:
        return [await self.desk.take_key(a_key(name)) for name in names]


async def test_keys_run_their_commands() -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.desk.set_focus(None)
        assert await app.press("g", "f2", "j", "l", "z") == [True, True, True, True, False]
        assert app.desk.told == ["go", "go", "by 3", "later"]
        await settle(pilot)


async def test_of_two_commands_on_a_key_the_one_that_can_act_does() -> None:
    app = Host()
    async with app.run_test():
        app.desk.set_focus(None)
        await app.press("e", "e", "e")
        assert app.desk.told == ["on", "off", "on"]


async def test_in_a_text_field_printable_keys_are_text() -> None:
    app = Host()
    async with app.run_test():
        app.desk.set_focus(app.desk.query_one(Input))
        assert await app.press("g", "?", "f2") == [False, False, True]
        assert app.desk.told == ["go"]


async def test_a_refusal_is_said_literally_until_the_next_act() -> None:
    app = Host()
    async with app.run_test(size=(80, 10)) as pilot:
        app.desk.set_focus(None)
        await app.press("x")
        bar = app.desk.query_one(KeyBar)
        assert (bar.message, bar.has_class("-warning")) == ("not [b]now[/]", True)
        await until(pilot, lambda: "not [b]now[/]" in text_on(app))
        await app.press("h")
        assert bar.message == "hidden: not now"
        await app.press("g")
        assert (bar.message, bar.has_class("-warning")) == ("", False)


async def test_the_bar_shows_what_can_act_and_belongs_there() -> None:
    app = Host()
    async with app.run_test():
        app.desk.set_focus(None)
        app.desk.refresh_keys()
        bar = app.desk.query_one(KeyBar)
        names = ("Go", "On", "Never", "Later", "Keys")
        assert [name for _, name in bar.hints] == list(names)
        await app.press("e")
        assert ("e", "Off") in bar.hints


async def test_in_a_text_field_the_key_that_works_there_is_shown() -> None:
    app = Host()
    async with app.run_test():
        app.desk.set_focus(app.desk.query_one(Input))
        app.desk.refresh_keys()
        assert ("F2", "Go") in app.desk.query_one(KeyBar).hints


async def test_own_keys_are_used_and_shown() -> None:
    app = Host(go="z")
    async with app.run_test():
        app.desk.set_focus(None)
        assert await app.press("g", "z") == [False, True]
        assert ("z", "Go") in app.desk.query_one(KeyBar).hints


async def test_the_palette_runs_a_command() -> None:
    app = Host()
    async with app.run_test() as pilot:
        offered = {command.title: command for command in app.desk.palette()}
        assert list(offered) == ["Go", "On", "Never", "By", "Later", "Keys"]
        offered["By"].callback()
        await until(pilot, lambda: app.desk.told == ["by 3"])


async def test_the_sheet_shows_every_key_that_exists() -> None:
    app = Host()
    async with app.run_test(size=(90, 20)) as pilot:
        app.desk.set_focus(None)
        await app.press("?")
        await until(pilot, lambda: isinstance(app.screen, KeySheet))
        await settle(pilot)
        sheet = text_on(app)
        assert "Keys of the desk" in sheet
        assert "Where it is on" in sheet
        assert "Ctrl+Q" in sheet
        assert "Ctrl+P" in sheet
        assert "Hidden" not in sheet
        await press(pilot, "q")
        assert app.screen is app.desk


ROWS = {
    "": [("1  F1", "Busy", "Log it so"), ("2", "Nobody", "Log it so"), ("q", "Leave", "Go")],
    "Rarely": [("Ctrl+X", "Else", "Something that takes more words than one line has room for")],
    "Never": [],
}


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (
            60,
            """\
1  F1   Busy    Log it so
2       Nobody  ″
q       Leave   Go

Rarely
Ctrl+X  Else    Something that takes more words than one
                line has room for""",
        ),
        (
            30,
            """\
1  F1   Busy
  Log it so
2       Nobody
q       Leave
  Go

Rarely
Ctrl+X  Else
  Something that takes more
  words than one line has room
  for""",
        ),
    ],
)
def test_the_sheet_in_parts_says_what_is_the_same_once(width: int, shown: str) -> None:
    lines = sheet_text(ROWS, width).plain.split("\n")
    assert [line.rstrip() for line in lines] == shown.split("\n")
