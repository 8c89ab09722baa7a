"""Lists of prospects, one file each.

A file has the tables ``list``, with one document about the list, and ``prospects``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from tinydb import where

from callbench.domain.records import FORMAT, Prospect, Record, to_json
from callbench.store.atomic import read_regular
from callbench.store.codec import decode_tables, merged, number_of
from callbench.store.errors import ChangedOutside, Damaged, StoreError, unusable
from callbench.store.rewrite import rewriting
from callbench.store.session_names import json_files
from callbench.store.workbench import Workbench

__all__ = [
    "ProspectList",
    "list_path",
    "list_slugs",
    "read_list",
    "read_lists",
    "remove_list",
    "slug_of",
    "update_prospect",
    "write_list",
]

_LONGEST_SLUG = 40
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)")
"""Names that Windows keeps for devices, whatever the extension."""


class ProspectList(Record, frozen=True, kw_only=True):
    """Prospects that came in together."""

    slug: str
    """The name of its file, without ``.json``."""
    title: str
    source: str = ""
    """The name of the file that was imported."""
    imported_at: datetime
    region: str = ""
    """ISO 3166 code of the country that its numbers were read for."""
    prospects: tuple[Prospect, ...] = ()
    undo: str = ""
    """Id of the import that made it, by which that can be undone."""


class _Head(Record, frozen=True, kw_only=True):
    slug: str = ""
    title: str = ""
    source: str = ""
    imported_at: datetime
    region: str = ""
    undo: str = ""
    format: int = FORMAT


class _Tables(msgspec.Struct):
    list: dict[str, _Head]
    prospects: dict[str, Prospect] = msgspec.field(default_factory=dict)


def slug_of(title: str) -> str:
    """A file name for a title: a-z, 0-9 and hyphens, at most 40, ``list`` if nothing is left."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_SLUG].strip("-")
    return f"{slug}-list" if _DEVICES.fullmatch(slug) else slug or "list"


def list_path(workbench: Workbench, slug: str) -> Path:
    """The file of a list.

    Raises:
        StoreError: the slug is no name of a file in the folder of lists.
    """
    if not slug or slug.startswith(".") or Path(slug).name != slug or "\\" in slug or "\0" in slug:
        raise StoreError(workbench.lists, f'"{slug}" is not the name of a list')
    return workbench.lists / f"{slug}.json"


def list_slugs(workbench: Workbench) -> list[str]:
    """The names of all lists, in alphabetical order.

    Raises:
        StoreError: the folder cannot be read.
    """
    return sorted(path.stem for path in json_files(workbench.lists))


def read_list(workbench: Workbench, slug: str) -> ProspectList:
    """One list, checked and cleaned.

    Raises:
        Damaged: it cannot be read; says what is wrong where.
        StoreError: there is no such list, or it cannot be opened.
    """
    path = list_path(workbench, slug)
    try:
        data, _ = read_regular(path)
    except OSError as error:
        raise unusable(path, error) from error
    tables = decode_tables(data, _Tables, path)
    if not tables.list:
        raise Damaged(path, 'table "list" is empty')
    head = next(iter(tables.list.values()))
    if head.imported_at.tzinfo is None:
        raise Damaged(path, 'table "list", field "imported_at": a time without an offset')
    numbers = sorted(tables.prospects, key=lambda number: number_of(number, path, "prospects"))
    return ProspectList(
        slug=slug,  # A file that was renamed by hand goes by its new name.
        title=head.title or slug,
        source=head.source,
        imported_at=head.imported_at,
        region=head.region,
        prospects=tuple(tables.prospects[number] for number in numbers),
        undo=head.undo,
    )


def read_lists(
    workbench: Workbench, slugs: Iterable[str] | None = None
) -> tuple[list[ProspectList], list[StoreError]]:
    """Several lists, or all of them, and what is wrong with those that could not be read."""
    lists: list[ProspectList] = []
    errors: list[StoreError] = []
    for slug in list_slugs(workbench) if slugs is None else slugs:
        try:
            lists.append(read_list(workbench, slug))
        except StoreError as error:
            errors.append(error)
    return lists, errors


def write_list(workbench: Workbench, prospect_list: ProspectList) -> Path:
    """Write a list in one go, over the one of that slug if there is one; answers its path.

    Keys that a newer version added to the list or to one of its prospects are kept.

    Raises:
        StoreError: the file is damaged, newer, locked, or cannot be written.
    """
    path = list_path(workbench, prospect_list.slug)
    fields = {name: getattr(prospect_list, name) for name in _Head.__struct_fields__[:-1]}
    with rewriting(path, "list") as (storage, _):
        document = storage.read() or {}
        head: dict[str, Any] = next(iter(document.get("list", {}).values()), {})
        unknown = _unknown_keys(document.get("prospects", {}))
        # Records go to the encoder as they are: ten thousand of them as dictionaries take long.
        storage.write(
            document
            | {
                "list": {"1": merged(head, _Head(**fields))},
                "prospects": {
                    str(number): {**unknown[prospect.id], **to_json(prospect)}
                    if prospect.id in unknown
                    else prospect
                    for number, prospect in enumerate(prospect_list.prospects, start=1)
                },
            }
        )
    return path


def update_prospect(
    workbench: Workbench, slug: str, prospect: Prospect, base: Prospect | None = None
) -> None:
    """Write one prospect of a list; unknown keys of it are kept.

    Args:
        workbench: where the list is.
        slug: its name.
        prospect: the prospect as it is to be; known by its id.
        base: the prospect as it was read; given, a change made by somebody else since is noticed.

    Raises:
        ChangedOutside: the prospect is not as it was read.
        StoreError: the list or the prospect is gone, or the file cannot be written.
    """
    path = list_path(workbench, slug)
    if not path.exists():
        raise StoreError(path, "does not exist")
    with rewriting(path, "list") as (_, tinydb):
        table = tinydb.table("prospects")
        found = table.search(where("id") == prospect.id)
        if not found:
            raise StoreError(path, f'has no prospect "{prospect.name}" any more')
        if base is not None and merged(found[0], base) != found[0]:
            raise ChangedOutside(path)
        table.update(merged(found[0], prospect), doc_ids=[found[0].doc_id])


def remove_list(workbench: Workbench, slug: str) -> None:
    """Delete a list's file, as when its import is undone.

    Raises:
        StoreError: there is none, or it cannot be deleted.
    """
    path = list_path(workbench, slug)
    try:
        path.unlink()
    except OSError as error:
        raise unusable(path, error) from error


def _unknown_keys(documents: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """By id of the prospect, what only a newer version knows."""
    known = set(Prospect.__struct_fields__)
    return {
        str(entry.get("id", "")): {key: entry[key] for key in entry.keys() - known}
        for entry in documents.values()
        if entry.keys() - known
    }
