"""Time zones as people write them: "ET", "CET", "UTC+2", "london time", IANA names, offsets."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from callbench.domain.when.clock_forms import text_at
from callbench.domain.when.parts import Piece, Place
from callbench.domain.when.tokens import Token
from callbench.domain.when.words import words_of

ABBREVIATIONS: Final[dict[str, tuple[str, ...]]] = {
    "utc": ("UTC",),
    "gmt": ("Etc/GMT", "Europe/London"),
    "bst": ("Europe/London",),
    "wet": ("Europe/Lisbon",),
    "west": ("Europe/Lisbon",),
    "cet": ("Europe/Paris", "Europe/Berlin"),
    "cest": ("Europe/Paris", "Europe/Berlin"),
    "eet": ("Europe/Helsinki", "Africa/Cairo"),
    "eest": ("Europe/Helsinki", "Africa/Cairo"),
    "msk": ("Europe/Moscow",),
    "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),  # codespell:ignore ist
    "pkt": ("Asia/Karachi",),
    "sast": ("Africa/Johannesburg",),
    "wat": ("Africa/Lagos",),
    "eat": ("Africa/Nairobi",),
    "hkt": ("Asia/Hong_Kong",),
    "jst": ("Asia/Tokyo",),
    "kst": ("Asia/Seoul",),
    "awst": ("Australia/Perth",),
    "acst": ("Australia/Adelaide", "Australia/Darwin"),
    "acdt": ("Australia/Adelaide",),
    "aest": ("Australia/Sydney", "Australia/Brisbane"),
    "aedt": ("Australia/Sydney",),
    "nzst": ("Pacific/Auckland",),
    "nzdt": ("Pacific/Auckland",),
    "est": ("America/New_York", "America/Jamaica"),
    "edt": ("America/New_York",),
    "cst": ("America/Chicago", "Asia/Shanghai", "America/Havana"),
    "cdt": ("America/Chicago",),
    "mst": ("America/Denver", "America/Phoenix"),
    "mdt": ("America/Denver",),
    "pst": ("America/Los_Angeles",),
    "pdt": ("America/Los_Angeles",),
    "akst": ("America/Anchorage",),
    "akdt": ("America/Anchorage",),
    "hst": ("Pacific/Honolulu",),
    "nst": ("America/St_Johns",),
    "ndt": ("America/St_Johns",),
    "ast": ("America/Halifax", "America/Puerto_Rico"),
    "adt": ("America/Halifax",),
}
"""Abbreviations and the zones that use them; the first is the usual one.

After IANA tzdata. Abbreviations that tzdata has given up for numbers (SGT, BRT) are left out.
"""

NAMES: Final = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
    "uk": "Europe/London",
}
"""Names of a zone that hold in summer and winter alike."""

_REGIONS: Final = frozenset({"central", "mountain", "eastern", "pacific"})
_TIME_NEEDED: Final = frozenset({"central", "mountain", "eastern", "pacific", "uk"})
_THEIRS: Final = words_of("their theirs his her hers prospect's customer's client's")
_MINE: Final = frozenset({"my", "our", "mine"})
_EITHER: Final = frozenset({"your", "local", "yours"})
_OFFSET_ZONES: Final = {
    330: "Asia/Kolkata",
    345: "Asia/Kathmandu",
    270: "Asia/Kabul",
    210: "Asia/Tehran",
    390: "Asia/Yangon",
    570: "Australia/Darwin",
    525: "Australia/Eucla",
    -570: "Pacific/Marquesas",
}
"""Zones without clock changes, for offsets that are not whole hours."""


@lru_cache(maxsize=256)
def zone_of(name: str) -> ZoneInfo:
    """The zone of an IANA name.

    Raises:
        ValueError: if there is no such zone.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"no such time zone: {name!r}") from error


@lru_cache(maxsize=1)
def _by_lower_name() -> dict[str, str]:
    """IANA names by their lower case, and by city where only one zone has that city."""
    names = available_timezones()
    cities: dict[str, set[str]] = {}
    for name in names:
        if name.partition("/")[0] in _AREAS:
            cities.setdefault(name.rpartition("/")[2].lower(), set()).add(name)
    unique = {city: found.pop() for city, found in cities.items() if len(found) == 1}
    return unique | {name.lower(): name for name in names}


_AREAS: Final = words_of("Africa America Asia Atlantic Australia Europe Indian Pacific")


def place_pieces(tokens: Sequence[Token], index: int) -> Iterator[Piece]:
    """Every zone that can begin at this token."""
    token = tokens[index]
    if token.kind == "offset":
        zulu = token.text == "z"
        place = Place("name", "UTC") if zulu else Place("offset", minutes=token.numbers[0])
        yield Piece(index + 1, "place", place)
    elif token.kind == "zone":
        if name := _by_lower_name().get(token.text):
            yield Piece(index + 1, "place", Place("name", name))
    elif token.kind == "word":
        yield from _worded(tokens, index)


def _worded(tokens: Sequence[Token], index: int) -> Iterator[Piece]:
    """A zone given in words."""
    word, after = tokens[index].text, text_at(tokens, index + 1)
    timed = after in ("time", "timezone", "tz")
    if word in _THEIRS and (timed or word == "theirs"):
        yield Piece(index + 1 + timed, "place", Place("theirs"))
    elif word in _MINE and timed:
        yield Piece(index + 2, "place", Place("mine"))
    elif word in _EITHER and timed:
        yield Piece(index + 2, "place", Place("either"))
    elif word in ("utc", "gmt") and after in ("+", "-"):
        yield from _utc_offset(tokens, index)
    elif word in NAMES:
        yield from _named(tokens, index)
    elif word in ABBREVIATIONS:
        yield Piece(index + 1 + timed, "place", Place("short", word))
    else:
        yield from _city(tokens, index)


def _named(tokens: Sequence[Token], index: int) -> Iterator[Piece]:
    """Eastern time, US pacific, UK time, ET."""
    word, end = tokens[index].text, index + 1
    season = text_at(tokens, end) in ("standard", "daylight")
    if season:
        initial = {"eastern": "e", "central": "c", "mountain": "m", "pacific": "p"}.get(word)
        if initial and text_at(tokens, end + 1) == "time":
            short = initial + text_at(tokens, end)[0] + "t"
            yield Piece(end + 2, "place", Place("short", short))
        return
    timed = text_at(tokens, end) == "time"
    if word in _REGIONS and (timed or _after_clock(tokens[index - 1] if index else None)):
        yield Piece(end + timed, "place", Place("region", word))
    elif timed or word not in _TIME_NEEDED:
        yield Piece(end + timed, "place", Place("name", NAMES[word]))


def _after_clock(before: Token | None) -> bool:
    """Whether the token before ends a clock, as in "3pm eastern"."""
    if before is None:
        return False
    return before.kind in ("clock", "number") or before.text in ("am", "pm", "p", "a", "noon")


def _utc_offset(tokens: Sequence[Token], index: int) -> Iterator[Piece]:
    """UTC+2, GMT-5, UTC+05:30."""
    sign, place = text_at(tokens, index + 1), index + 2
    if place >= len(tokens) or tokens[place].kind not in ("number", "clock"):
        return
    numbers = tokens[place].numbers
    if len(tokens[place].text) == 4 and tokens[place].kind == "number":
        numbers = divmod(numbers[0], 100)
    minutes = numbers[0] * 60 + (numbers[1] if len(numbers) > 1 else 0)
    signed = -minutes if sign == "-" else minutes
    yield Piece(place + 1, "place", Place("offset", minutes=signed))


def _city(tokens: Sequence[Token], index: int) -> Iterator[Piece]:
    """London time, new york time."""
    for words in (1, 2, 3):
        end = index + words
        if text_at(tokens, end) == "time":
            city = "_".join(text_at(tokens, place) for place in range(index, end))
            if name := _by_lower_name().get(city):
                yield Piece(end + 1, "place", Place("name", name))
            return


def offset_zone(minutes: int, wall: datetime, preferred: Sequence[str]) -> str | None:
    """A zone with that offset at that wall time: a preferred one, else one without changes.

    Whole hours are named `Etc/GMT-2` (its sign is turned round, by POSIX habit).
    """
    wanted = timedelta(minutes=minutes)
    for name in preferred:
        local = wall.replace(tzinfo=zone_of(name))
        if wanted in (local.utcoffset(), local.replace(fold=1).utcoffset()):
            return name
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(minutes, 60)
    if rest:
        return _OFFSET_ZONES.get(minutes)
    return f"Etc/GMT{-hours:+d}" if -12 <= hours <= 14 else None


def zones_of(short: str, wall: datetime, preferred: Sequence[str]) -> list[str]:
    """Zones in which the abbreviation is in force at that wall time, the preferred first.

    One zone for each different offset: two of them mean that the abbreviation is ambiguous.
    """
    found: dict[timedelta | None, str] = {}
    for name in [*preferred, *ABBREVIATIONS[short]]:
        offset = offset_in_force(short, wall, name)
        if offset is not None:
            found.setdefault(offset, name)
    return list(found.values())


def offset_in_force(short: str, wall: datetime, name: str) -> timedelta | None:
    """The zone's offset at that wall time if it then goes by that abbreviation, on either fold."""
    for fold in (0, 1):
        local = wall.replace(tzinfo=zone_of(name), fold=fold)
        if (local.tzname() or "").lower() == short:
            return local.utcoffset()
    return None


@lru_cache(maxsize=256)
def offset_of(short: str, year: int, name: str) -> timedelta:
    """The offset that an abbreviation names in its zone, in whichever season it is in force."""
    zone = zone_of(name)
    moments = [datetime(year, month, 15, 12, tzinfo=zone) for month in (1, 7)]
    named = next((one for one in moments if (one.tzname() or "").lower() == short), moments[0])
    return named.utcoffset() or timedelta()
