"""The numbers of a row: which one to call, and what is odd about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from callbench.domain.folding import fold
from callbench.domain.phone import Number, parse, split_numbers
from callbench.exchange.leads.cells import Cells
from callbench.exchange.leads.header_words import NOT_A_PHONE, phone_rank
from callbench.exchange.leads.values import is_nothing

_NONE = Number("", "")


class Numbers(msgspec.Struct, frozen=True):
    """What the phone columns of one row hold."""

    best: Number
    """The one to call; an empty one where there is none."""
    others: tuple[str, ...]
    """The further ones, as they are written."""
    doubts: tuple[str, ...]
    """What is odd about it, each beginning with the column's header."""


def read_numbers(cells: Cells, regions: Sequence[str | None]) -> Numbers:
    """Find the number to call: direct lines and mobiles before the switchboard.

    It is used up; the others stay in their cells, and so among the extra fields. They aren't
    read any further, which would take most of the time of an import.

    Args:
        cells: Of the row.
        regions: Countries that a number without "+" may belong to, the likeliest first.
    """
    known = [region for region in dict.fromkeys(regions) if region]
    best, others, doubts = _NONE, list[str](), list[str]()
    for _, column, text in sorted(_columns(cells)):
        if is_nothing(text):
            cells.used[column] = ""
            continue
        parts = split_numbers(text)
        for place, part in enumerate(parts):
            if best.to_dial:
                others.append(part)
                continue
            number = _parse(part, known)
            if number.problem:
                doubts.append(f"{cells.columns.headers[column]}: {number.problem}")
            if number.to_dial:
                best = number
                cells.used[column] = "; ".join(parts[:place] + parts[place + 1 :])
    return Numbers(best, tuple(others), tuple(doubts))


def _columns(cells: Cells) -> Iterator[tuple[int, int, str]]:
    """Rank, column and text of every cell with a number to call.

    A label in a column of its own ("Mobile", "Work Fax") says more than the header does.
    """
    for place, (column, text) in enumerate(cells.of("phone")):
        label = cells.columns.labels.get(column)
        words = fold(cells.at(label)).split() if label is not None else []
        if NOT_A_PHONE.isdisjoint(words):
            yield (phone_rank(words) * 10 if words else 0) + place, column, text


def _parse(text: str, regions: Sequence[str]) -> Number:
    """The number as the first country has it that has such numbers, else as the first can."""
    readings: list[Number] = []
    for region in regions or (None,):
        number = parse(text, region)
        if number.valid:
            return number
        readings.append(number)
    return next((number for number in readings if number.e164), readings[0])
