"""The figures on the command line: what they are counted from, and how they are printed."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from callbench.cli.options import CommandError
from callbench.cli.stats import figures_at, first_day, stats_command
from callbench.domain.records import Call, CallSession, NextStep, Prospect, ProspectRef, to_json
from callbench.exchange.charts import CHARTS
from callbench.store.codec import encode_document
from callbench.store.lists import ProspectList, write_list
from callbench.store.workbench import Workbench

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
"""A Tuesday."""

DANA = Prospect(id="dana", name="Dana Whitfield", phone="+442079460018")
OMAR = Prospect(id="omar", name="Omar Haddad", phone="+442079460019")
PAGE = Path(__file__).parents[2] / "docs" / "figures.md"


def a_call(ident: str, at: datetime, to: ProspectRef, how: str, **more: Any) -> Call:
    end = at + timedelta(minutes=2)
    return Call(
        id=ident, prospect=to, attempt=1, kind="first", dialled_at=at, ended_at=end,
        wrapped_at=end + timedelta(minutes=1), disposition=how, **more,
    )  # fmt: skip


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    """Two sessions, two weeks apart, and a list with one of the two who were called."""
    bench = Workbench.open(tmp_path)
    write_list(
        bench, ProspectList(slug="freight", title="Freight", imported_at=NOW, prospects=(DANA,))
    )
    step = NextStep(starts_at=NOW, wall="2026-11-24T10:00", zone="Europe/London")
    for number, days in enumerate((14, 1), 1):
        at = NOW - timedelta(days=days)
        session = CallSession(id=f"s{number}", title="a block", started_at=at, zone="Europe/London")
        calls = [
            a_call(f"{number}a", at, DANA.ref, "interested", next_step=step),
            a_call(f"{number}b", at + timedelta(minutes=5), OMAR.ref, "gatekeeper"),
        ]
        document = {
            "session": {"1": to_json(session)},
            "calls": {str(place): to_json(call) for place, call in enumerate(calls, 1)},
        }
        (bench.sessions / f"{at:%Y-%m-%dT%H%M}.json").write_bytes(encode_document(document))
    (bench.root / "config.toml").write_text('zone = "Europe/London"\n')
    return bench


def run(bench: Workbench, *arguments: str) -> Result:
    return CliRunner().invoke(stats_command, ["--home", str(bench.root), *arguments])


def test_everything_is_printed_under_its_title(bench: Workbench) -> None:
    printed = run(bench)
    assert printed.exit_code == 0
    assert printed.output.startswith("Figures\n")
    assert all(chart.title in printed.output for chart in CHARTS)
    assert max(map(len, printed.output.splitlines())) <= 78


def test_json_has_the_keys_that_the_page_promises(bench: Workbench) -> None:
    found = json.loads(run(bench, "--json").output)
    assert (found["calls"], found["connects"], found["conversations"]) == (4, 4, 2)
    assert found["rates"]["connect"] == 1.0
    rows = re.findall(r"^\| (`.*?) \|", PAGE.read_text("utf-8").split("`--json` prints")[1], re.M)
    promised = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert set(found) == promised
    inner = re.findall(r"`(\w+)`", PAGE.read_text("utf-8"))
    for part in ("hours", "by_hour", "weeks", "attempts"):
        assert set(found[part][0]) <= set(inner)
    assert set(found["last_block"]) | set(found["last_block"]["slots"][0]) <= set(inner)


@pytest.mark.parametrize(
    ("asked", "calls", "sessions"),
    [
        ({}, 4, 2),
        ({"since": "2026-11-11"}, 2, 1),
        ({"since": "2 weeks ago"}, 4, 2),
        ({"since": "yesterday"}, 2, 1),
        ({"since": "today"}, 0, 0),
        ({"slug": "freight"}, 2, 2),
        ({"slug": "freight", "since": "monday"}, 1, 1),
    ],
)
def test_what_counts_can_be_narrowed(
    bench: Workbench, asked: dict[str, str], calls: int, sessions: int
) -> None:
    figures = figures_at(bench, NOW, **asked)
    assert (figures.stats.calls, figures.sessions) == (calls, sessions)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-01", date(2026, 3, 1)),
        ("2026-03", date(2026, 3, 1)),
        ("2025", date(2025, 1, 1)),
        ("March", date(2026, 3, 1)),
        ("december", date(2025, 12, 1)),
        ("1 march", date(2026, 3, 1)),
        ("monday", date(2026, 11, 23)),
        ("yesterday", date(2026, 11, 23)),
        ("a week ago", date(2026, 11, 17)),
        ("2 weeks ago", date(2026, 11, 10)),
        ("10 days", date(2026, 11, 14)),
        ("a month ago", date(2026, 10, 24)),
        ("999 years ago", date(1027, 11, 24)),
    ],
)
def test_days_that_since_understands(text: str, day: date) -> None:
    assert first_day(text, NOW) == day


@pytest.mark.parametrize("text", ["", "soon", "2026-02-30", "march 2027", "1e9 days"])
def test_other_words_are_refused(text: str) -> None:
    with pytest.raises(CommandError, match="--since"):
        first_day(text, NOW)


@pytest.mark.parametrize("name", ["freight", "FREIGHT", "Freight!"])
def test_a_list_is_known_by_its_title_too(bench: Workbench, name: str) -> None:
    asked = run(bench, "--list", name, "--json")
    assert asked.exit_code == 0, asked.output
    assert json.loads(asked.stdout)["list"] == "freight"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--list", "nope"), 'no list "nope"; there is: freight'),
        (("--since", "\x1b[31msoon"), "is no day"),
        (("--list", "../sessions"), "no list"),
    ],
)
def test_what_is_not_there_is_said_in_a_line(
    bench: Workbench, arguments: tuple[str, ...], says: str
) -> None:
    failed = run(bench, *arguments)
    assert failed.exit_code == 1
    assert says in failed.output
    assert failed.output.count("\n") == 1
    assert "\x1b" not in failed.output


def test_an_empty_workbench_says_what_begins_one(tmp_path: Path) -> None:
    bench = Workbench.open(tmp_path)
    assert run(bench).output == "No call yet: `callbench block` begins a block.\n"
    assert json.loads(run(bench, "--json").output)["last_block"] is None


def test_a_damaged_file_is_named_and_the_others_count(bench: Workbench) -> None:
    (bench.sessions / "2026-01-01T0900.json").write_text("{")
    printed = run(bench, "--json")
    assert "2026-01-01T0900.json" in printed.stderr
    assert json.loads(printed.stdout)["sessions"] == 2


def test_an_output_that_knows_no_signs_gets_others(bench: Workbench) -> None:
    printed = CliRunner(charset="ascii").invoke(stats_command, ["--home", str(bench.root)])
    assert printed.exit_code == 0
    assert "## meeting" in printed.output
    assert "?" not in printed.output
