"""A past call in full, as text to read. Pure: no widget is touched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

import msgspec
from textual.content import Content

from callbench.domain.agreement import both_clocks
from callbench.domain.excerpts import occurrences
from callbench.domain.history import was_conversation
from callbench.domain.marks import mark_of
from callbench.domain.phone import display
from callbench.domain.playbook import Playbook
from callbench.domain.records import Addendum, Answer, Call, NextStep
from callbench.domain.when import spoken
from callbench.tui.review.rows import label

SIGNS = {
    "question": "$secondary",
    "objection": "$error",
    "problem": "$success",
    "promise": "$accent",
}
"""The colour of each mark of a note, as in the note pane."""

HIT = "bold $background on $accent"

_BECAME = {
    "moved": "moved to",
    "cancelled": "called off",
    "held": "the meeting was held",
    "no-show": "they did not turn up",
    "sent": "sent",
    "let-go": "let go",
    "reopened": "taken up again",
}
"""What an addendum of some kind says."""


class Reader(msgspec.Struct, frozen=True):
    """For whom a call is shown."""

    playbook: Playbook
    zone: tzinfo
    """The rep's."""
    words: tuple[str, ...] = ()
    """What is searched for, to be highlighted."""

    def marked(self, text: str, style: str = "") -> Content:
        """The text in a style, with what is searched for highlighted."""
        content = Content.styled(text, style) if style else Content(text)
        for start, end in occurrences(text, self.words):
            content = content.stylize(HIT, start, end)
        return content

    def moment(self, at: datetime) -> str:
        """An instant on the rep's clock."""
        return spoken(at.astimezone(self.zone).replace(second=0, microsecond=0))


def whom(call: Call, reader: Reader) -> Content:
    """Whom the call was to."""
    parts = [part for part in (call.prospect.name, call.prospect.company) if part]
    return reader.marked(" · ".join(parts))


def call_text(call: Call, reader: Reader) -> Content:
    """The whole call: how it ended, the note, the answers, what was agreed, what was added."""
    lines = list(_head(call, reader))
    for heading, part in (
        ("note", list(note_lines(call, reader)) or [Content.styled("none", "$text-disabled")]),
        ("answers", _answers(call, reader)),
        ("next step", _next_step(call, reader)),
        ("told them", _stories(call, reader)),
        ("added later", [addendum_line(entry, reader) for entry in call.addenda]),
    ):
        body = list(part)
        if body:
            lines += [Content(""), Content.styled(heading, "$accent"), *body]
    return Content("\n").join(lines)


def note_lines(call: Call, reader: Reader) -> Iterator[Content]:
    """The note with its marks coloured, and a tick at each question that was answered."""
    if not call.note.strip():
        return
    for text in call.note.rstrip().split("\n"):
        mark = mark_of(text)
        line = reader.marked(text)
        if mark is not None:
            line = line.stylize(f"bold {SIGNS[mark.kind]}", mark.column, mark.column + 1)
            if mark.kind == "question" and mark.text in call.ticked:
                line = Content.assemble(line, ("  ✓", "bold $success"))
        yield line


def step_lines(step: NextStep, reader: Reader) -> Iterator[Content]:
    """An agreed time on both clocks, the rep's first, and why to speak."""
    details = [f"{step.minutes} min", step.channel, "agreed" if step.agreed else "promised by us"]
    more = "".join(f" · {part}" for part in details)
    yield Content.assemble((both_clocks(step, str(reader.zone)), "bold"), more)
    if step.reason:
        yield Content.assemble(("why ", "$text-muted"), reader.marked(step.reason))


def answer_lines(name: str, answer: Answer, reader: Reader) -> Iterator[Content]:
    """A question of the checklist with its answer, and their words under it."""
    question = reader.playbook.question(name)
    option = question.option(answer.answer) if question is not None else None
    prompt = question.prompt if question is not None else name
    said = option.label if option is not None else answer.answer
    # A question that takes a line has no answers to choose from: their words are the answer.
    chosen = said if question is None or question.kind != "text" else ""
    yield Content.assemble((f"{prompt} ", "$text-muted"), (chosen, "bold"))
    for line in answer.detail.split("\n") if answer.detail else ():
        yield Content.assemble("  “", reader.marked(line, "italic"), "”")


def addendum_line(entry: Addendum, reader: Reader) -> Content:
    """When something was added, and what."""
    # What takes another one back says so by its words.
    became = _BECAME.get(entry.kind, "") if entry.undoes is None else ""
    if became and entry.next_step is not None:
        became = f"{became} {both_clocks(entry.next_step, str(reader.zone))}"
    if entry.about:
        became = f"{became} “{entry.about}”"
    return Content.assemble(
        (f"{reader.moment(entry.at)}  ", "$text-muted"),
        (f"{became.strip()}{': ' if entry.text else ''}" if became else "", "bold"),
        reader.marked(entry.text),
    )


def which(call: Call) -> str:
    """Which call to them it was: ``attempt 3, promised call``."""
    # A first call is one to somebody who was never reached, so that there may be many of them.
    kind = "" if call.kind == "first" else f", {call.kind} call"
    return f"attempt {call.attempt}{kind}"


def span(start: datetime, end: datetime | None) -> str:
    """How long something took, as ``4:12``; "" where it has no end."""
    if end is None:
        return ""
    seconds = max(int((end - start) / timedelta(seconds=1)), 0)
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"


def _head(call: Call, reader: Reader) -> Iterator[Content]:
    """How it ended and which call it was, when, and on which number."""
    how = (label(call.disposition, reader.playbook), "bold")
    if call.disposition is None:
        how = ("no outcome yet", "bold $warning")
    yield Content.assemble(how, f" · {which(call)}")
    talked = was_conversation(call, reader.playbook)
    length = span(call.dialled_at, call.ended_at)
    took = f" · {'talked' if talked else 'rang'} {length}" if length else ""
    yield Content.styled(f"{reader.moment(call.dialled_at)}{took}", "$text-muted")
    yield Content.styled(display(call.prospect.phone) or "no number", "$text-muted")


def _answers(call: Call, reader: Reader) -> Iterator[Content]:
    for name, answer in call.answers.items():
        yield from answer_lines(name, answer, reader)


def _next_step(call: Call, reader: Reader) -> Iterator[Content]:
    if call.next_step is not None:
        yield from step_lines(call.next_step, reader)


def _stories(call: Call, reader: Reader) -> Iterator[Content]:
    titles = {story.id: story.title for story in reader.playbook.stories}
    for ident in call.told:
        yield Content(titles.get(ident, ident))
