"""Phone numbers as people write them; the time zones they point to are in `phone_zones`.

Built on `phonenumbers`, which costs 20 ms to import and is therefore imported where it is first
needed. Without a country a number is kept as typed and never guessed at: it is dialled verbatim.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from callbench.domain.countries import country_code, zone_name
from callbench.domain.e164 import display
from callbench.domain.phone_zones import remember, zone_of, zones

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

__all__ = [
    "Number",
    "country_code",
    "display",
    "parse",
    "split_numbers",
    "zone_name",
    "zone_of",
    "zones",
]

# Digits that a number needs before letters behind it are taken for a label ("mobile").
_LONG = 7
# Shorter ones ("19", "2") and longer texts are not numbers that anybody can call.
_FEWEST_DIGITS = 3
_LONGEST = 80
_LONGEST_CELL = 1000
_ABROAD = ("+", "00", "\uff0b")
"""How a number with its country's code begins."""

_EXTENSION_WORDS = "extension|extn|ext|durchwahl|dw|poste|toestel|anexo|int"
_EXTENSION = re.compile(
    r"[\s,;(\[]*"
    r"(?:;\s*(?:ext|postd)\s*="
    rf"|\b(?:{_EXTENSION_WORDS})\b[.:=\s]*"
    r"|(?<=[\d\s)])x(?![a-z])[.:=\s]*"
    r"|(?<=[\d\s)])\#"
    r"|,+\s*)"
    r"(?P<digits>\d{0,9})[\s)\].]*$",
    re.IGNORECASE,
)
_LABEL_BEFORE = re.compile(r"^(?:tel(?:efon|ephone)?|phone|mob(?:ile)?|ph|t|m|p)[.:]\s*", re.I)
_LABEL_BEHIND = re.compile(r"[\s(\[]+[^\W\d_][^\d]*$")
_FLOAT = re.compile(r"^\+?\d{6,15}\.0$")
_ROUNDED = re.compile(r"^\d(?:[.,]\d+)?E\+?\d+$", re.IGNORECASE)
_PLAIN = re.compile(r"\+?[\d ()-]+")
"""Nothing but a number, as most cells are: no extension, label or second number to look for."""
_BETWEEN_NUMBERS = re.compile(r":::|;(?!\s*(?:ext|postd)\s*=)|\n|\s(?:or|oder|ou|oppure)\s", re.I)


class Number(msgspec.Struct, frozen=True):
    """What a cell said about a number."""

    e164: str
    """"" where no country is known, or the digits can't be a number of that country."""
    typed: str
    """As typed, without its extension and a spreadsheet's apostrophe."""
    extension: str = ""
    valid: bool = False
    """Whether the numbering plan has such numbers; one in doubt may still be called."""
    problem: str = ""
    """Why it is in doubt, for the reader; "" for a valid one and where no country is known."""

    @property
    def to_dial(self) -> str:
        """E.164 where it is known, else as typed, or "" where nothing can be dialled."""
        if self.e164:
            return self.e164
        return self.typed if _has_digits(self.typed) and not _ROUNDED.match(self.typed) else ""


def parse(text: str, region: str | None) -> Number:
    """Read one phone number.

    Args:
        text: As typed; see `split_numbers` for cells that hold several.
        region: ISO 3166-1 code of the country that a number without "+" belongs to, or None.

    Returns:
        The number in E.164 where a country is known and the length is possible there. Nothing is
        rewritten to make it valid: a number that the plan doesn't have keeps its digits and says
        so in `problem`.
    """
    plain = len(text) <= _LONGEST and _PLAIN.fullmatch(text)
    typed, extension = (text.strip(), "") if plain else _without_extension(_tidy(text))
    if len(typed) > _LONGEST:
        return Number("", typed, problem="too long for a phone number")
    if _ROUNDED.match(typed):
        return Number("", typed, extension, problem="a spreadsheet has rounded this number")
    if not _has_digits(typed):
        return Number("", typed, extension, problem="no phone number" if typed else "")
    if not region and not typed.startswith(_ABROAD):
        return Number("", typed, extension)
    return _read(typed, extension, region)


def _read(typed: str, extension: str, region: str | None) -> Number:
    """The number in E.164, or why it can't be."""
    from phonenumbers import (
        NumberParseException,
        ValidationResult,
        is_possible_number_with_reason,
        national_significant_number,
    )

    try:
        number = _parsed(typed, region)
    except NumberParseException:
        return Number("", typed, extension, problem="not a number of a known country")
    extension = number.extension or extension
    e164 = f"+{number.country_code}{national_significant_number(number)}"
    valid = _is_valid(number)
    remember(e164, number, valid=valid)
    if valid:
        return Number(e164, typed, extension, valid=True)
    reason = is_possible_number_with_reason(number)
    if reason != ValidationResult.IS_POSSIBLE:
        return Number("", typed, extension, problem=_why_impossible(reason))
    # A zero that dials within the country, left on such a number, can't follow the country's code.
    local = number.italian_leading_zero and not typed.startswith(_ABROAD)
    problem = "the numbering plan has no such number"
    return Number("" if local else e164, typed, extension, problem=problem)


def _is_valid(number: PhoneNumber) -> bool:
    """Whether the plan has it; the main country of a shared code is asked first, to save time."""
    from phonenumbers import (
        is_valid_number,
        is_valid_number_for_region,
        region_code_for_country_code,
    )

    main = region_code_for_country_code(number.country_code or 0)
    return is_valid_number_for_region(number, main) or is_valid_number(number)


def _parsed(typed: str, region: str | None) -> PhoneNumber:
    """The number, "00" read as "+" where that makes one: people write it so in every country."""
    from phonenumbers import NumberParseException, is_valid_number
    from phonenumbers import parse as parse_number

    if typed.startswith("00"):
        try:
            number = parse_number("+" + typed[2:], None)
        except NumberParseException:
            number = None
        if number is not None and (not region or is_valid_number(number)):
            return number
    return parse_number(typed, region)


def _why_impossible(reason: int) -> str:
    from phonenumbers import ValidationResult

    if reason == ValidationResult.TOO_LONG:
        return "too many digits for its country"
    if reason == ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
        return "the area code is missing"
    return "too few digits for its country"


def _tidy(text: str) -> str:
    """Without what spreadsheets, links and people put around a number."""
    bare = " ".join(text.split()).removeprefix("* ").strip()
    bare = bare.removeprefix("'").removeprefix("tel:").strip()
    bare = _LABEL_BEFORE.sub("", bare)
    return bare[:-2] if _FLOAT.match(bare) else bare


def _without_extension(text: str) -> tuple[str, str]:
    """The number and its extension apart; "ext." without a number is dropped."""
    if len(text) > _LONGEST:
        return text, ""
    number, extension = text, ""
    found = _EXTENSION.search(text)
    if found and _has_digits(text[: found.start()]):
        number, extension = text[: found.start()], found["digits"]
    if _digits(number) >= _LONG:
        number = _LABEL_BEHIND.sub("", number)
    return number.strip(), extension


def _digits(text: str) -> int:
    return sum(char.isdigit() for char in text)


def _has_digits(text: str) -> bool:
    """Whether there are enough of them to call, in a text that may be a number."""
    return len(text) <= _LONGEST and _digits(text) >= _FEWEST_DIGITS


def split_numbers(text: str) -> list[str]:
    """The numbers of a cell that holds several: parted by "/", ";", "or", ":::" or a new line.

    A "/" or "," within a number stays (``0711/5550123``, an area code; ``…0018,1234``, an
    extension): both sides have to be long enough to be numbers themselves.
    """
    if len(text) > _LONGEST_CELL or _PLAIN.fullmatch(text):
        return [text.strip()] if text.strip() else []
    parts = [part.strip().removeprefix("* ").strip() for part in _BETWEEN_NUMBERS.split(text)]
    return [number for part in parts if part for number in _split_at_marks(part)]


def _split_at_marks(text: str) -> list[str]:
    numbers: list[str] = []
    for mark, part in re.findall(r"(^|[/,])([^/,]*)", text):
        if numbers and not _stand_alone(numbers[-1], part, mark):
            numbers[-1] += mark + part
        else:
            numbers.append(part)
    return [number.strip() for number in numbers if number.strip()]


def _stand_alone(left: str, right: str, mark: str) -> bool:
    """Whether both sides of a mark are numbers of their own.

    A short end behind a long number ("…0018/19", the next line) is parted from it too: glued on
    it would make a wrong number.
    """
    if mark == "/" and _digits(left) > _LONG and 0 < _digits(right) < _LONG:
        return True
    return min(_digits(left), _digits(right)) >= _LONG
