"""What a value in a file may be, so that nothing behind the reading has to fear it.

A time in the year 1 or 9999 cannot be shown in another zone, and a number of forty digits fits
neither a duration nor the index. Both are slips or malice; they are refused where a file is
read, with their place.
"""

from __future__ import annotations

from datetime import datetime

__all__ = ["number_problem", "time_problem"]

_FIRST_YEAR, _LAST_YEAR = 1900, 2199
"""Wide enough for a clock that was never set, far enough from where arithmetic with dates ends."""

_MOST = 1_000_000


def time_problem(instant: datetime | None) -> str:
    """What is wrong with a time; "" where nothing is, or where there is none."""
    if instant is None:
        return ""
    if instant.tzinfo is None:
        return "a time without an offset"
    if not _FIRST_YEAR <= instant.year <= _LAST_YEAR:
        return f"the year {instant.year} is not one between {_FIRST_YEAR} and {_LAST_YEAR}"
    return ""


def number_problem(number: int | None) -> str:
    """What is wrong with a number; "" where nothing is, or where there is none."""
    if number is None or -_MOST <= number <= _MOST:
        return ""
    return f"a number beyond {_MOST:,}"
