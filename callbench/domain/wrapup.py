"""The steps of one call, from putting down the line to the confirmed wrap-up.

Each takes a call and returns it changed, without asking whether the step is allowed now: that is
for `callbench.domain.block.Block` to decide.
"""

from __future__ import annotations

from datetime import datetime

from callbench.domain.playbook import BOOKED, Disposition, Question
from callbench.domain.records import Answer, Call, NextStep, replace


def hung_up(call: Call, now: datetime) -> Call:
    """The call with its talk ended; the first end counts."""
    return call if call.ended_at is not None else replace(call, ended_at=now)


def disposed(call: Call, disposition: Disposition, now: datetime) -> Call:
    """The call with its outcome; one that reached nobody is thereby wrapped up.

    Answers to questions that the disposition does not ask are left out, and so is a next step
    that was agreed in one of them.
    """
    ended = replace(hung_up(call, now), disposition=disposition.id)
    if not disposition.reached:
        return replace(ended, wrapped_at=now, answers={}, next_step=None)
    asked = {name: call.answers[name] for name in call.answers if name in disposition.checklist}
    return _agreed(replace(ended, answers=asked))


def answered(call: Call, question: Question, answer: Answer) -> Call:
    """The call with one question answered; a next meeting denied drops the one booked.

    The words of an answer that keeps its question open (*yes*: their question) stay, and those of
    the next answer are put below them.
    """
    before = call.answers.get(question.id)
    if before is not None and before.detail and _stays(question, before):
        answer = replace(answer, detail=_below(before.detail, answer.detail))
    denied = question.kind == "meeting" and answer.answer != BOOKED
    step = None if denied else call.next_step
    return replace(call, answers={**call.answers, question.id: answer}, next_step=step)


def booked(call: Call, question: Question, step: NextStep, former: NextStep | None) -> Call:
    """The call with its next meeting; a corrected time keeps all else of the `former` one.

    That is its reason, how it takes place, and whether both agreed.
    """
    before = call.answers.get(question.id)
    detail = before.detail if before is not None and before.answer == BOOKED else ""
    if not step.reason and former is not None:
        kept = {"reason": former.reason, "channel": former.channel, "agreed": former.agreed}
        step = replace(step, **kept)
    answers = {**call.answers, question.id: Answer(answer=BOOKED, detail=detail)}
    return replace(call, answers=answers, next_step=step)


def with_reason(call: Call, reason: str) -> Call:
    """The call with the reason of its next step, where it has one."""
    step = call.next_step
    return call if step is None else replace(call, next_step=replace(step, reason=reason))


def ticked(call: Call, question: str) -> Call:
    """The call with a question of theirs answered, or open again where it was answered."""
    if question in call.ticked:
        return replace(call, ticked=tuple(text for text in call.ticked if text != question))
    return replace(call, ticked=(*call.ticked, question))


def told(call: Call, story: str) -> Call:
    """The call with a success story told; telling it twice changes nothing."""
    return call if story in call.told else replace(call, told=(*call.told, story))


def confirmed(call: Call, now: datetime) -> Call:
    """The call with its wrap-up closed."""
    return replace(call, wrapped_at=now)


def reopened(call: Call, disposition: Disposition | None, earlier: Call | None) -> Call:
    """The call as before its `disposition`.

    One that reached nobody is going on again, with the answers it had in its `earlier` state.
    """
    if disposition is None or disposition.reached:
        return replace(call, disposition=None, wrapped_at=None)
    again = replace(call, disposition=None, ended_at=None, wrapped_at=None)
    return _agreed(with_earlier(again, earlier))


def is_logged(call: Call) -> bool:
    """Whether an attempt was logged in one act, after it was made by hand, and never dialled."""
    return call.dialled_at == call.ended_at == call.wrapped_at


def with_earlier(call: Call, earlier: Call | None) -> Call:
    """The call with the answers and the next step that an earlier state of it had beside its own.

    A wrong key in the list of dispositions takes answers away; the right one brings them back.
    """
    if earlier is None or earlier.id != call.id:
        return call
    answers = {**earlier.answers, **call.answers}
    return replace(call, answers=answers, next_step=call.next_step or earlier.next_step)


def _agreed(call: Call) -> Call:
    """The call with its next step only where an answer says that it was booked."""
    booked = any(answer.answer == BOOKED for answer in call.answers.values())
    return call if booked else replace(call, next_step=None)


def _stays(question: Question, answer: Answer) -> bool:
    option = question.option(answer.answer)
    return option is not None and option.stays


def _below(before: str, words: str) -> str:
    """Both texts, one below the other; a text that was only written on replaces the former."""
    if not words or words.startswith(before):
        return words or before
    return f"{before}\n{words}"
