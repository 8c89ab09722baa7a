"""The playbook: dispositions, checklist, cadence, cues, stories and templates.

The default ships as ``default_playbook.toml``; a rep's own file overrides parts of it. This
module reads no file: it is handed their text.
"""

# No annotations from the future: msgspec would have to evaluate each of them at the start.

import re
from datetime import time
from typing import Any, Literal, get_args

import msgspec

from callbench.domain.playbook_checks import NEEDED_ANSWERS, TIME, explained, problems
from callbench.domain.text import clean_tree

Then = Literal["retry", "soon", "follow-up", "number", "never"]
QuestionKind = Literal["choice", "text", "meeting"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)

BOOKED = "booked"
"""The answer that an agreed next meeting gives."""

DO_NOT_CALL = "do-not-call"
"""The disposition of somebody who must never be called again."""

REFERRED = "referred"
"""The disposition of somebody who has named another one to call."""

RESERVED_ANSWERS = {
    name: meaning for needed in NEEDED_ANSWERS.values() for name, meaning in needed.items()
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
    retired: tuple[Disposition, ...] = ()
    """Ways in which calls used to end: no longer offered, but past calls are still understood."""

    def disposition(self, ident: str) -> Disposition | None:
        """The disposition of that id, a retired one included, or None where it is unknown."""
        # Plain loops: the queue asks for each of its rows.
        for entry in self.dispositions:
            if entry.id == ident:
                return entry
        for entry in self.retired:
            if entry.id == ident:
                return entry
        return None

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

    Dispositions of the default that the own one leaves out are retired, so that a "no" of last
    year stays one.

    Args:
        default: TOML text of the playbook that ships with callbench.
        own: TOML text of the rep's own, or "".
        source: How to name the rep's file in an error.

    Raises:
        PlaybookError: naming `source`, the key, and what is allowed there.
    """
    import tomllib  # A playbook that a rep has never touched comes without it.

    try:
        overrides = clean_tree(tomllib.loads(own))
    except ValueError as error:  # Of tomllib, or of a number with thousands of digits.
        raise PlaybookError(f"{source}: not valid TOML: {error}{_hint(own)}") from None
    except RecursionError:
        raise PlaybookError(f"{source}: is nested too deeply") from None
    base = tomllib.loads(default)
    if not overrides:
        return msgspec.convert(base, Playbook)
    try:
        playbook = msgspec.convert(_overlay(base, overrides), Playbook)
        shipped = msgspec.convert(base["dispositions"], tuple[Disposition, ...])
    except msgspec.ValidationError as error:
        raise PlaybookError(f"{source}: {explained(str(error), Playbook)}") from None
    missed = tuple(entry for entry in shipped if playbook.disposition(entry.id) is None)
    playbook = msgspec.structs.replace(playbook, retired=playbook.retired + missed)
    for problem in problems(playbook):
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


def _hint(own: str) -> str:
    """What the commonest slip of all is: a time without its seconds."""
    short = re.search(r"(?m)^\s*(opens|closes)\s*=\s*\d{1,2}(:\d{2})?\s*(#.*)?$", own)
    return f"; {short[1]} is {TIME}" if short else ""
