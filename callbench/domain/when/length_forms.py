"""Reads amounts of time: "in 2 hours", "2 weeks from friday", "for 30 minutes", "1h30"."""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from callbench.domain.when import vague
from callbench.domain.when.clock_forms import text_at
from callbench.domain.when.parts import Ahead, Elapsed, Mark, Piece, Weekday
from callbench.domain.when.tokens import Token
from callbench.domain.when.words import DAY_UNITS, MINUTE_UNITS, MONTH_UNITS, WEEKDAYS

_SOME: Final = frozenset({"few", "several", "some", "couple", "many", "number"})
_BUSINESS: Final = frozenset({"business", "working", "work"})
_ARTICLES: Final = frozenset({"a", "an", "another"})
_FROM: Final = frozenset({"from", "after", "on", "hence"})
_DASHES: Final = frozenset({"-", "to", "or"})


class Amount(msgspec.Struct, frozen=True):
    """An amount of time, by the kind of unit."""

    minutes: int = 0
    days: int = 0
    months: int = 0
    business: bool = False
    fraction: bool = False
    """Part of a day or week, of which no date can be made."""


def length_pieces(tokens: Sequence[Token], index: int) -> Iterator[Piece]:
    """Every amount of time that can begin at this token, and what it is an amount of."""
    word = text_at(tokens, index)
    if word in ("in", "within", "+", "for", "after"):
        yield from _led(tokens, index, word)
        return
    if word in ("next", "coming", "last", "past") and (period := amount_at(tokens, index + 1)):
        yield Piece(period[0], "mark", Mark(vague.PERIOD))
        return
    if (some := _some(tokens, index)) is not None:
        yield Piece(some, "mark", Mark(vague.FEW))
        return
    found = amount_at(tokens, index)
    if found is None or text_at(tokens, index - 1) in ("in", "+", "-"):
        return
    end, amount = found
    yield from _bare(tokens, end, amount)


def _led(tokens: Sequence[Token], index: int, word: str) -> Iterator[Piece]:
    """An amount after `in`, `within`, `for` or a plus sign."""
    rough = text_at(tokens, index + 1) in ("the", "another")
    begin = index + 1 + (rough and text_at(tokens, index + 1) == "the")
    some = _some(tokens, begin)
    found = amount_at(tokens, begin)
    if some is not None or _between_numbers(tokens, begin):
        end = some if some is not None else _skip_numbers(tokens, begin)
        yield Piece(end, "mark", Mark(vague.FEW))
    elif found is None:
        return
    elif word in ("within", "after"):
        yield Piece(found[0], "mark", Mark(vague.OPEN))
    elif word == "for":
        if found[1].minutes and not found[1].days:
            yield Piece(found[0], "length", found[1].minutes)
    else:
        yield _from_now(_time_word(tokens, found[0]), found[1])


def _time_word(tokens: Sequence[Token], end: int) -> int:
    """Past the filler in "in 3 days time" and "in 2 hours from now"."""
    end += text_at(tokens, end) == "'" and end < len(tokens)
    if text_at(tokens, end) in ("time", "times"):
        return end + 1
    from_now = text_at(tokens, end) == "from" and text_at(tokens, end + 1) in ("now", "today")
    return end + 2 if from_now else end


def _from_now(end: int, amount: Amount) -> Piece:
    """So much time counted from now."""
    if amount.fraction:
        return Piece(end, "mark", Mark(vague.FEW))
    if amount.minutes or not (amount.days or amount.months):
        if amount.months or amount.business:
            return Piece(end, "mark", Mark(vague.FEW))
        return Piece(end, "elapsed", Elapsed(amount.minutes, amount.days))
    return Piece(end, "day", Ahead(amount.days, amount.months, amount.business))


def _bare(tokens: Sequence[Token], end: int, amount: Amount) -> Iterator[Piece]:
    """An amount with nothing before it: from now, from a day, ago, or a length."""
    word, after = text_at(tokens, end), text_at(tokens, end + 1)
    weekday = WEEKDAYS.get(after)
    if word == "ago" or (word == "before" and after == "now"):
        yield Piece(end + 1 + (word == "before"), "past", True)
    elif word == "earlier":
        return
    elif (word, after) in (("from", "now"), ("from", "today")) or word == "hence":
        yield _from_now(end + 1 + (word == "from"), amount)
    elif amount.days and not amount.minutes and not amount.months:
        yield from _from_day(tokens, end, amount, weekday)
    elif amount.minutes and not amount.days:
        yield Piece(end, "bare_length", amount.minutes)
    else:
        yield Piece(end, "mark", Mark(vague.DURATION))


def _from_day(
    tokens: Sequence[Token], end: int, amount: Amount, weekday: int | None
) -> Iterator[Piece]:
    """A week from friday, 3 days after tomorrow, a week today."""
    word = text_at(tokens, end)
    place = end + (word in _FROM)
    day = text_at(tokens, place)
    if day in ("today", "tomorrow") and (word != "on") and not amount.business:
        yield Piece(place + 1, "day", Ahead(amount.days + (day == "tomorrow")))
    elif word in _FROM and weekday is not None and not amount.business:
        yield Piece(place + 1, "weekday", Weekday(weekday, "", amount.days))
    else:
        yield Piece(end, "mark", Mark(vague.DURATION))


def _some(tokens: Sequence[Token], index: int) -> int | None:
    """Where "a few days" or "a couple of weeks" ends."""
    index += text_at(tokens, index) in ("a", "the", "next")
    if text_at(tokens, index) not in _SOME:
        return None
    index += 1
    index += text_at(tokens, index) in ("of", "more")
    return index + 1 if _unit(text_at(tokens, index)) else None


def _unit(word: str) -> bool:
    """Whether the word is a unit of time."""
    return word in MINUTE_UNITS or word in DAY_UNITS or word in MONTH_UNITS


def _between_numbers(tokens: Sequence[Token], index: int) -> bool:
    """In 2-3 days, in 2 or 3 weeks."""
    return (
        index + 3 < len(tokens)
        and tokens[index].kind == "number"
        and text_at(tokens, index + 1) in _DASHES
        and tokens[index + 2].kind == "number"
        and (_unit(text_at(tokens, index + 3)) or text_at(tokens, index + 3) in _BUSINESS)
    )


def _skip_numbers(tokens: Sequence[Token], index: int) -> int:
    """Past the two numbers and their unit."""
    return index + 4 + (text_at(tokens, index + 3) in _BUSINESS)


def amount_at(tokens: Sequence[Token], index: int) -> tuple[int, Amount] | None:
    """The longest amount that begins at this token, with its end."""
    total: Amount | None = None
    end = index
    while found := _one_amount(tokens, end, total):
        end, part = found
        total = _plus(total, part)
        if text_at(tokens, end) in ("and", ",") and _one_amount(tokens, end + 1, total):
            end += 1
    return (end, total) if total else None


def _plus(total: Amount | None, part: Amount) -> Amount:
    """Two amounts together."""
    if total is None:
        return part
    return Amount(
        total.minutes + part.minutes,
        total.days + part.days,
        total.months + part.months,
        total.business or part.business,
        total.fraction or part.fraction,
    )


def _one_amount(
    tokens: Sequence[Token], index: int, before: Amount | None
) -> tuple[int, Amount] | None:
    """One number with its unit."""
    special = _fraction_of_hour(tokens, index)
    if special:
        return special
    count = _count(tokens, index)
    if count is None:
        return None
    end, number, tenths = count
    business = text_at(tokens, end) in _BUSINESS
    end += business
    return _measured(tokens, end, number, tenths, business, before)


def _measured(
    tokens: Sequence[Token],
    end: int,
    number: int,
    hundredths: int,
    business: bool,
    before: Amount | None,
) -> tuple[int, Amount] | None:
    """The amount of that number of the unit at this token."""
    unit = text_at(tokens, end)
    if unit in MINUTE_UNITS:
        minutes = (number * 100 + hundredths) * MINUTE_UNITS[unit]
        if minutes % 100:
            return None
        return _and_half(tokens, end + 1, unit, minutes // 100)
    if unit in DAY_UNITS:
        return end + 1, Amount(0, number * DAY_UNITS[unit], 0, business, hundredths > 0)
    if unit in MONTH_UNITS:
        return end + 1, Amount(0, 0, number * MONTH_UNITS[unit], False, hundredths > 0)
    if before and before.minutes and before.minutes % 60 == 0 and _glued_pair(tokens, end - 1):
        return end, Amount(number)
    return None


def _glued_pair(tokens: Sequence[Token], index: int) -> bool:
    """Whether the number is the minutes of "1h30"."""
    token = tokens[index]
    return token.glued and len(token.text) == 2 and text_at(tokens, index - 1) == "h"


def _and_half(tokens: Sequence[Token], end: int, unit: str, minutes: int) -> tuple[int, Amount]:
    """An hour and a half."""
    words = [text_at(tokens, end + step) for step in range(3)]
    if MINUTE_UNITS[unit] == 60 and words[0] == "and" and words[1:] in (["a", "half"],):
        return end + 3, Amount(minutes + 30)
    if MINUTE_UNITS[unit] == 60 and words == ["and", "a", "quarter"]:
        return end + 3, Amount(minutes + 15)
    return end, Amount(minutes)


def _count(tokens: Sequence[Token], index: int) -> tuple[int, int, int] | None:
    """A number before a unit: where it ends, its whole and its hundredths."""
    if index >= len(tokens):
        return None
    token = tokens[index]
    if token.text in _ARTICLES:
        return index + 1, 1, 0
    if token.kind == "number" and token.width <= 4:
        words = [text_at(tokens, index + step) for step in (1, 2, 3)]
        if words == ["and", "a", "half"]:
            return index + 4, token.numbers[0], 50
        return index + 1, token.numbers[0], 0
    if token.kind == "dot" and not token.text.endswith("."):
        whole, decimals = token.text.split(".")
        return index + 1, int(whole), int(decimals.ljust(2, "0"))
    return None


def _fraction_of_hour(tokens: Sequence[Token], index: int) -> tuple[int, Amount] | None:
    """Half an hour, a quarter of an hour, three quarters of an hour, half a day."""
    words = [text_at(tokens, index + step) for step in range(5)]
    if words[0] == "a":
        index, words = index + 1, [*words[1:], ""]
    size = {"half": 30, "quarter": 15}.get(words[0])
    step = 1
    if words[0] in ("three", "3") and words[1] == "quarters":
        size, step = 45, 2
    if size is None:
        return None
    while words[step : step + 1] and words[step] in ("of", "a", "an"):
        step += 1
    if step < len(words) and words[step] in ("hour", "hr"):
        return index + step + 1, Amount(size)
    if step < len(words) and (words[step] in DAY_UNITS or words[step] in MONTH_UNITS):
        return index + step + 1, Amount(fraction=True)
    return None
