"""The end-of-call checklist: what is asked next, given what was answered.

The checklist is derived from the playbook and the call alone, so that it stands where it was
left, after a look at the note as after a crash.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

import msgspec

from callbench.domain.playbook import Playbook, Question
from callbench.domain.records import Call

StepKind = Literal["disposition", "choice", "text", "meeting", "reason"]

DISPOSITION = "disposition"
REASON = "reason"
REASON_PROMPT = "Why will we speak?"

NO_WORDS = frozenset({"", "n", "no", "none", "nope", "not yet"})
"""What a rep types into the line of the next meeting when there is none."""


class Step(msgspec.Struct, frozen=True):
    """One line of the checklist."""

    id: str
    kind: StepKind
    prompt: str
    done: bool
    question: Question | None = None


def steps(playbook: Playbook, call: Call) -> tuple[Step, ...]:
    """Every step that this call asks for so far, in order."""
    disposition = playbook.disposition(call.disposition) if call.disposition else None
    first = Step(DISPOSITION, "disposition", "How did it end?", disposition is not None)
    if disposition is None or not disposition.reached:
        return (first,)
    found: list[Step] = [first]
    for name in disposition.checklist:
        question = playbook.question(name)
        if question is None or not _applies(question, call):
            continue
        found.append(
            Step(question.id, question.kind, question.prompt, answered(question, call), question)
        )
        if question.kind == "meeting" and call.next_step is not None:
            found.append(Step(REASON, "reason", REASON_PROMPT, bool(call.next_step.reason)))
    return tuple(found)


def ahead(playbook: Playbook, call: Call, at: str) -> tuple[str, ...]:
    """What may still be asked after the step `at`, in order, as far as is known by then.

    Returns:
        Prompts; none before it is known how the call ended.
    """
    disposition = playbook.disposition(call.disposition) if call.disposition else None
    if disposition is None or not disposition.reached:
        return ()
    prompts: list[tuple[str, str]] = [(DISPOSITION, "")]
    for name in disposition.checklist:
        question = playbook.question(name)
        if question is None or not _may_apply(question, playbook, call):
            continue
        prompts.append((name, question.prompt))
        if question.kind == "meeting" and (call.next_step is not None or name not in call.answers):
            prompts.append((REASON, REASON_PROMPT))
    places = [place for place, (name, _) in enumerate(prompts) if name == at]
    return tuple(prompt for _, prompt in prompts[places[0] + 1 :]) if places else ()


def current(playbook: Playbook, call: Call, passed: Collection[str] = ()) -> Step | None:
    """The first step that is neither done nor passed over, or None where nothing is left to ask."""
    still_open = (step for step in steps(playbook, call) if not step.done)
    return next((step for step in still_open if step.id not in passed), None)


def asked(playbook: Playbook, call: Call, ident: str) -> Question | None:
    """The question of that id, where the checklist of this call asks it now."""
    return next((step.question for step in steps(playbook, call) if step.id == ident), None)


def answered(question: Question, call: Call) -> bool:
    """Whether a question has its answer; one that stays open is not done by being answered."""
    answer = call.answers.get(question.id)
    if answer is None:
        return False
    if question.kind == "meeting" and answer.answer == "booked":
        return call.next_step is not None
    option = question.option(answer.answer)
    return option is None or not option.stays


def _applies(question: Question, call: Call) -> bool:
    after = question.after
    if after is None:
        return True
    answer = call.answers.get(after.question)
    return answer is not None and answer.answer == after.answer


def _may_apply(question: Question, playbook: Playbook, call: Call) -> bool:
    """Whether it applies, or depends on a question that is still open."""
    before = playbook.question(question.after.question) if question.after is not None else None
    still_open = before is not None and not answered(before, call)
    return still_open or _applies(question, call)
