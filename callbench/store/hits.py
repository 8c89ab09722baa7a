"""What the archive answers with: a session in a line, and a call in which something was found."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import msgspec

from callbench.domain.e164 import display
from callbench.domain.excerpts import excerpt, hits
from callbench.domain.folding import fold
from callbench.domain.records import Call, CallSession
from callbench.domain.search import fields
from callbench.domain.sought_numbers import SoughtNumber, number_key
from callbench.domain.text import counted

__all__ = ["LIMIT", "Hit", "SessionLine", "calls_counted"]

LIMIT = 200
"""Hits of a search, unless told otherwise."""


def calls_counted(calls: int) -> str:
    """So many calls, as far as a search counts them."""
    return f"{LIMIT} calls and more" if calls >= LIMIT else counted(calls, "call")


class SessionLine(msgspec.Struct, frozen=True, kw_only=True):
    """A session in a line, without its calls."""

    path: Path
    session: CallSession
    calls: int
    conversations: int
    meetings: int
    read_only: bool = False
    """Whether a newer callbench wrote it, so that nothing can be added to its calls."""


class Hit:
    """A call in which everything that was searched for is found."""

    def __init__(
        self,
        session: SessionLine,
        call: Call,
        words: Sequence[str],
        numbers: Sequence[SoughtNumber] = (),
    ) -> None:
        """A hit for these words; where they are is looked up once it is to be shown.

        Args:
            session: That of the call.
            call: In which everything is found.
            words: What was looked for.
            numbers: What of it may be a phone number.
        """
        self.session = session
        self.call = call
        self._words = words
        self._numbers = numbers

    @property
    def field(self) -> str:
        """Where the words are, or most of them where they are in several.

        ``note``, ``answer``, ``addendum``, ``next_step``, ``name``, ``company`` or ``phone``.
        """
        return self._best[0]

    @cached_property
    def excerpt(self) -> str:
        """One line of that field, with the first hit in its context."""
        return excerpt(self._best[1], self._words)

    @cached_property
    def _best(self) -> tuple[str, str]:
        """The field with most of the words, and its text; the first where several have."""

        def weight(field: tuple[str, str]) -> tuple[int, bool]:
            return hits(fold(field[1]), self._words), bool(field[1])

        best = max(fields(self.call), key=weight)
        key = number_key(self.call.prospect.phone)
        if not weight(best)[0] and any(number.is_in(key) for number in self._numbers):
            return "phone", display(self.call.prospect.phone)
        return best
