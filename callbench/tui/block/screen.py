"""The calling screen: its keys, and what they mean as things stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import events

from callbench.domain.block import Refused
from callbench.tui.block import views
from callbench.tui.block.calling import CallActs
from callbench.tui.block.commands import CALLING, NOT_REACHED, WITHIN, WRAP_UP_KEYS, WRAPPING
from callbench.tui.block.trips import Trips
from callbench.tui.commands import Command, KeyRow, as_name, keys_of
from callbench.tui.keybar import Hint
from callbench.tui.screens import remapped_keys


class BlockScreen(CallActs, Trips):
    """Where a rep spends the block."""

    DECLARED = CALLING
    KEYS_TITLE = "Keys of the calling screen"

    _undone = False
    """Whether the last key took something back."""

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
        usual = self._wrap_up_hints() if within else super().hints()
        ways_out = [
            (self._shown(command)[0], self.name_of(command))
            for command in self.DECLARED
            if command.id == "rescue" and self.applies(command)
        ]
        return [*ways_out, *(hint for hint in usual if hint not in ways_out)]

    def _wrap_up_hints(self) -> list[Hint]:
        """The wrap-up's keys; where Enter closes it, that is said."""
        confirms = self._wrap_up.enter_confirms
        return [
            (key, "confirm" if key == "Enter" and confirms else name)
            for key, name in WRAPPING
            if key != "Ctrl+S" or not confirms
        ]

    # ------------------------------------------------------------------ keys

    def take_first(self, event: events.Key) -> bool:
        """The wrap-up answers by keys of its own; Enter ends a filter."""
        if self.asks_before_dialling(event.key):
            return True
        undone, self._undone = self._undone, False
        if self.wrapping and not self._acts_at_a_question(event.key, undone=undone):
            self._silence()
            try:
                if self._wrap_up.take_key(event):
                    self.refresh_keys()
                    return True
            except Refused as refusal:
                self.say(str(refusal), "warning")
                self.refresh_keys()
                return True
        if self._queue.filtering and self.in_text and event.key in {"enter", "up", "down"}:
            if event.key == "enter":
                self._queue.focus_rows()
                self.refresh_keys()
            else:
                self._queue.move(1 if event.key == "down" else -1)
            return True
        if self.in_text and event.key in {"tab", "shift+tab"}:
            # Textual would hand the keyboard on, and what is typed next would be commands.
            self.say("Esc leaves the text")
            return True
        return False

    def _acts_at_a_question(self, key: str, *, undone: bool) -> bool:
        """Whether a key acts though the wrap-up awaits one that answers.

        That is the one to the key sheet; where it is asked how it ended, that nobody was reached;
        and right behind an undo, another one.
        """
        if not self._wrap_up.asks_by_key:
            return False
        acting = {"keys", "undo"} if undone else {"keys"}
        if self._wrap_up.asks_how_it_ended:
            acting |= {command.id for command in NOT_REACHED if self.exists(command)}
        return any(
            key in keys_of(command, remapped_keys(self.app))
            for command in self.DECLARED
            if command.id in acting
        )

    def action_undo(self) -> None:
        """Take back the last act; the same key once more takes back the one before."""
        super().action_undo()
        self._undone = True

    def close_call(self) -> None:
        """Close the wrap-up; whom they referred the rep to is asked while it is known."""
        super().close_call()
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
        if self.has_class("-narrow") and self.tracking:
            self.action_track()
        self._queue.open_filter()
