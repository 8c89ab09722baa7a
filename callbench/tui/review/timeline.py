"""Everything that ever passed with one prospect, newest first."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from callbench.domain.agenda.promises import promises_to
from callbench.domain.agenda.timeline import Timeline
from callbench.domain.block import Refused
from callbench.domain.history import was_conversation
from callbench.domain.phone import display
from callbench.store.archive import Archive
from callbench.tui.commands import Command
from callbench.tui.context import Context, Reach
from callbench.tui.keybar import KeyBar
from callbench.tui.review.call_text import Reader
from callbench.tui.review.letters import LetterWriter
from callbench.tui.review.timeline_text import entry_text, relation


class Entry(Static):
    """One call of the timeline."""


class TimelineScreen(LetterWriter):
    """Every attempt, answer and promise of one prospect."""

    DECLARED = (
        Command("down", "j,down", "Down", "To the call before; through a long one first", "step:1"),
        Command("up", "k,up", "Up", "To the call after; through a long one first", "step:-1"),
        Command("call", "d", "Call", "Select them in the block, to be dialled", "call_them"),
        Command("letter", "m", "Mail draft", "Write draft and calendar file of this call again"),
        Command("page-down", "pagedown,space", "Page down", "A page down", "page:1"),
        Command("page-up", "pageup", "Page up", "A page up", "page:-1"),
        Command("top", "home", "Newest", "Go to the newest call", "end:0", bar=False),
        Command("bottom", "end", "First", "Go to the first call", "end:-1", bar=False),
        Command("back", "escape,q,p", "Back", "Back to the calls"),
        Command("keys", "question_mark,f10", "Keys", "Show every key"),
    )
    KEYS_TITLE = "Keys of the timeline"

    DEFAULT_CSS = """
    TimelineScreen VerticalScroll {
        border: round $border; padding: 0 1; scrollbar-size-vertical: 1;
        border-title-color: $foreground; border-subtitle-color: $text-muted;
    }
    TimelineScreen Static { height: auto; max-width: 100; }
    TimelineScreen Entry { margin: 1 0 0 0; border-left: blank; padding: 0 0 0 1; }
    TimelineScreen Entry.-selected { border-left: wide $accent; }
    """

    def __init__(
        self,
        timeline: Timeline,
        reader: Reader,
        context: Context,
        archive: Archive,
        select: str = "",
        *,
        reach: Reach | None = None,
    ) -> None:
        """Show the calls to somebody, of whom there is at least one.

        Args:
            timeline: The calls.
            reader: For whom they are shown.
            context: The workbench.
            archive: Where they are from.
            select: The id of the call to begin with; the newest one where it is none of them.
            reach: Asks the block, where there is or can be one, whether it can call them.
        """
        super().__init__()
        self.to_call = ""
        """Their id, once the timeline is left to call them."""
        self._reach = reach
        self._timeline = timeline
        self._reader = reader
        self._bench = context
        self._archive = archive
        promises = promises_to(timeline, reader.playbook, context.now())
        self._promises = {promise.call: promise for promise in promises}
        self._calls = [call for _, call in reversed(timeline)]
        idents = [call.id for call in self._calls]
        self._at = idents.index(select) if select in idents else 0
        """The number of the call at hand, the newest being 0."""
        self._entries: Sequence[Entry] = ()

    def compose(self) -> ComposeResult:
        """One scrolling sheet: the figures of the relation, then call by call, newest first."""
        prospect = self._calls[0].prospect
        parts = (prospect.name, prospect.company, display(prospect.phone))
        with VerticalScroll() as sheet:
            sheet.border_title = Content(" · ".join(part for part in parts if part))
            sheet.border_subtitle = "newest first"
            yield Static(relation(self._calls, [*self._promises.values()], self._reader))
            self._entries = [
                Entry(entry_text(call, self._promises.get(call.id), self._reader))
                for call in self._calls
            ]
            yield from self._entries
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the keys, and the call to begin with."""
        self.set_focus(self._scroll)
        self._select(self._at)
        self.call_after_refresh(self._come_into_view)

    # ------------------------------------------------------------------ keys

    def applies(self, command: Command) -> bool:
        """A draft follows a conversation."""
        if command.id == "letter":
            return was_conversation(self._calls[self._at], self._reader.playbook)
        return self.exists(command)

    def exists(self, command: Command) -> bool:
        """Nobody is called where there is no block."""
        return command.id != "call" or self._reach is not None

    def action_step(self, by: str) -> None:
        """To the next call in a direction; first through the one at hand, where it is long."""
        step, entry = int(by), self._entries[self._at].virtual_region
        first, height = self._first_line, self._height
        hidden = entry.bottom - first - height if step > 0 else first - entry.y
        if hidden > 0 and entry.height > height:
            self._show_from(first + step * min(hidden, max(height - 2, 1)))
        else:
            self._select(self._at + step)
            self._come_into_view()

    def action_page(self, pages: str) -> None:
        """A page on; the first call that begins on it is the one at hand."""
        first = self._show_from(self._first_line + int(pages) * max(self._height - 2, 1))
        begun = (at for at, entry in enumerate(self._entries) if entry.virtual_region.y >= first)
        self._select(next(begun, len(self._entries) - 1))

    def action_end(self, place: str) -> None:
        """To the newest call, or the first one."""
        self._select(0 if place == "0" else len(self._entries) - 1)
        self._show_from(0 if place == "0" else self._scroll.max_scroll_y)

    def action_letter(self) -> None:
        """Write the draft and the calendar file of the call at hand again, and show them.

        Raises:
            Refused: nothing is written after such a call.
        """
        self.write_letter(self._bench, self._archive, self._calls[self._at])

    def action_call_them(self) -> None:
        """Leave for the block, with them selected.

        Raises:
            Refused: the block can't call them.
        """
        if self._reach is None:
            raise Refused("nobody can be called from here: begin a block")
        ident = self._calls[0].prospect.id
        self._reach(ident)
        self.to_call = ident
        self.dismiss(None)

    def action_back(self) -> None:
        """Back to the calls."""
        self.dismiss(None)

    # ------------------------------------------------------------------ the call at hand

    @property
    def _scroll(self) -> VerticalScroll:
        return self.query_one(VerticalScroll)

    @property
    def _first_line(self) -> int:
        return round(self._scroll.scroll_target_y)

    @property
    def _height(self) -> int:
        return self._scroll.scrollable_content_region.height

    def _select(self, place: int) -> None:
        self._at = max(0, min(place, len(self._entries) - 1))
        for at, entry in enumerate(self._entries):
            entry.set_class(at == self._at, "-selected")
        self.refresh_keys()

    def _come_into_view(self) -> None:
        """Scroll no further than to see the whole call, or its beginning where it is long."""
        entry = self._entries[self._at].virtual_region
        first, height = self._first_line, self._height
        if entry.bottom > first + height:
            first = min(entry.bottom - height, entry.y)
        self._show_from(min(first, entry.y if self._at else 0))

    def _show_from(self, line: int) -> int:
        """Show the sheet from this line on, or from the last one from which it can be."""
        line = max(0, min(line, self._scroll.max_scroll_y))
        self._scroll.scroll_to(y=line, animate=False, immediate=True)
        return line
