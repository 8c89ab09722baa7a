"""The rhythm of one block, in ten minutes a row, or small."""

from __future__ import annotations

from datetime import timedelta

from callbench.domain.figures import Rhythm, Slot
from callbench.domain.figures.rhythm import SECONDS
from callbench.domain.text import counted
from callbench.domain.when.speak import short_day
from callbench.exchange.charts.pieces import Part, Row, bar, legend, span, words

TALKING = Part("talk", "█", "best")
AFTER = Part("after-call", "▓", "good")
DIALLING = Part("dialling", "▒", "fair")
IDLE = Part("between calls", "░", "rest")
PAUSED = Part("paused", "·", "muted")
PARTS = (TALKING, AFTER, DIALLING, IDLE, PAUSED)

_LEVELS = "▁▂▃▄▅▆▇█"
_COLUMN = 3
"""Cells of a slot in the small picture."""


def block_chart(rhythm: Rhythm, width: int) -> list[Row]:
    """A row for each ten minutes: the calls, and what the time was spent on."""
    if not rhythm.slots:
        return []
    label = 7
    columns = (("calls", 5), ("connects", 10), ("talks", 7))
    room = max(width - label - sum(size for _, size in columns) - 2, 1)
    heading = "".join(name.rjust(size) for name, size in columns)
    rows = [_title(rhythm), *legend(PARTS, width), [], words(" " * label + heading, "muted")]
    before: Slot | None = None
    for slot in rhythm.slots:
        rows += _gap(before, slot)
        row: Row = [(f"{slot.at:%H:%M}".ljust(label), "muted")]
        for (_, size), number in zip(
            columns, (slot.calls, slot.connects, slot.conversations), strict=True
        ):
            row.append((str(number or "·").rjust(size), "" if number else "muted"))
        rows.append([*row, ("  ", ""), *bar(_parts(slot), SECONDS, room)])
        before = slot
    return [*rows, [], *_shares(rhythm, width)]


def small_rhythm(rhythm: Rhythm, width: int) -> list[Row]:
    """Calls per ten minutes as a row of small bars with their numbers, and where the time went."""
    if not rhythm.slots:
        return []
    minutes, columns = _joined(rhythm, max(width // _COLUMN, 1))
    most = max(columns)
    numbers = "".join(str(count or "·").rjust(_COLUMN) for count in columns)
    bars = "".join(_level(count, most).rjust(_COLUMN) for count in columns)
    begin, end = f"{rhythm.begin:%H:%M}", f"{rhythm.end:%H:%M}"
    rows = [
        words(f"calls every {minutes} minutes, {begin} to {end}", "muted"),
        words(numbers),
        words(bars, "best"),
        [],
        bar(_parts(rhythm), max(rhythm.worked + rhythm.paused, 1), width),
    ]
    return [*rows, *_shares(rhythm, width)]


def _title(rhythm: Rhythm) -> Row:
    day = f"{short_day(rhythm.begin)} {rhythm.begin.year}"
    return [(f"{day}, {rhythm.begin:%H:%M} to {rhythm.end:%H:%M}", "strong")]


def _parts(spent: Slot | Rhythm) -> list[tuple[Part, int]]:
    times = (spent.talk, spent.after_call, spent.dialling, spent.idle, spent.paused)
    return list(zip(PARTS, times, strict=True))


def _shares(rhythm: Rhythm, width: int) -> list[Row]:
    """Each part of the time with its share of the work, to which pauses do not belong."""
    named: list[Row] = []
    for part, seconds in _parts(rhythm):
        if not seconds:
            continue
        share = "" if part is PAUSED else f"{100 * seconds / max(rhythm.worked, 1):.0f} %"
        text = f" {part.name:<14}{span(seconds):>8}{share:>6}"
        named.append([(part.sign * 2, part.role), (text, ""), ("   ", "")])
    a_row = 2 if width >= 66 else 1
    return [
        [piece for row in named[at : at + a_row] for piece in row]
        for at in range(0, len(named), a_row)
    ]


def _gap(before: Slot | None, slot: Slot) -> list[Row]:
    """A row for the time between two slots in which nothing was done."""
    if before is None:
        return []
    missing = round((slot.at - before.at) / timedelta(minutes=1)) - SECONDS // 60
    return (
        [words(f"  ⋮    {counted(missing, 'minute')} without a call", "muted")] if missing else []
    )


def _joined(rhythm: Rhythm, most: int) -> tuple[int, list[int]]:
    """Calls per so many minutes, as few as fit into `most` columns."""
    origin = rhythm.slots[0].at
    numbers = [round((slot.at - origin).total_seconds()) // SECONDS for slot in rhythm.slots]
    join = -(-(numbers[-1] + 1) // most)
    columns = [0] * (numbers[-1] // join + 1)
    for number, slot in zip(numbers, rhythm.slots, strict=True):
        columns[number // join] += slot.calls
    return join * SECONDS // 60, columns


def _level(count: int, most: int) -> str:
    if not count:
        return " "
    return _LEVELS[max(round(len(_LEVELS) * count / most), 1) - 1]
