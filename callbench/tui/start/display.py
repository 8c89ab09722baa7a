"""What the start screen shows: what was left, who is due, the lists; its keys are elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from callbench.store.errors import Locked, StoreError
from callbench.store.lists import ProspectList, read_lists
from callbench.store.recovery import held_sessions, unfinished_sessions
from callbench.store.rescue.waiting import waiting
from callbench.store.sessions import StoredSession
from callbench.tui.context import Context
from callbench.tui.debts import DebtPaid, DebtScreen
from callbench.tui.follower import News
from callbench.tui.keybar import KeyBar
from callbench.tui.start.today import STILL_READING, Due, read_due, today

if TYPE_CHECKING:
    from callbench.store.rescue.files import Rescued


AWAKE_EVERY = 15.0
"""Seconds between two looks at the clock at the most."""


class StartDisplay(DebtScreen[None]):
    """One sheet about today; what is done from there is `StartScreen`'s."""

    DEFAULT_CSS = """
    StartDisplay { align: center middle; }
    StartDisplay VerticalScroll {
        width: 74; max-width: 100%; height: auto; max-height: 95%;
        border: round $border; padding: 1 2; border-title-color: $foreground;
    }
    StartDisplay Static { height: auto; }
    """

    def __init__(
        self,
        context: Context,
        names: Sequence[str] = (),
        target: int | None = None,
    ) -> None:
        """Start on this workbench.

        Args:
            context: The workbench.
            names: The lists that a block begun here calls; all of them where empty.
            target: How many calls it is to have.
        """
        super().__init__()
        self._bench = context
        self._names = names
        self._target = target
        self._lists: Sequence[ProspectList] = ()
        self._unfinished: Sequence[StoredSession] = ()
        self._held: Sequence[Locked] = ()
        self._rescued: Sequence[Rescued] = ()
        self._hindered: dict[Path, str] = {}
        """Why a rescued file could not be taken in just now."""
        self._problems: list[StoreError] = []
        self._due: Due | None = None
        self._preliminary = False
        self._outdated = False
        """Whether the files hold something that is not shown."""

    def compose(self) -> ComposeResult:
        """One sheet."""
        with VerticalScroll() as sheet:
            sheet.border_title = "callbench"
            yield Static()
        yield KeyBar()

    def on_mount(self) -> None:
        """Read what there is."""
        self._look()
        self._await_minute()

    @on(DebtPaid)
    def _debt_paid(self) -> None:
        if self.is_current:
            self._look()

    def on_screen_resume(self) -> None:
        """Look again after an import or a block."""
        if self.is_mounted and self.query(Static):
            self._look()

    def _look(self) -> None:
        self._problems = []
        try:
            self._lists, problems = read_lists(self._bench.workbench)
            self._problems += problems
            self._unfinished = unfinished_sessions(self._bench.workbench)
            self._held = held_sessions(self._bench.workbench)
            self._rescued = waiting(self._bench.workbench)
        except StoreError as error:
            self._problems.append(error)
        self._due, self._outdated = self._read_due(), False
        self._show()

    def _read_due(self) -> Due | None:
        if not self._lists:
            return None
        called = self._called
        slugs = {entry.slug for entry in called}
        others = [entry for entry in self._lists if entry.slug not in slugs]
        try:
            return read_due(self._bench, called, others, self._problems)
        except StoreError as error:
            # First, because without it nobody can be called.
            self._problems.insert(0, error)
            return None

    def _show(self) -> None:
        """Show what was read as it stands at this moment."""
        now = self._bench.now()
        if self._due is not None:
            self._due.rank(now)
        sheet = self._sheet(now)
        self._preliminary = STILL_READING in sheet.plain
        self.query_one(Static).update(sheet)
        self.refresh_keys()

    # ------------------------------------------------------------------ as time goes on

    def _await_minute(self) -> None:
        """Come back with the next minute, or sooner: a machine may have slept meanwhile."""
        now = self._shown_at = self._bench.now()
        left = 60 - now.second - now.microsecond / 1_000_000
        self.set_timer(min(left, AWAKE_EVERY), self._go_on)

    def _go_on(self) -> None:
        """Follow the clock; what others have changed is read with the minute."""
        before = self._shown_at.replace(second=0, microsecond=0)
        if self.is_current and self._bench.now() - before >= timedelta(minutes=1):
            self._look() if self._outdated else self._show()
        self._await_minute()

    def index_followed(self, news: News) -> None:
        """Look again once all earlier sessions are in the index."""
        if news.is_over and self._preliminary:
            self._look()
        elif news.root == self._bench.workbench.root:
            self._outdated = self._outdated or news.is_different

    # ------------------------------------------------------------------ the sheet

    @property
    def _called(self) -> Sequence[ProspectList]:
        """The lists that a block begun now calls."""
        return [entry for entry in self._lists if not self._names or entry.slug in self._names]

    def _sheet(self, now: datetime) -> Content:
        return today(
            now,
            self._lists,
            self._called,
            self._due,
            self._unfinished,
            self._problems,
            self._held,
            self._left(),
            enter_is_taken=bool(self._rescued),
        )

    def _left(self) -> Sequence[Content]:
        """What the disk has refused: in this run, and to the end of an earlier one."""
        if not (self._rescued or self._bench.owing.debts):
            return ()
        from callbench.tui.start.rescued import owed_lines, rescued_lines

        zone = self._bench.zone
        found = rescued_lines(self._rescued, self._hindered, zone)
        return (*owed_lines(self._bench.owing), *found)
