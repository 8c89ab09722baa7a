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
from textual.worker import get_current_worker

from callbench.exchange.leads.errors import LeadFileError
from callbench.exchange.leads.importer import LeadImport, read_opened
from callbench.exchange.leads.opening import LeadFile, open_leads
from callbench.exchange.leads.taking import Taken, Undone, existing_list, take, undo_last
from callbench.store.errors import StoreError
from callbench.store.lists import slug_of
from callbench.store.workbench import Workbench
from callbench.tui.turns import short_turns

SAMPLED = 50
"""Rows that are read before all others, and again at each choice of a column."""


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


class LeadsSampled(Message):
    """The first rows of a long lead file were read; the others are being read."""

    def __init__(self, wanted: Wanted, file: LeadFile, sample: LeadImport) -> None:
        """What those rows hold."""
        super().__init__()
        self.wanted = wanted
        self.file = file
        self.sample = sample


class RowsRead(Message):
    """So many rows of a lead file were read by now."""

    def __init__(self, wanted: Wanted, rows: int) -> None:
        """How many."""
        super().__init__()
        self.wanted = wanted
        self.rows = rows


class LeadsRead(Message):
    """A lead file was read; nothing is taken yet."""

    def __init__(self, wanted: Wanted, file: LeadFile, leads: LeadImport, known: int) -> None:
        """What was read, and how many prospects the list has already."""
        super().__init__()
        self.wanted = wanted
        self.file = file
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


class _Cancelled(Exception):
    """Nobody wants to know any more what is being read."""


def read_file(
    poster: Poster, workbench: Workbench, wanted: Wanted, file: LeadFile | None = None
) -> None:
    """Read a lead file against the list that it is to go into; of a long one the first rows first.

    Args:
        poster: Is told what was read, or why it can't be.
        workbench: Where the list is, if there is one.
        wanted: What is to be read.
        file: The file, where it was opened before.
    """
    worker = get_current_worker()

    def progress(rows: int) -> None:
        if worker.is_cancelled:
            raise _Cancelled
        poster.post_message(RowsRead(wanted, rows))

    try:
        opened = file or open_leads(wanted.path, wanted.data)
        first = sample(opened, wanted)
        if first.read == SAMPLED:
            poster.post_message(LeadsSampled(wanted, opened, first))
        current = existing_list(workbench, wanted.title)
        known = current.prospects if current is not None else ()
        with short_turns():
            leads = read_opened(
                opened,
                region=wanted.region,
                existing=known,
                overrides=wanted.overrides,
                progress=progress,
            )
    except (LeadFileError, StoreError) as error:
        poster.post_message(ImportFailed(str(error)))
    except _Cancelled:
        return
    else:
        poster.post_message(LeadsRead(wanted, opened, leads, len(known)))


def sample(file: LeadFile, wanted: Wanted) -> LeadImport:
    """What the first rows hold: few enough for a screen to wait for them.

    Raises:
        LeadFileError: There is no table in the file, with these overrides.
    """
    return read_opened(file, region=wanted.region, overrides=wanted.overrides, most=SAMPLED)


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
