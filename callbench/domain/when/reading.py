"""What the reader of phrases answers, and the clock constants of its policy."""

from datetime import datetime, time
from typing import Literal

import msgspec

Kind = Literal["exact", "vague", "impossible"]
"""One instant; something is missing or undecided; no future instant can be meant."""

DateOrder = Literal["dmy", "mdy", "none"]
"""How two numbers are read as a date; with `none` only a number over 12 decides."""


class Hours(msgspec.Struct, frozen=True):
    """The clock constants of the policy."""

    opens: int = 8
    """First hour inside which a bare 1-12 clock must have exactly one reading."""
    closes: int = 19
    """The hour that ends those hours, itself outside."""
    end_of_day: time = time(17)
    """What `eod`, `cob` and `close of business` mean."""
    first_thing: time = time(9)
    """What `first thing` means."""


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """How a phrase was read: exact, vague or impossible."""

    kind: Kind
    """Which of the three."""
    starts_at: datetime | None = None
    """The instant, aware, its tzinfo being the zone; only when exact."""
    zone: str
    """IANA name of the zone in which the phrase was read."""
    minutes: int | None = None
    """The length, from a range or "for 30 minutes"."""
    spoken: str = ""
    """The instant spelled out, "Tue 1 Dec 2026 15:00"; reads back to the same instant."""
    message: str = ""
    """What is missing or why it can't be, one short line for a rep."""
    candidates: tuple[datetime, ...] = ()
    """The instants to choose from, aware, at most four."""
    suggestion: str = ""
    """A phrase that reads exact now, to be taken with one key; empty when there is none."""
