"""Esc and a digit that come in as one piece are two keys."""

from __future__ import annotations

import pytest
from textual import _ansi_sequences, events
from textual._xterm_parser import XTermParser

from callbench.tui import escaped
from callbench.tui.escaped import apart


def typed(sent: str) -> list[str]:
    """The names of the keys for what a terminal sends."""
    parser = XTermParser()
    messages = [*parser.feed(sent), *parser.feed("")]
    keys = [message for message in messages if isinstance(message, events.Key)]
    return [key.key for event in keys for key in apart(event)]


@pytest.fixture
def sequences(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What Textual knows, for this test alone."""
    known: dict[str, object] = dict(_ansi_sequences.ANSI_SEQUENCES_KEYS)
    monkeypatch.setattr(escaped, "ANSI_SEQUENCES_KEYS", known)
    monkeypatch.setattr("textual._xterm_parser.ANSI_SEQUENCES_KEYS", known)
    return known


@pytest.mark.usefixtures("sequences")
@pytest.mark.parametrize("digit", "0123456789")
def test_a_digit_right_behind_esc(monkeypatch: pytest.MonkeyPatch, digit: str) -> None:
    monkeypatch.delenv("TERM_PROGRAM", raising=False)
    escaped.tell_esc_from_what_follows()
    assert typed(f"\x1b{digit}") == ["escape", digit]


@pytest.mark.usefixtures("sequences")
@pytest.mark.parametrize(
    ("sign", "name"),
    [("/", "slash"), ("?", "question_mark"), ("-", "minus"), ("\r", "enter"), (" ", "space")],
)
def test_a_sign_right_behind_esc(monkeypatch: pytest.MonkeyPatch, sign: str, name: str) -> None:
    monkeypatch.delenv("TERM_PROGRAM", raising=False)
    escaped.tell_esc_from_what_follows()
    assert typed(f"\x1b{sign}") == ["escape", name]
    assert typed(f"{sign}") == [name]


@pytest.mark.usefixtures("sequences")
def test_what_begins_like_it_stays_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TERM_PROGRAM", raising=False)
    escaped.tell_esc_from_what_follows()
    assert typed("\x1b[A") == ["up"]
    assert typed("\x1b[19~") == ["f8"]
    assert typed("¡") == ["inverted_exclamation_mark"]


@pytest.mark.usefixtures("sequences")
def test_where_it_is_option_and_a_digit_the_sign_is_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM_PROGRAM", "WezTerm")
    escaped.tell_esc_from_what_follows()
    assert typed("\x1b3") == ["pound_sign"]
