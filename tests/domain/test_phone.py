"""Numbers as people write them, and the zones they point to."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbench.domain import phone
from callbench.domain.countries import same_clock, zones_by_country
from callbench.domain.country_names import country_name
from callbench.domain.folding import fold
from callbench.domain.native_names import native_names
from callbench.domain.records import Prospect
from callbench.domain.text import clean

LONDON = "+442079460018"


@pytest.mark.parametrize(
    ("text", "region", "e164", "extension"),
    [
        ("+44 20 7946 0018", None, LONDON, ""),
        ("020 7946 0018", "GB", LONDON, ""),
        ("2079460018", "GB", LONDON, ""),
        ("442079460018", "GB", LONDON, ""),
        ("+44 (0)20 7946 0018", None, LONDON, ""),
        ("0044 20 7946 0018", None, LONDON, ""),
        ("0044 20 7946 0018", "US", LONDON, ""),
        ("0011 44 20 7946 0018", "AU", LONDON, ""),
        ("'+44 20 7946 0018", None, LONDON, ""),
        ("* +44 20 7946 0018", None, LONDON, ""),
        ("tel:+442079460018", None, LONDON, ""),
        ("Tel: 020 7946 0018", "GB", LONDON, ""),
        ("+44 20 7946 0018 (mobile)", None, LONDON, ""),
        ("442079460018.0", "GB", LONDON, ""),
        ("020\u00a07946\u00a00018", "GB", LONDON, ""),
        ("212-555-0136x752", "US", "+12125550136", "752"),
        ("(212)555-0136x10051", "US", "+12125550136", "10051"),
        ("+1-212-555-0136x4026", None, "+12125550136", "4026"),
        ("+44 20 7946 0018 ext. 136", None, LONDON, "136"),
        ("+44 20 7946 0018 Extension: 136", None, LONDON, "136"),
        ("+44 20 7946 0018;ext=136", None, LONDON, "136"),
        ("020 7946 0018,1234", "GB", LONDON, "1234"),
        ("020 7946 0018 (ext 12)", "GB", LONDON, "12"),
        ("020 7946 0018 #12", "GB", LONDON, "12"),
        ("020 7946 0018 ext.", "GB", LONDON, ""),
        ("020 7946 0018x", "GB", LONDON, ""),
    ],
)
def test_reads_what_people_write(text: str, region: str | None, e164: str, extension: str) -> None:
    number = phone.parse(text, region)
    assert (number.e164, number.extension, number.valid) == (e164, extension, True)
    assert number.problem == ""


@pytest.mark.parametrize(
    ("text", "typed", "extension"),
    [
        ("020 7946 0018", "020 7946 0018", ""),
        ("'020 7946 0018", "020 7946 0018", ""),
        ("555-0136 x12", "555-0136", "12"),
    ],
)
def test_without_a_country_stays_as_typed(text: str, typed: str, extension: str) -> None:
    number = phone.parse(text, None)
    assert (number.e164, number.typed, number.extension) == ("", typed, extension)
    assert number.to_dial == typed


@pytest.mark.parametrize("text", ["+44 7700 900123", "+1 555 010 0136"])
def test_possible_but_not_valid_is_said_and_not_rewritten(text: str) -> None:
    number = phone.parse(text, "US")
    assert number.e164 == text.replace(" ", "")
    assert not number.valid
    assert number.problem


@pytest.mark.parametrize("text", ["020 7946", "0800 123"])
def test_a_number_in_doubt_does_not_keep_its_zero_behind_the_country(text: str) -> None:
    number = phone.parse(text, "GB")
    assert (number.e164, number.to_dial) == ("", text)
    assert number.problem
    assert phone.parse("+44 0800 123", "GB").e164 == "+440800123"


@pytest.mark.parametrize(
    ("text", "region", "problem"),
    [
        ("555-0136", "US", "area code"),
        ("01 99 00", "FR", "few digits"),
        ("020 7946 0018 0018", "GB", "many digits"),
        ("+99 99999 99999", None, "known country"),
        ("020 7946 0018", "XX", "known country"),
    ],
)
def test_impossible_keeps_the_text_and_says_why(text: str, region: str, problem: str) -> None:
    number = phone.parse(text, region)
    assert number.e164 == ""
    assert number.typed == number.to_dial == text
    assert problem in number.problem


@pytest.mark.parametrize("text", ["4.42079E+11", "n/a", "12", "", "1" * 500, "x," * 20000])
def test_what_is_no_number_cannot_be_dialled(text: str) -> None:
    number = phone.parse(text, "GB")
    assert number.to_dial == ""
    assert bool(number.problem) == bool(text)


@given(st.text(max_size=60), st.sampled_from([None, "GB", "US", "DE"]))
def test_any_text_gives_an_answer(text: str, region: str | None) -> None:
    number = phone.parse(text, region)
    assert number.e164 == "" or number.e164.startswith("+")
    assert phone.display(number.to_dial) or not number.to_dial
    assert isinstance(phone.split_numbers(text), list)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("020 7946 0018 / 07700 900123", ["020 7946 0018", "07700 900123"]),
        ("020 7946 0018; 07700 900123", ["020 7946 0018", "07700 900123"]),
        ("020 7946 0018 or 07700 900123", ["020 7946 0018", "07700 900123"]),
        ("020 7946 0018, 07700 900123", ["020 7946 0018", "07700 900123"]),
        ("* 020 7946 0018 ::: * 07700 900123", ["020 7946 0018", "07700 900123"]),
        ("020 7946 0018\n07700 900123", ["020 7946 0018", "07700 900123"]),
        ("020 7946 0018;ext=136", ["020 7946 0018;ext=136"]),
        ("020 7946 0018,1234", ["020 7946 0018,1234"]),
        ("0711/5550123", ["0711/5550123"]),
        ("020 7946 0018/19", ["020 7946 0018", "19"]),
        ("", []),
        (" ; ", []),
    ],
)
def test_parts_a_cell_with_several_numbers(text: str, numbers: list[str]) -> None:
    assert phone.split_numbers(text) == numbers


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (LONDON, "+44 20 7946 0018"),
        ("+447700900123", "+44 7700 900123"),
        ("020 7946 0018", "020 7946 0018"),
        ("+", "+"),
        ("", ""),
    ],
)
def test_display(text: str, shown: str) -> None:
    assert phone.display(text) == shown


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("United Kingdom", "GB"),
        ("UK", "GB"),
        ("U.K.", "GB"),
        ("gbr", "GB"),
        (" gb ", "GB"),
        ("Deutschland", "DE"),
        ("España", "ES"),
        ("U.S.A.", "US"),
        ("United States of America", "US"),
        ("Trinidad and Tobago", "TT"),
        ("Ghana", "GH"),
        ("Northland", ""),
        ("", ""),
    ],
)
def test_country_code(name: str, code: str) -> None:
    assert phone.country_code(name) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Eesti", "EE"),
        ("HRVATSKA", "HR"),
        ("Ελλάδα", "GR"),
        ("ΕΛΛΑΔΑ", "GR"),
        ("日本", "JP"),
        ("Україна", "UA"),
        ("Κύπρος", "CY"),
        ("kibris", "CY"),
        ("Ísland", "IS"),
        ("Island", "IS"),
        ("مصر", "EG"),
        ("भारत", "IN"),
        ("한국", "KR"),
        ("Luxembourg", "LU"),
        ("Suid-Afrika", "ZA"),
    ],
)
def test_countries_by_the_names_they_have_for_themselves(name: str, code: str) -> None:
    assert phone.country_code(name) == code


def test_each_country_is_found_by_each_of_its_own_names() -> None:
    theirs = [*native_names()]
    found = [(phone.country_code(name), name) for _, name in theirs]
    assert found == theirs
    # Said back by its English name, which finds it as well; a code alone would be a slip.
    said = {code: country_name(code) for code, _ in theirs}
    assert {code: phone.country_code(name) for code, name in said.items()} == {
        code: code for code in said
    }
    assert [name for _, name in theirs if name != clean(name) or len(fold(name)) < 2] == []


@pytest.mark.parametrize(
    ("e164", "country", "city", "zones"),
    [
        (LONDON, "", "", ("Europe/London",)),
        ("+447700900123", "", "", ("Europe/London",)),
        ("+12125550136", "", "", ("America/New_York",)),
        ("+12125550136", "USA", "Chicago", ("America/New_York",)),
        (LONDON, "France", "", ("Europe/Paris",)),
        ("", "Germany", "", ("Europe/Berlin",)),
        ("", "", "Madrid", ("Europe/Madrid",)),
        ("", "USA", "Madrid", ()),
        ("", "US", "Chicago", ("America/Chicago",)),
        ("", "US", "", ()),
        ("+15550100136", "", "", ()),
        ("+61491570006", "", "Sydney", ("Australia/Sydney",)),
        ("020 7946 0018", "", "", ()),
        ("", "", "", ()),
    ],
)
def test_zones(e164: str, country: str, city: str, zones: tuple[str, ...]) -> None:
    assert phone.zones(e164, country=country, city=city) == zones


def test_a_mobile_of_a_wide_country_may_be_anywhere_in_it() -> None:
    zones = phone.zones("+61491570006")
    assert len(zones) > 4
    assert {"Australia/Sydney", "Australia/Perth"} <= set(zones)


def test_the_list_s_own_zone_wins() -> None:
    prospect = Prospect(id="1", name="Dana Whitfield", phone=LONDON, zone="europe/madrid")
    assert phone.zone_of(prospect) == ("Europe/Madrid",)


def test_a_zone_that_does_not_exist_is_passed_over() -> None:
    prospect = Prospect(id="1", name="Dana Whitfield", phone=LONDON, zone="Mars/Olympus")
    assert phone.zone_of(prospect) == ("Europe/London",)


def test_nearly_every_country_has_one_clock() -> None:
    several = [code for code, zones in zones_by_country().items() if len(same_clock(zones)) > 1]
    assert len(several) < 30
    assert {"US", "AU", "BR"} <= set(several)


def test_importing_is_cheap() -> None:
    loaded = "import sys, callbench.domain.phone; print('phonenumbers' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, check=True)
    assert done.stdout.strip() == b"False"


@pytest.mark.parametrize("typed", ["+1 212 555 0123", "+1 999 555 0123", "+44 20 7946 0018"])
def test_zones_are_the_same_whether_the_number_was_just_read_or_not(typed: str) -> None:
    phone.zones.cache_clear()
    number = phone.parse(typed, None)
    just_read = phone.zones(number.e164)
    phone.zones.cache_clear()
    phone.parse("+33 1 99 00 12 34", None)
    assert phone.zones(number.e164) == just_read
