"""What earlier sessions say about every prospect."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from callbench.domain.history import NOTHING, History, fold, fold_all
from callbench.domain.playbook import Playbook
from callbench.domain.records import Call
from callbench.store.errors import StoreError
from callbench.store.session_names import session_paths
from callbench.store.sessions import read_session
from callbench.store.workbench import Workbench

if TYPE_CHECKING:
    from callbench.store.index import Index

_FEW = 16
"""Up to so many sessions are read sooner than the index is loaded and opened."""


class Past(msgspec.Struct, frozen=True):
    """What the sessions of a workbench come to."""

    histories: Mapping[str, History]
    """By id of the prospect."""
    problems: tuple[StoreError, ...]
    """Files that could not be read, each with its path."""
    complete: bool = True
    """Whether that is all; not so where nobody could wait for it."""


def read_past(
    workbench: Workbench, playbook: Playbook, *, without: str = "", at_once: bool = False
) -> Past:
    """What every session but the one whose id is `without` comes to, this very moment.

    The index knows most of it. Nothing is written, so that a screen may wait for it; where the
    index can't be used, or is far behind, or has but a few sessions to know, the files themselves
    are read.

    Args:
        workbench: Whose sessions.
        playbook: Says which calls were conversations.
        without: Id of a session to leave out.
        at_once: Whether to be content with what the index knows where it is missing or far
            behind, as on a screen that reads again once somebody has brought it up to date.

    Raises:
        StoreError: the folder can't be read.
    """
    if len(session_paths(workbench)) <= _FEW:
        return _out_of_files(workbench, playbook, without)
    from callbench.store.index import Index, IndexBehind, IndexDamaged

    try:
        with Index.open(workbench, playbook) as index:
            try:
                return Past(*index.histories_at_present(without=without))
            except (IndexBehind, IndexDamaged):
                if at_once:
                    return Past(_known(index, without), (), complete=False)
    except StoreError:
        pass  # There is no index, and perhaps there never will be.
    return _out_of_files(workbench, playbook, without)


def _known(index: Index, without: str) -> Mapping[str, History]:
    """What the index knows, however old."""
    try:
        return index.histories(without=without)
    except StoreError:
        return {}


def _out_of_files(workbench: Workbench, playbook: Playbook, without: str) -> Past:
    """Fold session by session, the oldest first, so that never more than one is in memory."""
    histories: dict[str, History] = {}
    last: dict[str, datetime] = {}
    mixed: set[str] = set()
    problems: list[StoreError] = []
    for path in reversed(session_paths(workbench)):
        try:
            stored = read_session(path)
        except StoreError as error:
            problems.append(error)
            continue
        for call in stored.calls if stored.session.id != without else ():
            ident = call.prospect.id
            if ident in last and call.dialled_at <= last[ident]:
                mixed.add(ident)
            last[ident] = call.dialled_at
            if ident not in mixed:
                histories[ident] = fold(histories.get(ident, NOTHING), call, playbook)
    if mixed:
        # Files that overlap in time, as where one was copied: few people, put in order at once.
        histories |= fold_all(_calls_to(workbench, mixed, without), playbook)
    return Past(histories, tuple(reversed(problems)))


def _calls_to(workbench: Workbench, people: Collection[str], without: str) -> Iterator[Call]:
    for path in session_paths(workbench):
        with suppress(StoreError):  # Named already.
            stored = read_session(path)
            if stored.session.id != without:
                yield from (call for call in stored.calls if call.prospect.id in people)
