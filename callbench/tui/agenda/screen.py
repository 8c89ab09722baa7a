"""The agenda: overdue, today, coming, problems heard, and whom to let go; each acted on here."""

from __future__ import annotations

from callbench.domain.agenda import Candidate, Problem, Promise, has_come, refuse_too_early
from callbench.domain.block import Refused
from callbench.domain.queue import possible_zones
from callbench.domain.records import Prospect
from callbench.tui.agenda.commands import AGENDA
from callbench.tui.agenda.settling import Settling
from callbench.tui.block.meeting_line import reader_for
from callbench.tui.commands import Command


class AgendaScreen(Settling):
    """What is owed; dismissed with the id of a prospect where they are to be called now."""

    DECLARED = AGENDA
    KEYS_TITLE = "Keys of the agenda"

    def applies(self, command: Command) -> bool:
        """What can be done depends on the line."""
        item = self._item
        match command.id:
            case "move" | "cancel":
                return isinstance(item, Promise)
            case "held" | "no-show":
                return isinstance(item, Promise) and has_come(item, self._bench.now())
            case "sent":
                return isinstance(item, Problem)
            case "let-go":
                return isinstance(item, Candidate) and self._part != "let_go"
            case "reopen":
                return self._part == "let_go"
            case "undo":
                return bool(self._bench.acts)
            case "call":
                return item is not None and self._part != "let_go"
        return True

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
            Refused: the line is about nobody, or about somebody whom the block can't call.
        """
        item = self._item
        if item is None:
            raise Refused("nobody on this line")
        if self._require_reachable is not None:
            self._require_reachable(item.prospect.id)
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
        reader = reader_for(self._bench, _zones(promise), self._promises, promise.prospect.id)

        def moved(answer: Moved | None) -> None:
            if answer is not None:
                step, why = answer
                self._settle("moved", promise, text=why, step=step)

        self.app.push_screen(MoveSheet(promise, reader), moved)

    def action_held(self) -> None:
        """The meeting took place."""
        self._end_promise("held")

    def action_no_show(self) -> None:
        """They did not turn up."""
        self._end_promise("no-show")

    def action_cancel(self) -> None:
        """The promise is off."""
        self._end_promise("cancelled")

    def _end_promise(self, kind: str) -> None:
        promise = self._item
        if not isinstance(promise, Promise):
            raise Refused("only a promise can be settled so")
        refuse_too_early(promise, kind, self._bench.now())
        self._settle(kind, promise)

    def action_sent(self) -> None:
        """Something was sent about the problem.

        Raises:
            Refused: the line is no problem.
        """
        problem = self._item
        if not isinstance(problem, Problem):
            raise Refused("only a problem they mentioned can be marked as sent")
        self._settle("sent", problem, about=problem.words)

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
        self._settle(kind, candidate)

    def action_close(self) -> None:
        """Back to where the agenda was opened."""
        self.dismiss("")


def _zones(promise: Promise) -> tuple[str, ...]:
    """Where the prospect may be: as it was when they agreed, else what their number says."""
    ref = promise.prospect
    agreed = promise.step.their_zone
    return possible_zones(Prospect(id=ref.id, name=ref.name, phone=ref.phone, zone=agreed))
