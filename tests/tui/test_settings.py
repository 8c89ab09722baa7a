"""The settings screen, key by key, on a workbench with a file of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from block_bench import Rep, a_bench, calling, until

from callbench.store.config import load
from callbench.store.workbench import Workbench
from callbench.tui.block.screen import BlockScreen
from callbench.tui.context import Context
from callbench.tui.settings.fields import (
    Setting,
    completion,
    line_of,
    remark,
    settings,
    value_of,
)
from callbench.tui.settings.screen import SettingsScreen
from callbench.tui.start.screen import StartScreen

FIELDS = {setting.key: setting for setting in settings(["callbench-dark", "nord"])}
ORDER = list(FIELDS)


@asynccontextmanager
async def on_settings(root: Path, text: str = 'rep = "Sam"  # me\n') -> AsyncIterator[Rep]:
    """The settings, opened from the start screen by its key."""
    bench = a_bench(root)
    bench.workbench.config.write_text(text, "utf-8")
    async with calling(bench, StartScreen, size=(80, 24)) as rep:
        await rep.press("comma")
        await rep.until(lambda: isinstance(rep.screen, SettingsScreen))
        yield rep


async def choose(rep: Rep, key: str) -> None:
    await rep.press(*["j"] * ORDER.index(key))


async def set_to(rep: Rep, key: str, words: str) -> None:
    await choose(rep, key)
    await rep.press("enter", "ctrl+u", *words, "enter")


def written(root: Path) -> str:
    return (root / "home" / "config.toml").read_text("utf-8")


async def test_a_line_is_taken_and_in_the_file_at_once(tmp_path: Path) -> None:
    async with on_settings(tmp_path) as rep:
        await rep.press("enter", "ctrl+u", *"Kim", "enter")
        assert written(tmp_path) == 'rep = "Kim"  # me\n'
        assert rep.said == "Your name: saved"
        assert "Kim" in rep.text


async def test_times_of_the_day_and_the_scheme_of_the_dialler(tmp_path: Path) -> None:
    async with on_settings(tmp_path, 'dialler = "system"\n') as rep:
        await set_to(rep, "first_thing", "8:30")
        await rep.press("j", "enter", "ctrl+u", *"25", "enter")
        assert "25 is no time of a day" in rep.said
        await rep.press("ctrl+u", *"18", "enter")
        await rep.press(*["j"] * (ORDER.index("dial_scheme") - ORDER.index("end_of_day")))
        await rep.press("right")
    config = load(Workbench(tmp_path / "home"))
    assert (f"{config.first_thing:%H:%M}", f"{config.end_of_day:%H:%M}") == ("08:30", "18:00")
    assert config.dial_scheme == "sip"
    assert any("sip:" in part for part in config.dialler)


async def test_what_is_typed_takes_the_place_of_what_was_there_and_an_arrow_keeps_it(
    tmp_path: Path,
) -> None:
    async with on_settings(tmp_path) as rep:
        await rep.press("enter", *"Kim", "enter")
        assert written(tmp_path) == 'rep = "Kim"  # me\n'
        await rep.press("enter", "right", *"my", "enter")
        assert written(tmp_path) == 'rep = "Kimmy"  # me\n'
        await choose(rep, "zone")
        await rep.press("enter", *"berlin")
        assert "Europe/Berlin" in rep.text
        await rep.press("enter")
        assert 'zone = "Europe/Berlin"' in written(tmp_path)


async def test_esc_leaves_a_line_as_it_was(tmp_path: Path) -> None:
    async with on_settings(tmp_path) as rep:
        await rep.press("enter", *"xyz", "escape")
        assert written(tmp_path) == 'rep = "Sam"  # me\n'
        assert type(rep.screen) is SettingsScreen
        await rep.press("escape")
        assert type(rep.screen) is not SettingsScreen


async def test_what_cannot_be_used_is_said_while_typing_and_not_taken(tmp_path: Path) -> None:
    async with on_settings(tmp_path) as rep:
        await choose(rep, "zone")
        await rep.press("enter", "ctrl+u", *"madri")
        assert '"madri" is no IANA zone' in rep.text
        assert "Tab: Europe/Madrid" in rep.text
        await rep.press("enter")
        assert "Time zone: " in rep.said
        assert "zone" not in written(tmp_path)
        await rep.press("tab", "enter")
        assert 'zone = "Europe/Madrid"' in written(tmp_path)


async def test_a_country_is_taken_by_name_and_shown_by_it(tmp_path: Path) -> None:
    async with on_settings(tmp_path) as rep:
        await choose(rep, "region")
        await rep.press("enter", "ctrl+u", *"deutschland")
        assert "Germany (DE)" in rep.text
        await rep.press("enter")
        assert 'region = "DE"' in written(tmp_path)
        assert "Germany (DE)" in rep.text


async def test_a_dialler_is_shown_back(tmp_path: Path) -> None:
    async with on_settings(tmp_path) as rep:
        await choose(rep, "dialler")
        await rep.press("enter", *"'my phone' call {e164}")
        assert "runs [my phone] [call] [+442079460018]" in rep.text
        assert "not found" in rep.text
        await rep.press("enter")
        assert 'dialler = ["my phone", "call", "{e164}"]' in written(tmp_path)
        await rep.press("x")
        assert "dialler" not in written(tmp_path)


async def test_a_choice_is_turned(tmp_path: Path) -> None:
    async with on_settings(tmp_path) as rep:
        await choose(rep, "theme")
        await rep.press("right")
        assert rep.app.theme == "callbench-light"
        await rep.press("left", "left")
        assert rep.app.theme not in {"callbench-light", "callbench-dark"}
        assert f'theme = "{rep.app.theme}"' in written(tmp_path)


async def test_keys_say_why_they_do_nothing(tmp_path: Path) -> None:
    async with on_settings(tmp_path, "") as rep:
        await rep.press("right")
        assert rep.said == "Enter types another value"
        await rep.press("x")
        assert rep.said == "it is not set"


async def test_a_file_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    bench = a_bench(tmp_path)
    async with calling(bench, StartScreen) as rep:
        bench.workbench.config.write_text("reps = 1")
        await rep.press("comma")
        assert 'unknown key "reps"; did you mean "rep"?' in rep.said
        assert isinstance(rep.screen, StartScreen)


async def test_a_block_begun_later_has_them(tmp_path: Path) -> None:
    async with on_settings(tmp_path, "") as rep:
        await set_to(rep, "target_calls", "25")
        await rep.press("escape", "d")
        await rep.until(lambda: isinstance(rep.screen, BlockScreen))
        assert rep.desk.block.session.target_calls == 25


async def test_a_running_block_takes_them_up_but_keeps_its_clock(tmp_path: Path) -> None:
    bench: Context = a_bench(tmp_path)
    async with calling(bench) as rep:
        await rep.press("comma")
        await set_to(rep, "zone", "Asia/Tokyo")
        await rep.press(*["k"] * 9)
        await set_to(rep, "dialler", "system")
        await rep.press("q")
        config = rep.desk.context.config
        assert config.zone == "Europe/London"
        assert config.dialler[-1] == "tel:{e164}"
        assert rep.desk.chores.context.config == config
        assert load(bench.workbench).zone == "Asia/Tokyo"


async def test_a_theme_chosen_in_the_palette_is_kept(tmp_path: Path) -> None:
    bench = a_bench(tmp_path)
    async with calling(bench) as rep:
        rep.app.theme = "nord"
        await until(rep.pilot, bench.workbench.config.exists)
        await rep.app.workers.wait_for_complete()
        assert written(tmp_path) == 'theme = "nord"\n'


@pytest.mark.parametrize(
    ("key", "line", "value"),
    [
        ("rep", " Sam ", "Sam"),
        ("rep", "", None),
        ("zone", "new york", "America/New_York"),
        ("zone", "europe/madrid", "Europe/Madrid"),
        ("region", "gb", "GB"),
        ("region", "UK", "GB"),
        ("region", "Germany", "DE"),
        ("region", "Deutschland", "DE"),
        ("region", "España", "ES"),
        ("target_calls", "30", 30),
        ("working_hours", "8-18:30", ["08:00", "18:30"]),
        ("working_hours", "07:00 to 15:00", ["07:00", "15:00"]),
        ("dialler", "system", "system"),
        ("dialler", "phone {number}", ["phone", "{number}"]),
        ("date_order", "mdy", "mdy"),
    ],
)
def test_a_line_becomes_a_value(key: str, line: str, value: Any) -> None:
    assert value_of(FIELDS[key], line) == value


@pytest.mark.parametrize(
    ("key", "line", "problem"),
    [
        ("target_calls", "many", "a whole number"),
        ("target_calls", "0", "a whole number"),
        ("target_calls", "٣", "a whole number"),
        ("working_hours", "19-8", "before the second"),
        ("working_hours", "9-25", "25 is no time of a day"),
        ("working_hours", "all day", "two times are needed"),
        ("zone", "Narnia", "no IANA zone"),
        ("region", "Narnia", "no country; a name or two letters"),
        ("dialler", "phone", "one of {e164}"),
        ("dialler", "phone 'x", "a quotation mark"),
        ("editor", 'vim "', "a quotation mark"),
        ("calendar_folder", "cal", "must begin at the root"),
    ],
)
def test_a_line_that_cannot_be_used_says_what_is_allowed(key: str, line: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        value_of(FIELDS[key], line)


@pytest.mark.parametrize(
    ("key", "line", "found"),
    [
        ("zone", "londo", "Europe/London"),
        ("zone", "new york", "America/New_York"),
        ("zone", "utc", "UTC"),
        ("zone", "Europe/London", ""),
        ("zone", "xyzzy", ""),
        ("zone", "", ""),
        ("region", "germany", "DE"),
        ("region", "swed", "Sweden"),
        ("region", "Gremany", "Germany"),
        ("region", "united", ""),
        ("dialler", "sys", "system"),
        ("dialler", "phone", ""),
        ("rep", "S", ""),
    ],
)
def test_a_line_is_completed(key: str, line: str, found: str) -> None:
    assert completion(FIELDS[key], line) == found


def test_what_is_in_force_can_be_typed_again(tmp_path: Path) -> None:
    config = a_bench(tmp_path, dialler=("a b", "{e164}"), target_calls=5).config
    for setting in FIELDS.values():
        line = line_of(setting, config, {})
        assert not line or value_of(setting, line) is not None


@pytest.mark.parametrize("setting", FIELDS.values(), ids=ORDER)
def test_an_empty_line_takes_it_out(setting: Setting) -> None:
    assert remark(setting, "  ") == "taken out of the file"
