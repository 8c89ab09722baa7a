"""Looking back: sessions, their calls, what was said; and finding it again."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.widget import Widget

from callbench.domain.block import Refused
from callbench.domain.history import was_conversation
from callbench.store.errors import StoreError
from callbench.tui.commands import Command
from callbench.tui.keybar import Hint
from callbench.tui.line_list import LineList
from callbench.tui.paths import shown_path
from callbench.tui.review.commands import ADDING, FINDING, OUT, REVIEWING, TO_HITS
from callbench.tui.review.find_pane import MOVES
from callbench.tui.review.lines import Lines
from callbench.tui.review.work import Running

__all__ = ["ReviewScreen", "Running"]

ABOUT_A_CALL = frozenset({"open", "timeline", "call", "add", "copy", "letter", "file"})
"""Commands that want a call to be selected."""


class ReviewScreen(Lines):
    """Sessions, the calls of one, and one call in full."""

    DECLARED = REVIEWING
    KEYS_TITLE = "Keys of the review"

    # ------------------------------------------------------------------ the key bar

    def applies(self, command: Command) -> bool:
        """Whether the command can act now."""
        if command.id == "undo":
            return self._adding.can_take_out and not self.in_text
        if command.id not in ABOUT_A_CALL:
            return True
        selected = self._selected
        if selected is None or self.in_text:
            return False
        _, call = selected
        match command.id:
            case "call":
                return self._reach is not None
            case "copy":
                return bool(call.note)
            case "letter":
                return was_conversation(call, self._bench.playbook)
        return True

    def exists(self, command: Command) -> bool:
        """Nobody is called where there is no block."""
        return command.id != "call" or self._reach is not None

    def hints(self) -> list[Hint]:
        """In a text field, what its keys do."""
        if not self.in_text:
            return super().hints()
        if self._call.adding:
            return list(ADDING)
        offer = self._finding.offer
        return [*FINDING, ("Tab", offer.filter) if offer is not None else TO_HITS, OUT]

    def on_descendant_focus(self) -> None:
        """Other keys work now."""
        self.refresh_keys()

    # ------------------------------------------------------------------ keys

    def take_first(self, event: events.Key) -> bool:
        """Enter and the arrows belong to the line that is typed in."""
        if not self.in_text:
            return False
        if self._call.adding:
            if event.key == "enter" and (said := self._adding.keep(self._archive)):
                self.action_back()
                self._show_call()
                self.say(said)
            return event.key in {"enter", "tab", "shift+tab"}
        if event.key == "enter":
            self._jump()
        elif event.key == "tab":
            self._take_offer()
        elif event.key == "shift+tab":
            self.set_focus(self._find.hits)
        elif event.key in MOVES:
            self._move(self._find.hits, MOVES[event.key])
        else:
            return False
        self.refresh_keys()
        return True

    def action_open(self) -> None:
        """Go one pane further in; from a hit to its call."""
        if self.finding:
            self._jump()
        elif self.focused is not self._call.sheet:
            self.action_pane("1")

    def action_pane(self, step: str) -> None:
        """Go to another pane."""
        panes: list[Widget] = [self._sessions.list, self._calls.list, self._call.sheet]
        if self.finding:
            panes = [self._find.line, self._find.hits, self._call.sheet]
        at = next((place for place, pane in enumerate(panes) if pane is self.focused), 0)
        self.set_focus(panes[(at + int(step)) % len(panes)])

    def action_move(self, rows: str) -> None:
        """Select another row, or scroll the call."""
        focused = self.focused
        if isinstance(focused, LineList):
            self._move(focused, int(rows))
        else:
            self._call.sheet.scroll_relative(y=int(rows), animate=False)

    def _move(self, rows: LineList[Any], by: int) -> None:
        """Select another row, and show at once what belongs to it: the next key is about that."""
        if rows.move(by):
            self._show_moved(rows.id)

    def action_back(self) -> None:
        """One step back: from the line, from the call to the hits, from the hits, or out."""
        if self._call.adding:
            self._adding.close()
            self._leave_line()
        elif self._from_hits:
            self.action_find()
        elif self.finding:
            self._finding.end()
            self._set_finding(False)
            self._show_call()
        else:
            self.action_leave()

    def action_leave(self) -> None:
        """Back to the screen before; where there is none, out of callbench.

        Raises:
            Refused: something was typed and not added; the second time it is dropped.
        """
        self._require_nothing_typed()
        if len(self.app.screen_stack) > 2:
            self.dismiss(None)
        else:
            self.app.exit(0)

    def _require_nothing_typed(self) -> None:
        if self._adding.unsent and not self._warned:
            self._warned = True
            raise Refused("what was typed is not entered: a goes on, the same key again drops it")

    # ------------------------------------------------------------------ acts on a call

    def action_timeline(self) -> None:
        """Everything that passed with the prospect.

        Raises:
            Refused: it can't be read now.
        """
        from callbench.tui.review.timeline import TimelineScreen

        _, call = self._needed()
        if self._archive is not None:
            try:
                timeline = self._archive.timeline(call.prospect.id)
            except StoreError as error:
                self._ask()
                raise Refused(str(error)) from error
            if not timeline:
                raise Refused("their calls are not all read yet")
            screen = TimelineScreen(
                timeline, self._reader, self._bench, self._archive, call.id, reach=self._reach
            )
            self.app.push_screen(screen, lambda _: self._back_from_timeline(screen.to_call))

    def _back_from_timeline(self, ident: str) -> None:
        if ident:
            try:
                self._leave_to_call(ident)
            except Refused as refusal:
                self.say(str(refusal), "warning")

    def action_call_them(self) -> None:
        """Leave for the block, with them selected.

        Raises:
            Refused: the block can't call them, or something was typed and not added.
        """
        _, call = self._needed()
        self._leave_to_call(call.prospect.id)

    def _leave_to_call(self, ident: str) -> None:
        if self._reach is None:
            raise Refused("nobody can be called from here: begin a block")
        self._reach(ident)
        self._require_nothing_typed()
        self.to_call = ident
        self.dismiss(None)

    def action_charts(self) -> None:
        """Draw all blocks."""
        from callbench.tui.charts.screen import ChartsScreen

        self.app.push_screen(ChartsScreen(self._bench))

    def action_copy(self) -> None:
        """Copy the note.

        Raises:
            Refused: there is none.
        """
        _, call = self._needed()
        if not call.note:
            raise Refused("there is no note to copy")
        self.app.copy_to_clipboard(call.note)
        self.say("note copied, if your terminal allows it (OSC 52)")

    def action_letter(self) -> None:
        """Write the draft and the calendar file again, and show them.

        Raises:
            Refused: nothing is written after such a call.
        """
        _, call = self._needed()
        self.write_letter(self._bench, self._archive, call)

    def action_file(self) -> None:
        """Say where the session's file is."""
        line, _ = self._needed()
        self.say(shown_path(line.path))
