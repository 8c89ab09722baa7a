"""The rep's clock: an instant as the zone of its session shows it."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from callbench.domain.hours import known_zone
from callbench.domain.records import CallSession


def zone_of(session: CallSession) -> tzinfo:
    """The zone of a session; UTC where it names one that nobody knows."""
    return known_zone(session.zone) or UTC


def local(at: datetime, zone: tzinfo) -> datetime:
    """An instant on the clock of a zone; as it is at the very ends of the calendar."""
    try:
        return at.astimezone(zone)
    except OverflowError:
        return at
