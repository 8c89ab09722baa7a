"""What words of a search may be meant as: a rep types ``interested`` and means the outcome.

They are looked for as words all the same; the filter is only offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import get_args

import msgspec

from callbench.domain.cadence import CallKind
from callbench.domain.folding import fold
from callbench.domain.playbook import Playbook
from callbench.domain.search import HAS, Term
from callbench.domain.search_dates import days_named
from callbench.domain.search_items import LONGEST, SIGNS
from callbench.domain.search_line import Part, parts

__all__ = ["Offer", "names_of", "offers"]

_MOST_WORDS = 6
"""Words of a name or a day at the most."""

_ONE_DAY = timedelta(days=1)
_AGO = re.compile(r"\d[dwmy]$| ago$")

_FEWEST_LETTERS = 4
"""Of a name that is still being typed: fewer may become anything."""

Names = Mapping[str, str]
"""Filters as they are typed, ``outcome:no-answer``, by the folded words that may mean them."""


class Offer(msgspec.Struct, frozen=True):
    """A filter in the place of words."""

    typed: str
    filter: str
    """As it stands in the line: ``outcome:interested``, ``in march``."""
    line: str
    """The whole line with it."""


class _Word(msgspec.Struct, frozen=True):
    """A word without any sign."""

    text: str
    start: int
    end: int


def names_of(playbook: Playbook, lists: Iterable[str]) -> Names:
    """What every filter but those for days may be called: outcomes by id and by label.

    Args:
        playbook: Has the outcomes.
        lists: Slugs.
    """
    known = (*playbook.dispositions, *playbook.retired)
    outcomes = [(name, f"outcome:{one.id}") for one in known for name in (one.id, one.label)]
    others = [
        *((slug, f"list:{slug}") for slug in lists),
        *((name, f"has:{name}") for name in HAS),
        *((kind, f"kind:{kind}") for kind in get_args(CallKind)),
    ]
    names: dict[str, str] = {}
    for name, meant in (*outcomes, *others):
        if not any(char.isspace() for char in meant):
            names.setdefault(fold(name), meant)
    return names


def offers(text: str, names: Names, now: datetime) -> list[Offer]:
    """The filters that words of a line may be meant as, those at its end first.

    Args:
        text: The line as typed.
        names: As `names_of` has them.
        now: The moment, in the rep's zone.
    """
    text = text[:LONGEST]
    found: list[Offer] = []
    for words in _runs(text, parts(text, now)):
        end = len(words)
        while end:
            count, meant = _meant(words[:end], text, names, now)
            if meant:
                start, stop = words[end - count].start, words[end - 1].end
                found.append(Offer(text[start:stop], meant, f"{text[:start]}{meant}{text[stop:]}"))
            end -= count
    return found


def _runs(text: str, found: Sequence[Part]) -> Iterator[list[_Word]]:
    """Words that stand beside one another with nothing between that is something else."""
    placed, at = [], 0
    for part in found:
        start = text.index(part.typed, at)
        at = start + len(part.typed)
        placed.append((part, _Word(part.typed, start, at)))
    for plain, group in groupby(reversed(placed), key=lambda one: _is_plain(one[0])):
        if plain:
            yield [word for _, word in group][::-1]


def _is_plain(part: Part) -> bool:
    plain = part.typed.strip(SIGNS) == part.typed and ":" not in part.typed
    return plain and isinstance(part.asks, Term)


def _meant(words: Sequence[_Word], text: str, names: Names, now: datetime) -> tuple[int, str]:
    """How many of the last words are meant as one filter, and as which; 1 and "" for none.

    The longest reading holds: ``no answer`` is no answer.
    """
    typing = words[-1].end == len(text)
    for count in range(min(len(words), _MOST_WORDS), 0, -1):
        said = fold(" ".join(word.text for word in words[-count:]))
        if meant := names.get(said, "") or _days(said, now):
            return count, meant
        if typing and len(said) >= _FEWEST_LETTERS:
            begun = (meant for name, meant in names.items() if name.startswith(said))
            if meant := next(begun, ""):
                return count, meant
    return 1, ""


def _days(said: str, now: datetime) -> str:
    """The filter for the day, the week, the month or the year that is named so."""
    # "2w" says how long ago something was, and is typed by nobody who means a word.
    days = days_named(said, now) if not _AGO.search(said) else None
    if days is None:
        return ""
    first, after = days
    return f"{'on' if (after - _ONE_DAY).date() == first.date() else 'in'} {said}"
