"""A block in progress: dial, note, dispose, answer, book, undo, skip, pause.

The only place where the rules of a call live. A `Block` holds the session and its calls as
frozen records, refuses what is not allowed in words a rep can act on, and hands every change to
a `Recorder`, which saves it. It knows no file, no screen and no clock but the one it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Protocol

from callbench.domain.cadence import CallKind
from callbench.domain.checklist import current
from callbench.domain.playbook import Disposition, Playbook
from callbench.domain.records import (
    Answer,
    Call,
    CallSession,
    NextStep,
    Pause,
    Prospect,
    new_id,
    replace,
)

Clock = Callable[[], datetime]


class Refused(Exception):
    """An act that the rules don't allow now; the message says why, for the rep."""


class Recorder(Protocol):
    """Whoever saves what happens in a block."""

    def put_session(self, session: CallSession, *, urgent: bool = False) -> None:
        """Keep the session's frame as it is now."""

    def put_call(self, call: Call, *, urgent: bool = False) -> None:
        """Keep a call as it is now."""

    def remove_call(self, call_id: str) -> None:
        """Forget a call that was logged by mistake and undone."""


class Block:
    """One calling block, from its first call to its end."""

    def __init__(
        self,
        session: CallSession,
        playbook: Playbook,
        clock: Clock,
        recorder: Recorder,
        calls: Iterable[Call] = (),
    ) -> None:
        """Begin a block, or go on with one whose `calls` were read back."""
        self.session = session
        self.playbook = playbook
        self._clock = clock
        self._recorder = recorder
        self._calls = {call.id: call for call in calls}
        unfinished = [call.id for call in self._calls.values() if call.is_open]
        self._open = unfinished[-1] if unfinished else None

    # ------------------------------------------------------------------ what is

    @property
    def calls(self) -> tuple[Call, ...]:
        """The calls of this session in the order of their dialling."""
        return tuple(self._calls.values())

    @property
    def open_call(self) -> Call | None:
        """The call that has no confirmed outcome yet."""
        return self._calls[self._open] if self._open else None

    @property
    def paused(self) -> bool:
        """Whether the block's clocks stand still."""
        pauses = self.session.pauses
        return bool(pauses) and pauses[-1].ended_at is None

    @property
    def ended(self) -> bool:
        """Whether the block is over."""
        return self.session.ended_at is not None

    def elapsed(self) -> timedelta:
        """How long the block has run, pauses left out."""
        until = self.session.ended_at or self._clock()
        paused = sum(
            ((pause.ended_at or until) - pause.started_at for pause in self.session.pauses),
            timedelta(),
        )
        return max(until - self.session.started_at - paused, timedelta())

    def draft(self, prospect: Prospect) -> str:
        """What was typed about a prospect before dialling them."""
        return self.session.drafts.get(prospect.id, "")

    # ------------------------------------------------------------------ the call

    def dial(self, prospect: Prospect, kind: CallKind, attempt: int) -> Call:
        """Begin an attempt; a draft typed before becomes its note.

        Raises:
            Refused: another call has no outcome, the block is paused or over, or the prospect
                has no number or must not be called.
        """
        return self._dial(prospect, kind, attempt, self._clock())

    def note(self, text: str) -> Call:
        """Put down what was typed so far; the note is saved whole.

        Raises:
            Refused: no call is open.
        """
        return self._keep(replace(self._require_open(), note=text))

    def note_before(self, prospect: Prospect, text: str) -> None:
        """Put down what was typed about a prospect who has not been dialled."""
        drafts = {**self.session.drafts, prospect.id: text}
        if not text:
            del drafts[prospect.id]
        self._keep_session(replace(self.session, drafts=drafts))

    def hang_up(self) -> Call:
        """End the conversation: talk time stops, after-call time starts. Twice does nothing.

        Raises:
            Refused: no call is open.
        """
        call = self._require_open("dial first: there is no conversation to wrap up")
        if call.ended_at is not None:
            return call
        return self._keep(replace(call, ended_at=self._clock()), urgent=True)

    def dispose(self, ident: str) -> Call:
        """Say how the open call ended.

        A disposition that reached nobody ends and wraps up the call; one of a conversation
        leaves it open for the checklist, until `confirm`. Choosing another one drops answers to
        questions that it does not ask.

        Raises:
            Refused: no call is open, or the playbook has no such disposition.
        """
        return self._dispose(self._disposition(ident), self._clock())

    def log(self, prospect: Prospect, kind: CallKind, attempt: int, ident: str) -> Call:
        """Log an attempt that reached nobody and was made by hand: dial and outcome in one.

        Raises:
            Refused: as `dial`; or the disposition is one of a conversation.
        """
        disposition = self._disposition(ident)
        if disposition.reached:
            raise Refused("a conversation is wrapped up: dial first")
        now = self._clock()
        self._dial(prospect, kind, attempt, now)
        return self._dispose(disposition, now)

    def _dial(self, prospect: Prospect, kind: CallKind, attempt: int, now: datetime) -> Call:
        self._refuse_while_busy()
        if prospect.do_not_call:
            raise Refused(f"{prospect.name} asked not to be called")
        if not prospect.phone:
            raise Refused(f"{prospect.name} needs a number first: i opens the prospect")
        call = Call(
            id=new_id(),
            prospect=prospect.ref,
            attempt=attempt,
            kind=kind,
            dialled_at=now,
            note=self.draft(prospect),
        )
        self._open = call.id
        self._keep(call, urgent=True)
        self._forget_draft(prospect.id)
        return call

    def _dispose(self, disposition: Disposition, now: datetime) -> Call:
        call = self._require_open("dial first: no call is open")
        ended = replace(call, disposition=disposition.id, ended_at=call.ended_at or now)
        if disposition.reached:
            return self._keep(_only_asked(ended, disposition), urgent=True)
        self._open = None
        wrapped = replace(ended, wrapped_at=now, answers={}, next_step=None)
        return self._keep(wrapped, urgent=True)

    # ------------------------------------------------------------------ the checklist

    def answer(self, question: str, answer: str, detail: str = "") -> Call:
        """Answer one question of the checklist; a next meeting denied drops the one booked.

        Raises:
            Refused: no conversation is being wrapped up, or no such question or answer.
        """
        call = self._require_wrap_up()
        known = self.playbook.question(question)
        option = known.option(answer) if known is not None else None
        if known is None or option is None:
            raise Refused(f"the playbook has no answer {answer!r} to {question!r}")
        answers = {**call.answers, question: Answer(answer=answer, detail=detail)}
        step = None if known.kind == "meeting" and answer != "booked" else call.next_step
        return self._keep(replace(call, answers=answers, next_step=step))

    def book(self, question: str, step: NextStep) -> Call:
        """Agree the next meeting, which answers `question` with ``booked``.

        Raises:
            Refused: no conversation is being wrapped up, or the time lies in the past.
        """
        call = self._require_wrap_up()
        if step.starts_at <= self._clock():
            raise Refused("that time has passed")
        before = call.answers.get(question)
        detail = before.detail if before is not None and before.answer == "booked" else ""
        answers = {**call.answers, question: Answer(answer="booked", detail=detail)}
        return self._keep(replace(call, answers=answers, next_step=step))

    def give_reason(self, reason: str) -> Call:
        """Say why we will speak.

        Raises:
            Refused: no next meeting is booked.
        """
        call = self._require_wrap_up()
        if call.next_step is None:
            raise Refused("book the next meeting first")
        return self._keep(replace(call, next_step=replace(call.next_step, reason=reason)))

    def tick(self, question: str) -> Call:
        """Mark a question of theirs as answered, or as open again.

        Raises:
            Refused: no call is open.
        """
        call = self._require_open()
        if question in call.ticked:
            ticked = tuple(text for text in call.ticked if text != question)
        else:
            ticked = (*call.ticked, question)
        return self._keep(replace(call, ticked=ticked))

    def tell(self, story: str) -> Call:
        """Mark a success story as told in this call.

        Raises:
            Refused: no call is open.
        """
        call = self._require_open("dial first: a story is told in a call")
        told = call.told if story in call.told else (*call.told, story)
        return self._keep(replace(call, told=told))

    def confirm(self) -> Call:
        """Close the wrap-up: only the disposition is required.

        Raises:
            Refused: no conversation is being wrapped up.
        """
        call = self._require_wrap_up()
        self._open = None
        return self._keep(replace(call, wrapped_at=self._clock()), urgent=True)

    def unanswered(self) -> bool:
        """Whether the open call's checklist still has something to ask."""
        call = self.open_call
        return call is not None and current(self.playbook, call) is not None

    # ------------------------------------------------------------------ the block

    def undo(self) -> Call:
        """Take back the last disposition: the call is open again, with its note and answers.

        An attempt that was logged without dialling is removed; its note becomes a draft again.

        Returns:
            The call as it was before it is taken back.

        Raises:
            Refused: a call is open, or there is nothing to undo.
        """
        call = self.open_call
        if call is not None and call.disposition is None:
            raise Refused("nothing to undo: this call has no outcome yet")
        if call is None and not self._calls:
            raise Refused("nothing to undo yet")
        last = call or self.calls[-1]
        if last.ended_at == last.dialled_at:
            self._remove(last)
        else:
            self._open = last.id
            ended = last.ended_at if self.playbook.reached(last.disposition) else None
            self._keep(
                replace(last, disposition=None, ended_at=ended, wrapped_at=None), urgent=True
            )
        return last

    def skip(self, prospect: Prospect) -> None:
        """Put a prospect off to later today.

        Raises:
            Refused: a call has no outcome, or the block is paused or over.
        """
        self._refuse_while_busy()
        skipped = {**self.session.skipped, prospect.id: self._clock()}
        self._keep_session(replace(self.session, skipped=skipped))

    def pause(self) -> None:
        """Stop the block's clocks.

        Raises:
            Refused: a call is open, or the block is paused or over.
        """
        self._refuse_while_busy()
        pauses = (*self.session.pauses, Pause(started_at=self._clock()))
        self._keep_session(replace(self.session, pauses=pauses), urgent=True)

    def resume(self) -> None:
        """Let the clocks run on; does nothing where they run."""
        if self.paused:
            *before, last = self.session.pauses
            ended = replace(last, ended_at=self._clock())
            self._keep_session(replace(self.session, pauses=(*before, ended)), urgent=True)

    def end(self) -> CallSession:
        """End the block.

        Raises:
            Refused: a call has no outcome yet.
        """
        if self._open is not None:
            raise Refused(_say_outcome_first(self._require_open()))
        self.resume()
        if not self.ended:
            self._keep_session(replace(self.session, ended_at=self._clock()), urgent=True)
        return self.session

    # ------------------------------------------------------------------ inside

    def _refuse_while_busy(self) -> None:
        if self.ended:
            raise Refused("the block is over")
        if self.paused:
            raise Refused("the block is paused: b goes on")
        if self._open is not None:
            raise Refused(_say_outcome_first(self._require_open()))

    def _require_open(self, why: str = "no call is open") -> Call:
        call = self.open_call
        if call is None:
            raise Refused(why)
        return call

    def _require_wrap_up(self) -> Call:
        call = self._require_open("there is no conversation to wrap up")
        if call.disposition is None:
            raise Refused("how did it end? one letter says it")
        return call

    def _disposition(self, ident: str) -> Disposition:
        disposition = self.playbook.disposition(ident)
        if disposition is None:
            raise Refused(f"the playbook has no disposition {ident!r}")
        return disposition

    def _keep(self, call: Call, *, urgent: bool = False) -> Call:
        self._calls[call.id] = call
        self._recorder.put_call(call, urgent=urgent)
        return call

    def _keep_session(self, session: CallSession, *, urgent: bool = False) -> None:
        self.session = session
        self._recorder.put_session(session, urgent=urgent)

    def _forget_draft(self, ident: str) -> None:
        if ident in self.session.drafts:
            drafts = {key: text for key, text in self.session.drafts.items() if key != ident}
            self._keep_session(replace(self.session, drafts=drafts))

    def _remove(self, call: Call) -> None:
        if call.note:
            drafts = {**self.session.drafts, call.prospect.id: call.note}
            self._keep_session(replace(self.session, drafts=drafts), urgent=True)
        del self._calls[call.id]
        self._open = None
        self._recorder.remove_call(call.id)


def _say_outcome_first(call: Call) -> str:
    if call.disposition is not None:
        return f"confirm the wrap-up of {call.prospect.name} first: w"
    return f"how did the call to {call.prospect.name} end? 1 to 9, or w"


def _only_asked(call: Call, disposition: Disposition) -> Call:
    """The call without answers to questions its new disposition does not ask."""
    answers = {name: call.answers[name] for name in call.answers if name in disposition.checklist}
    booked = any(answer.answer == "booked" for answer in answers.values())
    return replace(call, answers=answers, next_step=call.next_step if booked else None)
