"""Finding calls: newest first, or those that say it most first."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from callbench.domain.playbook import Playbook
from callbench.domain.records import Call, CallSession
from callbench.domain.search import HAS, Query, Term, fields, tokens
from callbench.domain.search_dates import NAMED_DAYS
from callbench.store.index.prepared import SLOTS
from callbench.store.index.texts import expression

__all__ = ["Found", "search", "values"]

_RANKED = 1000
"""Newest hits among which the best are looked for. FTS5's own rank would count the words of all
the years, which takes half a second."""

_WEIGHTS = {"name": 3.0, "company": 2.0, "answer": 1.5}
"""What a word counts in these fields; in the others 1."""

_KINDS = ("first", "follow-up", "promised", "step-back", "break-up", "feedback")
_SOME_LISTS = 100
"""Sessions, newest first, whose lists are proposed."""

_NUMBERS = 500
"""Numbers at the most that words may mean; so many have a beginning in common that tells nobody."""

_LARGEST = 2**62
_call = msgspec.json.Decoder(Call)
_frame = msgspec.json.Decoder(CallSession)


class Found(msgspec.Struct, frozen=True):
    """A call that meets a query."""

    place: int
    """Where it stands in the order of time; with it as `before` the search goes on behind it."""
    name: str
    """The name of its session's file."""
    call: Call


def search(db: sqlite3.Connection, query: Query, limit: int, before: int | None) -> list[Found]:
    """The calls that meet the query, at most `limit` of them.

    Args:
        db: The index.
        query: What is asked for.
        limit: How many at the most.
        before: Only calls before this place; the best ones are looked for among all, always.
    """
    if query.is_empty or limit < 1:
        return []
    if query.best and any(not term.excluded for term in query.terms):
        return _best(list(_newest(db, query, _RANKED, None)), query)[:limit]
    return list(_newest(db, query, limit, before))


def values(db: sqlite3.Connection, playbook: Playbook) -> Mapping[str, Sequence[str]]:
    """What the filters can be given, by their names."""
    frames = db.execute(
        "SELECT frame FROM sessions WHERE problem = '' ORDER BY name DESC LIMIT ?", (_SOME_LISTS,)
    )
    lists = (slug for (frame,) in frames for slug in _frame.decode(frame).lists)
    return {
        "outcome": [entry.id for entry in (*playbook.dispositions, *playbook.retired)],
        "kind": _KINDS,
        "list": list(dict.fromkeys(lists)),
        "has": HAS,
        "since": NAMED_DAYS,
        "until": NAMED_DAYS,
        "sort": ("best", "newest"),
    }


def _newest(
    db: sqlite3.Connection, query: Query, limit: int, before: int | None
) -> Iterator[Found]:
    first = _place(query.since) if query.since is not None else -_LARGEST
    end = _place(query.before) if query.before is not None else _LARGEST
    rows = db.execute(
        "SELECT calls.place, sessions.name, calls.record FROM words"
        " JOIN calls ON calls.place = words.rowid JOIN sessions ON sessions.key = calls.session"
        " WHERE words MATCH ? AND words.rowid >= ? AND words.rowid < ?"
        " ORDER BY words.rowid DESC LIMIT ?",
        (
            expression(query, _numbers(db, query)),
            first,
            end if before is None else min(before, end),
            limit,
        ),
    )
    return (Found(place, name, _call.decode(record)) for place, name, record in rows)


def _numbers(db: sqlite3.Connection, query: Query) -> dict[str, list[str]]:
    """The numbers that were called and that words of the query may be, by what was typed."""
    found: dict[str, list[str]] = {}
    for sought in query.numbers:
        # What was typed for a country is not stored where none is known.
        rows = db.execute(
            "SELECT number FROM numbers WHERE number LIKE ? OR number NOT LIKE '+%'",
            (f"%{sought.core}%",),
        )
        keys = [key for (key,) in rows if sought.is_in(key)]
        if len(keys) <= _NUMBERS:
            found[sought.text] = keys
    return found


def _place(instant: datetime) -> int:
    return math.ceil(instant.timestamp()) * SLOTS


def _best(found: list[Found], query: Query) -> list[Found]:
    """Those first that say it most, and of equals the newest."""
    wanted = [term for term in query.terms if not term.excluded]
    return sorted(found, key=lambda entry: score(entry.call, wanted), reverse=True)


def score(call: Call, terms: Sequence[Term]) -> float:
    """How much a call says of what is looked for.

    A word in a name counts more than one in a note, the tenth time in a note less than the first.
    """
    first = [term.tokens[0] for term in terms]
    said = [
        (_WEIGHTS.get(name, 1.0), tokens(text))
        for name, text in fields(call)
        if _may_say(text, first)
    ]
    total = 0.0
    for term in terms:
        times = sum(weight * _count(term, found) for weight, found in said)
        total += math.log1p(times)
    return total


def _may_say(text: str, words: Sequence[str]) -> bool:
    """Whether one of the words can be in it; taking a text apart takes longer than this."""
    if not text.isascii():
        return True
    lower = text.lower()
    return any(word in lower for word in words)


def _count(term: Term, found: Sequence[str]) -> int:
    *firsts, last = term.tokens
    length = len(term.tokens)
    if not firsts:  # As nearly always; looking token by token would take ten times as long.
        return f" {' '.join(found)}".count(f" {last}") if term.prefix else found.count(last)
    return sum(
        (token.startswith(last) if term.prefix else token == last)
        and list(found[at - length + 1 : at]) == firsts
        for at, token in enumerate(found)
        if at >= length - 1
    )
