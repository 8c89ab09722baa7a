"""Mending what can be mended without losing anything."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from callbench.store import do_not_call
from callbench.store.atomic import claim_beside, read_regular, write_atomically
from callbench.store.codec import encode_document
from callbench.store.damage import set_aside
from callbench.store.doctor.copies import Comparison, Copy, all_copies, compare
from callbench.store.doctor.derived import discard_damaged_index
from callbench.store.doctor.files import open_modes, stale_side_cars, strays
from callbench.store.doctor.finding import counted
from callbench.store.doctor.recovery import (
    Tables,
    recovered,
    whole_beginning,
    whole_document,
)
from callbench.store.doctor.rescued import taken_in
from callbench.store.errors import Damaged, StoreError, unusable
from callbench.store.lists import list_path, list_slugs, read_list
from callbench.store.lock import WriteLock
from callbench.store.rescue.files import rescued_files
from callbench.store.rewrite import rewriting
from callbench.store.session_names import session_paths
from callbench.store.sessions import read_session
from callbench.store.workbench import Workbench

__all__ = ["repair"]

_HEADS = {"calls": "session", "prospects": "list", "entries": "about"}
"""The table that says which format a file has, by the one that matters in it."""


def repair(workbench: Workbench) -> Iterator[str]:
    """Mend what can be mended; says each thing that was done, or why it wasn't, in a line."""
    if not workbench.root.is_dir():
        return
    yield from _guarded(workbench.root, partial(_tidy, workbench))
    for path in list(_damaged(workbench)):
        yield from _guarded(path, partial(_recover, path))
    yield from _guarded(workbench.do_not_call, partial(_recover_refusals, workbench))
    # Before the copies: what was rescued may contradict them, and is laid beside them then.
    for rescued in rescued_files(workbench)[0]:
        yield from _guarded(rescued.path, partial(taken_in, workbench, rescued))
    for copy, table in list(all_copies(workbench)):
        yield from _guarded(copy.path, partial(_unite, copy, table))
    yield from _guarded(workbench.root, partial(discard_damaged_index, workbench))


def _guarded(path: Path, mend: Callable[[], Iterator[str]]) -> Iterator[str]:
    """What a mending says; the error of one file is said, and the others are mended."""
    try:
        yield from mend()
    except StoreError as error:
        yield f"{path.name}: left as it is: {error.problem}"
    except OSError as error:
        yield f"{path.name}: left as it is: {unusable(path, error).problem}"


def _tidy(workbench: Workbench) -> Iterator[str]:
    """Modes, and what was left behind."""
    for path in list(open_modes(workbench)):
        os.chmod(path, 0o700 if path.is_dir() else 0o600)
        yield f"{path.name}: only you may read it now"
    for path in [*strays(workbench), *stale_side_cars(workbench)]:
        path.unlink(missing_ok=True)
        yield f"{path.name}: removed; nobody was writing it any more"


# ---------------------------------------------------------------------- damaged files


def _damaged(workbench: Workbench) -> Iterator[Path]:
    """Sessions and lists that can't be read for what is in them."""
    for path in session_paths(workbench):
        if _is_damaged(partial(read_session, path)):
            yield path
    for slug in list_slugs(workbench):
        if _is_damaged(partial(read_list, workbench, slug)):
            yield list_path(workbench, slug)


def _is_damaged(read: Callable[[], object]) -> bool:
    try:
        read()
    except Damaged:
        return True
    except StoreError:
        return False
    return False


def _recover(path: Path) -> Iterator[str]:
    """Set a damaged file aside, after what can be read of it was written."""
    lock = WriteLock(path)
    try:
        data, _ = read_regular(path)
        found = recovered(data)
        if found is None:
            aside = set_aside(path)
            yield f"{path.name}: set aside as {aside.name}; nothing of it could be recovered"
            return
        tables, left_out = found
        if tables == whole_document(data):
            yield f"{path.name}: left as it is: what is wrong with it has to be mended by hand"
            return
        aside = _keep_and_replace(path, data, tables)
        lost = f", {left_out} could not be read" if left_out else ""
        yield f"{path.name}: {_count(tables)} recovered{lost}; as it was it is {aside.name}"
    finally:
        lock.release()


def _count(tables: Tables) -> str:
    table = "calls" if "session" in tables else "prospects"
    return counted(len(tables.get(table, {})), table)


def _recover_refusals(workbench: Workbench) -> Iterator[str]:
    """Cut off what follows the refusals.

    Nothing less than the whole file counts as recovered: whom a half of it forgot would be called.
    """
    path = workbench.do_not_call
    if not _is_damaged(partial(do_not_call.read, workbench)):
        return
    lock = WriteLock(path)
    try:
        data, _ = read_regular(path)
        tables = whole_beginning(data)
        if tables is None or not tables.get("entries"):
            yield f"{path.name}: left as it is: put the last good copy of the file in its place"
            return
        aside = _keep_and_replace(path, data, tables)
        yield f"{path.name}: all refusals recovered; as it was it is {aside.name}"
    finally:
        lock.release()


def _keep_and_replace(path: Path, data: bytes, tables: Tables) -> Path:
    """Copy a damaged file aside, then put these tables in its place; answers where it is kept."""
    aside = claim_beside(path, "damaged")
    write_atomically(aside, data)
    write_atomically(path, encode_document(tables))
    return aside


# ---------------------------------------------------------------------- copies


def _unite(copy: Copy, table: str) -> Iterator[str]:
    """Give the original what only the copy has, and get the copy out of the way."""
    found = compare(copy, table)
    original = copy.original.name
    if found.missing:
        _take_over(copy, table, found)
        yield f"{original}: {counted(len(found.missing), table)} taken over from {copy.path.name}"
    if not found.differing:
        copy.path.unlink()
        yield f"{copy.path.name}: removed; everything in it is in {original}"
    elif not copy.ours:
        aside = claim_beside(copy.original, "conflict")
        os.replace(copy.path, aside)
        said = f"{counted(found.differing, table)} in it not as in {original}, which wins"
        yield f"{copy.path.name}: kept as {aside.name}; {said}"


def _take_over(copy: Copy, table: str, found: Comparison) -> None:
    with rewriting(copy.original, _HEADS[table]) as (_, tinydb):
        tinydb.table(table).insert_multiple(found.missing.values())
