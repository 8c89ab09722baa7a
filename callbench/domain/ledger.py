"""What a block holds, its session and its calls, and whoever saves them.

A `Ledger` asks nothing: whether a change is allowed is for `callbench.domain.block.Block` to say.
It sees to it that each change reaches the recorder, and in an order in which a crash between two
of them loses nothing that was typed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from callbench.domain.open_lines import OpenLine, as_drafts, without_lines
from callbench.domain.records import Call, CallSession, Pause, replace


class Recorder(Protocol):
    """Whoever saves what happens in a block."""

    def put_session(self, session: CallSession, *, urgent: bool = False) -> None:
        """Keep the session's frame as it is now."""

    def put_call(self, call: Call, *, urgent: bool = False) -> None:
        """Keep a call as it is now."""

    def remove_call(self, call_id: str) -> None:
        """Forget a call that was logged by mistake and undone."""


class Ledger:
    """The session and the calls of one block, as its recorder has them."""

    def __init__(self, session: CallSession, recorder: Recorder, calls: Iterable[Call]) -> None:
        """Begin with `calls` that were read back, in any order."""
        self.session = session
        self._recorder = recorder
        self._calls = {call.id: call for call in sorted(calls, key=lambda call: call.dialled_at)}

    @property
    def calls(self) -> tuple[Call, ...]:
        """The calls in the order of their dialling."""
        return tuple(self._calls.values())

    @property
    def open_call(self) -> Call | None:
        """The last call that has no confirmed outcome yet."""
        return next((call for call in reversed(self._calls.values()) if call.is_open), None)

    def call(self, ident: str) -> Call:
        """The call of that id."""
        return self._calls[ident]

    def draft(self, ident: str) -> str:
        """What was typed about that prospect and is in no call."""
        return self.session.drafts.get(ident, "")

    def put(self, call: Call, *, urgent: bool = False) -> Call:
        """Keep a call as it is now."""
        self._calls[call.id] = call
        self._recorder.put_call(call, urgent=urgent)
        return call

    def begin(self, call: Call) -> Call:
        """Keep a new call; what was waiting for it is dropped after that: a draft, a skip."""
        self.put(call, urgent=True)
        ident, session = call.prospect.id, self.session
        if ident in session.drafts or ident in session.skipped:
            drafts = {key: text for key, text in session.drafts.items() if key != ident}
            skipped = {key: at for key, at in session.skipped.items() if key != ident}
            self.put_session(replace(session, drafts=drafts, skipped=skipped))
        return call

    def take_out(self, call: Call) -> None:
        """Forget a call; its note, kept before that, joins the draft that was typed since."""
        ident = call.prospect.id
        texts = [text for text in (call.note, self.draft(ident)) if text]
        if texts:
            self.put_draft(ident, "\n".join(texts), urgent=True)
        self.put_lines(call.id, ())
        del self._calls[call.id]
        self._recorder.remove_call(call.id)

    def put_draft(self, ident: str, text: str, *, urgent: bool = False) -> None:
        """Keep what was typed about a prospect; an empty text drops it."""
        drafts = {**self.session.drafts, ident: text}
        if not text:
            del drafts[ident]
        self.put_session(replace(self.session, drafts=drafts), urgent=urgent)

    def put_lines(self, call: str, lines: Iterable[OpenLine]) -> None:
        """Keep what is being typed into the checklist of a call, in place of what was."""
        drafts = without_lines(self.session.drafts, (call,)) | as_drafts(call, lines)
        if list(drafts.items()) != list(self.session.drafts.items()):
            self.put_session(replace(self.session, drafts=drafts))

    def put_skip(self, ident: str, at: datetime | None) -> None:
        """Keep when the prospect of that id was put off; None where they no longer are."""
        skipped = {key: before for key, before in self.session.skipped.items() if key != ident}
        if at is not None:
            skipped[ident] = at
        self.put_session(replace(self.session, skipped=skipped))

    def put_pause(self, pause: Pause) -> None:
        """Keep a pause, in the place of the one that began when it did."""
        pauses = self.session.pauses
        before = pauses[:-1] if pauses and pauses[-1].started_at == pause.started_at else pauses
        self.put_session(replace(self.session, pauses=(*before, pause)), urgent=True)

    def put_session(self, session: CallSession, *, urgent: bool = False) -> None:
        """Keep the session's frame."""
        self.session = session
        self._recorder.put_session(session, urgent=urgent)


DEAD_TIME = timedelta(minutes=5)
"""A session that was left for longer goes on with a pause in between."""


def open_again(session: CallSession, left: datetime, now: datetime) -> CallSession:
    """A session that goes on, be it that it was cut off or ended too soon.

    Args:
        session: As it was found.
        left: When somebody worked on it last.
        now: The present.
    """
    pauses = session.pauses
    if now - left >= DEAD_TIME:
        pauses = (*pauses, Pause(started_at=left, ended_at=now))
    return replace(session, ended_at=None, pauses=pauses)


def elapsed(session: CallSession, now: datetime) -> timedelta:
    """How long a session has run, pauses left out."""
    until = session.ended_at or now
    pauses = (_between(pause.started_at, pause.ended_at or until) for pause in session.pauses)
    return max(_between(session.started_at, until) - sum(pauses, timedelta()), timedelta())


def _between(start: datetime, end: datetime) -> timedelta:
    """Elapsed time; two wall times of one zone would be subtracted without its clock changes."""
    return end.astimezone(UTC) - start.astimezone(UTC)
