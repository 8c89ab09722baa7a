"""What the charts have done in a thread, and the messages that bring it back."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from textual.message import Message
from textual.worker import get_current_worker

from callbench.domain.figures import Figures, collect
from callbench.domain.playbook import Playbook
from callbench.store.archive import Archive
from callbench.store.errors import StoreError
from callbench.store.workbench import Workbench


class FiguresRead(Message):
    """Every session was read, and counted."""

    def __init__(self, figures: Figures, unread: int) -> None:
        """What they come to, and how many files could not be read."""
        super().__init__()
        self.figures = figures
        self.unread = unread


class ReadingFailed(Message):
    """The sessions can't be read."""

    def __init__(self, reason: str) -> None:
        """Why, in one line."""
        super().__init__()
        self.reason = reason


class Poster(Protocol):
    """Whoever takes messages from threads."""

    def post_message(self, message: Message) -> bool:
        """Take a message up when its turn comes."""


def read_figures(poster: Poster, workbench: Workbench, playbook: Playbook, now: datetime) -> None:
    """Read and count every session; given up between two once nobody waits for it."""
    worker = get_current_worker()
    try:
        archive = Archive.open(workbench, playbook, lambda: worker.is_cancelled)
        sessions = (
            (line.session, archive.calls(line))
            for line in archive.sessions
            if not worker.is_cancelled
        )
        figures = collect(sessions, playbook, now)
    except StoreError as error:
        poster.post_message(ReadingFailed(str(error)))
        return
    if not worker.is_cancelled:
        poster.post_message(FiguresRead(figures, len(archive.problems)))
