"""What to ask a rep about a vague phrase, and a phrase to take instead."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from callbench.domain.when import vague
from callbench.domain.when.parts import Frame, MonthOnly
from callbench.domain.when.placing import Context
from callbench.domain.when.resolve import Outcome
from callbench.domain.when.speak import day_name, short_day
from callbench.domain.when.zones import zone_of

_USUAL: Final = time(10)
_PART_TIMES: Final = {
    "morning": time(10),
    "am": time(10),
    "lunch": time(12),
    "afternoon": time(14),
    "pm": time(14),
    "evening": time(18),
    "night": time(18),
}


def question(instants: Sequence[datetime], now: datetime) -> str:
    """What to ask about several instants, or about one that is in doubt."""
    if not instants:
        return "which day and time?"
    walls = list(dict.fromkeys(instant.replace(tzinfo=None, fold=0) for instant in instants))
    if len(walls) == 1:
        return _one_wall(instants)
    days = list(dict.fromkeys(wall.date() for wall in walls))
    if len(days) == 1:
        return f"{_listed([f'{wall:%H:%M}' for wall in walls])} on {short_day(days[0])}?"
    times = {wall.time() for wall in walls}
    if len(times) > 1:
        return f"{_listed([f'{short_day(wall)} {wall:%H:%M}' for wall in walls[:2]])}?"
    today = now.astimezone(instants[0].tzinfo).date()
    if days == [today, today + timedelta(7)]:
        return f"two {day_name(today.weekday())}s: today, or in a week?"
    same_year = len({day.year for day in days}) == 1
    return f"{_listed([short_day(day) if same_year else _long(day) for day in days])}?"


def _one_wall(instants: Sequence[datetime]) -> str:
    """One time on the wall: far off, or occurring twice, or in two zones."""
    wall = instants[0]
    if len(instants) == 1:
        return f"do you mean {_long(wall)} {wall:%H:%M}?"
    if len({str(instant.tzinfo) for instant in instants}) > 1:
        return f"whose {wall:%H:%M}: {_listed([str(one.tzinfo) for one in instants[:2]])}?"
    return f"{wall:%H:%M} occurs twice on {short_day(wall)}: which one?"


def _long(day: date) -> str:
    """The day with its year."""
    return f"{short_day(day)} {day.year}"


def _listed(words: Sequence[str]) -> str:
    """Words joined by commas and a final "or"."""
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def suggestion_for(outcome: Outcome, frame: Frame | None, context: Context) -> Iterator[str]:
    """Phrases near what was said, the best first; the caller checks that one reads exact."""
    now = context.now.astimezone(zone_of(context.zone))
    if frame and frame.place and frame.place.how == "theirs" and not context.their_zone:
        return
    if frame and frame.bare_length and outcome.message == vague.DURATION:
        yield f"in {frame.bare_length} minutes"
        return
    part = (frame.part or "").removeprefix("this ") if frame else ""
    slot = outcome.slot or _PART_TIMES.get(part, _USUAL)
    day = _day(outcome, frame, now.date())
    if day is None:
        return
    for chosen, at in _still_to_come(day, slot, now, context.hours.closes):
        phrase = f"{short_day(chosen)} {at:%H:%M}".lower()
        place = _place(frame)
        yield phrase + place
        yield f"{short_day(chosen)} {chosen.year} {at:%H:%M}".lower() + place


def _place(frame: Frame | None) -> str:
    """The zone that was said, to be said again."""
    if frame is None or frame.place is None:
        return ""
    return " their time" if frame.place.how == "theirs" else f" {frame.place.name}".rstrip()


def _day(outcome: Outcome, frame: Frame | None, today: date) -> date | None:
    """The known day, or one in the week or month that was said; tomorrow for "asap"."""
    known = outcome.day
    if known is None and frame and isinstance(frame.day, MonthOnly):
        year = frame.day.year or today.year + (frame.day.month < today.month)
        return _working(max(date(year, frame.day.month, 1), today + timedelta(1)))
    if known is None:
        return _working(today + timedelta(1)) if outcome.message == vague.UNDECIDED else None
    if frame and frame.weeks_ahead and frame.weekday is None and frame.day is None:
        return known + timedelta(min(today.weekday(), 4))
    return known


def _working(day: date) -> date:
    """The day, or the Monday after it."""
    return day + timedelta(max(0, 7 - day.weekday())) if day.weekday() > 4 else day


def _still_to_come(
    day: date, slot: time, now: datetime, closes: int
) -> Iterator[tuple[date, time]]:
    """The day and time, or the next ones when they are over."""
    if day > now.date() or (day == now.date() and slot > now.time()):
        yield day, slot
    elif day == now.date() and now.hour + 1 < closes:
        yield day, time(now.hour + 1)
    yield _working(max(day, now.date()) + timedelta(1)), slot
