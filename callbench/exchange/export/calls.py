"""Every call ever made, as JSON, for spreadsheets, and to be read."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import groupby
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from callbench.domain.playbook import Playbook
from callbench.domain.records import Addendum, Answer, Call, CallSession, Prospect, to_json
from callbench.domain.stats import measure
from callbench.domain.text import one_line
from callbench.exchange.report import report
from callbench.exchange.tables import as_csv
from callbench.store.config import load
from callbench.store.errors import StoreError
from callbench.store.lists import read_lists
from callbench.store.playbook import load_playbook
from callbench.store.session_names import session_paths
from callbench.store.sessions import read_session
from callbench.store.workbench import Workbench

COLUMNS = (
    "session", "call", "rep", "dialled_at", "ended_at", "wrapped_at", "talk_seconds", "attempt",
    "kind", "disposition", "outcome", "conversation", "prospect", "name", "company", "phone",
    "email", "note", "answers", "next_step", "next_step_zone", "next_step_minutes",
    "next_step_reason", "addenda",
)  # fmt: skip
"""Of the CSV; instants are ISO 8601 with an offset."""


class Logged(msgspec.Struct, frozen=True):
    """A call, the session it was made in, and what the lists know of the prospect."""

    session: CallSession
    call: Call
    prospect: Prospect | None
    """None where no list has them any more."""

    @property
    def email(self) -> str:
        """The address to find them by, or "" where none is known."""
        return self.prospect.email if self.prospect else ""


class CallLog(msgspec.Struct, frozen=True):
    """Calls as read from a workbench, and what is needed to name what is in them."""

    calls: tuple[Logged, ...]
    """In the order of their sessions, oldest first."""
    playbook: Playbook
    zone: str
    """IANA name of the rep's zone."""
    errors: tuple[StoreError, ...] = ()
    """Files that could not be read."""


def read_calls(
    workbench: Workbench, slugs: Container[str] | None = None, since: date | None = None
) -> CallLog:
    """The calls of a workbench.

    Args:
        workbench: Where they are.
        slugs: Only calls to prospects of these lists.
        since: Only calls dialled on this day of the rep's zone or later.

    Raises:
        StoreError: The settings or a folder can't be read.
        PlaybookError: The playbook can't be used.
    """
    config, playbook = load(workbench), load_playbook(workbench.playbook)
    lists, errors = read_lists(workbench)
    known = {prospect.id: prospect for found in lists for prospect in found.prospects}
    wanted = (
        None
        if slugs is None
        else {who.id for found in lists if found.slug in slugs for who in found.prospects}
    )
    zone = ZoneInfo(config.zone)
    calls = tuple(
        Logged(session, call, known.get(call.prospect.id))
        for session, call in _every_call(workbench, errors)
        if (wanted is None or call.prospect.id in wanted)
        and (since is None or call.dialled_at.astimezone(zone).date() >= since)
    )
    return CallLog(calls, playbook, config.zone, tuple(errors))


def _every_call(
    workbench: Workbench, errors: list[StoreError]
) -> Iterator[tuple[CallSession, Call]]:
    """Each call once: a copy of a session that a sync client made has the same ones again."""
    met: set[str] = set()
    for path in reversed(session_paths(workbench)):
        try:
            stored = read_session(path)
        except StoreError as error:
            errors.append(error)
            continue
        for call in stored.calls:
            if call.id not in met:
                met.add(call.id)
                yield stored.session, call


def talk_seconds(call: Call) -> int:
    """How long the line was up, or rang."""
    if call.ended_at is None:
        return 0
    return max(round((call.ended_at.astimezone(UTC) - call.dialled_at).total_seconds()), 0)


def outcome(call: Call, playbook: Playbook) -> str:
    """How the call ended, as the playbook calls it; "" while it is open."""
    disposition = playbook.disposition(call.disposition or "")
    return disposition.label if disposition is not None else call.disposition or ""


def answers(call: Call, playbook: Playbook) -> Iterator[str]:
    """A line for each question of the checklist that was answered."""
    for ident, answer in call.answers.items():
        yield _answer(ident, answer, playbook)


def _answer(ident: str, answer: Answer, playbook: Playbook) -> str:
    question = playbook.question(ident)
    option = question.option(answer.answer) if question is not None else None
    prompt = question.prompt if question is not None else f"{ident}:"
    said = f"{prompt} {option.label if option is not None else answer.answer}"
    return one_line(f"{said}: {answer.detail}" if answer.detail else said)


def addendum_line(addendum: Addendum) -> str:
    """An addendum in a line, with its day."""
    said = one_line(addendum.text or addendum.about)
    # What takes another one back says so by its words.
    kind = "note" if addendum.undoes is not None else addendum.kind
    return f"{addendum.at:%Y-%m-%d} {kind}" + (f": {said}" if said else "")


def _plain(logged: Logged) -> dict[str, Any]:
    """A call as its file has it, with the session's id, rep and lists beside."""
    session = logged.session
    return {
        "session": session.id,
        "rep": session.rep,
        "lists": list(session.lists),
        **to_json(logged.call),
        "talk_seconds": talk_seconds(logged.call),
    }


def _json(log: CallLog) -> str:
    return json.dumps([_plain(logged) for logged in log.calls], indent=2) + "\n"


def _csv(log: CallLog) -> str:
    return as_csv(COLUMNS, (_row(logged, log.playbook) for logged in log.calls))


def _row(logged: Logged, playbook: Playbook) -> tuple[object, ...]:
    call, step, who = logged.call, logged.call.next_step, logged.call.prospect
    return (
        logged.session.id, call.id, logged.session.rep, _instant(call.dialled_at),
        _instant(call.ended_at), _instant(call.wrapped_at), talk_seconds(call), call.attempt,
        call.kind, call.disposition or "", outcome(call, playbook),
        "yes" if playbook.reached(call.disposition) else "no", who.id, who.name, who.company,
        who.phone, logged.email, call.note, "\n".join(answers(call, playbook)),
        _instant(step.starts_at) if step else "", step.zone if step else "",
        step.minutes if step else "", step.reason if step else "",
        "\n".join(map(addendum_line, call.addenda)),
    )  # fmt: skip


def _instant(at: datetime | None) -> str:
    return at.isoformat() if at is not None else ""


def _markdown(log: CallLog) -> str:
    """A report for each session."""
    reports = []
    for session, group in groupby(log.calls, key=lambda logged: logged.session):
        calls = [logged.call for logged in group]
        reports.append(report(session, calls, measure(calls, log.playbook), log.playbook))
    return "\n".join(reports) if reports else "# Calls\n\nNone.\n"


FORMATS: Mapping[str, Callable[[CallLog], str]] = MappingProxyType({
    "csv": _csv,
    "json": _json,
    "markdown": _markdown,
})
"""What calls can be written as, beside the shapes of `callbench.exchange.export.crm`."""
