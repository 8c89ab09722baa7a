"""Calls in the shapes that CRMs import. docs/exporting.md says what each importer expects.

A call finds its contact by the id of the CRM's own record, where the lead file had one, or by the
address. Numbers are left out: their ``+`` would need an apostrophe before it, which an importer
would take for a part of the number. Texts begin with a word of ours for the same reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

import msgspec

from callbench.domain.folding import fold
from callbench.domain.playbook import Disposition, Playbook
from callbench.domain.records import Call
from callbench.domain.text import one_line
from callbench.exchange.export.calls import (
    CallLog,
    Logged,
    addendum_line,
    answers,
    outcome,
    talk_seconds,
)
from callbench.exchange.tables import as_csv

_LONGEST_SUBJECT = 255
_LONGEST_NOTE = 32_000
"""Salesforce's limits, the narrowest."""

_HUBSPOT_RECORD = re.compile(r"\d{1,19}")
_SALESFORCE_PERSON = re.compile(r"(?:003|00Q)[a-zA-Z0-9]{12}(?:[a-zA-Z0-9]{3})?")
"""The id of a contact or a lead, the two that a task can be about."""
_PIPEDRIVE_PERSON = re.compile(r"\d{1,10}")

_HUBSPOT_OUTCOMES = {
    "no-answer": "No answer",
    "voicemail": "Left voicemail",
    "gatekeeper": "Left live message",
    "busy": "Busy",
    "bad-number": "Wrong number",
}
_BY_WHAT_FOLLOWS = {"soon": "Busy", "number": "Wrong number"}
"""For dispositions of a playbook of one's own: what comes next says what kind they are."""


class _Shape(msgspec.Struct, frozen=True):
    columns: tuple[str, ...]
    row: Callable[[Logged, Playbook, ZoneInfo], tuple[object, ...]]


def as_crm(log: CallLog, shape: str) -> str:
    """The calls that have an outcome, as the CSV that one CRM imports; `shape` is of `SHAPES`."""
    wanted, zone = _SHAPES[shape], ZoneInfo(log.zone)
    done = (logged for logged in log.calls if logged.call.disposition is not None)
    return as_csv(wanted.columns, (wanted.row(logged, log.playbook, zone) for logged in done))


def _hubspot(logged: Logged, playbook: Playbook, zone: ZoneInfo) -> tuple[object, ...]:
    call = logged.call
    return (
        # Milliseconds of the Unix clock: a written time would be read in the account's zone.
        round(call.dialled_at.timestamp() * 1000),
        _subject(call, playbook),
        _note(call, playbook, zone),
        talk_seconds(call) * 1000,
        _hubspot_outcome(playbook.disposition(call.disposition or "")),
        "OUTBOUND",
        _record_id(logged, ("record id", "contact id", "vid"), _HUBSPOT_RECORD),
        logged.email,
    )


def _hubspot_outcome(disposition: Disposition | None) -> str:
    if disposition is None:
        return ""
    if disposition.reached:
        return "Connected"
    known = _HUBSPOT_OUTCOMES.get(disposition.id)
    return known or _BY_WHAT_FOLLOWS.get(disposition.then, "No answer")


def _salesforce(logged: Logged, playbook: Playbook, zone: ZoneInfo) -> tuple[object, ...]:
    call = logged.call
    headers = ("id", "contact id", "lead id", "record id")
    return (
        _record_id(logged, headers, _SALESFORCE_PERSON),
        _subject(call, playbook),
        f"{call.dialled_at.astimezone(zone):%Y-%m-%d}",
        "Completed",
        "Normal",
        "Call",
        "Outbound",
        talk_seconds(call),
        _cut(one_line(outcome(call, playbook)), _LONGEST_SUBJECT),
        _note(call, playbook, zone),
        logged.email,
    )


def _pipedrive(logged: Logged, playbook: Playbook, zone: ZoneInfo) -> tuple[object, ...]:
    call = logged.call
    at = call.dialled_at.astimezone(zone)
    # Whole minutes, rounded up: a call of twenty seconds is not none.
    hours, minutes = divmod(-(-talk_seconds(call) // 60), 60)
    return (
        _subject(call, playbook),
        "Call",
        f"{at:%Y-%m-%d}",
        f"{at:%H:%M}",
        f"{hours:02}:{minutes:02}",
        "Done",
        _note(call, playbook, zone),
        _record_id(logged, ("person id", "id"), _PIPEDRIVE_PERSON),
        one_line(call.prospect.name),
        logged.email,
        one_line(call.prospect.company),
    )


def _record_id(logged: Logged, headers: tuple[str, ...], form: re.Pattern[str]) -> str:
    """The CRM's id of the contact, kept at import under its own header; "" where there is none."""
    extra = logged.prospect.extra if logged.prospect is not None else {}
    by_header = {
        fold(header).removeprefix("person person "): text for header, text in extra.items()
    }
    found = (by_header.get(header, "") for header in headers)
    return next((text for text in found if form.fullmatch(text)), "")


def _subject(call: Call, playbook: Playbook) -> str:
    whom = ", ".join(filter(None, (one_line(call.prospect.name), one_line(call.prospect.company))))
    ended = one_line(outcome(call, playbook))
    return _cut(f"Call: {whom or 'somebody forgotten'} ({ended})", _LONGEST_SUBJECT)


def _note(call: Call, playbook: Playbook, zone: ZoneInfo) -> str:
    return _cut("\n".join(_lines(call, playbook, zone)), _LONGEST_NOTE)


def _lines(call: Call, playbook: Playbook, zone: ZoneInfo) -> Iterator[str]:
    """When and how, then the note as typed, what was answered and agreed, what came after."""
    yield f"Dialled {_clock(call.dialled_at, zone)}, attempt {call.attempt}: " + one_line(
        outcome(call, playbook)
    )
    if call.note:
        yield call.note
    yield from answers(call, playbook)
    if call.next_step is not None:
        reason = one_line(call.next_step.reason)
        yield f"Next: {_clock(call.next_step.starts_at, zone)}" + (f": {reason}" if reason else "")
    yield from map(addendum_line, call.addenda)


def _clock(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M} ({zone.key})"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


_SHAPES: Mapping[str, _Shape] = MappingProxyType({
    "hubspot": _Shape(
        (
            "Activity date", "Call title", "Call notes", "Call duration", "Call outcome",
            "Call direction", "Record ID", "Email",
        ),
        _hubspot,
    ),
    "salesforce": _Shape(
        (
            "WhoId", "Subject", "ActivityDate", "Status", "Priority", "TaskSubtype", "CallType",
            "CallDurationInSeconds", "CallDisposition", "Description", "Email",
        ),
        _salesforce,
    ),
    "pipedrive": _Shape(
        (
            "Activity - Subject", "Activity - Type", "Activity - Due date", "Activity - Due time",
            "Activity - Duration", "Activity - Done", "Activity - Note", "Person - ID",
            "Person - Name", "Person - Email", "Organization - Name",
        ),
        _pipedrive,
    ),
})  # fmt: skip

SHAPES: Mapping[str, tuple[str, ...]] = MappingProxyType({
    name: shape.columns for name, shape in _SHAPES.items()
})
"""The CRMs, and the columns that are written for each."""
