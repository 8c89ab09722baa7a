"""What callbench keeps: prospects, calls, answers, next steps and sessions.

All of them are frozen: an edit returns a copy (``msgspec.structs.replace``). They are read and
checked once, where a file comes in, and are trusted everywhere else. Instants are aware
datetimes; ids are UUID4 hex strings made where the record is made, so that records of two
machines never clash.
"""

# No annotations from the future: msgspec would have to evaluate each of them at the start.

import uuid
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace

__all__ = [
    "Addendum",
    "Answer",
    "Call",
    "CallSession",
    "NextStep",
    "Pause",
    "Prospect",
    "ProspectRef",
    "new_id",
    "replace",
    "to_json",
]

FORMAT = 1
"""The version of the session format that this program writes."""


def new_id() -> str:
    """A globally unique id (RFC 9562 version 4) as 32 hexadecimal digits."""
    return uuid.uuid4().hex


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """The base of everything that is stored."""


class Prospect(Record, frozen=True, kw_only=True):
    """Somebody to call, as a list knows them."""

    id: str
    name: str
    company: str = ""
    title: str = ""
    """Their job title."""
    phone: str = ""
    """E.164, or as typed where no country is known, or "" where there is none."""
    extension: str = ""
    email: str = ""
    zone: str = ""
    """IANA name given by the list or the rep, or "" where nobody said."""
    zones: tuple[str, ...] = ()
    """The zones that country, number and city leave possible, derived at import."""
    country: str = ""
    city: str = ""
    notes: str = ""
    """What the list says about them: research, seen before dialling."""
    reason: str = ""
    """Why to call them, in one line."""
    news: str = ""
    """Something that happened at their company, worth a call."""
    priority: int = 0
    """Higher is called earlier; 0 is ordinary."""
    tags: tuple[str, ...] = ()
    do_not_call: bool = False
    referred_by: str = ""
    extra: dict[str, str] = msgspec.field(default_factory=dict)
    """Columns of the lead file that have no field of their own."""

    @property
    def ref(self) -> "ProspectRef":
        """The few fields that a call keeps, so that it can be read without the list."""
        return ProspectRef(id=self.id, name=self.name, company=self.company, phone=self.phone)


class ProspectRef(Record, frozen=True, kw_only=True):
    """Whom a call was made to, as they were called on that day."""

    id: str
    name: str
    company: str = ""
    phone: str = ""


class Answer(Record, frozen=True, kw_only=True):
    """What was answered to one question of the checklist."""

    answer: str
    """The id of the answer chosen, for example ``no`` or ``one-more-issue``."""
    detail: str = ""
    """Their words."""


class NextStep(Record, frozen=True, kw_only=True):
    """What was agreed: an exact day and time, and the reason to speak."""

    starts_at: datetime
    """The instant; aware."""
    wall: str
    """The wall time that was agreed in `zone`: ``YYYY-MM-DDTHH:MM``."""
    zone: str
    """IANA name of the zone in which it was agreed."""
    their_zone: str = ""
    minutes: int = 30
    channel: str = "call"
    reason: str = ""
    agreed: bool = True
    """Whether both agreed to it, rather than the rep promising it alone."""


class Addendum(Record, frozen=True, kw_only=True):
    """Something added to a past call; the call itself is never rewritten."""

    at: datetime
    text: str
    kind: str = "note"
    """``note``, or what became of the call's promise or problem: ``moved``, ``cancelled``,
    ``held``, ``no-show``, ``sent``, ``let-go`` or ``reopened``."""
    next_step: NextStep | None = None
    """The new agreement of a ``moved`` one."""
    about: str = ""
    """The words of the note that a ``sent`` one settles."""
    undoes: datetime | None = None
    """The moment of another addendum to the same call that this one takes back; neither counts."""


class Call(Record, frozen=True, kw_only=True):
    """One attempt to reach a prospect, and what came of it."""

    id: str
    prospect: ProspectRef
    attempt: int
    kind: str
    """``first`` until somebody was spoken to, then ``follow-up``; or ``promised``,
    ``step-back``, ``break-up``, ``feedback``."""
    dialled_at: datetime
    ended_at: datetime | None = None
    """When the line was put down; talk time runs from `dialled_at` to here."""
    wrapped_at: datetime | None = None
    """When the wrap-up was confirmed; after-call time runs from `ended_at` to here."""
    disposition: str | None = None
    """Id of a disposition of the playbook; None while the call has no outcome."""
    note: str = ""
    answers: dict[str, Answer] = msgspec.field(default_factory=dict)
    next_step: NextStep | None = None
    ticked: tuple[str, ...] = ()
    """Questions of theirs, noted with ``?``, that were answered during the call."""
    told: tuple[str, ...] = ()
    """Ids of the success stories that were told."""
    addenda: tuple[Addendum, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether the call still lacks an outcome or its confirmation."""
        return self.wrapped_at is None


class Pause(Record, frozen=True, kw_only=True):
    """A stretch of a session in which its clocks stood still."""

    started_at: datetime
    ended_at: datetime | None = None


class CallSession(Record, frozen=True, kw_only=True):
    """One calling block: its frame, without the calls."""

    id: str
    title: str = ""
    """A session whose file has none is called by the file's name."""
    started_at: datetime
    ended_at: datetime | None = None
    rep: str = ""
    zone: str = "UTC"
    """IANA name of the rep's zone."""
    target_calls: int | None = None
    lists: tuple[str, ...] = ()
    """Slugs of the lists that were called."""
    pauses: tuple[Pause, ...] = ()
    skipped: dict[str, datetime] = msgspec.field(default_factory=dict)
    """Ids of prospects put off to later today, and when that was."""
    drafts: dict[str, str] = msgspec.field(default_factory=dict)
    """Notes typed before dialling, by id of the prospect; and lines of a wrap-up that are being
    typed, by ``call/question/answer``."""
    format: int = FORMAT


def to_json(record: Record) -> dict[str, Any]:
    """The record as plain JSON values; instants as ISO 8601 with a numeric offset."""
    return {name: _plain(getattr(record, name)) for name in record.__struct_fields__}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Record):
        return to_json(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
