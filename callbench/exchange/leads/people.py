"""The people of a lead file, each once, and who of them the list has already.

The same are: one CRM record; one e-mail address; one number together with one name. A shared
switchboard alone never is, nor a shared mailbox (info@…) under different names. Rows that have
none of these are one only where they differ in nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

import msgspec

from callbench.domain.merging import filled, renewed
from callbench.domain.records import Prospect, replace
from callbench.exchange.leads.identity import (
    LISTED,
    Reason,
    company_key,
    identifies,
    lead_keys,
    listed_keys,
)
from callbench.exchange.leads.rows import Lead

IN_THE_LIST = "in the list already"


class Merged(msgspec.Struct, frozen=True, gc=False):
    """A row that went into a prospect already there."""

    line: int
    into: str
    """Their name."""
    why: str


class People:
    """The prospects of a file as its rows are read, each once, and who of them the list has."""

    def __init__(self, existing: Sequence[Prospect], id_header: str) -> None:
        self._merged: list[Merged] = []
        self._id_header = id_header
        self._groups: dict[int, Prospect] = {}
        """Everybody in the file by the line that began them; those of the list as they would be
        in it."""
        self._moved: dict[int, int] = {}
        """Groups that a later row has shown to be another one, and which."""
        self._places: dict[int, int] = {}
        """Key → its group."""
        self._known_as: dict[int, Prospect] = {}
        """Group → the prospect of the list that it is."""
        self._met: dict[str, int] = {}
        """Id of a prospect of the list → its group."""
        self._listed: dict[int, Prospect] = {}
        """Key → prospect of the list."""
        self._existing = existing
        for prospect in existing:
            for _, key in listed_keys(prospect, id_header):
                self._listed.setdefault(key, prospect)

    @cached_property
    def _by_company(self) -> dict[int, list[Prospect]]:
        """Those of the list by name and company; few files have a row that asks for it."""
        found: dict[int, list[Prospect]] = {}
        for prospect in self._existing:
            found.setdefault(company_key(prospect), []).append(prospect)
        return found

    @property
    def merged(self) -> tuple[Merged, ...]:
        """Rows that made no new prospect, in file order."""
        return tuple(sorted(self._merged, key=lambda row: row.line))

    def add(self, lead: Lead) -> None:
        """Take a row: as a prospect of its own, or into the one that it is."""
        keys = lead_keys(lead, self._id_header)
        groups = self._groups_of(keys)
        if groups:
            first = next(iter(groups))
            before = self._groups[first]
            self._fill(first, lead.prospect, lead.line, groups[first])
            if len(groups) > 1 or self._groups[first] != before:
                first = self._unite_all(first, groups)
        else:
            first = self._begin(lead, keys)
        known = self._known_as.get(first)
        for _, key in keys:
            # What the list knows them by leads to them anyway: a third of the memory.
            if known is None or key in self._places or self._listed.get(key) is not known:
                self._places[key] = first

    def results(self) -> tuple[tuple[Prospect, ...], list[tuple[Prospect, Prospect]]]:
        """The new prospects in file order; those that the file changes, before and after."""
        known = self._known_as
        new = tuple(prospect for group, prospect in self._groups.items() if group not in known)
        pairs = ((before, self._groups[group]) for group, before in known.items())
        return new, [(before, after) for before, after in pairs if after != before]

    def _groups_of(self, keys: Iterable[Reason]) -> dict[int, str]:
        """Where a row belongs of what was met before, be it by way of the list, and why."""
        groups: dict[int, str] = {}
        for why, key in keys:
            group = self._places.get(key)
            if group is None and (listed := self._listed.get(key)) is not None:
                group = self._met.get(listed.id)
            if group is not None:
                groups.setdefault(self._now(group), why)
        return groups

    def _now(self, group: int) -> int:
        """The group that another has become part of, by however many steps."""
        while group in self._moved:
            group = self._moved[group]
        return group

    def _fill(self, group: int, prospect: Prospect, line: int, why: str) -> None:
        self._groups[group] = filled(self._groups[group], prospect)
        self._merged.append(Merged(line, self._groups[group].name, why))

    def _unite_all(self, first: int, groups: dict[int, str]) -> int:
        """Make one of all groups that a row has shown to be the same person; answers which.

        What the row has filled in may in turn be what another group is known by.
        """
        while True:
            groups |= self._groups_of(listed_keys(self._groups[first], self._id_header))
            other = next((group for group in groups if self._may_unite(first, group)), None)
            if other is None:
                break
            first = self._unite(first, self._now(other), groups[other])
        for _, key in listed_keys(self._groups[first], self._id_header):
            self._places.setdefault(key, first)
        return first

    def _may_unite(self, one: int, other: int) -> bool:
        """Two prospects of the list stay two: they may have been called as such."""
        other = self._now(other)
        return other != one and not (one in self._known_as and other in self._known_as)

    def _unite(self, one: int, other: int, why: str) -> int:
        """Put one group into the other, and answer which is left.

        That is the one of the list, or the earlier: what comes first in a file wins, in whatever
        order its rows turn out to be one person.
        """
        known = self._known_as
        if other in known or (one not in known and other < one):
            one, other = other, one
        absorbed = self._groups.pop(other)
        self._moved[other] = one
        self._fill(one, absorbed, other, why)
        return one

    def _begin(self, lead: Lead, keys: Sequence[Reason]) -> int:
        """A new group; if the list has them, the row counts as merged."""
        group = lead.line
        known, why = self._in_list(lead, keys)
        if known is None:
            self._groups[group] = lead.prospect
            return group
        # Most of a list that is read again is as it was: the same objects, and no time spent.
        same = replace(lead.prospect, id=known.id) == known
        self._groups[group] = known if same else renewed(known, lead.prospect)
        self._known_as[group] = known
        self._met[known.id] = group
        self._merged.append(Merged(lead.line, known.name, _as_listed(why)))
        return group

    def _in_list(self, lead: Lead, keys: Sequence[Reason]) -> tuple[Prospect | None, str]:
        for why, key in keys:
            if key in self._listed:
                return self._listed[key], why
        if not identifies(lead, self._id_header):
            # One for one, so that two rows that look alike stay two when they are read again.
            for known in self._by_company.get(company_key(lead.prospect), ()):
                if known.id not in self._met:
                    return known, LISTED
        return None, ""


@lru_cache(maxsize=64)
def _as_listed(why: str) -> str:
    """The same text for all whom the list has for the same reason."""
    return f"{IN_THE_LIST}: {why}"
