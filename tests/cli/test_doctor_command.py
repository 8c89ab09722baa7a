"""What the doctor says on the command line, and its exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from full_bench import CONTROLS, call_bench, full_bench

from callbench.store.workbench import Workbench


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALLBENCH_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return full_bench(tmp_path / "bench")


def test_a_healthy_workbench(bench: Workbench) -> None:
    result = call_bench(bench.root, "doctor")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"All is well in {bench.root}.\n"
    result = call_bench(bench.root, "doctor", "--json")
    assert json.loads(result.stdout) == {"ok": True, "findings": []}


def test_no_workbench_is_made(tmp_path: Path) -> None:
    result = call_bench(tmp_path / "none", "doctor")
    assert result.exit_code == 0
    assert result.stdout == f"There is no workbench in {tmp_path / 'none'} yet.\n"
    assert not (tmp_path / "none").exists()


def test_what_is_wrong_is_said_with_its_remedy(bench: Workbench) -> None:
    path = bench.sessions / "2026-11-24T0900.json"
    path.write_bytes(path.read_bytes() + b"}")
    path.chmod(0o644)
    result = call_bench(bench.root, "doctor", "--json")
    assert result.exit_code == 1
    data = json.loads(result.stdout)
    assert data["ok"] is False
    assert {found["file"] for found in data["findings"]} == {str(path)}
    assert all(found["problem"] and found["remedy"] for found in data["findings"])
    lines = call_bench(bench.root, "doctor").stdout.splitlines()
    assert lines[0] == f"problem: {path}: others on this machine may read it"
    assert lines[1] == "  chmod 600, or callbench doctor --repair"
    assert lines[-1] == f"2 problems found in {bench.root}."


def test_repairing_says_what_it_did(bench: Workbench) -> None:
    path = bench.sessions / "2026-11-24T0900.json"
    path.write_bytes(path.read_bytes() + b"}")
    path.chmod(0o644)
    result = call_bench(bench.root, "doctor", "--repair")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:2] == [
        "repaired: 2026-11-24T0900.json: only you may read it now",
        "repaired: 2026-11-24T0900.json: 14 calls recovered; as it was it is"
        " 2026-11-24T0900.damaged-1.json",
    ]
    result = call_bench(bench.root, "doctor", "--repair", "--json")
    data = json.loads(result.stdout)
    assert (data["ok"], data["repaired"]) == (True, [])
    assert [found["level"] for found in data["findings"]] == ["note"]


def test_it_looks_at_a_workbench_that_nothing_else_can_use(bench: Workbench) -> None:
    bench.do_not_call.write_text("{", encoding="utf-8")
    bench.config.write_text("zone = 7", encoding="utf-8")
    bench.playbook.write_text("[[", encoding="utf-8")
    (bench.root / "lists" / "november.json").write_text("[]", encoding="utf-8")
    result = call_bench(bench.root, "doctor", "--json")
    assert (result.exit_code, result.stderr) == (1, "")
    files = {Path(found["file"]).name for found in json.loads(result.stdout)["findings"]}
    assert files == {"do-not-call.json", "config.toml", "playbook.toml", "november.json"}


def test_names_of_files_are_shown_harmlessly(bench: Workbench) -> None:
    for folder in (bench.sessions, bench.lists):
        (folder / "\x1b]0;x\x07[red]\u202e.json").write_text('{"\x1b[31m', encoding="utf-8")
    for arguments in (["doctor"], ["doctor", "--json"], ["doctor", "--repair"]):
        result = call_bench(bench.root, *arguments)
        assert not set(result.output) & (CONTROLS - {"\n"})
        assert result.exception is None or isinstance(result.exception, SystemExit)
