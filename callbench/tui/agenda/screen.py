"""The agenda: overdue, today, coming, problems heard, and whom to let go; each acted on here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from callbench.domain.agenda import Candidate, Problem, Promise
from callbench.domain.block import Refused
from callbench.domain.records import Addendum, NextStep
from callbench.exchange.calendars import keep_calendars
from callbench.exchange.outbox import write_event
from callbench.store.addenda import add_addendum
from callbench.store.errors import StoreError
from callbench.store.sessions import read_sessions
from callbench.tui.agenda.commands import AGENDA
from callbench.tui.agenda.display import AgendaDisplay
from callbench.tui.block.meeting_line import MeetingReader
from callbench.tui.commands import Command
from callbench.tui.context import Context

Amend = Callable[[str, Addendum], bool]
"""Adds to a call of the running session; answers whether it was one of its calls."""


class AgendaScreen(AgendaDisplay):
    """What is owed; dismissed with the id of a prospect where they are to be called now."""

    DECLARED = AGENDA
    KEYS_TITLE = "Keys of the agenda"

    def __init__(self, context: Context, amend: Amend | None = None) -> None:
        """Show the agenda of a workbench; `amend` reaches the calls of a running block."""
        super().__init__(context)
        self._amend_running = amend

    def applies(self, command: Command) -> bool:
        """What can be done depends on the line."""
        item = self._item
        match command.id:
            case "move" | "cancel":
                return isinstance(item, Promise)
            case "held" | "no-show":
                return isinstance(item, Promise) and item.step.starts_at <= self._bench.now()
            case "sent":
                return isinstance(item, Problem)
            case "let-go":
                return isinstance(item, Candidate) and self._part != "let_go"
            case "reopen":
                return self._part == "let_go"
            case "call":
                return item is not None and self._part != "let_go"
        return True

    @property
    def _item(self) -> Promise | Problem | Candidate | None:
        return self._list.row.item if self._list.row is not None else None

    @property
    def _part(self) -> str:
        row = self._list.row
        return row.part if row is not None and row.item is not None else ""

    # ------------------------------------------------------------------ acts

    def action_step(self, lines: str) -> None:
        """Go to another line, headings passed over."""
        step = int(lines)
        self._list.move(step)
        if self._item is None:
            self._list.move(1 if step > 0 or self._list.cursor == 0 else -1)
        self._show_details()

    def action_call(self) -> None:
        """Select them in the block.

        Raises:
            Refused: the line is about nobody.
        """
        item = self._item
        if item is None:
            raise Refused("nobody on this line")
        self.dismiss(item.prospect.id)

    def action_move(self) -> None:
        """Agree another time.

        Raises:
            Refused: the line is no promise.
        """
        from callbench.tui.agenda.move_sheet import Moved, MoveSheet

        promise = self._item
        if not isinstance(promise, Promise):
            raise Refused("only a promise can be moved")
        config = self._bench.config
        reader = MeetingReader(
            self._bench.now(), config.zone, promise.step.their_zone, config.date_order
        )

        def moved(answer: Moved | None) -> None:
            if answer is not None:
                step, why = answer
                self._add("moved", promise.session, promise.call, why, step=step)

        self.app.push_screen(MoveSheet(promise, reader), moved)

    def action_held(self) -> None:
        """The meeting took place."""
        self._settle("held")

    def action_no_show(self) -> None:
        """They did not turn up."""
        self._settle("no-show")

    def action_cancel(self) -> None:
        """The promise is off."""
        self._settle("cancelled")

    def _settle(self, kind: str) -> None:
        promise = self._item
        if not isinstance(promise, Promise):
            raise Refused("only a promise can be settled so")
        self._add(kind, promise.session, promise.call, "")

    def action_sent(self) -> None:
        """Something was sent about the problem.

        Raises:
            Refused: the line is no problem.
        """
        problem = self._item
        if not isinstance(problem, Problem):
            raise Refused("only a problem they mentioned can be marked as sent")
        self._add("sent", problem.session, problem.call, "", about=problem.words)

    def action_let_go(self) -> None:
        """They leave the queue for good."""
        self._end("let-go")

    def action_reopen(self) -> None:
        """They come back to the queue."""
        self._end("reopened")

    def _end(self, kind: str) -> None:
        candidate = self._item
        if not isinstance(candidate, Candidate):
            raise Refused("only somebody near the end of the cadence can be let go here")
        self._add(kind, candidate.session, candidate.call, "")

    def _add(
        self,
        kind: str,
        session: str,
        call: str,
        text: str,
        *,
        about: str = "",
        step: NextStep | None = None,
    ) -> None:
        """Add to the call that it is about, in its session's file or in the running block."""
        # Another line is selected once this one has left the list.
        whose = f": {self._item.prospect.name}" if self._item is not None else ""
        addendum = Addendum(
            at=self._bench.clock(), text=text, kind=kind, about=about, next_step=step
        )
        try:
            if self._amend_running is None or not self._amend_running(call, addendum):
                self._add_to_file(session, call, addendum)
            self._look()
            self._write_event(call)
        except (StoreError, OSError) as error:
            raise Refused(str(error)) from error
        self.say(f"{kind.replace('-', ' ')}{whose}")

    def _add_to_file(self, session: str, call: str, addendum: Addendum) -> None:
        stored, _ = read_sessions(self._bench.workbench)
        for entry in stored:
            if entry.session.id == session:
                add_addendum(self._bench.workbench, entry.path, call, addendum)
                return
        raise Refused("the session's file is gone")

    def _write_event(self, call: str) -> None:
        """Bring the calendar file of a promise, the feed and the folder up to date."""
        promises = self._read.agenda.promises if self._read is not None else ()
        for promise in promises:
            if promise.call == call:
                write_event(self._bench.workbench, promise, self._bench.config.zone)
                work = partial(self._keep_calendars, promises, promise)
                self.run_worker(work, thread=True, group="calendars")

    def _keep_calendars(self, promises: Sequence[Promise], changed: Promise) -> None:
        """Do so in a thread: it writes an entry for each promise."""
        try:
            keep_calendars(self._bench.workbench, self._bench.config, promises, [changed])
        except (StoreError, OSError) as error:
            self.call_later(self.say, f"calendar not written: {error}", "error")

    def action_close(self) -> None:
        """Back to where the agenda was opened."""
        self.dismiss("")
