"""When a prospect is due again, and what kind of call that will be.

Attempts and their spacing come from the playbook's cadence, in working days: ordinary attempts,
then a *step-back* call (their decision is fine), then a *break-up* call, then they are let go.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from typing import Literal

import msgspec

from callbench.domain.history import History
from callbench.domain.playbook import Disposition, Playbook

CallKind = Literal["first", "follow-up", "promised", "step-back", "break-up", "feedback"]
End = Literal["no-accepted", "let-go", "bad-number", "done"]

PROMISED_AGAIN = timedelta(minutes=30)
"""How soon to try again somebody who did not pick up at the promised time."""


class Due(msgspec.Struct, frozen=True):
    """The next call to somebody: its kind and from when on."""

    kind: CallKind
    attempt: int
    """Which attempt in a row it will be, from 1; for a promised call the attempt in all."""
    at: datetime | None
    """From when on; None where nobody has called yet, so at any time."""
    end: End | None = None
    """Set where there will be no next call, and why."""


def add_working_days(day: date, days: int) -> date:
    """The date `days` working days (Monday to Friday) after `day`."""
    while days > 0:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day


def next_call(history: History, playbook: Playbook, zone: tzinfo) -> Due:
    """What is due next.

    Args:
        history: What earlier calls came to.
        playbook: Whose cadence and dispositions hold.
        zone: The rep's zone, in which working days are counted.
    """
    following = history.attempts + 1
    if history.let_go:
        return Due("follow-up", following, None, "let-go")
    if history.promise is not None:
        return Due("promised", following, history.promise.step.starts_at)
    if history.last_at is None:
        return Due("first", 1, None)
    disposition = playbook.disposition(history.last_disposition)
    if disposition is None:
        return Due("follow-up", following, history.last_at)
    return _after(disposition, history, playbook, zone)


def _after(disposition: Disposition, history: History, playbook: Playbook, zone: tzinfo) -> Due:
    """What follows the last disposition."""
    assert history.last_at is not None
    following = history.unreached + 1
    match disposition.then:
        case "never":
            end: End = "done" if disposition.id != "no-accepted" else "no-accepted"
            return Due("follow-up", following, None, end)
        case "number":
            return Due("follow-up", following, None, "bad-number")
        case "follow-up":
            at = _morning(history.last_at, disposition.follow_up_after, zone)
            return Due("follow-up", 1, at)
    if disposition.then == "soon":
        minutes = timedelta(minutes=disposition.again_in_minutes)
        if _same_day_again(history, disposition):
            return Due(_ordinary(history), following, history.last_at + minutes)
    if history.last_kind == "promised":
        return Due("follow-up", following, history.last_at + PROMISED_AGAIN)
    return _by_cadence(history, playbook, zone)


def _same_day_again(history: History, disposition: Disposition) -> bool:
    """Whether a busy line is tried again the same day: once, then the cadence takes over."""
    return len(history.recent) < 2 or history.recent[1].disposition != disposition.id


def _ordinary(history: History) -> CallKind:
    return "follow-up" if history.attempts else "first"


def _by_cadence(history: History, playbook: Playbook, zone: tzinfo) -> Due:
    assert history.last_at is not None
    cadence = playbook.cadence
    tried, following = history.unreached, history.unreached + 1
    if tried < cadence.attempts:
        wait = cadence.retry_after[tried - 1]
        return Due("follow-up", following, _morning(history.last_at, wait, zone))
    if history.last_kind == "break-up":
        return Due("break-up", following, None, "let-go")
    if history.last_kind == "step-back":
        at = _morning(history.last_at, cadence.break_up_after, zone)
        return Due("break-up", following, at)
    return Due("step-back", following, _morning(history.last_at, cadence.step_back_after, zone))


def _morning(last: datetime, days: int, zone: tzinfo) -> datetime:
    """The start of the day, `days` working days after `last` on the rep's calendar."""
    day = add_working_days(last.astimezone(zone).date(), days)
    return datetime.combine(day, time(), tzinfo=zone)
