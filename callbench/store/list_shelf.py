"""What a rep does with whole lists: give them another name, put them away, bring them back.

A list that is put away lies in ``lists/archived``. It is whole there, but nobody on it is called.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from callbench.domain.folding import fold
from callbench.domain.records import Prospect, replace
from callbench.domain.text import one_line
from callbench.store.errors import StoreError, unusable
from callbench.store.lists import (
    ProspectList,
    list_path,
    list_slugs,
    read_list_at,
    rewrite_list,
    slug_of,
)
from callbench.store.lock import WriteLock
from callbench.store.recovery import open_sessions
from callbench.store.session_names import json_files
from callbench.store.workbench import Workbench

__all__ = [
    "BY_HAND",
    "add_by_hand",
    "archive_list",
    "archived_slugs",
    "find_slug",
    "read_archived",
    "rename_list",
    "restore_list",
]

BY_HAND = "by-hand"
"""The list of those who were added one by one."""
_WAIT = 2.0
"""Seconds to wait for another instance, which holds a list for moments."""


def archived_slugs(workbench: Workbench) -> list[str]:
    """The names of the lists that were put away, in alphabetical order.

    Raises:
        StoreError: the folder cannot be read.
    """
    return sorted(path.stem for path in json_files(workbench.archived))


def read_archived(workbench: Workbench) -> tuple[list[ProspectList], list[StoreError]]:
    """The lists that were put away, and what is wrong with those that could not be read."""
    lists: list[ProspectList] = []
    errors: list[StoreError] = []
    for slug in archived_slugs(workbench):
        try:
            lists.append(read_list_at(_archived_path(workbench, slug)))
        except StoreError as error:
            errors.append(error)
    return lists, errors


def find_slug(workbench: Workbench, name: str, *, archived: bool = False) -> str:
    """The list that goes by this name: that of its file, or its title.

    Raises:
        StoreError: there is none, or more than one; names those there are.
    """
    slugs = archived_slugs(workbench) if archived else list_slugs(workbench)
    if name in slugs:
        return name
    lists = read_archived(workbench)[0] if archived else _read_all(workbench, slugs)
    wanted = fold(name)
    named = ((entry.slug, {fold(entry.title), fold(entry.slug)}) for entry in lists if wanted)
    found = [slug for slug, names in named if wanted in names]
    if len(found) == 1:
        return found[0]
    folder = workbench.archived if archived else workbench.lists
    what = f'"{one_line(name)}" is {len(found)} lists' if found else f'no list "{one_line(name)}"'
    have = ", ".join(found or slugs)
    raise StoreError(
        folder, f"{what}; there {'is' if len(slugs) == 1 else 'are'}: {have or 'none'}"
    )


def rename_list(workbench: Workbench, slug: str, title: str) -> str:
    """Give a list another title, and its file the name that goes with it; answers that name.

    Raises:
        StoreError: another list has that name, an unfinished session calls it, or a file cannot
            be written.
    """
    title = one_line(title)
    if not title:
        raise StoreError(list_path(workbench, slug), "a list wants a name")
    wanted = slug_of(title)
    if wanted != slug:
        _move(workbench, list_path(workbench, slug), list_path(workbench, wanted))

    def renamed(current: ProspectList | None) -> ProspectList:
        if current is None:
            raise StoreError(list_path(workbench, wanted), "does not exist")
        return replace(current, slug=wanted, title=title)

    rewrite_list(workbench, wanted, renamed)
    return wanted


def archive_list(workbench: Workbench, slug: str) -> Path:
    """Put a list away: nobody on it is called until it is brought back; answers where it is.

    Raises:
        StoreError: there is none, an unfinished session calls it, or it cannot be moved.
    """
    path = _archived_path(workbench, slug)
    _move(workbench, list_path(workbench, slug), path)
    return path


def restore_list(workbench: Workbench, slug: str) -> Path:
    """Bring a list back that was put away; answers where it is.

    Raises:
        StoreError: there is none, another one has its name by now, or it cannot be moved.
    """
    path = list_path(workbench, slug)
    _move(workbench, _archived_path(workbench, slug), path)
    return path


def add_by_hand(workbench: Workbench, prospect: Prospect, at: datetime) -> None:
    """Put somebody on the list of those who were added one by one; twice does nothing.

    Raises:
        StoreError: the list is damaged, newer, locked, or cannot be written.
    """

    def with_them(current: ProspectList | None) -> ProspectList:
        if current is None:
            return ProspectList(
                slug=BY_HAND, title="By hand", imported_at=at, prospects=(prospect,)
            )
        if any(known.id == prospect.id for known in current.prospects):
            return current
        return replace(current, prospects=(*current.prospects, prospect))

    rewrite_list(workbench, BY_HAND, with_them)


def _read_all(workbench: Workbench, slugs: list[str]) -> list[ProspectList]:
    found = []
    for slug in slugs:
        try:
            found.append(read_list_at(list_path(workbench, slug)))
        except StoreError:
            continue  # Whoever lists them says what is wrong with it.
    return found


def _archived_path(workbench: Workbench, slug: str) -> Path:
    return workbench.archived / list_path(workbench, slug).name


def _move(workbench: Workbench, old: Path, new: Path) -> None:
    """Give a list's file another place, while nobody writes it and no session needs it."""
    _refuse_called(workbench, old)
    lock = WriteLock(old, wait=_WAIT)
    try:
        if not old.is_file():
            raise StoreError(old, "does not exist")
        if os.path.lexists(new):
            raise StoreError(new, "is another list's file: rename one of the two first")
        new.parent.mkdir(mode=0o700, exist_ok=True)
        os.rename(old, new)
    except OSError as error:
        raise unusable(old, error) from error
    finally:
        lock.release()


def _refuse_called(workbench: Workbench, path: Path) -> None:
    """Make sure that a session that will be gone on with does not lose the list.

    Raises:
        StoreError: one calls it.
    """
    if path.parent != workbench.lists:
        return
    for stored in open_sessions(workbench):
        if path.stem in stored.session.lists:
            raise StoreError(
                path,
                f"is called in the session {stored.session.title}: end that first",
            )
