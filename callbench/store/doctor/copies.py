"""Copies of a file that sync clients make when it was changed in two places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from callbench.store.atomic import read_regular
from callbench.store.codec import decode_document
from callbench.store.errors import StoreError, unusable
from callbench.store.workbench import Workbench

__all__ = [
    "Comparison",
    "Copy",
    "all_copies",
    "compare",
    "copies_among",
    "damaged_asides",
    "read_document",
]

_MARK = re.compile(
    r" ?\([^()]*\)"  # Dropbox and Nextcloud "(conflicted copy …)"; browsers and Drive "(1)".
    r"|\.sync-conflict-[\w-]+"  # Syncthing.
    r"|_conflict-[\w-]+"  # ownCloud.
    r"| \d+"  # iCloud.
    r"|-(?=[a-z\d-]*[A-Z])[A-Za-z\d]+(?:-[A-Za-z\d]+)*"  # OneDrive: the machine's name.
)
"""What clients put behind the name of the original."""
_OUR_MARK = re.compile(r"\.conflict-\d+")


class Copy(NamedTuple):
    """A copy, and what it is a copy of."""

    path: Path
    original: Path
    ours: bool
    """Whether callbench kept it, when it found that somebody else had written the session."""


class Comparison(NamedTuple):
    """What a copy has that its original lacks."""

    missing: dict[str, dict[str, Any]]
    """Entries that are only in the copy, by their ids."""
    differing: int
    """How many entries are in both and aren't the same."""


def all_copies(workbench: Workbench) -> Iterator[tuple[Copy, str]]:
    """Every copy in a workbench, with the table that matters in it."""
    places = (
        (workbench.sessions, "*.json", "calls"),
        (workbench.lists, "*.json", "prospects"),
        (workbench.root, "do-not-call*.json", "entries"),
    )
    for folder, names, table in places:
        for copy in copies_among(_regular_files(folder, names)):
            yield copy, table


def damaged_asides(workbench: Workbench) -> Iterator[Path]:
    """Files that were set aside as damaged."""
    for folder in (workbench.sessions, workbench.lists, workbench.root):
        yield from _regular_files(folder, "*.damaged-*.json")


def _regular_files(folder: Path, names: str) -> list[Path]:
    found = (path for path in folder.glob(names) if not path.name.startswith("."))
    return sorted(path for path in found if path.is_file() and not path.is_symlink())


def copies_among(paths: Iterable[Path]) -> Iterator[Copy]:
    """The copies among the files of one folder; one whose original is gone is none."""
    by_stem = {path.stem: path for path in paths}
    for stem, path in sorted(by_stem.items()):
        for end in range(1, len(stem)):
            ours = _OUR_MARK.fullmatch(stem, end) is not None
            if stem[:end] in by_stem and (ours or _MARK.fullmatch(stem, end)):
                yield Copy(path, by_stem[stem[:end]], ours)
                break


def compare(copy: Copy, table: str) -> Comparison:
    """Compare the entries of a table (``calls``, ``prospects``, ``entries``).

    Raises:
        StoreError: One of the two can't be read, or they are no two states of one file.
    """
    theirs, mine = (read_document(path) for path in (copy.path, copy.original))
    if _identity(theirs) != _identity(mine):
        raise StoreError(copy.path, f"is named like a copy of {copy.original.name}, and is none")
    known = _by_id(mine.get(table, {}))
    others = _by_id(theirs.get(table, {}))
    return Comparison(
        {ident: entry for ident, entry in others.items() if ident not in known},
        sum(entry != known[ident] for ident, entry in others.items() if ident in known),
    )


def read_document(path: Path) -> dict[str, dict[str, Any]]:
    """The tables of a file as plain values.

    Raises:
        StoreError: It can't be read.
    """
    try:
        return decode_document(read_regular(path)[0], path)
    except OSError as error:
        raise unusable(path, error) from error


def _identity(document: Mapping[str, Mapping[str, Any]]) -> list[Any]:
    """What two states of one file have in common: a session's id, the salt of refusals."""
    heads = [*document.get("session", {}).values(), *document.get("about", {}).values()]
    return [entry.get("id", entry.get("salt")) for entry in heads]


def _by_id(entries: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    return {str(entry.get("id", "")): dict(entry) for entry in entries.values()}
