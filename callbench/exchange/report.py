"""A session as Markdown: what a block achieved, what was agreed, and what was said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from callbench.domain.addenda import in_force
from callbench.domain.agreement import clocks
from callbench.domain.figures import Figures, rhythm
from callbench.domain.figures.clock import local, zone_of
from callbench.domain.history import was_conversation
from callbench.domain.hours import known_zone
from callbench.domain.marks import of_kind
from callbench.domain.playbook import Playbook
from callbench.domain.records import Call, CallSession, NextStep, ProspectRef
from callbench.domain.stats import BlockStats
from callbench.domain.text import one_line
from callbench.domain.when import spoken
from callbench.exchange.charts import CHARTS, Row, block_chart, plain
from callbench.exchange.charts.pieces import percent, span

WIDTH = 78
"""Cells of a chart in a report."""

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+!|~&])")
_STARTS = re.compile(r"^(-|=|\d+(?=\.))")
"""What makes a list or a heading of a line that begins with it, or of the line above."""


def literal(text: str) -> str:
    """Text that Markdown shows as it is: no emphasis, link, tag or heading comes of it."""
    return _MARKDOWN.sub(r"\\\1", text)


def figures(stats: BlockStats) -> list[tuple[str, str]]:
    """The figures of a block by name, as they are read aloud.

    Promises are left out where none was due, or where nobody looked.
    """
    promises = _rate(stats.promised_on_time, stats.promised, "due")
    average = span(stats.after_call_average)
    return [
        ("calls", str(stats.calls)),
        ("connects", str(stats.connects)),
        ("conversations", str(stats.conversations)),
        ("meetings booked", str(stats.meetings)),
        ("exact next step", _rate(stats.next_steps, stats.asked_for_meeting, "asked")),
        ("one more issue", _rate(stats.one_more_issue, stats.asked_if_certain, "asked")),
        *([("promises kept", promises)] if stats.promised else []),
        ("talk time", span(stats.talk_seconds)),
        ("after-call time", f"{average} on average" if stats.wrapped_up else "none"),
    ]


def agreed(calls: Iterable[Call], playbook: Playbook) -> list[tuple[Call, NextStep]]:
    """What was agreed in these calls, by its time; what an addendum moved is shown moved."""
    steps = [
        (call, step)
        for call in calls
        if was_conversation(call, playbook) and (step := latest_step(call)) is not None
    ]
    return sorted(steps, key=lambda entry: (entry[1].starts_at, entry[0].id))


def latest_step(call: Call) -> NextStep | None:
    """What holds now of what a call agreed; None where it was called off."""
    step = call.next_step
    for addendum in in_force(call.addenda):
        if addendum.kind == "moved" and addendum.next_step is not None:
            step = addendum.next_step
        elif addendum.kind == "cancelled":
            step = None
    return step


def problems_heard(calls: Iterable[Call]) -> list[tuple[Call, str]]:
    """Other problems that were mentioned, each with its call."""
    return [(call, words) for call in calls for words in of_kind(call.note, "problem")]


def who(prospect: ProspectRef) -> str:
    """Name and company, in a line."""
    return ", ".join(filter(None, (one_line(prospect.name), one_line(prospect.company))))


def report(
    session: CallSession, calls: Iterable[Call], stats: BlockStats, playbook: Playbook
) -> str:
    """The session's report, from its figures to every conversation with its note."""
    calls = list(calls)
    sections = [
        [f"# {_shown(session.title)}"],
        ["| | |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in figures(stats))],
        _section("Rhythm", _fenced(block_chart(rhythm(session, calls, playbook), WIDTH))),
        _section(
            "Agreed next",
            [_step_line(call, step, session) for call, step in agreed(calls, playbook)],
        ),
        _section("Problems heard", [_problem_line(*entry) for entry in problems_heard(calls)]),
        _section("Outcomes", list(_outcomes(stats, playbook))),
        *_conversations(session, calls, playbook),
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def charts_report(drawn: Figures, now: datetime) -> str:
    """The figures of many blocks with all their charts, each as a block of text."""
    since = f", since {drawn.since.isoformat()}" if drawn.since is not None else ""
    sections = [[f"# Figures{since}"], [f"{spoken(now.replace(second=0, microsecond=0))}"]]
    for chart in CHARTS:
        rows = chart.draw(drawn, WIDTH)
        sections.append([f"## {chart.title}", "", *(_fenced(rows) or [chart.nothing])])
    return "\n\n".join("\n".join(lines) for lines in sections) + "\n"


def _section(heading: str, lines: Sequence[str]) -> list[str]:
    return [f"## {heading}", "", *lines] if lines else []


def _fenced(rows: Sequence[Row]) -> list[str]:
    """A chart as a block of text; there is nothing in it that came from a file."""
    return ["```text", *plain(rows), "```"] if rows else []


def _step_line(call: Call, step: NextStep, session: CallSession) -> str:
    """The agreed time on the clock of the session and on theirs, with whom, and why."""
    zone = session.zone if known_zone(session.zone) is not None else step.zone
    times = clocks(step.starts_at, zone, step.their_zone, step.zone)
    where = f" {_shown(zone)}" if zone and len(times) == 1 else ""
    reason = f": {_shown(step.reason)}" if step.reason else ""
    promised = "" if step.agreed else " (my promise)"
    whom = literal(who(call.prospect))
    return f"- **{literal(', '.join(times))}**{where}, {whom}{promised}{reason}"


def _problem_line(call: Call, problem: str) -> str:
    return f"- {literal(who(call.prospect))}: {_shown(problem)}"


def _outcomes(stats: BlockStats, playbook: Playbook) -> Iterator[str]:
    for ident, count in sorted(stats.dispositions.items(), key=lambda item: -item[1]):
        yield f"- {_shown(_label(ident, playbook))}: {count}"


def _conversations(
    session: CallSession, calls: Iterable[Call], playbook: Playbook
) -> Iterator[list[str]]:
    talks = [call for call in calls if was_conversation(call, playbook)]
    if talks:
        yield ["## Conversations"]
    zone = zone_of(session)
    for call in talks:
        at = local(call.dialled_at, zone)
        how = _shown(_label(call.disposition, playbook))
        yield [f"### {at:%H:%M} {literal(who(call.prospect))}: {how}"]
        if call.note.strip():
            yield [_quoted(line) for line in call.note.rstrip().split("\n")]
        yield [*_answers(call, playbook), *_next_lines(call, session), *_added(call, session)]


def _quoted(line: str) -> str:
    """A line of a note, on a line of its own."""
    shown = _STARTS.sub(_escaped, literal(line.strip()))
    # Two blanks at the end break the line, where Markdown would run it on.
    return f"> {shown}  " if shown else ">"


def _escaped(start: re.Match[str]) -> str:
    return f"{start[0]}\\" if start[0].isdigit() else f"\\{start[0]}"


def _answers(call: Call, playbook: Playbook) -> Iterator[str]:
    for name, answer in call.answers.items():
        question = playbook.question(name)
        prompt = question.prompt if question is not None else name
        option = question.option(answer.answer) if question is not None else None
        said = option.label if option is not None else answer.answer
        detail = f": {_shown(answer.detail)}" if answer.detail else ""
        yield f"- {_shown(prompt)} {_shown(said)}{detail}"


def _next_lines(call: Call, session: CallSession) -> Iterator[str]:
    if call.next_step is not None:
        yield _step_line(call, call.next_step, session)


def _added(call: Call, session: CallSession) -> Iterator[str]:
    for entry in call.addenda:
        at = local(entry.at, zone_of(session)).replace(second=0, microsecond=0)
        kind = "" if entry.kind == "note" or entry.undoes else f" {_shown(entry.kind)}"
        words = _shown(entry.text or entry.about)
        yield f"- added {spoken(at)}{kind}{f': {words}' if words else ''}"


def _shown(text: str) -> str:
    """Text for the middle of a line, which a line break in it must not end."""
    return literal(one_line(text))


def _label(ident: str | None, playbook: Playbook) -> str:
    disposition = playbook.disposition(ident or "")
    return disposition.label if disposition is not None else ident or "no outcome"


def _rate(part: int, whole: int, what: str) -> str:
    return f"{part} of {whole}, {percent(part, whole)}" if whole else f"none {what}"


__all__ = [
    "agreed",
    "charts_report",
    "figures",
    "latest_step",
    "literal",
    "problems_heard",
    "report",
    "who",
]
