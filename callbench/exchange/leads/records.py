"""What each import did, kept so that it can be taken back.

Beside the lists lies a hidden folder with one record per import: whom it added, and whom it
changed from what to what. Of those changed it has what they are recognised by, so that a person
who is forgotten is found here too, and the fields that are different.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from callbench.domain.records import Prospect, replace
from callbench.exchange.leads.importer import LeadImport
from callbench.store.atomic import read_regular, write_atomically
from callbench.store.errors import Damaged, unusable
from callbench.store.list_tables import id_of
from callbench.store.long_lists import Head
from callbench.store.workbench import Workbench

UNDO_FOLDER = ".undo"
_MOST_UNDOS = 10
_CHUNK = 1 << 18
"""Bytes that are written at a time."""
_RECOGNISED_BY = ("id", "name", "phone", "email")


class HeadBefore(msgspec.Struct, frozen=True):
    """What a list said about itself before an import."""

    source: str
    imported_at: datetime
    region: str
    undo: str


class _Outline(msgspec.Struct, frozen=True, kw_only=True):
    """A record without those whom the import changed."""

    slug: str
    source: str
    added: list[str]
    head: HeadBefore | None = None


class _Stored(_Outline, frozen=True, kw_only=True):
    """A record as it is in its file."""

    before: list[msgspec.Raw]
    after: list[msgspec.Raw]


class ImportRecord(msgspec.Struct, frozen=True):
    """One import, as it is kept for undoing."""

    path: Path
    slug: str
    source: str
    """Name of the file that was imported."""
    head: HeadBefore | None
    """The list's own before the import; None where the import made the list."""
    added: frozenset[str]
    """Ids of the prospects that it added."""
    changes: Mapping[str, tuple[msgspec.Raw, msgspec.Raw]]
    """Id of a prospect that it changed → before and after."""

    @property
    def id(self) -> str:
        """By which a list names the import that changed it last."""
        return self.path.stem

    @property
    def changed(self) -> int:
        """How many prospects it changed."""
        return len(self.changes)

    @property
    def touched(self) -> frozenset[str]:
        """Ids of everybody whom it added or changed."""
        return self.added.union(self.changes)

    def taken_back(self, prospect: Prospect) -> Prospect | None:
        """A prospect as they would be without the import; None for one whom it added.

        Raises:
            Damaged: The record can't be read.
        """
        if prospect.id in self.added:
            return None
        try:
            before, after = (
                msgspec.json.decode(side, type=Prospect) for side in self.changes[prospect.id]
            )
        except msgspec.MsgspecError as error:
            raise Damaged(self.path) from error
        return rebased(prospect, after, before)


def rebased(current: Prospect, old: Prospect, new: Prospect) -> Prospect:
    """The prospect with a change from `old` to `new` made to them.

    Fields that differ from `old` were changed by somebody meanwhile, and stay.
    """
    changes = {
        name: getattr(new, name)
        for name in _different(old, new)
        if getattr(current, name) == getattr(old, name)
    }
    return replace(current, **changes)


def pairs_of(leads: LeadImport) -> Iterator[tuple[Prospect, Prospect]]:
    """Those of the list whom a file changes, before and after."""
    return zip(leads.before, leads.updated, strict=True)


def keep_record(
    workbench: Workbench, name: str, slug: str, leads: LeadImport, current: Head | None
) -> None:
    """Keep what an import does before it is done, and drop the oldest of what is kept.

    Args:
        workbench: Of the list.
        name: Of the record.
        slug: Of the list.
        leads: The import.
        current: What the list says about itself, None where there is none.

    Raises:
        StoreError: It can't be written.
    """
    head = None
    if current is not None:
        head = HeadBefore(current.source, current.imported_at, current.region, current.undo)
    added = [prospect.id for prospect in leads.prospects]
    outline = _Outline(slug=slug, source=leads.source, added=added, head=head)
    folder = workbench.lists / UNDO_FOLDER
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        write_atomically(folder / f"{name}.json", _in_chunks(_pieces(outline, leads)))
        for path in records_of(workbench)[:-_MOST_UNDOS]:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise unusable(folder, error) from error


def records_of(workbench: Workbench) -> list[Path]:
    """The files of the records, the last one last."""
    return sorted((workbench.lists / UNDO_FOLDER).glob("[0-9]*.json"))


def read_record(path: Path) -> ImportRecord:
    """One record.

    Raises:
        StoreError: It can't be read.
    """
    try:
        data, _ = read_regular(path)
        stored = msgspec.json.decode(data, type=_Stored)
    except OSError as error:
        raise unusable(path, error) from error
    except msgspec.MsgspecError as error:
        raise Damaged(path) from error
    pairs = zip(stored.before, stored.after, strict=False)
    changes = {id_of(before): (before, after) for before, after in pairs}
    return ImportRecord(
        path, stored.slug, stored.source, stored.head, frozenset(stored.added), changes
    )


def _pieces(outline: _Outline, leads: LeadImport) -> Iterator[bytes]:
    """A record as JSON; a hundred thousand changes together would take all the memory."""
    yield msgspec.json.encode(outline)[:-1]
    for name, side in (("before", 0), ("after", 1)):
        between = b',"%b":[' % name.encode()
        for pair in pairs_of(leads):
            kept: dict[str, Any] = {"extra": {}}
            for name in (*_RECOGNISED_BY, *_different(*pair)):
                kept[name] = getattr(pair[side], name)
            yield between + msgspec.json.encode(kept)
            between = b","
        yield b"]" if between == b"," else between + b"]"
    yield b"}"


def _different(old: Prospect, new: Prospect) -> list[str]:
    return [name for name in old.__struct_fields__ if getattr(old, name) != getattr(new, name)]


def _in_chunks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        if len(waiting) >= _CHUNK:
            yield bytes(waiting)
            waiting.clear()
    yield bytes(waiting)
