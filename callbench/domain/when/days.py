"""Puts the day of a frame on the calendar: which dates it can mean, seen from today."""

import calendar
from datetime import date, timedelta
from typing import Final

import msgspec
from dateutil.relativedelta import relativedelta
from msgspec.structs import replace

from callbench.domain.when.dates import business_days, date_of, no_such_day, nth_weekday
from callbench.domain.when.parts import (
    Ahead,
    Calendar,
    Day,
    DayOfMonth,
    Frame,
    MonthOnly,
    Named,
    NthWeekday,
    Numeric,
    Weekday,
)
from callbench.domain.when.reading import DateOrder, Kind
from callbench.domain.when.speak import day_name, month_name, short_day

FAR: Final = 300
"""A day and month without a year that would roll this many days ahead is asked about."""

_FAR_MONTHS: Final = 1200
_NEAR: Final = 45
"""Days within which "fri 2-3" may be a date as well as a range of hours."""
_WEEK: Final = timedelta(7)


class Days(msgspec.Struct, frozen=True):
    """The dates that a frame can mean."""

    dates: tuple[date, ...]
    first: bool = False
    """Only the first that is still to come is meant; otherwise all of them are asked about."""
    named: bool = True
    """The day was said, so that a time that has passed on it is impossible."""
    rolled: bool = False
    """The year was not said."""
    ask: bool = False
    """Undecided even when only one of the dates is left."""


class Refusal(msgspec.Struct, frozen=True):
    """Why no date or time can be made, with the date that is known nevertheless."""

    kind: Kind
    message: str
    day: date | None = None


def days_of(frame: Frame, today: date, order: DateOrder) -> Days | Refusal:
    """The dates of a frame, seen from today."""
    try:
        return _today_only(frame, _days(frame, today, order), today)
    except OverflowError:
        return Refusal("impossible", "too far ahead")


def _days(frame: Frame, today: date, order: DateOrder) -> Days | Refusal:
    """The dates, by which of the slots are filled."""
    if frame.day is None and frame.year is not None:
        return Refusal("impossible", "a year without its day and month")
    if frame.day is None and frame.weekday is None:
        return _undated(frame, today)
    if frame.day is None and frame.weekday is not None:
        if frame.weeks_ahead is not None:
            return Days(_in_week(frame.weekday.weekday, frame.weeks_ahead, today))
        return _weekday(frame.weekday, today)
    assert frame.day is not None
    day = frame.day
    if frame.year is not None:
        if not isinstance(day, Calendar | Numeric) or day.year is not None:
            return Refusal("impossible", f"{frame.year} doesn't belong to a day and month")
        day = replace(day, year=frame.year)
    if frame.weekday and isinstance(day, Ahead) and _whole_weeks(day):
        return Days(_weekday_ahead(frame.weekday, day.days // 7, today))
    found = _dates(day, today, order)
    if isinstance(found, Days) and isinstance(day, Numeric) and day.maybe_range:
        found = _maybe_range(found, frame, today)
    return found if isinstance(found, Refusal) else _agreeing(frame, found, today)


def _maybe_range(days: Days, frame: Frame, today: date) -> Days | Refusal:
    """A date like "10-12", which is asked about; far from today "fri 2-3" is a range of hours."""
    if frame.weekday and (days.dates[0] - today).days > _NEAR:
        return Refusal("impossible", f"{short_day(days.dates[0])} is far away")
    return replace(days, ask=True)


def _today_only(frame: Frame, days: Days | Refusal, today: date) -> Days | Refusal:
    """Beside "tonight" or "this afternoon" no other day than today can be meant."""
    if isinstance(days, Refusal) or not (frame.part or "").startswith("this "):
        return days
    if today not in days.dates:
        return Refusal("impossible", f"{short_day(days.dates[0])} isn't today")
    return replace(days, dates=(today,))


def _undated(frame: Frame, today: date) -> Days | Refusal:
    """No day was said: today, or tomorrow once the time has passed."""
    if frame.weeks_ahead is not None:
        monday = today - timedelta(today.weekday()) + frame.weeks_ahead * _WEEK
        return Refusal("vague", "which day of that week, at what time?", monday)
    if frame.part and frame.part.startswith("this "):
        return Days((today,))
    if isinstance(frame.time, Named) and not frame.part:
        return Days((today,))
    return Days((today, today + timedelta(1)), first=True, named=False)


def _whole_weeks(day: Ahead) -> bool:
    """Whether it counts weeks, beside which a weekday picks a day of that week."""
    return day.days >= 7 and day.days % 7 == 0 and not day.months and not day.business


def _weekday(weekday: Weekday, today: date) -> Days:
    """A weekday alone: the coming one; today's own and `next` may mean two dates."""
    ahead = timedelta((weekday.weekday - today.weekday()) % 7)
    coming = today + (ahead or _WEEK)
    if weekday.how == "next":
        return Days(_unique(coming, *_in_week(weekday.weekday, 1, today)))
    if weekday.how == "week":
        return Days((coming + _WEEK,), ask=True)
    if weekday.how == "after next":
        return Days((coming + _WEEK, coming + 2 * _WEEK))
    after = timedelta(weekday.days_after)
    if ahead:
        return Days((coming + after,))
    return Days((today + after, coming + after))


def _in_week(weekday: int, weeks: int, today: date) -> tuple[date, ...]:
    """That weekday so many weeks ahead, for weeks from Monday and weeks from Sunday."""
    monday = today - timedelta(today.weekday())
    sunday = today - timedelta((today.weekday() + 1) % 7)
    return _unique(
        monday + timedelta(weekday) + weeks * _WEEK,
        sunday + timedelta((weekday + 1) % 7) + weeks * _WEEK,
    )


def _weekday_ahead(weekday: Weekday, weeks: int, today: date) -> tuple[date, ...]:
    """Thursday in 2 weeks: of that week, or two weeks after the coming one."""
    coming = today + timedelta((weekday.weekday - today.weekday()) % 7)
    return _unique(coming + weeks * _WEEK, *_in_week(weekday.weekday, weeks, today))


def _unique(*dates: date) -> tuple[date, ...]:
    """The dates in order, each once."""
    return tuple(sorted(set(dates)))


def _dates(day: Day, today: date, order: DateOrder) -> Days | Refusal:
    """The dates of a day slot alone."""
    match day:
        case Calendar():
            return _calendar(day.day, day.month, day.year, today)
        case Numeric():
            return _numeric(day, today, order)
        case Ahead():
            return _ahead(day, today)
        case DayOfMonth():
            return _day_of_month(day, today)
        case NthWeekday():
            return _nth_weekday(day, today)
        case MonthOnly():
            return Refusal("vague", f"which day in {month_name(day.month)}?")


def _calendar(day: int, month: int, year: int | None, today: date) -> Days | Refusal:
    """A day and month, in its year or the next one in which it comes."""
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(2024, month)[1]:
        return Refusal("impossible", no_such_day(day, month))
    if year is None:
        dates = [found for ahead in range(9) if (found := date_of(today.year + ahead, month, day))]
        coming = [found for found in dates if found >= today]
        return Days(tuple(coming[: 1 + (coming[0] == today)]), first=True, rolled=True)
    found = date_of(year, month, day)
    if found is None:
        return Refusal("impossible", no_such_day(day, month, year))
    return Days((found,))


def _numeric(day: Numeric, today: date, order: DateOrder) -> Days | Refusal:
    """Two numbers: day first or month first, by the configured order or a number over 12."""
    if day.first <= 12 and day.second <= 12 and order == "none" and day.first != day.second:
        return _either_order(day, today)
    first = (day.first, day.second)
    swapped = (day.second, day.first)
    month_first = order == "mdy" if max(first) <= 12 else day.second > 12
    return _calendar(*(swapped if month_first else first), day.year, today)


def _either_order(day: Numeric, today: date) -> Days | Refusal:
    """Both orders, because nothing decides."""
    pairs = ((day.first, day.second), (day.second, day.first))
    found = [_calendar(*pair, day.year, today) for pair in pairs]
    dates = [days.dates[0] for days in found if isinstance(days, Days)]
    if not dates:
        return Refusal("impossible", no_such_day(day.first, day.second))
    return Days(_unique(*dates), ask=True)


def _ahead(day: Ahead, today: date) -> Days | Refusal:
    """So many days, months or business days from today."""
    if day.business:
        return Days((business_days(today, day.days),))
    if day.months > _FAR_MONTHS:
        raise OverflowError
    if day.months:
        moved = today + relativedelta(months=day.months)
        if moved.day != today.day:
            return Refusal("vague", f"that month has no {today.day}th: which day?", moved)
        return Days((moved + timedelta(day.days),))
    return Days((today + timedelta(day.days),))


def _day_of_month(day: DayOfMonth, today: date) -> Days | Refusal:
    """The 3rd: the next one; on the day itself, today or in a month."""
    first = today.replace(day=1)
    if day.months_ahead is not None:
        month = first + relativedelta(months=day.months_ahead)
        return _calendar(day.day, month.month, month.year, today)
    if not 1 <= day.day <= 31:
        return Refusal("impossible", f"no month has a day {day.day}")
    months = [first + relativedelta(months=ahead) for ahead in range(4)]
    found = [date_ for month in months if (date_ := date_of(month.year, month.month, day.day))]
    coming = [date_ for date_ in found if date_ >= today]
    return Days(tuple(coming[: 1 + (coming[0] == today)]))


def _nth_weekday(day: NthWeekday, today: date) -> Days | Refusal:
    """The first Wednesday of December: of this year, or of the next once it has gone."""
    if day.month is None:
        month = today.replace(day=1) + relativedelta(months=day.months_ahead)
        return Days((nth_weekday(day.nth, day.weekday, month),))
    years = [day.year] if day.year else [today.year, today.year + 1]
    found = [nth_weekday(day.nth, day.weekday, date(year, day.month, 1)) for year in years]
    coming = [date_ for date_ in found if date_ >= today] or found
    return Days((coming[0],), rolled=day.year is None)


def _agreeing(frame: Frame, days: Days, today: date) -> Days | Refusal:
    """The dates that fall on the weekday and in the week that were said with them."""
    weekday = frame.weekday.weekday if frame.weekday else None
    agreed = tuple(
        found
        for found in days.dates
        if (weekday is None or found.weekday() == weekday)
        and (frame.weeks_ahead is None or _week_matches(found, frame.weeks_ahead, today))
    )
    if agreed and (days.first is False or agreed[0] == days.dates[0]):
        return replace(days, dates=agreed)
    found = days.dates[0]
    if weekday is not None and found.weekday() != weekday:
        return Refusal("impossible", f"{short_day(found)} isn't a {day_name(weekday)}")
    return Refusal("impossible", f"{short_day(found)} isn't in that week")


def _week_matches(found: date, weeks: int, today: date) -> bool:
    """Whether the date lies in the week so many weeks ahead."""
    return found in _in_week(found.weekday(), weeks, today)
