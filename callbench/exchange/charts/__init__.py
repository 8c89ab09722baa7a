"""Figures drawn in text: one drawing for the screen, the command line and Markdown.

A chart is rows of pieces, each a text and its role. A screen gives roles colours; everywhere
else the text alone has to do, so that every part of a picture is told from the others by its
sign or its number, and never by its colour alone.
"""

from callbench.exchange.charts.all import CHARTS, Chart
from callbench.exchange.charts.block import block_chart, small_rhythm
from callbench.exchange.charts.pieces import ROLES, Piece, Role, Row, in_ascii, plain

__all__ = [
    "CHARTS",
    "ROLES",
    "Chart",
    "Piece",
    "Role",
    "Row",
    "block_chart",
    "in_ascii",
    "plain",
    "small_rhythm",
]
