"""What earlier sessions say about every prospect."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from callbench.domain.history import History, fold_all
from callbench.domain.playbook import Playbook
from callbench.store.errors import StoreError
from callbench.store.session_names import session_paths
from callbench.store.sessions import read_sessions
from callbench.store.workbench import Workbench

_FEW = 16
"""Up to so many sessions are read sooner than the index is loaded and opened."""


class Past(msgspec.Struct, frozen=True):
    """What the sessions of a workbench come to."""

    histories: Mapping[str, History]
    """By id of the prospect."""
    problems: tuple[StoreError, ...]
    """Files that could not be read, each with its path."""


def read_past(workbench: Workbench, playbook: Playbook, *, without: str = "") -> Past:
    """What every session but the one whose id is `without` comes to, this very moment.

    The index knows most of it. Nothing is written, so that a screen may wait for it; where the
    index can't be used, or is far behind, or has but a few sessions to know, the files themselves
    are read.

    Raises:
        StoreError: the folder can't be read.
    """
    if len(session_paths(workbench)) <= _FEW:
        return _out_of_files(workbench, playbook, without)
    from callbench.store.index import Index

    try:
        with Index.open(workbench, playbook) as index:
            return Past(*index.histories_at_present(without=without))
    except StoreError:
        return _out_of_files(workbench, playbook, without)


def _out_of_files(workbench: Workbench, playbook: Playbook, without: str) -> Past:
    stored, problems = read_sessions(workbench)
    kept = (entry for entry in stored if entry.session.id != without)
    histories = fold_all((call for entry in kept for call in entry.calls), playbook)
    return Past(histories, tuple(problems))
