"""What tells that two records are the same person, as keys that can be looked up."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from callbench.domain.folding import fold
from callbench.domain.mailboxes import is_shared
from callbench.domain.merging import EMAIL_BESIDE, NAME_BESIDE, PHONE_BESIDE
from callbench.domain.records import Prospect
from callbench.exchange.leads.rows import Lead
from callbench.exchange.leads.values import same_record

# Headers so general that a row's number may stand under them instead of a record's id.
_MAY_NUMBER_ROWS = frozenset({"id", "identifier"})
_LONGEST_ROW_NUMBER = 11

_OWN_HEADER = "id"
"""Of the column in which our own exports have the ids of prospects."""
_NO_DIGITS = re.compile(r"\D+")
_RECORD, _EMAIL, _NUMBER, _ROW = (
    "same record id",
    "same e-mail",
    "same number and name",
    "the same row again",
)
LISTED = "same name and company, and nothing else to go by"

Reason = tuple[str, int]
"""Why two records are one person, and the key by which they are."""


def lead_keys(lead: Lead, id_header: str) -> list[Reason]:
    """The keys of a row; one without any is the same only as a row that says just the same."""
    prospect, record_id = lead.prospect, lead.record_id
    keys: list[Reason] = []
    if record_id == prospect.id:
        keys.append(_own(record_id))
    elif record_id:
        keys.append(_record(record_id, id_header, prospect.name))
    if prospect.email:
        keys.append(_email(prospect.email, prospect.name))
    keys += [_number(number, prospect.name) for number in dict.fromkeys(lead.numbers)]
    if not identifies(lead, id_header):
        keys.append((_ROW, hash(repr(msgspec.structs.replace(prospect, id="")))))
    return keys


def listed_keys(prospect: Prospect, id_header: str) -> Iterator[Reason]:
    """The keys of a prospect of the list, by all names, numbers and addresses they go by."""
    if fold(id_header) == _OWN_HEADER:
        yield _own(prospect.id)
    names = [prospect.name]
    numbers = [prospect.phone] if prospect.phone else []
    addresses = [prospect.email] if prospect.email else []
    records: list[str] = []
    of_identity = (id_header or NAME_BESIDE, NAME_BESIDE, PHONE_BESIDE, EMAIL_BESIDE)
    for header, text in prospect.extra.items():
        if not header.startswith(of_identity):
            continue
        if id_header and header.startswith(id_header):
            records.append(text)
        elif header.startswith(EMAIL_BESIDE):
            addresses.append(text)
        elif header.startswith(PHONE_BESIDE):
            numbers.append(text.partition(" x")[0])
        elif header.startswith(NAME_BESIDE):
            names.append(text)
    for name in names:
        yield from (_record(record, id_header, name) for record in records)
        yield from (_email(address, name) for address in addresses)
        yield from (_number(number, name) for number in numbers)


def identifies(lead: Lead, id_header: str) -> bool:
    """Whether a row has anything by which its person is known apart from name and company."""
    by_id = bool(lead.record_id) and not _may_number_rows(lead.record_id, id_header)
    return by_id or bool(lead.prospect.email or lead.numbers)


def company_key(prospect: Prospect) -> int:
    """The key of those who are known by name and company alone."""
    return hash((fold(prospect.name), fold(prospect.company)))


def _own(prospect_id: str) -> Reason:
    return _RECORD, _key(_RECORD, "", prospect_id)


def _record(record_id: str, id_header: str, name: str) -> Reason:
    """A CRM's id; what may be a row's number counts only together with the name."""
    beside = _folded(name) if _may_number_rows(record_id, id_header) else ""
    return _RECORD, _key(_RECORD, id_header, same_record(record_id), beside)


def _may_number_rows(record_id: str, id_header: str) -> bool:
    return fold(id_header) in _MAY_NUMBER_ROWS and len(record_id) <= _LONGEST_ROW_NUMBER


def _email(address: str, name: str) -> Reason:
    beside = _folded(name) if is_shared(address) else ""
    return _EMAIL, _key(_EMAIL, address.casefold(), beside)


def _number(number: str, name: str) -> Reason:
    """A number however it is written, with the name; one with its country is another thing."""
    digits = _NO_DIGITS.sub("", number)
    return _NUMBER, _key(_NUMBER, "+" if number.startswith("+") else "", digits, _folded(name))


def _folded(name: str) -> str:
    return fold(name) or name


def _key(*parts: str) -> int:
    """A key as its hash: a third of the memory, and two alike are likelier to be a broken disk."""
    return hash(parts)
