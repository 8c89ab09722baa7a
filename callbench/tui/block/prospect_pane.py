"""The prospect: whom this call is to, what was said before, and why we call."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo

import msgspec
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from callbench.domain.e164 import display
from callbench.domain.history import History, PastCall
from callbench.domain.hours import LocalTime
from callbench.domain.playbook import Playbook
from callbench.domain.queue import QueueRow
from callbench.domain.records import Prospect

ROOMY = 30
"""Height of the screen from which long lines are folded and not cut."""

LABEL = 7
"""Width of the labels before a line."""


class ProspectView(msgspec.Struct, frozen=True):
    """What the pane shows of somebody."""

    prospect: Prospect
    history: History
    there: LocalTime
    attempt: int
    row: QueueRow | None = None
    story: str = ""
    """The success story that suits them best, and whether they know it."""
    weak_reason: str = ""
    """What is wrong with the reason to call, where something is."""
    material: tuple[str, ...] = ()
    """Better reasons at hand."""


class ProspectPane(Widget):
    """Phone, local time, history, reason and open questions, in few lines."""

    DEFAULT_CSS = """
    ProspectPane {
        border: round $border-blurred; border-title-color: $foreground;
        border-subtitle-color: $text-muted; padding: 0 1; height: auto; max-height: 12;
    }
    """

    def __init__(self, playbook: Playbook, zone: tzinfo) -> None:
        """Name dispositions by `playbook`, show dates in the rep's `zone`."""
        super().__init__()
        self._playbook = playbook
        self._zone = zone
        self._view: ProspectView | None = None
        self._height = -1
        self._filtered = False
        self._spelled = False
        """Whether numbers are spelled out; what can do so is loaded behind the first frame."""
        self._width = 0
        """Cells for a line; asked of the layout itself, it would be worked out once more."""

    def spell(self) -> None:
        """Spell numbers out from here on."""
        self._spelled = True
        self.refresh()

    def show(self, view: ProspectView | None, *, filtered: bool = False) -> None:
        """Show somebody, or that there is nobody: at all, or whom the filter lets through."""
        if view == self._view and filtered == self._filtered:
            return
        self._view, self._filtered = view, filtered
        self.border_title = Content(_title(view))
        self.border_subtitle = self._subtitle(view)
        # Arranging the screen anew takes longer than drawing this pane.
        before, self._height = self._height, self.render().plain.count("\n")
        self.refresh(layout=self._height != before)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """How many lines there are in that width."""
        self._width = width
        return super().get_content_height(container, viewport, width)

    def render(self) -> Content:
        """The lines of the pane."""
        view = self._view
        if view is None:
            nobody = "Nobody matches: Esc shows everybody again."
            said = nobody if self._filtered else "Nobody is left to call now."
            return Content.styled(said, "$text-muted")
        return Content("\n").join(self._lines(view))

    def _lines(self, view: ProspectView) -> Iterator[Content]:
        yield self._first_line(view)
        for past in view.history.recent[:2]:
            yield self._cut(self._past_call(past))
        yield self._folded(self._why_line(view))
        if view.material:
            yield self._cut(_labelled("better", " · ".join(view.material)))
        if view.story:
            yield self._cut(_labelled("story", view.story))
        if view.history.questions:
            quoted = "  ".join(f"“{words}”" for words in view.history.questions)
            yield self._folded(_labelled("open", quoted))
        if view.prospect.notes:
            yield self._folded(_labelled("know", view.prospect.notes.replace("\n", " ")))

    def _cut(self, line: Content) -> Content:
        """The line in the width of the pane, with an ellipsis where it was cut."""
        width = self._width
        return line.truncate(width, ellipsis=True) if width else line

    def _folded(self, line: Content) -> Content:
        """The line over two, the second one indented, where the screen has room for it."""
        width = self._width
        if not width or line.cell_length <= width or self.screen.size.height < ROOMY:
            return self._cut(line)
        first = line.wrap(width)[0]
        rest = line[len(first.plain) :].plain.strip()
        return Content.assemble(first, "\n", self._cut(Content(" " * LABEL + rest)))

    def _first_line(self, view: ProspectView) -> Content:
        prospect = view.prospect
        number = display(prospect.phone) if self._spelled else prospect.phone
        number = number or "needs a number"
        if prospect.extension:
            number += f" ext. {prospect.extension}"
        return Content.assemble((number, "bold"), "   ", self._local_time(view.there))

    def _local_time(self, there: LocalTime) -> Content:
        if there.state == "unknown":
            return Content.styled("their time zone is not known", "$warning")
        clock = "–".join(there.clocks)
        place = f" in {there.place}" if there.place else " there, by zone"
        if there.state == "open":
            return Content.assemble((clock, "bold $success"), place)
        opens = ""
        if there.opens is not None:
            at = there.opens.astimezone(self._zone)
            today = at.date() == datetime.now(self._zone).date()
            opens = f" · opens {at:%H:%M}" if today else f" · opens {at:%a %H:%M}"
        return Content.assemble((clock, "bold $warning"), place, (opens, "$warning"))

    def _past_call(self, past: PastCall) -> Content:
        at = past.at.astimezone(self._zone)
        disposition = self._playbook.disposition(past.disposition)
        how = disposition.label if disposition is not None else past.disposition
        day = f"{at:%a} {at.day:>2} {at:%b}  "
        words = f" “{past.words}”" if past.words else ""
        return Content.assemble((day, "bold"), how, (words, "italic"))

    def _why_line(self, view: ProspectView) -> Content:
        reason = view.prospect.reason
        promise = view.history.promise
        if view.row is not None and view.row.kind == "promised" and promise is not None:
            reason = promise.step.reason or reason
        if not view.weak_reason:
            return _labelled("why", reason)
        said = f"{reason} " if reason else ""
        return Content.assemble(
            _labelled("why", said),
            (f"({view.weak_reason})" if said else view.weak_reason, "$warning"),
        )

    def _subtitle(self, view: ProspectView | None) -> Content:
        if view is None:
            return Content("")
        attempts = self._playbook.cadence.attempts
        if view.row is not None and view.row.kind != "follow-up" and view.row.kind != "first":
            return Content(f"{view.row.kind.replace('-', ' ')} call")
        if view.attempt <= attempts:
            return Content(f"attempt {view.attempt} of {attempts}")
        return Content(f"attempt {view.attempt}")


def _title(view: ProspectView | None) -> str:
    if view is None:
        return "Nobody"
    prospect = view.prospect
    return " · ".join(part for part in (prospect.name, prospect.title, prospect.company) if part)


def _labelled(label: str, text: str) -> Content:
    return Content.assemble((label.ljust(LABEL), "$accent"), Content(text))
