"""What the review has done in threads, and the messages that bring it back.

A thread never touches a widget: it posts one of these messages, and the screen takes it up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from textual.message import Message
from textual.worker import get_current_worker

from callbench.domain.addenda import Act
from callbench.domain.records import Addendum, Call
from callbench.domain.search_offers import Offer
from callbench.store.addenda import AddedSince
from callbench.store.archive import Archive
from callbench.store.errors import CallGone, StoreError, plain_reason
from callbench.store.hits import Hit, SessionLine
from callbench.store.rescue.debts import OwedAddendum
from callbench.tui.context import Context


class ArchiveRead(Message):
    """Every session was read."""

    def __init__(self, archive: Archive, copies: Mapping[Path, str]) -> None:
        """What there is; and which files are copies made by a sync client, of which other one."""
        super().__init__()
        self.archive = archive
        self.copies = copies


class HitsFound(Message):
    """A search came to its end."""

    def __init__(
        self,
        text: str,
        hits: Sequence[Hit],
        ways_out: Sequence[tuple[str, int]] = (),
        offers: Sequence[Offer] = (),
    ) -> None:
        """What was searched for, and where it is; what else may be meant.

        Where it is nowhere, also what would be found.
        """
        super().__init__()
        self.text = text
        self.hits = hits
        self.ways_out = ways_out
        self.offers = offers


class AddendumKept(Message):
    """Something was added to a call."""

    def __init__(self, act: Act, *, on_disk: bool = True) -> None:
        """To which; a running block keeps what the disk still refuses."""
        super().__init__()
        self.act = act
        self.on_disk = on_disk


class AddendumRefused(Message):
    """Something can't be added to a call now; it is tried again."""

    def __init__(self, act: Act, reason: str) -> None:
        """What, and why."""
        super().__init__()
        self.act = act
        self.reason = reason


class LineTakenOut(Message):
    """What was added to a call last is taken out again, or stays."""

    def __init__(self, act: Act, reason: str = "", *, gone: bool = False) -> None:
        """Why it stays, or "".

        Args:
            act: What had been added.
            reason: Why it is not taken out; "" where it is.
            gone: Whether it never can be, as the call or the line is not there any more.
        """
        super().__init__()
        self.act = act
        self.reason = reason
        self.gone = gone


class WorkFailed(Message):
    """Something could not be done."""

    def __init__(self, reason: str) -> None:
        """Why, in one line."""
        super().__init__()
        self.reason = reason


class Running(NamedTuple):
    """The block that goes on under the review: its session is written by nobody else."""

    open_call: str
    """The id of the call that is not over yet; "" where there is none."""
    amend: Callable[[str, Addendum], Call | None]
    """Adds to a call of the block; None where the call is of another session."""
    unamend: Callable[[str, Addendum], Call | None]
    """Takes that out again; None where the call is of another session.

    It raises `Refused` where something else was added to the call since.
    """
    flush: Callable[[], bool]
    """Brings the block to disk; whether all of it is there."""


class Poster(Protocol):
    """Whoever takes messages from threads."""

    def post_message(self, message: Message) -> bool:
        """Take a message up when its turn comes."""


def read_archive(poster: Poster, archive: Archive) -> None:
    """Read every session that the index has."""
    # Doctor, who knows copies, is not needed for the first frame.
    from callbench.store.doctor.copies import copies_among

    worker = get_current_worker()
    try:
        archive.take_up()
    except StoreError as error:
        poster.post_message(WorkFailed(str(error)))
        return
    copies = copies_among(line.path for line in archive.sessions)
    if not worker.is_cancelled:
        named = {copy.path: copy.original.name for copy in copies}
        poster.post_message(ArchiveRead(archive, named))


def find(poster: Poster, archive: Archive, text: str, now: datetime) -> None:
    """Search; given up once other words are searched for."""
    worker = get_current_worker()
    try:
        hits = archive.search(text, stop=lambda: worker.is_cancelled, now=now)
        ways = () if hits else archive.ways_out(text, lambda: worker.is_cancelled, now)
        offers = archive.offers(text, now)
    except StoreError as error:
        poster.post_message(WorkFailed(str(error)))
        return
    if not worker.is_cancelled:
        poster.post_message(HitsFound(text, hits, ways, offers))


def keep_addendum(
    poster: Poster, context: Context, archive: Archive, line: SessionLine, act: Act
) -> None:
    """Add to a call, and take up what its session holds now; what is refused is owed."""
    reason = context.owing.pay(context.workbench, owed_line(act, line.path.name))
    if reason:
        poster.post_message(AddendumRefused(act, reason))
        return
    _take_up_anew(archive, line)
    poster.post_message(AddendumKept(act))


def settle_addendum(
    poster: Poster, archive: Archive, line: SessionLine, act: Act, running: Running
) -> None:
    """Bring to disk what was added to a call of the running block, and take it up.

    Where the disk refuses, the block has it all the same, and goes on trying.
    """
    on_disk = running.flush()
    _take_up_anew(archive, line)
    poster.post_message(AddendumKept(act, on_disk=on_disk))


def take_out_line(
    poster: Poster, context: Context, archive: Archive, act: Act, running: Running | None
) -> None:
    """Take what was added out of its session's file; the running block has done so already."""
    if running is not None:
        running.flush()
    else:
        try:
            owed_line(act).take_out(context.workbench)
        except (StoreError, OSError) as error:
            reason = plain_reason(error) if isinstance(error, OSError) else error.problem
            gone = isinstance(error, AddedSince | CallGone)
            poster.post_message(LineTakenOut(act, reason, gone=gone))
            return
    for line in archive.sessions:
        if line.session.id == act.session:
            _take_up_anew(archive, line)
    poster.post_message(LineTakenOut(act))


def owed_line(act: Act, file: str = "") -> OwedAddendum:
    """What is to be written to a session's file, whose name is `file` where that is known."""
    return OwedAddendum(
        session=act.session,
        file=file,
        call=act.call,
        prospect=act.prospect,
        addendum=act.addendum,
    )


def _take_up_anew(archive: Archive, line: SessionLine) -> None:
    """Have the session shown as it is now; where that fails, what was added is kept all the same.

    Said to have failed, it would be added a second time.
    """
    with suppress(StoreError):
        archive.reread(line)
