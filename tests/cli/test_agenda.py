"""The agenda on the command line, from files to JSON, text and exports."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from icalendar import Calendar

from callbench.cli.agenda import agenda_at, agenda_command, agenda_export
from callbench.cli.options import CommandError
from callbench.domain.records import (
    Addendum,
    Call,
    CallSession,
    NextStep,
    Prospect,
    ProspectRef,
    to_json,
)
from callbench.exchange.agenda_export import COLUMNS, EXPORT_FORMATS, as_markdown, as_text
from callbench.store import do_not_call
from callbench.store.codec import encode_document
from callbench.store.workbench import Workbench

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
DANA = ProspectRef(
    id="dana", name="Dana Whitfield", company="Northwind Freight", phone="+442079460018"
)
OMAR = ProspectRef(id="omar", name="=cmd|' /C calc'!A0", company="[red]Acme", phone="+447700900111")


def a_call(
    ident: str, to: ProspectRef, promised: datetime, *, note: str = "", kind: str = ""
) -> Call:
    made = NOW - timedelta(days=20)
    step = NextStep(
        starts_at=promised,
        wall=f"{promised:%Y-%m-%dT%H:%M}",
        zone="Europe/Madrid",
        reason="walk the CFO through the tariff",
    )
    addenda = (Addendum(at=made, text="", kind=kind),) if kind else ()
    return Call(
        id=ident,
        prospect=to,
        attempt=1,
        kind="first",
        dialled_at=made,
        ended_at=made,
        wrapped_at=made,
        disposition="interested",
        note=note,
        next_step=step,
        addenda=addenda,
    )


def person(ident: str) -> ProspectRef:
    return ProspectRef(id=ident, name=f"Person {ident}", phone="+442079460199")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    workbench = Workbench.open(tmp_path / "bench")
    workbench.config.write_text('zone = "Europe/London"\n', encoding="utf-8")
    started = NOW - timedelta(days=20)
    session = CallSession(id="block", title="block", started_at=started, zone="Europe/London")
    calls = [
        a_call("missed", DANA, NOW - timedelta(days=1), note="+ hates the hold music"),
        a_call("today", OMAR, NOW + timedelta(hours=2)),
        a_call("coming", person("c"), NOW + timedelta(days=2)),
        a_call("ended", person("e"), NOW + timedelta(days=2), kind="let-go"),
    ]
    document = {
        "session": {"1": to_json(session)},
        "calls": {str(place): to_json(call) for place, call in enumerate(calls, 1)},
    }
    path = workbench.sessions / "2026-11-11T0900.json"
    path.write_bytes(encode_document(document))
    return workbench.root


def as_data(home: Path) -> dict[str, Any]:
    data = json.loads(agenda_export(home, "json", NOW))
    assert isinstance(data, dict)
    return data


def test_the_shape_that_is_promised(home: Path) -> None:
    data = as_data(home)
    assert list(data)[:5] == ["overdue", "today", "coming", "problems", "let_go"]
    (missed,) = data["overdue"]
    promised = {
        "prospect": to_json(DANA),
        "starts_at": "2026-11-30T10:00:00+01:00",
        "zone": "Europe/Madrid",
        "state": "missed",
        "reason": "walk the CFO through the tariff",
        "session": "block",
        "call": "missed",
    }
    assert {name: missed[name] for name in promised} == promised
    assert [promise["call"] for promise in data["today"]] == ["today"]
    assert [promise["call"] for promise in data["coming"]] == ["coming"]
    (problem,) = data["problems"]
    assert (problem["problem"], problem["due"], problem["overdue"]) == (
        "hates the hold music",
        "2026-11-25",
        True,
    )
    assert [one["call"] for one in data["let_go"]] == ["ended"]
    assert data["counts"]["cancelled"] == 1


def test_json_is_printed(home: Path) -> None:
    result = CliRunner().invoke(agenda_command, ["--json", "--home", str(home)])
    assert result.exit_code == 0, result.output
    assert set(json.loads(result.stdout)) >= {"overdue", "today", "coming", "problems", "let_go"}


def test_without_a_terminal_it_is_printed_as_text(home: Path) -> None:
    result = CliRunner().invoke(agenda_command, ["--home", str(home)])
    assert result.exit_code == 0, result.output
    assert "Dana Whitfield, Northwind Freight" in result.stdout


def test_text(home: Path) -> None:
    assert as_text(agenda_at(home, NOW)) == (
        "Overdue (1)\n"
        "  Mon 30 Nov 2026 09:00 in London, 10:00 in Madrid  Dana Whitfield, Northwind Freight  "
        "+442079460018: "
        "walk the CFO through the tariff\n\n"
        "Today (1)\n"
        "  Tue 1 Dec 2026 11:00 in London, 12:00 in Madrid  =cmd|' /C calc'!A0, [red]Acme  "
        "+447700900111: walk the CFO through the tariff\n\n"
        "Coming (1)\n"
        "  Thu 3 Dec 2026 09:00 in London, 10:00 in Madrid  Person c  +442079460199: "
        "walk the CFO through the tariff\n\n"
        "Problems heard, nothing sent yet (1)\n"
        "  by 2026-11-25  Dana Whitfield, Northwind Freight  +442079460018: "
        "hates the hold music\n\n"
        "Let go (1)\n"
        "  since 2026-11-11  Person e  +442079460199: 1 attempt\n"
    )


def test_nothing(tmp_path: Path) -> None:
    assert as_text(agenda_at(tmp_path, NOW)) == "Nothing is promised, and nothing is owed.\n"
    for form in EXPORT_FORMATS:
        assert agenda_export(tmp_path, form, NOW)


def test_csv_runs_nothing(home: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(agenda_export(home, "csv", NOW).decode(), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert [row["part"] for row in rows] == [
        "overdue", "today", "coming", "problems heard, nothing sent yet", "let go",
    ]  # fmt: skip
    assert rows[1]["name"] == "'=cmd|' /C calc'!A0"
    assert rows[0]["phone"] == "'+442079460018"
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_markdown_shows_names_literally(home: Path) -> None:
    text = as_markdown(agenda_at(home, NOW))
    assert "\\[red\\]Acme" in text
    assert (
        "## Overdue\n\n- Mon 30 Nov 2026 09:00 in London, 10:00 in Madrid  Dana Whitfield" in text
    )


def test_the_calendar_has_what_is_to_come(home: Path) -> None:
    calendar = Calendar.from_ical(agenda_export(home, "ics", NOW))
    assert [str(event["UID"]) for event in calendar.walk("VEVENT")] == [
        "today@callbench",
        "coming@callbench",
    ]


def test_who_must_not_be_called_is_left_out(home: Path) -> None:
    somebody = Prospect(id="other-id", name="Dana W.", phone=DANA.phone)
    do_not_call.add(Workbench.open(home), somebody, NOW)
    data = as_data(home)
    assert (data["overdue"], data["problems"]) == ([], [])


def test_a_damaged_session_is_named_and_the_rest_shown(home: Path) -> None:
    damaged = home / "sessions" / "2026-11-12T0900.json"
    damaged.write_text("{", encoding="utf-8")
    result = CliRunner().invoke(agenda_command, ["--json", "--home", str(home)])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["problems"]
    assert damaged.name in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("name", ["playbook.toml", "config.toml", "do-not-call.json"])
def test_what_cannot_be_used_is_named_in_one_line(home: Path, name: str) -> None:
    (home / name).write_text("= nonsense", encoding="utf-8")
    result = CliRunner().invoke(agenda_command, ["--home", str(home)])
    assert result.exit_code == 1
    assert result.stdout == ""
    assert name in result.stderr
    assert len(result.stderr.splitlines()) == 1
    with pytest.raises(CommandError):
        agenda_export(home, "csv", NOW)
