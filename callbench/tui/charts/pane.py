"""One chart in its frame."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from callbench.domain.figures import Figures
from callbench.exchange.charts import Chart, Row
from callbench.exchange.charts.pieces import prose
from callbench.tui.pieces import Drawing


class ChartPane(VerticalScroll):
    """A chart with its title, which scrolls where it is higher than its place."""

    DEFAULT_CSS = """
    ChartPane {
        border: round $border-blurred; border-title-color: $text-muted;
        background: $surface; scrollbar-size-vertical: 1; overflow-x: hidden;
    }
    ChartPane.-selected {
        border: round $border; border-title-color: $foreground; border-title-style: bold;
    }
    ChartPane Drawing { padding: 0 1; }
    """

    def __init__(self, chart: Chart) -> None:
        """Frame `chart`; nothing is drawn until there are figures."""
        super().__init__(id=f"chart-{chart.id}")
        self.chart = chart
        self._drawing = Drawing(lambda width: prose("reading every session…", width))

    def compose(self) -> ComposeResult:
        """The picture in its frame."""
        self.border_title = Content(self.chart.title)
        yield self._drawing

    def show(self, figures: Figures) -> None:
        """Draw these figures, or say that there are none."""

        def draw(width: int) -> list[Row]:
            return self.chart.draw(figures, width) or prose(self.chart.nothing, width)

        self._drawing.redraw(draw)
