"""Searching as it is typed, in a thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial

from textual.screen import Screen

from callbench.domain.search_line import parts, query_of
from callbench.domain.search_offers import Offer
from callbench.domain.search_telling import conditions_of, filters
from callbench.store.archive import Archive
from callbench.store.hits import Hit, calls_counted
from callbench.tui.review.find_pane import FindPane
from callbench.tui.review.rows import Rows
from callbench.tui.review.work import HitsFound, find


class Finding:
    """What is searched for; Enter or Tab, typed ahead of the hits, is not lost."""

    def __init__(
        self, screen: Screen[None], pane: FindPane, rows: Rows, now: Callable[[], datetime]
    ) -> None:
        """Search what is in the line of `pane`, in threads of `screen`, on the clock `now`."""
        self._screen = screen
        self._pane = pane
        self._rows = rows
        self._now = now
        self._ahead = ""
        """The key that was typed ahead of the hits, and is about them."""
        self.instead = ""
        """What is said where nothing was found."""
        self._offers: Sequence[Offer] = ()
        self._offered_for = ""

    def search(self, archive: Archive | None) -> None:
        """Look up what is in the line now."""
        if archive is None:
            self._pane.border_title = "Find · reading…"
            return
        seek = partial(find, self._screen, archive, self._pane.text, self._now())
        self._screen.run_worker(seek, name="find", group="find", exclusive=True, thread=True)

    def take(self, found: HitsFound) -> str:
        """Show hits, unless something else is searched for by now.

        Returns:
            The key that was typed ahead of them, or "".
        """
        if found.text != self._pane.text:
            return ""
        asked = parts(found.text, self._now())
        self._rows.words = query_of(asked).words
        self._offers, self._offered_for = found.offers, found.text
        understood = filters(asked)
        if any(part.spoken for part in asked) and understood:
            understood.append("in quotes: words")
        if (offer := self.offer) is not None:
            understood.append(f"Tab: {offer.filter}")
        self._pane.show(found.text, found.hits, understood)
        conditions = conditions_of(asked)
        nothing = bool(conditions) and not found.hits
        self.instead = "\n".join(_nothing(conditions, found.ways_out)) if nothing else ""
        ahead, self._ahead = self._ahead, ""
        return ahead

    @property
    def offer(self) -> Offer | None:
        """The filter that what is in the line may be meant as."""
        return next(iter(self._offers), None) if self._offered_for == self._pane.text else None

    def is_ahead(self, key: str) -> bool:
        """Whether a key comes before the hits that it is about; it is kept until they are there."""
        self._ahead = "" if self._pane.found else key
        return bool(self._ahead)

    def take_offer(self) -> bool:
        """Put the filter in the place of the words; whether there is one."""
        offer = self.offer
        if offer is None:
            return False
        line = self._pane.line
        line.value = offer.line
        line.cursor_position = len(offer.line)
        return True

    def chosen(self) -> Hit | None:
        """The selected hit; None while there is none yet."""
        return None if self.is_ahead("enter") else self._pane.hits.row

    def end(self) -> None:
        """Nothing is searched for any more."""
        self._ahead = ""
        self.instead = ""
        self._offers = ()
        self._rows.words = ()


def _nothing(conditions: Sequence[str], ways_out: Sequence[tuple[str, int]]) -> Iterator[str]:
    """That nothing was found, by which conditions, and what would be found with fewer."""
    yield "No call meets all of this:" if len(conditions) > 1 else "No call meets this:"
    yield from (f"  {condition}" for condition in conditions)
    if ways_out:
        yield ""
    yield from (f"{said}: {calls_counted(calls)}" for said, calls in ways_out)
