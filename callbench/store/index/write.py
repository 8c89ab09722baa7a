"""Writing sessions and their calls into the index.

Words go in by one statement for all calls, handed over as one JSON object, by place: Python's
lock is let go once for the whole of it, so that in a bulk write another thread can read the next
files meanwhile.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from callbench.domain.playbook import Playbook
from callbench.domain.records import Call, CallSession
from callbench.domain.sought_numbers import number_key
from callbench.store.index.prepared import SLOTS, Known, Prepared, Row
from callbench.store.index.texts import body

__all__ = ["Writing"]

_call = msgspec.json.Decoder(Call)
_frame = msgspec.json.Decoder(CallSession)


class _Gone(msgspec.Struct, frozen=True, gc=False):
    """A call that the index has and that its file has no more, or not any more like this."""

    place: int
    prospect: str
    body: str
    number: str


class _Frame(msgspec.Struct, frozen=True):
    """A session's own row, as far as it is compared."""

    text: str = ""
    id: str = ""
    read_only: int = False

    @property
    def lists(self) -> tuple[str, ...]:
        """Slugs of the lists that were called."""
        return _frame.decode(self.text).lists if self.text else ()


_NO_FRAME = _Frame()


class Writing:
    """The changes of one transaction."""

    def __init__(self, db: sqlite3.Connection, playbook: Playbook) -> None:
        self._db = db
        self._playbook = playbook
        self._gone: list[_Gone] = []
        self._new: list[tuple[int, int, Row]] = []
        self.touched: set[str] = set()
        """Ids of the prospects whose past is another one now."""
        self.changed = 0
        """How many sessions are not as they were."""

    def put(self, entry: Prepared, known: Known | None) -> None:
        """Take a session as it is now; `known` is what the index has of it."""
        before = self._frame_of(known) if known is not None else _NO_FRAME
        present = self._rows_of(known) if known is not None else {}
        key = self._put_frame(entry, known, before)
        lists = before.lists
        kept: set[int] = set()
        for number, (place, record) in present.items():
            row = entry.rows[number] if number < len(entry.rows) else None
            if row is not None and row.record == record and lists == entry.lists:
                kept.add(number)
            else:
                self._gone.append(self._as_gone(place, record, lists))
        for number, row in enumerate(entry.rows):
            if number not in kept:
                self._new.append((key, number, row))
        if known is not None and before.id != entry.id:
            self.touched.update(row.prospect for row in entry.rows)
        same = len(kept) == len(entry.rows) == len(present) and before.text == entry.frame
        self.changed += not same or (known is not None and known.problem != entry.problem)

    def remove(self, known: Known) -> None:
        """Drop a session whose file is gone."""
        lists = self._frame_of(known).lists
        for place, record in self._rows_of(known).values():
            self._gone.append(self._as_gone(place, record, lists))
        self._db.execute("DELETE FROM sessions WHERE key = ?", (known.key,))

    def finish(self) -> None:
        """Write what was collected, in the order of time, which FTS5 needs to be quick."""
        self.touched.update(entry.prospect for entry in self._gone)
        self.touched.update(row.prospect for _, _, row in self._new)
        self._mark_stale()
        self._count_numbers()
        if self._gone:
            self._delete()
        if self._new:
            self._insert()

    # ------------------------------------------------------------------ inside

    def _frame_of(self, known: Known) -> _Frame:
        found = self._db.execute(
            "SELECT frame, id, read_only FROM sessions WHERE key = ?", (known.key,)
        )
        return _Frame(*found.fetchone())

    def _rows_of(self, known: Known) -> dict[int, tuple[int, str]]:
        found = self._db.execute(
            "SELECT number, place, record FROM calls WHERE session = ?", (known.key,)
        )
        return {number: (place, record) for number, place, record in found}

    def _as_gone(self, place: int, record: str, lists: tuple[str, ...]) -> _Gone:
        call = _call.decode(record)
        number = number_key(call.prospect.phone)
        return _Gone(place, call.prospect.id, body(call, lists, self._playbook), number)

    def _put_frame(self, entry: Prepared, known: Known | None, before: _Frame) -> int:
        """Write a session's own row unless it is there like this; answers its key."""
        values = (
            *entry.fingerprint, entry.problem, entry.frame, entry.id, entry.read_only,
            len(entry.rows), entry.conversations, entry.meetings,
        )  # fmt: skip
        after = _Frame(entry.frame, entry.id, entry.read_only)
        same_file = known is not None and known.fingerprint == entry.fingerprint
        if known is not None and same_file and known.problem == entry.problem and before == after:
            return known.key
        if known is None:
            key = self._db.execute(
                "INSERT INTO sessions(name, mtime_ns, size, inode, problem, frame, id, read_only,"
                " calls, conversations, meetings) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (entry.name, *values),
            ).lastrowid
            assert key is not None
            return key
        self._db.execute(
            "UPDATE sessions SET (mtime_ns, size, inode, problem, frame, id, read_only,"
            " calls, conversations, meetings) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE key = ?",
            (*values, known.key),
        )
        return known.key

    def _mark_stale(self) -> None:
        ids = _json(sorted(self.touched))
        self._db.execute(
            "INSERT INTO prospects(id, stale) SELECT value, 1 FROM json_each(?) WHERE true"
            " ON CONFLICT(id) DO UPDATE SET stale = 1",
            (ids,),
        )

    def _count_numbers(self) -> None:
        """Keep which numbers were called; one that is called no more is forgotten."""
        counts = Counter(row.number for _, _, row in self._new)
        counts.subtract(entry.number for entry in self._gone)
        changes = _json({number: by for number, by in counts.items() if number and by})
        self._db.execute(
            "INSERT INTO numbers(number, calls) SELECT key, value FROM json_each(?) WHERE true"
            " ON CONFLICT(number) DO UPDATE SET calls = calls + excluded.calls",
            (changes,),
        )
        self._db.execute(
            "DELETE FROM numbers WHERE calls <= 0 AND number IN (SELECT key FROM json_each(?))",
            (changes,),
        )

    def _delete(self) -> None:
        gone = dict(sorted((entry.place, entry.body) for entry in self._gone))
        self._db.execute(
            "INSERT INTO words(words, rowid, body)"
            " SELECT 'delete', CAST(key AS INTEGER), value FROM json_each(?)",
            (_json(gone),),
        )
        self._db.execute(
            "DELETE FROM calls WHERE place IN (SELECT value FROM json_each(?))",
            (_json(list(gone)),),
        )

    def _insert(self) -> None:
        ordered = sorted(self._new, key=lambda entry: entry[2].second)
        places = _Places(self._db, [row.second for _, _, row in ordered])
        placed = sorted(
            ((places.next(row.second), key, number, row) for key, number, row in ordered),
            key=lambda entry: entry[0],
        )
        # First what takes long and needs nothing of Python meanwhile.
        self._db.execute(
            "INSERT INTO words(rowid, body) SELECT CAST(key AS INTEGER), value FROM json_each(?)",
            (_json({place: row.body for place, _, _, row in placed}),),
        )
        self._db.executemany(
            "INSERT INTO calls(place, session, number, prospect, record)"
            " VALUES(?, ?, ?, (SELECT key FROM prospects WHERE id = ?), ?)",
            ((place, key, number, row.prospect, row.record) for place, key, number, row in placed),
        )


class _Places:
    """Hands out free places, each the first from its second on."""

    def __init__(self, db: sqlite3.Connection, seconds: Sequence[int]) -> None:
        """Learn which are taken around these seconds, which are in ascending order."""
        self._db = db
        self._known_to = seconds[0] * SLOTS
        self._taken: set[int] = set()
        self._free_from: dict[int, int] = {}
        self._learn((seconds[-1] + 1) * SLOTS)

    def next(self, second: int) -> int:
        """The first free place from that second on; it is taken from now on."""
        place = self._free_from.get(second, second * SLOTS)
        while place in self._taken:
            place += 1
            if place >= self._known_to:
                self._learn(place + 1024 * SLOTS)
        self._taken.add(place)
        self._free_from[second] = place + 1
        return place

    def _learn(self, end: int) -> None:
        # As one value: fetching row by row would fight over Python's lock in a bulk write.
        found = self._db.execute(
            "SELECT json_group_array(place) FROM calls WHERE place >= ? AND place < ?",
            (self._known_to, end),
        ).fetchone()
        self._taken.update(msgspec.json.decode(found[0], type=list[int]))
        self._known_to = end


def _json(values: Iterable[Any]) -> str:
    return msgspec.json.encode(values).decode()
