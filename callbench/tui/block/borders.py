"""What stands in the border of a pane."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget


def retitle(pane: Widget, *, title: str | None = None, subtitle: str | None = None) -> None:
    """Write into the border of a pane, literally; what stands there already is left alone.

    Textual draws a whole pane again whenever one of them is set, be it to what it is.
    """
    if title is not None and (text := Content(title)).markup != (pane.border_title or ""):
        pane.border_title = text
    if subtitle is not None and (text := Content(subtitle)).markup != (pane.border_subtitle or ""):
        pane.border_subtitle = text
