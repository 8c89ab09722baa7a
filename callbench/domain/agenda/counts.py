"""How well promises were kept, in numbers.

Each agreed time counts once it has come: a promise that was missed and then moved was missed, and
is judged once more by its new time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

import msgspec

from callbench.domain.agenda.promises import Promise


class PromiseCounts(msgspec.Struct, frozen=True, kw_only=True):
    """How many promises are in each state, how often a time was missed, and how often moved."""

    coming: int = 0
    due: int = 0
    missed: int = 0
    """Times that passed without a call, those of promises included that were moved or called off
    afterwards: these are counted under their own state as well."""
    kept: int = 0
    late: int = 0
    moved: int = 0
    """Replaced by another step agreed in an earlier call."""
    cancelled: int = 0
    held: int = 0
    no_show: int = 0
    moves: int = 0
    """Moves by addendum; the promise itself is counted under its own state."""

    @property
    def owed(self) -> int:
        """Promised times that came, and for which nothing else had been agreed by then."""
        return self.kept + self.held + self.no_show + self.late + self.missed

    @property
    def on_time(self) -> int:
        """Promises that the rep kept; somebody else's not showing up does not break one."""
        return self.kept + self.held + self.no_show


def promise_counts(promises: Iterable[Promise]) -> PromiseCounts:
    """The counts of these promises."""
    counts: Counter[str] = Counter()
    for promise in promises:
        counts[promise.state.replace("-", "_")] += 1
        counts["missed"] += len(promise.missed_times)
        counts["moves"] += len(promise.moves)
    return PromiseCounts(**counts)


def promised_times(promises: Iterable[Promise]) -> dict[str, datetime]:
    """The promised instants of the calls that kept a promise, in time or late, by id of the call.

    This is what `callbench.domain.stats.measure` asks for.
    """
    return {
        promise.kept_by: promise.step.starts_at
        for promise in promises
        if promise.kept_by and not promise.is_called_off
    }
