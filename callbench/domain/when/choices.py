"""What to make of a phrase that has no reading: a choice, a dependency, an unknown word."""

from collections.abc import Sequence
from datetime import datetime
from itertools import product
from typing import Final

from msgspec.structs import replace

from callbench.domain.when import vague
from callbench.domain.when.grammar import LEXICON, readings_of
from callbench.domain.when.parts import Frame
from callbench.domain.when.placing import Context, distinct
from callbench.domain.when.resolve import Outcome, outcome_of
from callbench.domain.when.tokens import Token
from callbench.domain.when.words import (
    DAY_UNITS,
    MINUTE_UNITS,
    MONTH_UNITS,
    MONTHS,
    NUMBERS,
    ORDINALS,
    WEEKDAYS,
    words_of,
)
from callbench.domain.when.zones import ABBREVIATIONS, NAMES, place_pieces

_OR: Final = frozenset({"or", "/", "and", "&"})
_LIST: Final = frozenset({",", ";"})
_RANGE: Final = frozenset({"-", "to", "till", "until", "through", "thru"})
_LITTLE: Final = words_of(
    """a an p am pm o o'clock oh past to gone quarter half noon midday in at from for and or
    this next last coming upcoming after week weeks of the on each hrs time times now ago hence
    business working work few several some couple many within then thru through till until
    their theirs his her hers my our mine your yours local prospect's customer's client's
    fy standard daylight quarters between before more clock tz timezone th"""
)
VOCABULARY: Final = frozenset(
    _LITTLE
    | {word for entries in LEXICON.values() for words, _, _ in entries for word in words}
    | set(WEEKDAYS)
    | set(MONTHS)
    | set(MINUTE_UNITS)
    | set(DAY_UNITS)
    | set(MONTH_UNITS)
    | set(NUMBERS)
    | set(ORDINALS)
    | set(ABBREVIATIONS)
    | set(NAMES)
)
"""Every word that some form of the grammar knows."""


def unknown_word(tokens: Sequence[Token]) -> str:
    """The first word that no form of the grammar knows; empty if there is none."""
    known: set[int] = set()
    for index, token in enumerate(tokens):
        for piece in place_pieces(tokens, index):
            known.update(range(index, piece.end))
        odd = token.kind == "other" or (token.kind == "word" and token.text not in VOCABULARY)
        if (odd or token.kind == "zone") and index not in known:
            return token.text
    return ""


def strong_message(tokens: Sequence[Token]) -> str:
    """What to say about a word that makes any phrase vague; empty if there is none."""
    for index in range(len(tokens)):
        for words, _, _ in LEXICON.get(tokens[index].text, ()):
            texts = tuple(token.text for token in tokens[index : index + len(words)])
            message = vague.STRONG.get(" ".join(words))
            if message and texts == words:
                return message
    return ""


def choice_of(tokens: Sequence[Token], context: Context) -> Outcome | None:
    """A choice of days or times, or a stretch of several days, with the instants to choose from."""
    if unknown_word(tokens):
        return None
    for separators, message in ((_OR, vague.CHOICE), (_LIST, vague.CHOICE), (_RANGE, vague.WINDOW)):
        if not any(token.text in separators for token in tokens):
            continue
        sides = [readings_of(side).frames for side in _split(tokens, separators)]
        if separators is _RANGE and not any(_undated(side[0]) is False for side in sides if side):
            continue
        if separators is _RANGE and (outcome := _same_day(sides, context)):
            return outcome
        if all(sides) and len(sides) > 1:
            instants = _instants(sides, context) if message == vague.CHOICE else ()
            return Outcome("vague", message, instants)
        if separators is _OR:
            return Outcome("vague", message)
    return None


def _same_day(sides: Sequence[Sequence[Frame]], context: Context) -> Outcome | None:
    """A range whose two ends are both exact and lie on one day."""
    if len(sides) != 2 or any(len(side) != 1 for side in sides):
        return None
    start, end = (outcome_of(side[0], context) for side in sides)
    if start.kind != "exact" or end.kind != "exact" or start.minutes or end.minutes:
        return None
    first, last = start.instants[0], end.instants[0]
    minutes = int((last - first).total_seconds()) // 60
    if first.tzinfo is not last.tzinfo or first.date() != last.date() or minutes <= 0:
        return None
    return replace(start, minutes=minutes)


def _split(tokens: Sequence[Token], separators: frozenset[str]) -> list[list[Token]]:
    """The tokens between the separators."""
    sides: list[list[Token]] = [[]]
    for token in tokens:
        if token.text in separators:
            sides.append([])
        else:
            sides[-1].append(token)
    return [side for side in sides if side]


def _instants(sides: Sequence[Sequence[Frame]], context: Context) -> tuple[datetime, ...]:
    """The instants of every side, each with the day or time that only another side names."""
    found: list[datetime] = []
    firsts = [side[0] for side in sides]
    for side, other in product(firsts, firsts):
        if side.time is None and other.time is None:
            continue
        outcome = outcome_of(_completed(side, other), context)
        needed = side is other or side.time is None or _undated(side)
        if outcome.kind == "exact" and needed and not (side is other and _lacking(side, firsts)):
            found.extend(outcome.instants)
    return distinct(found)[:4]


def _undated(frame: Frame) -> bool:
    """Whether no day was said."""
    return frame.day is None and frame.weekday is None and frame.weeks_ahead is None


def _lacking(side: Frame, sides: Sequence[Frame]) -> bool:
    """Whether another side says the day or time that this one lacks."""
    dated = any(not _undated(other) for other in sides)
    timed = any(other.time for other in sides)
    return (_undated(side) and dated) or (side.time is None and timed)


def _completed(side: Frame, other: Frame) -> Frame:
    """The side with what it lacks taken from the other."""
    if side.time is None:
        side = replace(side, time=other.time, at=other.at, part=side.part or other.part)
    if _undated(side):
        side = replace(side, day=other.day, weekday=other.weekday, weeks_ahead=other.weeks_ahead)
    return replace(side, place=side.place or other.place)
