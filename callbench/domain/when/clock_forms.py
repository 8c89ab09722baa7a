"""Reads clocks out of tokens: "3pm", "15h30", "quarter to five", "9-9:30"."""

from collections.abc import Iterator, Sequence
from typing import Final

from callbench.domain.when.parts import Clock, Half, Named, Piece, Span
from callbench.domain.when.tokens import Token

_HALVES: Final[dict[str, Half]] = {"am": "am", "pm": "pm", "p": "pm", "a": "am"}
_TO: Final = frozenset({"-", "to", "till", "til", "until", "thru", "through"})
_PAST: Final = frozenset({"past", "after", "gone"})
_BEFORE: Final = frozenset({"to", "till", "til"})
_NOON: Final = frozenset({"noon", "midday"})
_MINUTES: Final = frozenset({"minutes", "mins", "min", "minute"})
_HUNDRED: Final = frozenset({"hrs", "hours", "h", "hr"})

Found = tuple[int, Clock]
"""Where the clock ends, and the clock."""


def text_at(tokens: Sequence[Token], index: int) -> str:
    """The text of a token, empty outside the phrase."""
    return tokens[index].text if 0 <= index < len(tokens) else ""


def time_pieces(tokens: Sequence[Token], index: int) -> Iterator[Piece]:
    """Every time of day that can begin at this token."""
    if text_at(tokens, index) == "half" and index + 1 < len(tokens):
        yield from _half_hour(tokens, index)
    for end, clock in clocks_at(tokens, index):
        spans = list(_spans(tokens, index, end, clock))
        yield from spans or [Piece(end, "time", clock)]


def _spans(tokens: Sequence[Token], begin: int, end: int, clock: Clock) -> Iterator[Piece]:
    """The ranges that go on from this clock."""
    if text_at(tokens, end) in _TO and not _in_progress(tokens, begin):
        for stop, last in clocks_at(tokens, end + 1):
            yield Piece(stop, "time", Span(clock, last))


def _in_progress(tokens: Sequence[Token], begin: int) -> bool:
    """Whether the number belongs to "in 2-3 days" instead of a clock."""
    return text_at(tokens, begin - 1) in ("in", "+")


def _half_hour(tokens: Sequence[Token], index: int) -> Iterator[Piece]:
    """Half three: 3:30 in Britain, 2:30 to many others."""
    token = tokens[index + 1]
    if token.kind == "number" and 1 <= token.numbers[0] <= 12 and token.text.isalnum():
        half = _HALVES.get(text_at(tokens, index + 2), "")
        yield Piece(index + 2 + bool(half), "time", Named("half", token.numbers[0], half))


def clocks_at(tokens: Sequence[Token], index: int) -> list[Found]:
    """Every clock that can begin at this token, ranges left aside."""
    if index >= len(tokens):
        return []
    word = tokens[index].text
    if word == "12" and text_at(tokens, index + 1) in _NOON:
        return [(index + 2, Clock(12, half="24"))]
    if word in _NOON:
        return [(index + 1, Clock(12, half="24"))]
    past = list(_past_or_to(tokens, index))
    plain = list(_plain_clocks(tokens, index))
    return past + plain


def _past_or_to(tokens: Sequence[Token], index: int) -> Iterator[Found]:
    """Quarter past three, twenty to five, 20 minutes to 2pm."""
    index += text_at(tokens, index) in ("a", "at")
    minutes = _minutes_said(tokens, index)
    if minutes is None:
        return
    end = index + 1 + (text_at(tokens, index + 1) in _MINUTES)
    word = text_at(tokens, end)
    if word not in _PAST and word not in _BEFORE:
        return
    if text_at(tokens, end + 1) in _NOON:
        yield end + 2, _shifted(Clock(12, half="pm"), -minutes if word in _BEFORE else minutes)
    for stop, clock in _plain_clocks(tokens, end + 1):
        if clock.minute == 0 and clock.half != "24" and 1 <= clock.hour <= 12:
            shift = -minutes if word in _BEFORE else minutes
            yield stop, _shifted(clock, shift)


def _minutes_said(tokens: Sequence[Token], index: int) -> int | None:
    """The minutes before `past` or `to`, in the round numbers that people say."""
    word = text_at(tokens, index)
    if word in ("quarter", "half"):
        return 15 if word == "quarter" else 30
    if not word or tokens[index].kind != "number":
        return None
    number = tokens[index].numbers[0]
    named = text_at(tokens, index + 1) in _MINUTES
    return number if 0 < number < 60 and (named or number in (5, 10, 20, 25)) else None


def _shifted(clock: Clock, minutes: int) -> Clock:
    """The clock so many minutes later, in the same half of the day where one was said."""
    total = (clock.hour % 12) * 60 + minutes
    half = clock.half
    if total < 0 and half:
        half = "am" if half == "pm" else "pm"
    hour, minute = divmod(total % 720, 60)
    return Clock(hour or 12, minute, half=half)


def _plain_clocks(tokens: Sequence[Token], index: int) -> Iterator[Found]:
    """A clock in digits or spelled hours, with its am, pm or o'clock."""
    if index >= len(tokens):
        return
    token = tokens[index]
    if token.kind == "clock":
        yield _with_half(tokens, index + 1, _colon(token))
    elif token.kind == "dot":
        hour, minute = token.numbers
        if len(token.text.rstrip(".").split(".")[1]) == 2 and hour < 24:
            clock = Clock(hour, minute, notation="dot", half=_zero_led(token.text))
            yield _with_half(tokens, index + 1, clock)
    elif token.kind == "number":
        yield from _number_clocks(tokens, index)


def _colon(token: Token) -> Clock:
    """A clock written with colons."""
    hour, minute, *rest = token.numbers
    half = _zero_led(token.text)
    wide = token.text[2] == ":"
    return Clock(hour, minute, rest[0] if rest else 0, half, two_digits=wide)


def _zero_led(text: str) -> Half:
    """A leading zero makes a 24-hour clock."""
    return "24" if text.startswith("0") else ""


def _number_clocks(tokens: Sequence[Token], index: int) -> Iterator[Found]:
    """Clocks that begin with a bare number."""
    token = tokens[index]
    number, after = token.numbers[0], text_at(tokens, index + 1)
    digits = len(token.text) if not token.spelled else 0
    if digits > 4:
        return
    if after == "h" and digits <= 2:
        yield from _french(tokens, index)
    elif after in _HUNDRED and digits == 4:
        yield index + 2, Clock(*divmod(number, 100), half="24")
    elif after in _HUNDRED and token.spelled:
        return
    elif digits > 2:
        hour, minute = divmod(number, 100)
        clock = Clock(hour, minute, half=_zero_led(token.text), clear=False, notation="digits")
        yield _with_half(tokens, index + 1, clock)
    elif _before_number(tokens, index):
        return
    elif token.spelled and (late := _spelled_minute(tokens, index + 1)) is not None:
        end = index + 2 + (after in ("oh", "o"))
        yield _with_half(tokens, end, Clock(number, late))
    else:
        half = _zero_led(token.text) if digits == 2 else ""
        yield _with_half(tokens, index + 1, Clock(number, half=half, clear=False))


def _before_number(tokens: Sequence[Token], index: int) -> bool:
    """Whether a bare number stands right before another, as in "14 3 dec": not a clock."""
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if following is None or following.spelled or text_at(tokens, index - 1) in ("at", "@"):
        return False
    return following.kind in ("number", "ordinal", "slash", "iso", "date3", "dot")


def _spelled_minute(tokens: Sequence[Token], index: int) -> int | None:
    """The minute in "ten thirty" or "four oh five"."""
    small = text_at(tokens, index) in ("oh", "o")
    index += small
    if not text_at(tokens, index) or not tokens[index].spelled:
        return None
    if tokens[index].kind != "number":
        return None
    minute = tokens[index].numbers[0]
    return minute if (0 < minute < 10 if small else 10 <= minute < 60) else None


def _french(tokens: Sequence[Token], index: int) -> Iterator[Found]:
    """A clock written with an h: "15h", "15h30", "11h30m", but not the length "1h from now"."""
    hour, end, minute = tokens[index].numbers[0], index + 2, 0
    if end < len(tokens) and tokens[end].kind == "number" and tokens[end].glued:
        if len(tokens[end].text) != 2:
            return
        minute, end = tokens[end].numbers[0], end + 1
        end += text_at(tokens, end) == "m" and tokens[end].glued
    if (text_at(tokens, end), text_at(tokens, end + 1)) != ("from", "now"):
        yield end, Clock(hour, minute, half="24", notation="h")


def _with_half(tokens: Sequence[Token], index: int, clock: Clock) -> Found:
    """The clock with the am, pm or o'clock that follows it."""
    spaced = index < len(tokens) and not tokens[index].glued
    word = text_at(tokens, index)
    if word == "o'clock":
        index += 1
        clock = _changed(clock, clock.half, clear=True)
        word, spaced = text_at(tokens, index), True
    if word in _HALVES and not (word == "a" and spaced):
        return index + 1, _changed(clock, _HALVES[word], clear=True)
    if word in ("hrs", "hours") and clock.two_digits:
        return index + 1, _changed(clock, "24", clear=True)
    return index, clock


def _changed(clock: Clock, half: Half, clear: bool) -> Clock:
    """The clock with its half of the day said."""
    return Clock(clock.hour, clock.minute, clock.second, half, clear, clock.two_digits, "")
