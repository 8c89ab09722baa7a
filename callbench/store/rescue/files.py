"""Writing and reading rescued files, and which of them belong to a workbench."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from callbench.domain.records import FORMAT
from callbench.store.atomic import read_regular, write_atomically
from callbench.store.codec import decode_tables, encode_document
from callbench.store.errors import Damaged, NewerFormat, StoreError, named_errors
from callbench.store.lists import list_slugs
from callbench.store.rescue.debts import Debt
from callbench.store.rescue.heads import TABLE, Head
from callbench.store.rescue.holding import session_holding, session_named
from callbench.store.rescue.places import rescued_paths
from callbench.store.sessions import StoredSession, read_session
from callbench.store.workbench import Workbench

__all__ = ["Rescued", "read_rescued", "rescued_files", "write_debts"]


class Rescued(msgspec.Struct, frozen=True):
    """What one rescued file holds."""

    path: Path
    head: Head
    stored: StoredSession | None
    debts: tuple[Debt, ...]
    """In the order in which they came up."""


class _Tables(msgspec.Struct):
    rescued: dict[str, Head] = msgspec.field(default_factory=dict)
    owed: dict[str, Debt] = msgspec.field(default_factory=dict)


class _Session(msgspec.Struct):
    session: dict[str, Any] = msgspec.field(default_factory=dict)


def write_debts(path: Path, head: dict[str, Any], debts: Iterable[Debt]) -> None:
    """Write what is owed to a rescued file.

    Args:
        path: The file.
        head: The table that says whose it is.
        debts: In the order in which they came up.

    Raises:
        StoreError, OSError: It can't be written.
    """
    owed = {str(number): msgspec.to_builtins(debt) for number, debt in enumerate(debts, 1)}
    write_atomically(path, encode_document({TABLE: head, "owed": owed}))


def read_rescued(path: Path) -> Rescued:
    """What a rescued file holds, checked and cleaned.

    Raises:
        Damaged: It is none, or a field has a wrong type, which is named.
        NewerFormat: A newer callbench wrote it.
        StoreError: It can't be opened.
    """
    with named_errors(path):
        data, found = read_regular(path)
    tables = decode_tables(data, _Tables, path)
    head = next(iter(tables.rescued.values()), None)
    has_session = bool(decode_tables(data, _Session, path).session)
    if head is None and has_session:
        # A copy that was made by hand; whose it is, its session says.
        head = Head(home="", at=datetime.fromtimestamp(found.mtime_ns // 10**9, UTC))
    if head is None:
        raise Damaged(path, "does not say which workbench it belongs to")
    if head.format > FORMAT:
        raise NewerFormat(path, head.format)
    stored = read_session(path) if has_session else None
    if stored is not None and stored.read_only:
        raise NewerFormat(path, stored.session.format)
    return Rescued(path, head, stored, tuple(tables.owed.values()))


def rescued_files(workbench: Workbench) -> tuple[list[Rescued], list[StoreError]]:
    """The rescued files that belong to a workbench, newest first, and those that can't be read."""
    found: list[Rescued] = []
    errors: list[StoreError] = []
    for path in rescued_paths():
        try:
            rescued = read_rescued(path)
            # A network folder that is gone can refuse even to be looked for.
            with named_errors(path):
                if _belongs(rescued, workbench):
                    found.append(rescued)
        except StoreError as error:
            errors.append(error)
    found.sort(key=lambda rescued: rescued.head.at, reverse=True)
    return found, errors


def _belongs(rescued: Rescued, workbench: Workbench) -> bool:
    """Whether it was made from this workbench, be it that its folder has another name by now."""
    home, root = Path(rescued.head.home), workbench.root.resolve()
    if rescued.head.home and (home == root or home.exists()):
        return home == root
    stored = rescued.stored
    if stored is None:
        files = (getattr(debt, "file", "") for debt in rescued.debts)
        return any(name and session_named(workbench, name).exists() for name in files)
    if session_holding(workbench, stored.session.id, rescued.head.file) is not None:
        return True
    return not set(stored.session.lists).isdisjoint(list_slugs(workbench))
