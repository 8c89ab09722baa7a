"""The wrap-up: how the conversation ended and the end-of-call checklist, one key an answer.

The pane turns keys into answers. It decides nothing: the rules are in `callbench.domain.block`,
what is asked next in `callbench.domain.checklist`.
"""

from __future__ import annotations

from textual import events

from callbench.domain.block import Refused
from callbench.domain.checklist import Step, steps
from callbench.domain.marks import of_kind
from callbench.domain.playbook import AnswerOption
from callbench.tui.block import wrapup_text
from callbench.tui.block.checklist_lines import ChecklistLines
from callbench.tui.commands import IN_TEXT


class WrapUpPane(ChecklistLines):
    """Asks one question after the other."""

    def take_key(self, event: events.Key) -> bool:
        """Take a key if it answers something.

        Where a key is awaited, no other does anything but those that act within a text as well.

        Returns:
            Whether it was taken.

        Raises:
            Refused: it answers nothing; says which keys do.
        """
        if self._call is None or not self.has_keyboard:
            return False
        character = event.character or ""
        if event.key == "up":
            self._back()
        elif event.key == "enter":
            self._enter()
        elif self._mode == "line":
            return event.key == "tab" and self._take_suggestion()
        elif self._mode == "pick":
            return self._pick(character)
        elif IN_TEXT.fullmatch(event.key):
            return False
        elif not self._answer_by_key(character):
            raise Refused(f"{self._keys_that_answer()} · Esc for the note")
        return True

    @property
    def asks_by_key(self) -> bool:
        """Whether it has the keyboard, and the next key answers."""
        waits = self._call is not None and self._mode in {"keys", "why-not"}
        return waits and self.has_keyboard

    @property
    def asks_how_it_ended(self) -> bool:
        """Whether the question at hand is how it ended."""
        return self._at == "disposition"

    def _keys_that_answer(self) -> str:
        return wrapup_text.keys(self._view(), why_not=self._mode == "why-not")

    def _back(self) -> None:
        """Go back: from a line to the choice that opened it, from there to the answer before."""
        assert self._call is not None
        self.keep_line()
        step = self._step()
        if step is not None and self._option is not None:
            if not self._line.value.strip():
                self._acts.type_line(step.id, self._option.id, None)
            self._go_to(step, choosing=True)
            return
        if step is not None and self._mode in {"why-not", "pick"}:
            self._go_to(step)
            return
        asked = steps(self._playbook, self._call)
        places = [place for place, entry in enumerate(asked) if entry.id == self._at]
        place = (places[0] if places else len(asked)) - 1
        if place >= 0:
            self._passed.discard(asked[place].id)
            self._return_to(asked[place])

    def _enter(self) -> None:
        step = self._step()
        if step is not None and self._mode == "line":
            self._take_line(step, self._line.value.strip())
        elif self._mode == "pick":
            raise Refused("which one? a digit")
        elif step is None or (self._mode == "keys" and step.done):
            if step is not None:
                self._passed.add(step.id)
            self._go_on()
        else:
            raise Refused(f"{self._keys_that_answer()} · Esc for the note")

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
            self.keep_line()
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
