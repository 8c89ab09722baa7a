"""Every session as the review reads it: what there is, what was said, and where.

All reading for looking back goes through `Archive`. It stands on the index, so that neither a
start nor a search costs more with every year.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import TypeVar
from zoneinfo import ZoneInfo

from callbench.domain.agenda.timeline import Timeline
from callbench.domain.playbook import Playbook
from callbench.domain.records import Call
from callbench.domain.search_line import parse, parts
from callbench.domain.search_offers import Offer, names_of, offers
from callbench.domain.search_telling import ways_out
from callbench.domain.stats import measure
from callbench.store.config import load
from callbench.store.errors import CallGone, StoreError
from callbench.store.hits import LIMIT, Hit, SessionLine
from callbench.store.index import Index, IndexDamaged, IndexedSession, Progress, Stop
from callbench.store.sessions import StoredSession, read_session
from callbench.store.workbench import Workbench

_WAIT = 5.0
"""Seconds to wait for another instance that is bringing the index up to date."""

T = TypeVar("T")


class Archive:
    """All sessions of a workbench. Any thread may ask it."""

    def __init__(self, workbench: Workbench, playbook: Playbook) -> None:
        """Find the index, with no session yet; see `open`."""
        self._workbench = workbench
        self._playbook = playbook
        self._index = Index.open(workbench, playbook)
        self._lines: list[SessionLine] = []
        self._by_name: dict[str, SessionLine] = {}
        self.problems: tuple[StoreError, ...] = ()
        """Files that could not be read, each with its path."""

    @classmethod
    def open(
        cls,
        workbench: Workbench,
        playbook: Playbook,
        stop: Stop = lambda: False,
        progress: Progress | None = None,
    ) -> Archive:
        """Take up every session; a damaged one is a problem, not an error.

        Args:
            workbench: Where they are.
            playbook: Says which calls were conversations.
            stop: Asked between two files; once it says yes, the rest is left for the next time.
            progress: Told how much is done; the first time after an update takes a while.

        Raises:
            StoreError: The folder can't be read, or the index can't be written.
        """
        archive = cls(workbench, playbook)
        archive._follow(stop, progress)
        if not stop():
            archive._take(archive._read(Index.sessions))
        return archive

    def take_up(self) -> None:
        """Take up every session that the index has at this moment, as far as it can be read.

        Raises:
            StoreError: The index is busy, or the disk is in trouble.
        """
        # An index that has to be built anew has none for the moment.
        with suppress(IndexDamaged):
            self._take(self._index.sessions())

    @property
    def sessions(self) -> Sequence[SessionLine]:
        """All sessions, newest first."""
        return self._lines

    @property
    def lists(self) -> Sequence[str]:
        """The slugs of all lists that were ever called, those of the newest sessions first."""
        return [*dict.fromkeys(slug for line in self._lines for slug in line.session.lists)]

    def calls(self, session: SessionLine) -> tuple[Call, ...]:
        """The calls of a session, in the order of their dialling.

        Raises:
            StoreError: The index can't say, and the file can't be read any more.
        """
        try:
            return self._index.calls(session.path.name)
        except StoreError:
            # Quicker than building the index anew, and a screen may be waiting.
            return read_session(session.path).calls

    def place(self, hit: Hit) -> tuple[int, int]:
        """Where a hit is: the number of its session, and that of its call in the session.

        Raises:
            StoreError: It is not there any more, or its session can't be read.
        """
        for session, line in enumerate(self._lines):
            if line.path == hit.session.path:
                for place, call in enumerate(self.calls(line)):
                    if call.id == hit.call.id:
                        return session, place
        raise CallGone(hit.session.path)

    def search(
        self,
        text: str,
        limit: int = LIMIT,
        stop: Stop = lambda: False,
        now: datetime | None = None,
    ) -> list[Hit]:
        """The calls that meet a query in the search language, newest first.

        Args:
            text: What was typed; see `callbench.domain.search`.
            limit: How many hits at the most.
            stop: Asked meanwhile; once it says yes, nothing comes back.
            now: The moment in the rep's zone, from which ``since:march`` is meant; the present
                one in that of the settings unless given.

        Raises:
            StoreError: The index is busy, or the disk is in trouble; or the settings, where they
                are asked, can't be used.
        """
        wanted = parse(text, now or self.now())
        lines = self._by_name
        found = self._read(lambda index: index.search(wanted, limit, stop=stop))
        return [
            Hit(lines[entry.name], entry.call, wanted.words, wanted.numbers)
            for entry in found
            # A session that came since is shown with the others the next time.
            if entry.name in lines
        ]

    def ways_out(
        self, text: str, stop: Stop = lambda: False, now: datetime | None = None
    ) -> list[tuple[str, int]]:
        """Where a search finds nothing: what would find some, and how many, at most `LIMIT`.

        The arguments, and what may be raised, are those of `search`.
        """
        now = now or self.now()
        meant = [(f"as {one.filter}", parse(one.line, now)) for one in self._offers(text, now)]
        ways: list[tuple[str, int]] = []
        for said, query in (*meant, *ways_out(parts(text, now))):
            found = self._read(partial(Index.search, wanted=query, limit=LIMIT, stop=stop))
            ways += [(said, len(found))] if found else []
        return ways

    def now(self) -> datetime:
        """The present moment in the zone of the settings.

        Raises:
            StoreError: they can't be used.
        """
        return datetime.now(ZoneInfo(load(self._workbench).zone))

    def offers(self, text: str, now: datetime) -> list[Offer]:
        """The filters that words of a search may be meant as, or that its last word begins.

        Args:
            text: The line as typed.
            now: The moment, in the rep's zone.

        Raises:
            StoreError: The index is busy, or the disk is in trouble.
        """
        found = self._offers(text, now)
        last = text.rpartition(" ")[2]
        if found or ":" not in last:
            return found
        return [Offer(last, line.rpartition(" ")[2], line) for line in self.complete(text)]

    def _offers(self, text: str, now: datetime) -> list[Offer]:
        return offers(text, names_of(self._playbook, self.lists), now)

    def complete(self, text: str) -> tuple[str, ...]:
        """The line of a search with its last word completed, in every way there is."""
        return self._read(lambda index: index.complete(text))

    def timeline(self, prospect: str) -> Timeline:
        """Every call to the prospect with that id, first dialled first.

        Raises:
            StoreError: The index can't be read; nothing is built anew, as a screen may be waiting.
        """
        found = self._index.timeline(prospect)
        # A copy that a sync client made has the same calls.
        return list({call.id: (session, call) for session, call in found}.values())

    def reread(self, session: SessionLine) -> SessionLine:
        """Take up what has changed in one session's file; answers its line as it is now.

        Raises:
            StoreError: It can't be read any more; what was read before stays.
        """
        line = self._line_of(read_session(session.path))
        self._follow(lambda: False, None)
        self._show([line if old.path == line.path else old for old in self._lines])
        return line

    def _take(self, found: Sequence[IndexedSession]) -> None:
        self._show([self._line(line) for line in found])

    def _show(self, lines: list[SessionLine]) -> None:
        self._lines = lines
        self._by_name = {line.path.name: line for line in lines}

    def _follow(self, stop: Stop, progress: Progress | None) -> None:
        followed = self._index.follow(progress, stop, wait=_WAIT)
        self.problems = followed.problems
        if followed.busy and not followed.complete:
            reason = f"is still being built by {followed.busy}: what is shown is not all"
            self.problems += (StoreError(self._index.path, reason),)

    def _read(self, read: Callable[[Index], T]) -> T:
        """Read from the index; where it is damaged, build it anew and read again."""
        try:
            return read(self._index)
        except IndexDamaged:
            self._follow(lambda: False, None)
            return read(self._index)

    def _line(self, found: IndexedSession) -> SessionLine:
        return SessionLine(
            path=self._workbench.sessions / found.name,
            session=found.session,
            calls=found.calls,
            conversations=found.conversations,
            meetings=found.meetings,
            read_only=found.read_only,
        )

    def _line_of(self, stored: StoredSession) -> SessionLine:
        stats = measure(stored.calls, self._playbook)
        return SessionLine(
            path=stored.path,
            session=stored.session,
            calls=stats.calls,
            conversations=stats.conversations,
            meetings=stats.meetings,
            read_only=stored.read_only,
        )
