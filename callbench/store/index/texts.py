"""What the index looks words up in, and a query in the terms of FTS5.

The text of a call is its fields, and behind them tokens that no text can contain, because they
begin with a character of the private use area: what filters ask for. So words, filters and
exclusions are one expression, and the newest hits are found without looking at a single call.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from callbench.domain.folding import fold
from callbench.domain.marks import marks
from callbench.domain.playbook import Playbook
from callbench.domain.records import Call
from callbench.domain.search import Facet, FacetName, Query, Term, fields, tokens
from callbench.domain.sought_numbers import number_key
from callbench.domain.stats import result_of

APART = "\ue0ff"
"""Stands between two fields, so that no phrase spans them, and is in every call."""

_SIGNS: dict[FacetName, str] = {
    "outcome": "\ue001",
    "kind": "\ue002",
    "list": "\ue003",
    "has": "\ue004",
}
_NUMBER = "\ue005"
"""Begins the token of the number that was called."""
_HYPHEN = "\ue00f"
"""Stands for the gap in the value of a filter, so that it is one token."""

_MAY_BE_MARKED = re.compile(r"^\s*(?:\d{1,3}:\d{2}\s+)?[?!>+]", re.MULTILINE)
"""Passes over notes whose signs are inside of a line; what it finds is looked at in full."""


def body(call: Call, lists: Iterable[str], playbook: Playbook) -> str:
    """Everything by which a call can be found, as the index takes it.

    Args:
        call: The call.
        lists: Slugs of the lists of its session.
        playbook: Says whether it was a conversation.
    """
    parts = [_indexed(text) for _, text in fields(call)]
    parts.extend(_facets(call, lists, playbook))
    if call.prospect.phone:
        parts.append(_number_token(number_key(call.prospect.phone)))
    return f" {APART} ".join(parts)


def expression(query: Query, numbers: Mapping[str, Sequence[str]]) -> str:
    """The query as FTS5 takes it; its tokens hold no sign that FTS5 could stumble over.

    Args:
        query: What is asked for.
        numbers: Which numbers were called, as `number_key` has them, that a term may mean; by its
            `Term.number`.
    """
    terms = [_either(term, numbers.get(term.number, ())) for term in query.terms]
    asked = [*terms, *map(_facet, query.facets)]
    excluded = [one for one, source in _with_source(asked, query) if source.excluded]
    wanted = [one for one, source in _with_source(asked, query) if not source.excluded]
    found = " AND ".join(wanted or [f'"{APART}"'])
    return f"({found}) NOT ({' OR '.join(excluded)})" if excluded else found


def _with_source(asked: list[str], query: Query) -> Iterator[tuple[str, Term | Facet]]:
    return zip(asked, (*query.terms, *query.facets), strict=True)


def _indexed(text: str) -> str:
    # FTS5 folds and parts ASCII by itself just as `tokens` does, and faster.
    return text if text.isascii() else " ".join(tokens(text))


def _facets(call: Call, lists: Iterable[str], playbook: Playbook) -> Iterator[str]:
    if call.disposition:
        yield _named("outcome", call.disposition)
    yield _named("kind", call.kind)
    for slug in lists:
        yield _named("list", slug)
    for name in has(call, playbook):
        yield _named("has", name)


def has(call: Call, playbook: Playbook) -> list[str]:
    """What of `callbench.domain.search.HAS` the call has."""
    note = call.note
    found: dict[str, None] = {}
    if note.strip():
        found["note"] = None
        if _MAY_BE_MARKED.search(note):
            found.update((mark.kind, None) for mark in marks(note))
    if call.next_step is not None and result_of(call, playbook) == "meeting":
        found["meeting"] = None
    return list(found)


@lru_cache(maxsize=1024)
def _named(name: FacetName, text: str) -> str:
    """The token of a property, from what a record has in it."""
    return _token(name, fold(text))


def _token(name: FacetName, value: str) -> str:
    return _SIGNS[name] + value.replace(" ", _HYPHEN)


def _phrase(term: Term) -> str:
    return f'"{" ".join(term.tokens)}"{" *" * term.prefix}'


def _either(term: Term, numbers: Sequence[str]) -> str:
    """The words, or a call to one of the numbers."""
    phrase = _phrase(term)
    if not numbers:
        return phrase
    called = (f'"{_number_token(key)}"' for key in numbers)
    return f"({' OR '.join((phrase, *called))})"


def _number_token(key: str) -> str:
    return _NUMBER + key.removeprefix("+")


def _facet(facet: Facet) -> str:
    return f'"{_token(facet.name, facet.value)}"{" *" * facet.prefix}'
