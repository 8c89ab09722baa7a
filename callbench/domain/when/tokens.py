"""Cuts a phrase into tokens: numbers, clocks, numeric dates, words and marks."""

import re
import unicodedata
from typing import Final, Literal

import msgspec

from callbench.domain.when.words import NUMBERS, ORDINALS, words_of

TokenKind = Literal[
    "number", "ordinal", "clock", "iso", "date3", "slash", "dot", "offset", "zone", "word", "mark",
    "other",
]  # fmt: skip

LONGEST: Final = 200
"""Characters of a phrase; more is prose, not a time."""


class Token(msgspec.Struct, frozen=True):
    """A stretch of a phrase and what it is made of."""

    kind: TokenKind
    text: str
    numbers: tuple[int, ...] = ()
    """The numbers in it, in the order written; for an offset its minutes."""
    glued: bool = False
    """No space before it."""
    spelled: bool = False
    """A number written as a word."""

    @property
    def width(self) -> int:
        """Digits of a number; a spelled one counts as a short one."""
        return 1 if self.spelled else len(self.text)


_ALIKE: Final = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
    | dict.fromkeys("\u2018\u2019\u02bc`", "'")
    | dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\u3000", " ")
)
"""Dashes, apostrophes and spaces that word processors put for the plain ones."""

_SCAN: Final = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<iso>\d{4}(?P<a>[-/.])\d{1,2}(?P=a)\d{1,2}(?![\d:]))(?P<t>t(?=\d))?
  | (?P<date3>\d{1,2}(?P<b>[-/.])\d{1,2}(?P=b)(?:\d{4}|\d{2})(?![\d:]))
  | (?P<clock>\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?![\d:]))
  | (?P<slash>\d{1,2}/\d{1,2}(?![\d/:]))
  | (?P<dot>\d{1,3}\.\d{1,2}(?![\d:])(?!\.\d))\.?
  | (?P<big>\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:[.,:/]\d+)+|\d{5,})
  | (?P<number>\d+)
  | (?P<foreign>[a-z]*(?u:(?![a-z])[^\W\d_]+))
  | (?P<meridiem>[ap]\.\s?m\b\.?|[ap]\sm\b\.?(?!\w)|[ap]m\b\.?)
  | (?P<zone>(?:africa|america|antarctica|arctic|asia|atlantic|australia|canada|etc|europe|indian
        |pacific|us)/[a-z_]+(?:[-/][a-z_]+)*(?:[+-]\d{1,2})?)
  | (?P<word>[a-z]/[a-z]\b|[a-z]+(?:'[a-z]+)*'?)
  | (?P<mark>[-+@,;.?!()&~/:'"])
  | (?P<other>.)
    """,
    re.VERBOSE | re.ASCII | re.DOTALL,
)
_KINDS: Final[dict[str, TokenKind]] = {
    "iso": "iso",
    "date3": "date3",
    "clock": "clock",
    "slash": "slash",
    "dot": "dot",
    "big": "other",
    "number": "number",
    "foreign": "other",
    "meridiem": "word",
    "zone": "zone",
    "word": "word",
    "mark": "mark",
    "other": "other",
}
"""The groups of the scanner and the kinds of token they make."""
_NUMERIC: Final = frozenset({"iso", "date3", "clock", "slash", "dot", "number"})
_DIGITS: Final = re.compile(r"\d+", re.ASCII)
_PLUS_OFFSET: Final = re.compile(r"\+\d\d:?\d\d(?!\d)", re.ASCII)
_MINUS_OFFSET: Final = re.compile(r"-\d\d:?\d\d(?!\d)", re.ASCII)
_ZULU: Final = re.compile(r"z\b", re.ASCII)
_HALF_ENDS: Final = {"am": 0, "a": 0, "pm": 12, "p": 12, "h": -1}
"""What may follow a number that is a time, and the hours that it adds; "h" counts to 24."""
_ORDINAL_ENDS: Final = frozenset({"st", "nd", "rd", "th"})  # codespell:ignore nd
_OCLOCK: Final = re.compile(r"\bo'?\s?clock\b", re.ASCII)
_KEEP_HYPHEN: Final = re.compile(r"[a-z]+-[a-z]+(?:-[a-z]+)*")
_RANGE_ENDS: Final = words_of(
    "mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday am pm "
    "noon jan feb mar apr may jun jul aug sep sept oct nov dec tues weds thurs"
)


def _loosen(match: re.Match[str]) -> str:
    """Open up a hyphened word ("mid-december"), unless the hyphen says from-to ("mon-wed")."""
    words = match.group().split("-")
    return match.group() if all(word in _RANGE_ENDS for word in words) else " ".join(words)


def plain(text: str) -> str:
    """The phrase in lower case, with plain dashes, quotes and spaces, each letter one character."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    text = _OCLOCK.sub("o'clock", text.translate(_ALIKE).lower())
    return _KEEP_HYPHEN.sub(_loosen, text)


def tokens_of(text: str) -> list[Token]:
    """Cut a phrase into tokens."""
    return _joined(_scan(plain(text)))


def _scan(text: str) -> list[Token]:
    """The tokens as written."""
    found: list[Token] = []
    position, glued, timestamp = 0, False, False
    while position < len(text):
        offset = _offset_at(text, position, found, glued, timestamp)
        match = offset or _SCAN.match(text, position)
        if match is None:
            break
        position = match.end()
        if offset:
            found.append(Token("offset", offset.group(), (_minutes(offset.group()),), True))
        elif match.lastgroup == "space":
            glued = False
            continue
        else:
            timestamp = timestamp or match.group("t") is not None
            found.append(_token(match, glued))
        glued = True
    return found


def _offset_at(
    text: str, position: int, found: list[Token], glued: bool, timestamp: bool
) -> re.Match[str] | None:
    """An offset from UTC at this position.

    A plus sign behind a time is one, and Z behind a clock. A minus sign may be a range
    ("10:00-11:00"), so it counts only in an ISO timestamp, after seconds, or apart and with a zero
    ("10:30 -0500", "3pm -05:00"), where no range could end so early.
    """
    before = _time_before(found)
    if before is None:
        return None
    clock = found[-1].kind == "clock"
    if clock and glued and (zulu := _ZULU.match(text, position)):
        return zulu
    if plus := _PLUS_OFFSET.match(text, position):
        return plus
    minus = _MINUS_OFFSET.match(text, position)
    if minus is None:
        return None
    iso = found[0].kind == "iso" and timestamp
    seconds = clock and len(found[-1].numbers) == 3
    apart = not glued and minus.group()[1] == "0"
    later = -_minutes(minus.group()) > before
    return minus if iso or seconds or (apart and not later) else None


def _time_before(found: list[Token]) -> int | None:
    """Minutes from midnight of the time that an offset may follow; None where there is none.

    Only a clock and a number with am, pm or h are times for certain: "dec 3 +0530" has none.
    """
    if not found:
        return None
    half = _HALF_ENDS.get(found[-1].text)
    time = found[-1] if half is None else found[-2] if len(found) > 1 else None
    if time is None or time.kind not in ("clock", "number" if half is not None else "clock"):
        return None
    hour, minute = (*time.numbers, 0)[:2]
    return (hour % 12 + half if half in (0, 12) else hour) * 60 + minute


def _minutes(offset: str) -> int:
    """Minutes east of UTC of an offset as written."""
    if offset == "z":
        return 0
    digits = offset[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return -minutes if offset[0] == "-" else minutes


def _token(match: re.Match[str], glued: bool) -> Token:
    """The token of a match of the scanner."""
    groups = match.groupdict()
    kind = next(name for name in _KINDS if groups[name] is not None)
    text = match.group(kind)
    if kind == "meridiem":
        text = f"{text[0]}m"
    numbers = tuple(map(int, _DIGITS.findall(text))) if kind in _NUMERIC else ()
    return Token(_KINDS[kind], text, numbers[:3], glued)


def _joined(found: list[Token]) -> list[Token]:
    """Numbers spelled as words, and ordinals, made into tokens of their own."""
    joined: list[Token] = []
    for token in found:
        before = joined[-1] if joined else None
        if token.kind != "word":
            joined.append(token)
        elif before and token.text in _ORDINAL_ENDS and token.glued and before.kind == "number":
            joined[-1] = Token("ordinal", before.text + token.text, before.numbers, before.glued)
        elif token.text in NUMBERS or token.text in ORDINALS:
            _join_spelled(joined, token)
        else:
            joined.append(token)
    return joined


def _join_spelled(joined: list[Token], token: Token) -> None:
    """Add a spelled number or ordinal, joined to the tens before it ("twenty first")."""
    ordinal = token.text not in NUMBERS
    value = ORDINALS[token.text] if ordinal else NUMBERS[token.text]
    before = joined[-1] if joined else None
    tens = before is not None and before.spelled and before.numbers[0] in (20, 30, 40, 50)
    text = token.text
    if before is not None and tens and before.kind == "number" and value < 10:
        joined.pop()
        value, text = value + before.numbers[0], f"{before.text} {token.text}"
    joined.append(Token("ordinal" if ordinal else "number", text, (value,), False, True))
