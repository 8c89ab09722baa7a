"""Finding one person among the prospects of all lists and those of past calls.

The same are: one id; one e-mail address, unless a whole company reads it and the names differ;
one number together with one name. A number alone never is: it may be a switchboard's.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from callbench.domain.folding import fold
from callbench.domain.people import digits_of, keys_of
from callbench.domain.phone import parse
from callbench.domain.records import Prospect, ProspectRef, replace
from callbench.domain.text import one_line
from callbench.store.list_shelf import read_archived
from callbench.store.lists import ProspectList, read_lists
from callbench.store.workbench import Workbench

__all__ = [
    "Known",
    "NobodyFound",
    "People",
    "Person",
    "SeveralFound",
    "as_listed",
    "digits_of",
    "keys_of",
    "typed",
]

_FEWEST_DIGITS = 5
"""Below this a text is no telephone number."""
_MOST_SUGGESTED = 5
_PHONE = re.compile(r"[+＋]?[\d\s()./\-]+(?:(?:x|ext\.?)\s*\d+)?", re.IGNORECASE)


class Known(msgspec.Struct, frozen=True):
    """A prospect of a list, or of a call."""

    prospect: Prospect
    slug: str = ""
    """Of the list; "" where only calls know them."""


class Person(msgspec.Struct, frozen=True):
    """Everything that is one person; never empty, those of lists first."""

    known: tuple[Known, ...]

    @property
    def prospects(self) -> tuple[Prospect, ...]:
        """As the lists and the calls have them."""
        return tuple(one.prospect for one in self.known)

    @property
    def slugs(self) -> tuple[str, ...]:
        """The lists that have them."""
        return tuple(dict.fromkeys(one.slug for one in self.known if one.slug))

    @property
    def label(self) -> str:
        """Who it is, in a line: ``Dana Whitfield, Northwind Freight``."""
        first = self.known[0].prospect
        return one_line(", ".join(dict.fromkeys(filter(None, (first.name, first.company)))))

    @property
    def label_with_id(self) -> str:
        """The same, with the id by which nobody else can be meant."""
        return f"{self.label} ({one_line(self.known[0].prospect.id)})"


class NobodyFound(LookupError):
    """Nobody goes by that name, id, number or address; the message says who comes near."""

    def __init__(self, text: str, near: Sequence[str]) -> None:
        hint = f"; near it: {'; '.join(near)}" if near else ""
        super().__init__(f'nobody is known as "{one_line(text)}"{hint}')


class SeveralFound(LookupError):
    """More than one person goes by that; the message names them with their ids."""

    def __init__(self, text: str, people: Sequence[Person]) -> None:
        shown = "; ".join(person.label_with_id for person in people[:_MOST_SUGGESTED])
        more = len(people) - _MOST_SUGGESTED
        rest = f"; and {more} more" if more > 0 else ""
        super().__init__(
            f'"{one_line(text)}" is {len(people)} people: {shown}{rest}; say which by its id'
        )


class People:
    """Everybody who is known, to be found by what is known of them."""

    def __init__(self, lists: Iterable[ProspectList], refs: Iterable[ProspectRef] = ()) -> None:
        self._known = [
            Known(prospect, found.slug) for found in lists for prospect in found.prospects
        ]
        self._known += [
            Known(Prospect(id=ref.id, name=ref.name, company=ref.company, phone=ref.phone))
            for ref in refs
            if ref.name  # One without was forgotten.
        ]
        self._by_key: dict[tuple[str, ...], list[int]] = {}
        for place, one in enumerate(self._known):
            for key in keys_of(one.prospect):
                self._by_key.setdefault(key, []).append(place)

    def find(self, text: str, region: str = "") -> Person:
        """The one person that goes by this id, name, number or address.

        Args:
            text: As typed.
            region: Country of a number without "+".

        Raises:
            NobodyFound: There is none.
            SeveralFound: There is more than one.
        """
        people = self._grouped(self._matching(text, region))
        if not people:
            raise NobodyFound(text, self._near(text))
        if len(people) > 1:
            raise SeveralFound(text, people)
        return people[0]

    def of(self, ident: str) -> Person | None:
        """The person who has this id; None where nobody has."""
        places = (place for place, one in enumerate(self._known) if one.prospect.id == ident)
        return next(iter(self._grouped(places)), None)

    def others(self, person: Person) -> Iterator[Prospect]:
        """Everybody who is somebody else."""
        theirs = {(one.slug, one.prospect.id) for one in person.known}
        for one in self._known:
            if (one.slug, one.prospect.id) not in theirs:
                yield one.prospect

    def _matching(self, text: str, region: str) -> list[int]:
        wanted = typed(text, region)
        name, bare = fold(text) or text, text.strip()
        return [
            place
            for place, one in enumerate(self._known)
            if one.prospect.id == bare
            or (fold(one.prospect.name) or one.prospect.name) == name
            or _same_address(one.prospect, wanted)
        ]

    def _grouped(self, places: Iterable[int]) -> list[Person]:
        """The people to whom these belong, each with everything that is the same person."""
        people: list[Person] = []
        met: set[int] = set()
        for place in places:
            if place not in met:
                group = self._same_as(place)
                met |= group
                ordered = sorted(group, key=lambda one: (not self._known[one].slug, one))
                people.append(Person(tuple(self._known[one] for one in ordered)))
        return people

    def _same_as(self, place: int) -> set[int]:
        group, waiting = {place}, [place]
        while waiting:
            for key in keys_of(self._known[waiting.pop()].prospect):
                new = set(self._by_key[key]) - group
                group |= new
                waiting += new
        return group

    def _near(self, text: str) -> list[str]:
        """Those whose name or company is like it."""
        wanted = fold(text)
        names: dict[str, int] = {}
        for place, one in enumerate(self._known):
            names.setdefault(fold(one.prospect.name), place)
        near = [name for name in names if wanted and (wanted in name or (name and name in wanted))]
        near = near[:_MOST_SUGGESTED] or difflib.get_close_matches(wanted, names, _MOST_SUGGESTED)
        return [person.label_with_id for person in self._grouped(names[name] for name in near)]


def as_listed(workbench: Workbench, ref: ProspectRef) -> Prospect:
    """The prospect of a past call as the lists have them by now.

    Whoever is the same person counts, also on a list that was put away: their address, and that
    they must not be called. Where no list has them, they are as the call knew them.
    """
    lists = (*read_lists(workbench)[0], *read_archived(workbench)[0])
    person = People(lists, [ref]).of(ref.id)
    if person is None:
        return Prospect(id=ref.id, name=ref.name, company=ref.company, phone=ref.phone)
    return replace(
        person.prospects[0],
        email=next((one.email for one in person.prospects if one.email), ""),
        do_not_call=any(one.do_not_call for one in person.prospects),
    )


def typed(text: str, region: str) -> Prospect | None:
    """Somebody of whom only a number or an address is known, as typed; None where it is neither."""
    bare = text.strip()
    if "@" in bare and not bare.startswith("@") and len(bare.split()) == 1:
        return Prospect(id="", name="", email=bare)
    if _PHONE.fullmatch(bare) and len(digits_of(bare)) >= _FEWEST_DIGITS:
        number = parse(bare, region or None)
        return Prospect(id="", name="", phone=number.to_dial, extension=number.extension)
    return None


def _same_address(prospect: Prospect, wanted: Prospect | None) -> bool:
    if wanted is None:
        return False
    if wanted.email:
        return prospect.email.casefold() == wanted.email.casefold()
    return bool(prospect.phone) and digits_of(prospect.phone) == digits_of(wanted.phone)
