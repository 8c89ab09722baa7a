"""Follows the session files while the app runs, and tells the screens what came of it.

The index is brought up to date once the first frame is there, then every few seconds, and at once
where a screen asks for it: always by a thread, one look after the other, never two at a time.
Nothing here is loaded before the first frame but this file.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

from textual.app import App
from textual.timer import Timer
from textual.worker import get_current_worker

from callbench.store.atomic import Fingerprint, fingerprint_of
from callbench.store.errors import StoreError
from callbench.tui.context import Context
from callbench.tui.keybar import KeyBar
from callbench.tui.turns import short_turns

if TYPE_CHECKING:
    from callbench.store.index import Followed

__all__ = ["AFTER", "EVERY", "Follower", "Following", "News", "Reader"]

AFTER = 1.0
"""Seconds from the start to the first look: by then the first frame is there."""

EVERY = 5.0
"""Seconds from the end of a look to the next one."""

SHOWN_EVERY = 0.25
"""Seconds between two figures of progress, and before the first: a small change shows none."""

TOLD_EVERY = 3.0
"""Seconds between two times that screens are told of what a long look has taken up so far."""


class News(NamedTuple):
    """What a look at the session files came to."""

    root: Path
    """The workbench."""
    followed: Followed | None
    """None where it goes on, or failed."""
    problem: str = ""
    """Why the index could not be brought up to date, in one line; "" where it was."""
    by_others: bool = False
    """Whether another instance has changed the index since the last look."""

    @property
    def is_over(self) -> bool:
        """Whether everything there is has been read, or what is missing can't be."""
        return bool(self.problem) or (self.followed is not None and self.followed.complete)

    @property
    def is_different(self) -> bool:
        """Whether there is something to be read that was not there before."""
        found = self.followed
        return found is None or self.by_others or bool(found.changed or found.removed)


@runtime_checkable
class Reader(Protocol):
    """A screen that shows what is read from the index."""

    def index_followed(self, news: News) -> None:
        """The index was brought up to date, or could not be, or is some way further."""


@runtime_checkable
class Following(Protocol):
    """An app with a follower."""

    @property
    def follower(self) -> Follower:
        """It."""


class Follower:
    """Has the index follow the files, for one app."""

    def __init__(self, app: App[int], context: Context) -> None:
        """Follow the files of this workbench from `start` on."""
        self._app = app
        self._benches = {context.workbench.root: context}
        self._looking = False
        self._asked = False
        self._next: Timer | None = None
        self._problems: dict[Path, str] = {}
        self._taken_over: set[Path] = set()
        self._left_as: dict[Path, Fingerprint | None] = {}
        """How each index was after our last look at its files."""

    def start(self) -> None:
        """Look for the first time in a moment; to be called when the first screen is there."""
        self._next = self._app.set_timer(AFTER, self._look)

    def ask(self, context: Context) -> None:
        """Look at once, and tell what came of it even where that is nothing."""
        self._benches[context.workbench.root] = context
        self._asked = True
        if not self._looking:
            self._look()

    # ------------------------------------------------------------------ on the main thread

    def _look(self) -> None:
        if self._next is not None:
            self._next.stop()
        self._looking = True
        told, self._asked = self._asked, False
        work = partial(self._follow_all, list(self._benches.values()), told)
        self._app.run_worker(work, name="index", group="index", thread=True)

    def _looked(self) -> None:
        """A look is over."""
        self._looking = False
        self._show("")
        if self._asked:
            self._look()
        else:
            self._next = self._app.set_timer(EVERY, self._look)

    def _show(self, progress: str) -> None:
        for screen in self._app.screen_stack:
            for bar in screen.query(KeyBar):
                bar.progress = progress

    def _tell(self, news: News) -> None:
        for screen in self._app.screen_stack:
            if isinstance(screen, Reader):
                screen.index_followed(news)

    def _take(self, news: News, told: bool) -> None:
        """Pass on what is new; the same trouble is told once."""
        again = self._problems.get(news.root, "") == news.problem
        self._problems[news.root] = news.problem
        if told or not again or (news.followed is not None and news.is_different):
            self._tell(news)

    # ------------------------------------------------------------------ in a thread

    def _follow_all(self, benches: list[Context], told: bool) -> None:
        worker = get_current_worker()
        for context in benches:
            news = self._follow(context, lambda: worker.is_cancelled)
            if worker.is_cancelled:
                return
            self._app.call_later(self._take, news, told)
        self._app.call_later(self._looked)

    def _follow(self, context: Context, stop: Callable[[], bool]) -> News:
        from callbench.store.index import Index

        root = context.workbench.root
        try:
            with Index.open(context.workbench, context.playbook) as index, short_turns():
                # An index of another version or playbook is taken over once, at the first look.
                take_over = root not in self._taken_over
                self._taken_over.add(root)
                found = fingerprint_of(index.path)
                followed = index.follow(self._progress(root), stop, take_over=take_over)
                left = fingerprint_of(index.path)
                # What another instance was quicker to take in has changed for us as well.
                by_others = self._left_as.get(root, found) != found
                by_others |= left != found and not followed.changed
                self._left_as[root] = left
        except StoreError as error:
            return News(root, None, str(error))
        if followed.complete:
            return News(root, followed, by_others=by_others)
        by = followed.busy or "a job that was stopped"
        return News(root, followed, f"the index is still being built by {by}: this is not all")

    def _progress(self, root: Path) -> Callable[[int, int], None]:
        """Shows how far a long look is, and now and then what it has found so far."""
        shown = told = time.monotonic()

        def progress(done: int, total: int) -> None:
            nonlocal shown, told
            now = time.monotonic()
            if now - shown >= SHOWN_EVERY:
                shown = now
                self._app.call_later(self._show, progress_bar(done, total))
            if now - told >= TOLD_EVERY:
                told = now
                self._app.call_later(self._tell, News(root, None))

        return progress


def progress_bar(done: int, total: int, cells: int = 10) -> str:
    """How far the index is, in a few cells."""
    full = cells * done // max(total, 1)
    return f"index {'█' * full}{'░' * (cells - full)} {100 * done // max(total, 1)} %"
