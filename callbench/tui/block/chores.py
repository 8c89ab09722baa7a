"""What follows a call and takes its time, done one after the other in a thread of its own.

The list, the do-not-call file and the outbox are written here, so that neither the screen nor
the session's writer waits for them. A chore that fails is told to whoever listens.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from callbench.domain.agenda import Promise
from callbench.domain.records import Call, Prospect, replace
from callbench.exchange import outbox
from callbench.store import do_not_call
from callbench.store.errors import StoreError, plain_reason
from callbench.store.lists import update_prospect
from callbench.tui.context import Context

Result = TypeVar("Result")


class Chores:
    """Slow work of one block, in order."""

    def __init__(self, context: Context, list_of: Mapping[str, str]) -> None:
        """Start idle.

        Args:
            context: Whose files to write.
            list_of: Slugs of lists by id of the prospect.
        """
        self._context = context
        self._list_of = list_of
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="chores")
        self.failed: Callable[[str], None] = lambda problem: None
        """Told of every chore that failed, in the chores' thread."""

    def write_up(
        self, call: Call, prospect: Prospect, before: Promise | None
    ) -> Future[tuple[Path, ...]]:
        """Write the mail draft and the calendar file of a conversation."""
        context = self._context
        return self._do(
            lambda: outbox.write_up(
                context.workbench,
                call,
                prospect,
                context.playbook,
                context.config.rep,
                context.config.zone,
                before=before,
            )
        )

    def take_back(self, call: Call, prospect: Prospect) -> None:
        """Remove what was written after a conversation whose outcome is taken back."""
        self.write_up(replace(call, disposition=None, next_step=None), prospect, None)

    def save(self, prospect: Prospect) -> None:
        """Keep a changed prospect on their list."""
        slug = self._list_of.get(prospect.id)
        if slug is not None:
            self._do(lambda: update_prospect(self._context.workbench, slug, prospect))

    def never_again(self, prospect: Prospect, at: datetime) -> None:
        """Put somebody on the do-not-call file."""
        self._do(lambda: do_not_call.add(self._context.workbench, prospect, at))

    def allow_again(self, prospect: Prospect) -> None:
        """Take somebody off the do-not-call file, because that was a slip of the finger."""
        self._do(lambda: do_not_call.remove(self._context.workbench, prospect))

    def finish(self) -> None:
        """Wait until everything is done."""
        self._pool.shutdown(wait=True)

    def _do(self, work: Callable[[], Result]) -> Future[Result]:
        future = self._pool.submit(work)
        future.add_done_callback(self._look_at)
        return future

    def _look_at(self, done: Future[Result]) -> None:
        """Say what failed; a file refused is not silently gone."""
        error = done.exception()
        if isinstance(error, OSError):
            self.failed(f"not written: {plain_reason(error)}")
        elif isinstance(error, StoreError):
            self.failed(f"not written: {error}")
        elif error is not None:
            self.failed(f"not written: {type(error).__name__}")
