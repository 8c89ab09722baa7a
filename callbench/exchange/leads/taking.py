"""Lead files into the workbench, and out again: taking an import and undoing the last one.

Beside the lists lies a hidden folder with one record per import: whom it added, and whom it
changed from what to what. Undoing takes just that back; what was done to the list since (a note,
a do-not-call) stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec.structs import replace

from callbench.domain.records import Prospect, new_id
from callbench.exchange.leads.importer import LeadImport
from callbench.exchange.leads.rejected import write_rejected
from callbench.store.atomic import read_regular, write_atomically
from callbench.store.errors import Damaged, StoreError, unusable
from callbench.store.list_shelf import read_archived
from callbench.store.lists import (
    ProspectList,
    list_path,
    read_list,
    read_lists,
    remove_list,
    rewrite_list,
    slug_of,
)
from callbench.store.workbench import Workbench

UNDO_FOLDER = ".undo"
_MOST_UNDOS = 10


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


class _Head(msgspec.Struct, frozen=True):
    """What a list says about itself."""

    source: str
    imported_at: datetime
    region: str
    undo: str


class _Record(msgspec.Struct, frozen=True):
    """One import, as it is kept for undoing."""

    slug: str
    source: str
    added: list[str]
    """Ids of the prospects that it added."""
    before: list[Prospect]
    after: list[Prospect]
    head: _Head | None = None
    """The list's own before the import; None where the import made the list."""


def existing_list(workbench: Workbench, title: str) -> ProspectList | None:
    """The list that an import under this title would go into, if there is one.

    Raises:
        StoreError: It is there but can't be read.
    """
    slug = slug_of(title)
    return read_list(workbench, slug) if list_path(workbench, slug).exists() else None


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

        def joined(current: ProspectList | None) -> ProspectList:
            _remember(workbench, undo, _record(slug, leads, current))
            changed = _rebased(current.prospects if current else (), leads.before, leads.updated)
            return ProspectList(
                slug=slug,
                title=current.title if current else title,
                source=leads.path.name,
                imported_at=now,
                region=region or (current.region if current else ""),
                prospects=(*changed, *leads.prospects),
                undo=undo,
            )

        rewrite_list(workbench, slug, joined)
    return Taken(slug, rejected)


def undo_last(workbench: Workbench) -> Undone:
    """Take back the last import that isn't undone yet.

    Raises:
        StoreError: There is none, or a file can't be read or written.
    """
    path, record, current = _last(workbench)
    if current is None:
        path.unlink(missing_ok=True)
        return Undone(record.slug, record.source, 0, 0)
    slug = current.slug
    without = _without(current, record)
    if record.head is None and not without.prospects:
        remove_list(workbench, slug)
    else:
        rewrite_list(workbench, slug, lambda found: _without(found or current, record))
    path.unlink(missing_ok=True)
    return _undone(current, record)


def last_import(workbench: Workbench) -> Undone | None:
    """What undoing the last import would do; None where there is none to undo.

    Raises:
        StoreError: A file can't be read, or the list was put away.
    """
    if not _records(workbench):
        return None
    _, record, current = _last(workbench)
    if current is None:
        return Undone(record.slug, record.source, 0, 0)
    return _undone(current, record)


def _undone(current: ProspectList, record: _Record) -> Undone:
    added = set(record.added)
    removed = sum(prospect.id in added for prospect in current.prospects)
    whole = record.head is None and removed == len(current.prospects)
    return Undone(current.slug, record.source, removed, len(record.before), whole)


def _last(workbench: Workbench) -> tuple[Path, _Record, ProspectList | None]:
    """The record of the last import, and its list, which may go by another name by now.

    Raises:
        StoreError: There is none, the list was put away, or a file can't be read.
    """
    paths = _records(workbench)
    if not paths:
        raise StoreError(workbench.lists, "there is no import to undo")
    path = paths[-1]
    record = _read_record(path)
    if list_path(workbench, record.slug).exists():
        current = read_list(workbench, record.slug)
        if current.undo == path.stem:
            return path, record, current
    else:
        current = None
    renamed = [entry for entry in read_lists(workbench)[0] if entry.undo == path.stem]
    if not renamed and any(entry.undo == path.stem for entry in read_archived(workbench)[0]):
        why = f"{record.source} is in a list that was put away: bring it back first"
        raise StoreError(workbench.archived, why)
    return path, record, renamed[0] if renamed else current


def _without(current: ProspectList, record: _Record) -> ProspectList:
    """The list as it would be if that import had not been."""
    added = set(record.added)
    kept = [prospect for prospect in current.prospects if prospect.id not in added]
    head = record.head or _Head("", current.imported_at, current.region, "")
    changes = {name: getattr(head, name) for name in head.__struct_fields__}
    return replace(current, prospects=_rebased(kept, record.after, record.before), **changes)


def _rebased(
    current: Iterable[Prospect], before: Iterable[Prospect], after: Iterable[Prospect]
) -> tuple[Prospect, ...]:
    """The prospects with a change from `before` to `after` made to those it is about.

    Fields that differ from `before` were changed by somebody meanwhile, and stay.
    """
    changes = {old.id: (old, new) for old, new in zip(before, after, strict=True)}
    return tuple(
        _merged(prospect, *changes[prospect.id]) if prospect.id in changes else prospect
        for prospect in current
    )


def _merged(current: Prospect, old: Prospect, new: Prospect) -> Prospect:
    untouched = [
        name for name in current.__struct_fields__ if getattr(current, name) == getattr(old, name)
    ]
    return replace(current, **{name: getattr(new, name) for name in untouched})


def _record(slug: str, leads: LeadImport, current: ProspectList | None) -> _Record:
    head = None
    if current is not None:
        head = _Head(current.source, current.imported_at, current.region, current.undo)
    added = [prospect.id for prospect in leads.prospects]
    return _Record(slug, leads.path.name, added, list(leads.before), list(leads.updated), head)


def _remember(workbench: Workbench, undo: str, record: _Record) -> None:
    """Keep what an import does before it is done, and drop the oldest of what is kept."""
    folder = workbench.lists / UNDO_FOLDER
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        write_atomically(folder / f"{undo}.json", msgspec.json.encode(record))
        for path in _records(workbench)[:-_MOST_UNDOS]:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise unusable(folder, error) from error


def _records(workbench: Workbench) -> list[Path]:
    """The records of imports, the last one last."""
    return sorted((workbench.lists / UNDO_FOLDER).glob("[0-9]*.json"))


def _read_record(path: Path) -> _Record:
    try:
        data, _ = read_regular(path)
        return msgspec.json.decode(data, type=_Record)
    except OSError as error:
        raise unusable(path, error) from error
    except msgspec.MsgspecError as error:
        raise Damaged(path) from error
