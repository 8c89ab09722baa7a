"""A rep's own keys: names that can be pressed, acts that there are, no key of two acts."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from textual.keys import KEY_NAME_REPLACEMENTS, Keys

from callbench.cli import screens
from callbench.cli.main import main
from callbench.store.config import Config, ConfigError
from callbench.store.workbench import Workbench
from callbench.tui.commands import Command, keys_of
from callbench.tui.key_names import key_problem, name_of_sign
from callbench.tui.keymap import check_keys, declared, problems_of


@pytest.mark.parametrize(
    "key",
    [
        *("d", "D", "7", "é", "slash", "question_mark", "comma", "minus", "less_than_sign"),
        *("f1", "f24", "ctrl+f5", "ctrl+d", "enter", "space", "delete", "pageup", "ctrl+left"),
    ],
)
def test_a_key_that_can_be_pressed(key: str) -> None:
    assert key_problem(key) == ""


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        ("F5", "is no key"),
        ("hyper+x", "is no key"),
        ("slahs", "is no key"),
        ("dd", "is no key"),
        ("", "is no key"),
        ("latin_small_letter_a", "is no key"),
        ("ctrl+m", "is enter to a terminal"),
        ("ctrl+i", "is tab to a terminal"),
        ("shift+d", 'is written as the capital letter, "D"'),
        ("alt+d", "can't be told from Esc"),
        ("ctrl+c", "belongs to callbench itself"),
    ],
)
def test_a_key_that_cannot_be_pressed_says_why(key: str, problem: str) -> None:
    assert problem in key_problem(key)


def test_signs_are_called_what_textual_calls_them() -> None:
    from textual.keys import _character_to_key

    signs = [chr(code) for code in range(33, 127)] + ["é", "ß", "–"]
    assert [name_of_sign(sign) for sign in signs] == [_character_to_key(sign) for sign in signs]
    assert all(key_problem(name_of_sign(sign)) == "" for sign in signs)
    assert all(key_problem(name) == "" for name in KEY_NAME_REPLACEMENTS.values())


def test_keys_of_terminals_are_known() -> None:
    known = [key.value for key in Keys if not key.value.startswith("<")]
    unheard = [key for key in known if "is no key" in key_problem(key)]
    assert all("+" in key or key == "return" or key == "ctrl-at" for key in unheard)


def test_a_sign_may_be_written_as_it_is() -> None:
    find = Command("find", "f", "Find", "Filter")
    assert keys_of(find, {"find": "/, ctrl+f"}) == ["slash", "ctrl+f"]


def test_as_shipped_every_key_can_be_pressed() -> None:
    commands = [command for screen in declared() for command in screen]
    keys = {key for command in commands for key in keys_of(command, {})}
    assert [key for key in sorted(keys) if key_problem(key)] == []


def test_every_screen_is_looked_into() -> None:
    known = {command.id for screen in declared() for command in screen}
    assert {"dial", "next-chart", "sent", "timeline", "mail", "begin", "unset", "take"} <= known


@pytest.mark.parametrize(
    ("own", "problem"),
    [
        ({"dail": "z"}, "keys.dail: no such action, allowed: add, "),
        ({"dial": "s"}, "keys.skip: 's' is the key of dial"),
        ({"find": "f5"}, "'f5' is the key of outcome-5"),
        ({"dial": "ctrl+m"}, 'keys.dial: "ctrl+m" is enter to a terminal'),
        ({"dial": "d,,"}, 'keys.dial: a key is missing; a comma is "comma"'),
    ],
)
def test_what_cannot_be_used_is_named(own: dict[str, str], problem: str) -> None:
    assert problem in "; ".join(problems_of(own))


@pytest.mark.parametrize(
    "own",
    [
        {},
        {"dial": "z"},
        {"skip": "d", "dial": "s"},
        {"letter": "M"},
        {"stamp": "f9"},
        {"find": "/"},
    ],
)
def test_what_can_be_used(own: dict[str, str]) -> None:
    assert problems_of(own) == []


def test_an_error_names_the_file(tmp_path: Path) -> None:
    bench = Workbench(tmp_path)
    config = Config(rep="sam", zone="UTC", keys={"dail": "z"})
    with pytest.raises(ConfigError) as error:
        check_keys(bench, config)
    assert str(error.value).startswith(f"{bench.config}: keys.dail: no such action")
    check_keys(bench, Config(rep="sam", zone="UTC"))


def test_the_dashboard_does_not_start_with_keys_that_cannot_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screens, "require_terminal", lambda: None)
    (tmp_path / "config.toml").write_text('[keys]\ndail = "z"\n')
    result = CliRunner().invoke(main, ["--home", str(tmp_path), "block"])
    assert result.exit_code == 1
    assert result.stderr.startswith(f"callbench: {tmp_path / 'config.toml'}: keys.dail: no such ac")
    assert result.stderr.count("\n") == 1
