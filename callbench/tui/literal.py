"""The second wall against hostile text: nothing but what is shown reaches the terminal.

Text is cleaned where it comes in (`callbench.domain.text`). Should a way in be forgotten, this
filter takes out of every painted segment whatever a terminal would obey.
"""

from __future__ import annotations

import re

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_OBEYED = "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
"""A pattern, compiled when there is something that may be obeyed: nearly all text is printable."""


class LiteralFilter(LineFilter):
    """Replaces control characters and bidirectional overrides by U+FFFD."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments, harmless; the same list where nothing was wrong."""
        if all(text.isprintable() or not re.search(_OBEYED, text) for text, _, _ in segments):
            return segments
        return [
            Segment(re.sub(_OBEYED, "\ufffd", text), style, control)
            for text, style, control in segments
        ]
