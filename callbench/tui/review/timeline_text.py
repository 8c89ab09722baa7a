"""What the timeline of a prospect says, call by call. Pure: no widget is touched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from callbench.domain.agenda.counts import promise_counts
from callbench.domain.agenda.promises import Promise
from callbench.domain.records import Call
from callbench.domain.text import counted
from callbench.tui.review.call_text import (
    Reader,
    addendum_line,
    answer_lines,
    note_lines,
    step_lines,
    which,
)
from callbench.tui.review.rows import label

STATES = {
    "coming": ("still to come", "$accent"),
    "due": ("due now", "bold $accent"),
    "missed": ("missed", "bold $error"),
    "kept": ("kept", "$success"),
    "late": ("kept, but late", "$warning"),
    "moved": ("moved to another time", "$text-muted"),
    "cancelled": ("called off, nothing is owed", "$text-muted"),
    "held": ("held", "$success"),
    "no-show": ("they did not turn up", "$warning"),
}
"""What became of a promise, in words."""


def relation(calls: Sequence[Call], promises: Sequence[Promise], reader: Reader) -> Content:
    """How many attempts and conversations there were, and how promises were kept."""
    talks = sum(reader.playbook.reached(call.disposition) for call in calls)
    parts = [counted(len(calls), "attempt"), counted(talks, "conversation")]
    if promises:
        parts.append(counted(len(promises), "promise"))
        counts = promise_counts(promises)
        if counts.owed:
            parts.append(f"kept {counts.on_time} of {counts.owed}")
    return Content.styled(" · ".join(parts), "bold")


def entry_text(call: Call, promise: Promise | None, reader: Reader) -> Content:
    """One call: when and how it ended, then everything said, indented."""
    return Content("\n").join(_lines(call, promise, reader))


def _lines(call: Call, promise: Promise | None, reader: Reader) -> Iterator[Content]:
    reached = reader.playbook.reached(call.disposition)
    yield Content.assemble(
        ("● " if reached else "○ ", "$accent" if reached else "$text-muted"),
        (reader.moment(call.dialled_at), "bold"),
        f"  {label(call.disposition, reader.playbook)}",
        (f"  {which(call)}", "$text-muted"),
    )
    for line in _body(call, promise, reader):
        yield Content.assemble("  ", line)


def _body(call: Call, promise: Promise | None, reader: Reader) -> Iterator[Content]:
    if call.note.strip():
        yield from note_lines(call, reader)
    for name, answer in call.answers.items():
        yield from answer_lines(name, answer, reader)
    if call.next_step is not None:
        first, *rest = step_lines(call.next_step, reader)
        yield Content.assemble(("→ ", "bold $accent"), first)
        yield from rest
    for entry in call.addenda:
        yield Content.assemble(("added ", "$text-muted"), addendum_line(entry, reader))
    if promise is not None:
        for at in promise.missed_times:
            missed = f" on {reader.moment(at)}"
            yield Content.assemble(("promise ", "$text-muted"), ("missed", "bold $error"), missed)
        became, style = STATES[promise.state]
        yield Content.assemble(("promise ", "$text-muted"), (became, style))
