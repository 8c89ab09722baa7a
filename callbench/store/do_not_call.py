"""Who must not be called, kept so that it goes on refusing without saying who it was.

The file keeps salted SHA-256 hashes of the number and of the address, the random id of the
prospect, and a name only as long as the rep wants to see one. The salt is in the file: it keeps
the file from being searched for a number by eye or by a ready-made table, not from a determined
attack, since there are few telephone numbers.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from callbench.domain.records import FORMAT, Prospect, Record, new_id, to_json
from callbench.store.atomic import read_regular
from callbench.store.codec import decode_tables
from callbench.store.errors import Damaged, unusable
from callbench.store.limits import time_problem
from callbench.store.rewrite import rewriting
from callbench.store.workbench import Workbench

if TYPE_CHECKING:
    from tinydb.table import Table

__all__ = ["DoNotCall", "Entry", "add", "contains", "forget_name", "read", "remove", "remove_entry"]

_FEWEST_DIGITS = 5
"""Below this a number is an extension or a slip, and would refuse strangers."""


class Entry(Record, frozen=True, kw_only=True):
    """One person who does not want to be called."""

    id: str
    at: datetime
    prospect_id: str = ""
    phone_hash: str = ""
    email_hash: str = ""
    name: str = ""
    """For the rep's own list; "" once the person is forgotten."""
    why: str = ""


class _Head(Record, frozen=True, kw_only=True):
    salt: str
    format: int = FORMAT


class _Tables(msgspec.Struct):
    about: dict[str, _Head] = msgspec.field(default_factory=dict)
    entries: dict[str, Entry] = msgspec.field(default_factory=dict)


class DoNotCall:
    """All entries, ready to be asked about thousands of prospects."""

    def __init__(self, entries: Iterable[Entry], salt: str) -> None:
        self._salt = salt
        self._take(entries)

    def _take(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        """In the order in which they were added."""
        self._ids = {entry.prospect_id for entry in self.entries} - {""}
        self._phones = {entry.phone_hash for entry in self.entries} - {""}
        self._emails = {entry.email_hash for entry in self.entries} - {""}

    def refuses(self, prospect: Prospect) -> bool:
        """Whether this prospect must not be called: marked, or known by id, number or address."""
        if prospect.do_not_call or prospect.id in self._ids:
            return True
        # An empty list, the ordinary case, is not worth hashing for.
        return (bool(self._phones) and phone_hash(self._salt, prospect) in self._phones) or (
            bool(self._emails) and email_hash(self._salt, prospect) in self._emails
        )

    def allow(self, prospect: Prospect) -> None:
        """Refuse somebody no more, whose wish is about to be taken out of the file."""
        meant = self.matching(prospect)
        self._take(entry for entry in self.entries if entry not in meant)

    def matching(self, prospect: Prospect) -> tuple[Entry, ...]:
        """The entries because of which this prospect is refused."""
        phone, email = phone_hash(self._salt, prospect), email_hash(self._salt, prospect)
        return tuple(
            entry
            for entry in self.entries
            if (entry.prospect_id and entry.prospect_id == prospect.id)
            or (phone and entry.phone_hash == phone)
            or (email and entry.email_hash == email)
        )


def read(workbench: Workbench) -> DoNotCall:
    """Everybody who must not be called; nobody when there is no file.

    Raises:
        Damaged: the file cannot be read; nobody may be called on the strength of that.
        StoreError: it cannot be opened.
    """
    path = workbench.do_not_call
    try:
        data, _ = read_regular(path)
    except FileNotFoundError:
        return DoNotCall((), "")
    except OSError as error:
        raise unusable(path, error) from error
    tables = decode_tables(data, _Tables, path)
    head = next(iter(tables.about.values()), None)
    if head is None and tables.entries:
        raise Damaged(path, 'table "about" with the salt is missing; nobody can be recognised')
    for number, entry in tables.entries.items():
        if problem := time_problem(entry.at):
            raise Damaged(path, f'table "entries", document {number}, field "at": {problem}')
    return DoNotCall(tables.entries.values(), head.salt if head else "")


def contains(entries: DoNotCall, prospect: Prospect) -> bool:
    """Whether somebody is on the list; a mark on the prospect itself does not count."""
    return bool(entries.matching(prospect))


def add(workbench: Workbench, prospect: Prospect, at: datetime, why: str = "") -> Entry:
    """Never call this prospect again; one who is on the list already keeps their entry.

    Raises:
        StoreError: the file is damaged, newer, locked or cannot be written.
    """
    if matching := read(workbench).matching(prospect):
        return matching[0]
    with rewriting(workbench.do_not_call, "about") as (_, tinydb):
        salt = _salt_in(tinydb.table("about"))
        entry = Entry(
            id=new_id(),
            at=at,
            prospect_id=prospect.id,
            phone_hash=phone_hash(salt, prospect),
            email_hash=email_hash(salt, prospect),
            name=prospect.name,
            why=why,
        )
        tinydb.table("entries").insert(to_json(entry))
    return entry


def remove(workbench: Workbench, prospect: Prospect) -> int:
    """Take back every entry that refuses this prospect; answers how many there were.

    Raises:
        StoreError: the file is damaged, newer, locked or cannot be written.
    """
    ids = {entry.id for entry in read(workbench).matching(prospect)}
    return _remove(workbench, ids)


def remove_entry(workbench: Workbench, entry_id: str) -> bool:
    """Take back one entry; whether there was one.

    Raises:
        StoreError: the file is damaged, newer, locked or cannot be written.
    """
    return _remove(workbench, {entry_id}) > 0


def forget_name(workbench: Workbench, prospect: Prospect) -> None:
    """Go on refusing this prospect without keeping who it is or why.

    Raises:
        StoreError: the file is damaged, newer, locked or cannot be written.
    """
    ids = {entry.id for entry in read(workbench).matching(prospect)}
    if ids:
        with rewriting(workbench.do_not_call, "about") as (_, tinydb):
            tinydb.table("entries").update(
                {"name": "", "why": ""}, cond=lambda document: document.get("id") in ids
            )


def phone_hash(salt: str, prospect: Prospect) -> str:
    """The hash of a number with its extension: a switchboard is not refused for one desk's sake."""
    digits = re.sub(r"[^0-9+]", "", prospect.phone)
    if len(digits) < _FEWEST_DIGITS:
        return ""
    return _hash(salt, f"tel:{digits};ext={prospect.extension.strip()}")


def email_hash(salt: str, prospect: Prospect) -> str:
    """The hash of an address, whatever its case."""
    email = prospect.email.strip().casefold()
    return _hash(salt, f"mailto:{email}") if email else ""


def _hash(salt: str, text: str) -> str:
    import hashlib

    return hashlib.sha256(f"{salt}:{text}".encode("utf-8", "replace")).hexdigest()


def _salt_in(table: Table) -> str:
    """The salt of the file, made with its first entry."""
    head = next(iter(table), None)
    if head is None:
        salt = os.urandom(16).hex()
        from tinydb.table import Document

        table.insert(Document(to_json(_Head(salt=salt)), doc_id=1))
        return salt
    return str(head["salt"])


def _remove(workbench: Workbench, ids: set[str]) -> int:
    if not ids:
        return 0
    with rewriting(workbench.do_not_call, "about") as (_, tinydb):
        return len(tinydb.table("entries").remove(lambda document: document.get("id") in ids))
