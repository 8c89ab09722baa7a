"""Small builders for records, a clock that stands still until told, and a recorder of lists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from callbench.domain.block import Block
from callbench.domain.playbook import Playbook, parse_playbook
from callbench.domain.records import Call, CallSession, NextStep, Prospect, replace, to_json
from callbench.store.playbook import default_text

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
"""A Tuesday morning."""

LONDON = ZoneInfo("Europe/London")

PLAYBOOK = parse_playbook(default_text())

DANA = Prospect(
    id="dana",
    name="Dana Whitfield",
    company="Northwind Freight",
    phone="+442079460018",
    zone="Europe/London",
)
OMAR = replace(DANA, id="omar", name="Omar Haddad", phone="+442079460019")
LENA = replace(DANA, id="lena", name="Lena Fischer", phone="+442079460020")


class FakeClock:
    """A clock that moves only when it is told to, or by `step` with each look at it."""

    def __init__(self, now: datetime = NOW, step: timedelta = timedelta()) -> None:
        self.now = now
        self.step = step

    def __call__(self) -> datetime:
        if self.step:
            self.now += self.step
        return self.now

    def tick(self, **duration: float) -> datetime:
        self.now += timedelta(**duration)
        return self.now


class RecorderList:
    """A recorder that keeps what it was given, and in which order, as JSON the way a file would."""

    def __init__(self) -> None:
        self.acts: list[tuple[str, str, bool]] = []
        self._session: dict[str, Any] | None = None
        self._calls: dict[str, dict[str, Any]] = {}

    def put_session(self, session: CallSession, *, urgent: bool = False) -> None:
        self.acts.append(("session", session.id, urgent))
        self._session = to_json(session)

    def put_call(self, call: Call, *, urgent: bool = False) -> None:
        self.acts.append(("call", call.id, urgent))
        self._calls[call.id] = to_json(call)

    def remove_call(self, call_id: str) -> None:
        self.acts.append(("removed", call_id, True))
        del self._calls[call_id]

    @property
    def session(self) -> CallSession | None:
        return None if self._session is None else msgspec.convert(self._session, CallSession)

    @property
    def calls(self) -> tuple[Call, ...]:
        return tuple(msgspec.convert(call, Call) for call in self._calls.values())


def a_session(**fields: Any) -> CallSession:
    given = {"id": "session", "title": "Tue 24 Nov 2026, 10:00", "started_at": NOW, **fields}
    return CallSession(**given)


def a_call(disposition: str | None = "no-answer", at: datetime = NOW, **fields: Any) -> Call:
    """A call to Dana that took a minute and, with an outcome, is wrapped up."""
    ended = None if disposition is None else at + timedelta(minutes=1)
    given = {
        "id": f"call at {at.isoformat()}",
        "prospect": DANA.ref,
        "attempt": 1,
        "kind": "first",
        "dialled_at": at,
        "ended_at": ended,
        "wrapped_at": ended,
        "disposition": disposition,
        **fields,
    }
    return Call(**given)


def a_step(at: datetime, **fields: Any) -> NextStep:
    wall = f"{at.astimezone(LONDON):%Y-%m-%dT%H:%M}"
    return NextStep(**{"starts_at": at, "wall": wall, "zone": "Europe/London", **fields})


def a_block(
    *,
    clock: FakeClock | None = None,
    recorder: RecorderList | None = None,
    playbook: Playbook = PLAYBOOK,
    calls: tuple[Call, ...] = (),
    session: CallSession | None = None,
    refuses: Callable[[Prospect], bool] = lambda prospect: False,
) -> Block:
    """A block whose clock moves on a second with each look, so that no two acts coincide."""
    return Block(
        session or a_session(),
        playbook,
        clock or FakeClock(step=timedelta(seconds=1)),
        recorder or RecorderList(),
        calls,
        refuses=refuses,
    )
