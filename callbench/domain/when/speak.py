"""Spells instants out for a rep, so that they can be read aloud and typed back."""

from datetime import date, datetime, timedelta
from typing import Final

_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_FULL_DAYS: Final = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
_MONTHS: Final = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip

_FAR_OFF: Final = 300
"""Days from which a day and a month may be taken for those of another year."""


def spoken(moment: datetime) -> str:
    """The instant in its own zone: "Tue 1 Dec 2026 15:00".

    An hour that occurs twice is told apart by its offset, "01:30 UTC-05:00"; seconds are said only
    when there are some. English whatever the locale, because it is read back.
    """
    clock = moment.strftime("%H:%M:%S" if moment.second else "%H:%M")
    text = f"{short_day(moment)} {moment.year} {clock}"
    if moment.tzinfo is not None and _occurs_twice(moment):
        return f"{text} {_offset(moment)}"
    return text


def _occurs_twice(moment: datetime) -> bool:
    # Loaded here: dateutil.tz costs the start of the program more than all the names of days.
    from dateutil.tz import datetime_ambiguous

    return bool(datetime_ambiguous(moment))


def _offset(moment: datetime) -> str:
    """The offset from UTC, "UTC-05:00"."""
    offset = moment.utcoffset() or timedelta()
    minutes = int(offset.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def short_day(day: date) -> str:
    """Weekday, day and month: "Tue 1 Dec"."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def near_day(day: date, today: date) -> str:
    """A day that is not far off in as few words as name it: "" today, then "Tue", "1 Dec"."""
    away = abs((day - today).days)
    if away < len(_DAYS):
        return _DAYS[day.weekday()] if away else ""
    year = f" {day.year}" if away > _FAR_OFF else ""
    return f"{day.day} {_MONTHS[day.month - 1]}{year}"


def month_name(month: int) -> str:
    """The short English name of a month, January being 1."""
    return _MONTHS[month - 1]


def day_name(weekday: int) -> str:
    """The English name of a weekday, Monday being 0."""
    return _FULL_DAYS[weekday]


def distance(moment: datetime, now: datetime) -> str:
    """How far off it is, in calendar days of its own zone: "in 6 days", "today, in 2 hours"."""
    days = (moment.date() - now.astimezone(moment.tzinfo).date()).days
    if days == 0:
        return _today(moment - now)
    if days in (1, -1):
        return "tomorrow" if days == 1 else "yesterday"
    count = _count(abs(days))
    return f"in {count}" if days > 0 else f"{count} ago"


def _today(left: timedelta) -> str:
    """The distance within a day."""
    minutes = round(left.total_seconds() / 60)
    if minutes == 0:
        return "now"
    size = abs(minutes)
    hours, rest = divmod(size, 60)
    if hours == 0 or (hours == 1 and rest >= 15):
        amount = _units(size, "minute")
    else:
        amount = _units(round(size / 60), "hour")
    return f"today, in {amount}" if minutes > 0 else f"today, {amount} ago"


def _count(days: int) -> str:
    """Days as days, whole weeks as weeks, and more than two months as months."""
    if days % 7 == 0 and 14 <= days < 70:
        return _units(days // 7, "week")
    return _units(days, "day") if days < 70 else _units(round(days / 30.44), "month")


def _units(number: int, unit: str) -> str:
    """A number with its unit: "1 hour", "2 hours"."""
    return f"{number} {unit}{'' if number == 1 else 's'}"
