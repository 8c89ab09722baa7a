"""The end of a block: what it achieved, worth reading aloud, and as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import set_cell_size
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from callbench.domain.agreement import both_clocks
from callbench.domain.block import Refused
from callbench.domain.figures import rhythm
from callbench.domain.records import Call, CallSession, NextStep
from callbench.domain.stats import BlockStats
from callbench.domain.text import one_line
from callbench.exchange import report
from callbench.exchange.charts import Piece, Row, small_rhythm
from callbench.store.atomic import write_atomically
from callbench.store.errors import StoreError, plain_reason
from callbench.store.lists import slug_of
from callbench.tui.commands import Command
from callbench.tui.context import Context
from callbench.tui.keybar import KeyBar
from callbench.tui.pieces import Drawing
from callbench.tui.screens import CommandScreen

SIDE_BY_SIDE = 70
"""Width from which the outcomes stand beside the figures."""

_LABEL = 22
_BAR = 8


class SummaryScreen(CommandScreen[None]):
    """What came of the block that just ended."""

    DECLARED = (
        Command("done", "enter,escape", "Done", "Go to the start screen"),
        Command("go-on", "u", "Go on", "Go on with the block, as if it had not been ended"),
        Command("markdown", "m", "Save as Markdown", "Write the report into the outbox"),
        Command("review", "r", "Review", "Look at the calls of this and earlier sessions"),
        Command("charts", "v", "Charts", "See this block among the others"),
        Command("quit", "q", "Quit", "Leave callbench"),
        Command("down", "j,down", "Down", "Scroll down", "scroll_by:1", bar=False),
        Command("up", "k,up", "Up", "Scroll up", "scroll_by:-1", bar=False),
        Command("page-down", "pagedown,space", "Page down", "Scroll on", "scroll_by:10", bar=False),
        Command("page-up", "pageup", "Page up", "Scroll back", "scroll_by:-10", bar=False),
        Command("keys", "question_mark,f10", "Keys", "Show every key"),
    )
    KEYS_TITLE = "Keys of the summary"

    DEFAULT_CSS = """
    SummaryScreen { align: center middle; }
    SummaryScreen VerticalScroll {
        width: 78; max-width: 100%; height: auto; max-height: 100%;
        border: round $border; padding: 0 2; border-title-color: $foreground;
    }
    SummaryScreen Static { height: auto; }
    SummaryScreen .heading { color: $accent; margin-top: 1; }
    SummaryScreen .first { margin-top: 1; }
    """

    def __init__(
        self,
        context: Context,
        session: CallSession,
        stats: BlockStats,
        calls: Sequence[Call],
        again: Callable[[], Screen[None]] | None = None,
    ) -> None:
        """Sum up `session`, which `again` opens once more."""
        super().__init__()
        self._bench = context
        self._session = session
        self._stats = stats
        self._calls = calls
        self._again = again

    def compose(self) -> ComposeResult:
        """One sheet: the figures first, then what comes next of it."""
        agreed = report.agreed(self._calls, self._bench.playbook)
        problems = report.problems_heard(self._calls)
        rhythm_of_it = rhythm(self._session, self._calls, self._bench.playbook)
        with VerticalScroll() as sheet:
            sheet.border_title = "The block is over"
            sheet.border_subtitle = Content(self._session.title)
            yield Drawing(self._figures, classes="first")
            if agreed:
                yield Static("Agreed next", classes="heading")
                zone = self._session.zone
                steps = (_step(call, step, zone) for call, step in agreed)
                yield Static(Content("\n").join(steps))
            if problems:
                yield Static("Problems heard", classes="heading")
                yield Static(Content("\n").join(_problem(*entry) for entry in problems))
            if rhythm_of_it.slots:
                yield Static("Rhythm", classes="heading")
                yield Drawing(lambda width: small_rhythm(rhythm_of_it, width))
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the keys."""
        self.refresh_keys()

    def applies(self, command: Command) -> bool:
        """A block that was just ended can be gone on with."""
        return command.id != "go-on" or self._again is not None

    def _figures(self, width: int) -> list[Row]:
        """Figures at the left, the outcomes at the right, or below where it is narrow."""
        figures: list[Row] = [
            [(name.ljust(18), "muted"), (value, "strong")]
            for name, value in report.figures(self._stats)
        ]
        outcomes = self._outcomes()
        if width < SIDE_BY_SIDE:
            return [*figures, [], *outcomes] if outcomes else figures
        half = width - _LABEL - _BAR - 5
        outcomes = outcomes[: len(figures)] + [[] for _ in figures[len(outcomes) :]]
        beside = [
            [*left, (" " * (half - sum(len(text) for text, _ in left)), ""), *right]
            for left, right in zip(figures, outcomes, strict=True)
        ]
        rest: list[Row] = [[(" " * half, ""), *row] for row in self._outcomes()[len(figures) :]]
        return [*beside, *rest]

    def _outcomes(self) -> list[Row]:
        """How the calls ended, in the order of the playbook."""
        counts = self._stats.dispositions
        playbook = self._bench.playbook
        most = max(counts.values(), default=1)
        known = [*playbook.dispositions, *playbook.retired]
        labels = {entry.id: entry.label for entry in known if entry.id in counts}
        labels |= {ident: ident for ident in counts if ident not in labels}
        return [
            [
                _label(label),
                (f"{counts[ident]:>3} ", "strong"),
                ("█" * max(round(_BAR * counts[ident] / most), 1), "best"),
            ]
            for ident, label in labels.items()
        ]

    def action_go_on(self) -> None:
        """Go on with the block.

        Raises:
            Refused: it can't be gone on with.
        """
        if self._again is None:
            raise Refused("there is no block to go on with")
        try:
            again = self._again()
        except StoreError as error:
            raise Refused(f"the block can't go on: {error}") from error
        self.app.switch_screen(again)

    def action_done(self) -> None:
        """Go to the start screen."""
        from callbench.tui.start.screen import StartScreen

        self.app.switch_screen(StartScreen(self._bench))

    def action_scroll_by(self, lines: str) -> None:
        """Scroll the sheet."""
        self.query_one(VerticalScroll).scroll_relative(y=int(lines), animate=False)

    def action_markdown(self) -> None:
        """Write the report.

        Raises:
            Refused: it can't be written.
        """
        text = report.report(self._session, self._calls, self._stats, self._bench.playbook)
        path = self._bench.workbench.outbox / f"{slug_of(self._session.title)}.md"
        try:
            write_atomically(path, text.encode())
        except (OSError, StoreError) as error:
            reason = plain_reason(error) if isinstance(error, OSError) else str(error)
            raise Refused(f"not written: {reason}") from error
        self.say(f"written: {path}")

    def action_review(self) -> None:
        """Look back."""
        from callbench.tui.review.screen import ReviewScreen

        self.app.push_screen(ReviewScreen(self._bench))

    def action_charts(self) -> None:
        """See the pictures of all blocks."""
        from callbench.tui.charts.screen import ChartsScreen

        self.app.push_screen(ChartsScreen(self._bench))

    def action_quit(self) -> None:
        """Leave callbench."""
        self.app.exit(0)


def _label(text: str) -> Piece:
    """A label in its column, whatever the width of its characters."""
    return set_cell_size(one_line(text), _LABEL), ""


def _step(call: Call, step: NextStep, zone: str) -> Content:
    """An exact time on both clocks, with whom, and why."""
    promised = "" if step.agreed else ", my promise"
    reason = f": {one_line(step.reason)}" if step.reason else ""
    return Content.assemble(
        (both_clocks(step, zone), "bold"),
        f"  {report.who(call.prospect)}{promised}",
        (reason, "$text-muted"),
    )


def _problem(call: Call, words: str) -> Content:
    """What they mentioned, and who."""
    return Content.assemble(
        ("+ ", "bold $success"), one_line(words), (f"  {report.who(call.prospect)}", "$text-muted")
    )
