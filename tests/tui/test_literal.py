"""The filter before the terminal: nothing that a terminal would obey goes through it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from callbench.domain.text import clean
from callbench.tui.literal import LiteralFilter

BLACK = Color(0, 0, 0)


def filtered(text: str) -> str:
    (segment,) = LiteralFilter().apply([Segment(text)], BLACK)
    return segment.text


@pytest.mark.parametrize(
    "payload",
    [
        "\x1b]52;c;x\x07",
        "\x1b[31m",
        "\x9b31m",
        "\x00",
        "\x7f",
        "\u202e",
        "\u2066",
        "\u061c",
        "\ud800",
    ],
    ids=ascii,
)
def test_what_a_terminal_obeys_is_replaced(payload: str) -> None:
    shown = filtered(f"a{payload}b")
    assert shown[0] + shown[-1] == "ab"
    assert "\ufffd" in shown
    assert not any(
        character in shown for character in "\x1b\x9b\x00\x7f\x07\u202e\u2066\u061c\ud800"
    )


@pytest.mark.parametrize("text", ["Tomás", "山田", "👩\u200d🔧", "[b]", "a\u200cb", ""])
def test_what_is_shown_is_left_alone(text: str) -> None:
    assert filtered(text) == text


def test_segments_without_anything_wrong_are_the_same_list() -> None:
    segments = [Segment("a", Style(bold=True)), Segment("b")]
    assert LiteralFilter().apply(segments, BLACK) is segments


def test_style_and_neighbours_stay() -> None:
    bold = Style(bold=True)
    segments = LiteralFilter().apply([Segment("a\x1b", bold), Segment("b")], BLACK)
    assert segments == [Segment("a\ufffd", bold), Segment("b")]


@given(st.text())
def test_cleaned_text_on_one_line_passes_unchanged(text: str) -> None:
    line = clean(text, keep_newlines=False)
    assert filtered(line) == line
