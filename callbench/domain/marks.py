"""The marks in a note: questions, objections, other problems and promises.

A mark is the first character of a line, or follows the stamp of the elapsed time (minutes and
seconds, as the note pane writes it)::

    ? does it do multi-drop
    00:42 ! budget frozen till January
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

MarkKind = Literal["question", "objection", "problem", "promise"]

KINDS: dict[str, MarkKind] = {
    "?": "question",
    "!": "objection",
    "+": "problem",
    ">": "promise",
}

# A plus before a digit is a telephone number, "+44 7700 900123 is her mobile", and no problem.
_LINE = re.compile(r"(?P<lead>\s*(?:\d{1,3}:\d{2}\s+)?)(?P<sign>[?!>]|\+(?!\d))(?P<text>.*)")
_STAMP = re.compile(r"\d{1,3}:\d{2}\s+")


class Mark(msgspec.Struct, frozen=True):
    """One marked line of a note."""

    kind: MarkKind
    text: str
    line: int
    """Number of the line in the note, from 0."""
    column: int
    """Where the sign stands in that line, from 0."""


def mark_of(text: str, line: int = 0) -> Mark | None:
    """The mark of one line, or None where it has none."""
    found = _LINE.match(text)
    if found is None:
        return None
    sign = found["sign"]
    # Signs typed twice for emphasis are one mark: "!! budget frozen".
    words = found["text"].lstrip(sign).strip()
    return Mark(KINDS[sign], words, line, len(found["lead"]))


def marks(note: str) -> tuple[Mark, ...]:
    """Every mark of the note that has words behind it, from top to bottom."""
    found = (mark_of(text, number) for number, text in enumerate(note.split("\n")))
    return tuple(mark for mark in found if mark is not None and mark.text)


def of_kind(note: str, kind: MarkKind) -> tuple[str, ...]:
    """The words behind every mark of that kind."""
    return tuple(mark.text for mark in marks(note) if mark.kind == kind)


def first_words(note: str, most: int = 80) -> str:
    """What a note says, in a line: a question, an objection, a promise, else its first words."""
    found = marks(note)
    for kind in ("question", "objection", "promise"):
        for mark in found:
            if mark.kind == kind:
                return _shortened(mark.text, most)
    return next((_shortened(words, most) for words in map(_plain, note.split("\n")) if words), "")


def _plain(line: str) -> str:
    """The words of a line, without its mark or stamp."""
    mark = mark_of(line)
    return mark.text if mark is not None else _STAMP.sub("", line.strip(), count=1)


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
