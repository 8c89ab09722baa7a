"""Charts on a screen: the roles of their pieces as colours of the theme."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from callbench.exchange.charts import Role, Row

STYLES: Mapping[Role, str] = MappingProxyType({
    "": "",
    "muted": "$text-muted",
    "strong": "bold",
    "best": "bold $accent",
    "good": "$success",
    "fair": "$secondary",
    "rest": "$text-disabled",
    "bad": "bold $error",
    "heat-few": "$text-muted",
    "heat-0": "$foreground on $accent 10%",
    "heat-1": "$foreground on $accent 25%",
    "heat-2": "$foreground on $accent 45%",
    "heat-3": "bold $background on $accent",
    # In a hue of their own cell: the background says the same, and louder.
    "sign-0": "$accent 40% on $accent 10%",
    "sign-1": "$accent 55% on $accent 25%",
    "sign-2": "$accent 75% on $accent 45%",
    "sign-3": "$accent on $accent",
})
"""Each role differs from its neighbours by its sign too, so that nothing is lost without colour."""


def drawn(rows: Iterable[Row]) -> Content:
    """The rows of a chart, a line each."""
    lines = (Content.assemble(*((text, STYLES[role]) for text, role in row)) for row in rows)
    return Content("\n").join(lines)


class Drawing(Widget):
    """A picture in rows, drawn anew for each width it is given, and as high as it needs to be."""

    DEFAULT_CSS = """
    Drawing { height: auto; width: 1fr; }
    """

    def __init__(self, draw: Callable[[int], Sequence[Row]], *, classes: str = "") -> None:
        """Draw with `draw`, which is told the width in cells."""
        super().__init__(classes=classes)
        self._draw = draw
        self._drawn: tuple[int, Content] | None = None

    def redraw(self, draw: Callable[[int], Sequence[Row]]) -> None:
        """Draw with this from now on."""
        self._draw = draw
        self._drawn = None
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The lines of the picture at that width."""
        return self._picture(width).plain.count("\n") + 1

    def render(self) -> Content:
        """The picture at the width there is."""
        return self._picture(self.content_size.width)

    def _picture(self, width: int) -> Content:
        if self._drawn is None or self._drawn[0] != width:
            self._drawn = (width, drawn(self._draw(width)))
        return self._drawn[1]
