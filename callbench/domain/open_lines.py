"""The lines of a checklist that are being typed and were not entered yet.

They are kept among the drafts of their session, key by key, so that neither a look at the note nor
a crash loses one: each under its call, its question and the answer that opened it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from callbench.domain.checklist import NO_WORDS


class OpenLine(msgspec.Struct, frozen=True):
    """One line as it was left."""

    question: str
    """Id of the step that asks."""
    answer: str
    """Id of the answer that opened the line, or "" where the question itself did."""
    text: str


def lines_of(drafts: Mapping[str, str], call: str) -> tuple[OpenLine, ...]:
    """The lines of one call; the one that was typed last comes last."""
    found = []
    for name, text in drafts.items():
        ident, _, rest = name.partition("/")
        if ident == call and "/" in rest:
            question, _, answer = rest.partition("/")
            found.append(OpenLine(question, answer, text))
    return tuple(found)


def as_drafts(call: str, lines: Iterable[OpenLine]) -> dict[str, str]:
    """The lines of one call by their names; no id of a call or question has a slash in it."""
    return {f"{call}/{line.question}/{line.answer}": line.text for line in lines}


def without_lines(drafts: Mapping[str, str], calls: Iterable[str]) -> dict[str, str]:
    """The drafts without any line of these calls: the notes typed before a call."""
    left = set(calls)
    return {name: text for name, text in drafts.items() if name.partition("/")[0] not in left}


def line_of(lines: Iterable[OpenLine], question: str, answer: str) -> OpenLine | None:
    """The line that this answer to this question opened."""
    found = (line for line in lines if (line.question, line.answer) == (question, answer))
    return next(found, None)


def typed(
    lines: Iterable[OpenLine], question: str, answer: str, text: str | None
) -> tuple[OpenLine, ...]:
    """The lines with this one as it is now; None takes it away."""
    others = (line for line in lines if (line.question, line.answer) != (question, answer))
    return (*others, *([OpenLine(question, answer, text)] if text is not None else []))


def entered(lines: Iterable[OpenLine], question: str, answer: str = "") -> tuple[OpenLine, ...]:
    """The lines that are left once a question has its answer.

    What another answer had opened stays, if there are words in it: the rep turned away from the
    answer, and not from them.
    """
    return tuple(
        line
        for line in lines
        if line.question != question or (line.answer != answer and has_words(line))
    )


def has_words(line: OpenLine) -> bool:
    """Whether a line says anything; that none was agreed says no more than the answer does."""
    return line.text.strip().casefold() not in (NO_WORDS if not line.answer else {""})
