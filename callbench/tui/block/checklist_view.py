"""The checklist as it is seen: answers given, the question at hand, the line being typed."""

from __future__ import annotations

from typing import Literal

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from callbench.domain import reasons
from callbench.domain.checklist import Step, current, steps
from callbench.domain.marks import of_kind
from callbench.domain.playbook import AnswerOption, Playbook
from callbench.domain.records import Call
from callbench.domain.when import Reading
from callbench.tui.block import wrapup_text
from callbench.tui.block.meeting_line import MeetingReader, Proposal
from callbench.tui.block.wrapup_acts import WrapUpActs
from callbench.tui.line_input import LineInput

Mode = Literal["keys", "line", "pick", "why-not"]
"""Whether a key answers, a line is typed, a reading is picked, or "no meeting" is explained."""


KEPT_FREE = 9
"""Lines under the question at hand that are kept for the line being typed and its readings."""


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
        self._ends = False
        """Whether it was said that Enter confirms."""
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

    def on_resize(self) -> None:
        """Fold the answers anew."""
        self._draw()

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
        return current(self._playbook, self._call, self._passed)

    def _step(self) -> Step | None:
        assert self._call is not None
        found = (step for step in steps(self._playbook, self._call) if step.id == self._at)
        return next(found, None)

    @property
    def enter_confirms(self) -> bool:
        """Whether Enter closes the wrap-up, as nothing is left to ask behind it."""
        raise NotImplementedError

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
        """Show what can be answered, and where there is room, what comes then."""
        hints = self._hints(view)
        coming = wrapup_text.coming(view)
        self._ends = self.enter_confirms
        if self._at and self._ends:
            hints = Content("\n").join([*([hints] if hints else []), wrapup_text.CONFIRMS])
        self._below.update(hints)
        # Two for the line being typed and an empty one.
        lines = sum(
            wrapup_text.height(text, self.content_size.width - 2) for text in (hints, coming)
        )
        self._coming.update(coming if lines + 2 <= self._left else "")

    def _keep_in_sight(self) -> None:
        """Scroll so that the question at hand and what can be answered are seen."""
        if self.max_scroll_y:
            self.scroll_end(animate=False, immediate=True)

    def _hints(self, view: wrapup_text.View) -> Content:
        step = self._step()
        if self._at_time(step):
            assert self._reader is not None
            lines = self._reader.lines(self._line.value)
            if self._mode == "pick":
                lines[-1:] = [Content.styled("which one? a digit", "bold $accent")]
            proposal = self._proposal() if not self._line.value else None
            if proposal is not None:
                source = (" (your note)", "$text-muted")
                lines.append(Content.assemble(("Tab ", "bold"), f"takes {proposal.shown}", source))
            width = self.content_size.width - 2
            folded = [piece for line in lines for piece in wrapup_text.folded(line, width)]
            return Content("\n").join(folded)
        if step is not None and step.kind == "reason":
            return self._reason_hints()
        return wrapup_text.below(view, why_not=self._mode == "why-not", ready=self._at == "")

    def _at_time(self, step: Step | None) -> bool:
        """Whether the line at hand is that of a day and time, and not of other words."""
        meeting = step is not None and step.kind == "meeting" and self._option is None
        return meeting and self._mode in {"line", "pick"}

    def _reason_hints(self) -> Content:
        """What is wrong with the reason typed, and better ones at hand."""
        lines = []
        if weak := reasons.weak_reason(self._line.value, self._playbook):
            lines.append(Content.styled(weak, "$warning"))
            if better := self._better_reason():
                lines.append(Content.assemble(("Tab ", "bold"), better))
        if self._call is not None and self._call.next_step is not None:
            lines.append(wrapup_text.terms(self._call.next_step))
        return Content("\n").join(lines)

    def _better_reason(self) -> str:
        """The strongest reason to speak that the call itself gives, or ""."""
        return next(iter(reasons.from_call(self._call)), "") if self._call is not None else ""

    def _proposal(self) -> Proposal | None:
        """A time that the note's ``>`` lines name."""
        assert self._call is not None
        assert self._reader is not None
        return self._reader.proposal(of_kind(self._call.note, "promise"))
