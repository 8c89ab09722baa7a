"""Phone numbers as people write them, and the time zones they point to.

Built on `phonenumbers`, which costs 20 ms to import and is therefore imported where it is first
needed. Without a country a number is kept as typed and never guessed at: it is dialled verbatim.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from callbench.domain.countries import (
    country_code,
    same_clock,
    zone_name,
    zones_by_city,
    zones_by_country,
)
from callbench.domain.folding import fold

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

    from callbench.domain.records import Prospect

__all__ = [
    "Number",
    "country_code",
    "display",
    "parse",
    "region_of",
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
    typed, extension = _without_extension(_tidy(text))
    if len(typed) > _LONGEST:
        return Number("", typed, problem="too long for a phone number")
    if _ROUNDED.match(typed):
        return Number("", typed, extension, problem="a spreadsheet has rounded this number")
    if not _has_digits(typed):
        return Number("", typed, extension, problem="no phone number" if typed else "")
    if not region and not typed.startswith(("+", "00", "\uff0b")):
        return Number("", typed, extension)
    return _read(typed, extension, region)


def _read(typed: str, extension: str, region: str | None) -> Number:
    """The number in E.164, or why it can't be."""
    from phonenumbers import (
        NumberParseException,
        PhoneNumberFormat,
        ValidationResult,
        format_number,
        is_possible_number_with_reason,
        is_valid_number,
    )

    try:
        number = _parsed(typed, region)
    except NumberParseException:
        return Number("", typed, extension, problem="not a number of a known country")
    reason = is_possible_number_with_reason(number)
    if reason != ValidationResult.IS_POSSIBLE:
        return Number("", typed, extension, problem=_why_impossible(reason))
    valid = is_valid_number(number)
    problem = "" if valid else "the numbering plan has no such number"
    e164 = format_number(number, PhoneNumberFormat.E164)
    return Number(e164, typed, number.extension or extension, valid, problem)


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
    return len(text) <= _LONGEST and _digits(text) >= _FEWEST_DIGITS


def split_numbers(text: str) -> list[str]:
    """The numbers of a cell that holds several: parted by "/", ";", "or", ":::" or a new line.

    A "/" or "," within a number stays (``0711/5550123``, an area code; ``…0018,1234``, an
    extension): both sides have to be long enough to be numbers themselves.
    """
    if len(text) > _LONGEST_CELL:
        return [text]
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


@lru_cache(maxsize=16384)
def display(e164: str) -> str:
    """The number in its international form, ``+44 20 7946 0018``; other text as it is."""
    number = _number(e164)
    if number is None:
        return e164
    from phonenumbers import PhoneNumberFormat, format_number

    return format_number(number, PhoneNumberFormat.INTERNATIONAL)


def _number(e164: str) -> PhoneNumber | None:
    """The number of an E.164 text, or None where it isn't one."""
    if not e164.startswith("+"):
        return None
    from phonenumbers import NumberParseException
    from phonenumbers import parse as parse_number

    try:
        return parse_number(e164, None)
    except NumberParseException:
        return None


def region_of(e164: str) -> str:
    """The country of an E.164 number, "" where its code is shared or unknown."""
    number = _number(e164)
    if number is None:
        return ""
    from phonenumbers import region_code_for_number, region_codes_for_country_code

    of_code = region_codes_for_country_code(number.country_code or 0)
    return region_code_for_number(number) or (of_code[0] if len(of_code) == 1 else "")


@lru_cache(maxsize=16384)
def zones(e164: str, *, country: str = "", city: str = "") -> tuple[str, ...]:
    """The time zones that somebody may be in; zones that keep the same time count once.

    In this order: their country if it has one zone, else their number, else their city where
    zone names know only one of that name ("Madrid"). Area codes move with people, so several
    zones, or one, are a hint and not a fact.

    Returns:
        IANA names; none where nothing is known.
    """
    code = country_code(country)
    of_country = zones_by_country().get(code, ())
    alike = same_clock(of_country, of_country[:1])
    if len(alike) == 1:
        return alike
    of_city = zones_by_city().get(fold(city), ())
    of_city = tuple(zone for zone in of_city if not of_country or zone in of_country)
    by_number = _zones_of_number(e164)
    by_number = tuple(zone for zone in by_number if zone in of_country) or by_number
    if len(of_city) == 1 and (len(by_number) != 1) and (not by_number or of_city[0] in by_number):
        return of_city
    return by_number


def _zones_of_number(e164: str) -> tuple[str, ...]:
    """The zones of a number's area, or of its country where the plan doesn't know the area."""
    number = _number(e164)
    if number is None:
        return ()
    from phonenumbers import (
        region_code_for_country_code,
        region_codes_for_country_code,
        timezone,
    )

    code = number.country_code or 0
    main = zones_by_country().get(region_code_for_country_code(code), ())
    known = tuple(zone for zone in timezone.time_zones_for_number(number) if "Unknown" not in zone)
    if known:
        return same_clock(known, main)
    regions = region_codes_for_country_code(code)
    shared = [zone for region in regions for zone in zones_by_country().get(region, ())]
    alike = same_clock(tuple(shared), main)
    return alike if len(alike) == 1 else ()


def zone_of(prospect: Prospect) -> tuple[str, ...]:
    """The time zones a prospect may be in: the list's own, else as `zones` finds them.

    Returns:
        IANA names; none where nothing is known, several where it isn't certain.
    """
    named = zone_name(prospect.zone)
    if named:
        return (named,)
    return zones(prospect.phone, country=prospect.country, city=prospect.city)
