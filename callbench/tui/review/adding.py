"""Adding a line to a past call."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual.content import Content
from textual.screen import Screen

from callbench.domain.block import Refused
from callbench.domain.records import Addendum, Call
from callbench.domain.text import clean
from callbench.store.archive import Archive, SessionLine
from callbench.store.rescue.debts import OwedAddendum, line_slot
from callbench.tui.context import Context
from callbench.tui.review.call_pane import CallPane
from callbench.tui.review.work import Running, keep_addendum, settle_addendum


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
        known = debt.addendum.text if debt is not None else ""
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
        work = self._work(archive, line, call, addendum)
        self._screen.run_worker(work, name="addendum", group="addendum", thread=True)
        return ""

    def _withdraw(self, call: Call) -> str:
        """Add nothing after all, where the line was emptied."""
        debt = self._context.owing.withdraw(line_slot(call.id))
        self._unsent.pop(call.id, None)
        return "nothing is added" if debt is not None else ""

    def _work(
        self, archive: Archive, line: SessionLine, call: Call, addendum: Addendum
    ) -> Callable[[], None]:
        """What a thread has to do; the running block itself takes up at once what is its own."""
        if self._running is not None and self._running.amend(call.id, addendum) is not None:
            kept = partial(settle_addendum, self._screen, archive, line, call.id)
            return partial(kept, addendum.text, self._running)
        debt = OwedAddendum(
            session=line.session.id,
            file=line.path.name,
            call=call.id,
            prospect=call.prospect,
            addendum=addendum,
        )
        return partial(keep_addendum, self._screen, self._context, archive, line, debt)

    def close(self) -> None:
        """Take the line away; what is in it comes back with the next `open` for this call."""
        text = self._pane.close_line()
        if self._to is None:
            return
        ident = self._to[1].id
        debt = self._debt(ident)
        if debt is not None and debt.addendum.text == text.strip():
            self._unsent.pop(ident, None)
        else:
            self._unsent[ident] = text

    def kept(self, ident: str, text: str) -> bool:
        """It is on disk, or the running block has it; whether the line was open with it."""
        if self._unsent.get(ident, "").strip() == text:
            del self._unsent[ident]
        shown = self._pane.adding and self._to is not None and self._to[1].id == ident
        if not shown or self._pane.line.value.strip() != text:
            return False  # Something else is being typed by now.
        self._pane.close_line()
        return True

    def landed(self) -> None:
        """The thread is done with what was entered last."""
        self._keeping = False

    def refused(self, debt: OwedAddendum) -> None:
        """It could not be written: the line stays as it is, and it is owed from now on."""
        self._unsent.pop(debt.call, None)

    def _debt(self, ident: str) -> OwedAddendum | None:
        debt = self._context.owing.about(line_slot(ident))
        return debt if isinstance(debt, OwedAddendum) else None
