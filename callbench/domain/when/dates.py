"""Calendar arithmetic: dates that may not exist, working days, the nth weekday of a month."""

import calendar
from datetime import date, timedelta
from typing import Final

from callbench.domain.when.speak import month_name

_LONGEST: Final = 1000
"""Working days that are counted; more are no appointment."""


def date_of(year: int, month: int, day: int) -> date | None:
    """The date, unless there is none."""
    if not 1970 <= year <= 2200 or day > calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def no_such_day(day: int, month: int, year: int | None = None) -> str:
    """The message for 30 Feb and the like."""
    name = month_name(month) if 1 <= month <= 12 else f"month {month}"
    return f"there is no {day} {name}{f' {year}' if year else ''}"


def business_days(today: date, days: int) -> date:
    """So many weekdays after today; public holidays are not known here."""
    if days > _LONGEST:
        raise OverflowError
    found = today
    while days > 0:
        found += timedelta(1)
        days -= found.weekday() < 5
    return found


def nth_weekday(nth: int, weekday: int, month: date) -> date:
    """The nth such weekday of a month given by its first day; -1 is the last."""
    days = [
        day
        for number in range(calendar.monthrange(month.year, month.month)[1])
        if (day := month + timedelta(number)).weekday() == weekday
    ]
    return days[nth - 1 if nth > 0 else -1]
