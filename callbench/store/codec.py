"""Between records and the JSON of the files.

Reading is strict about types and forgiving about what it doesn't know; writing keeps keys that a
newer version has added. Reading comes in two speeds: a file without any suspicious byte is
decoded straight into records, any other takes the way over plain values that are cleaned first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import msgspec

from callbench.domain.records import Record, to_json
from callbench.domain.text import clean_tree, one_line
from callbench.store.errors import Damaged

__all__ = [
    "decode_document",
    "decode_tables",
    "encode_document",
    "encode_tables",
    "merged",
    "needs_cleaning",
    "number_of",
]

T = TypeVar("T", bound=Record)
S = TypeVar("S", bound=msgspec.Struct)

_INDENT = 1
_CHUNK = 1 << 18
"""Bytes that are handed on at a time: few enough to hold, and enough for one write."""
_HARMFUL = {
    b"\\": re.compile(rb"\\[brfu]"),
    b"\x7f": re.compile(rb"\x7f"),
    b"\xc2": re.compile(rb"\xc2[\x80-\x9f]"),
    b"\xe2": re.compile(rb"\xe2(?:\x80[\x8e\x8f\xaa-\xae]|\x81[\xa6-\xa9]|\x80\x8d\xe2\x80\x8d)"),
    b"\xd8": re.compile(rb"\xd8\x9c"),
}
"""What `clean` would replace, as it looks in UTF-8 JSON: escapes and the bytes themselves. By
their first byte, because looking for one byte costs next to nothing in a file without it."""


def encode_document(document: Any) -> bytes:
    """The document as indented JSON, readable in any editor and by plain TinyDB."""
    try:
        return msgspec.json.format(msgspec.json.encode(document), indent=_INDENT)
    except UnicodeEncodeError:
        # Half a surrogate pair, out of a paste: only the escapes of plain JSON can carry it.
        import json

        return json.dumps(msgspec.to_builtins(document), indent=_INDENT).encode()


def encode_tables(tables: Mapping[str, Iterable[tuple[str, Any]]]) -> Iterator[bytes]:
    """The same bytes as `encode_document`, in pieces, without ever holding all of them.

    Args:
        tables: by name, the numbers and documents of each; a document may be a record, plain
            values, or JSON as it was read (`msgspec.Raw`).
    """
    waiting = bytearray()
    for piece in _pieces(tables):
        waiting += piece
        if len(waiting) >= _CHUNK:
            yield bytes(waiting)
            waiting.clear()
    yield bytes(waiting)


def _pieces(tables: Mapping[str, Iterable[tuple[str, Any]]]) -> Iterator[bytes]:
    """Every document with what stands before it, indented as deep as it lies."""
    before = b"{"
    for name, documents in tables.items():
        yield before + b"\n %b: {" % msgspec.json.encode(name)
        between = b""
        for number, entry in documents:
            key = msgspec.json.encode(number)
            # In JSON a line break is never part of a text: each is one of the layout.
            deeper = encode_document(entry).replace(b"\n", b"\n  ")
            yield between + b"\n  %b: %b" % (key, deeper)
            between = b","
        yield b"\n }" if between else b"}"
        before = b","
    yield b"\n}" if before == b"," else b"{}"


def decode_document(data: bytes, path: Path) -> dict[str, dict[str, Any]]:
    """The tables of a TinyDB file as plain values, exactly as they are.

    Raises:
        Damaged: it isn't JSON, or not tables of numbered documents.
    """
    document = _loads(data, path)
    if not isinstance(document, dict):
        raise Damaged(path, "does not hold an object at the top")
    for name, table in document.items():
        if not isinstance(table, dict):
            raise Damaged(path, f'table "{name}" is not an object')
        for number, entry in table.items():
            number_of(number, path, name)
            if not isinstance(entry, dict):
                raise Damaged(path, f'table "{name}", document {number} is not an object')
    return document


def decode_tables(data: bytes, tables: type[S], path: Path) -> S:
    """The tables of a TinyDB file as records, checked and cleaned.

    Args:
        data: the file's bytes.
        tables: a struct whose fields are the tables, each a ``dict[str, <record>]``.
        path: the file, for messages.

    Raises:
        Damaged: it isn't JSON, or something in it has a wrong type.
    """
    try:
        if not needs_cleaning(data):
            return msgspec.json.decode(data, type=tables)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass  # The slow way finds out what is wrong, or gets over it (a byte order mark).
    document = _cleaned(data, path)
    try:
        return msgspec.convert(document, tables)
    except msgspec.ValidationError as error:
        _blame(document, tables, path, error)


def number_of(number: str, path: Path, table: str) -> int:
    """The number of a document, which TinyDB writes as text.

    Raises:
        Damaged: it is not a number.
    """
    if not (number.isascii() and number.isdecimal()):
        raise Damaged(path, f'table "{table}" has a document "{number}" without a number')
    return int(number)


def merged(raw: Mapping[str, Any], record: Record) -> dict[str, Any]:
    """The record as JSON, with the keys of `raw` that the record doesn't know kept.

    Mappings hold data rather than fields: what the record no longer has in them goes. Records in
    a sequence belong together by their first field.
    """
    known = to_json(record)
    for name in record.__struct_fields__:
        known[name] = _with_unknown(raw.get(name), getattr(record, name), known[name])
    return {**raw, **known}


def _with_unknown(raw: Any, value: Any, plain: Any) -> Any:
    if isinstance(value, Record) and isinstance(raw, dict):
        return merged(raw, value)
    if isinstance(value, dict) and isinstance(raw, dict):
        return {key: _with_unknown(raw.get(key), item, plain[key]) for key, item in value.items()}
    if isinstance(value, tuple) and isinstance(raw, list):
        return [
            _with_unknown(_same_item(raw, item, done), item, done)
            for item, done in zip(value, plain, strict=True)
        ]
    return plain


def _same_item(raw: list[Any], item: Any, plain: Any) -> Any:
    if not isinstance(item, Record):
        return None
    key = item.__struct_fields__[0]
    return next((old for old in raw if isinstance(old, dict) and old.get(key) == plain[key]), None)


def needs_cleaning(data: bytes) -> bool:
    """Whether a file's bytes have anything in them that `clean` would replace."""
    return any(first in data and pattern.search(data) for first, pattern in _HARMFUL.items())


def _loads(data: bytes, path: Path) -> Any:
    try:
        return msgspec.json.decode(data)
    except (ValueError, RecursionError):
        pass  # What msgspec refuses may still be JSON: a byte order mark, half a surrogate pair.
    import json

    try:
        return json.loads(data, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise Damaged(path, f"line {error.lineno}, column {error.colno}: {error.msg}") from error
    except RecursionError as error:
        raise Damaged(path, "is nested too deeply") from error
    except UnicodeDecodeError as error:
        raise Damaged(path, f"is not text in UTF-8 ({one_line(str(error))})") from error
    except ValueError as error:  # NaN, or a number with thousands of digits.
        raise Damaged(path, one_line(str(error))) from error


def _cleaned(data: bytes, path: Path) -> Any:
    document = _loads(data, path)
    try:
        return clean_tree(document)
    except RecursionError as error:
        raise Damaged(path, "is nested too deeply") from error


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _blame(
    document: Any, tables: type[msgspec.Struct], path: Path, error: msgspec.ValidationError
) -> NoReturn:
    """Say which table, document and field has the wrong type.

    Raises:
        Damaged: always.
    """
    if isinstance(document, dict):
        for field in msgspec.structs.fields(tables):
            table = document.get(field.encode_name)
            for number, entry in table.items() if isinstance(table, dict) else ():
                _blame_entry(entry, field.type, f'table "{field.name}", document {number}', path)
    raise Damaged(path, _in_words(str(error))) from error


def _blame_entry(entry: Any, table_type: Any, place: str, path: Path) -> None:
    try:
        msgspec.convert({"1": entry}, table_type)
    except msgspec.ValidationError as error:
        raise Damaged(path, f"{place}, {_in_words(str(error))}") from error


def _in_words(message: str) -> str:
    """A message of msgspec as ours: ``Expected `str`, got `int` - at `$[...].note```."""
    what, _, where = message.partition(" - at `$")
    field = where.removesuffix("`").removeprefix("[...]").lstrip(".")
    _, missing, name = what.partition("missing required field `")
    if missing:
        inside = f"{field}." if field else ""
        return f'field "{inside}{name.rstrip("`")}": is missing'
    what = what.replace("`", "").lower() if what.startswith("Expected") else what.replace("`", '"')
    return f'field "{field}": {what}' if field else what
