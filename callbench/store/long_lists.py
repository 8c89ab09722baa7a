"""Very long lists: read with equal texts kept once, and changed document by document."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from callbench.domain.records import Prospect, replace, to_json
from callbench.store.atomic import read_regular
from callbench.store.codec import encode_document, encode_tables, merged, needs_cleaning, number_of
from callbench.store.errors import unusable
from callbench.store.limits import number_problem
from callbench.store.list_tables import (
    Head,
    Tables,
    checked_tables,
    head_of,
    id_of,
    plain_head,
    prospect_in,
    tables_in,
    unknown_keys,
)
from callbench.store.lists import ProspectList, list_of, list_path, read_list_at
from callbench.store.rewrite import locked
from callbench.store.workbench import Workbench

__all__ = ["Head", "Outline", "Revision", "outline_of", "read_long_list", "revise_list"]

_MOST_SHARED = 4096
"""Texts that are remembered at a time; the store of them is emptied when it is full."""


class _HeadAlone(msgspec.Struct):
    list: dict[str, Head]


class _Documents(msgspec.Struct):
    prospects: dict[str, msgspec.Raw] = {}


class Outline(msgspec.Struct, frozen=True):
    """A list without what is known of its prospects."""

    slug: str
    head: Head
    ids: Collection[str]


class Revision(msgspec.Struct, frozen=True):
    """What is to become of a list."""

    head: Head
    """What it is to say about itself."""
    touched: Collection[str] = frozenset()
    """Ids of the prospects that `revised` is asked about; the others stay as they are."""
    revised: Callable[[Prospect], Prospect | None] = lambda prospect: prospect
    """A prospect as it is to be; None for one who leaves the list."""
    added: Collection[Prospect] = ()
    """Those who come behind the others."""


def read_long_list(workbench: Workbench, slug: str) -> ProspectList:
    """One list as `read_list` has it, in three quarters of the memory and a little more time.

    Raises:
        Damaged: it cannot be read; says what is wrong where.
        StoreError: there is no such list, or it cannot be opened.
    """
    path = list_path(workbench, slug)
    data = _bytes_of(path)
    try:
        if not needs_cleaning(data):
            head = head_of(Tables(msgspec.json.decode(data, type=_HeadAlone).list), path)
            return list_of(path, head, _sharing(data, path))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        pass  # The usual way finds out what is wrong, or gets over it.
    return read_list_at(path)


def _bytes_of(path: Path) -> bytes:
    try:
        return read_regular(path)[0]
    except OSError as error:
        raise unusable(path, error) from error


def _sharing(data: bytes, path: Path) -> Iterator[Prospect]:
    """The prospects of a list, one after the other, so that what they have twice goes at once."""
    table = msgspec.json.decode(data, type=_Documents).prospects
    decoder = msgspec.json.Decoder(Prospect)
    texts: dict[str, str] = {}
    zones: dict[tuple[str, ...], tuple[str, ...]] = {}

    def shared(text: str) -> str:
        if len(texts) >= _MOST_SHARED:
            texts.clear()
        return texts.setdefault(text, text)

    for number in sorted(table, key=lambda number: number_of(number, path, "prospects")):
        prospect = decoder.decode(table.pop(number))
        if problem := number_problem(prospect.priority):
            raise msgspec.ValidationError(problem)
        yield replace(
            prospect,
            company=shared(prospect.company),
            title=shared(prospect.title),
            country=shared(prospect.country),
            city=shared(prospect.city),
            zones=zones.setdefault(prospect.zones, prospect.zones),
            extra={header: shared(text) for header, text in prospect.extra.items()},
        )


def outline_of(workbench: Workbench, slug: str) -> Outline:
    """What a list says about itself, and who is on it.

    Raises:
        StoreError: there is no such list, or it cannot be read.
    """
    path = list_path(workbench, slug)
    data = _bytes_of(path)
    tables = tables_in(data, path)
    ids = frozenset(id_of(document) for document in tables.get("prospects", {}).values())
    return Outline(slug, _head(plain_head(tables, path), path), ids)


def revise_list(
    workbench: Workbench, slug: str, revision: Callable[[Head | None], Revision]
) -> Path:
    """Write a list as a revision makes it; answers its path.

    Nobody else writes the list in between. Keys of a newer version are kept.

    Args:
        workbench: where the list is, or is made.
        slug: its name.
        revision: made from what the list says about itself; from None where there is no list.

    Raises:
        StoreError: the file is damaged, newer, locked, or cannot be written; it is as it was.
    """
    path = list_path(workbench, slug)
    with locked(path) as storage:
        tables = tables_in(storage.read_bytes(), path)
        plain = plain_head(tables, path)
        wanted = revision(_head(plain, path) if tables else None)
        storage.put(
            encode_tables({
                **{name: table.items() for name, table in tables.items()},
                "list": [("1", merged(plain, wanted.head))],
                "prospects": _documents(tables.get("prospects", {}), wanted, path),
            })
        )
    return path


def _head(plain: Mapping[str, Any], path: Path) -> Head:
    document = {"list": {"1": plain} if plain else {}}
    tables: Tables = checked_tables(encode_document(document), path)
    return head_of(tables, path)


def _documents(table: Mapping[str, Any], wanted: Revision, path: Path) -> Iterator[tuple[str, Any]]:
    """The documents as they are to be, numbered anew in the order that they had."""
    place = 0
    for number in sorted(table, key=lambda number: number_of(number, path, "prospects")):
        document = table[number]
        if id_of(document) in wanted.touched:
            prospect = wanted.revised(prospect_in(document, number, path))
            if prospect is None:
                continue
            more = unknown_keys([document]).get(prospect.id)
            document = {**more, **to_json(prospect)} if more else prospect
        place += 1
        yield str(place), document
    for further, prospect in enumerate(wanted.added, start=1):
        yield str(place + further), prospect
