"""Next steps as calendar files (RFC 5545): one event each, a feed of all, or a vdir folder.

Times are in UTC, which needs no VTIMEZONE and is shifted by nobody. The UID stays the same for
the life of a promise and SEQUENCE counts its moves, so that a calendar updates what it has
instead of adding a second entry. `icalendar` is imported where it is needed: it costs 75 ms.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from callbench.domain.agenda import Promise
from callbench.domain.hours import city, known_zone
from callbench.domain.records import NextStep
from callbench.domain.text import clean, one_line
from callbench.domain.when.speak import spoken
from callbench.store.atomic import read_regular, write_atomically

if TYPE_CHECKING:
    from icalendar import Calendar, Event

_PRODUCT = "-//callbench//callbench//EN"
_END = b"END:VCALENDAR\r\n"
_PLAIN_ID = re.compile(r"[0-9A-Za-z-]{1,64}")
_LONGEST_MINUTES = 24 * 60


def uid_of(promise: Promise) -> str:
    """The UID of a promise: the id of the call that made it, for all its life."""
    ident = promise.call
    if _PLAIN_ID.fullmatch(ident) is None:
        # A file may name a call as it likes; the UID becomes a file name and a property.
        ident = hashlib.sha256(ident.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return f"{ident}@callbench"


def event(promise: Promise, zone: str = "") -> bytes:
    """One promise as an .ics file to be imported; called off, it takes the entry away again.

    Args:
        promise: What was agreed.
        zone: IANA name of the rep's zone, for the clocks in the description.
    """
    calendar = _calendar()
    calendar.add("method", "CANCEL" if promise.is_called_off else "PUBLISH")
    calendar.add_component(_event(promise, zone))
    return _bytes(calendar)


def feed(promises: Iterable[Promise], zone: str = "") -> bytes:
    """One calendar of everything that is still to come, to subscribe to; `zone` as in `event`."""
    calendar = _calendar()
    calendar.add("x-wr-calname", "callbench")
    coming = (promise for promise in promises if promise.state in {"coming", "due"})
    return _with_events(_bytes(calendar), (event_lines(promise, zone) for promise in coming))


def write_vdir(folder: Path, promises: Iterable[Promise], zone: str = "") -> tuple[Path, ...]:
    """Keep a vdir folder (khal, vdirsyncer) in step: one file per promise, named by its UID.

    Files of promises that were moved to another call or called off are removed; a file that has
    not changed is not touched, so that nothing is synchronised without need. Other files in the
    folder are left alone.

    Args:
        folder: Made where it is missing.
        promises: Every promise, open or settled.
        zone: As in `event`.

    Returns:
        The files that were written.

    Raises:
        StoreError: a file of that name is a link.
        OSError: the folder can't be made or written.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = []
    for promise in promises:
        path = folder / f"{uid_of(promise)}.ics"
        if promise.is_called_off:
            path.unlink(missing_ok=True)
        elif _differs(path, data := _item(promise, zone)):
            write_atomically(path, data)
            written.append(path)
    return tuple(written)


def _differs(path: Path, data: bytes) -> bool:
    with suppress(FileNotFoundError):
        return read_regular(path)[0] != data
    return True


def _item(promise: Promise, zone: str) -> bytes:
    """One event as a calendar store keeps it (RFC 4791 forbids METHOD there)."""
    return _with_events(_frame(), [event_lines(promise, zone)])


@lru_cache(maxsize=4096)
def event_lines(promise: Promise, zone: str) -> bytes:
    """The lines of one event; kept, as feed and folder are written anew at every booking."""
    data: bytes = _event(promise, zone).to_ical()
    return data


def _with_events(frame: bytes, events: Iterable[bytes]) -> bytes:
    """An empty calendar with these events in it."""
    return frame.replace(_END, b"".join(events) + _END)


@lru_cache(maxsize=1)
def _frame() -> bytes:
    """An empty calendar."""
    return _bytes(_calendar())


def _bytes(calendar: Calendar) -> bytes:
    data: bytes = calendar.to_ical()
    return data


def _calendar() -> Calendar:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _PRODUCT)
    return calendar


def _event(promise: Promise, zone: str) -> Event:
    from icalendar import Event

    step = promise.step
    starts_at = step.starts_at.astimezone(UTC)
    event = Event()
    event.add("uid", uid_of(promise))
    event.add("dtstamp", _changed_at(promise).astimezone(UTC))
    event.add("sequence", _sequence(promise))
    event.add("dtstart", starts_at)
    event.add("dtend", starts_at + timedelta(minutes=_minutes(step)))
    event.add("summary", _summary(promise))
    event.add("description", _description(promise, zone))
    event.add("status", _status(promise))
    return event


def _changed_at(promise: Promise) -> datetime:
    """When the event last changed. No clock is asked: the same promise gives the same bytes."""
    if promise.is_called_off and promise.settled_at is not None:
        return promise.settled_at
    moved = (move.at for move in promise.moves)
    return max((promise.made_at, *moved, *promise.taken_back))


def _sequence(promise: Promise) -> int:
    """How often the event was changed; calling it off is one change more (RFC 5546, 2.1.4).

    So are a change that was taken back, and the taking back.
    """
    return len(promise.moves) + promise.is_called_off + 2 * len(promise.taken_back)


def _status(promise: Promise) -> str:
    if promise.is_called_off:
        return "CANCELLED"
    return "CONFIRMED" if promise.step.agreed else "TENTATIVE"


def _minutes(step: NextStep) -> int:
    return min(max(step.minutes, 1), _LONGEST_MINUTES)


def _summary(promise: Promise) -> str:
    channel = one_line(promise.step.channel).capitalize() or "Call"
    whom = ", ".join(filter(None, (promise.prospect.name, promise.prospect.company)))
    return one_line(f"{channel} with {whom}")


def _description(promise: Promise, zone: str) -> str:
    """Why, which number, and what the time is on both clocks."""
    step = promise.step
    lines = [
        one_line(step.reason),
        one_line(promise.prospect.phone),
        *clocks(step, zone),
    ]
    return clean("\n".join(filter(None, lines)))


def clocks(step: NextStep, zone: str = "", *, theirs_first: bool = False) -> tuple[str, ...]:
    """The agreed time on every clock that matters, as in ``Tue 1 Dec 2026 15:00 in London``.

    The clock it was agreed on comes first unless told otherwise, then theirs, then that of the
    rep's `zone`; one that shows the same as another before it is left out.
    """
    names = [step.zone, step.their_zone, zone]
    if theirs_first:
        names.insert(0, step.their_zone)
    spelled: dict[str, str] = {}
    for name in names:
        if (place := known_zone(name)) is not None:
            clock = spoken(step.starts_at.astimezone(place))
            spelled.setdefault(clock, f"{clock} in {city(name)}")
    return tuple(spelled.values()) or (spoken(step.starts_at.astimezone(UTC)) + " UTC",)
