"""Taking back the last import: what that does is said first, and only y does it."""

from __future__ import annotations

from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from callbench.domain.block import Refused
from callbench.exchange.leads.taking import Undone
from callbench.store.workbench import Workbench
from callbench.tui.commands import Command
from callbench.tui.keybar import KeyBar
from callbench.tui.screens import CommandModal
from callbench.tui.start import import_preview as preview
from callbench.tui.start import import_work as work


class UndoSheet(CommandModal[str]):
    """Dismissed with what was done, in a line, or None."""

    DECLARED = (
        Command("yes", "y", "Take it back", "Take back the last import"),
        Command("no", "escape,n,q", "Leave it", "Leave everything as it is"),
    )
    KEYS_TITLE = "Keys of the question"

    DEFAULT_CSS = """
    UndoSheet { align: center middle; background: $background 60%; }
    UndoSheet > Vertical {
        width: 66; max-width: 100%; height: auto; padding: 1 2;
        border: round $border; background: $surface; border-title-color: $foreground;
    }
    UndoSheet Static { height: auto; }
    """

    def __init__(self, workbench: Workbench, last: Undone) -> None:
        """Ask whether this is to be done."""
        super().__init__()
        self._workbench = workbench
        self._last = last
        self._working = False

    def compose(self) -> ComposeResult:
        """What is going to happen."""
        with Vertical() as sheet:
            sheet.border_title = Content("Undo the last import")
            yield Static(preview.undoing(self._last))
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the keys."""
        self.refresh_keys()

    def action_yes(self) -> None:
        """Take the import back, in a thread.

        Raises:
            Refused: that is being done.
        """
        self._refuse_while_working()
        self._working = True
        self.say("taking it back…")
        undo = partial(work.undo_import, self, self._workbench)
        self.run_worker(undo, name="undo", group="import", exclusive=True, thread=True)

    def action_no(self) -> None:
        """Leave everything as it is.

        Raises:
            Refused: it is too late for that.
        """
        self._refuse_while_working()
        self.dismiss(None)

    def _refuse_while_working(self) -> None:
        if self._working:
            raise Refused("a moment: still writing")

    @on(work.ImportUndone)
    def _say_undone(self, event: work.ImportUndone) -> None:
        undone = event.undone
        counts = f"{undone.removed:,} taken out, {undone.restored:,} as they were"
        self.dismiss(f"took back {undone.source}: {counts}")

    @on(work.ImportFailed)
    def _say_failed(self, event: work.ImportFailed) -> None:
        self._working = False
        self.say(event.reason, "error")
