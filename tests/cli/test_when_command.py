"""The `when` command: its lines, its JSON, its exit status."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from callbench.cli.when import machine_zone, when_command

_SCENE = ("--now", "2026-11-24T10:20", "--zone", "Europe/London")
_KEYS = ["kind", "starts_at", "zone", "minutes", "spoken", "message", "candidates", "suggestion"]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workbench without settings, so that nobody's own decide."""
    monkeypatch.setenv("CALLBENCH_HOME", str(tmp_path))
    return tmp_path


def _run(*arguments: str, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(when_command, [*_SCENE, *arguments], input=given)


def _json(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_an_exact_phrase() -> None:
    result = _run("wed 3-3:30pm")
    assert result.exit_code == 0
    assert result.stdout == ("exact: Wed 25 Nov 2026 15:00 (Europe/London, tomorrow, 30 minutes)\n")


def test_a_vague_phrase() -> None:
    result = _run("tue 3pm")
    assert result.exit_code == 1
    assert result.stdout == (
        "vague: two Tuesdays: today, or in a week? "
        "[Tue 24 Nov 2026 15:00 Europe/London; Tue 1 Dec 2026 15:00 Europe/London]\n"
    )
    assert _run("next week").stdout.endswith('try "tue 1 dec 10:00"\n')


def test_json_has_all_keys() -> None:
    result = _run("wed 3pm their time", "--their-zone", "Europe/Madrid", "--json")
    (answer,) = _json(result)
    assert list(answer) == _KEYS
    assert answer["starts_at"] == "2026-11-25T15:00:00+01:00"
    assert answer["zone"] == "Europe/Madrid"
    assert answer["candidates"] == []


def test_lines_of_text() -> None:
    result = _run("-", given="wed 3pm\n\nnonsense\n")
    assert result.exit_code == 1
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == [
        "exact",
        "impossible",
        "impossible",
    ]
    assert _run("-", given="\ufeffwed 3pm\r\nthu 4pm").exit_code == 0


def test_lines_of_json() -> None:
    lines = [
        {"text": "wed 3pm"},
        {"text": "3/4 10am", "date_order": "mdy"},
        {"text": "10am", "now": "2026-12-01T09:00", "zone": "America/New_York"},
        {"text": "wed 3pm their time", "their_zone": "Asia/Tokyo"},
    ]
    result = _run("-", "--json", given="\n".join(map(json.dumps, lines)))
    assert result.exit_code == 0
    assert [answer["starts_at"] for answer in _json(result)] == [
        "2026-11-25T15:00:00+00:00",
        "2027-03-04T10:00:00+00:00",
        "2026-12-01T10:00:00-05:00",
        "2026-11-25T15:00:00+09:00",
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 2: not JSON"),
        ("[]", "line 2: not a JSON object"),
        ("{}", "line 2: text is missing"),
        ('{"text": 3}', "line 2: text must be a string"),
        ('{"text": "3pm", "zone": "Mars"}', "line 2: zone: no such time zone: 'Mars'"),
        ('{"text": "3pm", "their_zone": "x"}', "line 2: their_zone: no such time zone: 'x'"),
        ('{"text": "3pm", "now": "soon"}', "line 2: now: not an ISO 8601 moment: 'soon'"),
        (
            '{"text": "3pm", "date_order": "ymd"}',
            "line 2: date_order must be one of dmy, mdy, none",
        ),
        ("[" * 90_000, "line 2: not JSON"),
        (b"\xff\xfe", "line 2: not JSON"),
    ],
    ids=range(10),
)
def test_a_bad_line_is_answered_and_passed(line: str | bytes, message: str) -> None:
    raw = line.encode() if isinstance(line, str) else line
    good = b'{"text": "wed 3pm"}'
    result = _run("-", "--json", given=b"\n".join([good, raw, good]))
    assert result.exit_code == 1
    first, bad, last = _json(result)
    assert (first["kind"], bad["kind"], last["kind"]) == ("exact", "impossible", "exact")
    assert list(bad) == _KEYS
    assert bad["message"] == message


@pytest.mark.parametrize(
    "arguments",
    [
        ("3pm", "--zone", "Mars"),
        ("3pm", "--their-zone", "Mars"),
        ("3pm", "--now", "soon"),
        ("3pm", "--now", "0001-01-01T00:00"),
        ("3pm", "--date-order", "ymd"),
        ("-", "--zone", "Mars"),
        (),
    ],
)
def test_usage_errors(arguments: tuple[str, ...]) -> None:
    result = _run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Error" in result.stderr


@pytest.mark.parametrize("text", ["\x1b]0;owned\x07 3pm", "3pm\u202e", "\x9b31m", "a\rb"])
def test_no_control_character_reaches_the_terminal(text: str) -> None:
    for arguments in ((text,), (text, "--json")):
        assert _run(*arguments).stdout.rstrip("\n").isprintable()


def test_what_the_rep_has_set_counts_where_no_option_says_otherwise(home: Path) -> None:
    """With their date order and hours; a region alone is no order that they chose."""
    now = ("--now", "2026-11-24T10:20", "--json")
    (home / "config.toml").write_text(
        'zone = "Europe/Madrid"\ndate_order = "dmy"\nend_of_day = "18:00"\n'
        'working_hours = ["06:00", "15:00"]\n'
    )
    for arguments in ((), ("--home", str(home))):
        run = [
            CliRunner().invoke(when_command, [text, *now, *arguments])
            for text in ("3/4 at 10", "eod", "tomorrow at 7")
        ]
        assert [_json(result)[0]["starts_at"] for result in run] == [
            "2027-04-03T10:00:00+02:00",
            "2026-11-24T18:00:00+01:00",
            "2026-11-25T07:00:00+01:00",
        ]
    other = CliRunner().invoke(when_command, ["3/4 at 10", *now, "--date-order", "none"])
    assert _json(other)[0]["kind"] == "vague"
    (home / "config.toml").write_text('region = "GB"\n')
    assert _json(_run("3/4 at 10", "--json"))[0]["kind"] == "vague"


def test_a_setting_that_cannot_be_used_is_named(home: Path) -> None:
    (home / "config.toml").write_text('zone = "Mars/Base"\n')
    result = _run("3pm")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "config.toml" in result.stderr
    assert result.stderr.count("\n") == 1


def test_no_folder_is_made(tmp_path: Path) -> None:
    assert _run("wed 3pm", "--home", str(tmp_path / "none")).exit_code == 0
    assert not (tmp_path / "none").exists()


def test_an_answer_that_the_output_cannot_encode() -> None:
    result = CliRunner(charset="latin-1").invoke(when_command, [*_SCENE, "3pm nonsense"])
    assert result.exit_code == 1
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_the_zone_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", ":Asia/Tokyo")
    assert machine_zone() == "Asia/Tokyo"
    monkeypatch.setenv("TZ", "not a zone")
    assert machine_zone()


def test_no_textual_is_imported() -> None:
    script = "import sys, callbench.cli.when; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
