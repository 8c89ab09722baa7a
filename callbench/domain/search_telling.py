"""What a search was understood to ask for, and how to ask for less where it finds nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from callbench.domain.search import Facet, Query, Term
from callbench.domain.search_items import SIGNS
from callbench.domain.search_line import Order, Part, Span, as_words, query_of

WayOut = tuple[str, Query]
"""What would be asked for otherwise, in words, and the query of it."""


def filters(found: Iterable[Part]) -> list[str]:
    """The filters in words, stretches of time with their dates."""
    return [told(part) for part in found if isinstance(part.asks, Facet | Span)]


def told(part: Part) -> str:
    """One piece of the line in words."""
    match part.asks:
        case Span(said=said):
            return said
        case Facet(name=name, value=value, excluded=excluded):
            return f"{'not ' * excluded}{name} {value}"
        case Order(best=best):
            return "the best first" if best else "the newest first"
        case Term(excluded=excluded):
            return f"{'not ' * excluded}{_quoted(part.typed)}"
        case None:
            return ""


def conditions_of(found: Iterable[Part]) -> list[str]:
    """Everything that a call has to meet, in words."""
    return [told(part) for part in _conditions(found)]


def ways_out(found: Sequence[Part]) -> list[WayOut]:
    """What a rep may have meant instead: all but one of the conditions, or words for a filter."""
    conditions = _conditions(found)
    ways: list[WayOut] = []
    for part in conditions:
        others = [other for other in conditions if other is not part]
        if part.spoken:
            words = [one if one is not part else as_words(part) for one in conditions]
            ways.append((f"with {_quoted(part.typed)} as words, in quotes", query_of(words)))
        if others:
            ways.append((f"without {_quoted(part.typed)}", query_of(others)))
    return ways


def _conditions(found: Iterable[Part]) -> list[Part]:
    return [part for part in found if isinstance(part.asks, Term | Facet | Span)]


def _quoted(typed: str) -> str:
    return f"“{typed.strip(SIGNS)}”"
