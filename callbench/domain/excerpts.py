"""Words found in a text whatever their case and accents, and shown in their context.

A word of a query stands for every word that begins with it, so that a search can run as it is
typed. Scripts that put no space between words are searched anywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from callbench.domain.folding import fold

Span = tuple[int, int]
"""Where something begins in a text, and where it has ended."""

WIDTH = 80
"""Characters of an excerpt, unless a screen has room for more."""

_BEFORE = 20
"""Characters shown before the first hit at the most, so that the eye finds it near the start."""

_UNSPACED_FROM = "\u2e80"
"""The first character of the blocks in which words are not parted by spaces."""

_BETWEEN = re.compile(r"[\W_]")
_BLANKS = re.compile(r"\s+")


def words_of(query: str) -> tuple[str, ...]:
    """The words of a query as they are compared; none for one of signs and spaces only."""
    return tuple(dict.fromkeys(fold(query).split()))


def holds(folded: str, words: Iterable[str]) -> bool:
    """Whether every word is in a text that was folded already."""
    spaced = f" {folded}"
    return all(_sought(word) in spaced for word in words)


def hits(folded: str, words: Iterable[str]) -> int:
    """How many of the words are in a text that was folded already."""
    spaced = f" {folded}"
    return sum(_sought(word) in spaced for word in words)


def occurrences(text: str, words: Iterable[str]) -> list[Span]:
    """Where the words are in `text`, from left to right, none overlapping another."""
    flat, places = _flat(text)
    spaced = f" {flat}"
    spans: list[Span] = []
    for word in words:
        sought = _sought(word)
        # In `spaced` everything is one further right than in `flat`: the space before the word
        # makes up for that.
        lead = len(sought) - len(word)
        at = spaced.find(sought)
        while at >= 0:
            start = at + lead - 1
            spans.append((places[start], places[start + len(word) - 1] + 1))
            at = spaced.find(sought, at + len(sought))
    return _apart(sorted(spans))


def excerpt(text: str, words: Sequence[str], width: int = WIDTH) -> str:
    """One line of at most about `width` characters, ``…`` where text is left out.

    It begins shortly before the first hit, which is in sight wherever it is in the text.
    """
    line = _BLANKS.sub(" ", text).strip()
    if len(line) <= width:
        return line
    first = next(iter(occurrences(line, words)), (0, 0))[0]
    start = min(first - _BEFORE, len(line) - width) if first > width - _BEFORE else 0
    if start > 0:
        space = line.find(" ", start, first)
        start = space + 1 if space >= 0 else start
    start = max(start, 0)
    end = min(start + width, len(line))
    return ("…" if start else "") + line[start:end].strip() + ("…" if end < len(line) else "")


def _sought(word: str) -> str:
    return word if word[:1] >= _UNSPACED_FROM else f" {word}"


def _flat(text: str) -> tuple[str, Sequence[int]]:
    """The text folded with its gaps as they are, and for each character where it came from."""
    if text.isascii():
        return _BETWEEN.sub(" ", text.lower()), range(len(text))
    pieces: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        # A combining mark is dropped with its letter's accent; it parts no words.
        folded = fold(char) or ("" if unicodedata.combining(char) else " ")
        pieces.append(folded)
        places.extend([place] * len(folded))
    return "".join(pieces), places


def _apart(spans: Iterable[Span]) -> list[Span]:
    """The spans with those that touch or overlap made one."""
    merged: list[Span] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
