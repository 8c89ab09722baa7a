"""Where rescued files are put, and where they are looked for.

They are known by their names in the folders where callbench puts them. Where else one was put is
noted in the cache folder; without that note it is still whole, and only has to be pointed out.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from callbench.domain.records import new_id
from callbench.store.atomic import read_regular, write_atomically
from callbench.store.cache import usable_folder
from callbench.store.errors import StoreError

__all__ = ["BEGIN", "put_elsewhere", "remember", "rescued_paths"]

BEGIN = "callbench-rescued-"
"""How the name of every rescued file begins, unless the rep has chosen another."""

_END = ".json"
_NOTE = "rescued-files"


def put_elsewhere(write: Callable[[Path], object]) -> Path | None:
    """Have a file written outside the workbench, at the first place that takes it.

    Args:
        write: Writes it to a path, or raises what refused it.

    Returns:
        Where it is; None where every place refused it.
    """
    for folder in _folders():
        path = folder / f"{BEGIN}{new_id()[:8]}{_END}"
        with suppress(StoreError, OSError):
            write(path)
            remember(path)
            return path
    return None


def remember(path: Path) -> None:
    """Note where a rescued file was put; where that can't be noted, its name has to do."""
    with suppress(StoreError, OSError):
        noted = {known for known in _noted() if os.path.lexists(known)} | {path.absolute()}
        write_atomically(usable_folder() / _NOTE, b"\0".join(map(os.fsencode, sorted(noted))))


def rescued_paths() -> list[Path]:
    """Every file that may be a rescued one: ours, and an ordinary file."""
    found = {*_by_name(_folders()), *_noted()}
    return sorted(path for path in found if _is_ours(path))


def _folders() -> list[Path]:
    """The home folder, then those for temporary files: first one that a restart leaves alone."""
    folders = []
    with suppress(RuntimeError):  # Somebody without a home folder.
        folders.append(Path.home())
    return [*folders, *_temporary_folders()]


def _temporary_folders() -> list[Path]:
    """Where temporary files go, be it that nothing can be written there just now."""
    for name in ("TMPDIR", "TEMP", "TMP"):
        if folder := os.environ.get(name, "").strip():
            return [Path(folder).absolute()]
    return [Path("/var/tmp"), Path("/tmp")] if os.name != "nt" else []


def _by_name(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        with suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith(BEGIN) and entry.name.endswith(_END):
                    yield folder / entry.name


def _noted() -> list[Path]:
    with suppress(StoreError, OSError):
        data, _ = read_regular(usable_folder() / _NOTE)
        return [Path(os.fsdecode(name)) for name in data.split(b"\0") if name]
    return []


def _is_ours(path: Path) -> bool:
    """Whether it is a file, and one that nobody else has put into a folder open to all."""
    try:
        found = path.lstat()
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and (os.name == "nt" or found.st_uid == os.getuid())
