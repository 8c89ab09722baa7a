"""The record on the command line: sessions, one session, and the search."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from callbench.cli.main import main
from callbench.domain.records import Addendum, Call, CallSession, NextStep, ProspectRef, to_json
from callbench.store.codec import encode_document
from callbench.store.workbench import Workbench

OLD = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
NEW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DANA = ProspectRef(
    id="dana", name="Dana Whitfield", company="Northwind Freight", phone="+442079460018"
)
HOSTILE = "\x1b]52;c;ZXZpbA==\x07\u202e\x9b31m Prïce"


def a_call(ident: str, at: datetime, **more: Any) -> Call:
    given: dict[str, Any] = {"disposition": "no-answer", "attempt": 1, "kind": "first"}
    return Call(id=ident, prospect=DANA, dialled_at=at, **(given | more))


def write(bench: Workbench, name: str, session: CallSession, *calls: Call) -> None:
    document = {
        "session": {"1": to_json(session)},
        "calls": {str(number): to_json(call) for number, call in enumerate(calls, 1)},
    }
    (bench.sessions / name).write_bytes(encode_document(document))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    bench = Workbench.open(tmp_path)
    old = CallSession(id="old", title="The old one", started_at=OLD, zone="Europe/London")
    new = CallSession(
        id="new",
        title="Tue 24 Nov 2026, 09:00",
        started_at=NEW,
        ended_at=NEW + timedelta(hours=1),
        zone="Europe/London",
    )
    step = NextStep(
        starts_at=NEW + timedelta(days=7),
        wall="2026-12-01T09:00",
        zone="Europe/London",
        reason="the tariff",
    )
    talk = a_call(
        "talk",
        NEW,
        disposition="interested",
        note=f"? does it do multi-drop\n{HOSTILE}",
        next_step=step,
        addenda=(Addendum(at=NEW, text="she mailed"),),
    )
    # By its name, the older one would be the last.
    write(bench, "2027-01-01T0900.json", old, a_call("first", OLD, note="the price list"))
    write(bench, "2026-11-24T0900.json", new, talk, a_call("second", NEW))
    return tmp_path


def call_bench(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [arguments[0], "--home", str(home), *arguments[1:]])


def as_json(home: Path, *arguments: str) -> Any:
    result = call_bench(home, *arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_sessions_as_json(home: Path) -> None:
    assert as_json(home, "sessions") == [
        {
            "id": "new",
            "file": "2026-11-24T0900.json",
            "title": "Tue 24 Nov 2026, 09:00",
            "started_at": "2026-11-24T09:00:00+00:00",
            "ended_at": "2026-11-24T10:00:00+00:00",
            "calls": 2,
            "conversations": 1,
            "meetings": 1,
        },
        {
            "id": "old",
            "file": "2027-01-01T0900.json",
            "title": "The old one",
            "started_at": "2026-11-16T09:30:00+00:00",
            "ended_at": None,
            "calls": 1,
            "conversations": 0,
            "meetings": 0,
        },
    ]


def test_sessions_to_read(home: Path) -> None:
    lines = call_bench(home, "sessions").stdout.splitlines()
    assert " ".join(lines[1].split()) == "Tue 24 Nov 2026 09:00 2 1 1 2026-11-24T0900.json"
    assert len({line.rindex(" ") for line in lines}) == 1


def test_no_session_yet(tmp_path: Path) -> None:
    assert as_json(tmp_path, "sessions") == []
    assert "No session yet" in call_bench(tmp_path, "sessions").stdout
    result = call_bench(tmp_path, "show", "last")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == 'callbench: no session "last": there is none yet\n'


@pytest.mark.parametrize("name", ["last", "new", "2026-11-24T0900", "2026-11-24T0900.json"])
def test_showing_one_as_json(home: Path, name: str) -> None:
    shown = as_json(home, "show", name)
    stored = json.loads((home / "sessions" / "2026-11-24T0900.json").read_text())
    assert shown["session"] == stored["session"]["1"]
    assert [call["id"] for call in shown["calls"]] == ["talk", "second"]
    assert shown["calls"][1] == stored["calls"]["2"]
    assert shown["calls"][0]["next_step"] == stored["calls"]["1"]["next_step"]


def test_showing_one_to_read(home: Path) -> None:
    shown = call_bench(home, "show", "last").stdout
    for words in (
        "Tue 24 Nov 2026, 09:00\n",
        "calls 2  connects 1  conversations 1  meetings booked 1",
        "09:00  Dana Whitfield, Northwind Freight  interested",
        "       ? does it do multi-drop",
        "next: Tue 1 Dec 2026 09:00 (Europe/London): the tariff",
        "added Tue 24 Nov 2026 09:00: she mailed",
    ):
        assert words in shown
    assert call_bench(home, "show", "last", "--markdown").stdout.startswith("# Tue 24 Nov")


@pytest.mark.parametrize(
    "arguments",
    [("show", "last"), ("show", "last", "--markdown"), ("show", "last", "--json"),
     ("search", "price"), ("search", "price", "--json"), ("show", "\x1b[31m")],
)  # fmt: skip
def test_nothing_printed_is_obeyed_by_a_terminal(home: Path, arguments: tuple[str, ...]) -> None:
    result = call_bench(home, *arguments)
    printed = result.stdout + result.stderr
    assert printed
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(printed)


def test_a_session_that_is_not_there(home: Path) -> None:
    for name in ("nope", "../config", "/etc/passwd", ""):
        result = call_bench(home, "show", name)
        assert result.exit_code == 1
        assert "no session" in result.stderr
    assert call_bench(home, "show", "last", "--json", "--markdown").exit_code == 2


def test_searching_as_json(home: Path) -> None:
    found = as_json(home, "search", "PRICE")
    assert [(hit["session"], hit["call"], hit["field"]) for hit in found] == [
        ("new", "talk", "note"),
        ("old", "first", "note"),
    ]
    assert found[1] == {
        "session": "old",
        "call": "first",
        "prospect": to_json(DANA),
        "at": "2026-11-16T09:30:00+00:00",
        "field": "note",
        "excerpt": "the price list",
    }


def test_searching_to_read(home: Path) -> None:
    lines = call_bench(home, "search", "price", "list").stdout.splitlines()
    assert lines == ["Mon 16 Nov 2026 09:30  Dana Whitfield         the price list"]
    nothing = call_bench(home, "search", "nowhere")
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert as_json(home, "search", "nowhere") == []


def test_a_word_to_leave_out_is_no_option_and_a_mistyped_option_is_no_word(home: Path) -> None:
    assert [hit["call"] for hit in as_json(home, "search", "price", "-list")] == ["talk"]
    wrong = call_bench(home, "search", "price", "--jsn")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "--jsn" in wrong.stderr
    assert call_bench(home, "search", "--", "--jsn").exit_code == 0


def test_a_date_written_like_words(home: Path) -> None:
    for command in ("search", "review"):
        result = call_bench(home, command, "price", "before", "20", "november", "2026", "--json")
        assert [hit["call"] for hit in json.loads(result.stdout)] == ["first"]
        assert result.stderr == (
            "callbench: “before 20 november 2026” is read as before Fri 20 Nov 2026; "
            "in quotes it is words\n"
        )
    words = call_bench(home, "search", '"before november"', "--json")
    assert json.loads(words.stdout) == []


def test_nothing_found_says_what_was_looked_for_and_what_to_leave_out(home: Path) -> None:
    line = ("price", "-list", "before", "20", "november", "2026")
    for command in ("search", "review"):
        result = call_bench(home, command, *line, "--json")
        assert (result.exit_code, json.loads(result.stdout)) == (0, [])
        assert result.stderr.splitlines() == [
            "callbench: no call meets all of this: “price”, not “list”, before Fri 20 Nov 2026",
            "callbench: without “list”: 1 call",
            "callbench: without “before 20 november 2026”: 1 call",
        ]
    assert call_bench(home, "search", "nowhere").stderr == "callbench: no call meets “nowhere”\n"


def test_a_damaged_file_is_named_and_the_rest_is_shown(home: Path) -> None:
    (home / "sessions" / "2026-12-24T0900.json").write_text("{")
    result = call_bench(home, "sessions", "--json")
    assert len(json.loads(result.stdout)) == 2
    assert "2026-12-24T0900.json: " in result.stderr
    assert json.loads(call_bench(home, "show", "last", "--json").stdout)["session"]["id"] == "new"
    damaged = call_bench(home, "show", "2026-12-24T0900")
    assert (damaged.exit_code, damaged.stdout) == (1, "")
