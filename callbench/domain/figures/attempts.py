"""How many attempts it takes to reach somebody for the first time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from callbench.domain.records import Call
from callbench.domain.stats import TALKED, Result


class AttemptStep(msgspec.Struct, frozen=True):
    """The n-th attempts to people who had never been spoken to before."""

    attempt: int
    tried: int
    """Attempts of that number, with an outcome."""
    reached: int
    """Those of them that were a conversation, the first with that person."""
    so_far: float = 0.0
    """The share of people who are reached by that attempt or an earlier one, from 0 to 1.

    The estimate of Kaplan and Meier (J. Am. Stat. Assoc. 53, 1958): somebody who is still being
    tried counts for the attempts that were made, and not as somebody who can't be reached.
    """

    @property
    def rate(self) -> float:
        """Conversations per attempt, from 0 to 1."""
        return self.reached / self.tried if self.tried else 0.0


def until_reached(timeline: Iterable[tuple[Call, Result]]) -> list[tuple[int, Call, Result]]:
    """The attempts to one person up to the first conversation, with their numbers.

    Calls come in the order of their dialling. A call says which attempt it was, as earlier ones
    may lie in a file that is gone; but numbers only grow.
    """
    attempts: list[tuple[int, Call, Result]] = []
    number = 0
    for call, result in timeline:
        number = max(number + 1, call.attempt)
        if result != "open":
            attempts.append((number, call, result))
        if result in TALKED:
            break
    return attempts


def steps(tried: Sequence[tuple[int, Result]]) -> tuple[AttemptStep, ...]:
    """The attempts of many people by number, in order."""
    counts: dict[int, list[int]] = {}
    for number, result in tried:
        step = counts.setdefault(number, [0, 0])
        step[0] += 1
        step[1] += result in TALKED
    found: list[AttemptStep] = []
    left = 1.0
    for number in sorted(counts):
        all_of_them, reached = counts[number]
        left *= 1 - reached / all_of_them
        found.append(AttemptStep(number, all_of_them, reached, 1 - left))
    return tuple(found)
