"""What shells complete, and what ``--help`` teaches."""

from __future__ import annotations

import re
import shlex
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from callbench.cli.completion import SHELLS
from callbench.cli.help_texts import EXAMPLES, SENTENCES
from callbench.cli.main import COMMANDS, main
from callbench.store.lists import ProspectList, write_list
from callbench.store.workbench import Workbench

SAID_BEFORE_TYPING = [
    (name, re.split(r" [|>] ", example)[0]) for name in EXAMPLES for example in EXAMPLES[name]
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    bench = Workbench.open(tmp_path / "home")
    for slug in ("autumn", "spring", "over the hill", "\x1b[2J"):
        at = datetime(2026, 11, 24, tzinfo=UTC)
        write_list(bench, ProspectList(slug=slug, title=slug, imported_at=at, prospects=()))
    for name in ("2026-11-24T0900.json", "2026-11-23T0900.json"):
        (bench.sessions / name).write_text("{}")
    return bench.root


def completed(line: str, **env: str) -> list[str]:
    """What bash is told to complete a line to."""
    words = line.split(" ")
    asked = {
        "_CALLBENCH_COMPLETE": "bash_complete",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
        **env,
    }
    result = CliRunner().invoke(main, [], prog_name="callbench", env=asked)
    return [found.partition(",")[2] for found in result.stdout.split()]


def test_commands_and_options_are_completed() -> None:
    assert completed("callbench se") == ["search", "sessions"]
    assert "--target" in completed("callbench block --")


@pytest.mark.parametrize("command", ["block", "stats", "export prospects", "import"])
def test_lists_are_completed_that_a_shell_can_take(command: str, home: Path) -> None:
    line = f"callbench {command} --list "
    assert completed(line, CALLBENCH_HOME=str(home)) == ["autumn", "spring"]
    assert completed(f"callbench --home {home} {command} --list s") == ["spring"]


def test_sessions_are_completed_newest_first(home: Path) -> None:
    found = completed("callbench show ", CALLBENCH_HOME=str(home))
    assert found == ["last", "2026-11-24T0900.json", "2026-11-23T0900.json"]


def test_nothing_is_made_where_there_is_no_workbench(tmp_path: Path) -> None:
    home = tmp_path / "none"
    assert completed("callbench show ", CALLBENCH_HOME=str(home)) == ["last"]
    assert completed("callbench block --list ", CALLBENCH_HOME=str(home)) == []
    assert not home.exists()


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_of_a_shell_asks_callbench(shell: str) -> None:
    result = CliRunner().invoke(main, ["completion", shell])
    assert result.exit_code == 0
    assert f"_CALLBENCH_COMPLETE={shell}_complete" in result.stdout


def test_an_unknown_shell_is_a_usage_error() -> None:
    result = CliRunner().invoke(main, ["completion", "tcsh"])
    assert result.exit_code == 2
    assert "'bash', 'zsh', 'fish'" in result.stderr


def test_every_command_has_a_sentence_that_is_not_cut_and_examples() -> None:
    assert set(SENTENCES) == set(EXAMPLES) == set(COMMANDS)
    text = CliRunner().invoke(main, ["--help"], terminal_width=80).output
    for sentence in SENTENCES.values():
        assert f"  {sentence}\n" in text
    assert "Exit status:" in text


@pytest.mark.parametrize(("name", "line"), SAID_BEFORE_TYPING)
def test_an_example_of_the_help_can_be_typed(name: str, line: str) -> None:
    program, *words = shlex.split(line)
    assert (program, words[0]) == ("callbench", name)
    help_text = CliRunner().invoke(main, [name, "--help"], terminal_width=120).output
    assert f"  {line}" in help_text
    command = main.get_command(click.Context(main), name)
    rest = words[1:]
    while isinstance(command, click.Group) and rest:
        command = command.get_command(click.Context(command), rest.pop(0))
    assert command is not None
    command.make_context(name, rest)
