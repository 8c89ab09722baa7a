"""Further numbers of a prospect, which an import keeps beside the one to call."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from callbench.domain.phone import Number, parse, split_numbers, zone_of
from callbench.domain.records import Prospect, replace
from callbench.exchange.leads.vocabulary import meaning_of

_VARIANT = re.compile(r" \((?:\d+|before)\)$")


class Beside(msgspec.Struct, frozen=True):
    """A number that could be called as well."""

    header: str
    """Of the column under which it is kept."""
    place: int
    """Which of the numbers in that column it is, from 0."""
    number: Number


def further_numbers(prospect: Prospect, region: str) -> Iterator[Beside]:
    """The numbers beside the one to call, those that can be dialled, each once.

    Args:
        prospect: Whose.
        region: Country of numbers without a prefix, or "".
    """
    met = {prospect.phone}
    for header, text in prospect.extra.items():
        meaning = meaning_of(_VARIANT.sub("", header))
        if meaning is None or meaning.field != "phone":
            continue
        for place, part in enumerate(split_numbers(text)):
            number = parse(part, region or None)
            if number.to_dial and number.to_dial not in met:
                met.add(number.to_dial)
                yield Beside(header, place, number)


def called_at(prospect: Prospect, beside: Beside) -> Prospect:
    """The prospect with another of their numbers as the one to call, and that one in its place."""
    parts = split_numbers(prospect.extra[beside.header])
    before = f"{prospect.phone} x{prospect.extension}" if prospect.extension else prospect.phone
    parts[beside.place : beside.place + 1] = [before] if before else []
    extra = {**prospect.extra, beside.header: "; ".join(parts)}
    if not parts:
        del extra[beside.header]
    number = beside.number
    after = replace(prospect, phone=number.to_dial, extension=number.extension, extra=extra)
    return replace(after, zones=zone_of(replace(after, zone="")))
