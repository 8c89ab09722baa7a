"""The queue: who is next, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widget import AwaitMount
from textual.widgets import Input

from callbench.domain.queue import OTHERS, Group, QueueRow, finder
from callbench.tui.block.borders import retitle
from callbench.tui.block.queue_rows import QueueRows
from callbench.tui.line_input import LineInput
from callbench.tui.line_list import LineList

Others = Callable[[str], Sequence[QueueRow]]
"""Who is not in the queue and matches a text."""


def nobody_else(text: str) -> Sequence[QueueRow]:
    """Nobody, whatever the text."""
    return ()


class QueuePane(Vertical):
    """The queue with its filter."""

    DEFAULT_CSS = """
    QueuePane {
        border: round $border-blurred; border-title-color: $text-muted;
        border-subtitle-color: $text-muted;
    }
    QueuePane:focus-within { border: round $border; border-title-color: $foreground; }
    QueuePane.-unsaved { border-subtitle-color: $background; border-subtitle-background: $error; }
    QueuePane Input { display: none; }
    QueuePane.-filtering Input { display: block; }
    """

    class Selected(Message):
        """Another row is selected."""

    def __init__(self, zone: tzinfo, others: Others = nobody_else) -> None:
        """Show times in the rep's `zone`; the filter finds `others` as well."""
        super().__init__()
        self._paint = QueueRows(zone)
        self._list: LineList[QueueRow] = LineList(self._paint.cells, id="queue")
        self._filter = LineInput(placeholder="name, company, number, why")
        self._finder = finder(())
        self._others = others
        self._came_from = 0
        """The place from which the rep went to the filter."""

    def compose(self) -> ComposeResult:
        """The rows; the filter, which nobody sees at first, comes later."""
        yield self._list

    def mount_filter(self) -> AwaitMount:
        """Have the filter at hand, under the rows."""
        return self.mount(self._filter)

    @property
    def row(self) -> QueueRow | None:
        """The selected row."""
        return self._list.row

    @property
    def cursor(self) -> int:
        """The number of the selected row among those shown."""
        return self._list.cursor

    @property
    def shown(self) -> list[QueueRow]:
        """The rows that match the filter, below them those who are not in the queue."""
        return [*self._finder.matching(self._filter.value), *self._besides()]

    def _besides(self) -> list[QueueRow]:
        others = self._others(self._filter.value)
        return [row for row in others if row.prospect.id != self._paint.on_call]

    @property
    def came_from(self) -> int:
        """The number of the row that was selected when the filter was opened."""
        return self._came_from

    def show(
        self,
        rows: Sequence[QueueRow],
        select: str = "",
        place: int = 0,
        on_call: str = "",
        now: datetime | None = None,
        elsewhere: frozenset[str] = frozenset(),
    ) -> None:
        """Show these rows, with the prospect `select` selected, else the row at `place`.

        Args:
            rows: First to call first.
            select: Id of a prospect, or "".
            place: The number of a row, from 0.
            on_call: Id of the prospect who is being spoken to, or "".
            now: In the rep's zone; when hours begin is shown as from here.
            elsewhere: Ids of those whom another instance has on the line.
        """
        if rows is not self._finder.entries:
            self._finder = finder(rows)
        self._paint.on_call = on_call
        self._paint.elsewhere = elsewhere
        if now is not None:
            self._paint.today = now.date()
        found, others = self._finder.matching(self._filter.value), self._besides()
        before, shown = self.row, [*found, *others]
        places = (at for at, row in enumerate(shown) if row.prospect.id == select)
        self._list.show(shown, next(places, place))
        retitle(self, title=_counted(found, len(others), rows))
        self._tell_if_other(before)

    def _tell_if_other(self, before: QueueRow | None) -> None:
        """Post that another prospect is selected, or the same one for another reason."""
        self._paint.selected = self.row.prospect.id if self.row is not None else ""
        if self.row is not before:
            self.post_message(self.Selected())

    def move(self, rows: int) -> None:
        """Select another row."""
        before = self.row
        self._list.move(rows)
        self._tell_if_other(before)

    def focus_rows(self) -> None:
        """Leave a text field; single keys act."""
        self.screen.set_focus(self._list)

    def open_filter(self) -> None:
        """Filter as the rep types."""
        self._begin_filter()
        self.screen.set_focus(self._filter)

    def find(self, row: QueueRow) -> None:
        """Have somebody shown who is not in the queue, by their name in the filter."""
        self._begin_filter()
        who = row.prospect
        self._filter.value = who.name or who.company or who.phone

    def _begin_filter(self) -> None:
        if not self.filtering:
            self._came_from = self.cursor
        self.add_class("-filtering")

    def close_filter(self) -> None:
        """Show everybody again."""
        self.remove_class("-filtering")
        self._filter.value = ""

    @property
    def filtering(self) -> bool:
        """Whether a filter is open."""
        return self.has_class("-filtering")

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        selected = self.row.prospect.id if self.row is not None else ""
        place = 0 if event.value else self._came_from
        self.show(
            self._finder.entries,
            selected,
            place,
            self._paint.on_call,
            elsewhere=self._paint.elsewhere,
        )

    @on(LineList.Picked)
    def _picked(self, event: LineList.Picked) -> None:
        event.stop()
        self._tell_if_other(None)


def _counted(found: Sequence[QueueRow], others: int, rows: Sequence[QueueRow]) -> str:
    """How many of the queue are shown, and how many besides."""
    shown, count = _in_queue(found), _in_queue(rows)
    text = f"Queue · {shown} of {count}" if shown != count else f"Queue · {count}"
    if not others:
        return text
    return f"{text} · {others}{'+' * (others >= OTHERS)} other{'s' * (others != 1)}"


def _in_queue(rows: Sequence[QueueRow]) -> int:
    """How many of them are in the queue: whoever is on the line stands first, be it or not."""
    return len(rows) - sum(row.group is Group.OUT for row in rows[:1])
