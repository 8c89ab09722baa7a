"""Where the rep is in the checklist, and the line being typed there.

It keeps nothing but where the rep looks: the answers are in the call, and what is being typed is
handed over at each key. After `Esc` and back it stands where it stood.
"""

from __future__ import annotations

from textual import on
from textual.widgets import Input

from callbench.domain.checklist import Step
from callbench.domain.open_lines import line_of
from callbench.domain.playbook import AnswerOption
from callbench.domain.records import Call
from callbench.tui.block import wrapup_text
from callbench.tui.block.checklist_view import ChecklistView
from callbench.tui.block.meeting_line import MeetingReader


class ChecklistPlace(ChecklistView):
    """Goes from one question to another."""

    def show(self, call: Call | None, reader: MeetingReader | None) -> None:
        """Show the checklist of this call, at the first question that is still open."""
        if call is None or self._call is None or call.id != self._call.id:
            self._passed.clear()
            self._at = ""
        self._call, self._reader = call, reader
        if call is not None:
            self._return_to(self._next_step())

    def reopen(self, call: Call, reader: MeetingReader) -> None:
        """Show the checklist where the rep left it; of another call, as `show` does."""
        if self._call is None or self._call.id != call.id:
            self.show(call, reader)
            return
        self._call, self._reader = call, reader
        if self._step() is None and (self._at or self._next_step() is not None):
            # Its outcome was taken back meanwhile.
            self._return_to(self._next_step())
        else:
            self._draw()

    def _return_to(self, step: Step | None) -> None:
        """Ask this question, with the line that was left open at it."""
        self._go_to(step, self._opened(step) if step is not None else None)

    def _opened(self, step: Step) -> AnswerOption | None:
        """The answer whose line was left open, unless another one was given."""
        assert self._call is not None
        left = [line for line in self._acts.open_lines() if line.question == step.id]
        if not left or step.question is None:
            return None
        option = step.question.option(left[-1].answer)
        given = self._call.answers.get(step.id)
        turned_away = step.done and given is not None and given.answer != left[-1].answer
        return None if turned_away else option

    def _go_to(
        self, step: Step | None, option: AnswerOption | None = None, *, choosing: bool = False
    ) -> None:
        """Ask this question.

        Args:
            step: The question; None once nothing is left to ask.
            option: The answer whose line is to be typed.
            choosing: Whether an answer is chosen, where a line could be typed as well.
        """
        focused = self.is_mounted and self.has_keyboard
        # Until all of it is so, nothing is a line being typed: a signal may ask at any moment.
        self._mode = "keys"
        self._at = step.id if step is not None else ""
        self._option = option
        self._reading = None
        typed = option is not None or (
            step is not None and step.kind in {"text", "meeting", "reason"} and not choosing
        )
        self.set_class(typed, "-line")
        if typed and step is not None:
            self._line.value = self._typed(step, option)
            self._line.placeholder = option.detail if option is not None else ""
            self._line.cursor_position = len(self._line.value)
            self._mode = "line"
        elif step is not None and step.kind == "meeting":
            self._mode = "why-not"
        self._draw()
        if focused:
            self.enter()

    # ------------------------------------------------------------------ the line being typed

    def keep_line(self) -> None:
        """Hand over the line at hand as it is; any thread may ask, and nothing is shown."""
        step = self._step() if self._call is not None else None
        if self._call is None or step is None or self._mode not in {"line", "pick"}:
            return
        option, text = self._option, self._line.value
        given = self._call.answers.get(step.id)
        # An answer that opened a line is kept along, even before anything is typed.
        chosen = option is None or (given is not None and given.answer == option.id)
        as_recorded = chosen and text == self._recorded(step, option)
        answer = option.id if option is not None else ""
        self._acts.type_line(step.id, answer, None if as_recorded else text)

    def _typed(self, step: Step, option: AnswerOption | None) -> str:
        """What the line of a question holds: as it was left, else as it was recorded."""
        answer = option.id if option is not None else ""
        left = line_of(self._acts.open_lines(), step.id, answer)
        return left.text if left is not None else self._recorded(step, option)

    def _recorded(self, step: Step, option: AnswerOption | None) -> str:
        """What the line of a question holds where it was answered, as it would be typed."""
        assert self._call is not None
        booked = self._call.next_step
        if step.kind == "meeting" and option is None and booked is not None:
            assert self._reader is not None
            return self._reader.words_for(booked.starts_at, booked.zone)
        return wrapup_text.typed_before(step, self._call, option)

    @on(Input.Changed)
    def _read_line(self, event: Input.Changed) -> None:
        event.stop()
        if self._call is None or event.value != self._line.value:
            return
        if self._mode == "pick":
            self._mode = "line"
        self.keep_line()
        before = self._ends
        self._draw_below(self._view())
        if self._ends != before:
            self._acts.show_keys()
