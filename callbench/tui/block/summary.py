"""The end of a block: what it achieved, worth reading aloud, and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from callbench.domain.block import Refused
from callbench.domain.records import Call, CallSession
from callbench.domain.stats import BlockStats
from callbench.exchange.report import figures, report
from callbench.store.atomic import write_atomically
from callbench.store.lists import slug_of
from callbench.tui.commands import Command
from callbench.tui.context import Context
from callbench.tui.keybar import KeyBar
from callbench.tui.screens import CommandScreen


class SummaryScreen(CommandScreen[None]):
    """Figures of the block that just ended."""

    DECLARED = (
        Command("done", "enter,escape", "Done", "Go to the start screen"),
        Command("markdown", "m", "Save as Markdown", "Write the report into the outbox"),
        Command("review", "r", "Review", "Look at the calls of this and earlier sessions"),
        Command("quit", "q", "Quit", "Leave callbench"),
        Command("keys", "question_mark,f10", "Keys", "Show every key"),
    )
    KEYS_TITLE = "Keys of the summary"

    DEFAULT_CSS = """
    SummaryScreen { align: center middle; }
    SummaryScreen VerticalScroll {
        width: 60; max-width: 100%; height: auto; max-height: 95%;
        border: round $border; padding: 1 2; border-title-color: $foreground;
    }
    SummaryScreen Static { height: auto; }
    """

    def __init__(
        self, context: Context, session: CallSession, stats: BlockStats, calls: Sequence[Call]
    ) -> None:
        """Sum up `session`."""
        super().__init__()
        self._bench = context
        self._session = session
        self._stats = stats
        self._calls = calls

    def compose(self) -> ComposeResult:
        """One sheet of figures."""
        with VerticalScroll() as sheet:
            sheet.border_title = "The block is over"
            sheet.border_subtitle = Content(self._session.title)
            yield Static(self._figures())
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the keys."""
        self.refresh_keys()

    def _figures(self) -> Content:
        lines = [
            Content.assemble((name.ljust(18), "$text-muted"), (value, "bold"))
            for name, value in figures(self._stats)
        ]
        lines.append(Content(""))
        playbook = self._bench.playbook
        for entry in playbook.dispositions:
            count = self._stats.dispositions.get(entry.id, 0)
            if count:
                bar = "█" * min(count, 24)
                lines.append(
                    Content.assemble(
                        (entry.label.ljust(22), ""), (f"{count:>3} ", "bold"), (bar, "$accent")
                    )
                )
        return Content("\n").join(lines)

    def action_done(self) -> None:
        """Go to the start screen."""
        from callbench.tui.start.screen import StartScreen

        self.app.switch_screen(StartScreen(self._bench))

    def action_markdown(self) -> None:
        """Write the report.

        Raises:
            Refused: it can't be written.
        """
        text = report(self._session, self._calls, self._stats, self._bench.playbook)
        path = self._bench.workbench.outbox / f"{slug_of(self._session.title)}.md"
        try:
            write_atomically(path, text.encode())
        except OSError as error:
            raise Refused(f"{path}: {error.strerror}") from error
        self.say(f"written: {path}")

    def action_review(self) -> None:
        """Look back."""
        from callbench.tui.review.screen import ReviewScreen

        self.app.push_screen(ReviewScreen(self._bench))

    def action_quit(self) -> None:
        """Leave callbench."""
        self.app.exit(0)
