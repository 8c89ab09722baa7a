"""The search language: what a rep may type to find a call again, and what it means.

Words, ``"phrases"``, ``-exclusions`` and filters such as ``outcome:interested`` or
``since:march`` (docs/searching.md). Nothing that can be typed is an error: a sign without a
meaning is passed over, and a filter that nobody knows is words.

A text is compared by its tokens: runs of letters and digits without case and accents. In scripts
that put no space between words each character is a token of its own, so that what is looked for
is found anywhere. A word that comes to several tokens, such as ``multi-drop``, is found where
they follow one another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Literal, get_args

import msgspec

from callbench.domain.folding import fold
from callbench.domain.records import Call
from callbench.domain.search_dates import days_named

FacetName = Literal["outcome", "kind", "list", "has"]
FACETS: tuple[FacetName, ...] = get_args(FacetName)
HAS = ("problem", "question", "objection", "promise", "meeting", "note")
"""What a call can have, as ``has:`` asks for it."""

FILTERS = (*FACETS, "since", "until", "sort")
LONGEST = 1000
"""Characters of a query that are read; a page pasted by mistake is not looked up word by word."""

_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u312f\u31a0-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff])"
)
"""A character of Thai, Lao, Burmese, Khmer, Chinese or Japanese."""

_QUOTES = '"“”„«»'
_ITEM = re.compile(
    rf"""
    (?P<minus>-*)
    (?:(?P<name>[A-Za-z]+):)?
    (?: [{_QUOTES}](?P<phrase>[^{_QUOTES}]*)(?P<close>[{_QUOTES}]?)
      | (?P<word>[^\s{_QUOTES}]*) )
    """,
    re.VERBOSE,
)


class Term(msgspec.Struct, frozen=True):
    """Tokens that must follow one another somewhere in a field of the call."""

    tokens: tuple[str, ...]
    prefix: bool = False
    """Whether the last of them may also be the beginning of a longer one."""
    excluded: bool = False
    """Whether a call that has them is left out."""


class Facet(msgspec.Struct, frozen=True):
    """A property that the call must have."""

    name: FacetName
    value: str
    """Folded, as `fold` leaves it: ``no answer``."""
    prefix: bool = False
    excluded: bool = False


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a call must meet to be found."""

    terms: tuple[Term, ...] = ()
    facets: tuple[Facet, ...] = ()
    since: datetime | None = None
    """Dialled then or later."""
    before: datetime | None = None
    """Dialled before that."""
    best: bool = False
    """Whether those that say it most come first, rather than the newest."""

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing, and so finds nothing."""
        return not (self.terms or self.facets or self.since or self.before)

    @property
    def words(self) -> tuple[str, ...]:
        """The words looked for, folded, to be shown in their context."""
        wanted = (word for term in self.terms if not term.excluded for word in _shown(term))
        return tuple(dict.fromkeys(wanted))


def tokens(text: str) -> list[str]:
    """What a text is compared by, in the order of the text."""
    folded = fold(text)
    return (folded if folded.isascii() else _UNSPACED.sub(r" \1 ", folded)).split()


def fields(call: Call) -> Iterator[tuple[str, str]]:
    """What can be searched in a call, by the name of its field: what was said comes first."""
    yield "note", call.note
    for answer in call.answers.values():
        if answer.detail:
            yield "answer", answer.detail
    for addendum in call.addenda:
        if addendum.text:
            yield "addendum", addendum.text
    if call.next_step is not None and call.next_step.reason:
        yield "next_step", call.next_step.reason
    yield "name", call.prospect.name
    yield "company", call.prospect.company


def parse(text: str, now: datetime) -> Query:
    """What is asked for. The last word may still be in typing, and stands for its beginning.

    Args:
        text: The line as typed; anything at all.
        now: The moment, in the rep's zone, from which ``march`` is the last one.
    """
    terms: dict[Term, None] = {}
    facets: dict[Facet, None] = {}
    since: list[datetime] = []
    before: list[datetime] = []
    best = False
    for item in _items(text):
        found = _filter(item, now)
        if isinstance(found, Facet):
            facets[found] = None
        elif isinstance(found, _Span):
            since += [found.since] if found.since else []
            before += [found.before] if found.before else []
        elif found == "sort":
            best = fold(item.value) == "best"
        elif found is None and (term := _term(item)) is not None:
            terms[term] = None
    return Query(
        terms=tuple(terms),
        facets=tuple(facets),
        since=max(since, default=None),
        before=min(before, default=None),
        best=best,
    )


def completions(text: str, values: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The line with its last word completed to a filter, or its filter to a value.

    Args:
        text: The line as typed.
        values: What the filters can be given, by name, in the order to propose.

    Returns:
        Whole lines; none where the last word is no beginning of a filter.
    """
    item = next(iter([*_items(text)][-1:]), None)
    if item is None or not item.typing or item.quoted:
        return ()
    start = text[:LONGEST][: item.start] + "-" * item.excluded
    if item.name:
        begun = item.value.lower()
        known = values.get(item.name, ())
        return tuple(
            f"{start}{item.name}:{_quoted(value)}"
            for value in known
            if value.lower().startswith(begun) and value.lower() != begun
        )
    begun = item.value.lower()
    return tuple(f"{start}{name}:" for name in FILTERS if begun and name.startswith(begun))


class _Item(msgspec.Struct, frozen=True):
    """One thing in the line, before anybody knows what it means."""

    start: int
    name: str
    """The filter that it claims to be, in lower case, or ""."""
    value: str
    excluded: bool
    quoted: bool
    typing: bool
    """Whether nothing stands behind it, so that it may not be complete."""


class _Span(msgspec.Struct, frozen=True):
    since: datetime | None = None
    before: datetime | None = None


def _items(text: str) -> Iterator[_Item]:
    text = text[:LONGEST]
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        found = _ITEM.match(text, at)
        assert found is not None  # Every part of the pattern may be empty.
        at = max(found.end(), found.start() + 1)
        quoted = found["phrase"] is not None
        yield _Item(
            start=found.start(),
            name=(found["name"] or "").lower(),
            value=found["phrase"] if quoted else found["word"],
            excluded=bool(found["minus"]),
            quoted=quoted,
            typing=at >= len(text) and not found["close"],
        )


def _filter(item: _Item, now: datetime) -> Facet | _Span | Literal["sort", "nothing"] | None:
    """The filter that an item is; ``nothing`` for one without a value yet, None for words."""
    if item.name not in FILTERS:
        return None
    value = fold(item.value)
    if not value:
        return "nothing"
    if item.name == "sort":
        return "sort" if value in {"best", "newest"} else _unfinished(item)
    if item.name == "since" or item.name == "until":
        return _span(item, value, now) or _unfinished(item)
    facet = next(name for name in FACETS if name == item.name)
    if facet == "has" and not any(_fits(value, name, item.typing) for name in HAS):
        return None
    return Facet(facet, value, item.typing and not item.excluded, item.excluded)


def _unfinished(item: _Item) -> Literal["nothing"] | None:
    """A date that is still being typed asks for nothing; one that stays unreadable is words."""
    return "nothing" if item.typing else None


def _span(item: _Item, value: str, now: datetime) -> _Span | None:
    days = days_named(value, now)
    if days is None:
        return None
    first, after = days
    # What is not since March was before it, and what is not until March came after it.
    if item.name == "since":
        return _Span(before=first) if item.excluded else _Span(since=first)
    return _Span(since=after) if item.excluded else _Span(before=after)


def _term(item: _Item) -> Term | None:
    text = f"{item.name}:{item.value}" if item.name else item.value
    found = tuple(tokens(text))
    if not found:
        return None
    starred = not item.quoted and item.value.endswith("*")
    # An exclusion takes effect once it is typed out: "-p" on the way to "-price" hides nothing.
    prefix = starred or (item.typing and not item.excluded)
    return Term(found, prefix, item.excluded)


def _fits(begun: str, whole: str, prefix: bool) -> bool:
    return whole.startswith(begun) if prefix else whole == begun


def _shown(term: Term) -> Sequence[str]:
    unspaced = all(_UNSPACED.fullmatch(token) for token in term.tokens)
    return ["".join(term.tokens)] if unspaced else term.tokens


def _quoted(value: str) -> str:
    return f'"{value}"' if any(char.isspace() for char in value) else value
