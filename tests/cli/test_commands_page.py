"""The pages about commands: a section for each, and examples that can be typed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from callbench.cli.main import COMMANDS, main
from callbench.exchange.export.crm import SHAPES

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {name: (DOCS / name).read_text("utf-8") for name in ("commands.md", "exporting.md")}
SECTIONS = re.findall(r"^## (\S+)$", PAGES["commands.md"], re.MULTILINE)
EXAMPLES = [
    re.split(r" [|>] ", line.removeprefix("$ callbench "))[0]
    for page in PAGES.values()
    for block in re.findall(r"```console\n(.*?)```", page, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("$ callbench ")
]
WRITTEN = {example for example in EXAMPLES if shlex.split(example)[0] in COMMANDS}


def test_every_command_has_a_section_in_order() -> None:
    assert set(COMMANDS) <= set(SECTIONS)
    assert sorted(SECTIONS) == SECTIONS


@pytest.mark.parametrize("example", sorted(WRITTEN))
def test_an_example_can_be_typed(example: str) -> None:
    words = shlex.split(example)
    command = main.get_command(click.Context(main), words[0])
    assert command is not None
    path = words[:1]
    if isinstance(command, click.Group) and len(words) > 1:
        command = command.get_command(click.Context(command), words[1])
        assert command is not None
        path = words[:2]
    # The parser takes it as it is: options that don't exist, or lack a value, are errors here.
    command.make_context(path[-1], words[len(path) :], resilient_parsing=False)
    assert CliRunner().invoke(main, [*path, "--help"]).exit_code == 0


def test_every_command_has_an_example() -> None:
    assert set(COMMANDS) <= {shlex.split(example)[0] for example in EXAMPLES}


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_every_column_of_a_crm_is_explained(shape: str) -> None:
    text = re.split(rf"^### {shape}\b", PAGES["exporting.md"], flags=re.I | re.M)[1]
    table = text.partition("\n### ")[0]
    assert re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE) == list(SHAPES[shape])
