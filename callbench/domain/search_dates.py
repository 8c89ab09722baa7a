"""The days that a filter of the search names: ``march``, ``2026-03-01``, ``yesterday``, ``2w``.

Nothing is promised to anybody with these, so unlike in `callbench.domain.when` a name alone is
enough: it means the last one that has begun.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NAMED_DAYS = ("today", "yesterday", *_WEEKDAYS, *_MONTHS)
"""What to propose where a day is asked for."""

_YEARS = range(1970, 2200)
_AGO = re.compile(r"(\d{1,3})([dwmy])|(\d{1,3}) (day|week|month|year)s? ago")
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
PASSED_OVER = frozenset({"the", "of"})
"""As in *the 1st of March*."""
_SOME_WORDS = frozenset({*NAMED_DAYS, "last", "this", "week", "month", "year", "days", "ago"})

_Days = tuple[date, date]
"""The first day, and the day after the last."""


def days_named(value: str, now: datetime) -> tuple[datetime, datetime] | None:
    """The stretch of time that a value names: when it begins, and when it has ended.

    Args:
        value: Folded: ``2026 03 01``.
        now: The moment, in the rep's zone.

    Returns:
        Two instants in the zone of `now`; None where the value names no day.
    """
    days = _ago(value, now.date()) or _days(_plain(value.split()), now.date())
    if days is None:
        return None
    first, after = (datetime.combine(day, time(), now.tzinfo) for day in days)
    return first, after


def may_become_days(value: str) -> bool:
    """Whether a value could name days once it is typed out; folded, as for `days_named`."""
    return all(
        word.isdecimal() or any(known.startswith(word) for known in _SOME_WORDS | PASSED_OVER)
        for word in value.split()
    )


def _plain(words: list[str]) -> list[str]:
    """The words of a date without those that only make it a phrase."""
    bare = (_ORDINAL.sub(r"\1", word) for word in words if word not in PASSED_OVER)
    return list(bare)


def _days(words: list[str], today: date) -> _Days | None:
    if len(words) > 1 and (weekday := _named(words[0], _WEEKDAYS)) is not None:
        # A weekday before its date has to be the right one.
        found = _days(words[1:], today)
        return found if found is not None and found[0].weekday() == weekday else None
    match words:
        case [word]:
            return _by_one(word, today)
        case ["this" | "last" as which, word]:
            return _relative(which == "last", word, today)
        case [year, month] if len(year) == 4 and month.isdecimal():
            return _month(_year(year), int(month))
        case [month, year] if len(year) == 4:
            return _month(_year(year), _month_number(month))
        case [year, month, day] if len(year) == 4 and month.isdecimal():
            return _day(_year(year), int(month), day)
        case [day, month, year] if day.isdecimal():
            return _day(_year(year), _month_number(month), day)
        case [month, day, year]:
            return _day(_year(year), _month_number(month), day)
        case [day, month] if day.isdecimal():
            return _last_day(_month_number(month), day, today)
        case [month, day]:
            return _last_day(_month_number(month), day, today)
    return None


def _ago(value: str, today: date) -> _Days | None:
    found = _AGO.fullmatch(value)
    if found is None:
        return None
    number, unit = (found[1], found[2]) if found[1] else (found[3], found[4][0])
    return _one(today - timedelta(days={"d": 1, "w": 7, "m": 30, "y": 365}[unit] * int(number)))


def _relative(last: bool, word: str, today: date) -> _Days | None:
    """This week, month or year, or the one before; the last Tuesday or March before this one."""
    if word == "week":
        first = today - timedelta(days=today.weekday() + 7 * last)
        return first, first + timedelta(days=7)
    if word == "month":
        before = today.replace(day=1) - timedelta(days=last)
        return _month(before.year, before.month)
    if word == "year":
        return _by_one(str(today.year - last), today)
    if not last:
        return None
    if (weekday := _named(word, _WEEKDAYS)) is not None:
        return _one(today - timedelta(days=(today.weekday() - weekday) % 7 or 7))
    month = _month_number(word)
    return _month(today.year - (month >= today.month), month) if month else None


def _by_one(word: str, today: date) -> _Days | None:
    if word in {"today", "yesterday"}:
        return _one(today - timedelta(days=word == "yesterday"))
    if len(word) == 4 and word.isdecimal():
        year = _year(word)
        return (date(year, 1, 1), date(year + 1, 1, 1)) if year else None
    if (weekday := _named(word, _WEEKDAYS)) is not None:
        return _one(today - timedelta(days=(today.weekday() - weekday) % 7))
    month = _month_number(word)
    return _month(today.year - (month > today.month), month) if month else None


def _month(year: int, month: int) -> _Days | None:
    if not year or not 1 <= month <= 12:
        return None
    return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)


def _day(year: int, month: int, day: str) -> _Days | None:
    try:
        return _one(date(year, month, int(day)))
    except (ValueError, OverflowError):
        return None


def _last_day(month: int, day: str, today: date) -> _Days | None:
    this_year = _day(today.year, month, day)
    if this_year is not None and this_year[0] <= today:
        return this_year
    return _day(today.year - 1, month, day)


def _one(day: date) -> _Days:
    return day, day + timedelta(days=1)


def _year(text: str) -> int:
    """The year, or 0 where it is none that calls were made in."""
    return int(text) if text.isdecimal() and int(text) in _YEARS else 0


def _month_number(word: str) -> int:
    """The number of the month, from 1; 0 where it is no name of one."""
    found = _named(word, _MONTHS)
    return 0 if found is None else found + 1


def _named(word: str, names: tuple[str, ...]) -> int | None:
    """Which of the names it is, or begins with at least three letters."""
    if len(word) < 3:
        return None
    return next((at for at, name in enumerate(names) if name.startswith(word)), None)
