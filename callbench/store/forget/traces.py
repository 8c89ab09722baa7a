"""What a person can be recognised by in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from callbench.domain.folding import fold
from callbench.domain.phone import split_numbers
from callbench.domain.records import Prospect
from callbench.store.people import Person, digits_of

__all__ = ["BLOT", "Traces"]

BLOT = "[forgotten]"
"""What stands where a name, number or address was."""

_FEWEST_DIGITS = 7
"""Below this a number is an extension, and would be found in every date."""
_NUMBERS = re.compile(r"[\s'+(\d][\d\s().+\-/;x]*")
_PHONE_STEMS = ("phone", "mob", "tel", "handy", "movil", "portable", "cell", "cel", "gsm", "fax")
"""How the words begin that lead files have for numbers."""
_NEVER = r"(?!)"
_BETWEEN_DIGITS = r"[\s().\-/]{0,3}"
_BETWEEN_NAMES = r"\W{1,3}"
_CALLING_CODES = re.compile(r"\+(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})")
"""Of countries (ITU-T E.164), those of one and two digits spelled out."""


class Traces:
    """The names, numbers and addresses of one person that are nobody else's."""

    def __init__(self, person: Person, others: Iterable[Prospect]) -> None:
        """Find out what is theirs alone: a switchboard's number stays with their colleagues."""
        mine = person.prospects
        self.ids = {prospect.id for prospect in mine} - {""}
        self.names = {prospect.name for prospect in mine}
        self._emails = {address for prospect in mine for address in _emails(prospect)}
        self._phones = {number for prospect in mine for number in _phones(prospect)}
        companies = {fold(prospect.company) for prospect in mine}
        kept = list(others)
        taken = {fold(prospect.name) for prospect in kept} | companies
        self.own_names = [
            name for name in self.names if len(fold(name).split()) > 1 and fold(name) not in taken
        ]
        """Names that are nobody else's, and of more than one word."""
        self._emails -= {prospect.email.casefold() for prospect in kept}
        shared = {_split(number)[1] for prospect in kept for number in _phones(prospect)}
        self._phones = {number for number in self._phones if _split(number)[1] not in shared}
        self._pattern = re.compile("|".join(self._patterns()) or _NEVER, re.IGNORECASE)
        cores = (_BETWEEN_DIGITS.join(_split(number)[1]) for number in self._phones)
        self._digits = re.compile("|".join(cores) or _NEVER)

    @property
    def one_word_names(self) -> list[str]:
        """Names too short to be looked for in what others said."""
        return sorted(name for name in self.names if len(fold(name).split()) == 1)

    def may_be_in(self, text: str) -> bool:
        """Whether a file with this text has to be looked at more closely."""
        # An escape may hide a letter of a name.
        return "\\u" in text or self.are_in(text) or any(name in text for name in self.names)

    def are_in(self, text: str) -> bool:
        """Whether a text names the person, or has an id of theirs."""
        return any(ident in text for ident in self.ids) or self.name_is_in(text)

    def name_is_in(self, text: str) -> bool:
        """Whether a text has a name, number or address of theirs."""
        # The pattern takes a second for two megabytes; what it needs is found in no time.
        folded = text.casefold()
        hinted = (
            any(address in folded for address in self._emails)
            or any(all(word in folded for word in _words(name)) for name in self.own_names)
            or self._digits.search(text) is not None
        )
        return hinted and self._pattern.search(text) is not None

    def blotted(self, text: str) -> str:
        """The text with each of their names, numbers and addresses blotted out."""
        return self._pattern.sub(BLOT, text) if self.name_is_in(text) else text

    def _patterns(self) -> Iterator[str]:
        for name in sorted(self.own_names, key=len, reverse=True):
            words = [re.escape(word) for word in name.split()]
            yield _BETWEEN_NAMES.join(words)
            yield _BETWEEN_NAMES.join((words[-1], *words[:-1]))  # "Whitfield, Dana".
        yield from (re.escape(address) for address in sorted(self._emails, key=len, reverse=True))
        yield from (_phone_pattern(number) for number in sorted(self._phones))


def _phone_pattern(number: str) -> str:
    """A number as it may be written: with its country or the zero of home, in groups."""
    code, digits = _split(number)
    country = rf"(?:(?:\+|00)?{code}{_BETWEEN_DIGITS})?" if code else ""
    trunk = rf"(?:\(?0\)?{_BETWEEN_DIGITS})?"
    return rf"(?<!\d){country}{trunk}{_BETWEEN_DIGITS.join(digits)}(?!\d)"


def _split(number: str) -> tuple[str, str]:
    """The country's code, "" where none is known, and the other digits without a zero of home."""
    code = _CALLING_CODES.match(number)
    digits = digits_of(number[code.end() :] if code else number)
    return code[1] if code else "", digits.lstrip("0") or digits


def _words(name: str) -> list[str]:
    return name.casefold().split()


def _emails(prospect: Prospect) -> Iterator[str]:
    for text in (prospect.email, *prospect.extra.values()):
        if "@" in text and len(text.split()) == 1 and len(text) < 255:
            yield text.casefold()


def _phones(prospect: Prospect) -> Iterator[str]:
    """Their number, and those that the lead file had besides, under whichever header."""
    yield from (number for number in (prospect.phone,) if _is_long(number))
    for header, text in prospect.extra.items():
        if _NUMBERS.fullmatch(text) and (text.strip("' ")[:1] == "+" or _is_phone(header)):
            yield from filter(_is_long, map(_without_extension, split_numbers(text)))


def _is_long(number: str) -> bool:
    return len(digits_of(number)) >= _FEWEST_DIGITS


def _without_extension(number: str) -> str:
    return number.lstrip("'").partition("x")[0].strip()


def _is_phone(header: str) -> bool:
    """Whether a column was one of numbers; what isn't called so may be an id or a date."""
    return any(word.startswith(_PHONE_STEMS) for word in fold(header).split())
