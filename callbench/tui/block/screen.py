"""The calling screen: its keys, and what they mean as things stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import events

from callbench.domain.block import Refused
from callbench.tui.block import views
from callbench.tui.block.calling import CallActs
from callbench.tui.block.commands import CALLING, NOT_REACHED, WITHIN, WRAP_UP_KEYS, WRAPPING
from callbench.tui.block.trips import Trips
from callbench.tui.commands import Command, KeyRow, as_name
from callbench.tui.keybar import Hint


class BlockScreen(CallActs, Trips):
    """Where a rep spends the block."""

    DECLARED = CALLING
    KEYS_TITLE = "Keys of the calling screen"

    # ------------------------------------------------------------------ the key bar

    def applies(self, command: Command) -> bool:
        """Whether the command can act now."""
        return views.applies(
            command,
            self.desk,
            wrapping=self.wrapping,
            in_text=self.in_text,
            row=self._queue.row,
        )

    def name_of(self, command: Command) -> str:
        """Outcomes are called what the playbook calls them."""
        if command in NOT_REACHED:
            found = self.outcome_on(command.argument)
            return as_name(found[1]) if found is not None else command.name
        if command.id == "pause" and self.desk.block.paused:
            return "Go on"
        if command.id == "undo" and views.only_dialled(self.desk):
            return "Undo dial"
        return command.name

    def exists(self, command: Command) -> bool:
        """Outcomes exist that the playbook has a digit for."""
        return command not in NOT_REACHED or self.outcome_on(command.argument) is not None

    def other_keys(self) -> Mapping[str, Sequence[KeyRow]]:
        """The wrap-up's own keys."""
        return {WITHIN: WRAP_UP_KEYS}

    def hints(self) -> list[Hint]:
        """While the wrap-up has the keyboard, its own; the way out of a full disk before all."""
        within = self.wrapping and self._wrap_up.has_keyboard
        usual = list(WRAPPING) if within else super().hints()
        ways_out = [
            (self._shown(command)[0], self.name_of(command))
            for command in self.DECLARED
            if command.id == "rescue" and self.applies(command)
        ]
        return [*ways_out, *(hint for hint in usual if hint not in ways_out)]

    # ------------------------------------------------------------------ keys

    def take_first(self, event: events.Key) -> bool:
        """The wrap-up answers by keys of its own; Enter ends a filter."""
        if self.asks_before_dialling(event.key):
            return True
        if self.wrapping:
            self._silence()
            try:
                if self._wrap_up.take_key(event):
                    self.refresh_keys()
                    return True
            except Refused as refusal:
                self.say(str(refusal), "warning")
                return True
        if self._queue.filtering and self.in_text and event.key in {"enter", "up", "down"}:
            if event.key == "enter":
                self._queue.focus_rows()
                self.refresh_keys()
            else:
                self._queue.move(1 if event.key == "down" else -1)
            return True
        return False

    def action_confirm(self) -> None:
        """Close the wrap-up; whom they referred the rep to is asked while it is known."""
        super().action_confirm()
        if self.referrer is not None:
            self.ask_whom(self.referrer)

    def action_move(self, rows: str) -> None:
        """Select another prospect."""
        self.keep_note()
        self._asked_to_dial = ""
        self._queue.move(int(rows))
        if self.desk.block.open_call is None:
            # At once, so that row and prospect change in one frame.
            self.show_subject()

    def action_note(self) -> None:
        """Go to the note.

        Raises:
            Refused: there is nobody to note something about.
        """
        if self.subject is None:
            raise Refused("nobody is selected")
        self.set_focus(self._note)

    def action_leave_text(self) -> None:
        """Leave a text field; from the wrap-up, go to the note."""
        if self.wrapping and self._wrap_up.has_keyboard:
            self.set_focus(self._note)
        else:
            self._queue.close_filter()
            self._queue.focus_rows()

    def action_find(self) -> None:
        """Filter the queue, which the talk track hides on a narrow screen."""
        if self.has_class("-narrow") and self._track.has_class("-open"):
            self.action_track()
        self._queue.open_filter()
