"""``callbench lists``: what is printed, and what becomes of the files."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from callbench.cli.main import main
from callbench.domain.records import Prospect
from callbench.store.list_shelf import archived_slugs
from callbench.store.lists import ProspectList, list_slugs, write_list
from callbench.store.workbench import Workbench

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PEOPLE = (
    Prospect(id="d", name="Dana Whitfield", phone="+442079460018"),
    Prospect(id="o", name="Omar Haddad", do_not_call=True),
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    bench = Workbench.open(tmp_path / "home")
    for slug, title in (("november", "November\x1b freight"), ("autumn", "Autumn")):
        entry = ProspectList(
            slug=slug, title=title, source="a.csv", imported_at=AT, region="GB", prospects=PEOPLE
        )
        write_list(bench, entry)
    return bench.root


def run(home: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(home), "lists", *words])


def test_they_are_listed(home: Path) -> None:
    told = run(home)
    assert told.exit_code == 0
    first, second = told.stdout.splitlines()
    assert first.split() == ["autumn", "2", "prospects", "Autumn"]
    assert second.split()[0] == "november"
    assert "\x1b" not in told.stdout
    assert "No list yet" in run(home.parent / "empty").stdout


def test_json(home: Path) -> None:
    run(home, "archive", "autumn")
    november, autumn = json.loads(run(home, "--json").stdout)
    assert november == {
        "list": "november",
        "title": "November\ufffd freight",
        "archived": False,
        "prospects": 2,
        "needs_number": 1,
        "do_not_call": 1,
        "source": "a.csv",
        "imported_at": "2026-11-24T09:00:00+00:00",
        "region": "GB",
    }
    assert (autumn["list"], autumn["archived"]) == ("autumn", True)


def test_putting_away_and_bringing_back(home: Path) -> None:
    bench = Workbench(home)
    assert "autumn is put away" in run(home, "archive", "Autumn", "november").stdout
    assert (list_slugs(bench), archived_slugs(bench)) == ([], ["autumn", "november"])
    assert "(put away)" in run(home).stdout
    assert "november is back" in run(home, "restore", "november").stdout
    assert list_slugs(bench) == ["november"]


def test_renaming(home: Path) -> None:
    told = run(home, "rename", "november", "December freight")
    assert told.stdout == "Renamed: callbench block --list december-freight\n"
    assert list_slugs(Workbench(home)) == ["autumn", "december-freight"]


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("rename", "nope", "x"), 'no list "nope"; there are: autumn, november'),
        (("rename", "november", "Autumn"), "is another list's file"),
        (("archive", "nope"), 'no list "nope"'),
        (("restore", "november"), 'no list "november"; there are: none'),
    ],
)
def test_what_cannot_be_is_said_in_a_line(home: Path, words: tuple[str, ...], error: str) -> None:
    told = run(home, *words)
    assert told.exit_code == 1
    assert error in told.stderr
    assert told.stderr.count("\n") == 1
    assert list_slugs(Workbench(home)) == ["autumn", "november"]


def test_wrong_usage(home: Path) -> None:
    assert run(home, "archive").exit_code == 2
    assert run(home, "--json", "rename", "a", "b").exit_code == 2


def test_home_may_stand_behind_the_name(home: Path) -> None:
    told = CliRunner().invoke(main, ["lists", "--home", str(home), "archive", "autumn"])
    assert told.exit_code == 0
    told = CliRunner().invoke(main, ["lists", "restore", "autumn", "--home", str(home)])
    assert told.exit_code == 0


def test_a_damaged_list_is_named_and_the_others_are_shown(home: Path) -> None:
    (home / "lists" / "autumn.json").write_text("{")
    told = run(home)
    assert told.exit_code == 0
    assert "autumn.json" in told.stderr
    assert "november" in told.stdout


def test_somebody_on_a_list_that_is_put_away_can_be_forgotten(home: Path) -> None:
    run(home, "archive", "autumn", "november")
    words = ["--home", str(home), "forget", "Dana Whitfield", "--yes"]
    assert CliRunner().invoke(main, words).exit_code == 0
    for path in (home / "lists" / "archived").glob("*.json"):
        assert "Whitfield" not in path.read_text()
