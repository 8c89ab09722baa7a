"""Further numbers of a prospect, and calling them at another one."""

from __future__ import annotations

from callbench.domain.records import Prospect
from callbench.exchange.leads.beside import called_at, further_numbers

DANA = Prospect(
    id="dana",
    name="Dana Whitfield",
    phone="+442079460018",
    extension="12",
    extra={
        "Mobile Phone Number": "07700 900018; 07700 900019",
        "Phone (2)": "+44 20 7946 0018",
        "Phone (before)": "+33199000011",
        "Fax": "020 7946 0099",
        "Shoe size": "020 7946 0055",
        "Home Phone": "n/a",
    },
)


def test_numbers_to_call_each_once_and_nothing_else() -> None:
    found = list(further_numbers(DANA, "GB"))
    assert [(beside.header, beside.place, beside.number.to_dial) for beside in found] == [
        ("Mobile Phone Number", 0, "+447700900018"),
        ("Mobile Phone Number", 1, "+447700900019"),
        ("Phone (before)", 0, "+33199000011"),
    ]
    # Without a country they are called as they are written.
    assert next(further_numbers(DANA, "")).number.to_dial == "07700 900018"


def test_the_number_before_takes_the_place_of_the_one_called() -> None:
    first, second, french = further_numbers(DANA, "GB")
    there = called_at(DANA, second)
    assert (there.phone, there.extension) == ("+447700900019", "")
    assert there.extra["Mobile Phone Number"] == "07700 900018; +442079460018 x12"
    back = [beside for beside in further_numbers(there, "GB") if beside.number.extension]
    assert called_at(there, back[0]).phone == DANA.phone
    assert called_at(DANA, first).zones == ("Europe/London",)
    assert called_at(DANA, french).zones == ("Europe/Paris",)


def test_who_had_no_number_has_one_less_beside() -> None:
    bare = Prospect(id="o", name="Omar Haddad", extra={"Mobile": "07700 900018"})
    (mobile,) = further_numbers(bare, "GB")
    assert called_at(bare, mobile).extra == {}
