"""JSON as a table: a list of objects, a row for each, as our own exports and many programs write.

What stands in an object under a key is the cell of that column; a list becomes its items with
semicolons between them, and an object in an object the JSON that it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from callbench.exchange.leads.columns import columns_of
from callbench.exchange.leads.decode import Source
from callbench.exchange.leads.errors import LeadFileError
from callbench.exchange.leads.packed import PackedRows
from callbench.exchange.leads.quoting import MOST_CELLS, Row
from callbench.exchange.leads.table import IDENTIFYING, Table
from callbench.exchange.tables import inert

KIND = "JSON"


class Objects(msgspec.Struct, frozen=True):
    """The objects of a file as rows."""

    path: Path
    headers: tuple[str, ...]
    """All keys, in the order in which they first come."""
    rows: PackedRows


def read_objects(source: Source) -> Objects | None:
    """Every object of a file; None where it isn't JSON with a list of objects.

    Raises:
        LeadFileError: There are too many different keys.
    """
    with source.open() as text:
        if text.read(4096).strip()[:1] != "[":
            return None
        text.seek(0)
        found = _list_in(text.read())
    if not found:
        return None
    places: dict[str, int] = {}
    rows = PackedRows()
    for number, entry in enumerate(found, start=1):
        for key in entry:
            places.setdefault(key, len(places))
        if len(places) > MOST_CELLS:
            raise LeadFileError(source.path, f"there are more than {MOST_CELLS:,} different keys")
        rows.add(Row(number, [_cell(entry.get(key)) for key in places]))
    return Objects(source.path, tuple(places), rows)


def find_table(objects: Objects, overrides: Mapping[str, str]) -> Table:
    """The table that the objects make.

    Raises:
        LeadFileError: Nothing in it could be a prospect, or an override names what doesn't exist.
    """
    try:
        columns = columns_of(objects.headers, overrides)
    except ValueError as error:
        raise LeadFileError(objects.path, str(error)) from error
    if not columns.fields.keys() & IDENTIFYING:
        why = "no key of its objects names a person, a company, a phone number or an e-mail address"
        raise LeadFileError(objects.path, why)
    return Table(objects.path, KIND, "", 0, columns, lambda _line, _width: iter(objects.rows))


def _list_in(text: str) -> list[dict[str, Any]]:
    """The objects of a list; none where it is anything else."""
    try:
        return msgspec.json.decode(text.strip().removeprefix("\ufeff"), type=list[dict[str, Any]])
    except (msgspec.MsgspecError, UnicodeEncodeError, RecursionError):
        return []


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return inert(value)  # An apostrophe is no guard here, and must not be taken for one.
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(filter(None, map(_cell, value)))
    if isinstance(value, dict):
        return msgspec.json.encode(value).decode()
    return str(value)
