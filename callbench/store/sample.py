"""The sample data, moved to today.

The files of ``sample_data`` are true at one moment, the anchor. Moving keeps what a calling
cadence is made of: the distance of a day from today in working days, and the time on the clock.
Instants are computed anew, as another day may have another offset from UTC.

This is on the way to the first screen of ``callbench sample``: it reads straight into records
and writes without fsync, since the folder is a throw-away one.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from callbench.domain.cadence import add_working_days
from callbench.domain.records import (
    Addendum,
    Call,
    CallSession,
    NextStep,
    Pause,
    to_json,
)
from callbench.store.codec import encode_document
from callbench.store.errors import unusable
from callbench.store.session_names import session_name
from callbench.store.workbench import Workbench

__all__ = ["ANCHOR", "make_sample", "sample_folder"]

ANCHOR = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Europe/London"))
"""The moment at which the files are true: a Tuesday."""

SOON = timedelta(minutes=15)
"""A promise this close to the anchor stays as close to now, whatever the clock says."""


class _SessionFile(msgspec.Struct, frozen=True):
    """The tables of a session file."""

    session: dict[str, CallSession]
    calls: dict[str, Call]


def sample_folder() -> Path:
    """Where the sample data lies: inside the installed package, or beside it in a checkout.

    Raises:
        FileNotFoundError: it was left out of the installation.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "sample_data", package.parent / "sample_data"):
        if (folder / "lists").is_dir():
            return folder
    raise FileNotFoundError(f"there is no sample data in or beside {package}")


def make_sample(root: Path, *, now: datetime, zone: str) -> Workbench:
    """Fill the folder `root` with the sample data as of `now`, and open it as a workbench.

    Args:
        root: A throw-away folder, empty or missing; a file in it is never overwritten.
        now: Aware.
        zone: IANA name of the zone in which the rep of the sample works.

    Raises:
        FileNotFoundError: the installation has no sample data.
        StoreError: `root` cannot be used.
    """
    source = sample_folder()
    workbench = Workbench.open(root)
    move = _Move(now, zone)
    for path in source.glob("lists/*.json"):
        _write(workbench.lists / path.name, _moved_document(path.read_bytes(), move))
    refused = source / workbench.do_not_call.name
    _write(workbench.do_not_call, _moved_document(refused.read_bytes(), move))
    for path in source.glob("sessions/*.json"):
        name, document = _moved_session(path.read_bytes(), move)
        _write(workbench.sessions / name, document)
    return workbench


class _Move:
    """The way from the anchor to one moment in one zone."""

    def __init__(self, now: datetime, zone: str) -> None:
        self.zone = zone
        self._there = ZoneInfo(zone)
        self._now = now.astimezone(self._there)
        self._day = cache(self._day_of)

    def instant(self, at: datetime) -> datetime:
        """The same time on the rep's clock, on the day that corresponds."""
        return self._on_clock(at, ANCHOR.tzinfo, self._there)

    def step(self, step: NextStep) -> NextStep:
        """The promise on the day that corresponds, in the rep's zone."""
        starts_at = self._promised(step).astimezone(self._there)
        wall = f"{starts_at:%Y-%m-%dT%H:%M}"
        return replace(step, starts_at=starts_at, wall=wall, zone=self.zone)

    def _promised(self, step: NextStep) -> datetime:
        ahead = step.starts_at - ANCHOR
        if timedelta() <= ahead <= SOON:
            # In UTC, as adding to a wall time goes wrong across a clock change.
            return (self._now.astimezone(UTC) + ahead).replace(second=0, microsecond=0)
        if step.starts_at.date() < ANCHOR.date():
            # By the rep's clock, like the calls that kept it.
            return self.instant(step.starts_at)
        theirs = ZoneInfo(step.their_zone)
        return self._on_clock(step.starts_at, theirs, theirs)

    def _on_clock(self, at: datetime, before: tzinfo | None, after: tzinfo) -> datetime:
        wall = at.astimezone(before)
        return datetime.combine(self._day(wall.date()), wall.time(), tzinfo=after)

    def _day_of(self, day: date) -> date:
        """The day as many working days from today as `day` is from the anchor."""
        today, anchor = self._now.date(), ANCHOR.date()
        if day >= anchor:
            return add_working_days(today, _working_days(anchor, day))
        return _working_days_before(today, _working_days(day, anchor))


def _working_days(first: date, last: date) -> int:
    """How many working days after `first` the working day `last` is."""
    days = (first + timedelta(days=after) for after in range(1, (last - first).days + 1))
    return sum(day.weekday() < 5 for day in days)


def _working_days_before(day: date, days: int) -> date:
    """The date `days` working days before `day`."""
    while days > 0:
        day -= timedelta(days=1)
        days -= day.weekday() < 5
    return day


def _moved_document(data: bytes, move: _Move) -> dict[str, dict[str, dict[str, Any]]]:
    """The tables of a list or of the refusals; their instants are called ``at`` or ``…_at``."""
    document = msgspec.json.decode(data, type=dict[str, dict[str, dict[str, Any]]])
    for table in document.values():
        for entry in table.values():
            for name in entry:
                if name == "at" or name.endswith("_at"):
                    entry[name] = move.instant(datetime.fromisoformat(entry[name])).isoformat()
    return document


def _moved_session(data: bytes, move: _Move) -> tuple[str, dict[str, dict[str, Any]]]:
    """The name and the tables of a session's file."""
    file = msgspec.json.decode(data, type=_SessionFile)
    sessions = {number: _session(session, move) for number, session in file.session.items()}
    calls = {number: _call(call, move) for number, call in file.calls.items()}
    (session,) = sessions.values()
    return session_name(session.started_at, ()), {
        "session": _plain(sessions),
        "calls": _plain(calls),
    }


def _plain(table: dict[str, Any]) -> dict[str, Any]:
    return {number: to_json(record) for number, record in table.items()}


def _session(session: CallSession, move: _Move) -> CallSession:
    started_at = move.instant(session.started_at)
    return replace(
        session,
        title=f"{started_at:%a} {started_at.day} {started_at:%b %Y, %H:%M}",
        started_at=started_at,
        ended_at=_moved(session.ended_at, move),
        zone=move.zone,
        pauses=tuple(
            Pause(started_at=move.instant(pause.started_at), ended_at=_moved(pause.ended_at, move))
            for pause in session.pauses
        ),
    )


def _call(call: Call, move: _Move) -> Call:
    return replace(
        call,
        dialled_at=move.instant(call.dialled_at),
        ended_at=_moved(call.ended_at, move),
        wrapped_at=_moved(call.wrapped_at, move),
        next_step=_moved_step(call.next_step, move),
        addenda=tuple(_addendum(addendum, move) for addendum in call.addenda),
    )


def _addendum(addendum: Addendum, move: _Move) -> Addendum:
    return replace(
        addendum,
        at=move.instant(addendum.at),
        next_step=_moved_step(addendum.next_step, move),
    )


def _moved(at: datetime | None, move: _Move) -> datetime | None:
    return None if at is None else move.instant(at)


def _moved_step(step: NextStep | None, move: _Move) -> NextStep | None:
    return None if step is None else move.step(step)


def _write(path: Path, document: dict[str, Any]) -> None:
    """Write a new file that only its owner may read."""
    try:
        with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(encode_document(document))
    except OSError as error:
        raise unusable(path, error) from error
