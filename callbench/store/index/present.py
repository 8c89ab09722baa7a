"""Reading what is true this very moment without writing: the index, and what changed since.

A screen must not wait for a commit, and must not rank a queue by what was true a minute ago. So
the few files that changed since the index was brought up to date are read here and now, and the
prospects concerned are looked at anew, in memory.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from pathlib import Path

import msgspec

from callbench.domain.agenda.timeline import Timeline
from callbench.store.errors import StoreError
from callbench.store.index.files import changed_files, known_files, problems_of, scan
from callbench.store.index.folds import COLUMNS, Placed, in_order, placed
from callbench.store.sessions import StoredSession, read_session

__all__ = ["AT_ONCE", "Since", "changes_since", "timelines_with"]

AT_ONCE = 20
"""Changed sessions that are dealt with in one go; with more the index is too far behind."""


class Since(msgspec.Struct, frozen=True):
    """What happened to the files since the index was brought up to date."""

    outdated: frozenset[int]
    """Keys of the sessions whose files are not as the index has them."""
    fresh: tuple[StoredSession, ...]
    problems: tuple[StoreError, ...]
    """Files that can't be read, changed or not."""


def changes_since(db: sqlite3.Connection, folder: Path) -> Since | None:
    """What changed in the folder; None where that is too much to be dealt with at once.

    Raises:
        StoreError: the folder can't be read.
    """
    known, found = known_files(db), scan(folder)
    news = changed_files(known, found)
    gone = known.keys() - found.keys()
    if len(news) + len(gone) > AT_ONCE:
        return None
    outdated = {*news, *gone}
    fresh: list[StoredSession] = []
    same = {name: entry for name, entry in known.items() if name not in outdated}
    problems = list(problems_of(folder, same))
    for name in news:
        try:
            fresh.append(read_session(folder / name))
        except StoreError as error:
            problems.append(error)
    keys = frozenset(known[name].key for name in outdated if name in known)
    return Since(keys, tuple(fresh), tuple(problems))


def timelines_with(
    db: sqlite3.Connection, outdated: Collection[int], fresh: Sequence[StoredSession] = ()
) -> dict[str, Timeline]:
    """The timelines of everybody concerned, without some sessions and with others.

    Args:
        db: The index.
        outdated: Keys of the sessions to leave out.
        fresh: Sessions to take in.

    Returns:
        By id of the prospect; an empty one for somebody of whom no call is left.
    """
    if not outdated and not fresh:
        return {}
    theirs: dict[str, list[Placed]] = {ident: [] for ident in _called_in(db, outdated)}
    for entry in fresh:
        for number, call in enumerate(entry.calls):
            one = Placed(call, entry.path.name, number, entry.session.id)
            theirs.setdefault(call.prospect.id, []).append(one)
    left_out = msgspec.json.encode(list(outdated)).decode()
    for ident, calls in theirs.items():
        rows = db.execute(
            f"SELECT {COLUMNS} WHERE prospect = (SELECT key FROM prospects WHERE id = ?)"
            " AND session NOT IN (SELECT value FROM json_each(?))",
            (ident, left_out),
        )
        calls.extend(placed(rows))
    return {ident: in_order(calls) for ident, calls in theirs.items()}


def keys_of_session(db: sqlite3.Connection, ident: str) -> frozenset[int]:
    """The keys of the session of that id: several where its file was copied."""
    rows = db.execute("SELECT key FROM sessions WHERE id = ?", (ident,))
    return frozenset(key for (key,) in rows)


def _called_in(db: sqlite3.Connection, sessions: Collection[int]) -> list[str]:
    rows = db.execute(
        "SELECT id FROM prospects WHERE key IN (SELECT prospect FROM calls"
        " WHERE session IN (SELECT value FROM json_each(?)))",
        (msgspec.json.encode(list(sessions)).decode(),),
    )
    return [ident for (ident,) in rows]
