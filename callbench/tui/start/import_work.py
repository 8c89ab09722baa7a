"""What the import has done in threads, and the messages that bring it back.

A thread never touches a widget: it posts one of these messages, and the screen takes it up.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

import msgspec
from textual.message import Message

from callbench.exchange.leads.errors import LeadFileError
from callbench.exchange.leads.importer import LeadImport, read_opened
from callbench.exchange.leads.opening import open_leads
from callbench.exchange.leads.taking import Taken, Undone, existing_list, take, undo_last
from callbench.store.errors import StoreError
from callbench.store.lists import slug_of
from callbench.store.workbench import Workbench


class Wanted(msgspec.Struct, frozen=True):
    """What is to be read, and for which list."""

    path: Path
    title: str
    """Of the list."""
    region: str
    """Country of numbers without a prefix, or ""."""
    overrides: Mapping[str, str] = MappingProxyType({})
    """Field → header of its column, where the rep knows better than what was recognised; "" for
    no column."""
    data: bytes | None = None
    """What was pasted in place of a file."""

    @property
    def slug(self) -> str:
        """The name of the list's file."""
        return slug_of(self.title)


class LeadsRead(Message):
    """A lead file was read; nothing is taken yet."""

    def __init__(self, wanted: Wanted, leads: LeadImport, known: int) -> None:
        """What was read, and how many prospects the list has already."""
        super().__init__()
        self.wanted = wanted
        self.leads = leads
        self.known = known


class LeadsTaken(Message):
    """An import is in its list."""

    def __init__(self, wanted: Wanted, leads: LeadImport, taken: Taken) -> None:
        """What was taken, and where it is."""
        super().__init__()
        self.wanted = wanted
        self.leads = leads
        self.taken = taken


class ImportFailed(Message):
    """The file can't be read, or the list can't be written."""

    def __init__(self, reason: str) -> None:
        """Why, in one line."""
        super().__init__()
        self.reason = reason


class ImportUndone(Message):
    """The last import was taken back."""

    def __init__(self, undone: Undone) -> None:
        """What that did."""
        super().__init__()
        self.undone = undone


class Poster(Protocol):
    """Whoever takes messages from threads."""

    def post_message(self, message: Message) -> bool:
        """Take a message up when its turn comes."""


def read_file(poster: Poster, workbench: Workbench, wanted: Wanted) -> None:
    """Read a lead file against the list that it is to go into."""
    try:
        opened = open_leads(wanted.path, wanted.data)
        current = existing_list(workbench, wanted.title)
        known = current.prospects if current is not None else ()
        leads = read_opened(
            opened, region=wanted.region, existing=known, overrides=wanted.overrides
        )
    except (LeadFileError, StoreError) as error:
        poster.post_message(ImportFailed(str(error)))
    else:
        poster.post_message(LeadsRead(wanted, leads, len(known)))


def take_leads(
    poster: Poster, workbench: Workbench, wanted: Wanted, leads: LeadImport, now: datetime
) -> None:
    """Write what was read into its list."""
    try:
        taken = take(workbench, leads, wanted.title, region=wanted.region, now=now)
    except StoreError as error:
        poster.post_message(ImportFailed(str(error)))
    else:
        poster.post_message(LeadsTaken(wanted, leads, taken))


def undo_import(poster: Poster, workbench: Workbench) -> None:
    """Take back the last import."""
    try:
        undone = undo_last(workbench)
    except StoreError as error:
        poster.post_message(ImportFailed(str(error)))
    else:
        poster.post_message(ImportUndone(undone))
