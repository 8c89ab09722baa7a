"""What earlier sessions and the block at hand say about everybody in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from callbench.domain.history import NOTHING, History, fold
from callbench.domain.playbook import Playbook
from callbench.domain.records import Call
from callbench.domain.roster import Roster


class BlockHistories:
    """The history of everybody, one for each person under whatever id they were called."""

    def __init__(self, roster: Roster, playbook: Playbook, past: Mapping[str, History]) -> None:
        """Begin with what earlier sessions say, by id of the prospect."""
        self._roster = roster
        self._playbook = playbook
        self._before = roster.histories(past)
        self._now = dict(self._before)

    @property
    def all(self) -> Mapping[str, History]:
        """Every history, by the id that its prospect is shown as."""
        return self._now

    def of(self, ident: str) -> History:
        """What is known of the prospect of that id."""
        return self._now.get(self._roster.shown_as(ident), NOTHING)

    def add(self, call: Call) -> None:
        """Take up a call of this block behind all others; one that goes on is left out."""
        if not call.is_open:
            ident = self._roster.shown_as(call.prospect.id)
            self._now[ident] = fold(self.of(ident), call, self._playbook)

    def refold(self, ident: str, calls: Iterable[Call]) -> None:
        """A prospect's history anew, with the block's calls as they are now.

        A call that is going on is left out, so that its row stays where it is until it ends.
        """
        ident = self._roster.shown_as(ident)
        self._now[ident] = self._before.get(ident, NOTHING)
        for call in calls:
            if self._roster.shown_as(call.prospect.id) == ident:
                self.add(call)

    def renew(self, past: Mapping[str, History], calls: Iterable[Call]) -> None:
        """Take up what was added to earlier sessions meanwhile."""
        self._before = self._roster.histories(past)
        self._now = dict(self._before)
        for call in calls:
            self.add(call)
