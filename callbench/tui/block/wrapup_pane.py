"""The wrap-up: how the conversation ended and the end-of-call checklist, one key an answer.

The pane shows the checklist that `callbench.domain.checklist` derives from the call, and turns
keys into answers. It decides nothing and keeps nothing but where the rep looks: after `Esc` and
back it stands where it stood, since the answers are in the call.
"""

from __future__ import annotations

from typing import Literal, Protocol

from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from callbench.domain.checklist import NO_WORDS, Step, steps
from callbench.domain.marks import of_kind
from callbench.domain.playbook import AnswerOption, Playbook
from callbench.domain.records import Call, NextStep
from callbench.domain.when import Reading
from callbench.tui.block import wrapup_text
from callbench.tui.block.meeting_line import MeetingReader

Mode = Literal["keys", "line", "pick", "why-not"]
"""Whether a key answers, a line is typed, a reading is picked, or "no meeting" is explained."""


class WrapUpActs(Protocol):
    """What the pane asks for; the rules may refuse."""

    def dispose(self, ident: str) -> None:
        """The conversation ended so."""

    def answer(self, question: str, answer: str, detail: str) -> None:
        """A question was answered."""

    def book(self, question: str, step: NextStep) -> None:
        """An exact next meeting was agreed."""

    def give_reason(self, reason: str) -> None:
        """Why we will speak."""

    def tick(self, question: str) -> None:
        """A question of theirs was answered, or is open again."""

    def confirm(self) -> None:
        """The wrap-up is complete."""

    def weak_reason(self, reason: str) -> str:
        """What is wrong with a reason to speak; "" where nothing is."""

    def material(self) -> tuple[str, ...]:
        """Reasons to speak that this call gives."""


class WrapUpPane(VerticalScroll, can_focus=True):
    """Asks one question after the other."""

    DEFAULT_CSS = """
    WrapUpPane {
        border: round $border-blurred; border-title-color: $foreground;
        border-subtitle-color: $text-muted; padding: 0 1;
        scrollbar-size-vertical: 1;
    }
    WrapUpPane:focus-within { border: round $border; }
    WrapUpPane Static { height: auto; }
    WrapUpPane .below { padding: 0 0 1 2; }
    WrapUpPane Input {
        margin: 0 0 0 2; display: none;
    }
    WrapUpPane.-line Input { display: block; }
    """

    def __init__(self, playbook: Playbook, acts: WrapUpActs) -> None:
        """Ask what `playbook` says; hand answers to `acts`."""
        super().__init__()
        self._playbook = playbook
        self._acts = acts
        self._call: Call | None = None
        self._reader: MeetingReader | None = None
        self._mode: Mode = "keys"
        self._at = ""
        self._option: AnswerOption | None = None
        self._passed: set[str] = set()
        self._reading: Reading | None = None
        self._above = Static(classes="above")
        self._line = Input(select_on_focus=False)
        self._below = Static(classes="below")
        self.border_title = "Wrap-up"

    def compose(self) -> ComposeResult:
        """What was answered, the line being typed, and what can be answered."""
        yield self._above
        yield self._line
        yield self._below

    # ------------------------------------------------------------------ showing

    def on_resize(self) -> None:
        """Fold the answers anew."""
        self._draw()

    def show(self, call: Call | None, reader: MeetingReader | None) -> None:
        """Show the checklist of this call; another call starts at its first open question."""
        if call is None or self._call is None or call.id != self._call.id:
            self._passed.clear()
            self._at = ""
        self._call, self._reader = call, reader
        if call is not None:
            self._go_to(self._next_step())

    def update_note(self, call: Call) -> None:
        """Show marks that were typed meanwhile."""
        self._call = call
        self._draw()

    def enter(self) -> None:
        """Give the keyboard to the question at hand."""
        screen = self.screen
        screen.set_focus(self._line if self._mode in {"line", "pick"} else self)

    @property
    def has_keyboard(self) -> bool:
        """Whether keys go to this pane."""
        return self.screen.focused in {self, self._line}

    def _next_step(self) -> Step | None:
        """The first question that is neither answered nor passed over."""
        assert self._call is not None
        for step in steps(self._playbook, self._call):
            if not step.done and step.id not in self._passed:
                return step
        return None

    def _step(self) -> Step | None:
        assert self._call is not None
        found = (step for step in steps(self._playbook, self._call) if step.id == self._at)
        return next(found, None)

    def _go_to(self, step: Step | None, option: AnswerOption | None = None) -> None:
        """Ask this question; with `option`, the line that this answer opens."""
        focused = self.is_mounted and self.has_keyboard
        self._at = step.id if step is not None else ""
        self._option = option
        self._reading = None
        typed = option is not None or (
            step is not None and step.kind in {"text", "meeting", "reason"}
        )
        self._mode = "line" if typed else "keys"
        self.set_class(typed, "-line")
        if typed and step is not None and self._call is not None:
            self._line.value = wrapup_text.typed_before(step, self._call, option)
            self._line.placeholder = option.detail if option is not None else ""
            self._line.cursor_position = len(self._line.value)
        self._draw()
        if focused:
            self.enter()

    def _draw(self) -> None:
        if self._call is None:
            return
        view = wrapup_text.View(self._playbook, self._call, self._at, self._option)
        self._above.update(wrapup_text.above(view, self.content_size.width))
        self._below.update(self._hints(view))
        self.call_after_refresh(self._keep_in_sight)

    def _keep_in_sight(self) -> None:
        """Scroll so that the question at hand and what can be answered are seen."""
        if self.max_scroll_y:
            self.scroll_end(animate=False, immediate=True)

    def _hints(self, view: wrapup_text.View) -> Content:
        step = self._step()
        if step is not None and step.kind == "meeting" and self._mode in {"line", "pick"}:
            assert self._reader is not None
            lines = self._reader.lines(self._line.value)
            if self._mode == "pick":
                lines[-1:] = [Content.styled("which one? a digit", "bold $accent")]
            proposal = self._proposal()
            if proposal and not self._line.value:
                lines.append(Content.assemble(("Tab ", "bold"), proposal))
            return Content("\n").join(lines)
        if step is not None and step.kind == "reason":
            return self._reason_hints()
        return wrapup_text.below(view, why_not=self._mode == "why-not", ready=self._at == "")

    def _reason_hints(self) -> Content:
        """What is wrong with the reason typed, and better ones at hand."""
        lines = []
        if weak := self._acts.weak_reason(self._line.value):
            lines.append(Content.styled(weak, "$warning"))
            better = self._acts.material()[:1]
            lines += [Content.assemble(("Tab ", "bold"), words) for words in better]
        if self._call is not None and self._call.next_step is not None:
            lines.append(wrapup_text.terms(self._call.next_step))
        return Content("\n").join(lines)

    def _proposal(self) -> str:
        """A time that the note's ``>`` lines name."""
        assert self._call is not None
        assert self._reader is not None
        return self._reader.proposal(of_kind(self._call.note, "promise"))

    @on(Input.Changed)
    def _read_line(self, event: Input.Changed) -> None:
        event.stop()
        if self._mode == "pick":
            self._mode = "line"
        if self._call is not None:
            self._below.update(
                self._hints(wrapup_text.View(self._playbook, self._call, self._at, self._option))
            )

    # ------------------------------------------------------------------ keys

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
        taken = ""
        if step is not None and step.kind == "reason":
            taken = next(iter(self._acts.material()), "")
        elif step is not None and step.kind == "meeting" and self._reader is not None:
            text = self._line.value.strip()
            taken = self._reader.read(text).suggestion if text else self._proposal()
        if taken:
            self._line.value = taken
            self._line.cursor_position = len(taken)
        return True
