"""The time zones that somebody may be in, by country, number and city."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from callbench.domain.countries import (
    country_code,
    same_clock,
    zone_name,
    zones_by_city,
    zones_by_country,
)
from callbench.domain.e164 import number_of
from callbench.domain.folding import fold

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

    from callbench.domain.records import Prospect


_just_read: dict[str, tuple[PhoneNumber, bool]] = {}
"""The number that was read last, and whether the plan has it: a lead's zones are asked for next,
and reading it again would be a tenth of an import."""


def remember(e164: str, number: PhoneNumber, *, valid: bool) -> None:
    """Keep what was found of a number until the next one is read."""
    _just_read.clear()
    _just_read[e164] = (number, valid)


@lru_cache(maxsize=16384)
def zones(e164: str, *, country: str = "", city: str = "") -> tuple[str, ...]:
    """The time zones that somebody may be in; zones that keep the same time count once.

    In this order: their country if it has one zone, else their number, else their city where
    zone names know only one of that name ("Madrid"). Area codes move with people, so several
    zones, or one, are a hint and not a fact.

    Returns:
        IANA names; none where nothing is known.
    """
    # Nobody's country or city is not looked for: the tables of all are read at the first use.
    of_country = zones_by_country().get(country_code(country), ()) if country else ()
    alike = same_clock(of_country, of_country[:1])
    if len(alike) == 1:
        return alike
    of_city = zones_by_city().get(fold(city), ()) if city else ()
    of_city = tuple(zone for zone in of_city if not of_country or zone in of_country)
    by_number = _zones_of_number(e164)
    by_number = tuple(zone for zone in by_number if zone in of_country) or by_number
    if len(of_city) == 1 and (len(by_number) != 1) and (not by_number or of_city[0] in by_number):
        return of_city
    return by_number


def _zones_of_number(e164: str) -> tuple[str, ...]:
    """The zones of a number's area, or of its country where the plan doesn't know the area."""
    if not e164.startswith("+"):
        return ()
    shared = next((found for n in (2, 3, 4) if (found := _zones_of_code(e164[1:n]))), ())
    if len(shared) == 1:
        return shared
    number, valid = _just_read.get(e164) or (number_of(e164), True)
    if number is None:
        return ()
    if not valid:
        return ()  # The plan knows no place for it.
    from phonenumbers import timezone

    known = tuple(zone for zone in timezone.time_zones_for_number(number) if "Unknown" not in zone)
    return same_clock(known, shared)


@lru_cache(maxsize=512)
def _zones_of_code(code: str) -> tuple[str, ...]:
    """The clocks that go with a calling code, of all countries that share it; none for no code."""
    from phonenumbers import region_code_for_country_code, region_codes_for_country_code

    if not code.isdecimal():
        return ()
    regions = region_codes_for_country_code(int(code))
    everywhere = [zone for region in regions for zone in zones_by_country().get(region, ())]
    main = zones_by_country().get(region_code_for_country_code(int(code)), ())
    return same_clock(tuple(everywhere), main)


def zone_of(prospect: Prospect) -> tuple[str, ...]:
    """The time zones a prospect may be in: the list's own, else as `zones` finds them.

    Returns:
        IANA names; none where nothing is known, several where it isn't certain.
    """
    named = zone_name(prospect.zone)
    if named:
        return (named,)
    return zones(prospect.phone, country=prospect.country, city=prospect.city)
