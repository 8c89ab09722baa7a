"""What a block in progress is made of: the rules, the queue, the files, and what they show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from datetime import datetime
from typing import TYPE_CHECKING

from callbench.domain.agenda import Promise
from callbench.domain.block import Block
from callbench.domain.block_histories import BlockHistories
from callbench.domain.cadence import CallKind
from callbench.domain.history import History
from callbench.domain.queue import Group, Queue, QueueRow, Rules, possible_zones
from callbench.domain.records import Call, CallSession, Prospect, ProspectRef
from callbench.domain.roster import Roster
from callbench.domain.stats import BlockStats, measure
from callbench.store import do_not_call
from callbench.store.elsewhere import look_elsewhere
from callbench.store.errors import StoreError
from callbench.store.history import read_past
from callbench.store.lists import ProspectList
from callbench.store.session_file import SessionFile
from callbench.store.writer import SaveStatus, SessionWriter
from callbench.tui.block.calendars import Calendars
from callbench.tui.block.chores import Chores
from callbench.tui.context import Context

if TYPE_CHECKING:
    # Mail and calendar are not needed to start.
    from callbench.exchange.outbox import WrittenUp

Told = Callable[[SaveStatus], None]


class Furnished:
    """A desk with everything on it, at which nobody acts yet; see `Desk`."""

    def __init__(
        self,
        context: Context,
        file: SessionFile,
        session: CallSession,
        lists: Sequence[ProspectList],
        calls: Iterable[Call] = (),
        others: Sequence[ProspectList] = (),
    ) -> None:
        """Sit down: read the past, rank the queue, start the writer.

        Args:
            context: The workbench.
            file: The session's file.
            session: The session as it stands.
            lists: Those that are called.
            calls: Those that were made in it already.
            others: Lists that are not called; the same people may stand on them.
        """
        self.context = context
        self._listener: Told | None = None
        # What may fail comes before the writer, whose thread would hold the file.
        self._refusals = do_not_call.read(context.workbench)
        refuses = self._refusals.refuses
        # Before the past is read: what others do from now on is news.
        self.elsewhere = look_elsewhere(context.workbench, session.id)
        """What other instances were doing when somebody looked last."""
        past = read_past(context.workbench, context.playbook, without=session.id, at_once=True)
        self.past_is_complete = past.complete
        """Whether everything earlier is known; not so for seconds where the index is missing."""
        self.writer = SessionWriter(file, self._tell, session)
        self.block = Block(
            session, context.playbook, context.clock, self.writer, calls, refuses=refuses
        )
        self.problems: list[StoreError] = list(past.problems)
        self._roster = Roster(
            [entry.prospects for entry in lists], [entry.prospects for entry in others]
        )
        self.greeting = self._roster.greeting
        """What to say at the beginning about the lists; "" where there is nothing to say."""
        self._histories = BlockHistories(self._roster, context.playbook, past.histories)
        every = (*others, *lists)
        slugs = {prospect.id: entry.slug for entry in every for prospect in entry.prospects}
        self.chores = Chores(context, slugs)
        self.calendars = Calendars(context, self.writer.flush, self._is_refused, self._complain)
        self._kept_at: dict[str, datetime] = {}
        self._write_ups: dict[str, Future[WrittenUp] | None] = {}
        """The files that follow each conversation, by id of the call; None once taken back."""
        for call in self.block.calls:
            self._note_promise(call)
            self._histories.add(call)
        rules = Rules(context.playbook, context.zone, possible_zones, refuses)
        self.queue = Queue(rules, self._roster.prospects)
        self.rank()

    def take_over(self, before: Furnished) -> None:
        """Know what the desk knew at which the same block was worked until now."""
        self._write_ups = dict(before._write_ups)

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
        return not ref.name or self._refusals.refuses(
            known or Prospect(id=ref.id, name=ref.name, phone=ref.phone)
        )

    def _tell(self, status: SaveStatus) -> None:
        if self._listener is not None:
            self._listener(status)

    # ------------------------------------------------------------------ what is

    @property
    def unwritten(self) -> str:
        """What other files than the session's refuse, in a few words; "" where they have all."""
        count = len(self.chores.unwritten) + len(self.context.owing.debts)
        trouble = self.chores.trouble or self.context.owing.reason
        return f"{count} NOT WRITTEN: {trouble}" if count else ""

    @property
    def rows(self) -> list[QueueRow]:
        """The queue, first to call first; before it whoever is on the line and not in it."""
        call, rows = self.block.open_call, self.queue.rows
        on_the_line = self.anybody(call.prospect.id) if call is not None else None
        if on_the_line is None or on_the_line.group is not Group.OUT:
            return rows
        return [on_the_line, *rows]

    def anybody(self, ident: str) -> QueueRow | None:
        """The row of somebody on the lists, in the queue or not."""
        return self.queue.anybody(self.shown_as(ident), self.context.now())

    def others(self, text: str) -> list[QueueRow]:
        """Who is on the lists and not in the queue, by a part of what is said of them."""
        return self.queue.others(text, self.context.now())

    def shown_as(self, ident: str) -> str:
        """The id of the prospect in the queue who is the same person as the one of that id."""
        return self._roster.shown_as(ident)

    @property
    def write_up(self) -> Future[WrittenUp] | None:
        """The files that follow the last conversation, once they are written."""
        found = (self._write_ups.get(call.id) for call in reversed(self.block.calls))
        return next((files for files in found if files is not None), None)

    def history(self, ident: str) -> History:
        """What earlier calls say about a prospect, this session's included."""
        return self._histories.of(ident)

    @property
    def called_elsewhere(self) -> frozenset[str]:
        """The ids, as the queue has them, of those whom another instance has on the line."""
        calls = self.elsewhere.open_calls
        return frozenset(self.shown_as(call.prospect.id) for call in calls)

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
            for ident, history in self._histories.all.items()
            if history.promise is not None and (prospect := self.prospect(ident)) is not None
        ]

    def rank(self) -> None:
        """Rank the whole queue for this moment."""
        self.queue.rank(self._histories.all, self.block.session.skipped, self.context.now())

    # ------------------------------------------------------------------ inside

    def _open_promise(self, prospect: Prospect | None) -> Promise | None:
        """The promise to somebody that the call at hand settles."""
        found = (p for p in self.promises() if prospect and p.prospect.id == prospect.id)
        return next(found, None)

    def _next(self, prospect: Prospect) -> tuple[CallKind, int]:
        """The kind of the next call to somebody, and which attempt it is."""
        row = self.anybody(prospect.id)
        attempt = self.history(prospect.id).attempts + 1
        return (row.kind if row is not None else "follow-up"), attempt

    def _note_promise(self, call: Call) -> None:
        """Remember which promised instant a promised call was made for."""
        promise = self.history(call.prospect.id).promise
        if call.kind == "promised" and promise is not None:
            self._kept_at[call.id] = promise.step.starts_at

    def _refold(self, ident: str) -> None:
        """The prospect's history and row again, with this session's calls as they are now."""
        self._histories.refold(ident, self.block.calls)
        self._requeue(self.shown_as(ident))

    def _requeue(self, ident: str) -> None:
        prospect = self.prospect(ident)
        if prospect is not None:
            skipped = self.block.session.skipped.get(ident)
            self.queue.update(prospect, self.history(ident), skipped, self.context.now())

    def _take_up(self, prospect: Prospect) -> None:
        """Take up a changed prospect, in the queue and on their list."""
        on_the_line = self.subject()
        same = on_the_line is not None and on_the_line.id == prospect.id
        base = self.prospect(prospect.id) or (on_the_line if same else None) or prospect
        skipped = self.block.session.skipped.get(prospect.id)
        self.queue.update(prospect, self.history(prospect.id), skipped, self.context.now())
        for record, edited in self._roster.take_up(base, prospect):
            self.chores.save(edited, record)
