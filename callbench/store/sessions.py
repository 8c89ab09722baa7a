"""Reading session files, thousands of them quickly.

Format 1: table ``session`` with one document, table ``calls`` with one document per call.
Writing one is the business of `SessionFile`, and during a session of `SessionWriter`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from callbench.domain.records import FORMAT, Call, CallSession, NextStep, replace
from callbench.store.atomic import read_regular
from callbench.store.codec import decode_document, decode_tables, encode_document, number_of
from callbench.store.errors import Damaged, NewerFormat, StoreError, unusable
from callbench.store.limits import number_problem, time_problem
from callbench.store.migrations import migrate
from callbench.store.session_file import SessionFile
from callbench.store.session_names import session_name, session_paths
from callbench.store.workbench import Workbench

__all__ = [
    "SessionFile",
    "StoredSession",
    "read_session",
    "read_sessions",
    "session_name",
    "session_paths",
]


Field = tuple[str, datetime | int | None]
"""A field that is reckoned with, and its value."""


class StoredSession(msgspec.Struct, frozen=True, kw_only=True):
    """A session as its file has it."""

    path: Path
    session: CallSession
    calls: tuple[Call, ...]
    """In the order in which they were made."""
    read_only: bool = False
    """Whether a newer callbench wrote it: it can be shown and must not be written."""


class _Tables(msgspec.Struct):
    session: dict[str, CallSession]
    calls: dict[str, Call] = msgspec.field(default_factory=dict)


class _JustFormat(msgspec.Struct):
    format: int = FORMAT


class _Formats(msgspec.Struct):
    session: dict[str, _JustFormat] = msgspec.field(default_factory=dict)


def read_session(path: Path) -> StoredSession:
    """One session, checked and cleaned.

    Raises:
        Damaged: it is not JSON, has no session, or a field has a wrong type, which is named.
        NewerFormat: a newer callbench wrote it in a way that this one cannot read.
        StoreError: it cannot be opened.
    """
    try:
        data, _ = read_regular(path)
    except OSError as error:
        raise unusable(path, error) from error
    try:
        return _stored(path, _tables(data, path))
    except Damaged as error:
        if (written := _claimed_format(data)) > FORMAT:
            raise NewerFormat(path, written) from error
        raise


def read_sessions(workbench: Workbench) -> tuple[list[StoredSession], list[StoreError]]:
    """Every session, newest first, and what is wrong with those that could not be read."""
    sessions: list[StoredSession] = []
    errors: list[StoreError] = []
    for path in session_paths(workbench):
        try:
            sessions.append(read_session(path))
        except StoreError as error:
            errors.append(error)
    return sessions, errors


def _tables(data: bytes, path: Path) -> _Tables:
    """The tables in the present format, whichever they were written in."""
    try:
        tables = decode_tables(data, _Tables, path)
        if all(session.format >= FORMAT for session in tables.session.values()):
            return tables
    except Damaged:
        if _claimed_format(data) >= FORMAT:
            raise
    document = decode_document(data, path)
    migrate(document, path)
    return decode_tables(encode_document(document), _Tables, path)


def _stored(path: Path, tables: _Tables) -> StoredSession:
    if not tables.session:
        raise Damaged(path, 'table "session" is empty')
    number = min(tables.session, key=lambda number: number_of(number, path, "session"))
    session = tables.session[number]
    _check(_fields_of_session(session), path, f'table "session", document {number}')
    numbers = sorted(tables.calls, key=lambda number: number_of(number, path, "calls"))
    for number in numbers:
        _check(_fields_of_call(tables.calls[number]), path, f'table "calls", document {number}')
    return StoredSession(
        path=path,
        session=session if session.title else replace(session, title=path.stem),
        calls=tuple(tables.calls[number] for number in numbers),
        read_only=session.format > FORMAT,
    )


def _check(fields: Iterator[Field], path: Path, place: str) -> None:
    """Refuse a time or a number with which nobody could reckon.

    Raises:
        Damaged: there is one.
    """
    for field, value in fields:
        problem = number_problem(value) if isinstance(value, int) else time_problem(value)
        if problem:
            raise Damaged(path, f'{place}, field "{field}": {problem}')


def _fields_of_session(session: CallSession) -> Iterator[Field]:
    yield "target_calls", session.target_calls
    yield "started_at", session.started_at
    yield "ended_at", session.ended_at
    for pause in session.pauses:
        yield "pauses", pause.started_at
        yield "pauses", pause.ended_at
    for instant in session.skipped.values():
        yield "skipped", instant


def _fields_of_call(call: Call) -> Iterator[Field]:
    yield "attempt", call.attempt
    yield "dialled_at", call.dialled_at
    yield "ended_at", call.ended_at
    yield "wrapped_at", call.wrapped_at
    yield from _fields_of_step("next_step", call.next_step)
    for addendum in call.addenda:
        yield "addenda", addendum.at
        yield "addenda", addendum.undoes
        yield from _fields_of_step("addenda", addendum.next_step)


def _fields_of_step(field: str, step: NextStep | None) -> Iterator[Field]:
    if step is not None:
        yield field, step.starts_at
        yield field, step.minutes


def _claimed_format(data: bytes) -> int:
    """The format that a file says it has, whatever else is in it."""
    try:
        formats = msgspec.json.decode(data, type=_Formats).session.values()
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return FORMAT
    return max((entry.format for entry in formats), default=FORMAT)
