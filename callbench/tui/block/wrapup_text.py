"""What the wrap-up shows: answers given, the question at hand, and what can be answered."""

from __future__ import annotations

import msgspec
from textual.content import Content

from callbench.domain.checklist import Step, ahead, steps
from callbench.domain.marks import of_kind
from callbench.domain.playbook import AnswerOption, Playbook
from callbench.domain.records import Call, NextStep
from callbench.tui.block.meeting_line import MeetingReader

ALL_ANSWERED = "Enter confirms, ↑ goes back"

CONFIRMS = Content.styled("Enter confirms", "bold $accent")
"""Stands where the next Enter closes the wrap-up."""


class View(msgspec.Struct, frozen=True):
    """The checklist as it is being worked on."""

    playbook: Playbook
    call: Call
    reader: MeetingReader | None
    """Knows the clocks of both."""
    at: str
    """Id of the question at hand, or "" where all is answered."""
    option: AnswerOption | None = None
    """The answer whose line is being typed."""


def above(view: View, width: int, height: int) -> Content:
    """Every question down to the one at hand, with the answers given.

    Args:
        view: The checklist.
        width: Of the pane, in cells.
        height: Lines at hand; where there are enough, the questions stand apart.
    """
    asked = _asked(view, width)
    roomy = sum(map(len, asked)) + len(asked) - 1 <= height
    apart = Content("\n\n" if roomy else "\n")
    return apart.join([Content("\n").join(lines) for lines in asked])


def coming(view: View) -> Content:
    """What may be asked after the question at hand."""
    prompts = ahead(view.playbook, view.call, view.at)
    return Content.styled("\n".join(prompts), "$text-disabled")


def _asked(view: View, width: int) -> list[list[Content]]:
    """The lines of each question down to the one at hand."""
    asked: list[list[Content]] = []
    for step in steps(view.playbook, view.call):
        lines: list[Content] = []
        here = step.id == view.at
        sign = ("▸ ", "bold $accent") if here else ("✓ ", "$success")
        if not here and not step.done:
            sign = ("  ", "")
        lines.append(Content.assemble(sign, (step.prompt, "bold")))
        if here and view.option is not None:
            lines.append(Content(f"    {view.option.label}:"))
        else:
            answers = _answer_lines(view, step) if not here else _said_so_far(view, step)
            lines.extend(line for answer in answers for line in hung(answer, width))
        asked.append(lines)
        if here:
            break
    return asked


def below(view: View, *, why_not: bool, ready: bool) -> Content:
    """What can be answered to the question at hand."""
    if ready:
        return Content.styled(ALL_ANSWERED, "bold $accent")
    if view.option is not None:
        return Content("")
    step = next((entry for entry in steps(view.playbook, view.call) if entry.id == view.at), None)
    if step is None:
        return Content("")
    if step.kind == "disposition":
        return Content("\n").join(_dispositions(view.playbook))
    if step.question is None:
        return Content("")
    lines = [
        _option_line(option.key, option.label)
        for option in step.question.answers
        if option.key and (step.kind != "meeting" or why_not)
    ]
    if step.kind == "text":
        lines = [Content.styled("Enter takes it, empty too", "$text-muted")]
    if step.id == questions_step(view.playbook):
        lines += _noted_questions(view.call)
    return Content("\n").join(lines)


def keys(view: View, *, why_not: bool) -> str:
    """The keys that answer the question at hand, in a few words: ``y or n``."""
    step = next((entry for entry in steps(view.playbook, view.call) if entry.id == view.at), None)
    if step is None:
        return ALL_ANSWERED
    if step.question is not None:
        answers = step.question.answers
        found = [option.key for option in answers if step.kind != "meeting" or why_not]
    else:
        found = [entry.key for entry in view.playbook.conversations]
    *first, last = [key for key in found if key] or ["Enter"]
    return f"{', '.join(first)} or {last}" if first else last


def questions_step(playbook: Playbook) -> str:
    """The question at which the noted ``?`` lines are shown: the first that stays open."""
    for question in playbook.questions:
        if any(option.stays for option in question.answers):
            return question.id
    return ""


def typed_before(step: Step, call: Call, option: AnswerOption | None) -> str:
    """What the line of a question holds when it is gone back to."""
    answer = call.answers.get(step.id)
    if option is not None:
        same = answer is not None and answer.answer == option.id and not option.stays
        return answer.detail if answer is not None and same else ""
    if step.kind == "reason":
        return call.next_step.reason if call.next_step is not None else ""
    return answer.detail if step.kind == "text" and answer is not None else ""


def hung(line: Content, width: int) -> list[Content]:
    """An answer indented under its question, where it takes several lines as well."""
    indent = "    "
    if width <= len(indent) + 8:
        return [Content.assemble(indent, line)]
    return [Content.assemble(indent, piece) for piece in line.wrap(width - len(indent))]


def folded(line: Content, width: int) -> list[Content]:
    """A line in several, where it takes them, each indented as it is."""
    bare = len(line.plain) - len(line.plain.lstrip())
    if line.cell_length <= width or width <= bare + 8:
        return [line]
    indent = " " * bare
    return [Content.assemble(indent, piece) for piece in line[bare:].wrap(width - bare)]


def height(text: Content, width: int) -> int:
    """The lines that a text takes in `width` cells."""
    return len(text.wrap(width)) if width > 0 else 0


def _answer_lines(view: View, step: Step) -> list[Content]:
    if step.kind == "disposition":
        disposition = view.playbook.disposition(view.call.disposition or "")
        return [Content(disposition.label)] if disposition is not None else []
    if step.kind == "reason":
        reason = view.call.next_step.reason if view.call.next_step is not None else ""
        return [Content.styled(reason, "italic")] if reason else []
    answer = view.call.answers.get(step.id)
    if answer is None or step.question is None:
        return []
    if step.kind == "meeting" and view.call.next_step is not None and view.reader is not None:
        return view.reader.agreed(view.call.next_step)
    option = step.question.option(answer.answer)
    lines = [Content(option.label if option is not None else answer.answer)]
    if option is not None and option.hint:
        lines.append(Content.styled(option.hint, "$warning"))
    details = answer.detail.split("\n") if answer.detail else []
    return lines + [Content.styled(f"“{detail}”", "italic") for detail in details]


def _said_so_far(view: View, step: Step) -> list[Content]:
    """The questions put down while the question at hand stays open."""
    answer = view.call.answers.get(step.id)
    details = answer.detail.split("\n") if answer is not None and step.kind == "choice" else []
    return [Content.styled(f"“{detail}”", "italic") for detail in details if detail]


def terms(step: NextStep) -> Content:
    """How and how long the next meeting takes place, with the keys that change it."""
    agreed = "agreed by both" if step.agreed else "my promise"
    return Content.assemble(
        ("F6 ", "bold"),
        (f"{step.channel}  ", "$text-muted"),
        ("F7 ", "bold"),
        (f"{step.minutes} min\n", "$text-muted"),
        ("F9 ", "bold"),
        (agreed, "$text-muted"),
    )


def _dispositions(playbook: Playbook) -> list[Content]:
    lines = [_option_line(entry.key, entry.label) for entry in playbook.conversations]
    quick = playbook.quick
    if quick:
        span = f"{quick[0].key}–{quick[-1].key}" if len(quick) > 1 else quick[0].key
        lines.append(_option_line(span, "nobody reached"))
    return lines


def _noted_questions(call: Call) -> list[Content]:
    """Their questions from the note, with a digit that ticks each."""
    noted = of_kind(call.note, "question")
    if not noted:
        return []
    lines = [Content.styled("a digit ticks what is answered", "$text-muted")]
    for number, words in enumerate(noted[:9], 1):
        sign = "✓" if words in call.ticked else "?"
        lines.append(Content.assemble((f"{number} ", "bold"), (f"{sign} ", "$secondary"), words))
    return lines


def _option_line(key: str, label: str) -> Content:
    return Content.assemble((key.ljust(4), "bold $accent"), label)
