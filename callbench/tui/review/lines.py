"""What is added to past calls, and taken out again: the acts of the review that write."""

from __future__ import annotations

from textual import on

from callbench.store.rescue.debts import OwedAddendum
from callbench.tui.debts import DebtPaid, DebtScreen
from callbench.tui.review.display import ReviewDisplay
from callbench.tui.review.work import AddendumKept, AddendumRefused, LineTakenOut


class Lines(ReviewDisplay, DebtScreen[None]):
    """The panes with what is added in them; where a rep goes is `ReviewScreen`'s."""

    _warned = False
    """Whether the rep knows that something was typed and not entered."""

    def action_add(self) -> None:
        """Open the line for an addendum."""
        self._warned = False
        self._adding.open(*self._needed())

    def action_undo(self) -> None:
        """Take out what was added last.

        Raises:
            Refused: nothing was, or something else was added to the call since.
        """
        if said := self._adding.take_out(self._archive):
            self._show_call()
            self.say(said)

    # ------------------------------------------------------------------ what becomes of it

    @on(AddendumKept)
    async def _take_addendum(self, event: AddendumKept) -> None:
        if self._adding.kept(event.act):
            self._leave_line()
        self._show_anew()
        if event.on_disk:
            self.say("added · u takes it back")
        else:
            self.say("added, and not on disk yet: the block goes on trying", "warning")
        await self._go_on()

    @on(AddendumRefused)
    async def _take_refusal(self, event: AddendumRefused) -> None:
        self._adding.refused(event.act)
        self._show_call()
        self.say(f"not added yet: {event.reason}; it is tried until it is written", "error")
        await self._go_on()

    @on(LineTakenOut)
    async def _take_removal(self, event: LineTakenOut) -> None:
        if not event.reason:
            self.say(self._adding.taken_out(event.act))
            self._show_anew()
        else:
            if event.gone:
                self._adding.stays(event.act)
            self.say(f"not taken back: {event.reason}", "error")
        await self._go_on()

    def _show_anew(self) -> None:
        """Show what the files hold now; while a line is typed, what it is added to stays."""
        if not self._call.adding:
            self._show_sessions(self._sessions.list.cursor, self._calls.list.cursor)
            if self.finding:
                self._finding.search(self._archive)
            self._call.show_end()

    async def _go_on(self) -> None:
        """Take out more, where that was asked for meanwhile."""
        if self._adding.landed():
            undo = next(command for command in self.DECLARED if command.id == "undo")
            await self.run_command(undo)

    @on(DebtPaid)
    def _take_paid(self, event: DebtPaid) -> None:
        debt = event.debt
        if isinstance(debt, OwedAddendum):
            if self._adding.landed_on_disk(debt.call, debt.addendum.text):
                self._leave_line()
            self.say(f"added to the call to {debt.prospect.name}")
            self._ask()
        self._show_call()
