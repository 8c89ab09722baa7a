"""How sessions, calls and hits look in one line. Pure: no widget is touched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo

from rich.cells import cell_len

from callbench.domain.excerpts import excerpt, occurrences
from callbench.domain.marks import first_words
from callbench.domain.playbook import Playbook
from callbench.domain.records import Call, NextStep
from callbench.domain.when.speak import short_day
from callbench.store.hits import Hit, SessionLine
from callbench.tui.line_list import Cell, cut

WHEN = 17
"""Cells of a day with its time: ``Thu 19 Nov 15:30``, or ``19 Nov 2025 15:30``."""

_TIME = 6
_STEP = 14
_NAME = 18
_COMPANY_FROM = 12
"""Room from which a company is worth showing."""

_SHORT = ("calls", "talk", "meet")
_LONG = ("calls", "talks", "meetings")

FIELDS = {
    "note": "note",
    "answer": "answer",
    "addendum": "added later",
    "next_step": "why we speak",
    "name": "name",
    "company": "company",
    "phone": "number",
}
"""What the fields of a hit are called."""


class Rows:
    """Draws rows for one rep, on one day."""

    def __init__(self, playbook: Playbook, zone: tzinfo, now: datetime) -> None:
        """Name dispositions by `playbook`, show times in `zone`; this year's need no year."""
        self._playbook = playbook
        self._zone = zone
        self._year = now.astimezone(zone).year
        self.words: Sequence[str] = ()
        """What is searched for, to be highlighted."""

    def session(self, line: SessionLine, width: int) -> list[Cell]:
        """Day and time, then the counts under `headings`."""
        counts = (line.calls, line.conversations, line.meetings)
        styles = ("muted", "", "accent")
        cells: list[Cell] = [(cut(self.when(line.session.started_at), WHEN), "")]
        for count, heading, style in zip(counts, _columns(width), styles, strict=True):
            text = str(count) if count else "·"
            cells.append((text.rjust(len(heading)), style if count else "muted"))
        return cells

    def call(self, call: Call, width: int) -> list[Cell]:
        """Time and name, how it ended, what was agreed; the company where there is room."""
        how = label(call.disposition, self._playbook)
        longest = max(len(entry.label) for entry in self._playbook.dispositions)
        room = width - _TIME - longest - _STEP - 3
        if room < _NAME - 4:
            return self._short_call(call, how, width - _TIME)
        company = room - _NAME if room >= _NAME + _COMPANY_FROM else 0
        cells = [
            (f"{self._clock(call)} ", "muted"),
            (cut(call.prospect.name, room - company) + " ", ""),
            (cut(how, longest) + " ", self._weight(call)),
            (cut(self._step(call.next_step), _STEP), "accent"),
        ]
        if company:
            cells.insert(2, (cut(call.prospect.company, company) + " ", "muted"))
        return cells

    def _short_call(self, call: Call, how: str, room: int) -> list[Cell]:
        """Time, name, and how it ended; an agreed time is a sign only."""
        sign = "→" if call.next_step is not None else " "
        how = cut(how, min(len(how), room // 2))
        return [
            (f"{self._clock(call)} ", "muted"),
            (cut(call.prospect.name, room - len(how) - 3) + " ", ""),
            (how, self._weight(call)),
            (f" {sign}", "accent"),
        ]

    def hit(self, hit: Hit, width: int) -> list[Cell]:
        """Day and name, and the words in their context."""
        prospect = hit.call.prospect
        name = _NAME if width >= 76 else _NAME - 2
        cells: list[Cell] = [(cut(self.when(hit.call.dialled_at), WHEN) + " ", "muted")]
        cells += self._marked(cut(prospect.name, name) + " ")
        if width >= 100:
            cells.append((cut(FIELDS[hit.field], 13), "muted"))
        if hit.field not in {"name", "company", "phone"}:
            room = width - sum(cell_len(text) for text, _ in cells) - 1
            return [*cells, *self._marked(excerpt(hit.excerpt, self.words, room))]
        said = first_words(hit.call.note) or label(hit.call.disposition, self._playbook)
        beside = hit.excerpt if hit.field == "phone" else prospect.company
        return [*cells, *self._marked(beside), (f"  {said}", "muted")]

    def when(self, at: datetime) -> str:
        """Day and time on the rep's clock."""
        there = at.astimezone(self._zone)
        if there.year == self._year:
            return f"{short_day(there)} {there:%H:%M}"
        return f"{short_day(there).partition(' ')[2]} {there.year} {there:%H:%M}"

    def _clock(self, call: Call) -> str:
        return f"{call.dialled_at.astimezone(self._zone):%H:%M}"

    def _step(self, step: NextStep | None) -> str:
        if step is None:
            return ""
        there = step.starts_at.astimezone(self._zone)
        return f"→ {there.day} {short_day(there).rpartition(' ')[2]} {there:%H:%M}"

    def _weight(self, call: Call) -> str:
        return "strong" if self._playbook.reached(call.disposition) else "muted"

    def _marked(self, text: str) -> Iterator[Cell]:
        """The text with what is searched for highlighted."""
        end = 0
        for start, stop in occurrences(text, self.words):
            yield text[end:start], ""
            yield text[start:stop], "hit"
            end = stop
        yield text[end:], ""


def headings(width: int) -> str:
    """The line above the sessions."""
    return " " * WHEN + "".join(_columns(width))


def label(disposition: str | None, playbook: Playbook) -> str:
    """How a call ended, in the playbook's words."""
    known = playbook.disposition(disposition or "")
    return known.label if known is not None else disposition or "no outcome"


def _columns(width: int) -> tuple[str, ...]:
    """The headings of the counts, each as wide as its column."""
    names = _LONG if width >= WHEN + 23 else _SHORT
    gap = 2 if names is _LONG else 1
    if width < WHEN + 15:
        return tuple(name[:4].rjust(5) for name in _SHORT)
    return tuple(name.rjust(len(name) + (gap if place else 0)) for place, name in enumerate(names))
