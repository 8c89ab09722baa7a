"""Short ways to write down calls, for the tests of the agenda."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from callbench.domain.playbook import Playbook
from callbench.domain.records import Addendum, Call, CallSession, NextStep, ProspectRef
from callbench.store.playbook import load_playbook

DANA = ProspectRef(
    id="dana", name="Dana Whitfield", company="Northwind Freight", phone="+442079460018"
)
MADE = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
"""When the promise of most tests is made."""
PROMISED = datetime(2026, 12, 1, 15, 0, tzinfo=UTC)
"""The time that is promised in it."""

DEFAULT = load_playbook(Path("/nonexistent/playbook.toml"))


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def step_at(
    at: datetime = PROMISED, *, length: int = 30, zone: str = "Europe/London", reason: str = ""
) -> NextStep:
    return NextStep(
        starts_at=at, wall=f"{at:%Y-%m-%dT%H:%M}", zone=zone, minutes=length, reason=reason
    )


def a_call(
    ident: str,
    at: datetime,
    disposition: str | None = "no-answer",
    *,
    step: NextStep | None = None,
    to: ProspectRef = DANA,
    note: str = "",
    kind: str = "follow-up",
    addenda: tuple[Addendum, ...] = (),
) -> Call:
    return Call(
        id=ident,
        prospect=to,
        attempt=1,
        kind=kind,
        dialled_at=at,
        ended_at=at if disposition else None,
        wrapped_at=at if disposition else None,
        disposition=disposition,
        note=note,
        next_step=step,
        addenda=addenda,
    )


def added(
    kind: str, at: datetime, *, step: NextStep | None = None, text: str = "", about: str = ""
) -> Addendum:
    return Addendum(at=at, text=text, kind=kind, next_step=step, about=about)


def in_session(*calls: Call, ident: str = "block") -> tuple[CallSession, tuple[Call, ...]]:
    started = min((call.dialled_at for call in calls), default=MADE)
    return CallSession(id=ident, title=ident, started_at=started), calls


__all__ = [
    "DANA",
    "DEFAULT",
    "MADE",
    "PROMISED",
    "Playbook",
    "a_call",
    "added",
    "in_session",
    "minutes",
    "step_at",
]
