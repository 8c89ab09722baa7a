"""Lists of prospects, one file each.

A file has the tables ``list``, with one document about the list, and ``prospects``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from callbench.domain.folding import fold
from callbench.domain.records import Prospect, Record, to_json
from callbench.domain.text import clean_tree
from callbench.store.atomic import read_regular
from callbench.store.codec import encode_tables, merged, number_of
from callbench.store.errors import ChangedOutside, StoreError, unusable
from callbench.store.list_tables import (
    Head,
    checked_tables,
    head_of,
    plain_head,
    tables_in,
    unknown_keys,
)
from callbench.store.rewrite import locked, rewriting
from callbench.store.session_names import json_files
from callbench.store.workbench import Workbench

__all__ = [
    "ProspectList",
    "list_of",
    "list_path",
    "list_slugs",
    "read_list",
    "read_list_at",
    "read_lists",
    "remove_list",
    "rewrite_list",
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


Change = Callable[[ProspectList | None], ProspectList]
"""Makes a list out of what is there."""


def slug_of(title: str) -> str:
    """A file name for a title: a-z, 0-9 and hyphens, at most 40, ``list`` if nothing is left."""
    plain = fold(title).encode("ascii", "ignore").decode()
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
    return read_list_at(list_path(workbench, slug))


def read_list_at(path: Path) -> ProspectList:
    """The list in that file, wherever it lies.

    Raises:
        Damaged: it cannot be read; says what is wrong where.
        StoreError: there is no such file, or it cannot be opened.
    """
    try:
        data, _ = read_regular(path)
    except OSError as error:
        raise unusable(path, error) from error
    return _list_in(data, path)


def _list_in(data: bytes, path: Path) -> ProspectList:
    tables = checked_tables(data, path)
    head = head_of(tables, path)
    numbers = sorted(tables.prospects, key=lambda number: number_of(number, path, "prospects"))
    return list_of(path, head, (tables.prospects[number] for number in numbers))


def list_of(path: Path, head: Head, prospects: Iterable[Prospect]) -> ProspectList:
    """The list that the parts of its file make."""
    return ProspectList(
        slug=path.stem,  # A file that was renamed by hand goes by its new name.
        title=head.title or path.stem,
        source=head.source,
        imported_at=head.imported_at,
        region=head.region,
        prospects=tuple(prospects),
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
    return rewrite_list(workbench, prospect_list.slug, lambda _: prospect_list)


def rewrite_list(workbench: Workbench, slug: str, change: Change) -> Path:
    """Write what `change` makes of a list, or of None where there is none; answers its path.

    Nobody else writes the list in between. Keys of a newer version are kept.

    Raises:
        StoreError: the file is damaged, newer, locked, or cannot be written.
    """
    path = list_path(workbench, slug)
    with locked(path) as storage:
        data = storage.read_bytes()
        tables = tables_in(data, path)
        head = plain_head(tables, path)
        prospect_list = change(_list_in(data, path) if tables else None)
        fields = {name: getattr(prospect_list, name) for name in Head.__struct_fields__[:-1]}
        unknown = unknown_keys(tables.get("prospects", {}).values())
        # Document by document: a hundred thousand of them together would take all the memory.
        storage.put(
            encode_tables({
                **{name: table.items() for name, table in tables.items()},
                "list": [("1", merged(head, Head(**fields)))],
                "prospects": _documents(prospect_list.prospects, unknown),
            })
        )
    return path


def _documents(
    prospects: Iterable[Prospect], unknown: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[str, Prospect | dict[str, Any]]]:
    """Prospects by number, each with what only a newer version knows of them."""
    for number, prospect in enumerate(prospects, start=1):
        more = unknown.get(prospect.id)
        yield str(number), {**more, **to_json(prospect)} if more else prospect


def update_prospect(
    workbench: Workbench, slug: str, prospect: Prospect, base: Prospect | None = None
) -> None:
    """Write one prospect of a list; unknown keys of it are kept.

    Args:
        workbench: where the list is.
        slug: its name.
        prospect: the prospect as it is to be; known by its id.
        base: the prospect as it was read; given, only what differs from it is written, so that a
            change made by somebody else since stays.

    Raises:
        ChangedOutside: somebody else has changed the same field in another way.
        StoreError: the list or the prospect is gone, or the file cannot be written.
    """
    path = list_path(workbench, slug)
    if not path.exists():
        raise StoreError(path, "does not exist")
    from tinydb import where

    with rewriting(path, "list") as (_, tinydb):
        table = tinydb.table("prospects")
        found = table.search(where("id") == prospect.id)
        if not found:
            raise StoreError(path, f'has no prospect "{prospect.name}" any more')
        wanted = merged(found[0], prospect)
        if base is not None:
            known = merged(found[0], base)
            wanted = {key: value for key, value in wanted.items() if value != known[key]}
            # As it was read: cleaned, and with a field that was never written as its default.
            theirs = {**known, **clean_tree(dict(found[0]))}
            if any(theirs[key] not in (known[key], wanted[key]) for key in wanted):
                raise ChangedOutside(path)
        table.update(wanted, doc_ids=[found[0].doc_id])


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
