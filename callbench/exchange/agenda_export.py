"""The agenda as JSON, CSV, Markdown, plain text or a calendar."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, tzinfo
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from callbench.domain.agenda import Agenda, Candidate, Problem, Promise
from callbench.domain.agreement import both_clocks
from callbench.domain.hours import known_zone
from callbench.domain.records import NextStep, ProspectRef, to_json
from callbench.domain.text import one_line
from callbench.exchange import tables
from callbench.exchange.agenda import ReadAgenda
from callbench.exchange.calendar import feed
from callbench.exchange.report import literal

COLUMNS = ("part", "state", "when", "zone", "name", "company", "phone", "about", "session", "call")
"""Of the CSV; `when` is ISO 8601, a date alone for a problem."""


# ---------------------------------------------------------------------- JSON


def as_plain(agenda: Agenda) -> dict[str, Any]:
    """The agenda as plain JSON values, in the shape that ``agenda --json`` promises."""
    return {
        "overdue": [plain_promise(promise) for promise in agenda.overdue],
        "today": [plain_promise(promise) for promise in agenda.today],
        "coming": [plain_promise(promise) for promise in agenda.coming],
        "problems": [_plain_problem(problem) for problem in agenda.problems],
        "let_go": [_plain_candidate(one) for one in agenda.let_go],
        "ready_step_back": [_plain_candidate(one) for one in agenda.ready_step_back],
        "ready_break_up": [_plain_candidate(one) for one in agenda.ready_break_up],
        "ready_let_go": [_plain_candidate(one) for one in agenda.ready_let_go],
        "counts": msgspec.structs.asdict(agenda.counts),
    }


def plain_promise(promise: Promise) -> dict[str, Any]:
    """One promise as plain JSON values; its time has the offset of the zone it was agreed in."""
    step = promise.step
    return {
        "prospect": to_json(promise.prospect),
        "starts_at": _agreed_time(step).isoformat(),
        "zone": step.zone,
        "state": promise.state,
        "reason": step.reason,
        "session": promise.session,
        "call": promise.call,
        "their_zone": step.their_zone,
        "minutes": step.minutes,
        "channel": step.channel,
        "agreed": step.agreed,
        "made_at": promise.made_at.isoformat(),
        "kept_by": promise.kept_by,
        "moves": [
            {
                "at": move.at.isoformat(),
                "from": _agreed_time(move.before).isoformat(),
                "reason": move.reason,
            }
            for move in promise.moves
        ],
    }


def _agreed_time(step: NextStep) -> datetime:
    zone = known_zone(step.zone)
    return step.starts_at.astimezone(zone) if zone is not None else step.starts_at


def _plain_problem(problem: Problem) -> dict[str, Any]:
    return {
        "prospect": to_json(problem.prospect),
        "problem": problem.words,
        "heard_at": problem.heard_at.isoformat(),
        "due": problem.due.isoformat(),
        "overdue": problem.overdue,
        "session": problem.session,
        "call": problem.call,
    }


def _plain_candidate(one: Candidate) -> dict[str, Any]:
    return {
        "prospect": to_json(one.prospect),
        "since": one.since.isoformat() if one.since is not None else None,
        "attempts": one.attempts,
        "session": one.session,
        "call": one.call,
    }


# ---------------------------------------------------------------------- tables and text


class _Line(msgspec.Struct, frozen=True):
    """One entry of the agenda, whatever part it belongs to."""

    state: str
    when: str
    """ISO 8601."""
    spoken: str
    """The same to be read: on the rep's clock, and on theirs where it shows another time."""
    zone: str
    prospect: ProspectRef
    about: str
    session: str
    call: str


def _parts(agenda: Agenda, zone: tzinfo) -> Iterator[tuple[str, list[_Line]]]:
    """The parts of the agenda that have anything in them, with their headings."""
    parts: list[tuple[str, list[_Line]]] = [
        ("Overdue", [_promise_line(promise, zone) for promise in agenda.overdue]),
        ("Today", [_promise_line(promise, zone) for promise in agenda.today]),
        ("Coming", [_promise_line(promise, zone) for promise in agenda.coming]),
        ("Problems heard, nothing sent yet", [_problem_line(entry) for entry in agenda.problems]),
        ("Time for a step-back call", _candidates(agenda.ready_step_back, "step-back", zone)),
        ("Time for a break-up call", _candidates(agenda.ready_break_up, "break-up", zone)),
        ("Time to let go", _candidates(agenda.ready_let_go, "letting-go", zone)),
        ("Let go", _candidates(agenda.let_go, "let-go", zone)),
    ]
    return ((heading, lines) for heading, lines in parts if lines)


def _promise_line(promise: Promise, zone: tzinfo) -> _Line:
    step = promise.step
    return _Line(
        promise.state,
        _agreed_time(step).isoformat(),
        both_clocks(step, str(zone)),
        step.zone,
        promise.prospect,
        step.reason,
        promise.session,
        promise.call,
    )


def _problem_line(problem: Problem) -> _Line:
    return _Line(
        "overdue" if problem.overdue else "open",
        problem.due.isoformat(),
        f"by {problem.due.isoformat()}",
        "",
        problem.prospect,
        problem.words,
        problem.session,
        problem.call,
    )


def _candidates(candidates: Iterable[Candidate], state: str, zone: tzinfo) -> list[_Line]:
    return [
        _Line(
            state,
            one.since.isoformat() if one.since is not None else "",
            f"since {one.since.astimezone(zone):%Y-%m-%d}" if one.since is not None else "",
            "",
            one.prospect,
            f"{one.attempts} attempt{'' if one.attempts == 1 else 's'}",
            one.session,
            one.call,
        )
        for one in candidates
    ]


def as_csv(read: ReadAgenda) -> str:
    """One row per entry; what a spreadsheet would run as a formula is preceded by an apostrophe."""
    rows = (
        (
            heading.lower(), line.state, line.when, line.zone, line.prospect.name,
            line.prospect.company, line.prospect.phone, line.about, line.session, line.call,
        )
        for heading, lines in _parts(read.agenda, ZoneInfo(read.zone))
        for line in lines
    )  # fmt: skip
    return tables.as_csv(COLUMNS, rows)


def as_markdown(read: ReadAgenda) -> str:
    """Headings and lists, with every name and word shown literally."""
    blocks = ["# Agenda"]
    for heading, lines in _parts(read.agenda, ZoneInfo(read.zone)):
        blocks.append(f"## {heading}")
        blocks.append("\n".join(f"- {_sentence(line, literal)}" for line in lines))
    return "\n\n".join(blocks) + "\n"


def as_text(read: ReadAgenda) -> str:
    """The agenda to be read in a terminal or a pipe."""
    blocks = [
        "\n".join([f"{heading} ({len(lines)})", *(f"  {_sentence(line, str)}" for line in lines)])
        for heading, lines in _parts(read.agenda, ZoneInfo(read.zone))
    ]
    return "\n\n".join(blocks or ["Nothing is promised, and nothing is owed."]) + "\n"


def _sentence(line: _Line, shown: Callable[[str], str]) -> str:
    """An entry in a line: when, who, which number, and what it is about."""
    who = ", ".join(filter(None, (one_line(line.prospect.name), one_line(line.prospect.company))))
    words = [line.spoken, shown(who), shown(one_line(line.prospect.phone))]
    said = "  ".join(filter(None, words))
    about = one_line(line.about)
    return f"{said}: {shown(about)}" if about else said


# ---------------------------------------------------------------------- the export


def as_json(read: ReadAgenda) -> str:
    """The agenda as indented JSON."""
    return json.dumps(as_plain(read.agenda), indent=2) + "\n"


def _as_calendar(read: ReadAgenda) -> str:
    return feed((*read.agenda.today, *read.agenda.coming), read.zone).decode()


_WRITERS: Mapping[str, Callable[[ReadAgenda], str]] = MappingProxyType({
    "csv": as_csv,
    "ics": _as_calendar,
    "json": as_json,
    "markdown": as_markdown,
})

EXPORT_FORMATS = tuple(_WRITERS)
"""The formats in which ``export agenda`` can write."""


def exported(read: ReadAgenda, form: str) -> bytes:
    """The agenda as the bytes of a file, in one of `EXPORT_FORMATS`."""
    return _WRITERS[form](read).encode()
