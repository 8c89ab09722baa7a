"""The heat map: connects by hour and weekday of the rep's clock, and the best hours."""

from __future__ import annotations

from collections.abc import Sequence

from callbench.domain.figures import Figures, HourCell, best_hours, within
from callbench.domain.figures.hours import FEWEST, Grid
from callbench.domain.when.speak import day_name
from callbench.exchange.charts.pieces import Piece, Role, Row, percent, prose, words

SIGNS = "░▒▓█"
"""The sign of each level of warmth, the coldest first."""

BOUNDS = (0.75, 1.25, 1.75)
"""Connect rates, in terms of the usual one, from which a cell is of the next level."""

TO_SAY = 5
"""Calls from which a cell has a shade."""

_ROLES: tuple[Role, ...] = ("heat-0", "heat-1", "heat-2", "heat-3")
_SIGN_ROLES: tuple[Role, ...] = ("sign-0", "sign-1", "sign-2", "sign-3")
_LABEL = 4
_WIDEST = 9
_STEPS = (1, 2, 3, 4, 6, 8, 12, 24)


def heat_chart(figures: Figures, width: int) -> list[Row]:
    """Connects and connect rate of each hour of each weekday; hours are joined to fit the width."""
    grid = figures.hours
    everything = within(grid, range(7), range(24))
    if not everything.calls:
        return []
    days = sorted({*range(5), *(day for day, _ in grid)})
    columns, cell = _columns(grid, width)
    rows = [_heading(columns, cell)]
    for day in days:
        cells = [within(grid, [day], hours) for hours in (*columns, range(24))]
        rows += _lines(day_name(day)[:3], cells, everything, cell)
    cells = [within(grid, days, hours) for hours in (*columns, range(24))]
    rows += _lines("all", cells, everything, cell)
    return [*rows, [], *_legend(everything, width), [], *best_rows(figures, width)]


def best_rows(figures: Figures, width: int) -> list[Row]:
    """The best hours in words; where none has enough calls, that."""
    found = best_hours(figures.hours)[:3]
    if not found:
        return prose(f"Best hours: none has {FEWEST} calls yet, so nothing can be said.", width)
    rows: list[Row] = [words("Best hours, the surest first", "muted")]
    for hour, cell in found:
        rows.append([
            (f"  {hour:02}:00–{(hour + 1) % 24:02}:00 ", "strong"),
            (f" {percent(cell.rate)} answered", ""),
            (f", {cell.connects} of {cell.calls} calls", "muted"),
        ])
    return rows


def warmth(cell: HourCell, usual: float) -> int | None:
    """How warm a cell is, from 0; None where its calls are too few to say."""
    if cell.calls < TO_SAY:
        return None
    return sum(cell.rate >= bound * usual for bound in BOUNDS) if usual else 0


def _columns(grid: Grid, width: int) -> tuple[list[range], int]:
    """The hours of each column, and the cells that a column is wide."""
    first, last = min(hour for _, hour in grid), max(hour for _, hour in grid)
    largest = within(grid, range(7), range(24)).connects
    for step in _STEPS:
        columns = [range(hour, hour + step) for hour in range(first // step * step, last + 1, step)]
        narrowest = max(len(str(largest)) + 3, 5 if step == 1 else 9)
        room = (width - _LABEL) // (len(columns) + 1)
        if room >= narrowest:
            break
    return columns, min(max(room, narrowest), _WIDEST)


def _heading(columns: Sequence[range], cell: int) -> Row:
    names = [
        f"{hours.start:02}" if len(hours) == 1 else f"{hours.start:02}–{hours.stop:02}"
        for hours in columns
    ]
    return words(
        " " * _LABEL + "".join(f"{name:>{cell - 3}}   " for name in (*names, "all")), "muted"
    )


def _lines(name: str, cells: Sequence[HourCell], everything: HourCell, width: int) -> list[Row]:
    """Two rows: the connects, and under them the rate."""
    above: Row = [(name.ljust(_LABEL), "muted")]
    below: Row = [(" " * _LABEL, "")]
    for at, cell in enumerate(cells):
        total = name == "all" or at == len(cells) - 1
        top, bottom = _cell(cell, everything.rate, width - 1, total)
        above += [*top, (" ", "")]
        below += [*bottom, (" ", "")]
    return [above, below]


def _cell(cell: HourCell, usual: float, width: int, total: bool) -> tuple[Row, Row]:
    if not cell.calls:
        return words("·  ".rjust(width), "muted"), words(" " * width)
    number, share = str(cell.connects), f"{100 * cell.rate:.0f}%"
    # Digits stand under digits, but for a "100%" that needs all the room.
    rate = f"{share} ".rjust(width) if len(share) < width else share
    if total:
        return words(f"{number}  ".rjust(width), "strong"), words(rate, "muted")
    level = warmth(cell, usual)
    if level is None:
        return words(f"{number}  ".rjust(width), "heat-few"), words(rate, "heat-few")
    sign: Piece = (SIGNS[level], _SIGN_ROLES[level])
    above: Row = [(f"{number} ".rjust(width - 1), _ROLES[level]), sign]
    return above, words(rate, _ROLES[level])


def _legend(everything: HourCell, width: int) -> list[Row]:
    usual = percent(everything.rate)
    shades: Row = []
    meanings = ("less", "usual", "more", "far more")
    for level, meaning in enumerate(meanings):
        blank: Piece = (" ", _ROLES[level])
        shades += [blank, (SIGNS[level], _SIGN_ROLES[level]), blank, (f" {meaning}  ", "muted")]
    few = f"no sign: under {TO_SAY} calls"
    rows = [words(f"connects and their share of the calls, {usual} in all", "muted"), shades]
    if sum(len(text) for text, _ in shades) + len(few) <= width:
        shades.append((few, "muted"))
    else:
        rows.append(words(f" {few}", "muted"))
    return rows
