"""Forgetting somebody from the command line: shown first, asked, then done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from full_bench import CONTROLS, DANA, OMAR, call_bench, full_bench, write_prospects

from callbench.domain.records import replace
from callbench.store.lists import read_list
from callbench.store.lock import WriteLock
from callbench.store.workbench import Workbench


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALLBENCH_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return full_bench(tmp_path / "bench")


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callbench.cli.forget._can_ask", lambda: True)


def run(bench: Workbench, *arguments: str, code: int = 0, text: str | None = None) -> str:
    """What forgetting says; on standard error when it fails."""
    result = call_bench(bench.root, "forget", *arguments, text=text)
    assert result.exit_code == code, result.output
    assert not set(result.output) & (CONTROLS - {"\n"})
    return result.stderr if code else result.stdout


def files(bench: Workbench) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in bench.root.rglob("*.*") if path.is_file()}


def test_it_says_what_it_does_and_does_it(bench: Workbench) -> None:
    said = run(bench, "Dana Whitfield", "--yes")
    assert said.splitlines() == [
        "Dana Whitfield, Northwind Freight in november:",
        "  sessions/2026-11-17T0900.json: 1 call kept without name and words",
        "  sessions/2026-11-24T0900.json: 1 call kept without name and words",
        "  lists/november.json: 1 record",
        "They may come in again with a new list; callbench do-not-call add prevents a call.",
        "Erased in 3 files; 2 calls stay counted.",
    ]
    assert not [name for name, data in files(bench).items() if b"Whitfield" in data]
    assert read_list(bench, "november").prospects == (OMAR,)


@pytest.mark.parametrize("who", [DANA.id, "dana.whitfield@example.com", "020 7946 0018"])
def test_by_whatever_they_are_known(bench: Workbench, who: str) -> None:
    run(bench, who, "--yes")
    for data in files(bench).values():
        for trace in (b"Whitfield", b"442079460018", b"dana.whitfield"):
            assert trace not in data


def test_without_a_terminal_or_a_yes_nothing_is_done(bench: Workbench) -> None:
    before = files(bench)
    said = run(bench, DANA.id, code=1, text="y\n")
    assert said == (
        "callbench: nothing was erased: there is no terminal to ask on; --yes does it\n"
    )
    assert "1 record" in run(bench, DANA.id, "--dry-run")
    assert files(bench) == before


@pytest.mark.usefixtures("at_a_terminal")
def test_it_asks(bench: Workbench) -> None:
    before = files(bench)
    assert run(bench, DANA.id, code=1, text="n\n") == "callbench: nothing was erased\n"
    assert files(bench) == before
    assert "Erased in 3 files" in run(bench, DANA.id, text="y\n")


def test_json(bench: Workbench) -> None:
    run(bench, DANA.id, "--json", code=2)
    planned = json.loads(run(bench, DANA.id, "--json", "--dry-run"))
    done = json.loads(run(bench, DANA.id, "--json", "--yes"))
    assert (planned["erased"], done["erased"]) == (False, True)
    assert planned["files"] == done["files"]
    assert done["files"][-1] == {
        "file": str(bench.lists / "november.json"),
        "deleted": False,
        "prospects": 1,
    }
    assert (done["calls_kept_anonymous"], done["do_not_call"]) == (2, False)


def test_a_refusal_is_said_to_stay(bench: Workbench) -> None:
    call_bench(bench.root, "do-not-call", "add", DANA.id, "--why", "Dana Whitfield said so")
    said = run(bench, DANA.id, "--yes")
    assert "do-not-call.json: 1 name on the do-not-call list" in said
    assert "They stay on the do-not-call list, without a name." in said
    entry = json.loads(call_bench(bench.root, "do-not-call", "list", "--json").stdout)[0]
    assert (entry["name"], entry["why"], entry["known_by"]) == ("", "", ["phone", "email"])


def test_duplicates_are_said_to_be_one_person(bench: Workbench) -> None:
    write_prospects(bench, "december", [replace(DANA, id="e" * 32, name="D. Whitfield")])
    said = run(bench, "Dana Whitfield", "--yes")
    assert said.splitlines()[0] == (
        "D. Whitfield, Northwind Freight, 2 records that are one person, in december, november:"
    )


def test_several_and_nobody(bench: Workbench) -> None:
    write_prospects(
        bench, "december", [replace(DANA, id="e" * 32, phone="", email="dw@example.net")]
    )
    said = run(bench, "Dana Whitfield", "--yes", code=1)
    assert said.startswith('callbench: "Dana Whitfield" is 2 people: ')
    assert len(said.splitlines()) == 1
    assert "nobody is known as" in run(bench, "\x1b[31m[/]", "--yes", code=1)


def test_what_still_names_them_is_told(bench: Workbench) -> None:
    (bench.root / "export.csv").write_text("Dana Whitfield", encoding="utf-8")
    said = run(bench, DANA.id, "--yes")
    assert said.splitlines()[-1] == (
        "Still names them, and is not callbench's to change: export.csv"
    )


def test_a_running_block_is_named(bench: Workbench) -> None:
    lock = WriteLock(bench.sessions / "2026-11-17T0900.json")
    try:
        said = run(bench, DANA.id, "--yes", code=1)
    finally:
        lock.release()
    assert "2026-11-17T0900.json: is in use by callbench" in said


def test_everything_that_reads_calls_gets_over_it(bench: Workbench) -> None:
    run(bench, DANA.id, "--yes")
    for arguments in (
        ("agenda", "--json"),
        ("export", "calls", "--json"),
        ("export", "calls", "--format", "hubspot"),
        ("export", "calls", "--format", "markdown"),
        ("export", "agenda", "--format", "ics"),
        ("doctor",),
    ):
        result = call_bench(bench.root, *arguments)
        assert (result.exit_code, result.stderr) == (0, ""), arguments
        assert "Whitfield" not in result.stdout
    owed = json.loads(call_bench(bench.root, "agenda", "--json").stdout)
    named = [
        one["prospect"]["name"] for part in owed.values() if isinstance(part, list) for one in part
    ]
    assert "" not in named


def test_hostile_names_are_forgotten_as_well(bench: Workbench) -> None:
    for found in read_list(bench, "hostile").prospects:
        run(bench, found.id, "--yes")
    assert read_list(bench, "hostile").prospects == ()
