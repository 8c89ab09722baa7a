"""Who is the same person: within a file, and between a file and the list it is read into.

The same are: one CRM record; one e-mail address; one number together with one name. A shared
switchboard alone never is, nor a shared mailbox (info@…) under different names. Rows that have
none of these are one only where they differ in nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from callbench.domain.folding import fold
from callbench.domain.records import Prospect
from callbench.exchange.leads.merging import filled, renewed
from callbench.exchange.leads.rows import Lead
from callbench.exchange.leads.values import same_record

_SHARED_MAILBOXES = frozenset(
    {"info", "sales", "office", "contact", "contactus", "hello", "mail", "admin", "support", "team"}
    | {"enquiries", "inquiries", "accounts", "reception", "service", "post", "hr", "jobs", "help"}
    | {"kontakt", "vertrieb", "zentrale", "buero", "contacto", "ventas", "verkoop", "vendite"}
)
# Headers so general that a row's number may stand under them instead of a record's id.
_MAY_NUMBER_ROWS = frozenset({"id", "identifier"})
_LONGEST_ROW_NUMBER = 11

_RECORD, _EMAIL, _NUMBER, _ROW = (
    "same record id",
    "same e-mail",
    "same number and name",
    "the same row again",
)
_LISTED = "same name and company, and nothing else to go by"


IN_THE_LIST = "in the list already"

Reason = tuple[str, int]
"""Why two rows are one person, and the key by which they are."""


class Merged(msgspec.Struct, frozen=True, gc=False):
    """A row that went into a prospect already there."""

    line: int
    into: str
    """Their name."""
    why: str


class People:
    """The prospects of a file as its rows are read, each once, and who of them the list has."""

    def __init__(self, existing: Sequence[Prospect], id_header: str) -> None:
        self.merged: list[Merged] = []
        """Rows that made no new prospect, in file order."""
        self._id_header = id_header
        self._groups: list[Prospect] = []
        """Everybody in the file; those of the list as they would be in it."""
        self._places: dict[int, int] = {}
        """Key → place of its group."""
        self._known_as: dict[int, Prospect] = {}
        """Place of a group → the prospect of the list that it is."""
        self._met: dict[str, int] = {}
        """Id of a prospect of the list → place of its group."""
        self._listed: dict[int, Prospect] = {}
        """Key → prospect of the list."""
        self._by_company: dict[int, list[Prospect]] = {}
        for prospect in existing:
            for _, key in _keys(prospect, prospect.extra.get(id_header, ""), id_header, ()):
                self._listed.setdefault(key, prospect)
            self._listed.setdefault(_key(_RECORD, "", prospect.id), prospect)
            self._by_company.setdefault(_company_key(prospect), []).append(prospect)

    def add(self, lead: Lead) -> None:
        """Take a row: as a prospect of its own, or into the one that it is."""
        keys = list(_keys(lead.prospect, lead.record_id, self._id_header, lead.numbers))
        alone = not keys
        if alone:
            keys = [(_ROW, _key(_ROW, _whole(lead.prospect)))]
        place, why = self._place_of(keys)
        if place is None:
            place = self._begin(lead, keys, alone)
        else:
            self._groups[place] = filled(self._groups[place], lead.prospect)
            self.merged.append(Merged(lead.line, self._groups[place].name, why))
        for _, key in keys:
            self._places.setdefault(key, place)

    def results(self) -> tuple[tuple[Prospect, ...], list[tuple[Prospect, Prospect]]]:
        """The new prospects in file order; those that the file changes, before and after."""
        new = [p for place, p in enumerate(self._groups) if place not in self._known_as]
        pairs = ((known, self._groups[place]) for place, known in self._known_as.items())
        return tuple(new), [(before, after) for before, after in pairs if after != before]

    def _place_of(self, keys: Sequence[Reason]) -> tuple[int | None, str]:
        """Where a row belongs that was met before, be it by way of the list."""
        for why, key in keys:
            if key in self._places:
                return self._places[key], why
        for why, key in keys:
            listed = self._listed.get(key)
            if listed is not None and listed.id in self._met:
                return self._met[listed.id], why
        return None, ""

    def _begin(self, lead: Lead, keys: Sequence[Reason], alone: bool) -> int:
        """A new group; if the list has them, the row counts as merged."""
        place = len(self._groups)
        known, why = self._in_list(lead.prospect, keys, alone)
        if known is None:
            self._groups.append(lead.prospect)
            return place
        after = renewed(known, lead.prospect)
        # The same object where nothing changes: most of a list that is read again.
        self._groups.append(known if after == known else after)
        self._known_as[place] = known
        self._met[known.id] = place
        self.merged.append(Merged(lead.line, known.name, f"{IN_THE_LIST}: {why}"))
        return place

    def _in_list(
        self, prospect: Prospect, keys: Sequence[Reason], alone: bool
    ) -> tuple[Prospect | None, str]:
        for why, key in keys:
            if key in self._listed:
                return self._listed[key], why
        if alone:
            # One for one, so that two rows that look alike stay two when they are read again.
            for known in self._by_company.get(_company_key(prospect), ()):
                if known.id not in self._met:
                    return known, _LISTED
        return None, ""


def _keys(
    prospect: Prospect, record_id: str, id_header: str, numbers: Sequence[str]
) -> Iterator[Reason]:
    """What tells that two rows are the same person; none where a row has nothing of that kind."""
    name = fold(prospect.name) or prospect.name
    if record_id == prospect.id:
        yield _RECORD, _key(_RECORD, "", record_id)
    elif record_id:
        beside = _beside(id_header, record_id, name)
        yield _RECORD, _key(_RECORD, id_header, same_record(record_id), beside)
    if prospect.email:
        mailbox = prospect.email.partition("@")[0].casefold()
        shared = mailbox in _SHARED_MAILBOXES
        yield _EMAIL, _key(_EMAIL, prospect.email.casefold(), name if shared else "")
    for number in dict.fromkeys(numbers or ((prospect.phone,) if prospect.phone else ())):
        yield _NUMBER, _key(_NUMBER, _digits(number), name)


def _beside(id_header: str, record_id: str, name: str) -> str:
    """What has to be the same beside a record's id: the name, where it may be a row's number."""
    row_number = fold(id_header) in _MAY_NUMBER_ROWS and len(record_id) <= _LONGEST_ROW_NUMBER
    return name if row_number else ""


def _digits(number: str) -> str:
    """A number for comparing, however it is written; one with its country is another thing."""
    digits = "".join(char for char in number if char.isdigit())
    return f"+{digits}" if number.startswith("+") else digits


def _key(*parts: str) -> int:
    """A key as its hash: a third of the memory, and two alike are likelier to be a broken disk."""
    return hash(parts)


def _company_key(prospect: Prospect) -> int:
    return _key(fold(prospect.name), fold(prospect.company))


def _whole(prospect: Prospect) -> str:
    """Everything a row says, to tell whether another says the same."""
    return repr(msgspec.structs.replace(prospect, id=""))
