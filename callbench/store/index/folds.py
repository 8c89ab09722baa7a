"""What the calls come to, prospect by prospect: their history, and what is owed to them.

Only prospects whose calls changed are looked at; each is read in full, in the order of time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import groupby, pairwise
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from callbench.domain.agenda.book import owed_to
from callbench.domain.agenda.promises import promise_counts
from callbench.domain.agenda.timeline import Logged, Timeline
from callbench.domain.history import NOTHING, History, fold
from callbench.domain.playbook import Playbook
from callbench.domain.records import Call
from callbench.store.index.files import file_order

__all__ = [
    "COLUMNS",
    "Folded",
    "Placed",
    "fold_timeline",
    "folded",
    "in_order",
    "placed",
    "stale_keys",
    "write_folds",
]

_call = msgspec.json.Decoder(Call)
_encode = msgspec.json.Encoder().encode

Folded = tuple[int, str | None, str | None, str | None, str | None]
"""Key of the prospect, history, what is open, settled promises and how many of each kind; no
history where there are no calls."""


class Placed(NamedTuple):
    """A call, and where it stands in which file."""

    call: Call
    name: str
    """The name of its session's file."""
    number: int
    session: str


def in_order(calls: Iterable[Placed]) -> Timeline:
    """The timeline of these calls.

    Between calls of one instant the order decides in which files are listed; there are such
    where a sync client has copied a file.
    """
    ordered = sorted(calls, key=lambda one: one.call.dialled_at)
    if any(one.call.dialled_at == then.call.dialled_at for one, then in pairwise(ordered)):
        ordered.sort(key=lambda one: one.number)
        ordered.sort(key=lambda one: file_order(one.name), reverse=True)
        ordered.sort(key=lambda one: one.call.dialled_at)
    return [(one.session, one.call) for one in ordered]


def stale_keys(db: sqlite3.Connection) -> list[int]:
    """Keys of the prospects that have to be looked at."""
    return [key for (key,) in db.execute("SELECT key FROM prospects WHERE stale ORDER BY key")]


def folded(db: sqlite3.Connection, keys: Sequence[int], playbook: Playbook) -> Iterator[Folded]:
    """What the calls to these prospects come to; `keys` are in ascending order."""
    rows = db.execute(
        f"SELECT prospect, {COLUMNS} WHERE prospect IN (SELECT value FROM json_each(?))"
        " ORDER BY prospect",
        (_json(keys),),
    )
    without_calls = set(keys)
    for key, group in groupby(rows, key=lambda row: row[0]):
        without_calls.discard(key)
        timeline = in_order(placed(row[1:] for row in group))
        yield _folded(key, timeline, playbook)
    for key in without_calls:
        yield key, None, None, None, None


COLUMNS = (
    "sessions.name, sessions.id, number, record"
    " FROM calls JOIN sessions ON sessions.key = calls.session"
)
"""What `placed` asks for, to be selected."""


def placed(rows: Iterable[tuple[str, str, int, str]]) -> Iterator[Placed]:
    """Calls from rows of `COLUMNS`."""
    for name, session, number, record in rows:
        yield Placed(_call.decode(record), name, number, session)


def fold_timeline(timeline: Iterable[Logged], playbook: Playbook) -> History:
    """The history that a timeline comes to."""
    calls = (call for _, call in timeline)
    return reduce(lambda history, call: fold(history, call, playbook), calls, NOTHING)


def write_folds(db: sqlite3.Connection, rows: Iterable[Folded]) -> None:
    """Write what was worked out; prospects without calls are forgotten."""
    rows = list(rows)
    keys = _json([row[0] for row in rows])
    text = _json(rows)
    db.execute(
        "UPDATE prospects SET stale = 0, history = new.history FROM"
        " (SELECT json_extract(value, '$[0]') AS key,"
        " CAST(json_extract(value, '$[1]') AS BLOB) AS history FROM json_each(?)) AS new"
        " WHERE prospects.key = new.key",
        (text,),
    )
    without = [(key,) for key, history, *_ in rows if history is None]
    db.executemany("DELETE FROM prospects WHERE key = ?", without)
    db.execute("DELETE FROM owed WHERE prospect IN (SELECT value FROM json_each(?))", (keys,))
    db.execute(
        "INSERT INTO owed SELECT json_extract(value, '$[0]'), json_extract(value, '$[2]'),"
        " json_extract(value, '$[3]'), json_extract(value, '$[4]') FROM json_each(?)"
        " WHERE coalesce(json_extract(value, '$[2]'), json_extract(value, '$[3]')) IS NOT NULL",
        (text,),
    )


def _folded(key: int, timeline: Timeline, playbook: Playbook) -> Folded:
    history = fold_timeline(timeline, playbook)
    owed = owed_to(timeline, playbook, history)
    settled = tuple(promise for promise in owed.promises if promise.settled_at is not None)
    waiting = tuple(promise for promise in owed.promises if promise.settled_at is None)
    still = replace(owed, promises=waiting)
    return (
        key,
        _encode(history).decode(),
        _encode(still).decode() if still.is_open else None,
        _encode(settled).decode() if settled else None,
        _encode(promise_counts(settled)).decode() if settled else None,
    )


def _json(values: Sequence[object]) -> str:
    return msgspec.json.encode(values).decode()
