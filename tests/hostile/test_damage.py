"""Damaged and foreign files: every command names them and goes on with the rest."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

sys.path.append(str(Path(__file__).parent.parent / "journeys"))

from damage import lists, refusals, sessions, settings
from workbenches import ALWAYS_OPEN, a_home, people

from callbench.cli.main import COMMANDS, main
from callbench.store.sessions import read_sessions
from callbench.store.workbench import Workbench

READING: tuple[tuple[str, ...], ...] = (
    ("agenda",),
    ("agenda", "--json"),
    ("sessions",),
    ("sessions", "--json"),
    ("show", "last"),
    ("show", "good", "--json"),
    ("show", "good", "--markdown"),
    ("search", "question"),
    ("search", "question", "--json"),
    ("stats",),
    ("stats", "--json"),
    ("doctor",),
    ("doctor", "--json"),
    ("do-not-call", "list"),
    ("do-not-call", "add", "Omar Whitfield"),
    ("forget", "Nobody At All", "--yes"),
    ("import", "--undo"),
    ("when", "tomorrow 3pm"),
    ("playbook",),
    ("lists",),
    ("lists", "--json"),
    ("lists", "archive", "cut"),
    ("lists", "rename", "bookmarks", "Other"),
    ("index",),
    ("index", "--rebuild"),
    ("completion", "bash"),
    *(
        ("export", what, "--format", form)
        for what in ("calls", "prospects", "agenda")
        for form in ("csv", "json", "markdown")
    ),
    ("export", "calls", "--format", "hubspot"),
    ("export", "prospects", "--format", "salesforce"),
    ("export", "agenda", "--format", "ics"),
)
"""Every command that needs no terminal, in the ways it is used."""

GOOD = """{"session": {"1": {"format": 1, "id": "good", "title": "Good",
"started_at": "2026-11-24T09:00:00+00:00", "ended_at": "2026-11-24T10:00:00+00:00",
"zone": "Europe/London", "newer key": {"a": 1}}},
"calls": {"1": {"id": "good-call", "prospect": {"id": "prospect-0", "name": "Dana Whitfield"},
"attempt": 1, "kind": "first", "dialled_at": "2026-11-24T09:00:00+00:00",
"ended_at": "2026-11-24T09:01:00+00:00", "wrapped_at": "2026-11-24T09:02:00+00:00",
"disposition": "interested", "note": "a good question"}}}"""


def damaged_home(root: Path) -> Path:
    """A workbench with a good list and session among every bad one."""
    home = a_home(root, people(3))
    (home / "sessions" / "good.json").write_text(GOOD)
    _write(home / "sessions", sessions())
    _write(home / "lists", lists())
    (home / "sessions" / "folder.json").mkdir()
    (home / "sessions" / "link.json").symlink_to(home / "sessions" / "good.json")
    os.mkfifo(home / "sessions" / "pipe.json")
    os.mkfifo(home / "lists" / "pipe.json")
    return home


def _write(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    for name, data in files:
        (folder / f"{name}.json").write_bytes(data)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return damaged_home(tmp_path_factory.mktemp("damage"))


def ran(home: Path, *arguments: str) -> Result:
    """Run a command; whatever it says about files, it says in whole lines and ends in order."""
    cache = str(home.parent / "cache")
    env = {"CALLBENCH_HOME": str(home), "XDG_CACHE_HOME": cache, "HOME": str(home.parent)}
    result = CliRunner().invoke(main, arguments, env={**env, "TZ": "Europe/London"})
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise AssertionError(f"callbench {' '.join(arguments)}") from result.exception
    assert "Traceback" not in result.output
    return result


def test_every_command_is_tried() -> None:
    screens = {"block", "review", "sample"}
    assert {command[0] for command in READING} >= set(COMMANDS) - screens - {"import"}


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_bad_files_are_named_and_the_rest_goes_on(home: Path, command: tuple[str, ...]) -> None:
    result = ran(home, *command)
    if command[0] in {"sessions", "search", "agenda"} or command[:2] == ("export", "calls"):
        assert result.exit_code == 0, result.stderr
        assert str(home / "sessions" / "cut.json") in result.stderr
        for line in result.stderr.splitlines():
            assert line.startswith("callbench: ")
    if "good" in command:
        assert "good question" in result.stdout, result.stderr
    elif command[0] == "search":
        assert "good question" in result.stdout or "good-call" in result.stdout


def test_no_refused_file_is_in_the_record(home: Path) -> None:
    stored, problems = read_sessions(Workbench(home))
    assert "good" in {entry.session.id for entry in stored}
    for problem in problems:
        assert re.match(r"/.*\.json: .", str(problem))
        assert "\n" not in str(problem)
    for entry in stored:
        for call in entry.calls:
            assert 1900 <= call.dialled_at.year < 2200


def test_doctor_names_every_file_with_a_remedy(home: Path) -> None:
    result = ran(home, "doctor")
    for name in ("cut", "mixed", "deep-escaped", "bookmarks", "folder", "link", "pipe"):
        assert f"{name}.json" in result.output, name


@pytest.mark.parametrize(("name", "data"), [*settings()], ids=[name for name, _ in settings()])
@pytest.mark.parametrize("file", ["config.toml", "playbook.toml"])
def test_bad_settings_are_one_line(tmp_path: Path, file: str, name: str, data: bytes) -> None:
    home = a_home(tmp_path, people(2))
    (home / "playbook.toml").write_text(ALWAYS_OPEN)
    (home / file).write_bytes(data)
    for command in (("agenda", "--json"), ("doctor",)):
        result = ran(home, *command)
        if result.exit_code and command != ("doctor",):
            assert result.stderr.count("\n") == 1, result.stderr
            assert result.stderr.startswith(f"callbench: {home / file}: ")


@pytest.mark.parametrize(("name", "data"), [*refusals()], ids=[name for name, _ in refusals()])
def test_a_bad_do_not_call_file_stops_whoever_would_call(
    tmp_path: Path, name: str, data: bytes
) -> None:
    home = a_home(tmp_path, people(2))
    (home / "do-not-call.json").write_bytes(data)
    for command in (("do-not-call", "list"), ("agenda",), ("doctor",)):
        result = ran(home, *command)
        if result.exit_code and command != ("doctor",):
            assert "do-not-call.json: " in result.stderr
            assert result.stderr.count("\n") == 1
    assert (home / "do-not-call.json").read_bytes() == data
