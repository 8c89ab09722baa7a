"""The clipboard: by the terminal (OSC 52), and by the system's own tool where there is one.

A terminal answers nothing to OSC 52, so that nobody can tell whether it took the text; a tool
says so by its exit status. Both are tried: over SSH only the terminal reaches the rep's machine.
"""

from __future__ import annotations

import codecs
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping

PATIENCE = 3.0
"""Seconds after which a tool is given up: one that can't reach its display may hang."""

UNSURE = "copied if your terminal allows it (OSC 52)"
HELD_BACK = "copied, but tmux may hold it back: set -s set-clipboard on"


def tools(env: Mapping[str, str] = os.environ, platform: str = sys.platform) -> list[list[str]]:
    """The commands that may take a text from their standard input, the likeliest first."""
    if platform == "darwin":
        return [["pbcopy"]]
    if platform == "win32":
        return [["clip.exe"]]
    found = [["wl-copy"]] if env.get("WAYLAND_DISPLAY") else []
    if env.get("DISPLAY"):
        found += [["xclip", "-selection", "clipboard"], ["xsel", "--clipboard", "--input"]]
    if env.get("WSL_DISTRO_NAME"):
        found.append(["clip.exe"])
    return found


def copy_with_tool(
    text: str, env: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> str:
    """Hand a text to the system's clipboard.

    Returns:
        The name of the tool that took it; "" where there is none, or none took it.
    """
    for command in tools(env, platform):
        program = shutil.which(command[0], path=env.get("PATH"))
        if program is not None and _ran([program, *command[1:]], _bytes(command[0], text), env):
            return command[0]
    return ""


def doubt(env: Mapping[str, str] = os.environ) -> str:
    """What to say of a copy that only the terminal was asked for."""
    return HELD_BACK if env.get("TMUX") and not _tmux_passes(env) else UNSURE


def _bytes(tool: str, text: str) -> bytes:
    """The text as the tool reads it; that of Windows wants to be told that it is Unicode."""
    if tool == "clip.exe":
        return codecs.BOM_UTF16_LE + text.encode("utf-16-le", "replace")
    return text.encode("utf-8", "replace")


def _ran(command: list[str], given: bytes, env: Mapping[str, str]) -> bool:
    try:
        # A tool of X stays behind to answer whoever pastes: no pipe of ours may keep it here.
        done = subprocess.run(
            command,
            input=given,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=dict(env),
            timeout=PATIENCE,
            check=False,
            start_new_session=True,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _tmux_passes(env: Mapping[str, str]) -> bool:
    """Whether tmux hands on what a program inside it copies; by default it does not."""
    try:
        asked = subprocess.run(
            ["tmux", "show-options", "-sv", "set-clipboard"],
            capture_output=True,
            env=dict(env),
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.stdout.strip() == b"on"
