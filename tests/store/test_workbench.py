"""The folder: made, private, swept, and careful with what is not its own."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest

from callbench.store.errors import StoreError
from callbench.store.workbench import Workbench, default_home

pytestmark = pytest.mark.skipif(os.name == "nt", reason="modes and links")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_folders_are_made_private(tmp_path: Path) -> None:
    workbench = Workbench.open(tmp_path / "deep" / "workbench")
    assert workbench.root == tmp_path / "deep" / "workbench"
    assert {folder.name for folder in workbench.root.iterdir()} == {
        "lists",
        "sessions",
        "outbox",
        "rejected",
    }
    assert {mode(folder) for folder in workbench.folders} == {0o700}


def test_modes_of_what_exists_are_mended(tmp_path: Path) -> None:
    root = tmp_path / "workbench"
    (root / "sessions").mkdir(parents=True)
    root.chmod(0o755)
    for path in (root / "config.toml", root / "do-not-call.json", root / "sessions" / "a.json"):
        path.touch()
        path.chmod(0o644)
    workbench = Workbench.open(root)
    assert mode(root) == mode(workbench.sessions) == 0o700
    assert mode(workbench.config) == mode(workbench.do_not_call) == 0o600
    assert mode(workbench.sessions / "a.json") == 0o600


def test_other_things_that_lie_at_the_top_are_left_alone(tmp_path: Path) -> None:
    script = tmp_path / "script.sh"
    script.touch()
    script.chmod(0o755)
    Workbench.open(tmp_path)
    assert mode(script) == 0o755


def test_the_home_folder_itself_keeps_its_mode(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    tmp_path.chmod(0o755)
    Workbench.open(tmp_path)
    assert mode(tmp_path) == 0o755


def test_old_temporary_files_of_ours_are_swept(tmp_path: Path) -> None:
    workbench = Workbench.open(tmp_path)
    names = {
        ".a.json.0123abcd.callbench-tmp": 120,
        ".b.json.0123abcd.callbench-tmp": 0,
        "notes.callbench-tmp": 120,
        "a.json": 120,
    }
    for name, age in names.items():
        path = workbench.sessions / name
        path.touch()
        os.utime(path, (time.time() - age,) * 2)
    Workbench.open(tmp_path)
    assert sorted(os.listdir(workbench.sessions)) == sorted([*names][1:])


def test_links_are_left_alone_and_a_linked_folder_is_used(tmp_path: Path) -> None:
    synced, secret = tmp_path / "synced", tmp_path / "secret"
    synced.mkdir()
    secret.touch()
    secret.chmod(0o644)
    root = tmp_path / "workbench"
    root.mkdir()
    (root / "sessions").symlink_to(synced)
    (synced / "a.json").symlink_to(secret)
    Workbench.open(root)
    assert (root / "sessions").is_symlink()
    assert mode(secret) == 0o644


@pytest.mark.parametrize("blocked", [".", "sessions"])
def test_a_file_in_the_way_is_named(tmp_path: Path, blocked: str) -> None:
    root = tmp_path / "workbench"
    path = root / blocked
    path.parent.mkdir(exist_ok=True)
    path.touch()
    with pytest.raises(StoreError, match="a folder is needed there") as caught:
        Workbench.open(root)
    assert str(path) in str(caught.value)


def test_a_folder_below_a_file_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="not a directory") as caught:
        Workbench.open(tmp_path / "file" / "workbench")
    assert "\n" not in str(caught.value)


def test_the_environment_names_the_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALLBENCH_HOME", "~/elsewhere")
    monkeypatch.setenv("HOME", "/home/sam")
    assert default_home() == Path("/home/sam/elsewhere")
    monkeypatch.delenv("CALLBENCH_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", "/home/sam/.data")
    assert default_home().name == "callbench"
