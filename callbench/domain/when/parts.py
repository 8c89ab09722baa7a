"""The parts a phrase is made of, as read, before they are put on a calendar."""

from typing import Literal

import msgspec

Half = Literal["am", "pm", "24", ""]
"""Which half of the day a clock is in: said, a 24-hour clock, or not said."""


class Clock(msgspec.Struct, frozen=True):
    """A time of day as written."""

    hour: int
    minute: int = 0
    second: int = 0
    half: Half = ""
    clear: bool = True
    """False for a number that is only a time because of its company ("fri 4", "1530")."""
    two_digits: bool = False
    """Written as HH:MM, so that beside a full date it is a 24-hour clock."""
    notation: Literal["", "h", "dot", "digits"] = ""
    """`h` for "15h30", which may be a length; `dot` for "16.12", which may be a date;
    `digits` for "1530", which may be any number."""


class Span(msgspec.Struct, frozen=True):
    """From one clock to another."""

    start: Clock
    end: Clock


class Named(msgspec.Struct, frozen=True):
    """A time that has a name instead of a number."""

    name: Literal["end_of_day", "first_thing", "midnight", "half"]
    hour: int = 0
    """For `half`: the hour named in "half three"."""
    half: Half = ""
    """For `half`: the half of the day, where it was said."""


TimeOfDay = Clock | Span | Named


class Calendar(msgspec.Struct, frozen=True):
    """A day and month, perhaps with a year."""

    day: int
    month: int
    year: int | None = None
    doubtful: bool = False
    """The number read as the year might be an hour ("dec 3 15")."""
    iso: bool = False


class Numeric(msgspec.Struct, frozen=True):
    """Two numbers of which one is the month."""

    first: int
    second: int
    year: int | None = None
    doubtful: bool = False
    maybe_range: bool = False
    """Joined by a hyphen, and so perhaps from one hour to another ("10-12")."""


class DayOfMonth(msgspec.Struct, frozen=True):
    """A day without a month, or of a month counted from this one."""

    day: int
    months_ahead: int | None = None


class MonthOnly(msgspec.Struct, frozen=True):
    """A month without a day."""

    month: int
    year: int | None = None


class Ahead(msgspec.Struct, frozen=True):
    """So many days or months from today."""

    days: int = 0
    months: int = 0
    business: bool = False


class NthWeekday(msgspec.Struct, frozen=True):
    """The first Wednesday of December; -1 is the last."""

    nth: int
    weekday: int
    month: int | None
    months_ahead: int = 0
    year: int | None = None


Day = Calendar | Numeric | DayOfMonth | MonthOnly | Ahead | NthWeekday


class Weekday(msgspec.Struct, frozen=True):
    """A weekday and how it was called."""

    weekday: int
    how: Literal["", "this", "next", "week", "after next"] = ""
    days_after: int = 0
    """Added to it: 7 for "a week from friday"."""


class Elapsed(msgspec.Struct, frozen=True):
    """So much time from now; days are calendar days, minutes are elapsed time."""

    minutes: int
    days: int = 0


class Place(msgspec.Struct, frozen=True):
    """In whose or which clock the time was given."""

    how: Literal["theirs", "mine", "either", "name", "region", "short", "offset"]
    name: str = ""
    minutes: int = 0


class Mark(msgspec.Struct, frozen=True):
    """A word that makes the phrase vague, with what to say about it."""

    message: str


class Frame(msgspec.Struct, frozen=True):
    """One way to understand a whole phrase; every slot is filled at most once."""

    day: Day | None = None
    weekday: Weekday | None = None
    year: int | None = None
    """A year said apart from its day and month."""
    weeks_ahead: int | None = None
    time: TimeOfDay | None = None
    part: str | None = None
    elapsed: Elapsed | None = None
    place: Place | None = None
    length: int | None = None
    bare_length: int | None = None
    at: bool | None = None
    past: bool | None = None
    marks: tuple[str, ...] = ()


class Piece(msgspec.Struct, frozen=True):
    """A stretch of tokens, ending before token number `end`, that fills a slot."""

    end: int
    slot: str
    """Name of a slot of Frame, `mark`, or empty for words that change nothing."""
    value: object = None
