"""Words found in texts and shown in their context."""

from __future__ import annotations

import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from callbench.domain.excerpts import excerpt, hits, holds, occurrences, words_of
from callbench.domain.folding import fold


def found(text: str, query: str) -> list[str]:
    return [text[start:end] for start, end in occurrences(text, words_of(query))]


@pytest.mark.parametrize(
    ("text", "query", "there"),
    [
        ("does it do multi-drop", "MULTI drop", ["multi", "drop"]),
        ("Tomás Rey", "tomas", ["Tomás"]),
        ("Toma\u0301s Rey", "tomás", ["Toma\u0301s"]),
        ("Øresund Kølhus", "ores kol", ["Øres", "Køl"]),
        ("Straße 5", "strasse", ["Straße"]),
        ("start the art", "art", ["art"]),
        ("price, prices, PRICE", "price", ["price", "price", "PRICE"]),
        ("山田 真由美", "由美", ["由美"]),
        ("a_b c", "b", ["b"]),
        ("nothing here", "?!", []),
        ("", "x", []),
    ],
)
def test_where_words_are(text: str, query: str, there: list[str]) -> None:
    assert found(text, query) == there
    assert holds(fold(text), words_of(query)) == bool(there or not words_of(query))


def test_overlapping_words_are_one_place() -> None:
    assert found("pricing", "pri pricing") == ["pricing"]


def test_all_words_are_needed_and_counted() -> None:
    text = fold("the CFO has to sign")
    assert holds(text, words_of("cfo sign"))
    assert not holds(text, words_of("cfo resign"))
    assert hits(text, words_of("cfo resign")) == 1


ALPHABET = st.sampled_from("aáÁßøİ漢か -_?\n\u0301")


@given(st.text(ALPHABET, max_size=40), st.text(ALPHABET, max_size=6))
@settings(max_examples=examples(60))
def test_what_holds_a_word_shows_where(text: str, query: str) -> None:
    words = words_of(query)
    if words and holds(fold(text), words):
        spans = occurrences(text, words)
        assert spans
        assert all(0 <= start < end <= len(text) for start, end in spans)


@given(st.text(st.sampled_from("ab xé\n"), max_size=400), st.sampled_from(["ab", "x", "é"]))
@settings(max_examples=examples(60))
def test_an_excerpt_is_short_and_shows_the_first_hit(text: str, query: str) -> None:
    words = words_of(query)
    line = excerpt(text, words, 40)
    assert len(line) <= 42
    assert "\n" not in line
    if holds(fold(text), words):
        assert occurrences(line, words) or max(map(len, text.split())) > 20


def test_an_excerpt_says_where_text_is_left_out() -> None:
    text = "one two three four five six seven eight nine ten eleven twelve"
    assert excerpt(text, ("seven",), 30) == "…four five six seven eight nine…"
    assert excerpt(text, ("one",), 12) == "one two thre…"
    assert excerpt("short", ("nowhere",), 30) == "short"
