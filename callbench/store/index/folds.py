"""What the calls come to, prospect by prospect: their history, and what is owed to them.

Only prospects whose calls changed are looked at; each is read in full, in the order of time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import pairwise
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from callbench.domain.agenda.book import owed_to
from callbench.domain.agenda.counts import promise_counts
from callbench.domain.agenda.timeline import Timeline
from callbench.domain.history import NOTHING, RECENT, History, fold, was_conversation
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
_calls = msgspec.json.Decoder(list[Call])
_stands = msgspec.json.Decoder(list[tuple[str, int, str]])
_encode = msgspec.json.Encoder().encode

Folded = tuple[int, bytes | None, str | None, str | None, str | None]
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
    # One row a prospect, as each row that is fetched may wait for Python's lock.
    rows = db.execute(
        "SELECT prospect, json_group_array(json_array(sessions.name, number, sessions.id)),"
        " CAST('[' || group_concat(record) || ']' AS BLOB)"
        " FROM calls JOIN sessions ON sessions.key = calls.session"
        " WHERE prospect IN (SELECT value FROM json_each(?)) GROUP BY prospect",
        (_json(keys),),
    )
    without_calls = set(keys)
    for key, stands, records in rows:
        without_calls.discard(key)
        calls = zip(_calls.decode(records), _stands.decode(stands), strict=True)
        timeline = in_order(Placed(call, *stands) for call, stands in calls)
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


def fold_timeline(timeline: Timeline, playbook: Playbook) -> History:
    """The history that a timeline comes to."""
    return reduce(
        lambda history, call: fold(history, call, playbook),
        _with_words_that_count(timeline, playbook),
        NOTHING,
    )


def _with_words_that_count(timeline: Timeline, playbook: Playbook) -> list[Call]:
    """The calls, without the notes of which nothing would be left in a history.

    Those of the last few calls are shown, and that of the last conversation may have questions;
    reading the others would take most of the time.
    """
    calls = [call for _, call in timeline]
    recent = len(calls) - RECENT
    asked = False
    for at in range(len(calls) - 1, -1, -1):
        call = calls[at]
        last_talk = not asked and was_conversation(call, playbook)
        asked = asked or last_talk
        if at < recent and not last_talk and call.note:
            calls[at] = replace(call, note="")
    return calls


def write_folds(db: sqlite3.Connection, rows: Iterable[Folded]) -> None:
    """Write what was worked out; prospects without calls are forgotten."""
    rows = list(rows)
    db.executemany(
        "UPDATE prospects SET stale = 0, history = ? WHERE key = ?",
        ((history, key) for key, history, *_ in rows if history is not None),
    )
    db.executemany(
        "DELETE FROM prospects WHERE key = ?",
        ((key,) for key, history, *_ in rows if history is None),
    )
    keys = _json([row[0] for row in rows])
    db.execute("DELETE FROM owed WHERE prospect IN (SELECT value FROM json_each(?))", (keys,))
    db.executemany(
        "INSERT INTO owed VALUES(?, ?, ?, ?)",
        (
            (key, still, settled, tally)
            for key, _, still, settled, tally in rows
            if still is not None or settled is not None
        ),
    )


def _folded(key: int, timeline: Timeline, playbook: Playbook) -> Folded:
    history = fold_timeline(timeline, playbook)
    owed = owed_to(timeline, playbook, history)
    settled = tuple(promise for promise in owed.promises if promise.settled_at is not None)
    waiting = tuple(promise for promise in owed.promises if promise.settled_at is None)
    still = replace(owed, promises=waiting)
    return (
        key,
        _encode(history),
        _encode(still).decode() if still.is_open else None,
        _encode(settled).decode() if settled else None,
        _encode(promise_counts(settled)).decode() if settled else None,
    )


def _json(values: Sequence[object]) -> str:
    return msgspec.json.encode(values).decode()
