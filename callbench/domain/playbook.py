"""The playbook: dispositions, checklist, cadence, cues, stories and templates.

The default ships as ``default_playbook.toml``; a rep's own file overrides parts of it. This
module reads neither: it is handed their text.
"""

from __future__ import annotations

import tomllib
from datetime import time
from typing import Any, Literal, get_args

import msgspec

Then = Literal["retry", "soon", "follow-up", "number", "never"]
QuestionKind = Literal["choice", "text", "meeting"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[str, ...] = get_args(Weekday)

RESERVED_ANSWERS = {
    "booked": "an agreed next meeting",
    "given": "a line in their words",
    "none": "an empty line",
}
"""Answers that callbench itself gives, by what for; a playbook may only relabel them."""


class PlaybookError(ValueError):
    """A playbook that can't be used: one line naming file, key and what is allowed."""


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The base of everything in a playbook; a misspelt key is an error, not ignored."""


class Disposition(_Entry, frozen=True):
    """One way for a call to end."""

    id: str
    label: str
    key: str
    """The one key that chooses it: a digit where nobody was reached, else a letter."""
    reached: bool
    """Whether somebody who matters was spoken to, which makes the call a conversation."""
    then: Then
    """What happens to the prospect next."""
    checklist: tuple[str, ...] = ()
    """Ids of the questions to ask, in order."""
    again_in_minutes: int = 30
    follow_up_after: int = 5
    """Working days until a follow-up where no next step was agreed."""


class AnswerOption(_Entry, frozen=True):
    """One answer that a question offers."""

    id: str
    label: str
    key: str = ""
    detail: str = ""
    """Prompt of the line that this answer opens, or "" for none."""
    stays: bool = False
    """Whether the question stays open after it, for a next one."""
    hint: str = ""
    """What to say about a weak answer."""


class After(_Entry, frozen=True):
    """The condition of a question that depends on another one."""

    question: str
    answer: str


class Question(_Entry, frozen=True):
    """One question of the end-of-call checklist."""

    id: str
    prompt: str
    kind: QuestionKind
    answers: tuple[AnswerOption, ...] = ()
    after: After | None = None

    def option(self, answer: str) -> AnswerOption | None:
        """The option of that id."""
        return next((option for option in self.answers if option.id == answer), None)


class Cadence(_Entry, frozen=True):
    """When to try again somebody who was not reached, in working days."""

    retry_after: tuple[int, ...]
    """Wait after the 1st, 2nd, … attempt; one more attempt than there are waits."""
    step_back_after: int
    break_up_after: int

    @property
    def attempts(self) -> int:
        """The number of ordinary attempts."""
        return len(self.retry_after) + 1


class CallingHours(_Entry, frozen=True):
    """The hours of their own clock in which prospects may be called."""

    opens: time
    closes: time
    days: tuple[Weekday, ...]

    def allows(self, weekday: int, clock: time) -> bool:
        """Whether a call may be made on `weekday` (0 = Monday) at `clock`."""
        return WEEKDAYS[weekday] in self.days and self.opens <= clock < self.closes


class Reasons(_Entry, frozen=True):
    """Phrases that are no reason to call."""

    generic: tuple[str, ...]


class Story(_Entry, frozen=True):
    """A success story, matched to prospects by tags."""

    id: str
    title: str
    text: str
    tags: tuple[str, ...] = ()


class Mail(_Entry, frozen=True):
    """The template of the mail that goes out after a conversation."""

    subject: str
    greeting: str
    opening: str
    closing: str
    signature: str


class AgendaRules(_Entry, frozen=True):
    """How long things may wait."""

    problems_within_days: int


class Playbook(_Entry, frozen=True):
    """Everything a rep may tune about how calls are made."""

    dispositions: tuple[Disposition, ...]
    questions: tuple[Question, ...]
    cadence: Cadence
    hours: CallingHours
    reasons: Reasons
    cues: dict[str, tuple[str, ...]]
    stories: tuple[Story, ...]
    mail: Mail
    agenda: AgendaRules

    def disposition(self, ident: str) -> Disposition | None:
        """The disposition of that id, or None where the playbook has dropped it since."""
        return next((entry for entry in self.dispositions if entry.id == ident), None)

    def question(self, ident: str) -> Question | None:
        """The question of that id."""
        return next((entry for entry in self.questions if entry.id == ident), None)

    def reached(self, ident: str | None) -> bool:
        """Whether a call that ended so was a conversation."""
        disposition = self.disposition(ident) if ident else None
        return disposition is not None and disposition.reached

    @property
    def quick(self) -> tuple[Disposition, ...]:
        """The dispositions of a call that reached nobody, in playbook order."""
        return tuple(entry for entry in self.dispositions if not entry.reached)

    @property
    def conversations(self) -> tuple[Disposition, ...]:
        """The dispositions of a conversation, in playbook order."""
        return tuple(entry for entry in self.dispositions if entry.reached)


def parse_playbook(default: str, own: str = "", *, source: str = "playbook.toml") -> Playbook:
    """Read the default playbook with the rep's `own` one laid over it.

    Args:
        default: TOML text of the playbook that ships with callbench.
        own: TOML text of the rep's own, or "".
        source: How to name the rep's file in an error.

    Raises:
        PlaybookError: naming `source`, the key, and what is allowed there.
    """
    try:
        overrides = tomllib.loads(own)
    except tomllib.TOMLDecodeError as error:
        raise PlaybookError(f"{source}: not valid TOML: {error}") from None
    merged = _overlay(tomllib.loads(default), overrides)
    try:
        playbook = msgspec.convert(merged, Playbook)
    except msgspec.ValidationError as error:
        raise PlaybookError(f"{source}: {_plain_error(str(error))}") from None
    for problem in _problems(playbook):
        raise PlaybookError(f"{source}: {problem}")
    return playbook


def _overlay(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """`base` with the values of `own`: tables are merged, everything else is replaced."""
    merged = dict(base)
    for key, value in own.items():
        before = merged.get(key)
        both_tables = isinstance(before, dict) and isinstance(value, dict)
        merged[key] = _overlay(before, value) if both_tables and before is not None else value
    return merged


def _plain_error(message: str) -> str:
    """Msgspec's message with the path first: ``dispositions[1].then: Invalid enum value``."""
    problem, separator, path = message.partition(" - at `$")
    if "Invalid enum value" in problem and path.endswith(".then`"):
        problem += f", allowed: {', '.join(get_args(Then))}"
    elif "Invalid enum value" in problem and path.endswith(".kind`"):
        problem += f", allowed: {', '.join(get_args(QuestionKind))}"
    elif "Invalid enum value" in problem:
        problem += f", allowed: {', '.join(WEEKDAYS)}"
    return f"{path.strip('.`')}: {problem}" if separator else problem


def _problems(playbook: Playbook) -> list[str]:
    """What is wrong beyond types, each with its key."""
    return [
        *_key_problems(playbook),
        *_reference_problems(playbook),
        *_number_problems(playbook),
        *_required_problems(playbook),
    ]


def _key_problems(playbook: Playbook) -> list[str]:
    problems: list[str] = []
    seen: dict[str, str] = {}
    for place, entry in enumerate(playbook.dispositions):
        where = f"dispositions[{place}] ({entry.id})"
        if len(entry.key) != 1 or not (entry.key.isdigit() or entry.key.isalpha()):
            problems.append(f"{where}.key: {entry.key!r} is not one digit or letter")
        elif entry.key in "123456789" and entry.reached:
            problems.append(f"{where}.key: digits are for reached = false, use a letter")
        elif entry.key not in "123456789" and not entry.reached:
            problems.append(f"{where}.key: letters are for reached = true, use 1 to 9")
        if entry.key in seen:
            problems.append(f"{where}.key: {entry.key!r} is taken by {seen[entry.key]}")
        seen[entry.key] = entry.id
    return problems


def _reference_problems(playbook: Playbook) -> list[str]:
    known = {question.id: question for question in playbook.questions}
    problems = [
        f"dispositions[{place}] ({entry.id}).checklist: no question {name!r}, "
        f"allowed: {', '.join(known)}"
        for place, entry in enumerate(playbook.dispositions)
        for name in entry.checklist
        if name not in known
    ]
    for place, question in enumerate(playbook.questions):
        after = question.after
        if after is None:
            continue
        if after.question not in known:
            problems.append(
                f"questions[{place}] ({question.id}).after.question: no question "
                f"{after.question!r}, allowed: {', '.join(known)}"
            )
        elif known[after.question].option(after.answer) is None:
            allowed = ", ".join(option.id for option in known[after.question].answers)
            problems.append(
                f"questions[{place}] ({question.id}).after.answer: {after.answer!r} is not "
                f"an answer of {after.question}, allowed: {allowed}"
            )
    return problems


def _number_problems(playbook: Playbook) -> list[str]:
    problems = []
    cadence = playbook.cadence
    if any(days < 0 for days in cadence.retry_after) or len(cadence.retry_after) > 30:
        problems.append("cadence.retry_after: allowed are up to 30 numbers of working days >= 0")
    if cadence.step_back_after < 0 or cadence.break_up_after < 0:
        problems.append("cadence: working days can't be negative")
    if playbook.hours.opens >= playbook.hours.closes:
        problems.append("hours.closes: must be later than hours.opens")
    for place, entry in enumerate(playbook.dispositions):
        if not 1 <= entry.again_in_minutes <= 24 * 60:
            problems.append(f"dispositions[{place}] ({entry.id}).again_in_minutes: 1 to 1440")
        if not 0 <= entry.follow_up_after <= 400:
            problems.append(f"dispositions[{place}] ({entry.id}).follow_up_after: 0 to 400")
    return problems


def _required_problems(playbook: Playbook) -> list[str]:
    problems = []
    if not playbook.quick or not playbook.conversations:
        problems.append("dispositions: at least one with reached = false and one with true")
    for kind, needed in (("meeting", ("booked",)), ("text", ("given", "none"))):
        for place, question in enumerate(playbook.questions):
            lacking = [name for name in needed if question.option(name) is None]
            if question.kind == kind and lacking:
                meant = "; ".join(f"{name!r} is {RESERVED_ANSWERS[name]}" for name in lacking)
                problems.append(f"questions[{place}] ({question.id}).answers: lacks {meant}")
    return problems
