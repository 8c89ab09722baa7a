"""The import command: what it prints, what it writes, and how it fails."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from callbench.cli.main import main

TEXT = (
    "Record ID,First Name,Last Name,Email,Phone Number,Company Name,Contact owner\n"
    "1,Dana,Whitfield,dana@example.com,020 7946 0018,Northwind,sam\n"
    "2,Omar,Haddad,omar@example.com,,Harbour,sam\n"
    "3,Dana,Whitfield,DANA@example.com,,Northwind,sam\n"
    '4,"Lena,Fischer,x,y,z,sam\n'
    "5,,,,,,sam\n"
)


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    path = tmp_path / "November freight.csv"
    path.write_text(TEXT)
    return path


def run(tmp_path: Path, *arguments: str | Path) -> Result:
    home = ["--home", str(tmp_path / "home")]
    return CliRunner().invoke(main, ["import", *map(str, arguments), *home])


def answer(tmp_path: Path, *arguments: str | Path) -> dict[str, Any]:
    result = run(tmp_path, *arguments, "--json")
    assert result.exit_code == 0, result.output
    answered: dict[str, Any] = json.loads(result.stdout)
    return answered


def test_json(tmp_path: Path, leads: Path) -> None:
    data = answer(tmp_path, leads, "--region", "Vereinigtes Königreich")
    assert data["region"] == "GB"
    assert (data["list"], data["format"]) == ("november-freight", "hubspot")
    assert data["mapping"]["phone"] == "Phone Number"
    counts = {name: data[name] for name in ("read", "taken", "merged", "needs_number", "rejected")}
    assert counts == {"read": 5, "taken": 2, "merged": 1, "needs_number": 1, "rejected": 2}
    assert [row["line"] for row in data["rejected_rows"]] == [5, 6]
    assert Path(data["rejected_file"]).exists()


def test_summary(tmp_path: Path, leads: Path) -> None:
    result = run(tmp_path, leads, "--list", "Freight", "--region", "United Kingdom")
    assert result.exit_code == 0
    for words in (
        "hubspot's columns, utf-8, commas, header in line 1",
        "numbers without a prefix are read as of Britain (UK, GB)",
        "5 rows read: 2 taken, 1 merged, 2 rejected",
        "1 of those taken need a number",
        "merged: line 4 into Dana Whitfield (same e-mail)",
        "rejected: line 5: a quote is opened here and never closed",
        "kept beside: Contact owner",
        "callbench block --list freight",
    ):
        assert words in result.stdout


def test_again_and_undo(tmp_path: Path, leads: Path) -> None:
    answer(tmp_path, leads)
    again = answer(tmp_path, leads)
    assert (again["taken"], again["merged"], again["updated"]) == (0, 3, 0)
    assert "nothing in the file is new" in run(tmp_path, leads).stdout
    assert answer(tmp_path, "--undo") == {"list": "november-freight", "removed": 2, "restored": 0}
    failed = run(tmp_path, "--undo")
    assert failed.exit_code == 1
    assert failed.stderr.startswith("callbench: ")
    assert failed.stderr.count("\n") == 1


def test_a_dry_run_takes_nothing(tmp_path: Path, leads: Path) -> None:
    data = answer(tmp_path, leads, "--dry-run")
    assert (data["taken"], data["dry_run"], data["rejected_file"]) == (2, True, None)
    assert list((tmp_path / "home" / "lists").glob("*.json")) == []
    assert "Nothing was taken" in run(tmp_path, leads, "--dry-run").stdout


def test_a_column_can_be_named(tmp_path: Path, leads: Path) -> None:
    data = answer(tmp_path, leads, "--map", "notes=contact owner")
    assert data["mapping"]["notes"] == "Contact owner"


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["missing.csv"], 1, "callbench: missing.csv: no such file\n"),
        (["{leads}", "--map", "phone=Nope"], 1, 'no column "Nope"'),
        (["{leads}", "--map", "shoe=Email"], 2, 'no field "shoe"'),
        (["{leads}", "--map", "phone"], 2, "FIELD=COLUMN"),
        (["{leads}", "--region", "Narnia"], 2, "no country; Germany, Deutschland and DE are one"),
        (["{leads}", "--region", "Gremany"], 2, "no country; did you mean Germany?"),
        ([], 2, "name a FILE"),
        (["{leads}", "--undo"], 2, "name a FILE"),
    ],
)
def test_bad_input(
    tmp_path: Path, leads: Path, arguments: list[str], status: int, words: str
) -> None:
    result = run(tmp_path, *(leads if text == "{leads}" else text for text in arguments))
    assert result.exit_code == status
    assert words in result.stderr
    assert result.stdout == ""


def test_nothing_that_a_terminal_obeys_is_printed(tmp_path: Path) -> None:
    path = tmp_path / "le\x1b]0;x\x07ads.csv"
    path.write_text("Na\x1b[31mme,Name,Phone,\x9b31m\nx,Dana\x1b[2J,+44 20 7946 0018,y\n,,,z\n")
    result = run(tmp_path, path, "--list", "\x1b[31mred")
    assert result.exit_code == 0
    for text in (result.stdout, result.stderr, run(tmp_path, path, "--json").stdout):
        assert not [char for char in text if not char.isprintable() and char != "\n"]
