"""The search language: what a rep may type to find a call again, and what it means.

Words, ``"phrases"``, ``-exclusions`` and filters such as ``outcome:interested`` or
``since:march`` (docs/searching.md). Nothing that can be typed is an error: a sign without a
meaning is passed over, and a filter that nobody knows is words.

A stretch of time may be said without the colon, ``since 1 march``, where the words behind it name
one. Words of a note can read like that too, so whoever shows what was found says what was
understood, and in quotes they are words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Literal

import msgspec

from callbench.domain.folding import fold
from callbench.domain.search import FACETS, HAS, Facet, Query, Term, number_in, tokens
from callbench.domain.search_dates import PASSED_OVER, days_named, may_become_days
from callbench.domain.search_items import LONGEST, Item, items_of

_SPOKEN = {"till": "until"}
DAY_FILTERS = ("since", "until", "before", "after", "in", "on")
"""The filters that name a day or a longer stretch of time."""

FILTERS = (*FACETS, *DAY_FILTERS, "sort")
_LONGEST_DAY = 6
"""Words of a day at the most: ``tuesday the 1st of march 2026``."""

_ONE_DAY = timedelta(days=1)
_DIGITS = re.compile(r"[+(]*\d[\d()+./-]*")
"""A piece of a phone number that has spaces in it."""


class Span(msgspec.Struct, frozen=True):
    """A stretch of time in which the call was dialled."""

    since: datetime | None = None
    before: datetime | None = None
    said: str = ""
    """In words, with the dates that were understood."""


class Order(msgspec.Struct, frozen=True):
    """Which calls come first."""

    best: bool


class Part(msgspec.Struct, frozen=True):
    """A piece of the line, and what it asks for."""

    typed: str
    asks: Term | Facet | Span | Order | None
    """None where it asks for nothing yet, as a filter whose value is still being typed."""
    spoken: bool = False
    """Whether it is a filter that was written like words."""


def parse(text: str, now: datetime) -> Query:
    """What is asked for by the whole line; see `parts`."""
    return query_of(parts(text, now))


def parts(text: str, now: datetime) -> list[Part]:
    """What each piece of the line asks for; what means nothing at all is left out.

    Args:
        text: The line as typed; anything at all. The last word may still be in typing, and stands
            for its beginning.
        now: The moment, in the rep's zone, from which ``march`` is the last one.
    """
    text = text[:LONGEST]
    items = [*items_of(text)]
    found: list[Part] = []
    at = behind = 0
    number = ""
    while at < len(items):
        item = items[at]
        taken, days = _days_in(items[at:], now)
        if at >= behind:
            number, behind = _number_at(at, items, text)
        asks = days or _filter(item, now) or _term(item, number)
        at += taken or 1
        if asks is not None:
            typed = text[item.start : items[at - 1].end]
            spoken = bool(taken) and not item.name
            found.append(Part(typed, asks if asks != "nothing" else None, spoken=spoken))
    return found


def as_words(part: Part) -> Part:
    """The same piece of the line as if it stood in quotes."""
    return Part(part.typed, Term(tuple(tokens(part.typed))))


def query_of(found: Sequence[Part]) -> Query:
    """Everything that these pieces ask for together."""
    asked = [part.asks for part in found]
    spans = [one for one in asked if isinstance(one, Span)]
    orders = [one.best for one in asked if isinstance(one, Order)]
    return Query(
        terms=tuple(dict.fromkeys(one for one in asked if isinstance(one, Term))),
        facets=tuple(dict.fromkeys(one for one in asked if isinstance(one, Facet))),
        since=max((span.since for span in spans if span.since is not None), default=None),
        before=min((span.before for span in spans if span.before is not None), default=None),
        best=bool(orders) and orders[-1],
    )


def completions(text: str, values: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The line with its last word completed to a filter, or its filter to a value.

    Args:
        text: The line as typed.
        values: What the filters can be given, by name, in the order to propose.

    Returns:
        Whole lines; none where the last word is no beginning of a filter.
    """
    text = text[:LONGEST]
    item = next(iter([*items_of(text)][-1:]), None)
    if item is None or not item.typing or item.quoted:
        return ()
    start = text[: item.start] + "-" * item.excluded
    begun = item.value.lower()
    if item.name:
        known = values.get(item.name, ())
        return tuple(
            f"{start}{item.name}:{_quoted(value)}"
            for value in known
            if value.lower().startswith(begun) and value.lower() != begun
        )
    return tuple(f"{start}{name}:" for name in FILTERS if begun and name.startswith(begun))


_Asked = Facet | Span | Order | Literal["nothing"]


def _days_in(items: Sequence[Item], now: datetime) -> tuple[int, Span | Literal["nothing"] | None]:
    """The stretch of time that the line goes on with, and how many items say it; 0 where none does.

    The longest reading holds: ``since march 2025`` is no March with a word behind it.
    """
    first, *others = items[: _LONGEST_DAY + 1]
    spoken = fold(first.value) if first.is_plain else ""
    name = first.name if not first.quoted else ""
    name = name or _SPOKEN.get(spoken, spoken)
    if name not in DAY_FILTERS:
        return 0, None
    said = [first.value] if first.name else []
    said += [item.value for item in takewhile(lambda item: item.is_plain, others)]
    before = 0 if first.name else 1
    for count in range(len(said), 0, -1):
        if count > 1 and fold(said[count - 1]) in PASSED_OVER:
            continue  # A date does not end so: it is a word behind it.
        value = fold(" ".join(said[:count]))
        if (span := _span(name, value, now, excluded=first.excluded)) is not None:
            return before + count, span
    taken = before + len(said)
    typing = said and taken == len(items) and items[-1].typing
    # "since m" on the way to "since march" finds nothing else meanwhile; "in" and "on" are far
    # too frequent as words.
    if typing and spoken not in {"in", "on"} and may_become_days(fold(" ".join(said))):
        return taken, "nothing"
    return 0, None


def _filter(item: Item, now: datetime) -> _Asked | None:
    """The filter that an item is; ``nothing`` for one without a value yet, None for words."""
    if item.name not in FILTERS:
        return None
    value = fold(item.value)
    if not value:
        return "nothing"
    if item.name == "sort":
        return Order(value == "best") if value in {"best", "newest"} else _unfinished(item)
    if item.name in DAY_FILTERS:
        quoted = item.quoted and _span(item.name, value, now, excluded=item.excluded)
        return quoted or _unfinished(item)
    facet = next(name for name in FACETS if name == item.name)
    if facet == "has" and not any(_fits(value, name, item.typing) for name in HAS):
        return None
    return Facet(facet, value, item.typing and not item.excluded, item.excluded)


def _unfinished(item: Item) -> Literal["nothing"] | None:
    """A date that is still being typed asks for nothing; one that stays unreadable is words."""
    return "nothing" if item.typing else None


def _span(name: str, value: str, now: datetime, *, excluded: bool = False) -> Span | None:
    """The stretch of time that a filter of that name leaves; None where it names none.

    ``in`` names more than one day, ``on`` one; what is outside of them is no one stretch.
    """
    days = days_named(value, now)
    if days is None:
        return None
    first, after = days
    last = after - _ONE_DAY
    if name in {"in", "on"}:
        if excluded or (name == "on") != (last.date() == first.date()):
            return None
        to = f" to {_day(last)}" if name == "in" else ""
        return Span(first, after, f"{'from' if to else 'on'} {_day(first)}{to}")
    # What is not since March was before it, and what is not until March came after it.
    if name == "since" or name == "before":
        if (name == "since") != excluded:
            return Span(since=first, said=f"since {_day(first)}")
        return Span(before=first, said=f"before {_day(first)}")
    if (name == "until") != excluded:
        return Span(before=after, said=f"until {_day(last)}")
    return Span(since=after, said=f"since {_day(after)}")


def _day(moment: datetime) -> str:
    return f"{moment:%a} {moment.day} {moment:%b %Y}"


def _number_at(at: int, items: Sequence[Item], text: str) -> tuple[str, int]:
    """The phone number that begins at that item, as it was typed, and the item behind it.

    It is "" where none does.
    """
    pieces = [*takewhile(_may_be_digits, items[at:])]
    typed = text[pieces[0].start : pieces[-1].end] if pieces else ""
    return (typed if number_in(typed) is not None else ""), at + max(len(pieces), 1)


def _may_be_digits(item: Item) -> bool:
    return item.is_plain and _DIGITS.fullmatch(item.value) is not None


def _term(item: Item, number: str = "") -> Term | None:
    text = f"{item.name}:{item.value}" if item.name else item.value
    found = tuple(tokens(text))
    if not found:
        return None
    starred = not item.quoted and item.value.endswith("*")
    # An exclusion takes effect once it is typed out: "-p" on the way to "-price" hides nothing.
    prefix = starred or (item.typing and not item.excluded)
    return Term(found, prefix, item.excluded, number)


def _fits(begun: str, whole: str, prefix: bool) -> bool:
    return whole.startswith(begun) if prefix else whole == begun


def _quoted(value: str) -> str:
    return f'"{value}"' if any(char.isspace() for char in value) else value
