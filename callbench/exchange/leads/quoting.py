"""Lines into rows of cells, such that one wrong quote costs one row and never the rest.

Python's csv module takes an unclosed quote to the next one, however many rows away, and says
nothing. Here a row's quotes are followed line by line: what isn't closed in time, or closes in
the midst of another row, is given up at the line where it began, and reading goes on behind it.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec

LONGEST_CELL = 100_000
"""Characters in a cell."""
LONGEST_ROW = 1_000_000
"""Characters in a row."""
MOST_CELLS = 2_000
MOST_LINES = 500
"""Lines that a row with line breaks in its cells may take."""

_OPEN = "unexpected end of data"
_TOO_LONG = "field larger than field limit"
# Below this many columns prose with commas looks like a row too easily.
_TELLING_WIDTH = 5


class Row(msgspec.Struct, frozen=True, gc=False):
    """One row of the file, or the line where one would have been."""

    line: int
    """Number of the line where it begins, from 1."""
    cells: list[str]
    problem: str = ""
    """Why it can't be read; "" for a good one."""
    text: str = ""
    """The line as it stands in the file, where it can't be read."""

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing in it at all."""
        return not self.problem and not any(map(str.strip, self.cells))


class _Broken(Exception):
    """A row can't be read; the message says why."""


class Lines:
    """The lines of a file with their numbers, and a look at those ahead."""

    def __init__(self, lines: Iterable[str], number: int = 0) -> None:
        self._lines = iter(lines)
        self._ahead: deque[str] = deque()
        self.number = number
        """Of the line that was last taken."""

    def take(self) -> str | None:
        """The next line with its end, or None behind the last."""
        line = self._ahead.popleft() if self._ahead else next(self._lines, None)
        self.number += line is not None
        return line

    def ahead(self) -> Iterator[str]:
        """The lines to come, which stay to come, as many as one row may take."""
        for place in range(MOST_LINES):
            if place == len(self._ahead):
                line = next(self._lines, None)
                if line is None:
                    return
                self._ahead.append(line)
            yield self._ahead[place]

    def drop(self, count: int) -> None:
        """Take that many lines, all of which were seen ahead."""
        for _ in range(count):
            self._ahead.popleft()
        self.number += count


def read_rows(lines: Lines, delimiter: str, width: int = 0) -> Iterator[Row]:
    """Every row that isn't blank, those that can't be read among them.

    Args:
        lines: From where reading is to begin.
        delimiter: One character.
        width: How many cells the header has, where it is known: it tells an unclosed quote that
            has swallowed rows.
    """
    while (line := lines.take()) is not None:
        number = lines.number
        try:
            cells = _cells(line, lines, delimiter, width)
        except _Broken as problem:
            yield Row(number, [], str(problem), line.rstrip("\r\n"))
            continue
        row = Row(number, cells)
        if not row.is_blank:
            yield row


def _cells(line: str, lines: Lines, delimiter: str, width: int) -> list[str]:
    if len(line) > LONGEST_ROW:
        raise _Broken(f"the row has {len(line):,} characters; the most is {LONGEST_ROW:,}")
    if '"' not in line:
        cells = line.rstrip("\r\n").split(delimiter)
    else:
        try:
            cells, _ = _parse([line], delimiter)
        except csv.Error as error:
            if _OPEN not in str(error):
                raise _Broken(_reason(error)) from None
            cells = _over_lines(line, lines, delimiter, width)
    longest = max(map(len, cells), default=0)
    if longest > LONGEST_CELL:
        raise _Broken(f"a cell has {longest:,} characters; the most is {LONGEST_CELL:,}")
    if len(cells) > MOST_CELLS:
        raise _Broken(f"the row has {len(cells):,} cells; the most is {MOST_CELLS:,}")
    return cells


def _over_lines(line: str, lines: Lines, delimiter: str, width: int) -> list[str]:
    """The cells of a row whose quotes are still open at the end of its first line."""
    taken = [line]
    length = len(line)
    for following in lines.ahead():
        taken.append(following)
        length += len(following)
        if length > LONGEST_ROW:
            break
        # Within an open quote only an odd number of quotes can close it, and then for good.
        if following.count('"') % 2 == 0:
            continue
        try:
            cells, count = _parse(taken, delimiter)
        except csv.Error:
            break
        if _has_swallowed(cells, taken[1:count], delimiter, width):
            break
        lines.drop(count - 1)
        return cells
    raise _Broken("a quote is opened here and never closed")


def _has_swallowed(cells: list[str], following: list[str], delimiter: str, width: int) -> bool:
    """Whether the lines behind the first one are rows of their own, to judge by their width."""
    if width < 2:
        return False
    whole = [_width_alone(line, delimiter) == width for line in following]
    if len(cells) != width:
        return any(whole)
    return width >= _TELLING_WIDTH and all(whole)


def _width_alone(line: str, delimiter: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), []))
    except csv.Error:
        return 0


def _parse(lines: list[str], delimiter: str) -> tuple[list[str], int]:
    """The cells of the first row in these lines, and how many of the lines it takes."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    return next(reader, []), reader.line_num


def _reason(error: csv.Error) -> str:
    if _TOO_LONG in str(error):
        return f"a cell has more than {LONGEST_CELL:,} characters"
    return "a quote stands inside a quoted cell: it has to be doubled"


def first_rows(lines: Iterable[str], delimiter: str, count: int, above: int = 0) -> list[Row]:
    """The first rows of a file that aren't blank, read with that delimiter.

    `above` lines stand before these.
    """
    return list(islice(read_rows(Lines(lines, above), delimiter), count))
