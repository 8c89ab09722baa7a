"""What can be typed in a search, to be read while nothing is typed yet."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from textual.content import Content

from callbench.domain.playbook import Playbook
from callbench.domain.search import HAS

_SOME = 12
"""Values of a filter that are named; the others are found by typing."""

_ROOM = 56
"""Columns beside what is typed, so that it fits 80."""

WORDS = (
    ("price budget", "both of them, in notes, answers, names, companies"),
    ("“send the price”", "these words, one behind the other"),
    ("-happy", "not that word"),
    ("7946 0133", "that number was called, however it is typed; also 0133"),
    ("since march", "also after, before, until · in october, on tuesday"),
)
"""What is typed, and what it finds."""


def search_help(playbook: Playbook, lists: Iterable[str]) -> Content:
    """The ways to ask, and what the filters can be given.

    Args:
        playbook: Has the outcomes.
        lists: Slugs of those that were called.
    """
    rows = [*WORDS, *_filters(playbook, [*lists])]
    width = max(len(typed) for typed, _ in rows) + 2
    lines = []
    for typed, said in rows:
        first, *others = textwrap.wrap(said, _ROOM)
        lines.append(Content.assemble((typed.ljust(width), "bold"), (first, "$text-muted")))
        lines += [Content.styled(" " * width + line, "$text-muted") for line in others]
    return Content("\n").join(lines)


def _filters(playbook: Playbook, lists: Sequence[str]) -> Iterator[tuple[str, str]]:
    outcomes = [entry.id for entry in (*playbook.dispositions, *playbook.retired)]
    for name, values in (("outcome:", outcomes), ("has:", HAS), ("list:", lists)):
        more = f" and {len(values) - _SOME} more" if len(values) > _SOME else ""
        if values:
            yield name, f"{'  '.join(values[:_SOME])}{more}"
