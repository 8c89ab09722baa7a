"""A block in progress: dial, note, dispose, answer, book, undo, skip, pause.

The only place that decides what is allowed in a call. A `Block` holds the session and its calls
as frozen records, refuses what is not allowed in words a rep can act on, and hands every change
to a `Recorder`, which saves it. It knows no file, no screen and no clock but the one it is given.
What a step does to a call is in `callbench.domain.wrapup`, how one is refused in `refusals`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from callbench.domain import refusals, wrapup
from callbench.domain.addenda import without_last
from callbench.domain.cadence import CallKind
from callbench.domain.checklist import REASON
from callbench.domain.ledger import Ledger, Recorder, elapsed
from callbench.domain.open_lines import OpenLine
from callbench.domain.playbook import Playbook
from callbench.domain.records import (
    Addendum,
    Answer,
    Call,
    CallSession,
    NextStep,
    Pause,
    Prospect,
    new_id,
    replace,
)
from callbench.domain.refusals import (
    Refused,
    is_paused,
    require_asked,
    require_open,
    require_wrap_up,
)
from callbench.domain.undo import TakenBack, Undo
from callbench.domain.wrapup_words import WrapUpWords

__all__ = ["Block", "Clock", "Recorder", "Refused"]

Clock = Callable[[], datetime]


class Block:
    """One calling block, from its first call to its end."""

    def __init__(
        self,
        session: CallSession,
        playbook: Playbook,
        clock: Clock,
        recorder: Recorder,
        calls: Iterable[Call] = (),
        *,
        refuses: Callable[[Prospect], bool] = lambda prospect: prospect.do_not_call,
    ) -> None:
        """Begin a block, or go on with one whose `calls` were read back, in any order.

        `refuses` says whether somebody must never be called.
        """
        self.playbook = playbook
        self._clock = clock
        self._ledger = Ledger(session, recorder, calls)
        self._undo = Undo(self._ledger, playbook)
        self._refuses = refuses
        self._words = WrapUpWords(self._ledger, playbook)

    @property
    def session(self) -> CallSession:
        """The block's frame: its times, pauses, skips and drafts."""
        return self._ledger.session

    @property
    def calls(self) -> tuple[Call, ...]:
        """The calls of this session in the order of their dialling."""
        return self._ledger.calls

    @property
    def open_call(self) -> Call | None:
        """The call that has no confirmed outcome yet."""
        return self._ledger.open_call

    @property
    def paused(self) -> bool:
        """Whether the block's clocks stand still."""
        return is_paused(self.session)

    @property
    def ended(self) -> bool:
        """Whether the block is over."""
        return self.session.ended_at is not None

    def elapsed(self) -> timedelta:
        """How long the block has run, pauses left out."""
        return elapsed(self.session, self._clock())

    def draft(self, prospect: Prospect) -> str:
        """What was typed about a prospect before dialling them."""
        return self._ledger.draft(prospect.id)

    def dial(self, prospect: Prospect, kind: CallKind, attempt: int) -> Call:
        """Begin an attempt; a draft typed before becomes its note."""
        return self._undo.begin(self._new_call(prospect, kind, attempt))

    def require_call(self, prospect: Prospect) -> None:
        """Refuse a call to somebody as `dial` would; nothing begins."""
        self._refuse_while_busy()
        refusals.require_callable(prospect, refused=self._refuses(prospect))

    def log(self, prospect: Prospect, kind: CallKind, attempt: int, ident: str) -> Call:
        """Log an attempt that reached nobody and was made by hand: dial and outcome in one."""
        disposition = refusals.require_disposition(self.playbook, ident)
        if disposition.reached:
            raise Refused("a conversation is wrapped up: dial first")
        call = self._new_call(prospect, kind, attempt)
        return self._undo.begin(wrapup.disposed(call, disposition, call.dialled_at))

    def note(self, text: str) -> Call:
        """Put down what was typed so far; the note is saved whole."""
        return self._ledger.put(replace(require_open(self.open_call), note=text))

    def note_before(self, prospect: Prospect, text: str) -> None:
        """Put down what was typed about a prospect who has not been dialled."""
        if self.ended:
            raise Refused("the block is over")
        self._ledger.put_draft(prospect.id, text)

    @property
    def open_lines(self) -> tuple[OpenLine, ...]:
        """What is being typed into the open call's checklist; the line typed last comes last."""
        call = self.open_call
        return self._words.lines(call) if call is not None else ()

    def type_line(self, question: str, answer: str, text: str | None) -> None:
        """Put down a line of the checklist as it is being typed; None where none is."""
        self._words.type_line(require_open(self.open_call), question, answer, text)

    def hang_up(self) -> Call:
        """End the conversation: talk time stops, after-call time starts. Twice does nothing."""
        call = require_open(self.open_call, "dial first: there is no conversation to wrap up")
        if call.ended_at is not None:
            return call
        return self._ledger.put(wrapup.hung_up(call, self._clock()), urgent=True)

    def dispose(self, ident: str) -> Call:
        """Say how the open call ended.

        A disposition that reached nobody ends and wraps up the call; one of a conversation
        leaves it open for the checklist, until `confirm`. Choosing another one leaves out answers
        to questions that it does not ask, whose words go into the note; choosing the first again
        brings them back.
        """
        disposition = refusals.require_disposition(self.playbook, ident)
        call = require_open(self.open_call, "dial first: no call is open")
        full, now = self._words.remember(call), self._clock()
        if disposition.reached:
            return self._words.dispose(wrapup.disposed(full, disposition, now))
        # Times are kept to the second, and an attempt of none is one that was never dialled.
        now = max(now, call.dialled_at + timedelta(seconds=1))
        return self._words.close(wrapup.disposed(full, disposition, now))

    def answer(self, question: str, answer: str, detail: str = "") -> Call:
        """Answer one question of the checklist; a next meeting denied drops the one booked.

        Words of the answer before go into the note, where they are not part of this one.
        """
        call = require_wrap_up(self.open_call)
        known = refusals.require_answer(self.playbook, call, question, answer)
        self._words.remember(call)
        given = wrapup.answered(call, known, Answer(answer=answer, detail=detail))
        return self._words.enter(given, question, "" if known.kind == "text" else answer)

    def book(self, question: str, step: NextStep) -> Call:
        """Agree the next meeting, which answers `question` with ``booked``."""
        call = require_wrap_up(self.open_call)
        known = require_asked(self.playbook, call, question)
        if known.kind != "meeting":
            raise Refused(f"{known.prompt!r} is not answered with a meeting")
        if step.starts_at <= self._clock():
            raise Refused("that time has passed")
        former = self._words.remember(call).next_step
        return self._words.enter(wrapup.booked(call, known, step, former), question)

    def give_reason(self, reason: str) -> Call:
        """Say why we will speak."""
        call = require_wrap_up(self.open_call)
        refusals.require_booked(call)
        return self._words.enter(wrapup.with_reason(call, reason), REASON)

    def adjust(self, *, channel: str = "", minutes: int = 0, agreed: bool | None = None) -> Call:
        """Change how, or how long, the next meeting takes place; what is not given stays."""
        call = require_wrap_up(self.open_call)
        step = refusals.require_booked(call)
        changed = replace(
            step,
            channel=channel or step.channel,
            minutes=minutes or step.minutes,
            agreed=step.agreed if agreed is None else agreed,
        )
        return self._ledger.put(replace(call, next_step=changed))

    def tick(self, question: str) -> Call:
        """Mark a question of theirs as answered, or as open again."""
        return self._ledger.put(wrapup.ticked(require_open(self.open_call), question))

    def tell(self, story: str) -> Call:
        """Mark a success story as told in this call."""
        call = require_open(self.open_call, "dial first: a story is told in a call")
        return self._ledger.put(wrapup.told(call, story))

    def confirm(self) -> Call:
        """Close the wrap-up: only the disposition is required.

        What was typed into its lines and not entered goes into the note.
        """
        call = require_wrap_up(self.open_call)
        self._words.remember(call)
        return self._words.close(wrapup.confirmed(call, self._clock()))

    def undo(self) -> TakenBack:
        """Take back the last act: an outcome, and the call is open again with its note and answers.

        A dial in which nothing was put down since is removed, and so is an attempt that was logged
        without dialling; its note becomes a draft again. So is a skip.
        """
        refusals.refuse_while_still(self.session)
        return self._undo.take_back(self._words.fullest)

    @property
    def can_undo(self) -> bool:
        """Whether there is something to take back."""
        still = self.paused or self.ended
        return not still and self._undo.can_take_back(self._words.fullest)

    def amend(self, call_id: str, addendum: Addendum) -> Call:
        """Add to a call of this block that is over; the call itself is not rewritten."""
        found = [call for call in self.calls if call.id == call_id]
        if not found or found[0] == self.open_call:
            raise Refused("that call is not over yet")
        call = found[0]
        return self._ledger.put(replace(call, addenda=(*call.addenda, addendum)), urgent=True)

    def unamend(self, call_id: str, addendum: Addendum) -> Call:
        """Take out what was just added to a call of this block."""
        if (after := without_last(self._ledger.call(call_id), addendum)) is None:
            raise Refused("something else was added since: it stays")
        return self._ledger.put(after, urgent=True)

    def take_in(self, slug: str) -> None:
        """Call another list as well, as when somebody was put on it in the midst of the block."""
        if slug not in self.session.lists:
            session = replace(self.session, lists=(*self.session.lists, slug))
            self._ledger.put_session(session, urgent=True)

    def skip(self, prospect: Prospect) -> None:
        """Put a prospect off to later today."""
        self._refuse_while_busy()
        self._undo.skip(prospect, self._clock())

    def pause(self) -> None:
        """Stop the block's clocks."""
        self._refuse_while_busy()
        self._ledger.put_pause(Pause(started_at=self._clock()))

    def resume(self) -> None:
        """Let the clocks run on; does nothing where they run."""
        if self.paused:
            self._ledger.put_pause(replace(self.session.pauses[-1], ended_at=self._clock()))

    def end(self) -> CallSession:
        """End the block."""
        refusals.refuse_while_open(self.open_call, self.playbook)
        self.resume()
        if not self.ended:
            ended = replace(self.session, ended_at=self._clock())
            self._ledger.put_session(ended, urgent=True)
        return self.session

    def _refuse_while_busy(self) -> None:
        refusals.refuse_while_still(self.session)
        refusals.refuse_while_open(self.open_call, self.playbook)

    def _new_call(self, prospect: Prospect, kind: CallKind, attempt: int) -> Call:
        self.require_call(prospect)
        return Call(
            id=new_id(),
            prospect=prospect.ref,
            attempt=attempt,
            kind=kind,
            dialled_at=self._clock(),
            note=self.draft(prospect),
        )
