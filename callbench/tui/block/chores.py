"""What follows a call and takes its time, done one after the other in a thread of its own.

The list, the do-not-call file and the outbox are written here, so that neither the screen nor
the session's writer waits for them. A chore that fails is told to whoever listens. What can't be
made again from the session, a changed prospect and a wish not to be called, stays owed and is
tried again until it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from callbench.domain.agenda import Promise
from callbench.domain.records import Call, Prospect, replace
from callbench.store.errors import StoreError, plain_reason
from callbench.store.list_shelf import BY_HAND
from callbench.store.rescue.debts import (
    Debt,
    OwedChange,
    OwedNewcomer,
    OwedPermission,
    OwedRefusal,
)
from callbench.tui.context import Context

if TYPE_CHECKING:
    # Mail and calendar are not needed to start.
    from callbench.exchange.outbox import WrittenUp

Result = TypeVar("Result")


class Chores:
    """Slow work of one block, in order."""

    def __init__(self, context: Context, list_of: Mapping[str, str]) -> None:
        """Start idle.

        Args:
            context: Whose files to write.
            list_of: Slugs of lists by id of the prospect.
        """
        self.context = context
        self._list_of = dict(list_of)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="chores")
        self._owed: dict[str, tuple[Debt, str]] = {}
        """What was refused so far and why, by what it is about; only the chores' thread changes
        it."""
        self._finished = False
        self.unwritten: tuple[str, ...] = ()
        """What the disk has refused, each in a line."""
        self.trouble = ""
        """Why it has refused the first of that."""
        self.failed: Callable[[str], None] = lambda problem: None
        """Told of every chore that failed, in the chores' thread."""

    def write_up(self, call: Call, prospect: Prospect, before: Promise | None) -> Future[WrittenUp]:
        """Write the mail draft and the calendar file of a conversation."""
        # Mail and calendar are not needed to start.
        from callbench.exchange import outbox

        context = self.context
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

    def knows(self, ident: str) -> bool:
        """Whether the prospect of that id stands on a list."""
        return ident in self._list_of

    def save(self, prospect: Prospect, base: Prospect) -> None:
        """Keep a changed prospect on their list, where they were as in `base`."""
        slug = self._list_of.get(prospect.id)
        if slug is not None:
            self._do(partial(self._owe, OwedChange(slug=slug, prospect=prospect, base=base)))

    def add(self, prospect: Prospect, at: datetime) -> None:
        """Put somebody on the list of those who were added by hand."""
        self._list_of[prospect.id] = BY_HAND
        self._do(partial(self._owe, OwedNewcomer(prospect=prospect, at=at)))

    def never_again(self, prospect: Prospect, at: datetime) -> None:
        """Put somebody on the do-not-call file."""
        self._do(partial(self._owe, OwedRefusal(prospect=prospect, at=at)))

    def allow_again(self, prospect: Prospect) -> None:
        """Take somebody off the do-not-call file, because that was a slip of the finger."""
        self._do(partial(self._owe, OwedPermission(prospect=prospect)))

    def retry(self) -> None:
        """Try again what was refused."""
        if self._owed and not self._finished:
            self._do(self._pay)

    def finish(self) -> None:
        """Wait until everything is done; what is refused still is owed by the whole program."""
        self.retry()
        self._finished = True
        self._pool.shutdown(wait=True)
        self.give_up()
        self._owed.clear()

    def give_up(self) -> None:
        """Let the whole program owe what was refused so far, without waiting for anything."""
        for debt, reason in [*self._owed.values()]:
            self.context.owing.owe(self.context.workbench, debt, reason)

    def _owe(self, debt: Debt) -> None:
        """Do this after what is owed already; it takes the place of what is about the same."""
        earlier = self._owed.pop(debt.slot, None)
        self._owed[debt.slot] = (debt.instead_of(earlier[0]) if earlier else debt, "")
        self._pay()

    def _pay(self) -> None:
        """Do everything that is owed; what fails stays owed, and is told once."""
        trouble = ""
        for slot, (debt, _) in [*self._owed.items()]:
            try:
                debt.pay(self.context.workbench)
            except (StoreError, OSError) as error:
                self._owed[slot] = (debt, _reason(error))
                trouble = trouble or _reason(error)
            else:
                del self._owed[slot]
        unwritten = tuple(f"{debt.what}: {reason}" for debt, reason in self._owed.values())
        news = [problem for problem in unwritten if problem not in self.unwritten]
        self.unwritten, self.trouble = unwritten, trouble
        for problem in news:
            self.failed(f"not written yet: {problem}")

    def _do(self, work: Callable[[], Result]) -> Future[Result]:
        future = self._pool.submit(work)
        future.add_done_callback(self._look_at)
        return future

    def _look_at(self, done: Future[Result]) -> None:
        """Say what failed; a file refused is not silently gone."""
        error = done.exception()
        if error is not None:
            self.failed(
                f"not written: {error if isinstance(error, StoreError) else _reason(error)}"
            )


def _reason(error: BaseException) -> str:
    """Why, without the name of the file: whose it was about is said before."""
    if isinstance(error, OSError):
        return plain_reason(error)
    return error.problem if isinstance(error, StoreError) else type(error).__name__
