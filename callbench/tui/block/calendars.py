"""The calendars that follow the agenda, kept up to date while a block runs.

They have a thread of their own: where the index has to be built first, that takes long, and no
mail draft may wait for it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from callbench.domain.agenda import Promise
from callbench.domain.records import Call, ProspectRef
from callbench.store.errors import StoreError, plain_reason
from callbench.tui.context import Context

PATIENCE = 2.0
"""Seconds that the end of a block waits for them."""


class Calendars:
    """Feed and folder of one rep."""

    def __init__(
        self,
        context: Context,
        flush: Callable[[], object],
        refuses: Callable[[ProspectRef], bool],
        failed: Callable[[str], None],
    ) -> None:
        """Start idle.

        Args:
            context: Whose calendars.
            flush: Brings the running session to the disk, from which it is read.
            refuses: Whether somebody must not be called.
            failed: Told of what could not be written, in the calendars' thread.
        """
        self.context = context
        self._flush = flush
        self._refuses = refuses
        self._failed = failed
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="calendars")
        self._gone: list[Promise] = []
        self._asked = 0
        self._give_up_at = float("inf")
        self._finished = False

    def refresh(self, *gone: Promise) -> None:
        """Bring them up to date; `gone` are promises that were just called off."""
        if self._finished:
            return
        self._gone += gone
        self._asked += 1
        self._pool.submit(self._refresh, self._asked)

    def finish(self) -> None:
        """Wait until all is written, but not for long; twice does nothing."""
        self._finished = True
        self._give_up_at = time.monotonic() + PATIENCE
        self._pool.shutdown(wait=True)

    def _refresh(self, number: int) -> None:
        if number != self._asked:
            return  # The one behind it does it all.
        from callbench.exchange.calendars import refresh_calendars

        context, gone = self.context, [*self._gone]
        self._flush()
        try:
            refresh_calendars(
                context.workbench,
                context.config,
                context.playbook,
                context.now(),
                self._refuses,
                gone=gone,
                stop=self._late,
            )
        except StoreError as error:
            if not self._late():
                self._failed(f"calendar not written: {error}")
        except OSError as error:
            self._failed(f"calendar not written: {plain_reason(error)}")
        else:
            del self._gone[: len(gone)]

    def _late(self) -> bool:
        return time.monotonic() > self._give_up_at


def withdrawn(call: Call) -> tuple[Promise, ...]:
    """The promise that a call made before its outcome was taken back."""
    if call.next_step is None:
        return ()
    made = Promise(
        call=call.id,
        session="",
        prospect=call.prospect,
        step=call.next_step,
        made_at=call.dialled_at,
        state="cancelled",
        settled_at=call.dialled_at,
    )
    return (made,)
