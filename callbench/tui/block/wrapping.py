"""What the wrap-up pane asks for, done at the desk and shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from callbench.domain.block import Block
from callbench.domain.open_lines import OpenLine
from callbench.domain.records import Call, NextStep
from callbench.tui.block import said

if TYPE_CHECKING:
    from callbench.tui.block.calling import CallActs


class Wrapping:
    """Does at the desk what the pane says, and has the screen show it; see `WrapUpActs`."""

    def __init__(self, screen: CallActs) -> None:
        """Do it at the desk of this screen."""
        self._screen = screen

    def dispose(self, ident: str) -> None:
        """The conversation ended so."""
        self._do(lambda block: block.dispose(ident))

    def answer(self, question: str, answer: str, detail: str) -> None:
        """A question was answered."""
        self._do(lambda block: block.answer(question, answer, detail))

    def book(self, question: str, step: NextStep) -> None:
        """An exact next meeting was agreed."""
        self._do(lambda block: block.book(question, step))

    def give_reason(self, reason: str) -> None:
        """Why we will speak."""
        self._do(lambda block: block.give_reason(reason))

    def _do(self, act: Callable[[Block], Call]) -> None:
        """Have something done and shown; say what it has put into the note."""
        screen = self._screen
        screen.keep_note()
        before = screen.desk.block.open_call
        call = act(screen.desk.block)
        screen.follow_note(call)
        screen.show_wrap_up()
        if kept := said.put_into_note(before, call):
            screen.say(kept.removeprefix(said.BETWEEN))

    def type_line(self, question: str, answer: str, text: str | None) -> None:
        """A line is being typed; a signal may ask for it when the call has just been closed."""
        if self._screen.desk.block.open_call is not None:
            self._screen.desk.block.type_line(question, answer, text)

    def open_lines(self) -> tuple[OpenLine, ...]:
        """What is being typed and was not entered yet."""
        return self._screen.desk.block.open_lines

    def show_keys(self) -> None:
        """What Enter does has changed."""
        self._screen.refresh_keys()

    def tick(self, question: str) -> None:
        """A question of theirs was answered, or is open again."""
        self._screen.show_changed(self._screen.desk.block.tick(question))

    def confirm(self) -> None:
        """The wrap-up is complete."""
        self._screen.close_call()
        self._screen.enter_asks = True
