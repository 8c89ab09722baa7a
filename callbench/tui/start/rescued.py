"""What the start screen says of rescued files. Pure: no widget is touched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from textual.content import Content

from callbench.domain.marks import first_words
from callbench.domain.text import clean, counted, one_line
from callbench.tui.paths import shown_path

if TYPE_CHECKING:
    from callbench.store.rescue.files import Rescued
    from callbench.store.rescue.owing import Owing
    from callbench.store.rescue.taking import TakenIn

NAMED = 3
"""How many entries of a rescued file are named; the others are counted."""


def rescued_lines(
    found: Sequence[Rescued], hindered: Mapping[Path, str], zone: tzinfo
) -> Iterator[Content]:
    """What was rescued, file by file, and the key that takes it in.

    Args:
        found: The files, newest first.
        hindered: Why one of them could not be taken in just now.
        zone: The rep's.
    """
    for rescued in found:
        yield Content.styled(f"Rescued: {_what(rescued, zone)}", "bold $warning")
        yield from _words(rescued)
        where = shown_path(rescued.path)
        yield Content.styled(
            f"  {rescued.head.reason or 'not saved'}: it is in {where}", "$text-muted"
        )
        if problem := hindered.get(rescued.path):
            yield Content.styled(f"  {one_line(problem)}", "$error")
    if found:
        it = {1: "it", 2: "both"}.get(len(found), f"all {len(found)}")
        yield Content.assemble(("  Enter", "bold $accent"), f" takes {it} into the workbench")
        yield Content("")


def owed_lines(owing: Owing) -> Iterator[Content]:
    """What this callbench was refused, and goes on trying to write."""
    for debt in owing.debts[:NAMED]:
        yield Content.styled(f"Not on disk yet: {one_line(debt.what)}", "bold $error")
    if more := len(owing.debts) - NAMED:
        yield from [Content(f"  and {more} more")] if more > 0 else []
    if owing.debts:
        yield Content.styled(f"  {owing.reason}; it is tried again and again", "$text-muted")
        yield Content("")


def told(taken: Sequence[TakenIn]) -> str:
    """What was taken in, for the rep."""
    calls, entries = sum(one.calls for one in taken), sum(one.debts for one in taken)
    parts = [counted(calls, "call")] if calls else []
    parts += [counted(entries, "entry")] if entries else []
    words = f"taken in: {' and '.join(parts)}" if parts else "all of it was there already"
    kept = [one.kept for one in taken if one.kept]
    return f"{words}; what contradicts the session is kept as {kept[0]}" if kept else words


def _what(rescued: Rescued, zone: tzinfo) -> str:
    """What is in a file, and from when."""
    stored, parts = rescued.stored, []
    if stored is not None:
        calls = sorted(call.dialled_at for call in stored.calls)
        parts.append(f"{stored.session.title}, {counted(len(calls), 'call')}")
        if calls:
            parts[-1] += f" {_span(calls[0], calls[-1], zone)}"
        elif stored.session.drafts:
            parts[-1] += f", {counted(len(stored.session.drafts), 'note')} before a call"
    if rescued.debts:
        count = counted(len(rescued.debts), "entry")
        at = rescued.head.at.astimezone(zone)
        parts.append(count if stored is not None else f"{count}, {at:%a} {at.day} {at:%b %H:%M}")
    return one_line(", ".join(parts))


def _span(first: datetime, last: datetime, zone: tzinfo) -> str:
    start, end = (f"{at.astimezone(zone):%H:%M}" for at in (first, last))
    return start if start == end else f"{start} to {end}"


def _words(rescued: Rescued) -> Iterator[Content]:
    """The last words of a session, and what its other entries are about."""
    calls = rescued.stored.calls if rescued.stored is not None else ()
    last = max(calls, key=lambda call: call.dialled_at, default=None)
    if last is not None:
        line = clean(last.note).strip().split("\n")[-1]
        said = f" “{first_words(line)}”" if line else ""
        yield Content(f"  last: {one_line(last.prospect.name)}{said}")
    for debt in rescued.debts[:NAMED]:
        yield Content(f"  {one_line(debt.what)}")
    if len(rescued.debts) > NAMED:
        yield Content(f"  and {len(rescued.debts) - NAMED} more")
