"""What is owed to the workbench while callbench runs: tried again until it is written.

The trying is done by a thread of its own, which is there only while something is owed. What is
still refused when callbench leaves goes to a rescued file.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from callbench.store.errors import StoreError, plain_reason
from callbench.store.workbench import Workbench

if TYPE_CHECKING:
    # Every screen has something to owe with, and hardly any ever does.
    from callbench.store.rescue.debts import Debt

__all__ = ["EVERY", "Owing"]

EVERY = 5.0
"""Seconds from one attempt to the next."""


class _Entry(NamedTuple):
    workbench: Workbench
    debt: Debt
    reason: str


class Owing:
    """Everything that was refused and is not written yet. Any thread may use it."""

    def __init__(self) -> None:
        """Owe nothing."""
        self._entries: dict[str, _Entry] = {}
        self._paying = threading.Lock()
        """Held while something is being written."""
        self._changing = threading.Lock()
        """Held for a moment, so that nothing is withdrawn just as it begins to be written."""
        self._written_now = ""
        """The slot of what is being written at this moment."""
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        self._told: list[Callable[[Debt], object]] = []

    @property
    def debts(self) -> tuple[Debt, ...]:
        """What is owed at this moment, in the order in which it came up."""
        return tuple(entry.debt for entry in [*self._entries.values()])

    @property
    def reason(self) -> str:
        """Why the first of it was refused; "" where nothing is owed."""
        return next((entry.reason for entry in [*self._entries.values()]), "")

    def about(self, slot: str) -> Debt | None:
        """What is owed about something."""
        entry = self._entries.get(slot)
        return entry.debt if entry is not None else None

    def listen(self, told: Callable[[Debt], object]) -> None:
        """Have `told` called, in a thread, with each debt that is paid by a later attempt."""
        self._told.append(told)

    def forget(self, told: Callable[[Debt], object]) -> None:
        """Tell this listener no more."""
        if told in self._told:
            self._told.remove(told)

    def pay(self, workbench: Workbench, debt: Debt) -> str:
        """Write it now; where that is refused, owe it.

        Returns:
            Why it was refused; "" where it is written.
        """
        with self._writing(debt.slot) as earlier:
            wanted = debt if earlier is None else debt.instead_of(earlier.debt)
            reason = _refusal(workbench, wanted)
            if reason:
                self._keep(_Entry(workbench, wanted, reason))
            else:
                self._entries.pop(debt.slot, None)
        return reason

    def owe(self, workbench: Workbench, debt: Debt, reason: str) -> None:
        """Take over what was refused, to try it again."""
        with self._writing(debt.slot) as earlier:
            wanted = debt if earlier is None else debt.instead_of(earlier.debt)
            self._keep(_Entry(workbench, wanted, reason))

    def withdraw(self, slot: str) -> Debt | None:
        """Owe it no more.

        Returns:
            What was owed; None where nothing was, or where it is being written at this moment.
        """
        with self._changing:
            entry = self._entries.pop(slot, None) if slot != self._written_now else None
        return entry.debt if entry is not None else None

    def close(self) -> list[str]:
        """Try everything once more, and put elsewhere what is refused still.

        Returns:
            What became of that, each in a line for the rep.
        """
        self._ended.set()
        self._try_all()
        words = [
            # Beside what somebody else has changed, where it can't be in its place.
            f"callbench: {entry.debt.what}: {entry.reason}: yours is in what is known of them"
            for entry in self._try_all(late=True)
        ]
        entries = [*self._entries.values()]
        self._entries.clear()
        for workbench in dict.fromkeys(entry.workbench for entry in entries):
            words += _put_elsewhere([one for one in entries if one.workbench == workbench])
        return words

    def _keep(self, entry: _Entry) -> None:
        self._entries.pop(entry.debt.slot, None)  # It comes after all that was owed before.
        self._entries[entry.debt.slot] = entry
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, name="owing", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while self._entries and not self._ended.wait(EVERY):
            for entry in self._try_all():
                for told in [*self._told]:
                    told(entry.debt)

    def _try_all(self, *, late: bool = False) -> list[_Entry]:
        """Try everything; answers what is written by it."""
        paid: list[_Entry] = []
        for slot, entry in [*self._entries.items()]:
            with self._writing(slot) as now:
                if now is not entry:
                    continue  # Another one took its place, or it was withdrawn.
                reason = _refusal(entry.workbench, entry.debt, late=late)
                if reason:
                    self._entries[slot] = entry._replace(reason=reason)
                else:
                    del self._entries[slot]
                    paid.append(entry)
        return paid

    @contextmanager
    def _writing(self, slot: str) -> Iterator[_Entry | None]:
        """Write what is owed about something, alone; meanwhile it can't be withdrawn."""
        with self._paying:
            with self._changing:
                self._written_now = slot
                entry = self._entries.get(slot)
            try:
                yield entry
            finally:
                self._written_now = ""


def _refusal(workbench: Workbench, debt: Debt, *, late: bool = False) -> str:
    """Write it; answers why that was refused, or ""."""
    try:
        (debt.pay_late if late else debt.pay)(workbench)
    except StoreError as error:
        return error.problem
    except OSError as error:
        return plain_reason(error)
    return ""


def _put_elsewhere(entries: list[_Entry]) -> list[str]:
    """Put what one workbench refuses into a rescued file; says where that is."""
    from callbench.store.rescue.files import write_debts
    from callbench.store.rescue.heads import head_document
    from callbench.store.rescue.places import put_elsewhere

    reason, root = entries[0].reason, entries[0].workbench.root
    head = head_document(root, reason)
    path = put_elsewhere(lambda path: write_debts(path, head, [one.debt for one in entries]))
    if path is None:
        return [f"callbench: NOT WRITTEN: {one.debt.what}: {one.reason}" for one in entries]
    what = "; ".join(one.debt.what for one in entries)
    return [f"callbench: {reason}; kept in {path}, and the next start offers it: {what}"]
