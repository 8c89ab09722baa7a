"""Text that comes from outside, made harmless.

A file, a clipboard or a command line can carry characters that a terminal obeys instead of
showing: escape sequences, and marks that turn the direction of what follows. They are replaced
by U+FFFD where text comes in, so that nothing behind that boundary has to think of them.
Joiners (U+200C, U+200D) are kept, because names and emoji need them; but a joiner right behind
another joins nothing, and Rich, asked to cut such a text, fails.
"""

from __future__ import annotations

import re
from typing import Any

__all__ = ["clean", "clean_tree", "counted", "one_line"]

REPLACEMENT = "\ufffd"
"""What stands where a character was taken out, so that the loss can be seen."""

_HARMFUL = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
    "|(?<=\u200d)\u200d"
)
"""C0 but tab and newline, DEL, C1, the bidirectional controls, halves of surrogate pairs, and all
joiners of a run but the first."""


def clean(text: str, *, keep_newlines: bool = True) -> str:
    """The text without anything that a terminal would obey; CR LF and CR become newlines.

    Args:
        text: what came in.
        keep_newlines: whether newlines and tabs stay; otherwise each becomes a space.
    """
    # Nearly all text is printable, and this test runs in C over the whole of it.
    if text.isprintable():
        return text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(_HARMFUL, REPLACEMENT, text)
    return text if keep_newlines else text.replace("\n", " ").replace("\t", " ")


def one_line(text: str) -> str:
    """The text cleaned, on one line, with every run of white space as one space."""
    return " ".join(clean(text).split())


def counted(number: int, noun: str) -> str:
    """A number with what it counts: ``1 call``, ``2 entries``, ``1,200 calls``."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"


def clean_tree(value: Any) -> Any:
    """Plain JSON values with every string in them cleaned, keys included."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(key): clean_tree(item) for key, item in value.items()}
    if isinstance(value, list):
        return [clean_tree(item) for item in value]
    return value
