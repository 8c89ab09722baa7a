"""What charts are made of: pieces of text with roles, bars, and how numbers are written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import Literal, get_args

import msgspec

Role = Literal[
    "", "muted", "strong", "best", "good", "fair", "rest", "bad",
    "heat-few", "heat-0", "heat-1", "heat-2", "heat-3", "sign-0", "sign-1", "sign-2", "sign-3",
]  # fmt: skip
"""What a piece is for: ``best``, ``good``, ``fair`` and ``rest`` are the parts of a bar from the
best on, ``bad`` what went wrong; ``heat-0`` is the coldest cell,
and ``sign-0`` the sign in it."""

ROLES: tuple[Role, ...] = get_args(Role)

Piece = tuple[str, Role]
Row = list[Piece]


class Part(msgspec.Struct, frozen=True):
    """One part that bars are made of."""

    name: str
    sign: str
    """One cell of it; no two parts of a bar have the same."""
    role: Role


MEETING = Part("meeting", "█", "best")
TALK = Part("conversation", "▓", "good")
GATEKEEPER = Part("gatekeeper", "▒", "fair")
NOBODY = Part("nobody", "░", "rest")
OPEN = Part("no outcome yet", "?", "muted")


def plain(rows: Iterable[Row]) -> list[str]:
    """The rows as text alone."""
    return ["".join(text for text, _ in row).rstrip() for row in rows]


_ASCII = str.maketrans("█▓▒░·×⋮–▁▂▃▄▅▆▇", "#=-:.x|-__--==#")


def in_ascii(line: str) -> str:
    """A line of a chart for an output that knows no other signs."""
    return line.translate(_ASCII)


def words(text: str, role: Role = "") -> Row:
    """A row of one piece."""
    return [(text, role)]


def prose(text: str, width: int, role: Role = "muted") -> list[Row]:
    """A sentence in as many rows as it needs."""
    return [words(line, role) for line in wrap(text, max(width, 8))]


def legend(parts: Iterable[Part], width: int) -> list[Row]:
    """What the signs of a bar mean, in as many rows as it needs."""
    rows: list[Row] = [[]]
    room = width
    for part in parts:
        size = len(part.name) + 3
        if size > room and rows[-1]:
            rows.append([])
            room = width
        rows[-1] += [(part.sign * 2, part.role), (f" {part.name}  ", "muted")]
        room -= size + 2
    return rows


def bar(parts: Sequence[tuple[Part, int]], whole: int, width: int) -> Row:
    """A bar of parts, side by side, of which `whole` would fill the width.

    A part that is not nothing has one cell at least, where there is room for it.
    """
    counts = [max(count, 0) for _, count in parts]
    cells = shared(counts, min(round(width * sum(counts) / whole), width) if whole else 0, width)
    return [
        (part.sign * size, part.role) for (part, _), size in zip(parts, cells, strict=True) if size
    ]


def shared(counts: Sequence[int], cells: int, most: int) -> list[int]:
    """Cells shared out by counts: one at least for each that is not nothing, `most` in all."""
    total = sum(counts)
    present = sum(count > 0 for count in counts)
    if not present:
        return [0] * len(counts)
    if present > most:
        return _largest(counts, most)
    cells = max(cells, present)
    exact = [cells * count / total for count in counts]
    sizes = [int(part) for part in exact]
    # What rounding down has left goes to those that lost most by it.
    by_loss = sorted(range(len(counts)), key=lambda at: sizes[at] - exact[at])
    for at in by_loss[: cells - sum(sizes)]:
        sizes[at] += 1
    for at, count in enumerate(counts):
        if count and not sizes[at]:
            sizes[sizes.index(max(sizes))] -= 1
            sizes[at] = 1
    return sizes


def _largest(counts: Sequence[int], most: int) -> list[int]:
    """One cell each for the `most` largest, where there is no room for all."""
    kept = set(sorted(range(len(counts)), key=lambda at: -counts[at])[:most])
    return [int(at in kept and counts[at] > 0) for at in range(len(counts))]


def percent(part: float, whole: float = 1) -> str:
    """A share as whole percents, one decimal under ten: ``9.9 %``; "" where there is no whole."""
    if not whole:
        return ""
    share = 100 * part / whole
    return f"{share:.1f} %" if 0 < share < 9.95 else f"{share:.0f} %"


def span(seconds: int) -> str:
    """A time as ``4:12``, or ``1:04:12`` from an hour on."""
    hours, rest = divmod(max(seconds, 0), 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"
