"""The panes of the calling screen, and how they are arranged."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import AwaitMount

from callbench.domain.queue import QueueRow
from callbench.tui.block.desk import Desk
from callbench.tui.block.note_pane import NotePane
from callbench.tui.block.prospect_pane import ProspectPane
from callbench.tui.block.queue_pane import QueuePane
from callbench.tui.block.status_bar import StatusBar
from callbench.tui.block.wrapup_acts import WrapUpActs
from callbench.tui.keybar import KeyBar
from callbench.tui.screens import CommandScreen

if TYPE_CHECKING:
    from callbench.tui.block.talk_track import TalkTrack
    from callbench.tui.block.wrapup_pane import WrapUpPane

SLIM = 56
"""Columns below which queue and note have no room side by side."""


class Columns(Horizontal):
    """The columns, side by side; nothing of what is behind them is seen, nor drawn."""

    BLANK = True


class Middle(Vertical):
    """Prospect and note, one above the other."""

    BLANK = True


class BlockPanes(CommandScreen[None]):
    """Queue, prospect, note and wrap-up, which show nothing yet."""

    BLANK = True

    # The arrangement; what a pane looks like is in the pane. As default style it is read once,
    # while a file of it would have every style read anew.
    SCOPED_CSS = False
    DEFAULT_CSS = """
    BlockPanes #columns { height: 1fr; }
    BlockPanes #middle { width: 1fr; }
    BlockPanes QueuePane { width: 35; }
    BlockPanes WrapUpPane, BlockPanes TalkTrack { display: none; width: 36; }
    BlockPanes WrapUpPane.-open, BlockPanes TalkTrack.-open { display: block; }

    /* At 80 columns the wrap-up and the talk track take the queue's place. */
    BlockPanes.-narrow QueuePane { width: 34; }
    BlockPanes.-narrow WrapUpPane, BlockPanes.-narrow TalkTrack { width: 38; dock: left; }
    BlockPanes.-narrow.-wrapping QueuePane { display: none; }
    BlockPanes.-narrow.-tracking QueuePane { display: none; }

    /* Below that there is room for one of them: the note while it is typed in, the track above. */
    BlockPanes.-slim QueuePane, BlockPanes.-slim WrapUpPane { width: 1fr; }
    BlockPanes.-slim TalkTrack { width: 100%; height: 50%; dock: top; }
    BlockPanes.-slim.-elsewhere #middle { display: none; }
    BlockPanes.-slim.-wrapping QueuePane { display: none; }
    BlockPanes.-slim.-noting QueuePane, BlockPanes.-slim.-noting WrapUpPane { display: none; }
    BlockPanes.-slim ProspectPane { max-height: 5; }

    BlockPanes.-wide QueuePane { width: 62; }
    BlockPanes.-wide WrapUpPane, BlockPanes.-wide TalkTrack { width: 46; }
    """
    AUTO_FOCUS = ""  # Said when mounted; Textual would look through all panes for it.
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it as an instance variable
        (0, "-slim"),
        (SLIM, "-narrow"),
        (100, "-normal"),
        (160, "-wide"),
    ]

    def __init__(self, desk: Desk, select: str = "") -> None:
        """Work at this desk, with the prospect of the id `select` selected first."""
        super().__init__()
        self._select_first = desk.shown_as(select)
        self.desk = desk
        context = desk.context
        self._status = StatusBar()
        self._queue = QueuePane(context.zone, desk.others)
        self._prospect = ProspectPane(context.playbook, context.zone)
        self._note = NotePane()
        self._bar = KeyBar()
        self._ranked_for = desk.context.now().replace(second=0)
        """The minute on the clock for which the queue is ranked."""
        self._rung: set[str] = set()
        self._sides: tuple[AwaitMount, ...] = ()

    @cached_property
    def _wrap_up(self) -> WrapUpPane:
        """The checklist; nothing of it is loaded before the first frame, which has none."""
        from callbench.tui.block.wrapup_pane import WrapUpPane

        return WrapUpPane(self.desk.context.playbook, self.wrap_up_acts())

    @cached_property
    def _track(self) -> TalkTrack:
        """The talk track, likewise."""
        from callbench.tui.block.talk_track import TalkTrack

        return TalkTrack(self.desk.context.playbook, self.desk.context.config.rep)

    def compose(self) -> ComposeResult:
        """Three columns between two lines."""
        self._fit(self.app.size.width)
        yield self._status
        with Columns(id="columns"):
            yield self._queue
            with Middle(id="middle"):
                yield self._prospect
                yield self._note
        yield self._bar

    def _fit(self, width: int) -> None:
        """Arrange the panes for this width at once; Textual would draw a second frame for it."""
        fitting = [name for least, name in self.HORIZONTAL_BREAKPOINTS if width >= least]
        self.set_classes(fitting[-1:])
        self.set_class(width < SLIM, "-elsewhere")

    def on_descendant_focus(self) -> None:
        """On a slim terminal, show the note while it has the keyboard."""
        self._come_forward()

    def on_resize(self) -> None:
        """Show the note, or all panes, as there is room now."""
        self._come_forward()

    def _come_forward(self) -> None:
        # Two classes: nothing is hidden in passing that has the keyboard, and would lose it.
        slim, noting = self.app.size.width < SLIM, self.focused is self._note
        self.set_class(slim and noting, "-noting")
        self.set_class(slim and not noting, "-elsewhere")

    def mount_sides(self) -> None:
        """Have the filter, the wrap-up and the talk track at hand."""
        if not self._sides and self.is_attached:
            columns = self.query_one("#columns")
            self._sides = (
                self._queue.mount_filter(),
                columns.mount(self._wrap_up, self._track),
            )

    async def _sides_at_hand(self) -> None:
        if not self._sides or not self._wrap_up.is_mounted:
            self.mount_sides()
            for mounting in self._sides:
                await mounting

    async def take_key(self, event: events.Key) -> bool:
        """Take a key once what it may act on is there: some type before the first frame."""
        await self._sides_at_hand()
        return await super().take_key(event)

    # ------------------------------------------------------------------ what the acts provide

    def wrap_up_acts(self) -> WrapUpActs:
        """What the wrap-up pane may ask for."""
        raise NotImplementedError

    def open_wrap_up(self) -> None:
        """End the conversation and give the checklist the keyboard."""
        raise NotImplementedError

    def go_to(self, ident: str) -> QueueRow | None:
        """Select a prospect, in the queue or not; answers their row."""
        raise NotImplementedError

    def bring(self, ident: str) -> None:
        """Select a prospect who is to be called, and say what speaks against it."""
        raise NotImplementedError

    @property
    def wrapping(self) -> bool:
        """Whether the wrap-up is open."""
        return self.has_class("-wrapping")

    @property
    def tracking(self) -> bool:
        """Whether the talk track is open."""
        return self.has_class("-tracking")
