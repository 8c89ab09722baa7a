"""Acts on the call at hand: dial, outcome, wrap-up, confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callbench.domain.block import Refused
from callbench.domain.playbook import REFERRED
from callbench.domain.queue import Group, QueueRow
from callbench.domain.records import Call
from callbench.domain.refusals import require_booked
from callbench.tui.block import said, views
from callbench.tui.block.next_up import NextUp
from callbench.tui.block.status_bar import clock_text
from callbench.tui.block.wrapup_acts import WrapUpActs
from callbench.tui.commands import keys_of
from callbench.tui.screens import remapped_keys

if TYPE_CHECKING:
    from callbench.tui.block.meeting_line import MeetingReader

CHANNELS = ("call", "video", "visit")
LENGTHS = (15, 30, 45, 60)


class CallActs(NextUp):
    """What a rep does with a call."""

    _asked_to_dial = ""

    def wrap_up_acts(self) -> WrapUpActs:
        """What the wrap-up pane may ask for."""
        from callbench.tui.block.wrapping import Wrapping

        return Wrapping(self)

    def open_wrap_up(self) -> None:
        """End the conversation and give the checklist the keyboard."""
        self.action_wrap_up()

    def outcome_on(self, digit: str) -> tuple[str, str] | None:
        """Id and label of the disposition on a digit."""
        for disposition in self.desk.context.playbook.quick:
            if disposition.key == digit:
                return disposition.id, disposition.label
        return None

    def action_dial(self) -> None:
        """Start the attempt with the selected prospect; in doubt, on the second key.

        Raises:
            Refused: nobody is selected, or the rules don't allow it.
        """
        self.keep_note()
        row = self._queue.row
        if row is None:
            raise Refused("nobody to call now")
        if self.desk.block.open_call is None:
            row = self._caught_up(row)
            self.desk.block.require_call(row.prospect)
            doubt = self._taken(row) or said.doubt(row, self.desk.context.now().date())
            if self._ask_first(row, doubt, "d again calls now"):
                return
        trouble = self.desk.dial(row.prospect)
        self.referrer = None
        self.show_desk(select=row.prospect.id)
        self.set_focus(self._note)
        if trouble:
            self.say(trouble, "warning")

    def _caught_up(self, row: QueueRow) -> QueueRow:
        """The row as it is after a look at other windows.

        Raises:
            Refused: it is gone, as they were called there meanwhile.
        """
        if self.desk.catch_up():
            self.reshow_queue()
        found = self.desk.anybody(row.prospect.id)
        if found is None or (found.group is Group.OUT and row.group is not Group.OUT):
            self.show_subject()
            raise Refused(f"{row.prospect.name} was called in another window meanwhile")
        return found

    def _taken(self, row: QueueRow) -> str:
        """What to say where another window has them on the line."""
        taken = row.prospect.id in self.desk.called_elsewhere
        return f"{row.prospect.name} is on the line in another window" if taken else ""

    def _ask_first(self, row: QueueRow, doubt: str, again: str) -> bool:
        """Whether the rep should think again about calling them: the first time, it is said why."""
        if not doubt or self._asked_to_dial == row.prospect.id:
            self._asked_to_dial = ""
            return False
        self._asked_to_dial = row.prospect.id
        self.say(f"{doubt} · {again}", "warning")
        return True

    def bring(self, ident: str) -> None:
        """Select a prospect who is to be called; what speaks against it is said at once."""
        row = self.go_to(ident)
        if row is None:
            self.say("they are on no list of this block", "warning")
            return
        self.enter_asks = True
        doubt = said.doubt(row, self.desk.context.now().date())
        if doubt:
            self._asked_to_dial = row.prospect.id
            self.say(f"{doubt} · d calls now", "warning")

    def asks_before_dialling(self, key: str) -> bool:
        """Whether this is the Enter behind one that meant something else; says what it would do."""
        asks, self.enter_asks = self.enter_asks, False
        row = self._queue.row
        if not asks or row is None or self.in_text or self.wrapping or key != "enter":
            return False
        dial = next(command for command in self.DECLARED if command.id == "dial")
        if key not in keys_of(dial, remapped_keys(self.app)):
            return False
        self.say(f"Enter once more dials {row.prospect.name or row.prospect.phone}")
        return True

    def action_outcome(self, digit: str) -> None:
        """End the attempt as one that reached nobody, and go on to the next.

        Raises:
            Refused: the playbook has nothing on this digit, or the rules don't allow it.
        """
        self.keep_note()
        found = self.outcome_on(digit)
        if found is None:
            raise Refused(f"the playbook has nothing on {digit}")
        open_call = self.desk.block.open_call
        if open_call is not None and open_call.disposition is not None:
            raise Refused("this was a conversation: Ctrl+U takes its outcome back")
        row = self._queue.row
        if open_call is None and row is not None:
            row = self._caught_up(row)
            self.desk.block.require_call(row.prospect)
            out = f"{row.prospect.name}: {row.label}" if row.group is Group.OUT else ""
            if self._ask_first(row, self._taken(row) or out, f"{digit} again logs it all the same"):
                return
        place = self._queue.cursor
        call = self.desk.outcome(row.prospect if row is not None else None, found[0])
        self.referrer = None
        self.go_on(place)
        kept = said.put_into_note(open_call, call)
        self.say(f"{call.prospect.name}: {found[1]}{kept} · u takes it back")

    def action_wrap_up(self) -> None:
        """The conversation ended: talk time stops and the checklist has the keyboard."""
        self.keep_note()
        call = self.desk.block.hang_up()
        if not self.wrapping:
            self._wrap_up.add_class("-open")
            self.add_class("-wrapping")
            self.close_track()
        self._wrap_up.reopen(call, self._meeting_reader())
        self._wrap_up.enter()
        self.show_clocks()

    def _meeting_reader(self) -> MeetingReader:
        from callbench.tui.block.sides import meeting_reader

        return meeting_reader(self.desk)

    def action_confirm(self) -> None:
        """Close the wrap-up, with the line that is being typed in it."""
        self.keep_note()
        self._wrap_up.confirm()
        self.enter_asks = False

    def close_call(self) -> None:
        """Close the wrap-up as it stands, and go on to the next prospect."""
        self.keep_note()
        place, before = self._queue.cursor, self.desk.block.open_call
        call = self.desk.confirm()
        referred = call.disposition == REFERRED
        self.referrer = self.desk.prospect(call.prospect.id) if referred else None
        self.go_on(place)
        self.say(said.confirmed(self.desk, call, said.put_into_note(before, call)))

    def action_stamp(self) -> None:
        """Put the elapsed time into the note.

        Raises:
            Refused: no call is open.
        """
        talk = views.talk_time(self.desk)
        if talk is None:
            raise Refused("no call is open")
        self.set_focus(self._note)
        self._note.stamp(clock_text(talk))

    def action_channel(self) -> None:
        """Call, video or visit: how the next meeting takes place."""
        step = require_booked(self.desk.block.open_call)
        self.show_changed(self.desk.block.adjust(channel=views.after(CHANNELS, step.channel)))

    def action_length(self) -> None:
        """How long the next meeting takes."""
        step = require_booked(self.desk.block.open_call)
        self.show_changed(self.desk.block.adjust(minutes=views.after(LENGTHS, step.minutes)))

    def action_agreed(self) -> None:
        """Whether both agreed, or the rep promises it alone."""
        step = require_booked(self.desk.block.open_call)
        self.show_changed(self.desk.block.adjust(agreed=not step.agreed))

    def show_wrap_up(self) -> None:
        """Show the checklist as it stands."""
        self._wrap_up.show(self.desk.block.open_call, self._meeting_reader())

    def show_changed(self, call: Call) -> None:
        """Show a call of which something changed beside the answers."""
        self._wrap_up.update_note(call)

    def action_told(self) -> None:
        """Mark the story that suits them best as told in this call.

        Raises:
            Refused: there is none, or no call is open.
        """
        from callbench.tui.block.sides import track_view

        view = track_view(self.desk, self.subject)
        fresh = [s for s in view.stories if s.id not in view.told] if view is not None else []
        if not fresh:
            raise Refused("no story that they don't know")
        self.desk.block.tell(fresh[0].id)
        self.show_subject()
        self.say(f"told: {fresh[0].title}")
