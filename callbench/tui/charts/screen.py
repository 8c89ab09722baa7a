"""The charts: one at a time, or all at once where there is room for them.

They are drawn as text with Textual's own means: a picture of blocks and signs costs no import,
can be read without colour, copied, and printed the same by the command line, where a plotting
library would cost 90 ms and draw in colours only.
"""

from __future__ import annotations

from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.widget import Widget

from callbench.domain.block import Refused
from callbench.domain.figures import Figures
from callbench.exchange.charts import CHARTS
from callbench.exchange.report import charts_report
from callbench.store.atomic import write_atomically
from callbench.store.errors import StoreError
from callbench.tui.charts.pane import ChartPane
from callbench.tui.charts.work import FiguresRead, ReadingFailed, read_figures
from callbench.tui.commands import Command
from callbench.tui.context import Context
from callbench.tui.keybar import KeyBar
from callbench.tui.screens import CommandScreen


class Tabs(Widget):
    """The names of the charts, the one at hand marked."""

    DEFAULT_CSS = """
    Tabs { dock: top; height: 1; padding: 0 1; background: $panel; }
    """

    _selected = 0

    def select(self, number: int) -> None:
        """Mark this one."""
        self._selected = number
        self.refresh()

    def render(self) -> Content:
        """The names with their digits."""
        parts: list[Content] = []
        for number, chart in enumerate(CHARTS):
            # Reversed, so that the mark is there without colours too.
            name = "reverse bold" if number == self._selected else "$text-muted"
            parts.append(Content.styled(f" {number + 1} {chart.name} ", name))
        return Content(" ").join(parts)


class ChartsScreen(CommandScreen[None]):
    """Every figure of the past, drawn."""

    DECLARED = (
        Command("next-chart", "tab,right,l", "Next", "The next chart", "turn:1"),
        Command("previous-chart", "shift+tab,left,h", "Before", "The chart before", "turn:-1"),
        Command("chart-down", "j,down", "Down", "Scroll down", "scroll_by:1", bar=False),
        Command("chart-up", "k,up", "Up", "Scroll up", "scroll_by:-1", bar=False),
        Command("chart-markdown", "m", "Save as Markdown", "Write all charts into the outbox"),
        Command("chart-close", "escape,q", "Back", "Back to the screen before"),
        Command("keys", "question_mark,f10", "Keys", "Show every key"),
        *(
            Command(
                f"chart-{chart.id}",
                str(number),
                chart.name,
                chart.title,
                f"pick:{number}",
                bar=False,
            )
            for number, chart in enumerate(CHARTS, start=1)
        ),
    )
    KEYS_TITLE = "Keys of the charts"

    DEFAULT_CSS = """
    ChartsScreen #charts { height: 1fr; }
    ChartsScreen ChartPane { display: none; height: 1fr; }
    ChartsScreen ChartPane.-selected { display: block; }
    ChartsScreen.-all #charts { layout: grid; grid-size: 3 2; }
    ChartsScreen.-all ChartPane { display: block; }
    """

    def __init__(self, context: Context) -> None:
        """Draw the past of this workbench."""
        super().__init__()
        self._bench = context
        self._panes = [ChartPane(chart) for chart in CHARTS]
        self._tabs = Tabs()
        self._selected = 0
        self._figures: Figures | None = None

    def compose(self) -> ComposeResult:
        """Names above, the charts, the keys."""
        yield self._tabs
        with Container(id="charts"):
            yield from self._panes
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the frame at once, and read meanwhile."""
        self._select(0)
        read = partial(
            read_figures, self, self._bench.workbench, self._bench.playbook, self._bench.now()
        )
        self.run_worker(read, name="figures", group="figures", exclusive=True, thread=True)

    def on_resize(self) -> None:
        """All charts at once from 180 × 44 on: three by two of them are readable there."""
        self.set_class(self.size.width >= 180 and self.size.height >= 44, "-all")

    @on(FiguresRead)
    def _take_figures(self, event: FiguresRead) -> None:
        self._figures = event.figures
        for pane in self._panes:
            pane.show(event.figures)
        self.refresh_keys()
        if event.unread:
            files = "file" if event.unread == 1 else "files"
            self.say(
                f"{event.unread} {files} could not be read: callbench doctor says more", "error"
            )

    @on(ReadingFailed)
    def _take_failure(self, event: ReadingFailed) -> None:
        self.say(event.reason, "error")

    # ------------------------------------------------------------------ keys

    def applies(self, command: Command) -> bool:
        """Whether the command can act now."""
        return command.id != "chart-markdown" or self._figures is not None

    def action_turn(self, step: str) -> None:
        """Go to another chart, from the last one to the first."""
        self._select((self._selected + int(step)) % len(self._panes))

    def action_pick(self, number: str) -> None:
        """Go to a chart by its number, from 1."""
        self._select(int(number) - 1)

    def _select(self, number: int) -> None:
        self._selected = number
        self._tabs.select(number)
        for at, pane in enumerate(self._panes):
            pane.set_class(at == number, "-selected")
        self.set_focus(self._panes[number])
        self.refresh_keys()

    def action_scroll_by(self, lines: str) -> None:
        """Scroll the chart."""
        self._panes[self._selected].scroll_relative(y=int(lines), animate=False)

    def action_chart_markdown(self) -> None:
        """Write the report of all charts.

        Raises:
            Refused: it can't be written, or nothing was read yet.
        """
        if self._figures is None:
            raise Refused("reading…")
        now = self._bench.now()
        path = self._bench.workbench.outbox / f"figures-{now:%Y-%m-%d}.md"
        try:
            write_atomically(path, charts_report(self._figures, now).encode())
        except (OSError, StoreError) as error:
            raise Refused(f"not written: {error}") from error
        self.say(f"written: {path}")

    def action_chart_close(self) -> None:
        """Back to the screen before; where there is none, out of callbench."""
        if len(self.app.screen_stack) > 2:
            self.dismiss(None)
        else:
            self.app.exit(0)
