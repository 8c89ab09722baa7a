"""Taking the lines of the checklist: words, a day and time, a reason; and closing it all."""

from __future__ import annotations

from callbench.domain import wrapup
from callbench.domain.block import Refused
from callbench.domain.checklist import NO_WORDS, Step, current
from callbench.domain.playbook import AnswerOption
from callbench.domain.records import Answer, Call
from callbench.tui.block.checklist_place import ChecklistPlace

AGAIN = "Ctrl+S again confirms without it"


class ChecklistLines(ChecklistPlace):
    """Takes what was typed, and confirms when nothing is left to ask."""

    _doubted: tuple[str, ...] = ()
    """Call, question, answer and text of the line that could not be taken by `confirm`."""

    def confirm(self) -> None:
        """Close the wrap-up from anywhere, and take the line at hand as Enter would.

        Raises:
            Refused: the line can't be taken, which is said once; or the rules don't allow it.
        """
        if self._call is None or not self._closed_by_line(self._call):
            self._acts.confirm()

    def _closed_by_line(self, call: Call) -> bool:
        """Take the line at hand; whether it was the last one, which closes the wrap-up."""
        self.keep_line()
        option = self._option.id if self._option is not None else ""
        line = (call.id, self._at, option, self._line.value)
        if self._doubted != line:
            self._doubted = line
            self._take_open_line()
        return self._call is None

    def keep_line(self) -> None:
        """Hand over the line at hand; one that was changed is asked about anew."""
        super().keep_line()
        if self._doubted and self._doubted[-1] != self._line.value:
            self._doubted = ()

    def _take_open_line(self) -> None:
        """Take the line at hand, unless there is nothing in it."""
        step, text = self._step(), self._line.value.strip()
        if step is None or self._mode not in {"line", "pick", "why-not"}:
            return
        time = step.kind == "meeting" and self._option is None
        if self._option is None and text == self._recorded(step, None).strip():
            return
        try:
            if self._mode != "why-not":
                self._take_line(step, text)
        except Refused as refusal:
            self.enter()
            missing = self._reader.read(text).message if time and self._reader else ""
            raise Refused(f"{missing or refusal} · {AGAIN}") from refusal
        if self._mode == "why-not":
            self.enter()
            kept = self._call is not None and self._call.next_step is not None
            again = "Ctrl+S again keeps the meeting" if kept else AGAIN
            raise Refused(f"why is none booked? {self._keys_that_answer()} · {again}")
        if self._mode == "pick":
            self.enter()
            raise Refused(f"which one? a digit · {AGAIN}")

    def _keys_that_answer(self) -> str:
        """The keys that answer the question at hand."""
        raise NotImplementedError

    # ------------------------------------------------------------------ what is left to ask

    @property
    def enter_confirms(self) -> bool:
        """Whether Enter closes the wrap-up, as nothing is left to ask behind it."""
        if self._call is None:
            return False
        step = self._step()
        if self._mode == "keys":
            return (step is None or step.done) and self._next_step() is None
        after = self._taken(step) if step is not None and self._mode == "line" else None
        passed = {*self._passed, self._at}
        return after is not None and current(self._playbook, after, passed) is None

    def _taken(self, step: Step) -> Call | None:
        """The call as it would be once the line at hand is taken; None where it can't be."""
        call, question, text = self._call, step.question, self._line.value.strip()
        if call is None or question is None or self._unchanged(step, text):
            return call
        if self._option is not None:
            answer = Answer(answer=self._option.id, detail=text)
            return None if self._option.stays else wrapup.answered(call, question, answer)
        if step.kind == "text":
            return wrapup.answered(call, question, Answer(answer="given", detail=text))
        reading = self._reader.read(text) if self._reader is not None else None
        if reading is None or reading.starts_at is None or text.casefold() in NO_WORDS:
            return None
        assert self._reader is not None
        step_to = self._reader.step(reading.starts_at, reading)
        return wrapup.booked(call, question, step_to, call.next_step)

    def _unchanged(self, step: Step, text: str) -> bool:
        """Whether the line says what was recorded, so that taking it only goes on."""
        return self._option is None and step.done and text == self._recorded(step, None)

    def _go_on(self) -> None:
        """Ask what is still open; where nothing is, confirm."""
        step = self._next_step()
        if step is None:
            self._acts.confirm()
        else:
            self._return_to(step)

    # ------------------------------------------------------------------ taking a line

    def _take_line(self, step: Step, text: str) -> None:
        """Take the line at hand; the Enter on the last one confirms."""
        ends = self.enter_confirms
        if self._unchanged(step, text):
            self._passed.add(step.id)
            self._go_on()
            return
        if self._option is not None:
            self._take_detail(step, self._option, text)
        elif step.kind == "text":
            self._give(step, "given" if text else "none", text)
        elif step.kind == "reason":
            self._passed.add(step.id)
            self._acts.give_reason(text)
        else:
            self._take_time(step, text)
        if ends:
            self._acts.confirm()

    def _give(self, step: Step, answer: str, detail: str) -> None:
        """Hand in an answer."""
        self._passed.discard(step.id)
        self._acts.answer(step.id, answer, detail)

    def _take_detail(self, step: Step, option: AnswerOption, text: str) -> None:
        before = self._call.answers.get(step.id) if self._call is not None else None
        if option.stays and before is not None and before.answer == option.id and before.detail:
            text = f"{before.detail}\n{text}" if text else before.detail
        self._give(step, option.id, text)

    def _take_time(self, step: Step, text: str) -> None:
        assert self._reader is not None
        if text.casefold() in NO_WORDS:
            self._go_to(step, choosing=True)
            return
        reading = self._reader.read(text)
        if reading.starts_at is not None:
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
        step, taken = self._step(), ""
        if step is not None and step.kind == "reason":
            taken = self._better_reason()
        elif self._at_time(step) and self._reader is not None:
            text, proposal = self._line.value.strip(), self._proposal()
            noted = proposal.typed if proposal is not None else ""
            taken = self._reader.read(text).suggestion if text else noted
        if taken:
            self._line.value = taken
            self._line.cursor_position = len(taken)
        return True
