"""The files of a workbench as such: what they are, who may read them, what was left behind."""

from __future__ import annotations

import os
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from callbench.store.atomic import TEMPORARY_SUFFIX
from callbench.store.doctor.finding import REPAIR, Finding, problem
from callbench.store.lock import is_held, side_car
from callbench.store.workbench import Workbench

__all__ = ["check_files", "open_modes", "stale_side_cars", "strays"]

_STRAY_AFTER = 60.0
"""Seconds after which a temporary file belongs to nobody: a write takes milliseconds."""
_LEAST_SPACE = 50 * 1024 * 1024
"""Bytes; a year of sessions is less."""


def check_files(workbench: Workbench) -> Iterator[Finding]:
    """Modes, links, remains, and the room on the disk."""
    yield from _check_root(workbench)
    for path in open_modes(workbench):
        wanted = "700" if path.is_dir() else "600"
        yield problem(path, "others on this machine may read it", f"chmod {wanted}, or {REPAIR}")
    for path in _files(workbench):
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            yield problem(path, "is a link, and is not read", "put the file itself in its place")
        elif not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            yield problem(path, "is not an ordinary file", "remove it")
    for path in strays(workbench):
        yield problem(path, "was left behind by a write that was cut off", REPAIR)
    for path in stale_side_cars(workbench):
        yield problem(path, "was left behind by a callbench that was killed", REPAIR)


def _check_root(workbench: Workbench) -> Iterator[Finding]:
    for folder in workbench.folders:
        if folder.exists() and not folder.is_dir():
            yield problem(folder, "is a file, and a folder is needed there", "move it away")
        elif folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK):
            yield problem(folder, "can't be written to", "give yourself the right to write there")
    free = shutil.disk_usage(workbench.root).free
    if free < _LEAST_SPACE:
        room = f"{free // 1024 // 1024} MB are free on its disk"
        yield problem(workbench.root, room, "make room: what can't be saved is lost")


def _is_ours(workbench: Workbench, path: Path) -> bool:
    """Whether a file of the root is callbench's; people keep other things beside."""
    return path.parent != workbench.root or path.name.startswith((
        *("do-not-call", ".do-not-call", "playbook.toml", "config.toml"),
    ))


def _files(workbench: Workbench) -> Iterator[Path]:
    """Everything in the folders of a workbench that is callbench's, the folders left out."""
    for folder in (*workbench.folders, workbench.lists / ".undo"):
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if _is_ours(workbench, path):
                yield path


def open_modes(workbench: Workbench) -> Iterator[Path]:
    """Files and folders of ours that others may read or write."""
    if os.name == "nt":
        return
    for path in (*workbench.folders, workbench.lists / ".undo", *_files(workbench)):
        if path.is_symlink() or not path.exists():
            continue
        found = path.stat()
        shared = stat.S_IMODE(found.st_mode) & 0o077
        regular = stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)
        if shared and regular and found.st_uid == os.getuid() and path != Path.home():
            yield path


def strays(workbench: Workbench) -> Iterator[Path]:
    """Temporary files that nobody is writing any more."""
    for path in _files(workbench):
        temporary = path.name.startswith(".") and path.name.endswith(TEMPORARY_SUFFIX)
        if temporary and time.time() - path.lstat().st_mtime > _STRAY_AFTER:
            yield path


def stale_side_cars(workbench: Workbench) -> Iterator[Path]:
    """Side-cars of nobody.

    Those of sessions are left: by them an old session that was cut off is found again.
    """
    for path in _files(workbench):
        if not (path.name.startswith(".") and path.name.endswith(".lock")):
            continue
        locked = path.with_name(path.name.removeprefix(".").removesuffix(".lock"))
        needed = path.parent == workbench.sessions and locked.exists()
        if side_car(locked) == path and not needed and not is_held(locked):
            yield path
