"""From a row of cells to a prospect."""

from __future__ import annotations

import re

import msgspec

from callbench.domain.countries import country_code
from callbench.domain.phone import zones
from callbench.domain.records import Prospect, new_id
from callbench.domain.text import clean, one_line
from callbench.exchange.leads.cells import Cells
from callbench.exchange.leads.columns import Columns
from callbench.exchange.leads.numbers import read_numbers
from callbench.exchange.leads.quoting import Row
from callbench.exchange.leads.values import (
    cell_text,
    email_in,
    is_record_id,
    is_salutation,
    priority_in,
    says_no_calls,
    tags_in,
    zone_in,
)

NOTHING_TO_IDENTIFY = "nothing to identify: no name, company, phone or e-mail"

_OWN_ID = re.compile(r"[0-9a-f]{32}")
# Values that come again and again (countries, owners, stages, a company's people one after the
# other) are kept once; the store of them is emptied when it is full.
_MOST_REPEATED = 4096
_LONGEST_REPEATED = 64


class Lead(msgspec.Struct, frozen=True):
    """A prospect as one row gives it, with what tells whether two rows are the same person."""

    line: int
    prospect: Prospect
    record_id: str
    """The id under which a CRM knows them, or ""."""
    numbers: tuple[str, ...]
    """The number to call, as it is dialled, and the others, as they are written."""
    named: bool
    """Whether the name is a person's, not what stands in for one."""
    doubts: tuple[str, ...]
    """What is odd about it, each beginning with the column's header."""


class Reader:
    """Makes prospects from the rows of one file."""

    def __init__(self, columns: Columns, region: str) -> None:
        self._columns = columns
        self._region = region or None
        self._headers = columns.headers
        self._repeated: dict[str, str] = {}
        self._own = columns.format == "callbench"

    def lead(self, row: Row) -> Lead | None:
        """The prospect of a row, or None where nothing in it identifies anybody."""
        cells = Cells(self._columns, [self._kept(cell) for cell in row.cells])
        name = _name(cells)
        company = cells.first("company", reject=is_record_id)
        country, city = one_line(cells.first("country")), one_line(cells.first("city"))
        email = _email(cells)
        found = read_numbers(cells, (country_code(country), self._region))
        best = found.best
        phone = best.to_dial
        stand_in = name or company or email or phone
        if not stand_in:
            return None
        record_id = cells.first("id", keep=True)
        own_id = record_id if self._own and _OWN_ID.fullmatch(record_id) else ""
        prospect = Prospect(
            id=own_id or new_id(),
            name=one_line(stand_in),
            company=one_line(company),
            title=one_line(cells.first("title", reject=is_salutation)),
            phone=phone,
            extension=best.extension or _extension(cells),
            email=email,
            country=country,
            city=city,
            notes=cells.first("notes"),
            reason=one_line(cells.first("reason")),
            news=one_line(cells.first("news")),
            referred_by=one_line(cells.first("referred_by")),
            zone=_zone(cells),
            zones=zones(phone, country=country, city=city),
            priority=_priority(cells),
            tags=tags_in(cells.first("tags")),
            do_not_call=_do_not_call(cells),
            extra=self._extra(cells),
        )
        doubts = (*found.doubts, *_too_wide(cells))
        return Lead(
            row.line,
            prospect,
            record_id,
            (best.to_dial, *found.others) if phone else (),
            bool(name),
            doubts,
        )

    def _kept(self, cell: str) -> str:
        if not cell:
            return cell
        text = cell_text(cell)
        if len(text) > _LONGEST_REPEATED:
            return text
        if len(self._repeated) >= _MOST_REPEATED:
            self._repeated.clear()
        return self._repeated.setdefault(text, text)

    def _extra(self, cells: Cells) -> dict[str, str]:
        """Every cell that has no field of its own, under its header."""
        extra = dict(cells.unused(self._spare_headers(len(cells.texts))))
        if self._own:
            for header in ("id", "list"):
                extra.pop(header, None)
            _unpack(extra)
        return extra

    def _spare_headers(self, width: int) -> tuple[str, ...]:
        """The headers, and names for cells beyond them."""
        known = len(self._headers)
        if width <= known:
            return self._headers
        beyond = (f"column {number}" for number in range(known + 1, width + 1))
        return (*self._headers, *beyond)


def _name(cells: Cells) -> str:
    """The whole name, or its parts put together; the parts aren't kept twice."""
    whole = cells.first("name")
    first, last = cells.first("first_name"), cells.first("last_name")
    return whole or " ".join(part for part in (first, last) if part)


def _email(cells: Cells) -> str:
    """The first address; a cell that holds more than that stays among the extra ones."""
    for column, text in cells.of("email"):
        address = email_in(text)
        if address:
            if address == text:
                cells.used[column] = ""
            return address
    return ""


def _extension(cells: Cells) -> str:
    """The extension of a column of its own."""
    for column, text in cells.of("extension"):
        digits = text.removesuffix(".0")
        if digits.isdecimal() and len(digits) < 10:
            cells.used[column] = ""
            return digits
    return ""


def _zone(cells: Cells) -> str:
    for column, text in cells.of("zone"):
        zone = zone_in(text)
        if zone:
            cells.used[column] = ""
            return zone
    return ""


def _priority(cells: Cells) -> int:
    for column, text in cells.of("priority"):
        priority = priority_in(text)
        if priority is not None:
            cells.used[column] = ""
            return priority
    return 0


def _do_not_call(cells: Cells) -> bool:
    """Whether any column says so; one that says it in more than a word is kept to be read."""
    said = False
    for column, text in cells.of("do_not_call"):
        said = said or says_no_calls(text)
        if len(text.split()) <= 3:
            cells.used[column] = ""
    return said


def _too_wide(cells: Cells) -> tuple[str, ...]:
    """A doubt where cells stand beyond the header: an unquoted delimiter may have moved them."""
    width = len(cells.columns.headers)
    if any(cells.texts[width:]):
        return (f"more cells than the header has ({len(cells.texts)} for {width})",)
    return ()


def _unpack(extra: dict[str, str]) -> None:
    """Our own exports hold the extra fields as one JSON object: back into fields of their own."""
    try:
        inner = msgspec.json.decode(extra.get("extra", ""), type=dict[str, str])
    except msgspec.MsgspecError:
        return
    del extra["extra"]
    extra.update((one_line(key), clean(text)) for key, text in inner.items())
