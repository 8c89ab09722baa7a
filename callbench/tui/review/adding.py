"""Adding a line to a past call."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual.screen import Screen

from callbench.domain.block import Refused
from callbench.domain.records import Addendum, Call
from callbench.domain.text import clean
from callbench.store.archive import Archive, SessionLine
from callbench.tui.context import Context
from callbench.tui.review.call_pane import CallPane
from callbench.tui.review.work import Running, keep_addendum, settle_addendum


class Adding:
    """What is being added to which call; nothing typed is dropped before it is kept."""

    def __init__(
        self,
        screen: Screen[None],
        context: Context,
        pane: CallPane,
        running: Running | None = None,
    ) -> None:
        """Add by the line of `pane`, in threads of `screen`; by `running` to a call of its own."""
        self._screen = screen
        self._running = running
        self._context = context
        self._pane = pane
        self._to: tuple[SessionLine, Call] | None = None
        self._keeping = False
        self._unsent: dict[str, str] = {}
        """What was typed and not kept yet, by id of the call."""

    @property
    def unsent(self) -> bool:
        """Whether something was typed that is not kept."""
        return any(text.strip() for text in self._unsent.values())

    def open(self, line: SessionLine, call: Call) -> None:
        """Open the line, with what was typed for this call before.

        Raises:
            Refused: the session's file can't be written, or the call is not over yet.
        """
        if line.read_only:
            raise Refused("a newer callbench wrote this session: nothing can be added here")
        if self._running is not None and self._running.open_call == call.id:
            raise Refused("this call is not over yet: its note is in the block")
        self._to = (line, call)
        self._pane.open_line(self._unsent.get(call.id, ""))
        self._screen.set_focus(self._pane.line)

    def keep(self, archive: Archive | None) -> None:
        """Have what was typed added, in a thread; the line stays until it is on disk."""
        text = clean(self._pane.line.value, keep_newlines=False).strip()
        if not text or self._keeping or self._to is None or archive is None:
            return
        self._keeping = True
        line, call = self._to
        self._unsent[call.id] = text
        work = self._work(archive, line, call, Addendum(at=self._context.clock(), text=text))
        self._screen.run_worker(work, name="addendum", group="addendum", thread=True)

    def _work(
        self, archive: Archive, line: SessionLine, call: Call, addendum: Addendum
    ) -> Callable[[], None]:
        """What a thread has to do; the running block itself takes up at once what is its own."""
        if self._running is not None:
            kept = self._running.amend(call.id, addendum)
            if kept is not None:
                return partial(settle_addendum, self._screen, archive, line, kept, self._running)
        workbench = self._context.workbench
        return partial(keep_addendum, self._screen, workbench, archive, line, call, addendum)

    def close(self) -> None:
        """Take the line away; what is in it comes back with the next `open` for this call."""
        text = self._pane.close_line()
        if self._to is not None:
            self._unsent[self._to[1].id] = text

    def kept(self, call: Call) -> None:
        """It is on disk, or the running block has it."""
        self._keeping = False
        self._pane.close_line()
        self._unsent.pop(call.id, None)

    def failed(self) -> None:
        """It could not be kept: the line stays as it is."""
        self._keeping = False
