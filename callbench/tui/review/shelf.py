"""The sessions, and the calls of the one that is selected."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from callbench.domain.records import Call
from callbench.domain.text import counted, one_line
from callbench.store.hits import SessionLine
from callbench.tui.line_list import SCROLLBAR, LineList
from callbench.tui.review.rows import Rows, headings


class Headings(Widget):
    """What the numbers of a session are."""

    DEFAULT_CSS = """
    Headings { height: 1; color: $text-muted; }
    """

    def render(self) -> Content:
        """The names of the columns, above them."""
        return Content(headings(self.content_size.width - SCROLLBAR))


class SessionsPane(Vertical):
    """Every session, newest first."""

    def __init__(self, rows: Rows) -> None:
        """Draw sessions by `rows`."""
        super().__init__(id="sessions-pane", classes="pane")
        self.list: LineList[SessionLine] = LineList(rows.session, id="sessions")

    def compose(self) -> ComposeResult:
        """Headings, then the sessions."""
        self.border_title = "Sessions · reading…"
        yield Headings()
        yield self.list

    def show(self, sessions: Sequence[SessionLine], at: int = 0) -> None:
        """Show these sessions with one selected."""
        self.list.show(sessions, at)
        self.border_title = Content(f"Sessions · {len(sessions)}")


class CallsPane(Vertical):
    """The calls of one session, first dialled first."""

    def __init__(self, rows: Rows) -> None:
        """Draw calls by `rows`."""
        super().__init__(id="calls-pane", classes="pane")
        self._rows = rows
        self.list: LineList[Call] = LineList(rows.call, id="calls")

    def compose(self) -> ComposeResult:
        """The calls."""
        self.border_title = "Calls"
        yield self.list

    def show(
        self, line: SessionLine, calls: Sequence[Call], at: int = 0, copy_of: str = ""
    ) -> None:
        """Show the calls of that session with one selected; it may be a copy of another file."""
        self.list.show(calls, at)
        count = counted(line.calls, "call")
        ended = "" if line.session.ended_at is not None else " · not ended"
        copy = f" · copy of {one_line(copy_of)}" if copy_of else ""
        when = self._rows.when(line.session.started_at)
        self.border_title = Content(f"{when} · {count}{ended}{copy}")
