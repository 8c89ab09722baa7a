"""The agenda as it is seen: the lines, what is known of the selected one, and how they are read."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual import on
from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static
from textual.worker import get_current_worker

from callbench.domain.agenda import Promise
from callbench.exchange.agenda import ReadAgenda, read_agenda
from callbench.store.errors import StoreError
from callbench.store.index import is_quick
from callbench.store.rescue.debts import OwedAddendum
from callbench.tui.agenda.details import details, owed_line
from callbench.tui.agenda.rows import (
    AgendaRow,
    Columns,
    Item,
    agenda_rows,
    columns_of,
    paint,
    place_of,
)
from callbench.tui.context import Context
from callbench.tui.debts import DebtScreen
from callbench.tui.follower import News
from callbench.tui.keybar import KeyBar
from callbench.tui.line_list import LineList


class AgendaDisplay(DebtScreen[str]):
    """The lines of the agenda; what is done about them is `AgendaScreen`'s."""

    DEFAULT_CSS = """
    AgendaDisplay #columns { height: 1fr; }
    AgendaDisplay LineList { width: 1fr; border: round $border; border-title-color: $foreground; }
    AgendaDisplay VerticalScroll {
        width: 48; border: round $border-blurred; padding: 0 1; border-title-color: $text-muted;
    }
    AgendaDisplay Static { height: auto; }
    AgendaDisplay .-unsaved { border-subtitle-color: $error; }
    AgendaDisplay.-narrow #columns { layout: vertical; }
    AgendaDisplay.-narrow VerticalScroll { width: 1fr; height: 8; }
    AgendaDisplay VerticalScroll.-empty { display: none; }
    """
    # Beside the lines, the details would take from the reasons what they have room for below.
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it as an instance variable
        (0, "-narrow"),
        (160, "-normal"),
    ]

    def __init__(self, context: Context) -> None:
        """Show the agenda of a workbench."""
        super().__init__()
        self._bench = context
        self._read: ReadAgenda | None = None
        self._looks = 0
        """How often it was shown; what was read before that is out of date."""
        self._list: LineList[AgendaRow] = LineList(self._paint, id="agenda")
        self._columns = Columns()
        self._details = Static()

    def compose(self) -> ComposeResult:
        """The lines, and what is known of the selected one."""
        with Vertical():
            with Horizontal(id="columns"):
                yield self._list
                with VerticalScroll(can_focus=False):
                    yield self._details
            yield KeyBar()

    def on_mount(self) -> None:
        """Read what is owed; in a thread where that takes long, as before the first index."""
        self.set_focus(self._list)
        if is_quick(self._bench.workbench, self._bench.playbook):
            self._look()
        else:
            self._list.border_title = "Agenda · reading…"
            self._look_later()

    @property
    def _item(self) -> Item | None:
        """What is owed by the selected line; None for a heading."""
        return self._list.row.item if self._list.row is not None else None

    @property
    def _promises(self) -> tuple[Promise, ...]:
        """Every promise that is known, as it was read."""
        return self._read.agenda.promises if self._read is not None else ()

    # ------------------------------------------------------------------ showing

    def _paint(self, row: AgendaRow, width: int) -> list[tuple[str, str]]:
        return paint(row, self._columns, width)

    def _look(self) -> None:
        """Read the agenda anew and stay at the line."""
        try:
            self._show(read_agenda(self._bench.workbench, self._bench.now()))
        except StoreError as error:
            self.say(str(error), "error")

    def _show(self, read: ReadAgenda) -> None:
        self._read = read
        self._looks += 1
        rows = agenda_rows(read.agenda, self._bench.now(), self._bench.zone)
        self._columns = columns_of(rows, self._bench.zone)
        counts = read.agenda.counts
        kept = f"kept {counts.on_time} of {counts.owed}" if counts.owed else ""
        clock = f"times{self._columns.here}" if self._columns.here else ""
        parts = ("Agenda", kept, clock if rows else "nothing is owed to anybody")
        self._list.border_title = Content(" · ".join(part for part in parts if part))
        self._list.show(rows, max(self._list.cursor, 1 if rows else 0))
        self._show_details()
        for problem in read.errors[:1]:
            self.say(str(problem), "error")

    def index_followed(self, news: News) -> None:
        """Show what another hand has changed, once a thread has read it."""
        if news.root == self._bench.workbench.root and news.followed and news.is_different:
            self._look_later()

    def _look_later(self) -> None:
        # A screen that was closed meanwhile has no app any more.
        work = partial(self._look_again, self.app, self._looks)
        self.run_worker(work, group="look", exclusive=True, thread=True)

    def _look_again(self, app: App[object], looks: int) -> None:
        worker = get_current_worker()
        try:
            read = read_agenda(self._bench.workbench, self._bench.now())
        except StoreError as error:
            app.call_later(self.say, str(error), "error")
            return
        if not worker.is_cancelled:
            app.call_later(self._show_again, read, looks)

    def _show_again(self, read: ReadAgenda, looks: int) -> None:
        """Show it, with the line selected that was selected, wherever it is now."""
        if not self.is_attached:
            return
        if looks != self._looks:
            # Something was settled while it was read.
            self._look_later()
        else:
            before = self._list.row
            self._show(read)
            at = self._list.cursor
            self._list.move(place_of(before, self._list.rows, at) - at)
            self._show_details()

    def _show_details(self) -> None:
        text = details(self._list.row, self._bench.now(), self._bench.zone)
        item = self._item
        self.query_one(VerticalScroll).set_class(item is None, "-empty")
        for debt in self._bench.owing.debts if item is not None else ():
            if isinstance(debt, OwedAddendum) and item is not None and debt.call == item.call:
                text = Content("\n").join([owed_line(debt.addendum, self._bench.zone), text])
        self._details.update(text)
        self.refresh_keys()

    def _show_owed(self) -> None:
        """Say in the border, as long as it is so, why something is not on disk."""
        reason = self._bench.owing.reason
        self._list.border_subtitle = Content(f"NOT ON DISK YET: {reason}" if reason else "")
        self._list.set_class(bool(reason), "-unsaved")
        self._show_details()

    def _select(self, wanted: Callable[[Item], bool]) -> None:
        """Go to the first line about something that is wanted, if there is one."""
        for place, row in enumerate(self._list.rows):
            if row.item is not None and wanted(row.item):
                self._list.move(place - self._list.cursor)
                break
        self._show_details()

    @on(LineList.Picked)
    def _picked(self) -> None:
        self._show_details()
