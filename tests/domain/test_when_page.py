"""The page about days and times says what the reader does."""

import json
import re
import runpy
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from callbench.cli.when import when_command
from callbench.domain.when import read

_ROOT = Path(__file__).parents[2]
_PAGE = (_ROOT / "docs" / "when.md").read_text("utf-8")
_NOW = datetime(2026, 11, 24, 10, 20, tzinfo=ZoneInfo("Europe/London"))


def _examples() -> list[str]:
    rows = _PAGE.partition("## What you can type")[2].partition("\n## ")[0].splitlines()
    return [phrase for row in rows if row[:2] == "| " for phrase in re.findall(r"`([^`]+)`", row)]


@pytest.mark.parametrize("phrase", [one for one in _examples() if " " in one or one == "+2h"])
def test_an_example_is_exact(phrase: str) -> None:
    reading = read(
        phrase, now=_NOW, zone="Europe/London", their_zone="Europe/Madrid", date_order="dmy"
    )
    if re.search(r"\d|noon", phrase) and not phrase.startswith(("quarter", "half", "first thing")):
        assert reading.kind == "exact", reading.message


def test_the_commands_print_what_the_page_shows() -> None:
    shown = re.findall(r'^\$ callbench when "(.+?)" (.+)\n(.+)$', _PAGE, re.MULTILINE)
    assert len(shown) == 2
    for phrase, options, line in shown:
        result = CliRunner().invoke(when_command, [phrase, *options.split()])
        assert result.stdout == f"{line}\n"


def test_the_keys_of_the_json_are_named() -> None:
    result = CliRunner().invoke(when_command, ["3pm", "--json"])
    for key in json.loads(result.stdout):
        assert f"`{key}`" in _PAGE


def test_the_table_is_the_one_of_the_script() -> None:
    script = runpy.run_path(str(_ROOT / "benchmarks" / "when_table.py"))
    assert script["table"]({"callbench": script["by_callbench"]}) in _PAGE
