"""Commands: one declaration feeds keys, names, help and a rep's own keys."""

from __future__ import annotations

import pytest

from callbench.tui.block.commands import CALLING
from callbench.tui.commands import IN_TEXT, Command, keymap_problems, keys_of, shown_key

DIAL = Command("dial", "d,enter", "Dial", "Start the attempt")
SKIP = Command("skip", "s", "Skip", "Later today")
DOWN = Command("down", "j", "Down", "Next", "move:1")


def test_the_method_is_named_by_the_id_unless_said() -> None:
    wrap_up = Command("wrap-up", "w", "Wrap up", "How it ended")
    assert (wrap_up.method, wrap_up.argument) == ("action_wrap_up", "")
    assert (DOWN.method, DOWN.argument) == ("action_move", "1")


def test_a_reps_own_keys_replace_the_usual_ones() -> None:
    assert keys_of(DIAL, {}) == ["d", "enter"]
    assert keys_of(DIAL, {"dial": "z, ctrl+d"}) == ["z", "ctrl+d"]
    assert keys_of(SKIP, {"dial": "z"}) == ["s"]


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("d", "d"),
        ("Q", "Q"),
        ("f8", "F8"),
        ("f10", "F10"),
        ("ctrl+s", "Ctrl+S"),
        ("slash", "/"),
        ("question_mark", "?"),
        ("escape", "Esc"),
        ("up", "↑"),
        ("pagedown", "PgDn"),
        ("f", "f"),
    ],
)
def test_a_key_is_shown_as_a_rep_knows_it(key: str, shown: str) -> None:
    assert shown_key(key) == shown


@pytest.mark.parametrize("key", ["f1", "f12", "escape", "ctrl+s"])
def test_these_keys_act_inside_a_text_field(key: str) -> None:
    assert IN_TEXT.fullmatch(key)


@pytest.mark.parametrize("key", ["f", "a", "1", "enter", "up", "shift+f1", "fx"])
def test_these_are_left_to_the_text_field(key: str) -> None:
    assert not IN_TEXT.fullmatch(key)


def test_an_unknown_action_names_the_known_ones() -> None:
    assert keymap_problems({"dail": "z"}, [DIAL, SKIP]) == [
        "keys.dail: no such action, allowed: dial, skip"
    ]


def test_a_key_of_two_actions_is_a_problem_only_where_it_was_remapped() -> None:
    twin = Command("twin", "d", "Twin", "Where dial can't act")
    assert keymap_problems({}, [DIAL, twin]) == []
    assert keymap_problems({"skip": "d"}, [DIAL, SKIP]) == ["keys.skip: 'd' is the key of dial"]
    assert keymap_problems({"skip": "d", "dial": "z"}, [DIAL, SKIP]) == []


def test_each_command_of_the_calling_screen_has_an_id_of_its_own() -> None:
    ids = [command.id for command in CALLING]
    assert len(set(ids)) == len(ids)
    assert all(command.name and command.help for command in CALLING)
