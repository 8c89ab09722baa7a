"""Bringing together two states of one session file that have a common past.

Documents are the tables of a file as plain values. *Base* is what we last read or wrote, *theirs*
is what somebody else has put there since, *result* is what we are about to write.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["numbers_by_id", "overrides", "reconciled"]

Tables = dict[str, dict[str, Any]]


def numbers_by_id(document: Mapping[str, Mapping[str, Any]]) -> dict[str, int]:
    """The number of each call's document, by the id of the call; the first one where two agree."""
    numbers: dict[str, int] = {}
    for number in sorted(document.get("calls", {}), key=int):
        entry = document["calls"][number]
        numbers.setdefault(str(entry.get("id", "")), int(number))
    return numbers


def reconciled(base: Tables, theirs: Tables) -> Tables:
    """Theirs, with what we know of and they don't have.

    A call that is missing from theirs is put back: a sync client that brings an old state of the
    file is far more frequent than somebody who deletes a call by hand.
    """
    result = {name: _copy(table) for name, table in theirs.items()}
    for name, table in base.items():
        if name != "calls" and not result.get(name):
            result[name] = _copy(table)
    calls = result.setdefault("calls", {})
    known = numbers_by_id(theirs)
    for call_id, number in numbers_by_id(base).items():
        if call_id not in known:
            free = number if str(number) not in calls else max(map(int, calls)) + 1
            calls[str(free)] = dict(base["calls"][str(number)])
    return result


def overrides(base: Tables, theirs: Tables, result: Tables) -> bool:
    """Whether the result drops something that they have changed."""
    was, now, then = (_by_id(document) for document in (base, theirs, result))
    return any(now.get(key) != was.get(key) and then.get(key) != now.get(key) for key in was | now)


def _copy(table: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """A table whose documents TinyDB may change in place without changing those given."""
    return {number: dict(entry) for number, entry in table.items()}


def _by_id(document: Tables) -> dict[str, Any]:
    """Every document of the session, its calls by id."""
    calls = document.get("calls", {})
    documents = {key: calls[str(number)] for key, number in numbers_by_id(document).items()}
    return documents | {f"session {key}": item for key, item in document.get("session", {}).items()}
