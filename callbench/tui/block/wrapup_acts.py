"""What the wrap-up pane asks for; the rules may refuse."""

from __future__ import annotations

from typing import Protocol

from callbench.domain.open_lines import OpenLine
from callbench.domain.records import NextStep


class WrapUpActs(Protocol):
    """Whoever does what the pane says, and shows it."""

    def dispose(self, ident: str) -> None:
        """The conversation ended so."""

    def answer(self, question: str, answer: str, detail: str) -> None:
        """A question was answered."""

    def book(self, question: str, step: NextStep) -> None:
        """An exact next meeting was agreed."""

    def give_reason(self, reason: str) -> None:
        """Why we will speak."""

    def tick(self, question: str) -> None:
        """A question of theirs was answered, or is open again."""

    def type_line(self, question: str, answer: str, text: str | None) -> None:
        """A line is being typed, which this answer opened; None where it is none any more."""

    def open_lines(self) -> tuple[OpenLine, ...]:
        """What is being typed and was not entered yet; the line typed last comes last."""

    def confirm(self) -> None:
        """The wrap-up is complete."""

    def show_keys(self) -> None:
        """What Enter does has changed."""
