"""The desk: a block, its queue and its files, tied together for the calling screen.

It knows no widget. A rep's intent comes in as one method; the rules decide in `Block`; what
changed is ranked anew in `Queue` and saved by the session's writer thread. Slower chores (the
list, do-not-call) run one after the other in a thread of their own.
"""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING

from callbench.domain.agenda import after_call
from callbench.domain.block import Refused
from callbench.domain.history import NOTHING
from callbench.domain.playbook import DO_NOT_CALL
from callbench.domain.queue import Group
from callbench.domain.records import Addendum, Call, Prospect, replace
from callbench.domain.roster import known_already
from callbench.domain.undo import TakenBack
from callbench.store.list_shelf import BY_HAND
from callbench.tui.block.calendars import withdrawn
from callbench.tui.block.rescuing import Rescuing

if TYPE_CHECKING:
    # Mail and calendar are not needed to start.
    from callbench.exchange.outbox import WrittenUp


class Desk(Rescuing):
    """One calling block in progress, without a screen: what a rep can do at it."""

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
        from callbench.exchange import dialler

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
            self._write_ups[call.id] = self.chores.write_up(call, prospect, before)
        if before is not None:
            self.calendars.refresh(after_call(before, call, self.context.playbook))
        elif call.next_step is not None:
            self.calendars.refresh()
        return call

    def undo(self) -> TakenBack:
        """Take back the last act, and what followed from it.

        Raises:
            Refused: there is nothing to undo.
        """
        taken = self.block.undo()
        call, prospect = taken.call, self.prospect(taken.prospect)
        if call is None:
            self._requeue(taken.prospect)
            return taken
        if prospect is not None and self.block.playbook.reached(call.disposition):
            self.chores.take_back(call, prospect)
            self._write_ups[call.id] = None
        if call.disposition == DO_NOT_CALL and prospect is not None:
            self._refusals.allow(prospect)
            self._take_up(replace(prospect, do_not_call=False))
            self.chores.allow_again(prospect)
        self._refold(call.prospect.id)
        self.calendars.refresh(*withdrawn(call))
        return taken

    def last_write_up(self) -> Future[WrittenUp]:
        """The files that follow the last conversation, to look at them.

        Raises:
            Refused: there are none.
        """
        call = self.block.open_call
        if call is not None and call.id in self._write_ups:
            raise Refused("no draft: this call is open again")
        if self.write_up is None:
            raise Refused("a draft is written when a conversation is wrapped up")
        return self.write_up

    def require_reachable(self, ident: str) -> None:
        """Refuse somebody who can't be called in this block now.

        Raises:
            Refused: they are on none of its lists, must not be called, or somebody else is on the
                line.
        """
        row = self.anybody(ident)
        if row is None:
            raise Refused("they are on no list of this block")
        self.block.require_call(row.prospect)

    def skip(self, prospect: Prospect) -> None:
        """Put somebody off to later today.

        Raises:
            Refused: the rules don't allow it now.
        """
        row = self.anybody(prospect.id)
        if row is not None and row.group is Group.OUT:
            raise Refused(f"{prospect.name} is not in the queue: {row.label}")
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

    def unamend(self, call_id: str, addendum: Addendum) -> Call | None:
        """Take out what was just added to a call of this session.

        Returns:
            The call as it is now; None where it is not of this session.

        Raises:
            Refused: something else was added to it since.
        """
        if all(call.id != call_id for call in self.block.calls):
            return None
        call = self.block.unamend(call_id, addendum)
        self._refold(call.prospect.id)
        return call

    def edit(self, prospect: Prospect) -> None:
        """Keep a changed prospect, on their list and in the queue.

        Who is on no list any more, as where it was deleted meanwhile, goes on the one by hand.
        """
        if self.chores.knows(prospect.id):
            self._take_up(prospect)
        else:
            self._put_by_hand(prospect)
            self._requeue(prospect.id)

    def add(self, prospect: Prospect) -> Prospect:
        """Put somebody into the queue who stands on no list; answers who is in it now.

        That is who was there already, where it is the same person.

        Raises:
            Refused: they asked not to be called.
        """
        self.refuse(prospect)
        known = known_already(prospect, self.queue.prospects)
        if known is not None:
            return self._with_referral(known, prospect)
        self._put_by_hand(prospect)
        return prospect

    def _with_referral(self, known: Prospect, again: Prospect) -> Prospect:
        """Somebody who is known, with who has named them now where nobody had before."""
        if not again.referred_by or known.referred_by:
            return known
        reason = known.reason or again.reason
        named = replace(known, referred_by=again.referred_by, reason=reason)
        self.edit(named)
        return named

    def refuse(self, prospect: Prospect) -> None:
        """Refuse somebody who must not be called.

        Raises:
            Refused: they asked not to be.
        """
        if self._refusals.refuses(prospect):
            raise Refused(f"{prospect.name or prospect.phone} asked not to be called")

    def _put_by_hand(self, prospect: Prospect) -> None:
        self.chores.add(prospect, self.context.clock())
        self.block.take_in(BY_HAND)
        self.queue.update(prospect, NOTHING, None, self.context.now())

    def close(self) -> bool:
        """Bring everything to disk and let go of the files.

        Returns:
            Whether everything was saved.
        """
        self.chores.finish()
        self.calendars.finish()
        return self.writer.close(timeout=5.0)
