"""Reads days out of tokens: "tue", "next thursday", "dec 3rd 2026", "25/12", "the 3rd"."""

from collections.abc import Iterator, Sequence
from typing import Final, Literal

from callbench.domain.when import vague
from callbench.domain.when.clock_forms import text_at
from callbench.domain.when.parts import (
    Calendar,
    DayOfMonth,
    Mark,
    MonthOnly,
    NthWeekday,
    Numeric,
    Piece,
    Weekday,
)
from callbench.domain.when.tokens import Token
from callbench.domain.when.words import MONTHS, WEEKDAYS, words_of

_TO: Final = frozenset({"-", "to", "till", "until", "or", "and", "&", "/"})
_OF: Final = frozenset({"of", "in"})
_NEAREST: Final = frozenset({"this", "coming", "upcoming"})
_CLOCK_FOLLOWS: Final = words_of("am pm p a h - to o'clock hrs")
_HALVES: Final = frozenset({"am", "pm", "p", "a", "hrs", "h"})
_NTH: Final = {"last": -1, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4} | {
    "first": 1, "second": 2, "third": 3, "fourth": 4,
}  # fmt: skip


def day_pieces(tokens: Sequence[Token], index: int) -> Iterator[Piece]:
    """Every day that can begin at this token."""
    token = tokens[index]
    if token.kind in ("iso", "date3", "slash", "dot"):
        yield from _numeric(tokens, index)
    elif token.kind in ("number", "ordinal"):
        yield from _late_year(tokens, index)
        yield from _nth_weekday(tokens, index)
        yield from _number_first(tokens, index)
        yield from _hyphened(tokens, index)
        yield from _day_number(tokens, index)
    elif token.kind == "word":
        yield from _period(tokens, index)
        yield from _nth_weekday(tokens, index)
        yield from _month_first(tokens, index)
        yield from _weekday(tokens, index)


def _period(tokens: Sequence[Token], index: int) -> Iterator[Piece]:
    """Q1, H2 2027, in 2027."""
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if following is None or following.kind != "number":
        return
    yearlike = following.width == 4 and 1900 <= following.numbers[0] <= 2100
    if tokens[index].text == "in" and yearlike:
        yield Piece(index + 2, "mark", Mark(vague.PERIOD))
    elif tokens[index].text in ("q", "h", "fy") and following.glued:
        end = index + 2
        end += end < len(tokens) and tokens[end].kind == "number" and tokens[end].width == 4
        yield Piece(end, "mark", Mark(vague.PERIOD))


def _numeric(tokens: Sequence[Token], index: int) -> Iterator[Piece]:
    """A date in digits with separators."""
    token, numbers = tokens[index], tokens[index].numbers
    if token.kind == "iso":
        yield Piece(index + 1, "day", Calendar(numbers[2], numbers[1], numbers[0], iso=True))
    elif token.kind == "date3":
        yield Piece(index + 1, "day", Numeric(numbers[0], numbers[1], full_year(numbers[2])))
    elif token.kind == "slash" and _is_clock(tokens, index):
        yield Piece(index + 2, "mark", Mark(vague.CHOICE))
    elif _can_be_date(token) and not _is_clock(tokens, index):
        yield Piece(index + 1, "day", Numeric(numbers[0], numbers[1]))
        for end, year, doubtful in _years(tokens, index + 1, spoken=False):
            yield Piece(end, "day", Numeric(numbers[0], numbers[1], year, doubtful))


def _is_clock(tokens: Sequence[Token], index: int) -> bool:
    """Whether what stands around "3.10" makes it a clock."""
    at = text_at(tokens, index - 1) in ("at", "@") and tokens[index].kind == "dot"
    return at or text_at(tokens, index + 1) in _HALVES


def _can_be_date(token: Token) -> bool:
    """Whether one of the two numbers can be a month and the other a day.

    With a dot the month comes second: nobody writes month.day.
    """
    if token.kind == "dot" and token.numbers[1] > 12:
        return False
    small, large = sorted(token.numbers[:2])
    return 1 <= small <= 12 and large <= 31


def full_year(year: int) -> int:
    """A year of two digits is in this century."""
    return year + 2000 if year < 100 else year


def _years(
    tokens: Sequence[Token], index: int, spoken: bool = True
) -> Iterator[tuple[int, int, bool]]:
    """A year after a day and month: where it ends, the year, whether it may be an hour."""
    index += text_at(tokens, index) in (",", "of")
    quoted = text_at(tokens, index) == "'"
    index += quoted
    if index >= len(tokens) or tokens[index].kind != "number" or tokens[index].spelled:
        return
    number, digits = tokens[index].numbers[0], len(tokens[index].text)
    if text_at(tokens, index + 1) in _CLOCK_FOLLOWS and not quoted:
        return
    if digits == 4 and 1900 <= number <= 2100:
        yield index + 1, number, number % 100 < 60 and number < 2400
    elif digits == 2 and (quoted or number >= 10):
        yield index + 1, full_year(number), not quoted and number < 24


def _late_year(tokens: Sequence[Token], index: int) -> Iterator[Piece]:
    """A year behind the clock: "Sep 25 10:36:28 2026"."""
    before = tokens[index - 1] if index else None
    clock = before and (before.kind == "clock" or before.text in ("am", "pm"))
    if clock and tokens[index].width == 4 and 1900 <= tokens[index].numbers[0] <= 2100:
        yield Piece(index + 1, "year", tokens[index].numbers[0])


def _number_first(tokens: Sequence[Token], index: int) -> Iterator[Piece]:
    """3 dec, 3rd of december 2026, 13sep, 2004 10 apr, 30-nov-2026."""
    token = tokens[index]
    if token.kind == "number" and len(token.text) == 4 and 1900 <= token.numbers[0] <= 2100:
        yield from _year_first(tokens, index)
        return
    place = index + 1
    place += text_at(tokens, place) in _OF or (text_at(tokens, place) == "-")
    month = MONTHS.get(text_at(tokens, place))
    if month is None or token.numbers[0] > 99:
        return
    yield from _dated(tokens, place + 1, token.numbers[0], month)


def _year_first(tokens: Sequence[Token], index: int) -> Iterator[Piece]:
    """2004 10 apr, 2004 apr 10."""
    year = tokens[index].numbers[0]
    for end in (index + 2, index + 1):
        month = MONTHS.get(text_at(tokens, end))
        other = 2 * index + 3 - end
        if month and other < len(tokens) and tokens[other].kind in ("number", "ordinal"):
            yield Piece(index + 3, "day", Calendar(tokens[other].numbers[0], month, year))


def _dated(tokens: Sequence[Token], end: int, day: int, month: int) -> Iterator[Piece]:
    """The day and month, with and without a year after them."""
    end += text_at(tokens, end) == "." and end < len(tokens)
    yield Piece(end, "day", Calendar(day, month))
    dashed = end + (text_at(tokens, end) == "-")
    for stop, year, doubtful in _years(tokens, dashed):
        yield Piece(stop, "day", Calendar(day, month, year, doubtful))


def _month_first(tokens: Sequence[Token], index: int) -> Iterator[Piece]:
    """Dec 3, dec. 3rd 2026, july 2019."""
    month = MONTHS.get(text_at(tokens, index))
    if month is None:
        return
    place = index + 1
    place += text_at(tokens, place) in (".", "-", "the")
    place += text_at(tokens, place) == "the"
    token = tokens[place] if place < len(tokens) else None
    if token and token.kind in ("number", "ordinal") and _is_day(tokens, place):
        yield from _day_ranges(tokens, index, place)
        yield from _dated(tokens, place + 1, token.numbers[0], month)
    elif token and token.kind == "number" and 1900 <= token.numbers[0] <= 2100:
        yield Piece(place + 1, "day", MonthOnly(month, token.numbers[0]))
    else:
        yield Piece(index + 1, "day", MonthOnly(month))


def _is_day(tokens: Sequence[Token], index: int) -> bool:
    """A number up to 99 that doesn't begin a clock: what is over 31 is refused as a day."""
    after = text_at(tokens, index + 1)
    clock = after in ("am", "pm", "p", "h", "o'clock", ":")
    return tokens[index].width <= 4 and tokens[index].numbers[0] < 100 and not clock


def _day_ranges(tokens: Sequence[Token], begin: int, first: int) -> Iterator[Piece]:
    """Dec 3-5: several days."""
    last = first + 2
    if text_at(tokens, first + 1) in _TO and last < len(tokens):
        token = tokens[last]
        if token.kind in ("number", "ordinal") and _is_day(tokens, last):
            yield Piece(last + 1, "mark", Mark(vague.WINDOW))


def _hyphened(tokens: Sequence[Token], index: int) -> Iterator[Piece]:
    """25-12 as a date, 3-5 dec as several days."""
    if text_at(tokens, index + 1) not in _TO or index + 2 >= len(tokens):
        return
    first, last = tokens[index], tokens[index + 2]
    if last.kind not in ("number", "ordinal") or last.width > 4:
        return
    if text_at(tokens, index + 3) in MONTHS:
        yield Piece(index + 4, "mark", Mark(vague.WINDOW))
    elif first.kind == "ordinal" and last.kind == "ordinal":
        yield Piece(index + 3, "mark", Mark(vague.WINDOW))
    elif (
        _tight(tokens, index)
        and _can_be_date(_pair(first, last))
        and text_at(tokens, index + 3) not in _CLOCK_FOLLOWS
    ):
        low, high = first.numbers[0], last.numbers[0]
        maybe_range = low < high < 24 or max(low, high) <= 12
        yield Piece(index + 3, "day", Numeric(low, high, maybe_range=maybe_range))


def _tight(tokens: Sequence[Token], index: int) -> bool:
    """Whether the hyphen stands between two short numbers without spaces."""
    short = all(tokens[place].width <= 2 for place in (index, index + 2))
    return short and text_at(tokens, index + 1) == "-" and tokens[index + 2].glued


def _pair(first: Token, last: Token) -> Token:
    """Two numbers as one numeric date."""
    return Token("slash", "", (first.numbers[0], last.numbers[0]))


def _day_number(tokens: Sequence[Token], index: int) -> Iterator[Piece]:
    """The 3rd, on the 3, fri 4, 3rd of next month."""
    token, before = tokens[index], text_at(tokens, index - 1)
    number = token.numbers[0]
    said = token.kind == "ordinal" or before in ("the", "on")
    beside = before in WEEKDAYS or text_at(tokens, index + 1) in WEEKDAYS
    beside = beside or (before == "," and text_at(tokens, index - 2) in WEEKDAYS)
    if not (said or (beside and not token.spelled)) or before in ("at", "@"):
        return
    if token.width > 2 and token.kind == "number":
        return
    if token.kind == "number" and text_at(tokens, index + 1) in _CLOCK_FOLLOWS:
        return
    end, ahead = _months_ahead(tokens, index + 1)
    yield Piece(end, "day", DayOfMonth(number, ahead))


def _months_ahead(tokens: Sequence[Token], index: int) -> tuple[int, int | None]:
    """Which month, after a day: "of next month" or "of this month"."""
    place = index + (text_at(tokens, index) == "of")
    which = {"next": 1, "this": 0, "the": 0}.get(text_at(tokens, place))
    if which is not None and text_at(tokens, place + 1) == "month":
        return place + 2, which
    return index, None


def _nth_weekday(tokens: Sequence[Token], index: int) -> Iterator[Piece]:
    """First wednesday of december, last friday of next month."""
    nth = _NTH.get(text_at(tokens, index))
    weekday = WEEKDAYS.get(text_at(tokens, index + 1))
    if nth is None or weekday is None or text_at(tokens, index + 2) not in _OF:
        return
    place = index + 3
    month = MONTHS.get(text_at(tokens, place))
    if month is not None:
        yield Piece(place + 1, "day", NthWeekday(nth, weekday, month))
        for end, year, doubtful in _years(tokens, place + 1):
            if not doubtful or year > 2024:
                yield Piece(end, "day", NthWeekday(nth, weekday, month, 0, year))
        return
    end, ahead = _months_ahead(tokens, place)
    if ahead is not None:
        yield Piece(end, "day", NthWeekday(nth, weekday, None, ahead))


def _weekday(tokens: Sequence[Token], index: int) -> Iterator[Piece]:
    """Tue, this tue, next tue, tue week, tue after next."""
    place, how = index, ""
    word = text_at(tokens, index)
    if word == "next" or word in _NEAREST:
        how = "next" if word == "next" else "this"
        place += 1 + (text_at(tokens, index + 1) in _NEAREST)
    if word in ("last", "past", "previous") and text_at(tokens, index + 1) in WEEKDAYS:
        yield Piece(index + 2, "past", True)
        return
    weekday = WEEKDAYS.get(text_at(tokens, place))
    if weekday is None:
        return
    end = place + 1
    end += text_at(tokens, end) == "." and end < len(tokens)
    after = (text_at(tokens, end), text_at(tokens, end + 1))
    if after == ("after", "next"):
        yield Piece(end + 2, "weekday", Weekday(weekday, "after next"))
    elif after[0] == "week" and after[1] != "after" and not how:
        yield Piece(end + 1, "weekday", Weekday(weekday, "week"))
    else:
        yield Piece(end, "weekday", Weekday(weekday, "next" if how == "next" else _this(how)))


def _this(how: str) -> Literal["", "this"]:
    """The way of calling a weekday that isn't `next`."""
    return "this" if how else ""
