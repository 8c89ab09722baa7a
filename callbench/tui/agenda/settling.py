"""Settling what is owed, and taking that back: each is added to the call that it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from textual import on

from callbench.domain.addenda import Act, said, undoing
from callbench.domain.agenda import Promise
from callbench.domain.agreement import both_clocks
from callbench.domain.block import Refused
from callbench.domain.marks import first_words
from callbench.domain.records import Addendum, NextStep
from callbench.exchange.calendars import keep_calendars
from callbench.exchange.outbox import write_event
from callbench.store.errors import CallGone, StoreError
from callbench.store.rescue.debts import OwedAddendum
from callbench.tui.agenda.display import AgendaDisplay
from callbench.tui.agenda.rows import Item
from callbench.tui.context import Context, Reach
from callbench.tui.debts import DebtPaid

Amend = Callable[[str, Addendum], bool]
"""Adds to a call of the running session; answers whether it was one of its calls."""


class Settling(AgendaDisplay):
    """The agenda with what keeps an act on it; the keys are `AgendaScreen`'s."""

    def __init__(
        self, context: Context, amend: Amend | None = None, reach: Reach | None = None
    ) -> None:
        """Show the agenda of a workbench.

        Args:
            context: The workbench.
            amend: Reaches the calls of a running block.
            reach: Asks the running block whether somebody can be called in it.
        """
        super().__init__(context)
        self._amend_running = amend
        self._require_reachable = reach

    def _settle(
        self,
        kind: str,
        item: Item,
        *,
        text: str = "",
        about: str = "",
        step: NextStep | None = None,
    ) -> None:
        """Say what became of something that is owed."""
        act = Act(
            session=item.session,
            call=item.call,
            addendum=Addendum(
                at=self._bench.clock(), text=text, kind=kind, about=about, next_step=step
            ),
            prospect=item.prospect,
            before=item.step if isinstance(item, Promise) else None,
        )
        reason = self._keep(act, act.addendum)
        self._bench.acts.append(act)
        whose = f"{said(kind)}: {self._whose(act, step or act.before)}"
        if reason:
            self._show_owed()
            self.say(f"{whose} · not on disk yet", "error")
            return
        self.say(whose)
        self._show_kept(act.call)

    def action_undo(self) -> None:
        """Take back what was settled last; the call keeps both, and neither counts.

        Raises:
            Refused: there is nothing to take back, or it can't be written.
        """
        acts = self._bench.acts
        if not acts:
            raise Refused("nothing was settled here since callbench was opened")
        act = acts[-1]
        never_written = self._bench.owing.withdraw(_debt(act, act.addendum).slot) is not None
        if not never_written:
            self._take_back(act)
        acts.pop()
        self.say(f"undone: {said(act.addendum.kind)}, {self._whose(act, act.before)}")
        if never_written:
            self._show_owed()
        else:
            self._show_kept(act.call)
        self._select(lambda item: item.call == act.call)

    def _take_back(self, act: Act) -> None:
        """Add to the call what takes the act back; refused, the act stays and can be undone later.

        Raises:
            Refused: it can't be written.
        """
        addendum = undoing(act, self._bench.clock())
        try:
            if not self._added_by_block(act, addendum):
                _debt(act, addendum).pay(self._bench.workbench)
        except CallGone as error:
            # What lies below it can still be taken back.
            self._bench.acts.pop()
            raise Refused(f"{said(act.addendum.kind)} stays: {error.problem}") from error
        except (StoreError, OSError) as error:
            raise Refused(str(error)) from error

    def _whose(self, act: Act, step: NextStep | None) -> str:
        """Whose it was, and what it was about: a promise by its time, a problem by its words."""
        if step is not None:
            return f"{act.prospect.name}, {both_clocks(step, self._bench.config.zone)}"
        about = f", “{first_words(act.addendum.about)}”" if act.addendum.about else ""
        return f"{act.prospect.name}{about}"

    def _keep(self, act: Act, addendum: Addendum) -> str:
        """Add to the call, in its session's file or in the running block; owe what is refused.

        Returns:
            Why it was refused, or "".
        """
        if self._added_by_block(act, addendum):
            return ""
        return self._bench.owing.pay(self._bench.workbench, _debt(act, addendum))

    def _added_by_block(self, act: Act, addendum: Addendum) -> bool:
        return self._amend_running is not None and self._amend_running(act.call, addendum)

    @on(DebtPaid)
    def _take_paid(self, event: DebtPaid) -> None:
        debt = event.debt
        if isinstance(debt, OwedAddendum):
            self._show_kept(debt.call)
            self.say(f"on disk now: {said(debt.addendum.kind)}, {debt.prospect.name}")

    def _show_kept(self, call: str) -> None:
        """Show the agenda as it is now, and let the calendars follow."""
        self._look()
        self._show_owed()
        try:
            self._write_event(call)
        except (StoreError, OSError) as error:
            self.say(f"calendar not written: {error}", "error")

    def _write_event(self, call: str) -> None:
        """Bring the calendar file of a promise, the feed and the folder up to date."""
        for promise in self._promises:
            if promise.call == call:
                write_event(self._bench.workbench, promise, self._bench.config.zone)
                work = partial(self._keep_calendars, self._promises, promise)
                self.run_worker(work, thread=True, group="calendars")

    def _keep_calendars(self, promises: Sequence[Promise], changed: Promise) -> None:
        """Do so in a thread: it writes an entry for each promise."""
        try:
            keep_calendars(self._bench.workbench, self._bench.config, promises, [changed])
        except (StoreError, OSError) as error:
            self.call_later(self.say, f"calendar not written: {error}", "error")


def _debt(act: Act, addendum: Addendum) -> OwedAddendum:
    """What has to be written to the session's file."""
    return OwedAddendum(
        session=act.session, call=act.call, prospect=act.prospect, addendum=addendum
    )
