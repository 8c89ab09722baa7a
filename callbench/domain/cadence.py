"""When a prospect is due again, and what kind of call that will be.

Attempts and their spacing come from the playbook's cadence, in working days: ordinary attempts,
then a *step-back* call (their decision is fine), then a *break-up* call, then they are let go.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Literal

import msgspec

from callbench.domain.history import History
from callbench.domain.playbook import Disposition, Playbook

CallKind = Literal["first", "follow-up", "promised", "step-back", "break-up", "feedback"]
End = Literal["no-accepted", "let-go", "bad-number", "done"]

PROMISED_AGAIN = timedelta(minutes=30)
"""How soon to try again, once, somebody who did not pick up at the promised time."""

SAME_DAY_AGAIN = timedelta(minutes=30)
"""How soon to try again where the cadence's wait is 0 working days."""

UNKNOWN_AGAIN = 5
"""Working days after a conversation whose outcome no playbook knows."""


class Due(msgspec.Struct, frozen=True):
    """The next call to somebody: its kind and from when on."""

    kind: CallKind
    attempt: int
    """Which attempt in a row it will be, from 1; for a promised call the attempt in all."""
    at: datetime | None
    """From when on; None where nobody has called yet, so at any time."""
    end: End | None = None
    """Set where there will be no next call, and why."""


@lru_cache(maxsize=4096)
def add_working_days(day: date, days: int) -> date:
    """The date `days` working days (Monday to Friday) after `day`.

    Cached, because the prospects of a list share the few days on which they were called.
    """
    while days > 0:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day


def next_call(history: History, playbook: Playbook, zone: tzinfo) -> Due:
    """What is due next.

    A promise is kept whatever else was said. What ended it for good stays the end, however often
    somebody tried again since.

    Args:
        history: What earlier calls came to.
        playbook: Whose cadence and dispositions hold.
        zone: The rep's zone, in which working days are counted.
    """
    following = history.attempts + 1
    if history.promise is not None:
        return Due("promised", following, history.promise.step.starts_at)
    if history.let_go:
        return Due("follow-up", following, None, "let-go")
    if history.closed_by:
        return Due("follow-up", following, None, _good_end(history.closed_by))
    if history.last_at is None:
        return Due("first", 1, None)
    if not history.last_disposition:
        return Due(_ordinary(history), following, history.last_at)
    disposition = playbook.disposition(history.last_disposition)
    if disposition is None:
        return _after_unknown(history, playbook, zone)
    return _after(disposition, history, playbook, zone)


def _after(disposition: Disposition, history: History, playbook: Playbook, zone: tzinfo) -> Due:
    """What follows the last disposition."""
    assert history.last_at is not None
    following = history.unreached + 1
    match disposition.then:
        case "never":
            return Due("follow-up", following, None, _good_end(disposition.id))
        case "number":
            return Due("follow-up", following, None, "bad-number")
        case "follow-up":
            at = _morning(history.last_at, disposition.follow_up_after, zone)
            return Due("follow-up", 1, at)
        case "soon" if _first_that_day(history, zone):
            at = _later(history.last_at, timedelta(minutes=disposition.again_in_minutes))
            return Due(_same_kind(history), following, at)
    if history.promise_unanswered:
        return Due(_ordinary(history), following, _later(history.last_at, PROMISED_AGAIN))
    return _by_cadence(history, playbook, zone)


def _after_unknown(history: History, playbook: Playbook, zone: tzinfo) -> Due:
    """What follows an outcome of an older playbook: shown again in good time, for the rep to judge.

    Hiding them would lose them silently; calling at once might break a promise to leave them be.
    """
    assert history.last_at is not None
    if history.unreached:
        return _by_cadence(history, playbook, zone)
    return Due("follow-up", 1, _morning(history.last_at, UNKNOWN_AGAIN, zone))


def _good_end(disposition: str) -> End:
    return "no-accepted" if disposition == "no-accepted" else "done"


def _first_that_day(history: History, zone: tzinfo) -> bool:
    """Whether a busy line is tried again the same day: once, then the cadence takes over."""
    if len(history.recent) < 2:
        return True
    last, before = history.recent[:2]
    same_day = last.at.astimezone(zone).date() == before.at.astimezone(zone).date()
    return before.disposition != last.disposition or not same_day


def _same_kind(history: History) -> CallKind:
    """A busy line was no call yet: what was to be said in it is still to be said."""
    if history.last_kind == "break-up":
        return "break-up"
    return "step-back" if history.last_kind == "step-back" else _ordinary(history)


def _ordinary(history: History) -> CallKind:
    """A follow-up refers to what was said; before anything was, each attempt is a first call."""
    return "follow-up" if history.conversations else "first"


def _by_cadence(history: History, playbook: Playbook, zone: tzinfo) -> Due:
    """The next attempt in a row; what counts is which calls were made, not how many."""
    assert history.last_at is not None
    cadence = playbook.cadence
    following = history.unreached + 1
    # A conversation that asks for a retry begins the cadence as a first attempt does.
    tried = max(history.unreached, 1)
    if history.furthest == "break-up":
        return Due("break-up", following, None, "let-go")
    if history.furthest == "step-back":
        return Due("break-up", following, _morning(history.last_at, cadence.break_up_after, zone))
    if tried < cadence.attempts:
        at = _morning(history.last_at, cadence.retry_after[tried - 1], zone)
        return Due(_ordinary(history), following, at)
    return Due("step-back", following, _morning(history.last_at, cadence.step_back_after, zone))


def _later(last: datetime, wait: timedelta) -> datetime:
    """Elapsed time, so counted in UTC: wall time jumps when the clocks change."""
    return last.astimezone(UTC) + wait


def _morning(last: datetime, days: int, zone: tzinfo) -> datetime:
    """The start of the day, `days` working days after `last` on the rep's calendar.

    A wait of 0 days means later the same day, not at once and for ever.
    """
    if days == 0:
        return _later(last, SAME_DAY_AGAIN)
    return _midnight(add_working_days(last.astimezone(zone).date(), days), zone)


@lru_cache(maxsize=4096)
def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)
