"""The index from the command line, and what stands on it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from callbench.cli import index as index_cli
from callbench.cli.main import main
from callbench.domain.playbook import parse_playbook
from callbench.store.index import Index
from callbench.store.lock import WriteLock
from callbench.store.playbook import default_text
from callbench.store.sample import make_sample
from callbench.store.workbench import Workbench

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
PLAYBOOK = parse_playbook(default_text())


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return make_sample(tmp_path, now=NOW, zone="Europe/London")


def run(bench: Workbench, *words: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(bench.root), *words])


def test_building_following_and_rebuilding(bench: Workbench) -> None:
    assert "12 sessions, 12 taken in, 0 removed" in run(bench, "index").output
    assert "12 sessions, nothing new" in run(bench, "index").output
    next(bench.sessions.glob("*.json")).unlink()
    assert "11 sessions, 0 taken in, 1 removed" in run(bench, "index").output
    assert "11 sessions, 11 taken in, 0 removed" in run(bench, "index", "--rebuild").output


def test_a_damaged_file_is_named(bench: Workbench) -> None:
    bad = bench.sessions / "2026-11-30T0900.json"
    bad.write_text("{")
    result = run(bench, "index")
    assert result.exit_code == 0
    assert f"callbench: {bad}" in result.stderr


def test_another_instance_is_writing_it(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_cli, "_WAIT", 0.0)
    lock = WriteLock(Index.open(bench, PLAYBOOK).path)
    try:
        for options in ([], ["--rebuild"]):
            result = run(bench, "index", *options)
            assert result.exit_code == 1
            assert "is in use by callbench" in result.stderr
    finally:
        lock.release()


def test_a_playbook_that_can_not_be_used(bench: Workbench) -> None:
    bench.playbook.write_text("nonsense")
    assert run(bench, "index").exit_code == 1


def test_the_bar_is_for_long_jobs_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    for total in (199, 200):
        with index_cli.progress_bar() as progress:
            progress(0, total)
            progress(total, total)
        assert ("index" in capsys.readouterr().err) == (total == 200)


def test_searching_with_filters(bench: Workbench) -> None:
    def found(*words: str) -> list[dict[str, str]]:
        answer: list[dict[str, str]] = json.loads(run(bench, "search", "--json", *words).stdout)
        return answer

    problems = found("has:problem")
    assert problems
    assert found("has:problem", f"until:{NOW - timedelta(days=400):%Y-%m-%d}") == []
    assert found("has:problem", "since:2020") == problems
    assert len(found("-has:problem", "has:note")) > len(problems)


def test_the_agenda_by_the_index_and_without_it(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    by_index = run(bench, "agenda", "--json").output
    blocked = tmp_path / "blocked"
    blocked.touch()
    monkeypatch.setenv("CALLBENCH_CACHE", str(blocked / "cache"))
    monkeypatch.setattr("tempfile.tempdir", str(blocked))
    assert run(bench, "agenda", "--json").output == by_index
    assert json.loads(by_index)["counts"]["kept"]
