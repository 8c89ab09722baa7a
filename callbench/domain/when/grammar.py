"""Finds every way to understand a whole phrase, each as a frame of filled slots."""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec
from msgspec.structs import replace

from callbench.domain.when import vague
from callbench.domain.when.clock_forms import clocks_at, text_at, time_pieces
from callbench.domain.when.day_forms import day_pieces
from callbench.domain.when.length_forms import length_pieces
from callbench.domain.when.parts import Ahead, Frame, Mark, Named, Piece, Span
from callbench.domain.when.tokens import Token
from callbench.domain.when.words import DAYS_FROM_TODAY, FILLERS, PARTS, WEEKDAY_PLURALS
from callbench.domain.when.zones import place_pieces

MOST_FRAMES: Final = 24
"""Readings of one phrase after which the search stops: it is ambiguous long before."""

_END_OF_DAY: Final = (
    "eod|cob|cop|end of day|end of the day|end of business|close of business|close of play"
    "|end of play|end of business day|end of the business day|close of the business day"
)
_WEEKS_AHEAD: Final = {
    "next week": 1,
    "of next week": 1,
    "in next week": 1,
    "next wk": 1,
    "nxt week": 1,
    "this week": 0,
    "of this week": 0,
    "this wk": 0,
    "week after next": 2,
    "the week after next": 2,
    "of the week after next": 2,
}
_FIXED: Final = ("day", "time", "weekday", "weeks_ahead", "part")
"""Slots that fix a day or time, beside which nothing can be counted from now."""
_TODAY: Final = Ahead(0)
_PUNCTUATION: Final = frozenset(",;.?!()\"':")
_DATE_KINDS: Final = frozenset({"word", "iso", "date3", "slash", "ordinal"})


def _entries() -> Iterator[tuple[str, str, object]]:
    """Every phrase of fixed words, with the slot it fills; later ones win."""
    for table in (vague.WEAK, vague.STRONG):
        for phrase, message in table.items():
            yield phrase, "mark", Mark(message)
    for phrase in WEEKDAY_PLURALS:
        yield phrase, "mark", Mark(vague.OFTEN)
    for phrase in vague.PAST_WORDS:
        yield phrase, "past", True
    for phrase in FILLERS:
        yield phrase, "", None
    for phrase, weeks in _WEEKS_AHEAD.items():
        yield phrase, "weeks_ahead", weeks
    for phrase in _END_OF_DAY.split("|"):
        yield phrase, "time", Named("end_of_day")
    for phrase in ("first thing", "start of day", "start of business", "opening time"):
        yield phrase, "time", Named("first_thing")
    for phrase in ("midnight", "12 midnight"):
        yield phrase, "time", Named("midnight")
    for phrase, days in DAYS_FROM_TODAY.items():
        yield phrase, "day", Ahead(days)
    yield from _part_entries()


def _part_entries() -> Iterator[tuple[str, str, object]]:
    """Parts of the day, alone and with what goes before them."""
    for phrase, part in PARTS.items():
        yield phrase, "part", part
        if phrase in ("morning", "afternoon", "evening"):
            yield f"in the {phrase}", "part", part
            yield f"this {phrase}", "part", f"this {part}"
    yield "at night", "part", "night"
    yield "at lunch", "part", "lunch"
    yield "at lunchtime", "part", "lunch"
    for phrase in ("tonight", "this eve", "2nite", "tonite"):
        yield phrase, "part", "this night"


def _lexicon() -> dict[str, list[tuple[tuple[str, ...], str, object]]]:
    """The fixed phrases by their first word, longest first."""
    table = {
        tuple(phrase.split()): (slot, value) for phrase, slot, value in _entries() if phrase.strip()
    }
    found: dict[str, list[tuple[tuple[str, ...], str, object]]] = {}
    for words in sorted(table, key=len, reverse=True):
        found.setdefault(words[0], []).append((words, *table[words]))
    return found


LEXICON: Final = _lexicon()


class Search(msgspec.Struct):
    """The pieces that can begin at each token, and the readings found so far."""

    tokens: Sequence[Token]
    pieces: dict[int, list[Piece]] = msgspec.field(default_factory=dict)
    frames: list[Frame] = msgspec.field(default_factory=list)
    furthest: int = 0
    """The token that the longest attempt could not get past."""
    clash: str = ""
    """The slot that was to be filled twice, if that is what stopped an attempt."""

    def walk(self, index: int, frame: Frame) -> None:
        """Add every reading of the tokens from this one on."""
        if len(self.frames) >= MOST_FRAMES:
            return
        if index >= len(self.tokens):
            if frame not in self.frames:
                self.frames.append(frame)
            return
        self.furthest = max(self.furthest, index)
        for piece in self._at(index):
            grown = _filled(frame, piece)
            if grown is None:
                self.clash = piece.slot
            else:
                self.walk(piece.end, grown)

    def _at(self, index: int) -> list[Piece]:
        """The pieces that can begin at this token, looked for once."""
        if index not in self.pieces:
            self.pieces[index] = list(pieces_at(self.tokens, index))
        return self.pieces[index]


def readings_of(tokens: Sequence[Token]) -> Search:
    """Every way to understand the whole phrase."""
    search = Search(tokens)
    search.walk(0, Frame())
    return search


def _filled(frame: Frame, piece: Piece) -> Frame | None:
    """The frame with this piece in its slot; None if the slot is taken."""
    if not piece.slot:
        return frame
    if isinstance(piece.value, Mark):
        return replace(frame, marks=(*frame.marks, piece.value.message))
    if piece.slot in ("at", "past"):
        return replace(frame, **{piece.slot: True})
    if getattr(frame, piece.slot) is not None:
        return None
    if _uncountable(frame, piece):
        return None
    return replace(frame, **{piece.slot: piece.value})


def _uncountable(frame: Frame, piece: Piece) -> bool:
    """Whether a time from now meets a fixed day or time; "today in 2 hours" is fine."""
    if piece.slot == "elapsed":
        rest = replace(frame, day=None) if frame.day == _TODAY else frame
        return any(getattr(rest, slot) is not None for slot in _FIXED)
    return frame.elapsed is not None and piece.slot in _FIXED and piece.value != _TODAY


def pieces_at(tokens: Sequence[Token], index: int) -> Iterator[Piece]:
    """Every piece that can begin at this token.

    A fixed phrase gives way to a longer form ("quarter past three" against the period "quarter").
    """
    word = tokens[index].text
    if word in _LIMITS and (limits := list(_LIMITS[word](tokens, index))):
        yield from limits
        return
    found = [
        *time_pieces(tokens, index),
        *day_pieces(tokens, index),
        *length_pieces(tokens, index),
        *place_pieces(tokens, index),
    ]
    yield from found
    longest = max((piece.end for piece in found), default=0)
    fixed = [piece for piece in _fixed(tokens, index) if piece.end >= longest]
    yield from fixed
    if not found and not fixed:
        yield from _marks(tokens, index)


def _from_span(tokens: Sequence[Token], index: int) -> Iterator[Piece]:
    """From 3:30 to 6: a range, whose numbers can only be times."""
    for piece in time_pieces(tokens, index + 1):
        if isinstance(piece.value, Span):
            start = replace(piece.value.start, clear=True)
            yield Piece(piece.end, "time", Span(start, piece.value.end))


def _between(tokens: Sequence[Token], index: int) -> Iterator[Piece]:
    """Between 2 and 4: some time in there."""
    for end, _ in clocks_at(tokens, index + 1):
        if text_at(tokens, end) in ("and", "-", "to", "&"):
            for stop, _ in clocks_at(tokens, end + 1):
                yield Piece(stop, "mark", Mark(vague.OPEN))


_LIMITS: Final = {"from": _from_span, "between": _between}


def _fixed(tokens: Sequence[Token], index: int) -> Iterator[Piece]:
    """The longest fixed phrase that begins at this token."""
    for words, slot, value in LEXICON.get(tokens[index].text, ()):
        if all(text_at(tokens, index + step) == word for step, word in enumerate(words)):
            yield Piece(index + len(words), slot, value)
            return


def _marks(tokens: Sequence[Token], index: int) -> Iterator[Piece]:
    """Punctuation, `at`, `in` before a month, `from` before a range."""
    word = tokens[index].text
    if word in _PUNCTUATION:
        yield Piece(index + 1, "")
    elif word in ("at", "@"):
        yield Piece(index + 1, "at")
    elif word == "~":
        yield Piece(index + 1, "mark", Mark(vague.ROUGH))
    elif word in ("-", "in") and _passes(tokens, index, word):
        yield Piece(index + 1, "")


def _passes(tokens: Sequence[Token], index: int, word: str) -> bool:
    """Whether the little word joins what stands around it and says nothing itself."""
    if index + 1 >= len(tokens):
        return False
    if word == "-":
        loose = not tokens[index].glued and not tokens[index + 1].glued
        return loose and index > 0 and tokens[index - 1].kind in _DATE_KINDS
    following = list(day_pieces(tokens, index + 1)) or list(_fixed(tokens, index + 1))
    return bool(following)
