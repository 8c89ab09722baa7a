"""Who is next: selecting after a call, putting somebody off, and taking the last act back."""

from __future__ import annotations

from callbench.domain.block import Refused
from callbench.tui.block import views
from callbench.tui.block.news import BlockNews


class NextUp(BlockNews):
    """What is selected once something is done, or done no longer."""

    def go_on(self, place: int) -> None:
        """Select the next prospect who can be called: a promised one, else the next in place.

        A filter that lets nobody through any more has done its work, and is closed.
        """
        self._queue.show(self.desk.rows)
        if self._queue.filtering and not self._queue.shown:
            self._queue.close_filter()
            place = 0
        taken = self.desk.called_elsewhere
        self.show_desk(place=views.next_place(self._queue.shown, place, taken))
        self._queue.focus_rows()

    def go_to(self, ident: str) -> None:
        """Select a prospect, whom a filter may have hidden."""
        ident = self.desk.shown_as(ident)
        self.show_desk(select=ident)
        row = self._queue.row
        if self._queue.filtering and (row is None or row.prospect.id != ident):
            self._queue.close_filter()
            self.show_desk(select=ident)
        self._queue.focus_rows()

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
        self.say(views.taken_back(taken, self.desk))
