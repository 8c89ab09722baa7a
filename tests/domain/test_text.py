"""What a terminal would obey is taken out; everything else stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbench.domain.text import clean, clean_tree, counted, one_line

FAMILY = "\U0001f469\u200d\U0001f4bb"
"""A joined emoji; the joiner in it must stay."""


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("", ""),
        ("plain", "plain"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("\x1b]52;c;ZXZpbA==\x07", "\ufffd]52;c;ZXZpbA==\ufffd"),
        ("\x9b31m", "\ufffd31m"),
        ("nul\0del\x7f", "nul\ufffddel\ufffd"),
        ("abc\u202etxt.exe", "abc\ufffdtxt.exe"),
        ("\u2066a\u2069 \u200eb\u200f \u061c", "\ufffda\ufffd \ufffdb\ufffd \ufffd"),
        ("half \ud83d pair", "half \ufffd pair"),
        (FAMILY, FAMILY),
        ("\u200d\u200d\u200d京", "\u200d\ufffd\ufffd京"),
        ("non\u00a0breaking, Müller, 東京, שלום", "non\u00a0breaking, Müller, 東京, שלום"),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_newlines_become_spaces_where_they_are_not_wanted() -> None:
    assert clean("a\r\nb\tc", keep_newlines=False) == "a b c"


def test_one_line_collapses_every_kind_of_space() -> None:
    assert (
        one_line("  Dana\n\u2028 Whitfield\t\u00a0Freight \x1b ") == "Dana Whitfield Freight \ufffd"
    )


@pytest.mark.parametrize(
    ("number", "noun", "said"),
    [
        (0, "call", "0 calls"),
        (1, "call", "1 call"),
        (1, "entry", "1 entry"),
        (1200, "entry", "1,200 entries"),
    ],
)
def test_a_number_with_what_it_counts(number: int, noun: str, said: str) -> None:
    assert counted(number, noun) == said


def test_a_tree_is_cleaned_in_keys_and_values() -> None:
    tree = {"a\x00": ["b\x1b", {"c": "d\x7f"}], "n": 1, "x": None}
    assert clean_tree(tree) == {"a\ufffd": ["b\ufffd", {"c": "d\ufffd"}], "n": 1, "x": None}


@given(st.text(alphabet=st.characters(codec=None)))
def test_cleaning_twice_changes_nothing_more_and_the_result_can_be_written(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert "\x1b" not in once
    once.encode("utf-8")
