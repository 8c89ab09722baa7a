"""The top line: which block this is, what it achieved, and how long it has run."""

from __future__ import annotations

from datetime import timedelta

import msgspec
from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from callbench.domain.stats import BlockStats
from callbench.tui.line_list import cut

FULL_FROM = 100
"""Width from which the line has room for everything."""

LEAST_GAPS = 4
"""Cells between the three parts of the line, together."""

SHORTEST = 12
"""Cells of a name that are kept in any case, at the cost of the figures."""


class Alarm(msgspec.Struct, frozen=True):
    """Somebody who waits for a promised call."""

    clock: str
    """The time that was promised, ``HH:MM``."""
    name: str
    left: str
    """How long it is until then."""

    def said(self, room: int) -> str:
        """In as many words as there is room for, in cells; a name that is too long is cut."""
        text = f"● {self.clock} promised to {self.name}: {self.left}"
        if cell_len(text) <= room:
            return text
        before, behind = f"● {self.clock} ", f": {self.left}"
        most = max(room - len(before) - len(behind), SHORTEST)
        name = cut(self.name, most) if cell_len(self.name) > most else self.name
        return f"{before}{name}{behind}"


class StatusView(msgspec.Struct, frozen=True):
    """What the line says."""

    name: str
    """What this is: callbench, or its sample."""
    title: str
    stats: BlockStats
    target: int | None
    elapsed: str
    paused: bool = False
    alarm: Alarm | None = None
    """Who waits for a promised call now."""


class StatusBar(Widget):
    """One line that is drawn again only when what it says changes."""

    DEFAULT_CSS = """
    StatusBar { dock: top; height: 1; padding: 0 1; background: $panel; }
    StatusBar.-alarm { background: $accent; color: $background; }
    """

    _view: StatusView | None = None

    def show(self, view: StatusView) -> None:
        """Say this from now on."""
        if view != self._view:
            self._view = view
            self.set_class(view.alarm is not None, "-alarm")
            self.refresh()

    def render(self) -> Content:
        """Name and block at the left, figures in the middle, the clock at the right."""
        view = self._view
        if view is None:
            return Content("callbench")
        width = self.content_size.width
        clock = "paused" if view.paused else view.elapsed
        full = width >= FULL_FROM and view.alarm is None
        middle, right = figures(view, full=full), Content.styled(clock, "bold")
        left = Content.styled(view.name, "bold")
        if view.alarm is not None:
            room = width - middle.cell_length - right.cell_length - LEAST_GAPS
            left = Content.styled(view.alarm.said(room), "bold")
        elif full:
            left = Content.assemble(left, "  ", Content(view.title))
        return _spread(left, middle, right, width)


def figures(view: StatusView, *, full: bool) -> Content:
    """The block's counts: calls, conversations, meetings, and exact next steps where asked."""
    stats = view.stats
    calls = f"/{view.target}" if view.target else ""
    plural = "" if stats.calls == 1 and not view.target else "s"
    # On the colour of an alarm, the figures keep its own.
    good, best = ("bold", "bold") if view.alarm is not None else ("bold $success", "bold $accent")
    parts = [
        Content.assemble((str(stats.calls), good), f"{calls} call{plural}"),
        Content.assemble(
            (str(stats.conversations), good), " talk" + "s" * (stats.conversations != 1)
        ),
        Content.assemble((str(stats.meetings), best), " meeting" + "s" * (stats.meetings != 1)),
    ]
    if full and stats.asked_for_meeting:
        rate = f"{stats.next_steps}/{stats.asked_for_meeting}"
        parts.append(Content.assemble("exact next step ", (rate, "bold $accent")))
    return Content("   ").join(parts)


def clock_text(span: timedelta) -> str:
    """A span as ``MM:SS``, or ``H:MM:SS`` from an hour on."""
    seconds = max(int(span.total_seconds()), 0)
    hours, minutes = divmod(seconds // 60, 60)
    if hours:
        return f"{hours}:{minutes:02}:{seconds % 60:02}"
    return f"{minutes:02}:{seconds % 60:02}"


def _spread(left: Content, middle: Content, right: Content, width: int) -> Content:
    """Left, middle and right over the whole width; no middle where there is no room for it."""
    free = width - left.cell_length - middle.cell_length - right.cell_length
    if free < LEAST_GAPS:
        free += middle.cell_length
        middle = Content("")
    before = max(free // 2, 1)
    after = max(free - before, 1)
    return Content.assemble(left, " " * before, middle, " " * after, right)
