"""The wrap-up: how the conversation ended and the end-of-call checklist, one key an answer.

The pane turns keys into answers. It decides nothing: the rules are in `callbench.domain.block`,
what is asked next in `callbench.domain.checklist`.
"""

from __future__ import annotations

from textual import events

from callbench.domain.block import Refused
from callbench.domain.checklist import NO_WORDS, Step, steps
from callbench.domain.marks import of_kind
from callbench.domain.playbook import AnswerOption
from callbench.tui.block import wrapup_text
from callbench.tui.block.checklist_view import ChecklistView, WrapUpActs

__all__ = ["WrapUpActs", "WrapUpPane"]


class WrapUpPane(ChecklistView):
    """Asks one question after the other."""

    def take_key(self, event: events.Key) -> bool:
        """Take a key if it answers something.

        Returns:
            Whether it was taken.
        """
        if self._call is None or not self.has_keyboard:
            return False
        if event.key == "up":
            return self._back()
        if event.key == "enter":
            return self._enter()
        if self._mode == "line":
            return event.key == "tab" and self._take_suggestion()
        if self._mode == "pick":
            return self._pick(event.character or "")
        return self._answer_by_key(event.character or "")

    def _back(self) -> bool:
        """Go back to the answer before."""
        assert self._call is not None
        asked = steps(self._playbook, self._call)
        places = [place for place, step in enumerate(asked) if step.id == self._at]
        place = (places[0] if places else len(asked)) - 1
        if place >= 0:
            self._passed.discard(asked[place].id)
            self._go_to(asked[place])
        return True

    def _enter(self) -> bool:
        step = self._step()
        if step is None:
            self._acts.confirm()
        elif self._mode == "line":
            self._take_line(step, self._line.value.strip())
        elif self._mode == "keys" and step.done:
            self._passed.add(step.id)
            self._go_to(self._next_step())
        return True

    def _answer_by_key(self, character: str) -> bool:
        step = self._step()
        if step is None or not character:
            return False
        if step.kind == "disposition":
            return self._dispose_by_key(character)
        if step.question is None:
            return False
        if step.id == wrapup_text.questions_step(self._playbook) and self._tick(character):
            return True
        found = (option for option in step.question.answers if option.key == character)
        option = next(found, None)
        if option is None:
            return False
        if option.detail:
            self._go_to(step, option)
        else:
            self._give(step, option.id, self._kept_detail(step, option))
        return True

    def _dispose_by_key(self, character: str) -> bool:
        for disposition in self._playbook.conversations:
            if disposition.key == character:
                self._passed.clear()
                self._acts.dispose(disposition.id)
                return True
        return False

    def _tick(self, character: str) -> bool:
        """Tick one of the questions noted with ``?``, by its digit."""
        assert self._call is not None
        noted = of_kind(self._call.note, "question")
        if not character.isdigit() or not 1 <= int(character) <= len(noted):
            return False
        self._acts.tick(noted[int(character) - 1])
        return True

    def _kept_detail(self, step: Step, option: AnswerOption) -> str:
        """The questions they asked stay on record when there are no others."""
        assert self._call is not None
        before = self._call.answers.get(step.id)
        if before is None or step.question is None:
            return ""
        last = step.question.option(before.answer)
        stayed = last is not None and (last.stays or last.id == option.id)
        return before.detail if stayed else ""

    def _give(self, step: Step, answer: str, detail: str, *, by_line: bool = False) -> None:
        """Hand in an answer; the Enter on the last line confirms."""
        self._passed.discard(step.id)
        self._acts.answer(step.id, answer, detail)
        if by_line and self._complete():
            self._acts.confirm()

    def _complete(self) -> bool:
        """Whether nothing is left to ask."""
        return self._call is not None and self._next_step() is None

    # ------------------------------------------------------------------ lines

    def _take_line(self, step: Step, text: str) -> None:
        if self._option is not None:
            self._take_detail(step, self._option, text)
        elif step.kind == "text":
            self._give(step, "given" if text else "none", text, by_line=True)
        elif step.kind == "reason":
            self._passed.add(step.id)
            self._acts.give_reason(text)
            if self._complete():
                self._acts.confirm()
        else:
            self._take_meeting(step, text)

    def _take_detail(self, step: Step, option: AnswerOption, text: str) -> None:
        before = self._call.answers.get(step.id) if self._call is not None else None
        if option.stays and before is not None and before.answer == option.id and before.detail:
            text = f"{before.detail}\n{text}" if text else before.detail
        self._give(step, option.id, text, by_line=not option.stays)

    def _take_meeting(self, step: Step, text: str) -> None:
        assert self._reader is not None
        if text.casefold() in NO_WORDS:
            self._mode = "why-not"
            self.remove_class("-line")
            self.enter()
            self._draw()
            return
        reading = self._reader.read(text)
        if reading.kind == "exact" and reading.starts_at is not None:
            self._acts.book(step.id, self._reader.step(reading.starts_at, reading))
        elif reading.candidates:
            self._mode = "pick"
            self._reading = reading
            self._draw()
        else:
            taken = f"; Tab takes {reading.suggestion}" if reading.suggestion else ""
            raise Refused(f"not an exact time: {reading.message}{taken}")

    def _pick(self, character: str) -> bool:
        """Take one of the readings by its digit; any other key goes on typing."""
        reading, step = self._reading, self._step()
        if reading is None or step is None or self._reader is None:
            return False
        if character.isdigit() and 1 <= int(character) <= len(reading.candidates):
            chosen = reading.candidates[int(character) - 1]
            self._acts.book(step.id, self._reader.step(chosen, reading))
            return True
        self._mode = "line"
        return False

    def _take_suggestion(self) -> bool:
        step = self._step()
        at_time = step is not None and step.kind == "meeting" and self._option is None
        taken = ""
        if step is not None and step.kind == "reason":
            taken = next(iter(self._acts.material()), "")
        elif at_time and self._reader is not None:
            text, proposal = self._line.value.strip(), self._proposal()
            noted = proposal.typed if proposal is not None else ""
            taken = self._reader.read(text).suggestion if text else noted
        if taken:
            self._line.value = taken
            self._line.cursor_position = len(taken)
        return True
