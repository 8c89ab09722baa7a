"""Finding somebody by digits of their number, however it was typed or is stored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbench.domain.e164 import display
from callbench.domain.finding import Finder
from callbench.domain.sought_numbers import number_key, sought_number

LONDON = "+442079460217"
BERLIN = "+493023125017"
AS_TYPED = "020 7946 0217"


def is_in(text: str, phone: str, *, anywhere: bool = True) -> bool:
    sought = sought_number(text, anywhere=anywhere)
    return sought is not None and sought.is_in(number_key(phone))


@pytest.mark.parametrize(
    "text",
    [
        "0217",
        "217",
        "7946 0217",
        "7946-0217",
        "020 7946 0217",
        "02079460217",
        "(020) 7946 0217",
        "+44 20 7946 0217",
        "+44 (0)20 7946 0217",
        "0044 20 7946 0217",
        "44 20 7946",
        "+44 20 7",
        "020 7",
        " 020.7946.0217 ",
    ],
)
def test_a_number_is_found_by_what_a_phone_shows(text: str) -> None:
    assert is_in(text, LONDON)
    assert not is_in(text, BERLIN)


@pytest.mark.parametrize("text", ["020 7946 0217", "0217", "+44 20 7946 0217", "0044 2079460217"])
def test_a_number_without_a_known_country_is_found_as_well(text: str) -> None:
    assert is_in(text, AS_TYPED)


@pytest.mark.parametrize(
    "text", ["", "+", "21", "3/6", "dana", "0217 dana", "10:30", "1 Dec", "½½½"]
)
def test_what_is_no_number_is_sought_as_none(text: str) -> None:
    assert sought_number(text) is None


def test_where_a_few_digits_may_be_anything_they_end_or_begin_a_number() -> None:
    assert is_in("7946", LONDON)
    assert not is_in("7946", LONDON, anywhere=False)
    assert is_in("0217", LONDON, anywhere=False)
    assert is_in("0207", LONDON, anywhere=False)
    assert is_in("+4420", LONDON, anywhere=False)
    assert is_in("079460", LONDON, anywhere=False)


@given(st.integers(1000, 9999), st.integers(0, 11), st.integers(3, 12))
def test_every_part_of_a_number_finds_it(line: int, start: int, length: int) -> None:
    phone = f"+44207946{line}"
    part = phone[1:][start : start + length]
    if len(part) >= 3:
        assert is_in(part, phone)
    assert is_in(display(phone), phone)


@given(st.text(alphabet="0123456789+()-./ ²٣", max_size=12), st.text(alphabet="0123456789+ -²٣"))
def test_no_text_is_an_error(text: str, phone: str) -> None:
    sought = sought_number(text, fewest=1)
    assert sought is None or sought.is_in(number_key(phone)) in {True, False}


def test_a_filter_finds_words_and_numbers_alike() -> None:
    people = [("Dana Whitfield 0217", ""), ("Omar Haddad", LONDON), ("Lena Fischer", BERLIN)]
    finder = Finder(people, lambda one: one[0], lambda one: one[1])
    assert finder.matching("0217") == people[:2]
    assert finder.matching("HADDAD") == people[1:2]
    assert finder.matching("  ") == people
    assert finder.matching("030 2312") == people[2:]
