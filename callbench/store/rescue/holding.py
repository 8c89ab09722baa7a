"""Which file of a workbench holds a session."""

from __future__ import annotations

from pathlib import Path

import msgspec

from callbench.store.atomic import read_regular
from callbench.store.errors import StoreError
from callbench.store.session_names import session_paths
from callbench.store.workbench import Workbench

__all__ = ["holds", "session_holding", "session_named"]


class _Ident(msgspec.Struct):
    id: str = ""


class _Heads(msgspec.Struct):
    session: dict[str, _Ident] = msgspec.field(default_factory=dict)


def session_named(workbench: Workbench, name: str) -> Path:
    """Where the session's file of that name is; a rescued file may give any text for a name."""
    return workbench.sessions / Path(name).name


def session_holding(workbench: Workbench, ident: str, name: str = "") -> Path | None:
    """The file of the session with that id; None where there is none.

    Args:
        workbench: Where to look.
        ident: The id of the session.
        name: The name that its file had, looked at first.

    Raises:
        StoreError: The folder can't be read.
    """
    if name and holds(likely := session_named(workbench, name), ident):
        return likely
    found = [path for path in session_paths(workbench) if holds(path, ident)]
    # A copy that a sync client made is named like its original, with more behind it.
    return min(found, key=lambda path: len(path.name), default=None)


def holds(path: Path, ident: str) -> bool:
    """Whether it is the file of that session; one that can't be read is not."""
    try:
        data, _ = read_regular(path)
        # Thousands of files may be looked at: most of them are done with here.
        if ident.encode("utf-8", "replace") not in data:
            return False
        heads = msgspec.json.decode(data, type=_Heads).session.values()
    except (OSError, StoreError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return any(head.id == ident for head in heads)
