"""Every session as the review reads it: what there is, what was said, and where.

All reading for looking back goes through `Archive`, so that an index can take the place of the
files behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from callbench.domain.agenda.timeline import Logged, Timeline
from callbench.domain.excerpts import excerpt, hits, holds, words_of
from callbench.domain.folding import fold
from callbench.domain.playbook import Playbook
from callbench.domain.records import Call, CallSession
from callbench.domain.stats import measure
from callbench.store.errors import StoreError
from callbench.store.session_names import session_paths
from callbench.store.sessions import StoredSession, read_session
from callbench.store.workbench import Workbench

LIMIT = 500
"""Hits of a search, unless told otherwise."""

Stop = Callable[[], bool]
"""Whether nobody waits for the answer any more."""


class SessionLine(msgspec.Struct, frozen=True, kw_only=True):
    """A session in a line, without its calls."""

    path: Path
    session: CallSession
    calls: int
    conversations: int
    meetings: int
    read_only: bool = False
    """Whether a newer callbench wrote it, so that nothing can be added to its calls."""


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A call in which everything that was searched for is found."""

    session: SessionLine
    call: Call
    field: str
    """Where the words are: ``note``, ``answer``, ``addendum``, ``next_step``, ``name`` or
    ``company``; the one with most of them where they are in several."""
    excerpt: str
    """One line of that field, with the first hit in its context."""


class Archive:
    """All sessions of a workbench, read into memory."""

    def __init__(
        self, stored: Sequence[StoredSession], problems: Sequence[StoreError], playbook: Playbook
    ) -> None:
        """Hold these sessions, in any order."""
        self._playbook = playbook
        # By path and not by id: a copy that a sync client made has the same id, and is shown too.
        self._stored = {entry.path: entry for entry in stored}
        self._folded: dict[str, str] = {}
        self._lines = [self._line(entry) for entry in stored]
        self._lines.sort(key=lambda line: line.session.started_at, reverse=True)
        self.problems = tuple(problems)
        """Files that could not be read, each with its path."""

    @classmethod
    def open(cls, workbench: Workbench, playbook: Playbook, stop: Stop = lambda: False) -> Archive:
        """Read every session; a damaged one is a problem, not an error.

        Args:
            workbench: Where they are.
            playbook: Says which calls were conversations.
            stop: Asked between two files; once it says yes, the rest is left unread.

        Raises:
            StoreError: The folder can't be read.
        """
        stored: list[StoredSession] = []
        problems: list[StoreError] = []
        for path in session_paths(workbench):
            if stop():
                break
            try:
                stored.append(read_session(path))
            except StoreError as error:
                problems.append(error)
        return cls(stored, problems, playbook)

    @property
    def sessions(self) -> Sequence[SessionLine]:
        """All sessions, newest first."""
        return self._lines

    def calls(self, session: SessionLine) -> tuple[Call, ...]:
        """The calls of a session, in the order of their dialling."""
        return self._stored[session.path].calls

    def place(self, hit: Hit) -> tuple[int, int]:
        """Where a hit is: the number of its session, and that of its call in the session."""
        session = next(at for at, line in enumerate(self._lines) if line.path == hit.session.path)
        calls = self.calls(hit.session)
        return session, next(at for at, call in enumerate(calls) if call.id == hit.call.id)

    def search(self, text: str, limit: int = LIMIT, stop: Stop = lambda: False) -> list[Hit]:
        """The calls in which every word of `text` begins a word, newest first.

        Notes, answers, addenda, next steps, names and companies are looked through.

        Args:
            text: What was typed; none of its signs has a meaning.
            limit: How many hits at the most.
            stop: Asked between two sessions; once it says yes, what was found so far comes back.
        """
        words = words_of(text)
        found: list[Hit] = []
        if not words:
            return found
        for line in self._lines:
            if len(found) >= limit or stop():
                break
            found.extend(self._hits(line, words))
        return found[:limit]

    def timeline(self, prospect: str) -> Timeline:
        """Every call to the prospect with that id, first dialled first."""
        logged: dict[str, Logged] = {
            call.id: (entry.session.id, call)
            for entry in self._stored.values()
            for call in entry.calls
            if call.prospect.id == prospect
        }
        return sorted(logged.values(), key=lambda entry: entry[1].dialled_at)

    def reread(self, session: SessionLine) -> SessionLine:
        """Take up what has changed in one session's file; answers its line as it is now.

        Raises:
            StoreError: It can't be read any more; what was read before stays.
        """
        fresh = read_session(session.path)
        for call in self.calls(session):
            self._folded.pop(call.id, None)
        self._stored[session.path] = fresh
        line = self._line(fresh)
        self._lines = [line if old.path == line.path else old for old in self._lines]
        return line

    def _hits(self, line: SessionLine, words: Sequence[str]) -> Iterator[Hit]:
        """The hits in one session, the last call first."""
        for call in reversed(self.calls(line)):
            if holds(self._folded_text(call), words):
                yield _hit(line, call, words)

    def _line(self, entry: StoredSession) -> SessionLine:
        stats = measure(entry.calls, self._playbook)
        return SessionLine(
            path=entry.path,
            session=entry.session,
            calls=stats.calls,
            conversations=stats.conversations,
            meetings=stats.meetings,
            read_only=entry.read_only,
        )

    def _folded_text(self, call: Call) -> str:
        """Everything in a call as it is compared, made once."""
        folded = self._folded.get(call.id)
        if folded is None:
            folded = self._folded[call.id] = fold("\n".join(text for _, text in fields(call)))
        return folded


def fields(call: Call) -> Iterator[tuple[str, str]]:
    """What can be searched in a call, by the name of its field: what was said comes first."""
    yield "note", call.note
    for answer in call.answers.values():
        if answer.detail:
            yield "answer", answer.detail
    for addendum in call.addenda:
        yield "addendum", addendum.text
    if call.next_step is not None:
        yield "next_step", call.next_step.reason
    yield "name", call.prospect.name
    yield "company", call.prospect.company


def _hit(session: SessionLine, call: Call, words: Sequence[str]) -> Hit:
    """The hit, shown by the field that has most of the words; the first where several have."""
    name, text = max(fields(call), key=lambda field: hits(fold(field[1]), words))
    return Hit(session=session, call=call, field=name, excerpt=excerpt(text, words))
