"""What can still be read of a damaged TinyDB file."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from callbench.domain.records import Call, CallSession, Prospect
from callbench.domain.text import clean_tree

__all__ = ["Tables", "recovered", "whole_beginning", "whole_document"]

Tables = dict[str, dict[str, Any]]

_RECORDS: dict[str, type[msgspec.Struct]] = {
    "session": CallSession,
    "calls": Call,
    "prospects": Prospect,
}
"""What the documents of a table must be readable as."""
_HEADS = ("session", "list")
"""The tables without which a file is nothing."""


def recovered(data: bytes) -> tuple[Tables, int] | None:
    """The readable documents of a damaged file, and how many of those in it are left out.

    Text behind a whole file is cut off; of a file that breaks off, everything up to its last whole
    document is taken; a document with a wrong type in it is left out. None where not even the
    session or the list itself can be read.
    """
    document = whole_beginning(data)
    if document is None:
        document = _first_object(_closed(_text(data)))
    kept: Tables = {}
    left_out = 0
    for name, table in (document or {}).items():
        if isinstance(table, dict):
            kept[name] = {n: entry for n, entry in table.items() if _is_readable(name, n, entry)}
            left_out += len(table) - len(kept[name])
    return (kept, left_out) if any(kept.get(head) for head in _HEADS) else None


def whole_beginning(data: bytes) -> Tables | None:
    """The whole file that the data begin with, where something else follows it."""
    return _first_object(_text(data))


def whole_document(data: bytes) -> Any:
    """What the data are as they stand; None where they aren't JSON."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace").lstrip("\ufeff \n\t\r\0")


def _first_object(text: str) -> Tables | None:
    try:
        value, _ = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _closed(text: str) -> str:
    """The text up to its last whole document, with table and file closed behind it."""
    depth, in_string, escaped, end = 0, False, False, 0
    for place, char in enumerate(text):
        if in_string:
            in_string = escaped or char != '"'
            escaped = not escaped and char == "\\"
        elif char == '"':
            in_string = True
        elif char in "{[":
            depth += 1
        elif char in "}]":
            depth -= 1
            if depth == 2:
                end = place + 1
    return text[:end] + "}}"


def _is_readable(table: str, number: str, entry: Any) -> bool:
    if not (number.isascii() and number.isdecimal() and isinstance(entry, dict)):
        return False
    record = _RECORDS.get(table)
    if record is None:
        return True
    try:
        msgspec.convert(clean_tree(entry), record)
    except msgspec.ValidationError:
        return False
    return True
