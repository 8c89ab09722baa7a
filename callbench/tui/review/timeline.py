"""Everything that ever passed with one prospect, newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from callbench.domain.agenda.counts import promise_counts
from callbench.domain.agenda.promises import Promise, promises_to
from callbench.domain.agenda.timeline import Timeline
from callbench.domain.phone import display
from callbench.domain.records import Call
from callbench.tui.commands import Command
from callbench.tui.keybar import KeyBar
from callbench.tui.review.call_text import (
    Reader,
    addendum_line,
    answer_lines,
    note_lines,
    step_lines,
    which,
)
from callbench.tui.review.rows import label
from callbench.tui.screens import CommandScreen

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


class TimelineScreen(CommandScreen[None]):
    """Every attempt, answer and promise of one prospect."""

    DECLARED = (
        Command("down", "j,down", "Down", "Scroll down", "scroll:1", bar=False),
        Command("up", "k,up", "Up", "Scroll up", "scroll:-1", bar=False),
        Command("page-down", "pagedown,space", "Page down", "A page down", "page:1"),
        Command("page-up", "pageup", "Page up", "A page up", "page:-1"),
        Command("top", "home", "Newest", "Go to the newest call", "scroll:-1000000", bar=False),
        Command("bottom", "end", "First", "Go to the first call", "scroll:1000000", bar=False),
        Command("back", "escape,q,p", "Back", "Back to the calls"),
        Command("keys", "question_mark,f10", "Keys", "Show every key"),
    )
    KEYS_TITLE = "Keys of the timeline"

    DEFAULT_CSS = """
    TimelineScreen VerticalScroll {
        border: round $border; padding: 0 1; scrollbar-size-vertical: 1;
        border-title-color: $foreground; border-subtitle-color: $text-muted;
    }
    TimelineScreen Static { height: auto; max-width: 100; }
    """

    def __init__(self, timeline: Timeline, reader: Reader, now: datetime) -> None:
        """Show the calls to somebody, of whom there is at least one."""
        super().__init__()
        self._timeline = timeline
        self._reader = reader
        self._now = now

    def compose(self) -> ComposeResult:
        """One scrolling sheet."""
        prospect = self._timeline[-1][1].prospect
        parts = (prospect.name, prospect.company, display(prospect.phone))
        with VerticalScroll() as sheet:
            sheet.border_title = Content(" · ".join(part for part in parts if part))
            sheet.border_subtitle = "newest first"
            yield Static(timeline_text(self._timeline, self._reader, self._now))
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the keys."""
        self.set_focus(self.query_one(VerticalScroll))
        self.refresh_keys()

    def action_scroll(self, lines: str) -> None:
        """Scroll by lines."""
        self.query_one(VerticalScroll).scroll_relative(y=int(lines), animate=False)

    def action_page(self, pages: str) -> None:
        """Scroll by pages."""
        sheet = self.query_one(VerticalScroll)
        sheet.scroll_relative(y=int(pages) * max(sheet.size.height - 2, 1), animate=False)

    def action_back(self) -> None:
        """Back to the calls."""
        self.dismiss(None)


def timeline_text(timeline: Timeline, reader: Reader, now: datetime) -> Content:
    """The figures of the relation, then call by call, newest first."""
    promises = {promise.call: promise for promise in promises_to(timeline, reader.playbook, now)}
    calls = [call for _, call in timeline]
    lines = [_summary(calls, list(promises.values()), reader)]
    for call in reversed(calls):
        lines += [Content(""), *_entry(call, promises.get(call.id), reader)]
    return Content("\n").join(lines)


def _summary(calls: Sequence[Call], promises: Sequence[Promise], reader: Reader) -> Content:
    """How many attempts and conversations there were, and how promises were kept."""
    talks = sum(reader.playbook.reached(call.disposition) for call in calls)
    parts = [_count(len(calls), "attempt"), _count(talks, "conversation")]
    if promises:
        parts.append(_count(len(promises), "promise"))
        counts = promise_counts(promises)
        if counts.owed:
            parts.append(f"kept {counts.on_time} of {counts.owed}")
    return Content.styled(" · ".join(parts), "bold")


def _entry(call: Call, promise: Promise | None, reader: Reader) -> Iterator[Content]:
    """One call: when and how it ended, then everything said, indented."""
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


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"
