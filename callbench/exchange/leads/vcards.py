"""vCards as a table: a row for each card, with columns named as in any other lead file.

So they go through the same rules as the rows of a CSV: which number is called, who is the same
person, which column is what.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from callbench.exchange.leads.columns import columns_of
from callbench.exchange.leads.contentlines import Property, components, plain, read_properties
from callbench.exchange.leads.decode import Source
from callbench.exchange.leads.errors import LeadFileError
from callbench.exchange.leads.packed import PackedRows
from callbench.exchange.leads.quoting import Row
from callbench.exchange.leads.table import Table

FORMAT = "vcard"

_BEGIN = "begin:vcard"
_COLUMNS = (
    *("UID", "Name", "Company", "Department", "Job title", "Role", "Primary phone"),
    *("Work phone", "Mobile phone", "Phone", "Home phone", "Other phone", "E-mail"),
    *("City", "Country", "Time zone", "Notes", "Tags"),
)
"""Those that most cards have, in the order in which they are shown; further ones come behind."""
_SIMPLE = {
    "TITLE": "Job title",
    "ROLE": "Role",
    "TZ": "Time zone",
    "UID": "UID",
    "URL": "Website",
    "NICKNAME": "Nickname",
    "BDAY": "Birthday",
    "IMPP": "Messenger",
    "X-SOCIALPROFILE": "Profile",
}
_LEFT_OUT = frozenset(
    {"BEGIN", "END", "VERSION", "PRODID", "REV", "N", "SOUND", "PHOTO", "LOGO", "KEY", "MAILER"}
    | {"SORT-STRING", "CLASS", "PROFILE", "SOURCE", "XML", "CLIENTPIDMAP", "CALURI", "CALADRURI"}
    | {"FBURL", "KIND", "LABEL", "GENDER", "X-ABLABEL", "X-ABADR", "X-ABSHOWAS", "AGENT"}
    | {"X-ADDRESSBOOKSERVER-KIND", "X-ADDRESSBOOKSERVER-MEMBER", "MEMBER", "X-ABUID"}
)
"""What a card says about itself, pictures, and what says nothing to somebody who calls."""
_PHONES = (
    ("fax", "Fax"),
    ("homefax", "Fax"),
    ("workfax", "Fax"),
    ("pager", "Pager"),
    ("tlx", "Telex"),
    ("pref", "Primary phone"),
    ("cell", "Mobile phone"),
    ("mobile", "Mobile phone"),
    ("iphone", "Mobile phone"),
    ("work", "Work phone"),
    ("main", "Company phone"),
    ("home", "Home phone"),
    ("other", "Other phone"),
)
"""Column of a number by what it is said to be, the telling words first."""
_BOUNDS = frozenset({"BEGIN", "END"})
_INSIDE = ("", "")


def are_in(source: Source) -> bool:
    """Whether a text is vCards: the first line that isn't blank begins one."""
    lines = source.open()
    first = next((text for line in lines if (text := line.strip().lstrip("\ufeff"))), "")
    return first.casefold().replace(" ", "") == _BEGIN


class Cards(msgspec.Struct, frozen=True):
    """The cards of a file as rows."""

    path: Path
    encoding: str
    warning: str
    headers: tuple[str, ...]
    """Of the columns that any card fills, in the order in which they are shown."""
    places: tuple[int, ...]
    """Of these columns, the place of each in a row."""
    rows: PackedRows


def read_cards(source: Source) -> Cards:
    """Every card of a file."""
    places: dict[str, int] = {}
    rows = PackedRows()
    for card in _cards(source):
        for header in card.cells:
            places.setdefault(header, len(places))
        rows.add(_row(card, places))
    headers = [header for header in _COLUMNS if header in places]
    headers += [header for header in places if header not in _COLUMNS]
    order = tuple(places[header] for header in headers)
    return Cards(source.path, source.encoding, source.warning, tuple(headers), order, rows)


def find_table(cards: Cards, overrides: Mapping[str, str]) -> Table:
    """The table that the cards make.

    Raises:
        LeadFileError: An override names what doesn't exist.
    """
    try:
        columns = columns_of(cards.headers or ["Name"], overrides)
    except ValueError as error:
        raise LeadFileError(cards.path, str(error)) from error
    return Table(
        cards.path,
        cards.encoding,
        "",
        0,
        msgspec.structs.replace(columns, format=FORMAT, evidence=()),
        lambda _line, _width: (_in_order(row, cards.places) for row in cards.rows),
        (cards.warning,) if cards.warning else (),
    )


def _in_order(row: Row, places: tuple[int, ...]) -> Row:
    """A row with its cells in the order of the columns."""
    filled = len(row.cells)
    cells = [row.cells[place] if place < filled else "" for place in places]
    return row if row.problem else msgspec.structs.replace(row, cells=cells)


class _Card(msgspec.Struct):
    line: int
    cells: dict[str, str]
    """By header."""
    problem: str = ""

    def put(self, header: str, text: str) -> None:
        """Keep a text under its header, or under the next that is free."""
        name, number = header, 1
        while text and self.cells.setdefault(name, text) != text:
            number += 1
            name = f"{header} {number}"


def _row(card: _Card, places: Mapping[str, int]) -> Row:
    """The cells of a card by the places of their headers."""
    if card.problem:
        return Row(card.line, [], card.problem, " | ".join(card.cells.values()))
    cells = [""] * len(places)
    for header, text in card.cells.items():
        cells[places[header]] = text
    return Row(card.line, cells)


def _cards(source: Source) -> Iterator[_Card]:
    """Every card; what stands in none, or in one that never ends, is a card with a problem."""
    open_card: list[Property] | None = None
    within = 0
    for entry in read_properties(source.open()):
        what = (entry.name, entry.value.strip().upper()) if entry.name in _BOUNDS else _INSIDE
        if what == ("BEGIN", "VCARD") and open_card and open_card[-1].name == "AGENT":
            within += 1  # A card in a card: somebody's assistant, in vCard 2.1.
        elif what == ("BEGIN", "VCARD"):
            if open_card is not None:
                yield _card(open_card, "the card has no END:VCARD")
            open_card = [entry]
        elif open_card is None:
            yield _Card(entry.line, {"": plain(entry.value)[:200]}, "this stands in no card")
        elif what == ("END", "VCARD") and within:
            within -= 1
        elif what == ("END", "VCARD"):
            yield _card(open_card)
            open_card = None
        elif not within:
            open_card.append(entry)
    if open_card is not None:
        yield _card(open_card, "the card has no END:VCARD")


def _card(properties: list[Property], problem: str = "") -> _Card:
    """One card with its texts under the headers of columns."""
    labels = {
        entry.group: plain(entry.value).strip("_$!<>")
        for entry in properties
        if entry.name == "X-ABLABEL" and entry.group
    }
    card = _Card(properties[0].line, {}, problem)
    for entry in properties:
        kinds = (*entry.kinds, *labels.get(entry.group, "").casefold().split())
        _put(card, entry, kinds)
    if "Name" not in card.cells:
        card.put("Name", _name_in_parts(properties))
    if _is_a_group(properties):
        card.problem = card.problem or "a group of contacts, not a person"
    return card


def _put(card: _Card, entry: Property, kinds: tuple[str, ...]) -> None:
    """Put a property where it belongs."""
    match entry.name:
        case "FN":
            card.put("Name", plain(entry.value))
        case "ORG":
            company, *rest = components(entry.value, ";")
            card.put("Company", company)
            card.put("Department", ", ".join(filter(None, rest)))
        case "TEL":
            pref = ("pref",) if "PREF" in entry.parameters else ()
            card.put(_phone_column((*kinds, *pref)), plain(entry.value).removeprefix("tel:"))
        case "EMAIL":
            card.put("E-mail", plain(entry.value).removeprefix("mailto:"))
        case "ADR":
            _put_address(card, components(entry.value, ";"))
        case "NOTE":
            notes = (card.cells.get("Notes", ""), plain(entry.value))
            card.cells["Notes"] = "\n".join(filter(None, notes))
        case "CATEGORIES":
            card.put("Tags", ";".join(components(entry.value, ",")))
        case "":
            card.put("Unread line", entry.value.strip())
        case name if name in _SIMPLE:
            card.put(_SIMPLE[name], plain(entry.value))
        case name if name not in _LEFT_OUT and "ENCODING" not in entry.parameters:
            card.put(name.removeprefix("X-").replace("-", " ").capitalize(), plain(entry.value))


def _phone_column(kinds: tuple[str, ...]) -> str:
    return next((column for kind, column in _PHONES if kind in kinds), "Phone")


def _put_address(card: _Card, parts: list[str]) -> None:
    """The first address gives city and country; of further ones all is kept beside."""
    *street, city, region, code, country = (*parts, *[""] * (7 - len(parts)))[:7]
    if "City" in card.cells or "Country" in card.cells:
        card.put("Address", ", ".join(filter(None, parts)))
        return
    texts = ("Street", ", ".join(filter(None, street))), ("Region", region), ("Postal code", code)
    for header, text in (("City", city), ("Country", country), *texts):
        card.put(header, text)


def _name_in_parts(properties: list[Property]) -> str:
    """The name of a card that has it only in parts: family; given; further; before; behind."""
    for entry in properties:
        if entry.name == "N":
            family, given, further, *_ = (*components(entry.value, ";"), "", "", "")
            return " ".join(filter(None, (given, further, family)))
    return ""


def _is_a_group(properties: list[Property]) -> bool:
    return any(
        entry.name in {"KIND", "X-ADDRESSBOOKSERVER-KIND"}
        and entry.value.strip().casefold() == "group"
        for entry in properties
    )
