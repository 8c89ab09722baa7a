"""Who is next: selecting after a call, putting somebody off, and taking the last act back."""

from __future__ import annotations

from callbench.domain.block import Refused
from callbench.domain.queue import QueueRow
from callbench.tui.block import said, views
from callbench.tui.block.news import BlockNews


class NextUp(BlockNews):
    """What is selected once something is done, or done no longer."""

    def go_on(self, place: int) -> None:
        """Select the next prospect who can be called: a promised one, else the next in place.

        A filter that leaves nobody to be called now has done its work, and is closed.
        """
        self._queue.show(self.desk.rows)
        if self._queue.filtering and not any(row.callable_now for row in self._queue.shown):
            self._queue.close_filter()
            place = self._queue.came_from
        taken = self.desk.called_elsewhere
        self.show_desk(place=views.next_place(self._queue.shown, place, taken))
        self._queue.focus_rows()

    def go_to(self, ident: str) -> QueueRow | None:
        """Select a prospect, whom a filter may have hidden, or who is not in the queue.

        Returns:
            Their row; None where they are on no list of the block.
        """
        ident = self.desk.shown_as(ident)
        if not self._shows(ident):
            self._queue.close_filter()
            if not self._shows(ident) and (row := self.desk.anybody(ident)) is not None:
                self._queue.find(row)
                self._shows(ident)
        self._queue.focus_rows()
        return self.desk.anybody(ident)

    def _shows(self, ident: str) -> bool:
        """Whether the prospect is selected, once everything is shown."""
        self.show_desk(select=ident, place=self._queue.cursor)
        row = self._queue.row
        return row is not None and row.prospect.id == ident

    def action_skip(self) -> None:
        """Put the selected prospect off to later today.

        Raises:
            Refused: nobody is selected, or the rules don't allow it.
        """
        row, place = self._queue.row, self._queue.cursor
        if row is None:
            raise Refused("nobody is selected")
        self.desk.skip(row.prospect)
        self.go_on(place)
        self.say(f"{row.prospect.name}: later today")

    def action_undo(self) -> None:
        """Take back the last act; a conversation is wrapped up again.

        The keyboard is not in the note of a call that goes on, so that the next key takes back
        what was before it.
        """
        self.keep_note()
        taken = self.desk.undo()
        self.referrer = None
        self.go_to(taken.prospect)
        call = self.desk.block.open_call
        if call is not None and call.ended_at is not None:
            self.open_wrap_up()
        self.say(said.taken_back(taken, self.desk))
