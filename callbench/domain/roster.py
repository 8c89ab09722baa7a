"""The people of a block's lists, each once, whatever number of lists they stand on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from callbench.domain.history import History
from callbench.domain.people import digits_of, keys_of, together
from callbench.domain.records import Prospect
from callbench.domain.shared_history import joined


class Roster:
    """Who is shown for whom, and whose calls belong together."""

    def __init__(
        self, lists: Sequence[Sequence[Prospect]], others: Sequence[Sequence[Prospect]] = ()
    ) -> None:
        """Put together those who stand on several lists.

        Args:
            lists: Those that are called.
            others: Those that are not; who is on them as well brings what is known there along.
        """
        # Who is called comes first, and so is the one who is shown.
        self._together = together([*lists, *others])
        self._called = {prospect.id for people in lists for prospect in people} if others else None

    @property
    def prospects(self) -> tuple[Prospect, ...]:
        """Everybody who is called once, in the order of the lists."""
        called, everybody = self._called, self._together.prospects
        if called is None:
            return everybody
        return tuple(prospect for prospect in everybody if prospect.id in called)

    @property
    def greeting(self) -> str:
        """What to say of those who stand on several lists; "" where there are none."""
        called = self._called
        count = sum(called is None or ident in called for ident in self._together.records)
        if not count:
            return ""
        who = "1 person stands" if count == 1 else f"{count:,} people stand"
        return f"{who} on several lists: shown once, with all their calls"

    def shown_as(self, ident: str) -> str:
        """The id of the one who is shown for that id."""
        return self._together.same.get(ident, ident)

    def histories(self, past: Mapping[str, History]) -> dict[str, History]:
        """What earlier calls say, those to one person put together."""
        histories = dict(past)
        for ident, records in self._together.records.items():
            found = [past[record.id] for record in records if record.id in past]
            if found:
                histories[ident] = joined(found)
        return histories

    def take_up(self, before: Prospect, after: Prospect) -> tuple[tuple[Prospect, Prospect], ...]:
        """Every record that an edit changes: as its list has it, and as it is to be."""
        edited = self._together.edited(before, after)
        self._together = self._together.taken_up(before, after)
        return edited


def known_already(prospect: Prospect, everybody: Mapping[str, Prospect]) -> Prospect | None:
    """Who of these is the same person as somebody of another id."""
    digits, address = digits_of(prospect.phone), prospect.email.casefold()
    wanted = set(keys_of(prospect)) - {("id", prospect.id)}
    near = (
        known
        for known in everybody.values()
        if (digits and digits_of(known.phone) == digits)
        or (address and known.email.casefold() == address)
    )
    return next((known for known in near if not wanted.isdisjoint(keys_of(known))), None)
