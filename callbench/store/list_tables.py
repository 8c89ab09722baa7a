"""What is in the file of a list, between its bytes and the records made of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from callbench.domain.records import FORMAT, Prospect, Record
from callbench.store.codec import decode_document, decode_tables, encode_document
from callbench.store.errors import Damaged
from callbench.store.limits import number_problem, time_problem
from callbench.store.rewrite import check_format

__all__ = [
    "Head",
    "Tables",
    "checked_tables",
    "head_of",
    "id_of",
    "plain_head",
    "prospect_in",
    "tables_in",
    "unknown_keys",
]


class Head(Record, frozen=True, kw_only=True):
    """What a list says about itself."""

    slug: str = ""
    title: str = ""
    source: str = ""
    imported_at: datetime
    region: str = ""
    undo: str = ""
    format: int = FORMAT


class Tables(msgspec.Struct):
    """The tables of a list's file, by number of the document."""

    list: dict[str, Head]
    prospects: dict[str, Prospect] = msgspec.field(default_factory=dict)


class _Named(msgspec.Struct):
    id: str = ""


_IDS = msgspec.json.Decoder(_Named)
_KEYS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_KNOWN = frozenset(Prospect.__struct_fields__)


def checked_tables(data: bytes, path: Path) -> Tables:
    """The tables as records, checked and cleaned.

    Raises:
        Damaged: it cannot be read; says what is wrong where.
    """
    tables = decode_tables(data, Tables, path)
    for number, prospect in tables.prospects.items():
        if problem := number_problem(prospect.priority):
            place = f'table "prospects", document {number}, field "priority"'
            raise Damaged(path, f"{place}: {problem}")
    return tables


def head_of(tables: Tables, path: Path) -> Head:
    """What the list says about itself.

    Raises:
        Damaged: it says nothing, or not when it was imported.
    """
    if not tables.list:
        raise Damaged(path, 'table "list" is empty')
    head = next(iter(tables.list.values()))
    if problem := time_problem(head.imported_at):
        raise Damaged(path, f'table "list", field "imported_at": {problem}')
    return head


def tables_in(data: bytes, path: Path) -> dict[str, dict[str, Any]]:
    """The tables, their documents as the JSON that they are where that can be had; none of none.

    Raises:
        Damaged: it isn't JSON, or not tables of numbered documents.
    """
    if not data.strip():
        return {}
    try:
        return msgspec.json.decode(data, type=dict[str, dict[str, msgspec.Raw]])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return decode_document(data, path)


def plain_head(tables: dict[str, dict[str, Any]], path: Path) -> dict[str, Any]:
    """What the list says about itself, with all that a newer version has added; {} for nothing.

    Raises:
        NewerFormat: a newer callbench wrote the file.
        Damaged: its format is no number.
    """
    heads = {number: _plain(entry) for number, entry in tables.get("list", {}).items()}
    check_format({"list": heads}, "list", path)
    return next(iter(heads.values()), {})


def id_of(document: Any) -> str:
    """The id of a prospect, without a look at the rest of them; "" where there is none."""
    try:
        return _IDS.decode(_json(document)).id
    except msgspec.MsgspecError:
        return ""


def prospect_in(document: Any, number: str, path: Path) -> Prospect:
    """One prospect, checked and cleaned.

    Raises:
        Damaged: it cannot be read; says what is wrong where.
    """
    alone = b'{"list":{},"prospects":{"%b":%b}}' % (number.encode(), _json(document))
    return checked_tables(alone, path).prospects[number]


def unknown_keys(documents: Iterable[Any]) -> dict[str, dict[str, Any]]:
    """By id of the prospect, what only a newer version knows."""
    found: dict[str, dict[str, Any]] = {}
    for document in documents:
        keys = _KEYS.decode(document) if isinstance(document, msgspec.Raw) else document
        if unknown := keys.keys() - _KNOWN:
            entry = _plain(document)
            found[str(entry.get("id", ""))] = {key: entry[key] for key in unknown}
    return found


def _plain(document: Any) -> Any:
    return msgspec.json.decode(document) if isinstance(document, msgspec.Raw) else document


def _json(document: Any) -> bytes:
    return bytes(document) if isinstance(document, msgspec.Raw) else encode_document(document)
