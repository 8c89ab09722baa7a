"""What makes a playbook unusable, said so that a rep can mend it: the key, and what is allowed.

Types are checked by msgspec when the text is read, and `explained` puts its messages in words.
`problems` finds what types don't say: references to nothing, keys taken twice, endless waits.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import time
from types import NoneType
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

import msgspec

if TYPE_CHECKING:
    from callbench.domain.playbook import Disposition, Playbook, Question

PLACEHOLDERS = ("first", "company", "rep", "reason", "attempts")
"""What cues and mail templates may name in braces."""

CUE_KINDS = ("first", "follow-up", "promised", "step-back", "break-up", "feedback")
GOOD_ENDS = ("no-accepted", "do-not-call")
"""Dispositions that callbench knows by id, because they are for ever."""

NEEDED_ANSWERS: dict[str, dict[str, str]] = {
    "choice": {},
    "meeting": {"booked": "an agreed next meeting"},
    "text": {"given": "a line in their words", "none": "an empty line"},
}
"""Answers that callbench itself gives to each kind of question, by what for."""

MOST_DAYS = 400
"""Longest wait in days: a slip of a digit must not put somebody off for years."""

TIME = "a time such as 08:00:00, without quotes"
_PATH = re.compile(r"\.([^.\[]+)|\[[^\]]*\]")
_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")


def problems(playbook: Playbook) -> Iterator[str]:
    """What is wrong beyond types, each beginning with its key."""
    yield from _identity_problems(playbook)
    for place, entry in enumerate(playbook.dispositions):
        where = f"dispositions[{place}] ({entry.id})"
        for problem in _disposition_problems(entry, playbook):
            yield where + problem
    for place, question in enumerate(playbook.questions):
        where = f"questions[{place}] ({question.id})"
        for problem in _question_problems(question, playbook):
            yield where + problem
    yield from _number_problems(playbook)
    yield from _text_problems(playbook)
    if not playbook.quick or not playbook.conversations:
        yield "dispositions: at least one with reached = false and one with reached = true"


def _identity_problems(playbook: Playbook) -> Iterator[str]:
    """Ids that are empty or taken twice, and keys that are."""
    kinds = {
        "dispositions": [entry.id for entry in (*playbook.dispositions, *playbook.retired)],
        "questions": [entry.id for entry in playbook.questions],
        "stories": [entry.id for entry in playbook.stories],
    }
    for kind, idents in kinds.items():
        yield from _repeated(f"{kind}: id", idents)
        if any(not re.fullmatch(r"[\w-]+", ident) for ident in idents):
            yield f"{kind}: id: allowed are letters, digits, - and _"
    yield from _repeated("dispositions: key", [entry.key for entry in playbook.dispositions])


def _disposition_problems(entry: Disposition, playbook: Playbook) -> Iterator[str]:
    allowed = r"[^\W\d_]" if entry.reached else r"[1-9]"
    if re.fullmatch(allowed, entry.key) is None:
        words = "one letter where reached = true" if entry.reached else "1 to 9 for reached = false"
        yield f".key: {entry.key!r}, allowed: {words}"
    if entry.id in GOOD_ENDS and (entry.then != "never" or not entry.reached):
        yield '.then: this one is for ever, allowed: reached = true and then = "never"'
    if entry.checklist and not entry.reached:
        yield ".checklist: allowed where reached = true: only a conversation has one"
    yield from _checklist_problems(entry, playbook)
    if not 1 <= entry.again_in_minutes <= 24 * 60:
        yield f".again_in_minutes: {entry.again_in_minutes}, allowed: 1 to 1440"
    if not 0 <= entry.follow_up_after <= MOST_DAYS:
        yield f".follow_up_after: {entry.follow_up_after}, allowed: 0 to {MOST_DAYS}"


def _checklist_problems(entry: Disposition, playbook: Playbook) -> Iterator[str]:
    known = {question.id: question for question in playbook.questions}
    for place, name in enumerate(entry.checklist):
        question = known.get(name)
        if question is None:
            yield f".checklist: no question {name!r}, allowed: {', '.join(known)}"
        elif question.after and question.after.question not in entry.checklist[:place]:
            # It would never be asked, and nobody would notice.
            yield f".checklist: {name!r} comes after {question.after.question!r}: put that before"
    yield from _repeated(".checklist", entry.checklist)
    asked = [known[name] for name in entry.checklist if name in known]
    if sum(question.kind == "meeting" for question in asked) > 1:
        yield ".checklist: allowed is one question of kind meeting"


def _question_problems(question: Question, playbook: Playbook) -> Iterator[str]:
    yield from _repeated(".answers: id", [option.id for option in question.answers])
    keys = [option.key for option in question.answers if option.key]
    yield from _repeated(".answers: key", keys)
    if any(len(key) != 1 or not key.isalnum() for key in keys):
        yield '.answers: key: allowed is one letter or digit, or ""'
    for name, meaning in NEEDED_ANSWERS[question.kind].items():
        if question.option(name) is None:
            yield f".answers: lacks {name!r}, which is {meaning}"
    if question.kind == "choice" and all(option.stays for option in question.answers):
        yield ".answers: at least one without stays = true, or the question never ends"
    if question.after is not None:
        before = playbook.question(question.after.question)
        known = ", ".join(entry.id for entry in playbook.questions if entry is not question)
        if before is None or before is question:
            yield f".after.question: no question {question.after.question!r}, allowed: {known}"
        elif before.option(question.after.answer) is None:
            given = ", ".join(option.id for option in before.answers)
            yield f".after.answer: {question.after.answer!r}, allowed: {given}"


def _number_problems(playbook: Playbook) -> Iterator[str]:
    cadence, hours = playbook.cadence, playbook.hours
    if len(cadence.retry_after) > 30:
        yield "cadence.retry_after: allowed: up to 30 numbers of working days"
    waits = {
        "retry_after": cadence.retry_after,
        "step_back_after": (cadence.step_back_after,),
        "break_up_after": (cadence.break_up_after,),
    }
    for key, days in waits.items():
        if any(not 0 <= wait <= MOST_DAYS for wait in days):
            yield f"cadence.{key}: allowed: 0 to {MOST_DAYS} working days"
    if not 1 <= playbook.agenda.problems_within_days <= MOST_DAYS:
        yield f"agenda.problems_within_days: allowed: 1 to {MOST_DAYS}"
    if hours.opens.tzinfo is not None or hours.closes.tzinfo is not None:
        yield f"hours: opens and closes are {TIME} and without a zone: it is their own clock"
    elif hours.opens >= hours.closes:
        yield "hours.closes: must be later than hours.opens"
    if not hours.days:
        yield "hours.days: at least one day, or nobody could ever be called"


def _text_problems(playbook: Playbook) -> Iterator[str]:
    for kind in playbook.cues:
        if kind not in CUE_KINDS:
            yield f"cues.{kind}: no such kind of call, allowed: {', '.join(CUE_KINDS)}"
    texts = {f"cues.{kind}": "\n".join(lines) for kind, lines in playbook.cues.items()}
    texts |= {f"mail.{name}": text for name, text in msgspec.structs.asdict(playbook.mail).items()}
    for key, text in texts.items():
        for name in _PLACEHOLDER.findall(text):
            if name not in PLACEHOLDERS:
                allowed = ", ".join(f"{{{known}}}" for known in PLACEHOLDERS)
                yield f"{key}: no placeholder {{{name}}}, allowed: {allowed}"
    lines = {f"dispositions ({entry.id}).label": entry.label for entry in playbook.dispositions}
    lines |= {f"questions ({entry.id}).prompt": entry.prompt for entry in playbook.questions}
    lines |= {f"stories ({entry.id}).title": entry.title for entry in playbook.stories}
    for key, line in lines.items():
        if not line.strip() or "\n" in line:
            yield f"{key}: {line!r}, allowed: one line, not empty"


def _repeated(where: str, names: Iterable[str]) -> Iterator[str]:
    for name, times in Counter(names).items():
        if times > 1:
            yield f"{where} {name!r} is there {times} times, allowed: once"


def explained(message: str, root: type) -> str:
    """A message of msgspec in words: ``hours.opens: expected a time such as 08:00:00, …``.

    Args:
        message: what msgspec said, with the path of the value at its end.
        root: the record that was being read.
    """
    problem, _, path = message.partition(" - at `$")
    kind = _type_at(root, path.rstrip("`"))
    where = path.strip(".`").replace("[...]", "")
    told = f"expected {_allowed(kind)}"
    if problem.startswith("Object contains unknown field"):
        told = f"unknown key {problem.partition('`')[2].rstrip('`')}; allowed: {_fields(kind)}"
    elif problem.startswith("Object missing required field"):
        told = f"the key {problem.partition('`')[2].rstrip('`')} is missing"
    return f"{where}: {told}" if where else told


def _type_at(root: Any, path: str) -> Any:
    """The type of what stands at a path such as ``.dispositions[0].then``."""
    kind = root
    for step in _PATH.finditer(path):
        if step[1] is None:
            # Of a list's type and of a table's the last argument that is one is that of a value.
            kind = [argument for argument in get_args(kind) if argument is not Ellipsis][-1]
        else:
            kind = get_type_hints(kind).get(step[1], kind)
        given = [argument for argument in get_args(kind) if argument is not NoneType]
        kind = given[0] if NoneType in get_args(kind) else kind
    return kind


def _fields(kind: Any) -> str:
    is_record = isinstance(kind, type) and issubclass(kind, msgspec.Struct)
    return ", ".join(kind.__struct_fields__) if is_record else ""


def _allowed(kind: Any) -> str:
    """What a value of that type may be, as a rep writes it in TOML."""
    if get_origin(kind) is Literal:
        return f"one of {', '.join(get_args(kind))}"
    if get_origin(kind) is tuple:
        return f"a list [ ], each in it {_allowed(get_args(kind)[0])}"
    if fields := _fields(kind):
        return f"a table with {fields}"
    simple: dict[Any, str] = {
        str: "text in quotes",
        int: "a whole number",
        bool: "true or false",
        time: TIME,
    }
    return simple.get(kind, "a table")
