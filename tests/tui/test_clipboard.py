"""The clipboard's tools, as stand-ins that are started for real."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from callbench.tui.clipboard import HELD_BACK, UNSURE, copy_with_tool, doubt, tools

WAYLAND = {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="stand-ins are scripts of a shell")


def stand_in(folder: Path, name: str, does: str) -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\n{does}\n")
    program.chmod(0o700)


def env_of(folder: Path, **more: str) -> dict[str, str]:
    return {"PATH": f"{folder}:/usr/bin:/bin", "OUT": str(folder / "out"), **more}


def test_a_text_goes_in_on_standard_input(tmp_path: Path) -> None:
    stand_in(tmp_path, "wl-copy", 'printf "%s|" "$@" > "$OUT"; cat >> "$OUT"')
    env = env_of(tmp_path, **WAYLAND)
    assert copy_with_tool("-rf $(id)\nüber", env, "linux") == "wl-copy"
    assert (tmp_path / "out").read_text() == "|-rf $(id)\nüber"


def test_where_one_tool_fails_the_next_is_tried(tmp_path: Path) -> None:
    stand_in(tmp_path, "wl-copy", "exit 1")
    stand_in(tmp_path, "xsel", 'cat > "$OUT"')
    assert copy_with_tool("x", env_of(tmp_path, **WAYLAND), "linux") == "xsel"
    assert (tmp_path / "out").read_text() == "x"


def test_windows_is_told_that_it_is_unicode(tmp_path: Path) -> None:
    stand_in(tmp_path, "clip.exe", 'cat > "$OUT"')
    env = env_of(tmp_path, WSL_DISTRO_NAME="Debian")
    assert copy_with_tool("ü", env, "linux") == "clip.exe"
    assert (tmp_path / "out").read_bytes().decode("utf-16") == "ü"


def test_without_a_tool_nothing_is_claimed(tmp_path: Path) -> None:
    assert copy_with_tool("x", {"PATH": str(tmp_path), **WAYLAND}, "linux") == ""
    assert copy_with_tool("x", {"PATH": str(tmp_path)}, "darwin") == ""


@pytest.mark.parametrize(
    ("platform", "env", "names"),
    [
        ("linux", {}, []),
        ("linux", {"DISPLAY": ":0"}, ["xclip", "xsel"]),
        ("linux", WAYLAND, ["wl-copy", "xclip", "xsel"]),
        ("darwin", {}, ["pbcopy"]),
        ("win32", {}, ["clip.exe"]),
    ],
)
def test_only_what_can_work_is_tried(platform: str, env: dict[str, str], names: list[str]) -> None:
    assert [command[0] for command in tools(env, platform)] == names


@pytest.mark.parametrize(("setting", "said"), [("on", UNSURE), ("external", HELD_BACK)])
def test_tmux_is_asked_whether_it_passes_a_copy_on(
    tmp_path: Path, setting: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, "tmux", f'test "$*" = "show-options -sv set-clipboard" && echo {setting}')
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert doubt({"TMUX": shlex.quote("/tmp/tmux,1,0"), "PATH": f"{tmp_path}:/bin"}) == said
    assert doubt({}) == UNSURE
