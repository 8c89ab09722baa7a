"""What is read from the index: sessions, calls, histories, timelines and what is owed."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime, tzinfo
from itertools import chain
from typing import Literal

import msgspec
from msgspec.structs import replace

from callbench.domain.agenda.book import Agenda, Owed, agenda_of, owed_to
from callbench.domain.agenda.counts import PromiseCounts
from callbench.domain.agenda.promises import Promise
from callbench.domain.agenda.timeline import Timeline
from callbench.domain.history import History
from callbench.domain.playbook import Playbook
from callbench.domain.records import Call, CallSession, ProspectRef
from callbench.store.index.files import file_order
from callbench.store.index.folds import COLUMNS, fold_timeline, in_order, placed

__all__ = ["IndexedSession", "agenda", "calls", "histories", "sessions", "timeline"]

_call = msgspec.json.Decoder(Call)
_frame = msgspec.json.Decoder(CallSession)
_ids = msgspec.json.Decoder(list[str])
_histories = msgspec.json.Decoder(list[History])
_owed = msgspec.json.Decoder(Owed)
_counts = msgspec.json.Decoder(PromiseCounts)
_promises = msgspec.json.Decoder(tuple[Promise, ...])


class IndexedSession(msgspec.Struct, frozen=True, kw_only=True):
    """A session in a line, without its calls."""

    name: str
    """The name of its file."""
    session: CallSession
    calls: int
    conversations: int
    meetings: int
    read_only: bool
    """Whether a newer callbench wrote it, so that it must not be written."""


def sessions(db: sqlite3.Connection) -> list[IndexedSession]:
    """Every session, newest first."""
    rows = db.execute(
        "SELECT name, frame, calls, conversations, meetings, read_only FROM sessions"
        " WHERE problem = ''"
    ).fetchall()
    rows.sort(key=lambda row: file_order(row[0]), reverse=True)
    found = [_session(*row) for row in rows]
    return sorted(found, key=lambda entry: entry.session.started_at, reverse=True)


def session_named(db: sqlite3.Connection, name: str) -> IndexedSession | None:
    """The session in the file of that name."""
    row = db.execute(
        "SELECT name, frame, calls, conversations, meetings, read_only FROM sessions"
        " WHERE name = ? AND problem = ''",
        (name,),
    ).fetchone()
    return _session(*row) if row is not None else None


def calls(db: sqlite3.Connection, name: str) -> tuple[Call, ...]:
    """The calls of the session in the file of that name, in the order of the file."""
    rows = db.execute(
        "SELECT record FROM calls WHERE session = (SELECT key FROM sessions WHERE name = ?)"
        " ORDER BY number",
        (name,),
    )
    return tuple(_call.decode(record) for (record,) in rows)


def histories(
    db: sqlite3.Connection, playbook: Playbook, instead: Mapping[str, Timeline]
) -> dict[str, History]:
    """What the calls come to, by id of the prospect.

    Args:
        db: The index.
        playbook: Says which calls were conversations.
        instead: Timelines that hold in the place of those in the index; an empty one leaves the
            prospect out.
    """
    # As two values: fetching ten thousand rows takes as long as decoding what is in them.
    ids, pasts = db.execute(
        "SELECT json_group_array(id), CAST(group_concat(history) AS BLOB)"
        " FROM prospects WHERE history IS NOT NULL"
    ).fetchone()
    found = dict(zip(_ids.decode(ids), _decoded(b"[%b]" % (pasts or b"")), strict=True))
    for ident, theirs in instead.items():
        found.pop(ident, None)
        if theirs:
            found[ident] = fold_timeline(theirs, playbook)
    return found


def timeline(db: sqlite3.Connection, prospect: str) -> Timeline:
    """Every call to the prospect of that id, first dialled first."""
    rows = db.execute(
        f"SELECT {COLUMNS} WHERE prospect = (SELECT key FROM prospects WHERE id = ?)",
        (prospect,),
    )
    return in_order(placed(rows))


def agenda(
    db: sqlite3.Connection,
    playbook: Playbook,
    now: datetime,
    zone: tzinfo,
    refuses: Callable[[ProspectRef], bool],
    instead: Mapping[str, Timeline],
    *,
    settled: bool,
) -> Agenda:
    """The agenda at one moment.

    Args:
        db: The index.
        playbook: Whose cadence and terms hold.
        now: The moment; aware.
        zone: The rep's.
        refuses: Whether somebody must not be called.
        instead: Timelines that hold in the place of those in the index.
        settled: Whether `Agenda.promises` holds the settled ones, too, whose number grows with
            the years. They are counted in any case.
    """
    changed = (owed_to(theirs, playbook) for theirs in instead.values() if theirs)
    owed = chain(_owed_to_all(db, settled, instead.keys()), changed)
    found = agenda_of(owed, playbook, now, zone, refuses=refuses)
    if settled:
        return found
    tallies = _rows_of_owed(db, "tally", instead.keys())
    counts = [found.counts, *map(_counts.decode, tallies)]
    names = PromiseCounts.__struct_fields__
    summed = {name: sum(getattr(count, name) for count in counts) for name in names}
    return replace(found, counts=PromiseCounts(**summed))


def _decoded(pasts: bytes) -> list[History]:
    """All histories by one decoding, which takes two thirds of the time of one for each.

    Python would look for garbage a hundred times meanwhile, in a heap that only grows.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        return _histories.decode(pasts)
    finally:
        if collects:
            gc.enable()


def _session(
    name: str, frame: str, calls: int, conversations: int, meetings: int, read_only: int
) -> IndexedSession:
    return IndexedSession(
        name=name,
        session=_frame.decode(frame),
        calls=calls,
        conversations=conversations,
        meetings=meetings,
        read_only=bool(read_only),
    )


def _owed_to_all(db: sqlite3.Connection, settled: bool, but: Collection[str]) -> Iterator[Owed]:
    yield from map(_owed.decode, _rows_of_owed(db, "open", but))
    for promises in _rows_of_owed(db, "settled", but) if settled else ():
        found = _promises.decode(promises)
        yield Owed(
            prospect=found[0].prospect,
            session=found[0].session,
            call=found[0].call,
            promises=found,
        )


def _rows_of_owed(
    db: sqlite3.Connection, column: Literal["open", "settled", "tally"], but: Collection[str]
) -> Iterator[str]:
    """One column of what is owed, some prospects left out."""
    rows = db.execute(
        f"SELECT {column} FROM owed WHERE {column} IS NOT NULL AND prospect NOT IN"
        " (SELECT key FROM prospects WHERE id IN (SELECT value FROM json_each(?)))",
        (msgspec.json.encode(list(but)).decode(),),
    )
    return (row[0] for row in rows)
