"""The one folder in which everything of a rep lies, and its rights."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from callbench.store.atomic import TEMPORARY_SUFFIX
from callbench.store.errors import StoreError, unusable

__all__ = ["StoreError", "Workbench", "default_home"]

_STRAY_AFTER = 60.0
"""Seconds after which a temporary file belongs to nobody: a write takes milliseconds."""


class Workbench(msgspec.Struct, frozen=True):
    """Where things lie in a rep's folder."""

    root: Path

    @property
    def lists(self) -> Path:
        """One file per imported list."""
        return self.root / "lists"

    @property
    def archived(self) -> Path:
        """Lists that are not called any more, and can be brought back."""
        return self.lists / "archived"

    @property
    def sessions(self) -> Path:
        """One file per calling session."""
        return self.root / "sessions"

    @property
    def outbox(self) -> Path:
        """E-mail drafts and calendar files, ready to send."""
        return self.root / "outbox"

    @property
    def rejected(self) -> Path:
        """Rows that an import could not take."""
        return self.root / "rejected"

    @property
    def do_not_call(self) -> Path:
        """Who must not be called."""
        return self.root / "do-not-call.json"

    @property
    def playbook(self) -> Path:
        """The rep's own playbook; optional."""
        return self.root / "playbook.toml"

    @property
    def config(self) -> Path:
        """The rep's own settings; optional."""
        return self.root / "config.toml"

    @property
    def folders(self) -> tuple[Path, ...]:
        """Every folder of the workbench, itself first."""
        return (self.root, self.lists, self.archived, self.sessions, self.outbox, self.rejected)

    @classmethod
    def open(cls, root: Path) -> Workbench:
        """The workbench in `root`, made where it is missing, private to its owner.

        Raises:
            StoreError: the folder cannot be made or read.
        """
        workbench = cls(root.expanduser().absolute())
        for folder in workbench.folders:
            at_the_top = folder == workbench.root
            _prepare(folder, _is_ours_at_the_top if at_the_top else _is_ours_below)
        return workbench


def default_home() -> Path:
    """Where the workbench lies unless told otherwise: CALLBENCH_HOME, or the user's data folder."""
    if home := os.environ.get("CALLBENCH_HOME", "").strip():
        return Path(home).expanduser()
    from platformdirs import user_data_dir

    return Path(user_data_dir("callbench", appauthor=False))


def _prepare(folder: Path, is_ours: Callable[[str], bool]) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make_private(folder, os.stat(folder))
        with os.scandir(folder) as entries:
            for entry in entries:
                if is_ours(entry.name):
                    _tidy(entry)
    except FileExistsError as error:
        raise StoreError(folder, "is a file, and a folder is needed there") from error
    except OSError as error:
        raise unusable(folder, error) from error


def _is_ours_at_the_top(name: str) -> bool:
    """Whether a file of the root may be touched; people keep other things beside, too."""
    return name in {"playbook.toml", "config.toml"} or name.startswith((
        "do-not-call.",
        ".do-not-call.",
    ))


def _is_ours_below(_: str) -> bool:
    return True


def _tidy(entry: os.DirEntry[str]) -> None:
    """Give a file of the workbench its mode; remove it if it is a stray temporary one of ours."""
    with suppress(FileNotFoundError):  # Another instance has just put it in its place.
        found = entry.stat(follow_symlinks=False)
        if not stat.S_ISREG(found.st_mode):
            return
        stray = entry.name.startswith(".") and entry.name.endswith(TEMPORARY_SUFFIX)
        if stray and time.time() - found.st_mtime > _STRAY_AFTER:
            with suppress(OSError):  # A workbench on a read-only disk can still be read.
                os.unlink(entry.path)
        else:
            _make_private(Path(entry.path), found)


def _make_private(path: Path, found: os.stat_result) -> None:
    """Take away what group and others may do; what belongs to somebody else is left alone."""
    shared = stat.S_IMODE(found.st_mode) & 0o077
    if os.name == "nt" or not shared or found.st_uid != os.getuid() or path == Path.home():
        return
    with suppress(OSError):
        os.chmod(path, 0o700 if stat.S_ISDIR(found.st_mode) else 0o600)
