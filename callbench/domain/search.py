"""What a search asks for, whatever the line it was typed in; `search_line` reads that.

A text is compared by its tokens: runs of letters and digits without case and accents. In scripts
that put no space between words each character is a token of its own, so that what is looked for
is found anywhere. A word that comes to several tokens, such as ``multi-drop``, is found where
they follow one another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Literal, get_args

import msgspec

from callbench.domain.folding import fold
from callbench.domain.records import Call
from callbench.domain.sought_numbers import SoughtNumber, sought_number

FacetName = Literal["outcome", "kind", "list", "has"]
FACETS: tuple[FacetName, ...] = get_args(FacetName)
HAS = ("problem", "question", "objection", "promise", "meeting", "note")
"""What a call can have, as ``has:`` asks for it."""

FEWEST_DIGITS = 4
"""Digits from which words may be a phone number: fewer are rather a price, or how many vans."""

_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u312f\u31a0-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff])"
)
"""A character of Thai, Lao, Burmese, Khmer, Chinese or Japanese."""


class Term(msgspec.Struct, frozen=True):
    """Tokens that must follow one another somewhere in a field of the call."""

    tokens: tuple[str, ...]
    prefix: bool = False
    """Whether the last of them may also be the beginning of a longer one."""
    excluded: bool = False
    """Whether a call that has them is left out."""
    number: str = ""
    """The phone number that it may be a part of, as typed; a call to it is found as well."""


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

    @property
    def numbers(self) -> tuple[SoughtNumber, ...]:
        """The phone numbers that its words may be, each once."""
        typed = dict.fromkeys(term.number for term in self.terms if term.number)
        return tuple(found for text in typed if (found := number_in(text)) is not None)


def number_in(text: str) -> SoughtNumber | None:
    """The phone number that a text may be: the whole of it, its end, or its beginning."""
    return sought_number(text, fewest=FEWEST_DIGITS, anywhere=False)


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


def _shown(term: Term) -> Sequence[str]:
    unspaced = all(_UNSPACED.fullmatch(token) for token in term.tokens)
    return ["".join(term.tokens)] if unspaced else term.tokens
