"""Which column of a lead file holds what: by its header, the known exports, the user's word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from callbench.domain.folding import fold
from callbench.domain.text import one_line
from callbench.exchange.leads.header_words import Meaning
from callbench.exchange.leads.vocabulary import FIELDS, label_of, meaning_of, words_of

# Formats by folded headers that only they have together; the first that fits is it.
_FORMATS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("callbench", ("id", "list", "name", "phone", "extension", "do not call")),
    ("suitecrm", ("account name", "primary address city")),
    ("salesforce", ("is deleted", "owner id")),
    ("salesforce", ("lead source", "owner id")),
    ("salesforce", ("system modstamp",)),
    ("salesforce", ("lead id", "lead owner")),
    ("salesforce", ("account name", "lead source")),
    ("salesforce", ("account name", "contact owner", "title")),
    ("salesforce", ("company account", "lead status")),
    ("apollo", ("apollo contact id",)),
    ("apollo", ("person linkedin url", "employees")),
    ("zoho", ("record id", "lead owner id")),
    ("zoho", ("record id", "contact owner id")),
    ("insightly", ("record id", "organisation name")),
    ("hubspot", ("record id", "first name", "last name")),
    ("hubspot", ("record id", "email")),
    ("hubspot", ("lifecycle stage", "contact owner")),
    ("hubspot", ("lifecycle stage", "email")),
    ("close", ("primary contact name",)),
    ("close", ("display name", "status label")),
    ("linkedin", ("connected on", "first name")),
    ("google", ("given name", "e mail 1 value")),
    ("google", ("given name", "group membership")),
    ("google", ("e mail 1 label", "organization name")),
    ("google", ("phone 1 label", "organization name")),
    ("google", ("phone 1 label", "file as")),
    ("outlook", ("e mail address", "business phone")),
    ("outlook", ("e mail 2 address", "business fax")),
    ("dynamics", ("do not modify contact",)),
    ("dynamics", ("do not modify lead",)),
    ("dynamics", ("do not modify row checksum",)),
    ("chatwoot", ("phone number", "identifier", "company name")),
    ("cold-call-crm", ("business name", "contact", "phone")),
)
# What a known export means by a header that means something else elsewhere; first choice first.
_OF_FORMAT: dict[str, dict[str, tuple[str, ...]]] = {
    "callbench": {"id": ("id",)},
    "close": {"company": ("display name",)},
    "linkedin": {"id": ("url",)},
    "pipedrive": {"company": ("person organization", "organization name")},
}
# Headers that mean the whole name alone, and a part of it beside the other part.
_AMBIGUOUS_NAMES = frozenset({"name", "nom", "naam", "nome", "nombre"})
# Beside both parts of a name these name the lead, such as "Lead #12", and not the person.
_SUBJECTS = frozenset({"lead name", "lead", "prospect"})
# A person's name, or the company that the contact beside it belongs to.
_CUSTOMERS = frozenset({
    "client",
    "client name",
    "customer",
    "customer name",
    "lead name",
    "kunde",
    "kundenname",
    "cliente",
    "nom du client",
    "nombre del cliente",
    "nome cliente",
    "klant",
    "klantnaam",
})
# A form of address, or a job where no other column says it.
_AMBIGUOUS_TITLES = frozenset({"title", "titel", "titre", "titulo", "titolo"})


class Columns(msgspec.Struct, frozen=True):
    """The columns of a file and what they hold."""

    format: str
    """Of the program that wrote the file, or ``unknown``."""
    headers: tuple[str, ...]
    """One for each column, cleaned, none empty and none twice."""
    fields: dict[str, tuple[int, ...]]
    """The columns of each field, those to be taken first first."""
    labels: dict[int, int] = {}
    """Columns that say in their cells what kind of number another column has."""
    evidence: tuple[str, ...] = ()
    """The headers by which the format was recognised."""

    @property
    def mapping(self) -> dict[str, str]:
        """Field → header, as shown before anything is taken; further phones are ``phone_2``."""
        shown: dict[str, str] = {}
        for field in FIELDS:
            for place, column in enumerate(self.fields.get(field, ())):
                if place == 0 or field in {"phone", "email"}:
                    shown[field if place == 0 else f"{field}_{place + 1}"] = self.headers[column]
        return shown


def known_headers(cells: Sequence[str]) -> int:
    """How many cells of a row are names of columns, each field counted once but for phones."""
    meanings = [meaning for cell in cells if (meaning := meaning_of(cell))]
    return len({m.field if m.field != "phone" else f"phone {m.rank}" for m in meanings})


def columns_of(header: Sequence[str], overrides: Mapping[str, str]) -> Columns:
    """What the columns under this header hold.

    Args:
        header: The cells of the header line.
        overrides: Field → header, which wins over what was found; "" for no column.

    Raises:
        ValueError: An override names a field or a column that doesn't exist.
    """
    headers = unique_headers(header)
    program, evidence = recognised(header)
    meanings = {
        column: meaning
        for column, text in enumerate(header)
        if (meaning := _meaning(text, program)) is not None
    }
    _settle_names(header, meanings)
    _settle_customers(header, meanings)
    _settle_titles(header, meanings)
    fields = {field: _ranked(field, meanings) for field in FIELDS}
    for field, wanted in overrides.items():
        _override(fields, field, column_named(wanted, headers) if wanted else None)
    filled = {field: columns for field, columns in fields.items() if columns}
    labels = _labels(header, filled.get("phone", ()))
    return Columns(program, headers, filled, labels, evidence)


def unique_headers(header: Sequence[str]) -> tuple[str, ...]:
    """Headers that tell the columns apart: ``Notes``, ``Notes (2)``, ``column 3``."""
    unique: list[str] = []
    for number, text in enumerate(header, start=1):
        name = wanted = one_line(text).strip("\ufeff ")[:200] or f"column {number}"
        again = 2
        while name in unique:
            name = f"{wanted} ({again})"
            again += 1
        unique.append(name)
    return tuple(unique)


def recognised(header: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The program whose export has such a header, or ``unknown``, and the cells that tell it."""
    owned = tuple(one_line(cell) for cell in header if cell.strip().startswith("Person - "))
    if owned:
        return "pipedrive", owned[:3]
    folded = {words_of(cell): cell for cell in header} | {fold(cell): cell for cell in header}
    for name, marks in _FORMATS:
        if folded.keys() >= set(marks):
            return name, tuple(one_line(folded[mark]) for mark in marks)
    return "unknown", ()


def column_named(wanted: str, headers: Sequence[str]) -> int:
    """The column with that header, whatever its case and spacing.

    Raises:
        ValueError: There is none.
    """
    exact = one_line(wanted).strip()
    for same in (lambda header: header == exact, lambda header: fold(header) == fold(exact)):
        for column, header in enumerate(headers):
            if same(header):
                return column
    raise ValueError(f'no column "{exact}"; there are: {", ".join(headers)[:300]}')


def _meaning(header: str, program: str) -> Meaning | None:
    for field, names in _OF_FORMAT.get(program, {}).items():
        if fold(header) in names:
            return Meaning(field, names.index(fold(header)) - len(names))
    return meaning_of(header)


def _settle_names(header: Sequence[str], meanings: dict[int, Meaning]) -> None:
    """Beside "Vorname" a "Name" is the last name; beside "Cognome" a "Nome" is the first."""
    present = {meaning.field for meaning in meanings.values()}
    first, last = "first_name" in present, "last_name" in present
    if first and last:
        for column in [column for column in meanings if words_of(header[column]) in _SUBJECTS]:
            meanings.pop(column)
    if first == last:
        return
    for column, meaning in meanings.items():
        if meaning.field == "name" and words_of(header[column]) in _AMBIGUOUS_NAMES:
            meanings[column] = Meaning("last_name" if first else "first_name", meaning.rank)


def _settle_customers(header: Sequence[str], meanings: dict[int, Meaning]) -> None:
    """Beside a contact, "Client" is the company unless there is another; alone it is the name."""
    fields = {meaning.field for meaning in meanings.values()}
    names = [column for column, meaning in meanings.items() if meaning.field == "name"]
    customers = [column for column in names if words_of(header[column]) in _CUSTOMERS]
    if len(customers) == len(names) and "first_name" not in fields:
        return
    for column in customers:
        if "company" in fields:
            del meanings[column]
        else:
            meanings[column] = Meaning("company", meanings[column].rank)


def _settle_titles(header: Sequence[str], meanings: dict[int, Meaning]) -> None:
    """Beside "Job Title" a "Title" is what somebody is addressed with."""
    titles = [column for column, meaning in meanings.items() if meaning.field == "title"]
    plain = [column for column in titles if words_of(header[column]) in _AMBIGUOUS_TITLES]
    if any(meanings[column].rank < meanings[bare].rank for bare in plain for column in titles):
        for column in plain:
            del meanings[column]


def _ranked(field: str, meanings: dict[int, Meaning]) -> tuple[int, ...]:
    found = [(m.rank, column) for column, m in meanings.items() if m.field == field]
    return tuple(column for _, column in sorted(found))


def _override(fields: dict[str, tuple[int, ...]], field: str, column: int | None) -> None:
    if field not in FIELDS:
        raise ValueError(f'no field "{one_line(field)}"; there are: {", ".join(FIELDS)}')
    if column is None:
        fields[field] = ()
        return
    for other, columns in fields.items():
        fields[other] = tuple(taken for taken in columns if taken != column)
    fields[field] = (column, *fields[field])
    if field == "name":
        fields["first_name"] = fields["last_name"] = ()
    elif field in {"first_name", "last_name"}:
        fields["name"] = ()


def _labels(header: Sequence[str], phones: tuple[int, ...]) -> dict[int, int]:
    """Phone column → the column with its label."""
    labels = {label: column for column, text in enumerate(header) if (label := label_of(text))}
    return {
        phone: labels[name]
        for phone in phones
        if (name := words_of(header[phone]).removesuffix(" value")) in labels
    }
