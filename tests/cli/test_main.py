"""The command line as a whole: what it loads, what it lists, and that the docs name all of it."""

from __future__ import annotations

import json
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import callbench
from callbench.cli.main import COMMANDS, main

ROOT = Path(__file__).parents[2]
PAGES = "\n".join(
    page.read_text("utf-8") for page in (ROOT / "README.md", *sorted(ROOT.glob("docs/*.md")))
)

SCREEN = {"textual", "rich"}
"""What only a screen needs; to import it costs a quarter of a second."""


def modules_below(package: str) -> list[str]:
    folder = ROOT.joinpath(*package.split("."))
    return [found.name for found in pkgutil.walk_packages([str(folder)], f"{package}.")]


def loaded_by(code: str) -> set[str]:
    """The packages and modules that an interpreter of its own has loaded after `code`."""
    return run_alone(code)[1]


def run_alone(code: str) -> tuple[str, set[str]]:
    """What `code` prints in an interpreter of its own, and what is loaded after it."""
    script = f"import json, sys\n{code}\nprint('\\n' + json.dumps(sorted(sys.modules)))"
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    printed, _, loaded = ran.stdout.rstrip("\n").rpartition("\n")
    return printed, set(json.loads(loaded))


def importing(modules: Iterable[str]) -> str:
    return "\n".join(f"import {name}" for name in modules)


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_do_without_a_screen(option: str) -> None:
    code = f"from callbench.cli.main import main\nmain([{option!r}], standalone_mode=False)"
    assert not SCREEN & loaded_by(code)


def test_the_rooms_below_the_screens_do_without_one() -> None:
    rooms = ("callbench.domain", "callbench.store", "callbench.exchange")
    modules = [name for room in rooms for name in modules_below(room)]
    assert len(modules) > 50
    assert not (SCREEN | {"click", "callbench.tui"}) & loaded_by(importing(modules))


def test_the_domain_touches_neither_files_nor_a_database() -> None:
    outside = {"tinydb", "sqlite3", "filelock", "platformdirs", "subprocess", "callbench.store"}
    assert not outside & loaded_by(importing(modules_below("callbench.domain")))


def test_the_calling_screen_loads_no_screen_that_it_may_open() -> None:
    loaded = loaded_by("import callbench.tui.block.screen")
    others = ("agenda.screen", "review.screen", "start.screen", "block.summary")
    assert not {f"callbench.tui.{name}" for name in others} & loaded


def test_version_is_the_one_installed() -> None:
    shown = CliRunner().invoke(main, ["--version"]).output
    assert shown == f"callbench, version {callbench.__version__}\n"
    assert metadata.version("callbench") == callbench.__version__


def test_help_lists_every_command_with_a_sentence() -> None:
    listed = dict(re.findall(r"^  ([a-z-]+) {2,}(\S.*)$", command_help(), re.MULTILINE))
    assert set(COMMANDS) <= set(listed)


def command_help(*arguments: str) -> str:
    result = CliRunner().invoke(main, [*arguments, "--help"])
    assert result.exit_code == 0
    return result.output


@pytest.mark.parametrize("name", sorted(COMMANDS))
class TestEveryCommand:
    def test_loads_under_its_name(self, name: str) -> None:
        assert command(name).name == name

    def test_says_what_it_does_and_what_its_options_do(self, name: str) -> None:
        for found in with_its_own(command(name)):
            assert found.help
            assert command_help(name)
            options = [option for option in found.params if isinstance(option, click.Option)]
            assert [option.name for option in options if not option.help] == []

    def test_is_in_the_docs(self, name: str) -> None:
        assert re.search(rf"\bcallbench {name}\b", PAGES)


def command(name: str) -> click.Command:
    found = main.get_command(click.Context(main), name)
    assert found is not None
    return found


def with_its_own(found: click.Command) -> list[click.Command]:
    """A command, and the commands that it has in turn."""
    below = list(found.commands.values()) if isinstance(found, click.Group) else []
    return [found, *below]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("dial", "No such command 'dial'; try `callbench --help`"),
        ("when", "Missing argument 'TEXT'; try `callbench when --help`"),
        ("lists rename a", "Missing argument 'TITLE'; try `callbench lists rename --help`"),
        ("block --target x", "Invalid value for '--target': 'x' is not a valid integer range; try"),
        ("review --no-such", "No such option '--no-such'; try `callbench review --help`"),
        ("--hom x", "No such option '--hom'"),
    ],
)
def test_an_error_of_usage_is_one_line_that_names_the_help(line: str, said: str) -> None:
    result = CliRunner().invoke(main, line.split(), prog_name="callbench")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"callbench: {said}")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["", "block", "sample"])
def test_a_screen_without_options_is_opened_without_the_parser(command: str) -> None:
    code = (
        f"sys.argv[1:] = {command.split()}\n"
        "from callbench.__main__ import main\n"
        "try: main()\n"
        "except SystemExit as error: print(error)"
    )
    ran, loaded = run_alone(code)
    assert ran == "callbench: the dashboard needs a terminal; try `callbench --help`\n"
    assert not loaded & {"click", *SCREEN}


@pytest.mark.parametrize("arguments", [[], ["block"], ["sample"]])
def test_a_screen_wants_a_terminal(arguments: list[str], tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--home", str(tmp_path / "bench"), *arguments])
    assert result.exit_code == 1
    assert result.stderr == "callbench: the dashboard needs a terminal; try `callbench --help`\n"
    assert not (tmp_path / "bench").exists()
