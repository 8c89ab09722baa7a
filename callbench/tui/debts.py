"""Screens that show what is still to be written, and hear of it once it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from callbench.tui.context import Context
from callbench.tui.screens import CommandScreen, Result

if TYPE_CHECKING:
    # Every screen can hear of debts, and hardly any ever does.
    from callbench.store.rescue.debts import Debt


class DebtPaid(Message):
    """Something that was refused before, here or on another screen, is on disk."""

    def __init__(self, debt: Debt) -> None:
        """What."""
        super().__init__()
        self.debt = debt


class DebtScreen(CommandScreen[Result]):
    """A screen that is sent `DebtPaid`."""

    _bench: Context

    def on_mount(self) -> None:
        """Hear of what was refused and is written by now."""
        self._bench.owing.listen(self._hear_paid)

    def on_unmount(self) -> None:
        """Listen no more."""
        self._bench.owing.forget(self._hear_paid)

    def _hear_paid(self, debt: Debt) -> None:
        """Take it up, from a thread, which may come by when the screen is closed already."""
        self.post_message(DebtPaid(debt))
