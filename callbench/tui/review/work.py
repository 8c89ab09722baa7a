"""What the review has done in threads, and the messages that bring it back.

A thread never touches a widget: it posts one of these messages, and the screen takes it up.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from textual.message import Message
from textual.worker import get_current_worker

from callbench.domain.records import Addendum, Call
from callbench.store.addenda import add_addendum
from callbench.store.archive import Archive, Hit, SessionLine
from callbench.store.errors import StoreError
from callbench.store.workbench import Workbench


class ArchiveRead(Message):
    """Every session was read."""

    def __init__(self, archive: Archive) -> None:
        """What there is."""
        super().__init__()
        self.archive = archive


class HitsFound(Message):
    """A search came to its end."""

    def __init__(self, text: str, hits: Sequence[Hit]) -> None:
        """What was searched for, and where it is."""
        super().__init__()
        self.text = text
        self.hits = hits


class AddendumKept(Message):
    """Something was added to a call, and is on disk."""

    def __init__(self, line: SessionLine, call: Call) -> None:
        """The session and the call as they are now."""
        super().__init__()
        self.line = line
        self.call = call


class WorkFailed(Message):
    """Something could not be done."""

    def __init__(self, reason: str, *, adding: bool = False) -> None:
        """Why, in one line; and whether it was an addendum."""
        super().__init__()
        self.reason = reason
        self.adding = adding


class Poster(Protocol):
    """Whoever takes messages from threads."""

    def post_message(self, message: Message) -> bool:
        """Take a message up when its turn comes."""


def read_archive(poster: Poster, archive: Archive) -> None:
    """Read every session that the index has."""
    worker = get_current_worker()
    try:
        archive.take_up()
    except StoreError as error:
        poster.post_message(WorkFailed(str(error)))
        return
    if not worker.is_cancelled:
        poster.post_message(ArchiveRead(archive))


def find(poster: Poster, archive: Archive, text: str, now: datetime) -> None:
    """Search; given up once other words are searched for."""
    worker = get_current_worker()
    try:
        hits = archive.search(text, stop=lambda: worker.is_cancelled, now=now)
    except StoreError as error:
        poster.post_message(WorkFailed(str(error)))
        return
    if not worker.is_cancelled:
        poster.post_message(HitsFound(text, hits))


def keep_addendum(
    poster: Poster,
    workbench: Workbench,
    archive: Archive,
    line: SessionLine,
    call: Call,
    addendum: Addendum,
) -> None:
    """Add to a call, and take up what its session holds now."""
    try:
        kept = add_addendum(workbench, line.path, call.id, addendum)
        poster.post_message(AddendumKept(archive.reread(line), kept))
    except StoreError as error:
        poster.post_message(WorkFailed(f"not added: {error.problem}", adding=True))
