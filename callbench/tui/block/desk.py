"""The desk: a block, its queue and its files, tied together for the calling screen.

It knows no widget. A rep's intent comes in as one method; the rules decide in `Block`; what
changed is ranked anew in `Queue` and saved by the session's writer thread. Slower chores (the
list, do-not-call) run one after the other in a thread of their own.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path

from callbench.domain.agenda import Promise, after_call
from callbench.domain.block import Block, Refused
from callbench.domain.cadence import CallKind
from callbench.domain.history import NOTHING, History, fold
from callbench.domain.playbook import DO_NOT_CALL
from callbench.domain.queue import Queue, QueueRow, Rules, possible_zones
from callbench.domain.records import (
    Addendum,
    Call,
    CallSession,
    Prospect,
    ProspectRef,
    new_id,
    replace,
)
from callbench.domain.roster import Roster, known_already
from callbench.domain.stats import BlockStats, measure
from callbench.exchange import dialler
from callbench.store import do_not_call
from callbench.store.errors import StoreError
from callbench.store.history import read_past
from callbench.store.list_shelf import BY_HAND
from callbench.store.lists import ProspectList
from callbench.store.session_file import SessionFile
from callbench.store.writer import SaveStatus, SessionWriter
from callbench.tui.block.calendars import Calendars, withdrawn
from callbench.tui.block.chores import Chores
from callbench.tui.context import Context

Told = Callable[[SaveStatus], None]


class Desk:
    """One calling block in progress, without a screen."""

    def __init__(
        self,
        context: Context,
        file: SessionFile,
        session: CallSession,
        lists: Sequence[ProspectList],
        calls: Iterable[Call] = (),
    ) -> None:
        """Sit down: read the past, rank the queue, start the writer."""
        self.context = context
        self._listener: Told | None = None
        # What may fail comes before the writer, whose thread would hold the file.
        refuses = do_not_call.read(context.workbench).refuses
        self._refuses = refuses
        past = read_past(context.workbench, context.playbook, without=session.id)
        self.writer = SessionWriter(file, self._tell, session)
        self.block = Block(
            session, context.playbook, context.clock, self.writer, calls, refuses=refuses
        )
        self.problems: list[StoreError] = list(past.problems)
        self._roster = Roster([entry.prospects for entry in lists])
        self.greeting = self._roster.greeting
        """What to say at the beginning about the lists; "" where there is nothing to say."""
        self._before = self._roster.histories(past.histories)
        slugs = {prospect.id: entry.slug for entry in lists for prospect in entry.prospects}
        self.chores = Chores(context, slugs)
        self.calendars = Calendars(context, self.writer.flush, self._is_refused, self._complain)
        self._refuses = refuses
        self._kept_at: dict[str, datetime] = {}
        self.write_up: Future[tuple[Path, ...]] | None = None
        """The files that follow the last conversation, once they are written."""
        self._histories: dict[str, History] = dict(self._before)
        for call in self.block.calls:
            self._note_promise(call)
            if not call.is_open:
                ident = self.shown_as(call.prospect.id)
                self._histories[ident] = fold(self.history(ident), call, context.playbook)
        rules = Rules(context.playbook, context.zone, possible_zones, refuses)
        self.queue = Queue(rules, self._roster.prospects)
        self.rank()

    def listen(self, told: Told) -> None:
        """Have `told` called at every change of how saving stands, in the writer's thread."""
        self._listener = told

    def take_up(self, context: Context) -> None:
        """Go on with other settings."""
        self.context = self.chores.context = self.calendars.context = context
        self.calendars.refresh()

    def _complain(self, problem: str) -> None:
        """Say what failed in another thread."""
        self.chores.failed(problem)

    def _is_refused(self, ref: ProspectRef) -> bool:
        known = self.prospect(ref.id)
        # Without a name it is somebody who was forgotten.
        return not ref.name or self._refuses(
            known or Prospect(id=ref.id, name=ref.name, phone=ref.phone)
        )

    def _tell(self, status: SaveStatus) -> None:
        if self._listener is not None:
            self._listener(status)

    # ------------------------------------------------------------------ what is

    @property
    def rows(self) -> list[QueueRow]:
        """The queue, first to call first."""
        return self.queue.rows

    def shown_as(self, ident: str) -> str:
        """The id of the prospect in the queue who is the same person as the one of that id."""
        return self._roster.shown_as(ident)

    def history(self, ident: str) -> History:
        """What earlier calls say about a prospect, this session's included."""
        return self._histories.get(self.shown_as(ident), NOTHING)

    def prospect(self, ident: str) -> Prospect | None:
        """The prospect of that id, where a list in this block has them."""
        return self.queue.prospects.get(self.shown_as(ident))

    def subject(self) -> Prospect | None:
        """Whom the open call is with."""
        call = self.block.open_call
        if call is None:
            return None
        known = self.prospect(call.prospect.id)
        if known is not None:
            return known
        ref = call.prospect
        return Prospect(id=ref.id, name=ref.name, company=ref.company, phone=ref.phone)

    def stats(self) -> BlockStats:
        """What the block achieved so far."""
        return measure(
            self.block.calls,
            self.context.playbook,
            self._kept_at,
            pauses=self.block.session.pauses,
        )

    def promises(self) -> list[Promise]:
        """Every promise that is still to be kept, to whomever."""
        return [
            Promise(
                call=history.promise.call,
                session="",
                prospect=prospect.ref,
                step=history.promise.step,
                made_at=history.promise.made_at,
            )
            for ident, history in self._histories.items()
            if history.promise is not None and (prospect := self.prospect(ident)) is not None
        ]

    def rank(self) -> None:
        """Rank the whole queue for this moment."""
        self.queue.rank(self._histories, self.block.session.skipped, self.context.now())

    # ------------------------------------------------------------------ what a rep does

    def dial(self, prospect: Prospect) -> str:
        """Begin a call, with the configured dialler where there is one.

        Returns:
            What to tell the rep about the dialler, or "".

        Raises:
            Refused: the rules don't allow it now.
        """
        kind, attempt = self._next(prospect)
        self._note_promise(self.block.dial(prospect, kind, attempt))
        self._requeue(prospect.id)
        if not self.context.config.dialler:
            return ""
        try:
            dialler.dial(self.context.config.dialler, prospect, self._complain)
        except dialler.DialError as error:
            return str(error)
        return ""

    def outcome(self, prospect: Prospect | None, ident: str) -> Call:
        """End the open call so; or log an attempt that was made by hand to `prospect`.

        Raises:
            Refused: the rules don't allow it now.
        """
        if self.block.open_call is not None:
            call = self.block.dispose(ident)
        elif prospect is None:
            raise Refused("nobody is selected")
        else:
            kind, attempt = self._next(prospect)
            call = self.block.log(prospect, kind, attempt, ident)
            self._note_promise(call)
        self._refold(call.prospect.id)
        return call

    def confirm(self) -> Call:
        """Close the wrap-up: the mail draft and the calendar file are written at once.

        Somebody who asked not to be called never is again.

        Raises:
            Refused: there is nothing to confirm.
        """
        prospect = self.subject()
        before = self._open_promise(prospect)
        call = self.block.confirm()
        if call.disposition == DO_NOT_CALL and prospect is not None:
            self._take_up(replace(prospect, do_not_call=True))
            self.chores.never_again(prospect, self.context.clock())
        self._refold(call.prospect.id)
        if prospect is not None:
            self.write_up = self.chores.write_up(call, prospect, before)
        if before is not None:
            self.calendars.refresh(after_call(before, call, self.context.playbook))
        elif call.next_step is not None:
            self.calendars.refresh()
        return call

    def undo(self) -> Call:
        """Take back the last disposition.

        Raises:
            Refused: there is nothing to undo.
        """
        call = self.block.undo()
        prospect = self.prospect(call.prospect.id)
        if prospect is not None and self.block.playbook.reached(call.disposition):
            self.chores.take_back(call, prospect)
        if call.disposition == DO_NOT_CALL and prospect is not None:
            self._take_up(replace(prospect, do_not_call=False))
            self.chores.allow_again(prospect)
        self._refold(call.prospect.id)
        self.calendars.refresh(*withdrawn(call))
        return call

    def skip(self, prospect: Prospect) -> None:
        """Put somebody off to later today.

        Raises:
            Refused: the rules don't allow it now.
        """
        self.block.skip(prospect)
        self._requeue(prospect.id)

    def keep_draft(self, ident: str, text: str) -> None:
        """Keep what was typed about a prospect before dialling them."""
        prospect = self.prospect(ident)
        call = self.block.open_call
        if prospect is None or (call is not None and call.prospect.id == ident):
            return
        if text != self.block.draft(prospect):
            self.block.note_before(prospect, text)

    def amend(self, call_id: str, addendum: Addendum) -> Call | None:
        """Add to a call of this session, or learn that one of an earlier session was added to.

        Returns:
            The call as it is now; None where it is not of this session.

        Raises:
            Refused: it is not over yet.
        """
        if all(call.id != call_id for call in self.block.calls):
            return None
        call = self.block.amend(call_id, addendum)
        self._refold(call.prospect.id)
        return call

    def reread(self) -> None:
        """Take up what was added to calls of earlier sessions."""
        past = read_past(
            self.context.workbench, self.context.playbook, without=self.block.session.id
        )
        self._before = self._roster.histories(past.histories)
        self._histories = dict(self._before)
        for ident in {call.prospect.id for call in self.block.calls}:
            self._refold(ident)
        self.rank()

    def edit(self, prospect: Prospect) -> None:
        """Keep a changed prospect, on their list and in the queue."""
        self._take_up(prospect)

    def add(self, prospect: Prospect) -> Prospect:
        """Put somebody into the queue who stands on no list; answers who is in it now.

        That is who was there already, where it is the same person.

        Raises:
            Refused: they asked not to be called.
        """
        if self._refuses(prospect):
            raise Refused(f"{prospect.name or prospect.phone} asked not to be called")
        known = known_already(prospect, self.queue.prospects)
        if known is not None:
            return known
        self.chores.add(prospect, self.context.clock())
        self.block.take_in(BY_HAND)
        self.queue.update(prospect, NOTHING, None, self.context.now())
        return prospect

    def close(self) -> bool:
        """Bring everything to disk and let go of the files.

        Returns:
            Whether everything was saved.
        """
        self.chores.finish()
        self.calendars.finish()
        return self.writer.close(timeout=5.0)

    def rescue(self) -> str:
        """Write the session somewhere else, because its own place refuses it.

        Returns:
            What became of it, for the rep.
        """
        reason = self.writer.status.reason
        for folder in (Path.home(), Path(tempfile.gettempdir())):
            path = folder / f"callbench-rescued-{new_id()[:8]}.json"
            try:
                self.writer.rescue(path)
            except (StoreError, OSError):
                continue
            return f"callbench: {self.writer.path}: {reason}; the session is in {path} instead"
        return f"callbench: {self.writer.path}: NOT SAVED, {reason}"

    # ------------------------------------------------------------------ inside

    def _open_promise(self, prospect: Prospect | None) -> Promise | None:
        """The promise to somebody that the call at hand settles."""
        found = (p for p in self.promises() if prospect and p.prospect.id == prospect.id)
        return next(found, None)

    def _next(self, prospect: Prospect) -> tuple[CallKind, int]:
        """The kind of the next call to somebody, and which attempt it is."""
        row = self.queue.row(prospect.id)
        attempt = self.history(prospect.id).attempts + 1
        return (row.kind if row is not None else "follow-up"), attempt

    def _note_promise(self, call: Call) -> None:
        """Remember which promised instant a promised call was made for."""
        promise = self.history(call.prospect.id).promise
        if call.kind == "promised" and promise is not None:
            self._kept_at[call.id] = promise.step.starts_at

    def _refold(self, ident: str) -> None:
        """The prospect's history again, with this session's calls as they are now.

        A call that is going on is left out, so that its row stays where it is until it ends.
        """
        ident = self.shown_as(ident)
        history = self._before.get(ident, NOTHING)
        for call in self.block.calls:
            if self.shown_as(call.prospect.id) == ident and not call.is_open:
                history = fold(history, call, self.context.playbook)
        self._histories[ident] = history
        self._requeue(ident)

    def _requeue(self, ident: str) -> None:
        prospect = self.prospect(ident)
        if prospect is not None:
            skipped = self.block.session.skipped.get(ident)
            self.queue.update(prospect, self.history(ident), skipped, self.context.now())

    def _take_up(self, prospect: Prospect) -> None:
        """Take up a changed prospect, in the queue and on their list."""
        base = self.prospect(prospect.id) or prospect
        skipped = self.block.session.skipped.get(prospect.id)
        self.queue.update(prospect, self.history(prospect.id), skipped, self.context.now())
        for record, edited in self._roster.take_up(base, prospect):
            self.chores.save(edited, record)
