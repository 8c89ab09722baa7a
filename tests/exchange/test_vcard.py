"""vCards of all three versions, as phones, Outlook and address books write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbench.exchange.leads.contentlines import components, plain, read_properties
from callbench.exchange.leads.importer import LeadImport, read_leads

APPLE = r"""BEGIN:VCARD
VERSION:3.0
PRODID:-//Apple Inc.//iOS 17//EN
N:Whitfield;Dana;;;
FN:Dana Whitfield
ORG:Northwind Freight\, Ltd;Operations
TITLE:Head of Ops
TEL;type=WORK;type=FAX:+44 20 7946 0099
TEL;type=CELL;type=VOICE;type=pref:+44 7700 900018
item1.TEL:+44 20 7946 0018
item1.X-ABLabel:_$!<Work>!$_
EMAIL;type=INTERNET;type=WORK:dana@example.com
EMAIL;type=INTERNET;type=HOME:dana@example.org
ADR;type=WORK:;;1 Quay;London;;E1;United Kingdom
NOTE:asked about\nmulti-drop\, and the pri
 ce list
CATEGORIES:freight,re-quotes
PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ
 SkZJRg==
UID:card-1
END:VCARD
"""
FOUR = """begin:vcard
version:4.0
FN;LANGUAGE=es:Tomás Rey
ORG;SORT-AS="Oresund":Øresund Kølhus
TEL;VALUE=uri;PREF=1;TYPE="voice,home":tel:+34-910-500-118;ext=102
EMAIL;PREF=1:mailto:tomas@example.com
TZ:Europe/Madrid
KIND:individual
END:VCARD
"""
OLD = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6=
rg
TEL;CELL:07700 900123
ORG;CHARSET=ISO-8859-1;QUOTED-PRINTABLE:K=FChlhaus
NOTE;ENCODING=QUOTED-PRINTABLE:asked=0D=0Atwice=
 and again
END:VCARD
"""


def read(tmp_path: Path, text: str, **more: str) -> LeadImport:
    path = tmp_path / "people.vcf"
    path.write_bytes(text.replace("\n", "\r\n").encode())
    return read_leads(path, region="GB", overrides=more)


def test_a_card_of_an_address_book(tmp_path: Path) -> None:
    leads = read(tmp_path, APPLE)
    (dana,) = leads.prospects
    assert (dana.name, dana.company, dana.title) == (
        "Dana Whitfield",
        "Northwind Freight, Ltd",
        "Head of Ops",
    )
    # The preferred number is called; a fax never is.
    assert dana.phone == "+447700900018"
    assert (dana.email, dana.city, dana.country) == ("dana@example.com", "London", "United Kingdom")
    assert dana.notes == "asked about\nmulti-drop, and the price list"
    assert dana.tags == ("freight", "re-quotes")
    assert dana.extra == {
        "UID": "card-1",
        "Department": "Operations",
        "Work phone": "+44 20 7946 0018",
        "Fax": "+44 20 7946 0099",
        "E-mail 2": "dana@example.org",
        "Street": "1 Quay",
        "Postal code": "E1",
    }
    assert (leads.format, leads.delimiter, leads.header_line) == ("vcard", "", 0)
    assert leads.mapping["phone"] == "Primary phone"


def test_several_cards_of_all_versions_in_one_file(tmp_path: Path) -> None:
    leads = read(tmp_path, APPLE + "\n" + FOUR + OLD)
    assert [prospect.name for prospect in leads.prospects] == [
        "Dana Whitfield",
        "Tomás Rey",
        "Jörg Müller",
    ]
    _, tomas, jorg = leads.prospects
    assert (tomas.phone, tomas.extension) == ("+34910500118", "102")
    assert (tomas.email, tomas.company, tomas.zone) == (
        "tomas@example.com",
        "Øresund Kølhus",
        "Europe/Madrid",
    )
    assert (jorg.company, jorg.phone) == ("Kühlhaus", "+447700900123")
    assert jorg.notes == "asked\ntwice and again"
    assert (leads.read, leads.taken, leads.rejected) == (3, 3, ())


def test_the_same_cards_again_change_nothing(tmp_path: Path) -> None:
    first = read(tmp_path, APPLE + FOUR)
    again = read_leads(tmp_path / "people.vcf", region="GB", existing=first.prospects)
    assert (again.taken, len(again.updated), len(again.merged)) == (0, 0, 2)


def test_what_is_broken_costs_its_own_card(tmp_path: Path) -> None:
    text = (
        "BEGIN:VCARD\nFN:Never Ends\nTEL:1\n"
        + FOUR
        + "stray words\n"
        + "BEGIN:VCARD\nKIND:group\nFN:Everybody\nEND:VCARD\n"
        + "BEGIN:VCARD\nFN:Omar Haddad\nthis is no property\nEND:VCARD\n"
        + "BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n"
    )
    leads = read(tmp_path, text)
    assert [prospect.name for prospect in leads.prospects] == ["Tomás Rey", "Omar Haddad"]
    assert leads.prospects[1].extra == {"Unread line": "this is no property"}
    assert [(row.line, row.reason) for row in leads.rejected] == [
        (1, "the card has no END:VCARD"),
        (13, "this stands in no card"),
        (14, "a group of contacts, not a person"),
        (22, "nothing to identify: no name, company, phone or e-mail"),
    ]
    assert leads.read == 6


def test_an_assistants_card_within_a_card_is_no_lead(tmp_path: Path) -> None:
    inner = "AGENT:\nBEGIN:VCARD\nFN:Assistant\nTEL:020 7946 0001\nEND:VCARD\n"
    text = f"BEGIN:VCARD\nVERSION:2.1\nFN:Boss\n{inner}TEL:020 7946 0002\nEND:VCARD\n"
    (boss,) = read(tmp_path, text).prospects
    assert (boss.name, boss.phone) == ("Boss", "+442079460002")


def test_another_number_can_be_named_as_the_one_to_call(tmp_path: Path) -> None:
    (dana,) = read(tmp_path, APPLE, phone="Work phone").prospects
    assert dana.phone == "+442079460018"
    assert dana.extra["Primary phone"] == "+44 7700 900018"


def test_pasted_cards_are_read_as_a_file_is() -> None:
    leads = read_leads(Path("pasted rows"), region="", data=FOUR.encode())
    assert [prospect.name for prospect in leads.prospects] == ["Tomás Rey"]


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        (r"a\;b;c;;d\\;e\,f", ["a;b", "c", "", "d\\", "e,f"]),
        ("", [""]),
        (";", ["", ""]),
        ("end\\", ["end\\"]),
        (r"line\nbreak", ["line\nbreak"]),
    ],
)
def test_parts_of_a_value(value: str, parts: list[str]) -> None:
    assert components(value, ";") == parts


@given(st.lists(st.text(max_size=30), max_size=12))
def test_nothing_that_is_read_stops_the_reader(lines: list[str]) -> None:
    for entry in read_properties(lines):
        plain(entry.value)
        components(entry.value, ",")
