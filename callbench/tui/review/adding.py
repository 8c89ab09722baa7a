"""Adding a line to a past call."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual.content import Content
from textual.screen import Screen

from callbench.domain.addenda import Act
from callbench.domain.block import Refused
from callbench.domain.records import Addendum, Call
from callbench.domain.text import clean
from callbench.store.archive import Archive
from callbench.store.hits import SessionLine
from callbench.store.rescue.debts import OwedAddendum, line_slot
from callbench.tui.context import Context
from callbench.tui.review.call_pane import CallPane
from callbench.tui.review.work import Running, keep_addendum, settle_addendum, take_out_line


class Adding:
    """What is being added to which call; nothing typed is dropped before it is kept.

    What is refused once it was entered is owed by the whole program: it is tried until it is
    written, on whatever screen the rep is then, and kept for the next start where it never is.
    """

    def __init__(
        self,
        screen: Screen[None],
        context: Context,
        pane: CallPane,
        running: Running | None = None,
    ) -> None:
        """Add by the line of `pane`, in threads of `screen`; by `running` to a call of its own."""
        self._screen = screen
        self._running = running
        self._context = context
        self._pane = pane
        self._to: tuple[SessionLine, Call] | None = None
        self._keeping = False
        self._unsent: dict[str, str] = {}
        """What was typed and not entered yet, by id of the call."""
        self._struck: dict[str, str] = {}
        """What was taken out of a call last, by its id."""
        self._take_out_next = 0
        """How many lines are to be taken out once the thread is done."""

    @property
    def unsent(self) -> bool:
        """Whether something was typed that was not entered."""
        return any(text.strip() for text in self._unsent.values())

    def owed(self, call: Call) -> Content | None:
        """What was entered for a call and is not on disk yet, as a line to read."""
        debt = self._debt(call.id)
        if debt is None:
            return None
        why = f"{self.trouble}; it is tried until it is written"
        return Content.assemble(
            ("not on disk yet  ", "$error"), debt.addendum.text, "\n", (why, "$text-muted")
        )

    @property
    def trouble(self) -> str:
        """Why what was entered, for whichever call, is not on disk; "" where all of it is."""
        return self._context.owing.reason

    def open(self, line: SessionLine, call: Call) -> None:
        """Open the line, with what was typed for this call before and is not on disk.

        Raises:
            Refused: the session's file can't be written, or the call is not over yet.
        """
        if line.read_only:
            raise Refused("a newer callbench wrote this session: nothing can be added here")
        if self._running is not None and self._running.open_call == call.id:
            raise Refused("this call is not over yet: its note is in the block")
        self._to = (line, call)
        debt = self._debt(call.id)
        known = debt.addendum.text if debt is not None else self._struck.get(call.id, "")
        self._pane.open_line(self._unsent.get(call.id, "") or known)
        self._screen.set_focus(self._pane.line)

    def keep(self, archive: Archive | None) -> str:
        """Have what was typed added, in a thread; the line stays until it is on disk.

        Returns:
            What to tell the rep at once, or "".
        """
        if self._keeping or self._to is None or archive is None:
            return ""
        line, call = self._to
        text = clean(self._pane.line.value, keep_newlines=False).strip()
        if not text:
            return self._withdraw(call)
        self._keeping = True
        self._unsent[call.id] = text
        debt = self._debt(call.id)
        addendum = Addendum(at=self._context.clock(), text=text)
        if debt is not None and debt.addendum.text == text:
            addendum = debt.addendum
        elif debt is not None:
            self._strike(call.id, debt.addendum)  # The later one takes its place.
        work = self._work(archive, line, call, addendum)
        self._screen.run_worker(work, name="addendum", group="addendum", thread=True)
        return ""

    def _withdraw(self, call: Call) -> str:
        """Add nothing after all, where the line was emptied."""
        debt = self._context.owing.withdraw(line_slot(call.id))
        self._unsent.pop(call.id, None)
        if isinstance(debt, OwedAddendum):
            self._strike(call.id, debt.addendum)
        return "nothing is added" if debt is not None else ""

    def _work(
        self, archive: Archive, line: SessionLine, call: Call, addendum: Addendum
    ) -> Callable[[], None]:
        """What a thread has to do; the running block itself takes up at once what is its own."""
        act = Act(session=line.session.id, call=call.id, prospect=call.prospect, addendum=addendum)
        if self._running is not None and self._running.amend(call.id, addendum) is not None:
            return partial(settle_addendum, self._screen, archive, line, act, self._running)
        return partial(keep_addendum, self._screen, self._context, archive, line, act)

    # ------------------------------------------------------------------ taking out again

    @property
    def can_take_out(self) -> bool:
        """Whether something was added since callbench was opened."""
        return bool(self._context.lines)

    def take_out(self, archive: Archive | None) -> str:
        """Have what was added last taken out again, in a thread unless it is not on disk yet.

        While something is being written it is done afterwards.

        Returns:
            What to tell the rep at once, or "".

        Raises:
            Refused: nothing was added, or something else was since.
        """
        if self._keeping and archive is not None:
            self._take_out_next += 1
            return ""
        if not self._context.lines or archive is None:
            raise Refused("nothing was added here since callbench was opened")
        act = self._context.lines[-1]
        debt = self._debt(act.call)
        owed = debt is not None and debt.addendum == act.addendum
        if owed and self._context.owing.withdraw(line_slot(act.call)) is not None:
            return self.taken_out(act)
        running = self._running if self._unamended(act) else None
        self._keeping = True
        work = partial(take_out_line, self._screen, self._context, archive, act, running)
        self._screen.run_worker(work, name="addendum", group="addendum", thread=True)
        return ""

    def _unamended(self, act: Act) -> bool:
        """Whether it was of the running block, which has it no more.

        Raises:
            Refused: something else was added since.
        """
        try:
            return (
                self._running is not None
                and self._running.unamend(act.call, act.addendum) is not None
            )
        except Refused:
            self.stays(act)
            raise

    def taken_out(self, act: Act) -> str:
        """It is not there any more; its words come back with the next `open` for this call.

        Returns:
            What to tell the rep.
        """
        self._strike(act.call, act.addendum)
        self._struck[act.call] = act.addendum.text
        return f"taken back from the call to {act.prospect.name}: “{act.addendum.text}”"

    def stays(self, act: Act) -> None:
        """It can never be taken out, so that what was added before it can be."""
        self._strike(act.call, act.addendum)

    def _strike(self, call: str, addendum: Addendum) -> None:
        """Have an addendum no more among those that can be taken out."""
        lines = self._context.lines
        lines[:] = [act for act in lines if (act.call, act.addendum) != (call, addendum)]

    def close(self) -> None:
        """Take the line away; what is in it comes back with the next `open` for this call."""
        text = self._pane.close_line()
        if self._to is None:
            return
        ident = self._to[1].id
        debt = self._debt(ident)
        known = debt.addendum.text if debt is not None else self._struck.get(ident)
        if known == text.strip():
            self._unsent.pop(ident, None)
        else:
            self._unsent[ident] = text

    def kept(self, act: Act) -> bool:
        """It is on disk, or the running block has it; whether the line was open with it."""
        self._note(act)
        return self.landed_on_disk(act.call, act.addendum.text)

    def landed_on_disk(self, ident: str, text: str) -> bool:
        """The same of something that was owed before."""
        if self._unsent.get(ident, "").strip() == text:
            del self._unsent[ident]
        shown = self._pane.adding and self._to is not None and self._to[1].id == ident
        if not shown or self._pane.line.value.strip() != text:
            return False  # Something else is being typed by now.
        self._pane.close_line()
        return True

    def landed(self) -> bool:
        """The thread is done with what was entered last; whether something is to be taken out."""
        self._keeping = False
        wanted = self._take_out_next > 0
        self._take_out_next = max(self._take_out_next - 1, 0)
        return wanted

    def refused(self, act: Act) -> None:
        """It could not be written: the line stays as it is, and it is owed from now on."""
        self._note(act)
        self._unsent.pop(act.call, None)

    def _note(self, act: Act) -> None:
        """Know what can be taken out; entered once more, it is still the same."""
        if act not in self._context.lines:
            self._context.lines.append(act)
            self._struck.pop(act.call, None)

    def _debt(self, ident: str) -> OwedAddendum | None:
        debt = self._context.owing.about(line_slot(ident))
        return debt if isinstance(debt, OwedAddendum) else None
