"""Decides which time of day a clock means: the policy of morning and afternoon."""

from datetime import time
from typing import Final

import msgspec

from callbench.domain.when.days import Refusal
from callbench.domain.when.parts import Clock, Frame, Half, Named, Span
from callbench.domain.when.reading import Hours

_HALF_DAY: Final = 12 * 60
_DAY: Final = 24 * 60
_LONGEST_GUESS: Final = 10 * 60
"""Minutes of a range whose end doesn't say its half of the day; more is a mistake."""
_LONGEST_NIGHT: Final = 6 * 60
"""Minutes of a range over midnight; more is a mistake."""

_PART_HALF: Final[dict[str, Half]] = {
    "morning": "am",
    "am": "am",
    "afternoon": "pm",
    "pm": "pm",
    "lunch": "pm",
    "evening": "pm",
    "night": "pm",
}
_PART_HOURS: Final = {
    "morning": (0, 12),
    "am": (0, 12),
    "afternoon": (12, 19),
    "pm": (12, 24),
    "lunch": (11, 15),
    "evening": (16, 24),
    "night": (17, 24),
}
"""Hours inside which a time may be called so."""


class Slot(msgspec.Struct, frozen=True):
    """A time of day in seconds from midnight, and a length in minutes."""

    start: int
    minutes: int | None = None

    @property
    def time(self) -> time:
        """The time of day."""
        return time(self.start // 3600, self.start // 60 % 60, self.start % 60)


def slots_of(frame: Frame, hours: Hours) -> tuple[Slot, ...] | Refusal:
    """The times of day that the frame can mean; more than one are to be asked about."""
    match frame.time:
        case Clock() as clock:
            found = _options(clock, frame, hours)
            return found if isinstance(found, Refusal) else tuple(Slot(start) for start in found)
        case Span() as span:
            return _span_slots(span, frame, hours)
        case Named() as named:
            return _named_slots(named, frame, hours)
        case _:
            return ()


def _named_slots(named: Named, frame: Frame, hours: Hours) -> tuple[Slot, ...] | Refusal:
    """Times that have names."""
    if named.name == "midnight":
        return Refusal("vague", "midnight: the start or the end of that day?")
    if named.name == "half":
        return _half_hours(named, frame, hours)
    at = hours.end_of_day if named.name == "end_of_day" else hours.first_thing
    part = _part(frame)
    if part and not _in_part(at.hour, part):
        return Refusal("impossible", f"{at:%H:%M} isn't in the {part}")
    return (Slot(at.hour * 3600 + at.minute * 60),)


def _half_hours(named: Named, frame: Frame, hours: Hours) -> tuple[Slot, ...] | Refusal:
    """Half three: 3:30, or 2:30."""
    found: list[Slot] = []
    for hour in (named.hour - 1 or 12, named.hour):
        options = _options(Clock(hour, 30, half=named.half), frame, hours)
        if isinstance(options, Refusal):
            return options
        found.extend(Slot(start) for start in options)
    return tuple(found)


def _part(frame: Frame) -> str:
    """The part of the day that was said, without its `this`."""
    return (frame.part or "").removeprefix("this ")


def _in_part(hour: int, part: str) -> bool:
    """Whether the hour may be said to lie in that part of the day."""
    first, last = _PART_HOURS[part]
    return first <= hour < last


def _options(clock: Clock, frame: Frame, hours: Hours) -> tuple[int, ...] | Refusal:
    """Seconds from midnight that the clock can mean."""
    wrong = _wrong(clock)
    if wrong:
        return Refusal("impossible", wrong)
    part = _part(frame)
    if _is_midnight(clock, part):
        return Refusal("vague", "midnight: the start or the end of that day?")
    minute = clock.hour * 60 + clock.minute
    if clock.half == "24" or clock.hour > 12 or clock.hour == 0 or _dated_24(clock, frame):
        starts: tuple[int, ...] = (minute,)
    else:
        starts = _twelve_hour(clock, part, hours)
    if part:
        starts = tuple(start for start in starts if _in_part(start // 60, part))
        if not starts:
            return Refusal("impossible", f"{_face(clock)} isn't in the {part}")
    return tuple(start * 60 + clock.second for start in starts)


def _face(clock: Clock) -> str:
    """The clock as digits."""
    return f"{clock.hour}:{clock.minute:02d}{clock.half if clock.half in ('am', 'pm') else ''}"


def _wrong(clock: Clock) -> str:
    """Why there is no such time; empty if there is."""
    if clock.minute > 59 or clock.second > 59:
        return "minutes go to 59"
    if clock.hour > 23:
        return "hours go to 23"
    said = clock.half in ("am", "pm")
    zero = clock.hour == 0 and (clock.minute == 0 or clock.half == "pm")
    if said and (clock.hour > 12 or zero):
        return f"there is no {clock.hour} {clock.half}"
    return ""


def _is_midnight(clock: Clock, part: str) -> bool:
    """12am, or 12 at night: as undecided as midnight."""
    if clock.hour != 12 or clock.minute or clock.second:
        return False
    return clock.half == "am" or (clock.half == "" and part in ("night", "evening", "morning"))


def _dated_24(clock: Clock, frame: Frame) -> bool:
    """Beside a full date HH:MM is a 24-hour clock, as a computer or `spoken` writes it."""
    full = getattr(frame.day, "year", None) is not None
    iso = getattr(frame.day, "iso", False)
    return clock.half == "" and clock.two_digits and full and (iso or frame.weekday is not None)


def _twelve_hour(clock: Clock, part: str, hours: Hours) -> tuple[int, ...]:
    """Minutes from midnight of a 1-12 clock: by am or pm, by the part of day, by the hours."""
    early = clock.hour % 12 * 60 + clock.minute
    half = clock.half or (_PART_HALF[part] if part else "")
    if half:
        return (early + _HALF_DAY * (half == "pm"),)
    both = (early, early + _HALF_DAY)
    inside = tuple(start for start in both if hours.opens * 60 <= start < hours.closes * 60)
    return inside if len(inside) == 1 else both


def _span_slots(span: Span, frame: Frame, hours: Hours) -> tuple[Slot, ...] | Refusal:
    """The ranges that two clocks can mean."""
    for clock in (span.start, span.end):
        if wrong := _wrong(clock):
            return Refusal("impossible", wrong)
    if _is_midnight(span.start, _part(frame)):
        return Refusal("vague", "midnight: the start or the end of that day?")
    start = span.start
    if start.half == "" and span.end.half in ("am", "pm") and 1 <= start.hour <= 12:
        starts = _led_by_end(start, span.end, frame, hours)
    else:
        found = _options(start, frame, hours)
        if isinstance(found, Refusal):
            return found
        starts = found
    pairs = [(begin, _length(begin, span, frame)) for begin in starts]
    slots = tuple(Slot(begin, length) for begin, length in pairs if length)
    return slots or Refusal("impossible", "that range ends before it begins")


def _led_by_end(start: Clock, end: Clock, frame: Frame, hours: Hours) -> tuple[int, ...]:
    """The start of "3-4pm" and "11-1pm": in the half of its end, or the half before.

    The half before is meant only where the day has begun by then: "4-3pm" is a mistake.
    """
    stop = _minute_of(end, end.half)
    same = _minute_of(start, end.half)
    other = _minute_of(start, "am" if end.half == "pm" else "pm")
    if same < stop:
        return (same * 60 + start.second,)
    if hours.opens * 60 <= other < stop:
        return (other * 60 + start.second,)
    found = _options(start, frame, hours)
    return () if isinstance(found, Refusal) else found


def _minute_of(clock: Clock, half: Half) -> int:
    """Minutes from midnight of a 1-12 clock in that half of the day."""
    return clock.hour % 12 * 60 + clock.minute + _HALF_DAY * (half == "pm")


def _length(begin: int, span: Span, frame: Frame) -> int | None:
    """Minutes to the end of the range; None when it can't end there."""
    end, started = span.end, begin // 60
    fixed = end.half == "24" or end.hour > 12 or end.hour == 0
    if fixed or (_dated_24(end, frame) and end.hour * 60 + end.minute > started):
        stop = end.hour * 60 + end.minute
    elif end.half:
        stop = _minute_of(end, end.half)
    else:
        stop = _minute_of(end, "am")
        while stop <= started:
            stop += _HALF_DAY
        late = stop > _DAY and span.start.half != "pm"
        if late or stop - started > _LONGEST_GUESS:
            return None
    if stop > started:
        return stop - started
    overnight = stop + _DAY - started
    return overnight if span.start.half == "pm" and overnight <= _LONGEST_NIGHT else None
