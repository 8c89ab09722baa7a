"""The checklist as it is shown: answers given, the question at hand, the line being typed.

It keeps nothing but where the rep looks: after `Esc` and back it stands where it stood, since the
answers are in the call.
"""

from __future__ import annotations

from typing import Literal, Protocol

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from callbench.domain.checklist import Step, steps
from callbench.domain.marks import of_kind
from callbench.domain.playbook import AnswerOption, Playbook
from callbench.domain.records import Call, NextStep
from callbench.domain.when import Reading
from callbench.tui.block import wrapup_text
from callbench.tui.block.meeting_line import MeetingReader, Proposal
from callbench.tui.line_input import LineInput

Mode = Literal["keys", "line", "pick", "why-not"]
"""Whether a key answers, a line is typed, a reading is picked, or "no meeting" is explained."""


KEPT_FREE = 9
"""Lines under the question at hand that are kept for the line being typed and its readings."""


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


class ChecklistView(VerticalScroll, can_focus=True):
    """Shows one question after the other."""

    DEFAULT_CSS = """
    ChecklistView {
        border: round $border-blurred; border-title-color: $foreground;
        border-subtitle-color: $text-muted; padding: 0 1;
        scrollbar-size-vertical: 1;
    }
    ChecklistView:focus-within { border: round $border; }
    ChecklistView Static { height: auto; }
    ChecklistView .below { padding: 0 0 1 2; }
    ChecklistView .coming { padding: 0 0 0 2; }
    ChecklistView Input {
        margin: 0 0 0 2; display: none;
    }
    ChecklistView.-line Input { display: block; }
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
        self._left = 0
        """Lines of the pane under the question at hand."""
        self._above = Static(classes="above")
        self._line = LineInput()
        self._below = Static(classes="below")
        self._coming = Static(classes="coming")
        self.border_title = "Wrap-up"

    def compose(self) -> ComposeResult:
        """What was answered, the line being typed, and what can be answered."""
        yield self._above
        yield self._line
        yield self._below
        yield self._coming

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
            self._line.value = self._recorded(step, option)
            self._line.placeholder = option.detail if option is not None else ""
            self._line.cursor_position = len(self._line.value)
        self._draw()
        if focused:
            self.enter()

    def _recorded(self, step: Step, option: AnswerOption | None) -> str:
        """What the line of a question holds where it was answered, as it would be typed."""
        assert self._call is not None
        booked = self._call.next_step
        if step.kind == "meeting" and option is None and booked is not None:
            assert self._reader is not None
            return self._reader.words_for(booked.starts_at, booked.zone)
        return wrapup_text.typed_before(step, self._call, option)

    def _view(self) -> wrapup_text.View:
        assert self._call is not None
        return wrapup_text.View(self._playbook, self._call, self._reader, self._at, self._option)

    def _draw(self) -> None:
        if self._call is None:
            return
        view = self._view()
        width, height = self.content_size
        above = wrapup_text.above(view, width, height - KEPT_FREE)
        self._above.update(above)
        self._left = height - above.plain.count("\n") - 1
        self._draw_below(view)
        self.call_after_refresh(self._keep_in_sight)

    def _draw_below(self, view: wrapup_text.View) -> None:
        """Show what can be answered, and what comes then."""
        self._show_below(self._hints(view), wrapup_text.coming(view))

    def _show_below(self, hints: Content, coming: Content) -> None:
        """Show `hints`, and where there is room `coming`."""
        width = self.content_size.width - 2
        # Two for the line being typed and an empty one.
        lines = wrapup_text.height(hints, width) + wrapup_text.height(coming, width) + 2
        self._below.update(hints)
        self._coming.update(coming if lines <= self._left else Content(""))

    def _keep_in_sight(self) -> None:
        """Scroll so that the question at hand and what can be answered are seen."""
        if self.max_scroll_y:
            self.scroll_end(animate=False, immediate=True)

    def _hints(self, view: wrapup_text.View) -> Content:
        step = self._step()
        at_time = step is not None and step.kind == "meeting" and self._option is None
        if at_time and self._mode in {"line", "pick"}:
            assert self._reader is not None
            lines = self._reader.lines(self._line.value)
            if self._mode == "pick":
                lines[-1:] = [Content.styled("which one? a digit", "bold $accent")]
            proposal = self._proposal() if not self._line.value else None
            if proposal is not None:
                source = (" (your note)", "$text-muted")
                lines.append(Content.assemble(("Tab ", "bold"), f"takes {proposal.shown}", source))
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

    def _proposal(self) -> Proposal | None:
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
            self._draw_below(self._view())
