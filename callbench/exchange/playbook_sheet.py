"""The playbook as a sheet to be read, and as a file to begin one's own with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from callbench.domain.playbook import Cadence, Disposition, Playbook, Question
from callbench.domain.text import one_line

__all__ = ["sheet", "starter"]

_THEN = {
    "retry": "tried again by the cadence",
    "soon": "again after {minutes} minutes",
    "follow-up": "a follow-up after {days}",
    "number": "needs another number first",
    "never": "a good end",
}

_STARTER = """\
# Your own playbook. It is laid over the one that ships with callbench: a table replaces the values
# that it names, a list replaces the whole list, and what isn't here stays as it ships.
#
# Everything below is what ships. Take the "#" off the front of the lines that you want to change;
# of a list, such as the dispositions, take all of its parts. `callbench playbook` shows what is in
# force, and names file, key and what is allowed where something can't be used.
"""
_HEADER = re.compile(r"(?:#.*\n)+\n")
"""The head of the playbook that ships, which speaks of itself."""


_VALUE = re.compile(r"^(\s*)([^#\s].*)$")


def starter(default: str) -> str:
    """The playbook that ships with every line commented out, its explanations kept.

    Args:
        default: The TOML text of the one that ships.
    """
    body = _HEADER.sub("", default, count=1)
    # Behind the indent, so that a space behind a "#" tells an explanation from a value.
    lines = (_VALUE.sub(r"\1#\2", line) for line in body.splitlines())
    return f"{_STARTER}\n" + "\n".join(lines) + "\n"


def sheet(playbook: Playbook, source: str) -> Iterator[str]:
    """What is in force, line by line.

    Args:
        playbook: The one in force.
        source: Where it comes from, in words.
    """
    yield f"Playbook: {source}"
    yield from _part("How a call can end", map(_disposition, playbook.dispositions))
    yield from _part("What is asked at the end", map(_question, playbook.questions))
    yield from _part("When it is tried again", _cadence(playbook.cadence))
    yield from _part("When they may be called", [_hours(playbook)])
    for kind, cues in playbook.cues.items():
        yield from _part(f"What to say: {kind}", cues)
    yield from _part("Success stories", (f"{one.title}: {one.text}" for one in playbook.stories))
    mail = playbook.mail
    parts = (mail.subject, mail.greeting, mail.opening, mail.closing, mail.signature)
    yield from _part("The mail after a conversation", parts)
    yield from _part("Reasons that are none", [", ".join(playbook.reasons.generic)])
    days = _days(playbook.agenda.problems_within_days, "day")
    yield from _part("Problems heard", [f"answered within {days}"])


def _part(heading: str, lines: Iterable[str]) -> Iterator[str]:
    yield ""
    yield one_line(heading)
    for line in lines:
        yield f"  {one_line(line)}"


def _disposition(entry: Disposition) -> str:
    then = _THEN[entry.then].format(
        minutes=entry.again_in_minutes, days=_days(entry.follow_up_after, "working day")
    )
    asks = f"; asks {', '.join(entry.checklist)}" if entry.checklist else ""
    return f"[{entry.key}] {entry.label}: {then}{asks}"


def _question(question: Question) -> str:
    answers = " · ".join(
        f"[{option.key}] {option.label}" if option.key else option.label
        for option in question.answers
    )
    after = question.after
    when = f" (after {after.question}: {after.answer})" if after is not None else ""
    return f"{question.id}: {question.prompt} {answers}{when}"


def _cadence(cadence: Cadence) -> list[str]:
    waits = ", ".join(str(days) if days else "half an hour" for days in cadence.retry_after)
    return [
        f"{cadence.attempts} attempts, with these working days between them: {waits}",
        f"a step-back call after {_days(cadence.step_back_after, 'working day')}",
        f"a break-up call after {_days(cadence.break_up_after, 'working day')}, then let go",
    ]


def _hours(playbook: Playbook) -> str:
    hours = playbook.hours
    return f"{hours.opens:%H:%M}–{hours.closes:%H:%M} on their clock, {', '.join(hours.days)}"


def _days(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
