"""How session files are named, found and ordered."""

from __future__ import annotations

import re
from collections.abc import Container
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from callbench.domain.records import CallSession
from callbench.store.errors import unusable
from callbench.store.workbench import Workbench

__all__ = ["is_aside", "json_files", "name_for", "session_name", "session_paths"]

_ASIDE = re.compile(r"\.(damaged|conflict|format)-\d+\.json$")
_NUMBERED = re.compile(r"^(\d{4}-\d\d-\d\dT\d{4})-(\d+)$")


def session_name(started_at: datetime, taken: Container[str]) -> str:
    """The file name for a session, ``2026-11-24T0900.json``; with ``-2`` and so on when taken.

    Args:
        started_at: when it started, in the zone whose wall time the name is to show.
        taken: the names that exist.
    """
    stem = started_at.strftime("%Y-%m-%dT%H%M")
    name, number = f"{stem}.json", 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}.json"
    return name


def name_for(session: CallSession, taken: Container[str]) -> str:
    """The file name for a session, by the wall time of its own zone."""
    try:
        wall = session.started_at.astimezone(ZoneInfo(session.zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        wall = session.started_at
    return session_name(wall, taken)


def session_paths(workbench: Workbench) -> list[Path]:
    """The session files, newest first by name; what was set aside is not among them.

    Raises:
        StoreError: the folder cannot be read.
    """
    return sorted(json_files(workbench.sessions), key=_by_time, reverse=True)


def json_files(folder: Path) -> list[Path]:
    """The data files of a folder: no hidden ones, and none that was set aside.

    Raises:
        StoreError: the folder cannot be read.
    """
    try:
        return [path for path in folder.iterdir() if _is_data(path.name)]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise unusable(folder, error) from error


def is_aside(name: str) -> bool:
    """Whether a file was set aside: damaged, in conflict, or kept before a migration."""
    return _ASIDE.search(name) is not None


def _is_data(name: str) -> bool:
    return name.endswith(".json") and not name.startswith(".") and not is_aside(name)


def _by_time(path: Path) -> tuple[str, int]:
    found = _NUMBERED.match(path.stem)
    return (found[1], int(found[2])) if found else (path.stem, 1)
