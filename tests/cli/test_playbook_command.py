"""The playbook as a sheet, and a file to begin one's own with."""

from __future__ import annotations

import json
import re
import stat
import tomllib
from pathlib import Path

import msgspec
import pytest
from full_bench import CONTROLS, call_bench

from callbench.domain.playbook import parse_playbook
from callbench.store.playbook import default_text, load_playbook
from callbench.store.workbench import Workbench

OWN = """
[cadence]
retry_after = [0, 1]

[[stories]]
id = "x"
title = "[red]Acme[/red]"
text = "=1+1 \\u001b[31m \\u202e"
"""


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return Workbench.open(tmp_path / "bench")


def shown(bench: Workbench, *arguments: str, code: int = 0) -> str:
    """What the command says; on standard error when it fails."""
    result = call_bench(bench.root, "playbook", *arguments)
    assert result.exit_code == code, result.output
    assert not set(result.output) & (CONTROLS - {"\n"})
    return result.stderr if code else result.stdout


def test_the_one_that_ships(bench: Workbench) -> None:
    lines = shown(bench).splitlines()
    assert lines[0] == "Playbook: the one that ships (--init begins your own)"
    assert "  [1] no answer: tried again by the cadence" in lines
    assert (
        "  [i] interested: a follow-up after 5 working days; asks questions, certain, next-meeting"
        in lines
    )
    assert (
        "  certain: 100% sure? [y] yes, certain · [n] one more issue (after questions: no)" in lines
    )
    assert "  6 attempts, with these working days between them: 2, 2, 4, 5, 5" in lines
    assert "  08:00–18:00 on their clock, mon, tue, wed, thu, fri" in lines
    assert "  answered within 14 days" in lines
    playbook = parse_playbook(default_text())
    for text in (*(cue for cues in playbook.cues.values() for cue in cues), playbook.mail.closing):
        assert f"  {text}" in lines


def test_json_is_all_of_it(bench: Workbench) -> None:
    assert json.loads(shown(bench, "--json")) == json.loads(
        msgspec.json.encode(parse_playbook(default_text()))
    )


def test_ones_own_is_named_and_shown_literally(bench: Workbench) -> None:
    bench.playbook.write_text(OWN, encoding="utf-8")
    text = shown(bench)
    assert text.startswith(f"Playbook: yours, {bench.playbook}\n")
    assert "  [red]Acme[/red]: =1+1 \ufffd[31m \ufffd\n" in text
    assert "3 attempts, with these working days between them: half an hour, 1\n" in text


def test_one_that_cannot_be_used_is_named_in_one_line(bench: Workbench) -> None:
    bench.playbook.write_text('cadence = "\\u001b[31m"', encoding="utf-8")
    said = shown(bench, code=1)
    assert said.startswith(f"callbench: {bench.playbook}: ")
    assert len(said.splitlines()) == 1


def test_a_file_to_begin_with(bench: Workbench) -> None:
    assert shown(bench, "--init") == (
        f"Wrote {bench.playbook}: take the # off the lines that you want to change.\n"
    )
    assert stat.S_IMODE(bench.playbook.stat().st_mode) == 0o600
    text = bench.playbook.read_text(encoding="utf-8")
    assert tomllib.loads(text) == {}
    assert load_playbook(bench.playbook) == parse_playbook(default_text())
    values = [line.replace("#", "", 1) for line in text.splitlines() if re.match(r"\s*#\S", line)]
    assert tomllib.loads("\n".join(values)) == tomllib.loads(default_text())
    assert all(len(line) < 200 for line in text.splitlines())


def test_a_playbook_that_is_there_stays(bench: Workbench, tmp_path: Path) -> None:
    bench.playbook.write_text(OWN, encoding="utf-8")
    said = shown(bench, "--init", code=1)
    assert said == f"callbench: {bench.playbook}: exists already, and stays as it is\n"
    assert bench.playbook.read_text(encoding="utf-8") == OWN
    bench.playbook.unlink()
    bench.playbook.symlink_to(tmp_path / "elsewhere.toml")
    shown(bench, "--init", code=1)
    assert not (tmp_path / "elsewhere.toml").exists()


def test_usage(bench: Workbench) -> None:
    shown(bench, "--init", "--json", code=2)
    assert not bench.playbook.exists()
