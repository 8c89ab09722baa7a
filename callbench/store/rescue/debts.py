"""What is still to be written to the workbench: an addendum, a prospect, a wish not to be called.

A debt is a record, so that it can be tried again, kept in another file, and paid by a later start.
To pay one that was paid already changes nothing.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Self

from callbench.domain.records import Addendum, Prospect, ProspectRef, Record, replace
from callbench.store import do_not_call
from callbench.store.addenda import add_addendum, take_out_addendum
from callbench.store.errors import CallGone, ChangedOutside
from callbench.store.list_shelf import BY_HAND, add_by_hand
from callbench.store.lists import read_list, update_prospect
from callbench.store.rescue.holding import session_holding, session_named
from callbench.store.workbench import Workbench

__all__ = [
    "Debt",
    "OwedAddendum",
    "OwedChange",
    "OwedNewcomer",
    "OwedPermission",
    "OwedRefusal",
    "line_slot",
]


class _Debt(Record, frozen=True, kw_only=True, tag_field="owed"):
    """What all of them have."""

    @property
    def slot(self) -> str:
        """What it is about: a later one about the same takes its place."""
        raise NotImplementedError

    @property
    def what(self) -> str:
        """What is owed, and about whom, for the rep."""
        raise NotImplementedError

    def pay(self, workbench: Workbench) -> None:
        """Write it.

        Raises:
            StoreError: it is refused still.
        """
        raise NotImplementedError

    def pay_late(self, workbench: Workbench) -> None:
        """Write it days later, when the workbench may have gone on without it.

        Raises:
            StoreError: it is refused still.
        """
        self.pay(workbench)

    def instead_of(self, earlier: Debt) -> Self:
        """What is left of the two, where something about the same was owed before."""
        return self


def line_slot(call: str) -> str:
    """The slot of a line that is to be added to the call of that id."""
    return f"call {call}"


class OwedAddendum(_Debt, frozen=True, kw_only=True, tag="addendum"):
    """Something to be added to a past call."""

    session: str
    """The id of the call's session."""
    file: str = ""
    """The name of the session's file, where it is known."""
    call: str
    """The id of the call."""
    prospect: ProspectRef
    """Whom the call was to."""
    addendum: Addendum

    @property
    def slot(self) -> str:
        """What it is about."""
        if self.addendum.kind == "note":
            return line_slot(self.call)
        added = self.addendum
        return f"{line_slot(self.call)} {added.kind} {added.at.isoformat()} {added.about}"

    @property
    def what(self) -> str:
        """What is owed, and about whom."""
        what = "a line" if self.addendum.kind == "note" else self.addendum.kind.replace("-", " ")
        return f"{self.prospect.name or self.prospect.company}, {what} for a past call"

    def pay(self, workbench: Workbench) -> None:
        """Write it.

        Raises:
            CallGone: there is no such call any more.
            StoreError: it is refused still.
        """
        add_addendum(workbench, self._path(workbench), self.call, self.addendum)

    def take_out(self, workbench: Workbench) -> None:
        """Take out what was written, as long as nothing else was added to the call since.

        Raises:
            AddedSince: something was.
            CallGone: there is no such call any more, or what was added to it is gone.
            StoreError: the file can't be written now.
        """
        take_out_addendum(workbench, self._path(workbench), self.call, self.addendum)

    def _path(self, workbench: Workbench) -> Path:
        path = session_holding(workbench, self.session, self.file)
        likely = session_named(workbench, self.file)
        if path is None and not likely.is_file():
            raise CallGone(likely)
        # One that can't be read is asked all the same: it says best what is wrong with it.
        return path or likely


class OwedChange(_Debt, frozen=True, kw_only=True, tag="change"):
    """A prospect that was edited."""

    slug: str
    """Of the list that they stand on."""
    prospect: Prospect
    base: Prospect
    """As the list had them."""

    @property
    def slot(self) -> str:
        """What it is about."""
        return f"change {self.slug} {self.prospect.id}"

    @property
    def what(self) -> str:
        """What is owed, and about whom."""
        return f"{self.prospect.name}, list {self.slug}"

    def instead_of(self, earlier: Debt) -> Self:
        """The later change; the first of them began with what the list has."""
        return replace(self, base=earlier.base) if isinstance(earlier, OwedChange) else self

    def pay(self, workbench: Workbench) -> None:
        """Write it.

        Raises:
            ChangedOutside: somebody else has changed the same field in another way.
            StoreError: it is refused still.
        """
        update_prospect(workbench, self.slug, self.prospect, self.base)

    def pay_late(self, workbench: Workbench) -> None:
        """Write it days later, where the list may have gone on without it.

        What both changed stays as the list has it; ours joins what is known of them.

        Raises:
            StoreError: it is refused still.
        """
        try:
            self.pay(workbench)
        except ChangedOutside:
            self._joined(workbench).pay(workbench)

    def _joined(self, workbench: Workbench) -> OwedChange:
        """The same on the prospect as the list has them now, with no word of either left out."""
        people = read_list(workbench, self.slug).prospects
        theirs = next((one for one in people if one.id == self.prospect.id), self.base)
        fields: dict[str, object] = {}
        words: list[str] = []
        for name in Prospect.__struct_fields__:
            mine, was, now = (getattr(one, name) for one in (self.prospect, self.base, theirs))
            if mine in (was, now) or name == "zones":  # Derived, not typed.
                continue
            if now == was:
                fields[name] = mine
            elif name == "notes":
                words.append(mine)
            else:
                words.append(f"{name.replace('_', ' ')}: {_in_words(mine)}")
        notes = str(fields.get("notes", theirs.notes))
        lines = [notes, *(line for line in words if line not in notes)]
        fields["notes"] = "\n".join(filter(None, lines))
        return replace(self, prospect=replace(theirs, **fields), base=theirs)


def _in_words(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {item}" for key, item in value.items())
    return str(value)


class OwedNewcomer(_Debt, frozen=True, kw_only=True, tag="newcomer"):
    """Somebody who was added by hand."""

    prospect: Prospect
    at: datetime

    @property
    def slot(self) -> str:
        """What it is about."""
        return f"new {self.prospect.id}"

    @property
    def what(self) -> str:
        """What is owed, and about whom."""
        return f"{self.prospect.name}, new on list {BY_HAND}"

    def pay(self, workbench: Workbench) -> None:
        """Write it.

        Raises:
            StoreError: it is refused still.
        """
        add_by_hand(workbench, self.prospect, self.at)


class OwedRefusal(_Debt, frozen=True, kw_only=True, tag="refusal"):
    """Somebody who does not want to be called."""

    prospect: Prospect
    at: datetime

    @property
    def slot(self) -> str:
        """What it is about."""
        return f"calling {self.prospect.id}"

    @property
    def what(self) -> str:
        """What is owed, and about whom."""
        return f"{self.prospect.name}, do not call"

    def pay(self, workbench: Workbench) -> None:
        """Write it.

        Raises:
            StoreError: it is refused still.
        """
        do_not_call.add(workbench, self.prospect, self.at)


class OwedPermission(_Debt, frozen=True, kw_only=True, tag="permission"):
    """Somebody who may be called after all: that they may not was a slip of the finger."""

    prospect: Prospect

    @property
    def slot(self) -> str:
        """What it is about."""
        return f"calling {self.prospect.id}"

    @property
    def what(self) -> str:
        """What is owed, and about whom."""
        return f"{self.prospect.name}, do not call"

    def pay(self, workbench: Workbench) -> None:
        """Write it.

        Raises:
            StoreError: it is refused still.
        """
        do_not_call.remove(workbench, self.prospect)


Debt = OwedAddendum | OwedChange | OwedNewcomer | OwedRefusal | OwedPermission
"""Any of them, told apart by the key ``owed`` in a file."""
