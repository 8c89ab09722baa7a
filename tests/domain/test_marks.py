from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbench.domain.marks import KINDS, Mark, first_words, mark_of, marks, of_kind

NOTE = """00:12 Sam at the desk put me through
? does it do multi-drop
00:42 ! budget frozen till January
  + hates their hold-music supplier
> tue 3pm with the CFO
nothing? special! here + there > then"""


def test_a_mark_is_the_first_character_of_a_line_or_follows_the_stamp() -> None:
    assert marks(NOTE) == (
        Mark("question", "does it do multi-drop", 1, 0),
        Mark("objection", "budget frozen till January", 2, 6),
        Mark("problem", "hates their hold-music supplier", 3, 2),
        Mark("promise", "tue 3pm with the CFO", 4, 0),
    )


@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        ("?does it", "question", "does it"),
        ("!! budget frozen", "objection", "budget frozen"),
        ("???", "question", ""),
        ("?", "question", ""),
        ("+ 2 depots without heating", "problem", "2 depots without heating"),
        ("123:59 > call back", "promise", "call back"),
        ("> [b]tue[/b] 3pm", "promise", "[b]tue[/b] 3pm"),
    ],
)
def test_reads_a_mark(line: str, kind: str, text: str) -> None:
    mark = mark_of(line)
    assert mark is not None
    assert (mark.kind, mark.text) == (kind, text)


@pytest.mark.parametrize(
    "line",
    ["", "plain", "00:12", "00:12 plain", "-> there", "+44 7700 900123 is her mobile", "+1", "1 ?"],
)
def test_everything_else_has_no_mark(line: str) -> None:
    assert mark_of(line) is None


def test_a_mark_without_words_is_not_counted() -> None:
    assert marks("?\n! \n+") == ()


def test_marks_of_one_kind_keep_their_order() -> None:
    assert of_kind("? one\n! no\n? two", "question") == ("one", "two")


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("", ""),
        ("\n\n  \n", ""),
        ("hello\n> tue 3pm\n! too dear\n? multi-drop", "multi-drop"),
        ("hello\n> tue 3pm\n! too dear", "too dear"),
        ("hello\n> tue 3pm", "tue 3pm"),
        ("\n00:12 Sam put me through\nmore", "Sam put me through"),
        ("?\n+ hates the supplier", "hates the supplier"),
        ("+44 7700 900123 is her mobile", "+44 7700 900123 is her mobile"),
    ],
)
def test_what_a_note_says_in_a_line(note: str, words: str) -> None:
    assert first_words(note) == words


def test_a_long_line_is_cut_with_an_ellipsis() -> None:
    assert first_words("word " * 40, most=11) == "word word…"


@given(st.text(), st.integers(2, 200))
def test_the_words_of_any_note_fit_a_line(note: str, most: int) -> None:
    words = first_words(note, most)
    assert len(words) <= most
    assert "\n" not in words


@given(st.text())
def test_a_mark_points_at_its_sign(note: str) -> None:
    lines = note.split("\n")
    for mark in marks(note):
        assert KINDS[lines[mark.line][mark.column]] == mark.kind
        assert mark.text in lines[mark.line]
