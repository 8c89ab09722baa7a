"""Taking back what was done in a block, the last act first.

Acts are calls and skips, in the order in which they were done. A call is taken back in two steps,
its outcome and then its dial; an attempt that was logged without dialling, in one, unless
something was added to it since, which would go with it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from callbench.domain import refusals, wrapup
from callbench.domain.ledger import Ledger
from callbench.domain.open_lines import has_words, lines_of
from callbench.domain.playbook import Playbook
from callbench.domain.records import Call, Prospect

What = Literal["outcome", "dial", "log", "skip"]


class Act(msgspec.Struct, frozen=True):
    """A call that was begun, or somebody who was put off."""

    prospect: str
    """Their id."""
    call: str = ""
    """Id of the call; "" for a skip."""
    note: str = ""
    """What its note began with: the draft that was typed before."""
    skipped_at: datetime | None = None
    """When they had been put off before that."""


class TakenBack(msgspec.Struct, frozen=True):
    """What was taken back."""

    what: What
    prospect: str
    """The id of whom it is about."""
    call: Call | None = None
    """The call as it was before, where it was one."""


class Undo:
    """The acts of one block that can be taken back."""

    def __init__(self, ledger: Ledger, playbook: Playbook) -> None:
        """Begin with what the ledger tells of, as after a crash."""
        self._ledger = ledger
        self._playbook = playbook
        acts = [(call.dialled_at, Act(call.prospect.id, call.id)) for call in ledger.calls]
        acts += [(at, Act(ident)) for ident, at in ledger.session.skipped.items()]
        self._acts = [act for _, act in sorted(acts, key=lambda entry: entry[0])]

    def begin(self, call: Call) -> Call:
        """Keep a new call."""
        ident = call.prospect.id
        skipped_at = self._ledger.session.skipped.get(ident)
        self._acts.append(Act(ident, call.id, call.note, skipped_at))
        return self._ledger.begin(call)

    def skip(self, prospect: Prospect, now: datetime) -> None:
        """Keep that somebody was put off."""
        before = self._ledger.session.skipped.get(prospect.id)
        self._acts.append(Act(prospect.id, skipped_at=before))
        self._ledger.put_skip(prospect.id, now)

    def take_back(self, fullest: Call | None) -> TakenBack:
        """Take back the last act; `fullest` has the answers that its call had before others.

        Raises:
            Refused: there is none, or something was put down in the call that would be taken out.
        """
        place = self._place()
        if place is None:
            raise refusals.Refused("nothing to undo yet")
        act = self._acts[place]
        if not act.call:
            del self._acts[place]
            self._ledger.put_skip(act.prospect, act.skipped_at)
            return TakenBack("skip", act.prospect)
        call = self._ledger.call(act.call)
        # A conversation can be as short as the second to which times are kept.
        reached = self._playbook.reached(call.disposition)
        logged = wrapup.is_logged(call) and not (reached or call.addenda)
        if call.disposition is not None and not logged:
            disposition = self._playbook.disposition(call.disposition)
            self._ledger.put(wrapup.reopened(call, disposition, fullest), urgent=True)
            return TakenBack("outcome", act.prospect, call)
        if call.disposition is None:
            self._refuse_to_lose(call, act, fullest)
        del self._acts[place]
        self._ledger.take_out(call)
        if act.skipped_at is not None:
            self._ledger.put_skip(act.prospect, act.skipped_at)
        return TakenBack("log" if logged else "dial", act.prospect, call)

    def can_take_back(self, fullest: Call | None) -> bool:
        """Whether there is something to take back now."""
        place, call = self._place(), self._ledger.open_call
        if place is None or call is None or call.disposition is not None:
            return place is not None
        return not self._said_in(call, self._acts[place], fullest)

    def _place(self) -> int | None:
        """Where the act stands that is taken back next: the last one, or that of the open call."""
        call = self._ledger.open_call
        places = reversed(range(len(self._acts)))
        return next((at for at in places if call is None or self._acts[at].call == call.id), None)

    def _refuse_to_lose(self, call: Call, act: Act, fullest: Call | None) -> None:
        """Refuse to take out a call in which something was put down."""
        if said := self._said_in(call, act, fullest):
            how = refusals.ways_to_end(self._playbook, hung_up=call.ended_at is not None)
            empty = "; without the note, u takes the dial back" if said == "a note" else ""
            raise refusals.Refused(f"this call has {said}: {how} says how it ended{empty}")

    def _said_in(self, call: Call, act: Act, fullest: Call | None) -> str:
        """What was put down in a call since it was dialled; "" for nothing."""
        whole = wrapup.with_earlier(call, fullest)
        typed = any(map(has_words, lines_of(self._ledger.session.drafts, call.id)))
        if whole.answers or whole.next_step or call.ticked or call.told or call.addenda or typed:
            return "answers"
        return "a note" if call.note and call.note != act.note else ""
