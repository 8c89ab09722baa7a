"""Exports: what is promised, what a spreadsheet may run, and where it is written."""

from __future__ import annotations

import csv
import io
import json
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from full_bench import (
    CONTROLS,
    DANA,
    HOSTILE,
    OMAR,
    call_bench,
    call_to,
    full_bench,
    write_prospects,
    write_session,
)
from icalendar import Calendar

from callbench.domain.records import Prospect
from callbench.exchange.export import calls, crm, prospects
from callbench.exchange.tables import FORMULA_STARTS
from callbench.store import do_not_call
from callbench.store.lists import read_list
from callbench.store.workbench import Workbench

FORMATS = [
    *(("calls", form) for form in (*calls.FORMATS, *crm.SHAPES)),
    *(("prospects", form) for form in prospects.FORMATS),
    *(("agenda", form) for form in ("csv", "json", "markdown", "ics")),
]
SHAPE = [
    "id", "list", "name", "company", "title", "phone", "extension", "email", "zone", "notes",
    "do_not_call", "extra", "country", "city", "reason", "news", "priority", "tags", "referred_by",
]  # fmt: skip


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return full_bench(tmp_path / "bench")


def exported(bench: Workbench, what: str, form: str, *options: str) -> str:
    result = call_bench(bench.root, "export", what, "--format", form, *options)
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return result.stdout


def rows(bench: Workbench, what: str, form: str, *options: str) -> list[dict[str, str]]:
    text = exported(bench, what, form, *options)
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def strings(value: Any) -> Iterator[str]:
    """Every text in plain JSON values, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


# ---------------------------------------------------------------------- prospects


def test_prospects_as_json_have_the_promised_shape(bench: Workbench) -> None:
    found = json.loads(exported(bench, "prospects", "json"))
    assert all(list(one) == SHAPE for one in found)
    assert found[-2] == {
        "id": DANA.id,
        "list": "november",
        "name": "Dana Whitfield",
        "company": "Northwind Freight",
        "title": "Head of Ops",
        "phone": "+442079460018",
        "extension": "12",
        "email": "dana.whitfield@example.com",
        "zone": "Europe/London",
        "notes": "Four depots\nand a bakery",
        "do_not_call": False,
        "extra": {"Record ID": "1001", "list": "a column of that name"},
        "country": "",
        "city": "",
        "reason": "",
        "news": "",
        "priority": -1,
        "tags": ["freight", "multi-drop"],
        "referred_by": "",
    }


def test_json_has_a_short_name(bench: Workbench) -> None:
    short = call_bench(bench.root, "export", "prospects", "--json").stdout
    assert short == exported(bench, "prospects", "json")


def test_whom_the_do_not_call_file_refuses_is_marked(bench: Workbench) -> None:
    somebody = Prospect(id="other", name="D.", email=DANA.email.upper())
    do_not_call.add(bench, somebody, datetime(2026, 11, 24, tzinfo=UTC))
    marks = {
        one["name"]: one["do_not_call"] for one in json.loads(exported(bench, "prospects", "json"))
    }
    assert (marks["Dana Whitfield"], marks[OMAR.name]) == (True, False)
    by_name = {row["name"]: row["do_not_call"] for row in rows(bench, "prospects", "csv")}
    assert by_name["Dana Whitfield"] == "yes"


def test_one_list_by_its_name_or_title(bench: Workbench) -> None:
    for name in ("november", "November"):
        found = json.loads(exported(bench, "prospects", "json", "--list", name))
        assert [one["id"] for one in found] == [DANA.id, OMAR.id]


@pytest.mark.parametrize("form", ["csv", "json"])
def test_imported_exported_and_imported_again_changes_nothing(tmp_path: Path, form: str) -> None:
    home, leads = tmp_path / "bench", tmp_path / "leads.csv"
    with leads.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ("Name", "Company", "Phone", "Email", "Notes", "Priority", "Tags", "Time Zone",
             "Record ID", "Shoe size", "list", "extra", "Do not call")
        )  # fmt: skip
        hostile = [words.encode("utf-8", "replace").decode() for words in HOSTILE]
        for number, words in enumerate((*hostile, "'=1", "''=1", "＝1", "-5", '"', "a,b;c\td")):
            writer.writerow(
                (f"{words} {number}", words, f"020 7946 {number:04} ext {number}",
                 f"p{number}@example.com", f"{words}\n{words}", -number, "a, b", "UTC",
                 number + 1000, words, words, words, "yes" if number % 2 else "")
            )  # fmt: skip
    assert call_bench(home, "import", str(leads), "--region", "GB").exit_code == 0
    workbench = Workbench.open(home)
    before = read_list(workbench, "leads").prospects
    assert len(before) == len(HOSTILE) + 6
    again = tmp_path / f"again.{form}"
    told = call_bench(home, "export", "prospects", "--format", form, "-o", str(again))
    assert told.exit_code == 0
    for place in (home, tmp_path / "another"):
        result = call_bench(
            place, "import", str(again), "--list", "leads", "--region", "GB", "--json"
        )
        assert result.exit_code == 0, result.output
        said = json.loads(result.stdout)
        assert (said["format"], said["rejected"]) == ("callbench", 0)
        assert read_list(Workbench.open(place), "leads").prospects == before
    assert not json.loads(
        call_bench(home, "import", str(again), "--list", "leads", "--region", "GB", "--json").stdout
    )["updated"]


# ---------------------------------------------------------------------- calls


def test_calls_as_json(bench: Workbench) -> None:
    found = json.loads(exported(bench, "calls", "json"))
    first = found[0]
    assert (first["session"], first["rep"], first["id"]) == ("session--7", "sam", "call-1--7")
    assert first["prospect"] == {
        "id": DANA.id,
        "name": "Dana Whitfield",
        "company": "Northwind Freight",
        "phone": "+442079460018",
    }
    assert (first["disposition"], first["talk_seconds"]) == ("interested", 300)
    assert len({one["id"] for one in found}) == len(found) == len(HOSTILE) + 3


def test_calls_as_csv(bench: Workbench) -> None:
    first = rows(bench, "calls", "csv")[0]
    assert tuple(first) == calls.COLUMNS
    assert first["dialled_at"] == "2026-11-17T09:10:00+00:00"
    assert (first["phone"], first["email"]) == ("'+442079460018", DANA.email)
    assert first["answers"] == "100% sure? one more issue: send the pricing"
    assert (first["outcome"], first["conversation"]) == ("interested", "yes")


def test_calls_of_a_list_and_since_a_day(bench: Workbench) -> None:
    later = rows(bench, "calls", "csv", "--since", "2026-11-24", "--list", "november")
    assert [row["call"] for row in later] == ["call-99-0"]


def test_the_day_is_that_of_the_rep(bench: Workbench) -> None:
    bench.config.write_text('zone = "Pacific/Auckland"\n', encoding="utf-8")
    write_session(bench, [call_to(DANA, 90, 1)], 1)  # The 26th in Auckland.
    assert len(rows(bench, "calls", "csv", "--since", "2026-11-26")) == 1


def test_a_copy_made_by_a_sync_client_adds_nothing(bench: Workbench) -> None:
    before = rows(bench, "calls", "csv")
    original = bench.sessions / "2026-11-17T0900.json"
    (bench.sessions / "2026-11-17T0900 (conflicted copy).json").write_bytes(original.read_bytes())
    assert rows(bench, "calls", "csv") == before


def test_a_damaged_session_is_named_and_the_rest_is_written(bench: Workbench) -> None:
    (bench.sessions / "2026-11-17T0900.json").write_text("{", encoding="utf-8")
    result = call_bench(bench.root, "export", "calls", "--json")
    assert len(json.loads(result.stdout)) == len(HOSTILE) + 1
    assert "2026-11-17T0900.json" in result.stderr
    assert len(result.stderr.splitlines()) == 1


# ---------------------------------------------------------------------- every format


@pytest.mark.parametrize(("what", "form"), FORMATS)
def test_nothing_hostile_gets_out(bench: Workbench, what: str, form: str) -> None:
    text = exported(bench, what, form)
    allowed = {"\n", "\t"} | ({"\r"} if form == "ics" else set())
    assert not set(text) & (CONTROLS - allowed)
    if form == "json":
        assert not any(set(words) & (CONTROLS - allowed) for words in strings(json.loads(text)))
    elif form == "ics":
        assert Calendar.from_ical(text).name == "VCALENDAR"
    elif form != "markdown":
        table = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        assert len({len(row) for row in table}) == 1
        assert not any(cell[:1] in FORMULA_STARTS for row in table for cell in row if cell)


@pytest.mark.parametrize(("what", "form"), FORMATS)
def test_nothing_is_no_error(tmp_path: Path, what: str, form: str) -> None:
    assert exported(Workbench.open(tmp_path), what, form)


@pytest.mark.parametrize(("what", "form"), [("calls", "markdown"), ("prospects", "markdown")])
def test_markdown_shows_names_literally(bench: Workbench, what: str, form: str) -> None:
    text = exported(bench, what, form)
    assert "\\[@click=app.quit\\]x" in text
    assert "<script>" not in text
    assert not any(line.startswith("Bcc") for line in text.splitlines())


# ---------------------------------------------------------------------- where to


def test_a_file_is_private_and_never_overwritten_unasked(bench: Workbench, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert call_bench(bench.root, "export", "calls", "-o", str(out)).stdout == ""
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    before = out.read_bytes()
    assert before == exported(bench, "calls", "csv").encode()
    write_prospects(bench, "november", [DANA])
    refused = call_bench(bench.root, "export", "prospects", "-o", str(out))
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr == f"callbench: {out}: exists already; --force overwrites it\n"
    assert out.read_bytes() == before
    forced = call_bench(bench.root, "export", "prospects", "-o", str(out), "--force")
    assert forced.exit_code == 0
    assert out.read_bytes() != before


def test_links_folders_and_nowhere_are_refused(bench: Workbench, tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("mine", encoding="utf-8")
    link.symlink_to(target)
    (tmp_path / "dangling").symlink_to(tmp_path / "new")
    for name in ("link", "dangling", ".", "no/such/folder.csv", "x" * 300):
        result = call_bench(bench.root, "export", "calls", "--force", "-o", str(tmp_path / name))
        assert result.exit_code == 1, name
        assert result.stderr.startswith("callbench: ")
        assert len(result.stderr.splitlines()) == 1
    assert target.read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "new").exists()


def test_a_dash_is_standard_output(bench: Workbench) -> None:
    assert exported(bench, "calls", "csv", "-o", "-") == exported(bench, "calls", "csv")


@pytest.mark.parametrize(
    "arguments",
    [
        ("calls", "--format", "ics"),
        ("agenda", "--format", "hubspot"),
        ("prospects", "--format", "\x1b[31m"),
        ("prospects", "--since", "2026-11-24"),
        ("agenda", "--list", "november"),
        ("calls", "--since", "yesterday"),
        ("notes",),
    ],
)
def test_what_does_not_fit_together_is_a_usage_error(
    bench: Workbench, arguments: tuple[str, ...]
) -> None:
    result = call_bench(bench.root, "export", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "\x1b" not in result.stderr


@pytest.mark.parametrize("name", ["nosuch", "\x1b[31m", "../../etc/passwd", "[/]"])
def test_a_list_that_is_not_there(bench: Workbench, name: str) -> None:
    result = call_bench(bench.root, "export", "calls", "--list", name)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("callbench: no list")
    assert "\x1b" not in result.stderr


def test_nobody_is_exported_when_the_refusals_cannot_be_read(bench: Workbench) -> None:
    bench.do_not_call.write_text("{", encoding="utf-8")
    result = call_bench(bench.root, "export", "prospects", "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "do-not-call.json" in result.stderr
