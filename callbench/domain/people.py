"""Who is the same person: what tells it, and the people of several lists, each once.

The same are: one id; one CRM record; one e-mail address, unless a whole company reads it and the
names differ; one number together with one name. A number alone never is: it may be a switchboard.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from callbench.domain.folding import fold
from callbench.domain.mailboxes import is_shared
from callbench.domain.merging import filled
from callbench.domain.records import Prospect, replace

__all__ = ["PROFILES", "RECORD_IDS", "Together", "digits_of", "keys_of", "together"]

RECORD_IDS = (
    *("record id", "lead id", "contact id", "apollo contact id", "do not modify contact"),
    *("do not modify lead", "person id", "crm id", "uid"),
)
"""Folded headers of columns in which programs write the id of their own record of somebody."""
PROFILES = ("person linkedin url", "linkedin url", "linkedin profile", "linkedin profile url")
"""Folded headers of columns with the address of somebody's own page."""

_OWN_RECORD = frozenset((*RECORD_IDS, *PROFILES))


class Together(msgspec.Struct, frozen=True):
    """The people of several lists, each once."""

    prospects: tuple[Prospect, ...]
    """In the order of the lists; who stands on two is where they come first, with the gaps of the
    first record filled from the others."""
    same: Mapping[str, str] = {}
    """Id of a record that is not shown → id of the one that stands for it."""
    records: Mapping[str, tuple[Prospect, ...]] = {}
    """Id of one who was put together → their records as the lists have them, the first first."""

    def edited(self, before: Prospect, after: Prospect) -> tuple[tuple[Prospect, Prospect], ...]:
        """An edit of somebody as edits of their records, each as it was and as it is to be."""
        changes = {
            name: getattr(after, name)
            for name in after.__struct_fields__
            if getattr(after, name) != getattr(before, name)
        }
        known = self.records.get(after.id, (before,))
        return tuple((record, replace(record, **changes)) for record in known)

    def taken_up(self, before: Prospect, after: Prospect) -> Together:
        """The same people once an edit of one of them was taken up."""
        if after.id not in self.records:
            return self
        edited = tuple(record for _, record in self.edited(before, after))
        return msgspec.structs.replace(self, records={**self.records, after.id: edited})


def together(lists: Sequence[Sequence[Prospect]]) -> Together:
    """The people of these lists, each once.

    A list by itself is left as it is: its import has seen to that, or the rep wanted it so.
    """
    everybody = tuple(prospect for people in lists for prospect in people)
    if len(lists) < 2:
        return Together(everybody)
    groups = _groups(everybody, _met_twice(everybody))
    if all(len(group) == 1 for group in groups):
        return Together(everybody)
    prospects: list[Prospect] = []
    same: dict[str, str] = {}
    records: dict[str, tuple[Prospect, ...]] = {}
    for first, *others in groups:
        whole = first
        for other in others:
            whole = filled(whole, other)
            if other.id != first.id:
                same[other.id] = first.id
        prospects.append(whole)
        if others:
            # Of one id on two lists, changes go to the last one.
            records[first.id] = tuple({one.id: one for one in (first, *others)}.values())
    return Together(tuple(prospects), same, records)


def digits_of(number: str) -> str:
    """The digits of a number, however it is written."""
    return "".join(char for char in number if char.isdigit())


def keys_of(prospect: Prospect) -> Iterator[tuple[str, ...]]:
    """What a prospect has in common with whoever is the same person."""
    name = fold(prospect.name) or prospect.name
    yield "id", prospect.id
    if prospect.email:
        address = prospect.email.casefold()
        yield ("email", address, name) if is_shared(address) else ("email", address)
    if prospect.phone:
        yield "number", digits_of(prospect.phone), name


def _record_keys(prospect: Prospect) -> Iterator[tuple[str, ...]]:
    """The ids under which other programs know them; with the name, as two may count alike."""
    for header, text in prospect.extra.items():
        if (kind := fold(header)) in _OWN_RECORD and text:
            yield "record", kind, text.casefold(), fold(prospect.name) or prospect.name


def _met_twice(everybody: Sequence[Prospect]) -> frozenset[int]:
    """The places of those who may be somebody else's twin, found without looking at any name."""
    places: dict[tuple[str, str], list[int]] = {}
    for place, prospect in enumerate(everybody):
        for mark in _marks(prospect):
            places.setdefault(mark, []).append(place)
    return frozenset(place for found in places.values() if len(found) > 1 for place in found)


def _marks(prospect: Prospect) -> Iterator[tuple[str, str]]:
    yield "id", prospect.id
    if prospect.email:
        yield "email", prospect.email.casefold()
    if prospect.phone:
        yield "number", digits_of(prospect.phone)
    for header, text in prospect.extra.items():
        if header[-2:].casefold() in {"id", "rl", "le", "ct", "ad"} and fold(header) in _OWN_RECORD:
            yield "record", text.casefold()


def _groups(everybody: Sequence[Prospect], twins: frozenset[int]) -> list[list[Prospect]]:
    """Everybody, those who are one person in one group at the place of the first."""
    group_of: dict[int, int] = {}
    by_key: dict[tuple[str, ...], int] = {}
    members: dict[int, list[int]] = {}
    for place in sorted(twins):
        prospect = everybody[place]
        keys = [*keys_of(prospect), *_record_keys(prospect)]
        found = sorted({group_of[by_key[key]] for key in keys if key in by_key})
        first = found[0] if found else place
        joined = [place, *(one for group in found for one in members.pop(group))]
        members[first] = sorted(joined)
        group_of.update(dict.fromkeys(joined, first))
        by_key |= dict.fromkeys(keys, place)
    taken = {place for group in members.values() for place in group[1:]}
    return [
        [everybody[one] for one in members.get(place, (place,))]
        for place in range(len(everybody))
        if place not in taken
    ]
