"""What earlier sessions say about every prospect, read back from their files."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from callbench.domain.history import History, fold_all
from callbench.domain.playbook import Playbook
from callbench.store.errors import StoreError
from callbench.store.sessions import StoredSession, read_sessions
from callbench.store.workbench import Workbench


class Past(msgspec.Struct, frozen=True):
    """The sessions of a workbench, and what they come to."""

    sessions: tuple[StoredSession, ...]
    """Newest first."""
    histories: Mapping[str, History]
    """By id of the prospect."""
    problems: tuple[StoreError, ...]
    """Files that could not be read, each with its path."""


def read_past(workbench: Workbench, playbook: Playbook, *, without: str = "") -> Past:
    """Read every session but the one whose id is `without`."""
    stored, problems = read_sessions(workbench)
    kept = tuple(entry for entry in stored if entry.session.id != without)
    histories = fold_all((call for entry in kept for call in entry.calls), playbook)
    return Past(kept, histories, tuple(problems))
