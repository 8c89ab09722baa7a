"""The prospect: whom this call is to, what was said before, and why we call."""

from __future__ import annotations

from datetime import tzinfo

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from callbench.domain.playbook import Playbook
from callbench.tui.block.prospect_text import (
    ProspectText,
    ProspectView,
    arranged,
    side_by_side,
    title,
)

__all__ = ["ProspectPane", "ProspectView"]

AROUND = 4
"""Lines of the screen that are neither the pane's nor the note's: two bars, and the border."""

LEAST_NOTE = 5
"""Lines that are left to the note with its border on the lowest screen."""

ROOMY_NOTE = 4
"""Lines of a note for which there is room before anything about the prospect is folded."""

BORDER = 2


class ProspectPane(Widget):
    """Phone, local time, history, reason and open questions.

    Long ones are folded where the note leaves room for it; as the note grows, they are cut.
    """

    DEFAULT_CSS = """
    ProspectPane {
        border: round $border-blurred; border-title-color: $foreground;
        border-subtitle-color: $text-muted; padding: 0 1; height: auto;
    }
    """

    def __init__(self, playbook: Playbook, zone: tzinfo) -> None:
        """Name dispositions by `playbook`, show dates in the rep's `zone`."""
        super().__init__()
        self._text = ProspectText(playbook, zone)
        self._view: ProspectView | None = None
        self._filtered = False
        self._note_lines = ROOMY_NOTE
        self._shown: list[Content] = []
        self._fits = (0, 0)
        """Cells for a line, and lines of the screen; asked of the layout itself, it would be worked
        out once more."""

    def spell(self) -> None:
        """Spell numbers out from here on."""
        self._text.spelled = True
        self._fold()

    def show(self, view: ProspectView | None, *, filtered: bool = False) -> None:
        """Show somebody, or that there is nobody: at all, or whom the filter lets through."""
        if view == self._view and filtered == self._filtered:
            return
        self._view, self._filtered = view, filtered
        self.border_title = Content(title(view))
        self.border_subtitle = self._text.subtitle(view) if view is not None else ""
        self._fold()

    def leave_room(self, lines: int) -> None:
        """Leave room for a note of so many lines."""
        lines = max(lines, ROOMY_NOTE)
        if lines != self._note_lines:
            self._note_lines = lines
            self._fold()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """How many lines there are in that width, on a screen of that height."""
        if self._fits != (width, viewport.height):
            self._fits = (width, viewport.height)
            self._shown = self._folded()
        return len(self._shown)

    def render(self) -> Content:
        """The lines of the pane."""
        return Content("\n").join(self._shown)

    def _fold(self) -> None:
        """Work the lines out anew; arranging the screen takes longer than drawing this pane."""
        before, self._shown = len(self._shown), self._folded()
        self.refresh(layout=len(self._shown) != before)

    def _folded(self) -> list[Content]:
        view, (width, height) = self._view, self._fits
        if view is None:
            nobody = "Nobody matches: Esc shows everybody again."
            said = nobody if self._filtered else "Nobody is left to call now."
            return [Content.styled(said, "$text-muted")]
        if not width:
            return []
        head = side_by_side(self._text.head(view), width)
        parts = list(self._text.parts(view))
        room = height - AROUND - BORDER - self._note_lines - len(head)
        most = height - AROUND - LEAST_NOTE - len(head)
        return [*head, *arranged(parts, width, room, most)]
