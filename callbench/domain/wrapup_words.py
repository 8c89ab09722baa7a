"""Keeps each word of a wrap-up: while it is typed, once it is entered, and when it is left out.

It asks nothing, like the ledger on which it stands: what is allowed is for
`callbench.domain.block.Block` to say.
"""

from __future__ import annotations

from callbench.domain.ledger import Ledger
from callbench.domain.left_out import LeftOut
from callbench.domain.open_lines import OpenLine, entered, line_of, lines_of, typed
from callbench.domain.playbook import Playbook
from callbench.domain.records import Call


class WrapUpWords:
    """The words of the call at hand, wherever they stand."""

    def __init__(self, ledger: Ledger, playbook: Playbook) -> None:
        """Keep them in this ledger."""
        self._ledger = ledger
        self._left_out = LeftOut(playbook)

    @property
    def fullest(self) -> Call | None:
        """The call with every answer given to it so far, also those its outcome left out."""
        return self._left_out.fullest

    def remember(self, call: Call) -> Call:
        """The call with every answer given to it so far; each is remembered from now on."""
        return self._left_out.remember(call)

    def lines(self, call: Call) -> tuple[OpenLine, ...]:
        """What is being typed into its checklist; the line that was typed last comes last."""
        return lines_of(self._ledger.session.drafts, call.id)

    def type_line(self, call: Call, question: str, answer: str, text: str | None) -> None:
        """Keep a line as it is being typed; None where none is."""
        lines = self.lines(call)
        before = line_of(lines, question, answer)
        if text != (before.text if before is not None else None):
            self._ledger.put_lines(call.id, typed(lines, question, answer, text))

    def dispose(self, call: Call) -> Call:
        """Keep a call with another outcome; what that does not ask is in the note."""
        return self._ledger.put(self._left_out.noted(call), urgent=True)

    def enter(self, call: Call, question: str, answer: str = "") -> Call:
        """Keep a call to whose question an answer was given; its line is typed no longer."""
        call = self._ledger.put(self._left_out.noted(call))
        self._ledger.put_lines(call.id, entered(self.lines(call), question, answer))
        return call

    def close(self, call: Call) -> Call:
        """Keep a call that is over; what was typed in it and not entered is in the note."""
        closed = self._left_out.closed(call, self.lines(call))
        self._ledger.put(closed, urgent=True)
        self._ledger.put_lines(call.id, ())
        return closed
