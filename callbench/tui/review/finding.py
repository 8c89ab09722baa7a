"""Searching as it is typed, in a thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from textual.screen import Screen

from callbench.domain.search import parse
from callbench.store.archive import Archive, Hit
from callbench.tui.review.find_pane import FindPane
from callbench.tui.review.rows import Rows
from callbench.tui.review.work import HitsFound, find


class Finding:
    """What is searched for; an Enter that was typed ahead of the hits is not lost."""

    def __init__(
        self, screen: Screen[None], pane: FindPane, rows: Rows, now: Callable[[], datetime]
    ) -> None:
        """Search what is in the line of `pane`, in threads of `screen`, on the clock `now`."""
        self._screen = screen
        self._pane = pane
        self._rows = rows
        self._now = now
        self._wanted = False

    def search(self, archive: Archive | None) -> None:
        """Look up what is in the line now."""
        if archive is None:
            self._pane.border_title = "Find · reading…"
            return
        seek = partial(find, self._screen, archive, self._pane.text, self._now())
        self._screen.run_worker(seek, name="find", group="find", exclusive=True, thread=True)

    def take(self, found: HitsFound) -> bool:
        """Show hits, unless something else is searched for by now.

        Returns:
            Whether the first of them was asked for already.
        """
        if found.text != self._pane.text:
            return False
        self._rows.words = parse(found.text, self._now()).words
        self._pane.show(found.text, found.hits)
        wanted, self._wanted = self._wanted, False
        return wanted

    def chosen(self) -> Hit | None:
        """The selected hit; None while there is none yet, and then it is asked for."""
        self._wanted = not self._pane.found
        return self._pane.hits.row if self._pane.found else None

    def end(self) -> None:
        """Nothing is searched for any more."""
        self._wanted = False
        self._rows.words = ()
