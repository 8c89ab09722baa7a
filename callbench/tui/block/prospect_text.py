"""What the prospect pane says, in parts that can be folded. Pure: no widget is touched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, tzinfo
from typing import NamedTuple

import msgspec
from textual.content import Content

from callbench.domain.e164 import display
from callbench.domain.history import History, PastCall
from callbench.domain.hours import LocalTime, weekday_there
from callbench.domain.playbook import Playbook
from callbench.domain.queue import Group, QueueRow
from callbench.domain.records import Prospect
from callbench.domain.when.speak import near_day

LABEL = 7
"""Width of the labels before a line, and how far the lines below it are indented."""

LONGEST = 3
"""Lines of one part at the most."""

DAY = 12
"""Cells of the day before what was said then."""


class ProspectView(msgspec.Struct, frozen=True):
    """What the pane shows of somebody."""

    prospect: Prospect
    history: History
    there: LocalTime
    attempt: int
    today: date
    """The day on the rep's clock."""
    row: QueueRow | None = None
    story: str = ""
    """The success story that suits them best, and whether they know it."""
    weak_reason: str = ""
    """What is wrong with the reason to call, where something is."""
    material: tuple[str, ...] = ()
    """Better reasons at hand."""


class Part(NamedTuple):
    """Something that is said about them."""

    text: Content
    indent: int
    """Of its lines but the first."""
    rank: int
    """Its own number: those that matter more have a lower one."""


class ProspectText:
    """Says what is known of somebody, for one rep."""

    def __init__(self, playbook: Playbook, zone: tzinfo) -> None:
        """Name dispositions by `playbook`, tell times in the rep's `zone`."""
        self._playbook = playbook
        self._zone = zone
        self.spelled = False
        """Whether numbers are spelled out; what can do so is loaded behind the first frame."""

    def head(self, view: ProspectView) -> list[Content]:
        """Number, local time, and when their hours begin."""
        prospect = view.prospect
        number = display(prospect.phone) if self.spelled else prospect.phone
        number = number or "needs a number"
        if prospect.extension:
            number += f" ext. {prospect.extension}"
        return [Content.styled(number, "bold"), *self._local_time(view.there, view.today)]

    def parts(self, view: ProspectView) -> Iterator[Part]:
        """Past calls, why we call, and what else is known, as they stand one below the other."""
        asked = view.history.questions
        for rank, past in zip((2, 4), view.history.recent, strict=False):
            yield Part(self._past_call(past, asked), DAY, rank)
        yield Part(_why(view), LABEL, 0)
        if view.material:
            yield _labelled("better", " · ".join(view.material), 5)
        if view.story:
            yield _labelled("story", view.story, 6)
        if asked:
            yield _labelled("open", "  ".join(f"“{words}”" for words in asked), 1)
        if view.prospect.notes:
            yield _labelled("know", view.prospect.notes.replace("\n", " "), 3)

    def subtitle(self, view: ProspectView) -> Content:
        """Which call in the row it is."""
        attempts, row = self._playbook.cadence.attempts, view.row
        if row is not None and row.group is Group.OUT:
            return Content(row.label)
        if row is not None and row.kind == "promised" and row.due_at is not None:
            at = row.due_at.astimezone(self._zone)
            day = f" {near_day(at.date(), view.today)}".rstrip()
            return Content(f"promised call{day} {at:%H:%M}")
        if row is not None and row.kind not in {"follow-up", "first"}:
            return Content(f"{row.kind.replace('-', ' ')} call")
        if view.attempt <= attempts:
            return Content(f"attempt {view.attempt} of {attempts}")
        return Content(f"attempt {view.attempt}")

    def _local_time(self, there: LocalTime, today: date) -> Iterator[Content]:
        if there.state == "unknown":
            yield Content.styled("their time zone is not known", "$warning")
            return
        weekday = weekday_there(there, today)[:3]
        clock = f"{weekday} {'–'.join(there.clocks)}".lstrip()
        place = f" in {there.place}" if there.place else " there, by zone"
        colour = "$success" if there.state == "open" else "$warning"
        yield Content.assemble((clock, f"bold {colour}"), place)
        if there.opens is not None:
            yield Content.styled(self._opens(there, there.opens, today), "$warning")

    def _opens(self, there: LocalTime, opens: datetime, today: date) -> str:
        """When their hours begin, on their clock and, where that is another one, on the rep's."""
        here = opens.astimezone(self._zone)
        if not there.place:
            return f"opens {_on_day(here, today)} your time"
        text = f"opens {_on_day(opens, there.day or today)}"
        if here.replace(tzinfo=None) == opens.replace(tzinfo=None):
            return text
        return f"{text} ({_on_day(here, opens.date())} yours)"

    def _past_call(self, past: PastCall, asked: tuple[str, ...]) -> Content:
        """A past call in a line; a question that is still open is not said twice."""
        at = past.at.astimezone(self._zone)
        disposition = self._playbook.disposition(past.disposition)
        how = disposition.label if disposition is not None else past.disposition
        day = f"{at:%a} {at.day:>2} {at:%b}  "
        said = past.words.removesuffix("…")
        told = bool(said) and any(question.startswith(said) for question in asked)
        words = f" “{past.words}”" if past.words and not told else ""
        return Content.assemble((day, "bold"), how, (words, "italic"))


def title(view: ProspectView | None) -> str:
    """Name, job and company."""
    if view is None:
        return "Nobody"
    prospect = view.prospect
    return " · ".join(part for part in (prospect.name, prospect.title, prospect.company) if part)


def side_by_side(pieces: list[Content], width: int) -> list[Content]:
    """The pieces in as few lines as they fit in, each in one of them."""
    lines: list[Content] = []
    for place, piece in enumerate(pieces):
        gap = "   " if place == 1 else " · "
        if lines and lines[-1].cell_length + len(gap) + piece.cell_length <= width:
            lines[-1] = Content.assemble(lines[-1], gap, piece)
        else:
            lines.append(cut(piece, width))
    return lines


def arranged(parts: list[Part], width: int, room: int, most: int) -> list[Content]:
    """The parts as lines.

    Args:
        parts: In their order.
        width: Of a line, in cells.
        room: How many lines there may be before a part is folded; those come first that matter.
        most: How many there may be at all; parts that matter least are left out for it.
    """
    kept = sorted(parts, key=lambda part: part.rank)[: max(most, 0)]
    spare = max(min(room, most) - len(kept), 0)
    lines: dict[int, list[Content]] = {}
    for part in kept:
        lines[part.rank] = folded(part, width, 1 + min(spare, LONGEST - 1))
        spare -= len(lines[part.rank]) - 1
    return [line for part in parts for line in lines.get(part.rank, ())]


def folded(part: Part, width: int, most: int) -> list[Content]:
    """A part over at most so many lines, with an ellipsis where it was cut."""
    lines: list[Content] = []
    rest, indent = part.text, 0
    while rest.cell_length > width - indent and len(lines) < most - 1:
        line = rest.wrap(width - indent)[0]
        lines.append(Content.assemble(" " * indent, line))
        rest = rest[len(line.plain) :]
        rest = rest[len(rest.plain) - len(rest.plain.lstrip()) :]
        indent = min(part.indent, width // 2)
    return [*lines, Content.assemble(" " * indent, cut(rest, width - indent))]


def cut(line: Content, width: int) -> Content:
    """The line in that width, with an ellipsis where it was cut."""
    return line.truncate(width, ellipsis=True)


def _on_day(at: datetime, day: date) -> str:
    """A clock, with the weekday where it is that of another day."""
    return f"{at:%H:%M}" if at.date() == day else f"{at:%a %H:%M}"


def _why(view: ProspectView) -> Content:
    reason = view.prospect.reason
    promise = view.history.promise
    row = view.row
    promised = row is not None and (row.kind == "promised" or row.group is Group.OUT)
    if promised and promise is not None:
        reason = promise.step.reason or reason
    label = ("why".ljust(LABEL), "$accent")
    if not view.weak_reason:
        return Content.assemble(label, reason)
    weak = f" ({view.weak_reason})" if reason else view.weak_reason
    return Content.assemble(label, reason, (weak, "$warning"))


def _labelled(label: str, text: str, rank: int) -> Part:
    return Part(Content.assemble((label.ljust(LABEL), "$accent"), Content(text)), LABEL, rank)
