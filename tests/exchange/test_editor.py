"""A text out to an editor that is started for real, and back."""

from __future__ import annotations

import os
import signal
import stat
import sys
from pathlib import Path

import pytest

from callbench.exchange.editor import LONGEST, EditorError, edit, editor_command


def editor(folder: Path, code: str) -> list[str]:
    """A stand-in that has the name of the file in `path`."""
    script = folder / "editor.py"
    script.write_text(
        f"import os, sys\nfrom pathlib import Path\npath = Path(sys.argv[-1])\n{code}"
    )
    return [sys.executable, str(script), "--wait"]


def left_in(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.name != "editor.py"]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("b'more'", "more"),
        ("b'more\\n\\n'", "more"),
        ("b'a\\r\\nb\\n'", "a\nb"),
        (r"b'\xef\xbb\xbfwith a mark'", "with a mark"),
        (r"b'\x1b]0;x\x07bell'", "\ufffd]0;x\ufffdbell"),
        (r"'\u202eevil'.encode()", "\ufffdevil"),
        (r"b'\xff'", "\ufffd"),
        ("b''", ""),
    ],
)
def test_what_comes_back_is_cleaned(tmp_path: Path, written: str, found: str) -> None:
    command = editor(tmp_path, f"path.write_bytes({written})")
    assert edit(command, "before", tmp_path) == found
    assert left_in(tmp_path) == []


def test_the_editor_finds_the_text_where_nobody_else_looks(tmp_path: Path) -> None:
    facts = tmp_path / "facts"
    code = f"""
Path({str(facts)!r}).write_text(
    f"{{path.read_text()}}|{{path.stat().st_mode:o}}|{{path.parent.stat().st_mode:o}}|{{path}}"
)
path.with_name(path.name + "~").write_text("a copy that editors leave")
"""
    assert edit(editor(tmp_path, code), "über\nzwei", tmp_path) == "über\nzwei"
    text, mode, folder, place = facts.read_text().split("|")
    assert text == "über\nzwei"
    assert Path(place).parent.parent == tmp_path
    if sys.platform != "win32":
        assert (stat.S_IMODE(int(mode, 8)), stat.S_IMODE(int(folder, 8))) == (0o600, 0o700)
    facts.unlink()
    assert left_in(tmp_path) == []


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("sys.exit(1)", "ended with status 1: the note is as it was"),
        ("path.unlink()", "No such file or directory"),
        (f"path.write_bytes(b'x' * {LONGEST + 1})", "bytes are no note"),
    ],
)
def test_an_editor_that_fails_changes_nothing(tmp_path: Path, code: str, problem: str) -> None:
    with pytest.raises(EditorError, match=problem):
        edit(editor(tmp_path, code), "before", tmp_path)
    assert left_in(tmp_path) == []


def test_an_editor_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(EditorError) as error:
        edit(["no-such-editor"], "", tmp_path)
    assert str(error.value) == (
        "no-such-editor: No such file or directory; set `editor` in config.toml"
    )
    assert left_in(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals of a terminal")
def test_an_interrupt_is_the_editors_own(tmp_path: Path) -> None:
    code = f"""
import signal
os.kill({os.getpid()}, signal.SIGINT)
path.write_text(str(signal.getsignal(signal.SIGINT) is signal.default_int_handler))
"""
    before = signal.getsignal(signal.SIGINT)
    assert edit(editor(tmp_path, code), "", tmp_path) == "True"
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize(
    ("configured", "env", "command"),
    [
        ("code --wait", {"VISUAL": "vim"}, ["code", "--wait"]),
        ("", {"VISUAL": "vim -u NONE", "EDITOR": "ed"}, ["vim", "-u", "NONE"]),
        ("", {"VISUAL": "", "EDITOR": "'/opt/my ed'"}, ["/opt/my ed"]),
    ],
)
def test_which_editor(configured: str, env: dict[str, str], command: list[str]) -> None:
    assert editor_command(configured, env) == command


@pytest.mark.parametrize(
    ("env", "problem"),
    [({}, 'no editor: set `editor = "nano"`'), ({"EDITOR": "ed '"}, "a quotation mark")],
)
def test_no_editor_says_what_to_set(env: dict[str, str], problem: str) -> None:
    with pytest.raises(EditorError, match=problem):
        editor_command("", env)
