"""The line of a search taken apart: what stands in it, before anybody knows what it means."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

LONGEST = 1000
"""Characters of a query that are read; a page pasted by mistake is not looked up word by word."""

_QUOTES = '"“”„«»'
SIGNS = f"-{_QUOTES} "
"""What may stand around a word and is no part of it."""
_ITEM = re.compile(
    rf"""
    (?P<minus>-*)
    (?:(?P<name>[A-Za-z]+):)?
    (?: [{_QUOTES}](?P<phrase>[^{_QUOTES}]*)(?P<close>[{_QUOTES}]?)
      | (?P<word>[^\s{_QUOTES}]*) )
    """,
    re.VERBOSE,
)


class Item(msgspec.Struct, frozen=True):
    """One thing in the line, before anybody knows what it means."""

    start: int
    end: int
    name: str
    """The filter that it claims to be, in lower case, or ""."""
    value: str
    excluded: bool
    quoted: bool
    typing: bool
    """Whether nothing stands behind it, so that it may not be complete."""

    @property
    def is_plain(self) -> bool:
        """Whether it is a word without any sign that gives it a meaning."""
        return not (self.name or self.excluded or self.quoted)


def items_of(text: str) -> Iterator[Item]:
    """Everything in the line, from its start."""
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        found = _ITEM.match(text, at)
        assert found is not None  # Every part of the pattern may be empty.
        at = max(found.end(), found.start() + 1)
        quoted = found["phrase"] is not None
        yield Item(
            start=found.start(),
            end=at,
            name=(found["name"] or "").lower(),
            value=found["phrase"] if quoted else found["word"],
            excluded=bool(found["minus"]),
            quoted=quoted,
            typing=at >= len(text) and not found["close"],
        )
