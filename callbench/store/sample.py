"""The sample data, moved to today.

The files of ``sample_data`` are true at one moment, the anchor. Moving keeps what a calling
cadence is made of: the distance of a day from today in working days, and the time on the clock.
Instants are computed anew, as another day may have another offset from UTC.

This is on the way to the first screen of ``callbench sample``: the documents are moved as they
are, and written without fsync, since the folder is a throw-away one.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from callbench.domain.cadence import add_working_days
from callbench.store.codec import encode_document
from callbench.store.errors import unusable
from callbench.store.session_names import session_name
from callbench.store.workbench import Workbench

__all__ = ["ANCHOR", "make_sample", "sample_folder"]

Tables = dict[str, dict[str, dict[str, Any]]]

ANCHOR = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Europe/London"))
"""The moment at which the files are true: a Tuesday."""

SOON = timedelta(minutes=15)
"""A promise this close to the anchor stays as close to now, whatever the clock says."""


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

    def step(self, step: dict[str, Any]) -> dict[str, Any]:
        """A promise on the day that corresponds, in the rep's zone."""
        promised = self._promised(datetime.fromisoformat(step["starts_at"]), step["their_zone"])
        starts_at = promised.astimezone(self._there)
        return {
            **step,
            "starts_at": starts_at.isoformat(),
            "wall": f"{starts_at:%Y-%m-%dT%H:%M}",
            "zone": self.zone,
        }

    def _promised(self, starts_at: datetime, their_zone: str) -> datetime:
        ahead = starts_at - ANCHOR
        if timedelta() <= ahead <= SOON:
            # In UTC, as adding to a wall time goes wrong across a clock change.
            return (self._now.astimezone(UTC) + ahead).replace(second=0, microsecond=0)
        if starts_at.date() < ANCHOR.date():
            # By the rep's clock, like the calls that kept it.
            return self.instant(starts_at)
        theirs = ZoneInfo(their_zone)
        return self._on_clock(starts_at, theirs, theirs)

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


def _moved_document(data: bytes, move: _Move) -> Tables:
    """The tables of a file; its instants are called ``at`` or ``…_at``, wherever they stand."""
    tables = msgspec.json.decode(data, type=Tables)
    for table in tables.values():
        for document in table.values():
            _move_within(document, move)
    return tables


def _moved_session(data: bytes, move: _Move) -> tuple[str, Tables]:
    """The name and the tables of a session's file."""
    tables = _moved_document(data, move)
    (session,) = tables["session"].values()
    started_at = datetime.fromisoformat(session["started_at"])
    session["title"] = f"{started_at:%a} {started_at.day} {started_at:%b %Y, %H:%M}"
    session["zone"] = move.zone
    return session_name(started_at, ()), tables


def _move_within(value: object, move: _Move) -> None:
    """Move every instant in the values of a document."""
    if isinstance(value, list):
        for item in value:
            _move_within(item, move)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name == "next_step" and item:
                value[name] = move.step(item)
            elif (name == "at" or name.endswith("_at")) and item:
                value[name] = move.instant(datetime.fromisoformat(item)).isoformat()
            elif isinstance(item, dict | list):
                _move_within(item, move)


def _write(path: Path, document: Tables) -> None:
    """Write a new file that only its owner may read."""
    try:
        with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(encode_document(document))
    except OSError as error:
        raise unusable(path, error) from error
