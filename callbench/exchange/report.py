"""A session as Markdown: what a block achieved, and what was said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import tzinfo

from callbench.domain.hours import known_zone
from callbench.domain.playbook import Playbook
from callbench.domain.records import Call, CallSession
from callbench.domain.stats import BlockStats
from callbench.domain.text import one_line

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+!|~&])")


def literal(text: str) -> str:
    """Text that Markdown shows as it is: no emphasis, link, tag or heading comes of it."""
    return _MARKDOWN.sub(r"\\\1", text)


def _shown(text: str) -> str:
    """Text for the middle of a line, which a line break in it must not end."""
    return literal(one_line(text))


def figures(stats: BlockStats) -> list[tuple[str, str]]:
    """The figures of a block by name, as they are read aloud."""
    rows = [
        ("calls", str(stats.calls)),
        ("conversations", str(stats.conversations)),
        ("meetings booked", str(stats.meetings)),
        ("exact next step", _rate(stats.meetings, stats.asked_for_meeting)),
        ("one more issue", _rate(stats.one_more_issue, stats.asked_if_certain)),
        ("promises kept", _rate(stats.promised_on_time, stats.promised)),
        ("talk time", _span(stats.talk_seconds)),
        ("after-call time", f"{_span(stats.after_call_average)} a conversation"),
    ]
    return rows


def report(
    session: CallSession, calls: Iterable[Call], stats: BlockStats, playbook: Playbook
) -> str:
    """The session's report: figures, then every conversation with its note and next step."""
    zone = known_zone(session.zone)
    lines = [f"# {_shown(session.title)}", ""]
    lines += ["| | |", "| --- | --- |"]
    lines += [f"| {name} | {value} |" for name, value in figures(stats)]
    lines += ["", "## Outcomes", ""]
    for ident, count in sorted(stats.dispositions.items(), key=lambda item: -item[1]):
        lines.append(f"- {_shown(_label(ident, playbook))}: {count}")
    lines += ["", "## Conversations"]
    for call in calls:
        if playbook.reached(call.disposition):
            lines += _conversation(call, playbook, zone)
    return "\n".join(lines) + "\n"


def _conversation(call: Call, playbook: Playbook, zone: tzinfo | None) -> list[str]:
    at = call.dialled_at.astimezone(zone)
    who = call.prospect.name + (f", {call.prospect.company}" if call.prospect.company else "")
    lines = ["", f"### {at:%H:%M} {_shown(who)}: {_shown(_label(call.disposition, playbook))}"]
    lines += [""] + [f"> {literal(line)}" if line else ">" for line in call.note.split("\n")]
    for name, answer in call.answers.items():
        question = playbook.question(name)
        prompt = question.prompt if question is not None else name
        option = question.option(answer.answer) if question is not None else None
        said = option.label if option is not None else answer.answer
        detail = f": {_shown(answer.detail)}" if answer.detail else ""
        lines += ["", f"- {_shown(prompt)} {_shown(said)}{detail}"]
    if call.next_step is not None:
        reason = f": {_shown(call.next_step.reason)}" if call.next_step.reason else ""
        wall = call.next_step.wall.replace("T", " ")
        lines += ["", f"- **{_shown(wall)}** ({_shown(call.next_step.zone)}){reason}"]
    return lines


def _label(ident: str | None, playbook: Playbook) -> str:
    disposition = playbook.disposition(ident or "")
    return disposition.label if disposition is not None else ident or "no outcome"


def _rate(part: int, whole: int) -> str:
    return f"{part} of {whole}" if whole else "none asked"


def _span(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"
