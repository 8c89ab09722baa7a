"""What the start screen says of today. Pure but for the files it reads: no widget is touched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from textual.content import Content

from callbench.domain.history import History
from callbench.domain.queue import Group, Queue, Rules, possible_zones
from callbench.domain.records import NextStep, Prospect
from callbench.domain.roster import Roster
from callbench.domain.text import clean, counted, one_line
from callbench.store import do_not_call
from callbench.store.errors import Locked, StoreError
from callbench.store.history import read_past
from callbench.store.lists import ProspectList
from callbench.store.sessions import StoredSession
from callbench.tui.context import Context

STILL_READING = "Earlier sessions are still being read: these figures change."
"""Said where the index is not there yet."""

NAMED = 5
"""How many files that can't be read are named; doctor names all."""


class Due(NamedTuple):
    """Who would be called in a block begun now; of another minute once it is ranked again."""

    queue: Queue
    histories: Mapping[str, History]
    complete: bool
    """Whether all earlier calls are in it."""

    def rank(self, now: datetime) -> None:
        """Rank the queue for this moment."""
        self.queue.rank(self.histories, {}, now)


def read_due(
    context: Context,
    called: Sequence[ProspectList],
    others: Sequence[ProspectList],
    problems: list[StoreError],
) -> Due:
    """The queue as a block on the lists `called` would have it.

    Args:
        context: The workbench.
        called: Those that are called.
        others: Lists that are not; the same people may stand on them.
        problems: What can't be read is added.

    Raises:
        StoreError: it is not known who must not be called.
    """
    refuses = do_not_call.read(context.workbench).refuses
    rules = Rules(context.playbook, context.zone, possible_zones, refuses)
    roster = Roster([entry.prospects for entry in called], [entry.prospects for entry in others])
    past = read_past(context.workbench, context.playbook, at_once=True)
    problems += past.problems
    queue = Queue(rules, roster.prospects)
    return Due(queue, roster.histories(past.histories), past.complete)


def today(
    now: datetime,
    lists: Sequence[ProspectList],
    called: Sequence[ProspectList],
    due: Due | None,
    unfinished: Sequence[StoredSession],
    problems: Sequence[StoreError],
    held: Sequence[Locked] = (),
    left: Sequence[Content] = (),
    *,
    enter_is_taken: bool = False,
) -> Content:
    """What the disk has refused, the unfinished session, who is due, and the lists.

    Args:
        now: The moment, in the rep's zone.
        lists: All of them.
        called: Those that a block begun now calls.
        due: Whom it would call, ranked for this moment; None where that can't be known.
        unfinished: Sessions that were cut off, newest first.
        problems: What could not be read.
        held: Sessions that other instances are writing.
        left: Lines about what the disk has refused.
        enter_is_taken: Whether Enter is the key of something in them.
    """
    first = "" if enter_is_taken else "Enter"
    begin = "" if unfinished else first or "d"
    lines = [*left, *_held(held), *_unfinished(unfinished[:1], first or "u")]
    if not lists:
        lines += _first_steps()
    elif due is not None:
        lines += _due(now, lists, called, due, begin)
    lines += [Content.styled(f"! {problem}", "$error") for problem in problems[:NAMED]]
    if len(problems) > NAMED:
        lines.append(Content.styled(f"! and {len(problems) - NAMED} more files", "$error"))
    if problems:
        lines.append(Content("`callbench doctor` says what can be done about it"))
    return Content("\n").join(lines)


def _held(sessions: Sequence[Locked]) -> Iterator[Content]:
    for held in sessions:
        text = f"Going on elsewhere: {held.path.stem} {held.problem}"
        yield Content.styled(one_line(text), "bold $warning")
        yield Content("  a block that begins here has a file of its own")
        yield Content("")


def _unfinished(sessions: Sequence[StoredSession], key: str) -> Iterator[Content]:
    for stored in sessions:
        text = f"Unfinished: {stored.session.title}, {counted(len(stored.calls), 'call')}"
        yield Content.assemble((text, "bold $warning"))
        open_call = next((call for call in stored.calls if call.is_open), None)
        if open_call is not None:
            last = clean(open_call.note).strip().split("\n")[-1]
            said = f" “{last}”" if last else ""
            yield Content(f"  on the line: {open_call.prospect.name}{said}")
        yield Content.assemble((f"  {key}", "bold $accent"), " goes on with it")
        yield Content("")


def _due(
    now: datetime,
    lists: Sequence[ProspectList],
    called: Sequence[ProspectList],
    due: Due,
    key: str,
) -> Iterator[Content]:
    queue = due.queue
    slugs = {entry.slug for entry in called}
    counts = Counter(row.group for row in queue.rows)
    open_now = sum(row.callable_now for row in queue.rows)
    yield Content.styled(f"{now:%A} {now.day} {now:%B}, {now:%H:%M}", "bold")
    yield Content("")
    yield _count("promised now", counts[Group.PROMISED], "$accent")
    if (coming := queue.next_promise(now)) is not None:
        yield _next_promise(*coming, now)
    yield _count("missed promises", counts[Group.MISSED], "$error")
    yield _count("due again", counts[Group.DUE], "$foreground")
    yield _count("new", counts[Group.NEW], "$foreground")
    yield _count("need a number", counts[Group.NO_NUMBER], "$text-muted")
    yield Content("")
    yield Content.assemble((str(open_now), "bold $success"), " of them inside their hours now")
    if not due.complete:
        yield Content.styled(STILL_READING, "$warning")
    if queue.rows and key:
        yield Content("")
        yield Content.assemble((key, "bold $accent"), " begins a block")
    yield Content("")
    for entry in lists:
        text = counted(len(entry.prospects), "prospect")
        if entry.slug in slugs:
            yield Content.assemble((f"{entry.title}  ", "bold"), text)
        else:
            yield Content.styled(f"{entry.title}  {text}, not called", "$text-muted")


def _next_promise(prospect: Prospect, step: NextStep, now: datetime) -> Content:
    """When the next promised call of the day is due, in the column of the counts, and to whom."""
    who = ", ".join(part for part in (prospect.name, prospect.company) if part)
    clock = f"{step.starts_at.astimezone(now.tzinfo):%H:%M}"
    return Content.assemble((f"{clock}  ", "bold $accent"), "next promise today: ", one_line(who))


def _first_steps() -> Iterator[Content]:
    """What to do where there is nothing yet."""
    yield Content.styled("Nobody to call yet.", "bold")
    yield Content("")
    for key, what in (
        ("i", "import a list: CSV, vCards, JSON, a workbook, or pasted rows"),
        ("s", "try it on invented data first"),
        (",", "settings: your name, zone, colours, dialler"),
        ("?", "every key"),
    ):
        yield Content.assemble((key, "bold $accent"), f"  {what}")


def _count(label: str, count: int, style: str) -> Content:
    text = "$text-disabled" if not count else style
    return Content.assemble((f"{count:>5}  ", f"bold {text}"), (label, text))
