"""Lead files into the workbench, and out again: taking an import and undoing the last one.

Undoing takes back what the record of the import (`records`) says, and just that; what was done to
the list since (a note, a do-not-call) stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path

import msgspec
from msgspec.structs import replace

from callbench.domain.records import Prospect, new_id
from callbench.exchange.leads.importer import LeadImport
from callbench.exchange.leads.records import (
    HeadBefore,
    ImportRecord,
    keep_record,
    pairs_of,
    read_record,
    rebased,
    records_of,
)
from callbench.exchange.leads.rejected import write_rejected
from callbench.store.errors import StoreError, unusable
from callbench.store.list_shelf import read_archived
from callbench.store.lists import (
    ProspectList,
    list_path,
    list_slugs,
    remove_list,
    slug_of,
)
from callbench.store.long_lists import (
    Head,
    Outline,
    Revision,
    outline_of,
    read_long_list,
    revise_list,
)
from callbench.store.workbench import Workbench


class Taken(msgspec.Struct, frozen=True):
    """Where an import went."""

    slug: str
    """Of the list."""
    rejected: Path | None
    """The file with the rejected rows, if there are any."""


class Undone(msgspec.Struct, frozen=True):
    """What undoing an import did."""

    slug: str
    source: str
    """Name of the file that had been imported."""
    removed: int
    """Prospects taken out of the list."""
    restored: int
    """Prospects put back as they were."""
    whole: bool = False
    """Whether the list goes with them, as nobody else is on it."""


def existing_list(workbench: Workbench, title: str) -> ProspectList | None:
    """The list that an import under this title would go into, if there is one.

    Raises:
        StoreError: It is there but can't be read.
    """
    slug = slug_of(title)
    return read_long_list(workbench, slug) if list_path(workbench, slug).exists() else None


def take(
    workbench: Workbench, leads: LeadImport, title: str, *, region: str, now: datetime
) -> Taken:
    """Write an import into its list; prospects that the file doesn't have stay in it.

    Args:
        workbench: Where the list is, or is made.
        leads: Read against the prospects of that list.
        title: Of the list.
        region: The country that the numbers were read for.
        now: Aware.

    Raises:
        StoreError: A file can't be read or written; the list is as it was.
    """
    slug = slug_of(title)
    rejected = write_rejected(workbench, slug, leads.rejected, now) if leads.rejected else None
    if leads.prospects or leads.updated:
        undo = f"{now:%Y%m%dT%H%M%S%f}-{new_id()[:8]}"

        def joined(current: Head | None) -> Revision:
            keep_record(workbench, undo, slug, leads, current)
            head = Head(
                slug=slug,
                title=(current.title or slug) if current else title,
                source=leads.source,
                imported_at=now,
                region=region or (current.region if current else ""),
                undo=undo,
            )
            changes = {old.id: (old, new) for old, new in pairs_of(leads)}
            return Revision(head, changes.keys(), partial(_revised, changes), leads.prospects)

        revise_list(workbench, slug, joined)
    return Taken(slug, rejected)


def _revised(changes: Mapping[str, tuple[Prospect, Prospect]], prospect: Prospect) -> Prospect:
    return rebased(prospect, *changes[prospect.id])


def undo_last(workbench: Workbench) -> Undone:
    """Take back the last import that isn't undone yet.

    Raises:
        StoreError: There is none, or a file can't be read or written.
    """
    record, current = _last(workbench)
    if current is not None:
        if record.head is None and record.added.issuperset(current.ids):
            remove_list(workbench, current.slug)
        else:
            revise_list(workbench, current.slug, partial(_without, workbench, record))
    try:
        record.path.unlink(missing_ok=True)
    except OSError as error:
        raise unusable(record.path, error) from error
    return _undone(record, current)


def last_import(workbench: Workbench) -> Undone | None:
    """What undoing the last import would do; None where there is none to undo.

    Raises:
        StoreError: A file can't be read, or the list was put away.
    """
    return _undone(*_last(workbench)) if records_of(workbench) else None


def _undone(record: ImportRecord, current: Outline | None) -> Undone:
    if current is None:
        return Undone(record.slug, record.source, 0, 0)
    removed = len(record.added.intersection(current.ids))
    whole = record.head is None and removed == len(current.ids)
    return Undone(current.slug, record.source, removed, record.changed, whole)


def _last(workbench: Workbench) -> tuple[ImportRecord, Outline | None]:
    """The record of the last import, and its list, which may go by another name by now.

    Raises:
        StoreError: There is none, the list was put away, or a file can't be read.
    """
    paths = records_of(workbench)
    if not paths:
        raise StoreError(workbench.lists, "there is no import to undo")
    record = read_record(paths[-1])
    current = None
    if list_path(workbench, record.slug).exists():
        current = outline_of(workbench, record.slug)
        if current.head.undo == record.id:
            return record, current
    renamed = next(_made_by(workbench, record.id), None)
    if renamed is None and any(one.undo == record.id for one in read_archived(workbench)[0]):
        why = f"{record.source} is in a list that was put away: bring it back first"
        raise StoreError(workbench.archived, why)
    return record, renamed or current


def _made_by(workbench: Workbench, undo: str) -> Iterator[Outline]:
    """The lists that an import was the last to change."""
    for slug in list_slugs(workbench):
        with suppress(StoreError):  # Whoever lists them says what is wrong with it.
            outline = outline_of(workbench, slug)
            if outline.head.undo == undo:
                yield outline


def _without(workbench: Workbench, record: ImportRecord, current: Head | None) -> Revision:
    """A list as it would be if that import had not been.

    Raises:
        StoreError: It is gone by now.
    """
    if current is None:
        raise StoreError(list_path(workbench, record.slug), "does not exist")
    before = record.head or HeadBefore("", current.imported_at, current.region, "")
    changes = {name: getattr(before, name) for name in before.__struct_fields__}
    return Revision(replace(current, **changes), record.touched, record.taken_back)
