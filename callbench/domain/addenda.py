"""What is added to a past call, and taking such an act back by adding once more.

A past call is never rewritten, so a slip of the finger on the agenda stays in the file. What takes
it back names it by its moment (`Addendum.undoes`), and whoever derives something from the calls
passes over both. The kind and the step of what takes back say the same to a reader that does not
know `undoes`: a promise that was called off is *moved* to the time that it had.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from types import MappingProxyType

import msgspec

from callbench.domain.records import Addendum, Call, NextStep, ProspectRef, replace

_BACK = MappingProxyType({
    "moved": "moved",
    "cancelled": "moved",
    "held": "moved",
    "no-show": "moved",
    "let-go": "reopened",
    "reopened": "let-go",
})
"""The kind of an addendum that takes one of another kind back."""

_NO_BACK = "undone"
"""The kind where none of the others says so, as for something that was sent."""


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was added to a call, as far as taking it back needs it."""

    session: str
    call: str
    """Id of the call that it was added to."""
    addendum: Addendum
    prospect: ProspectRef
    before: NextStep | None = None
    """What had been promised until then; None where it is about no promise."""


def in_force(addenda: Iterable[Addendum]) -> tuple[Addendum, ...]:
    """What was added to a call and holds: without what was taken back, nor what takes it back."""
    holding: list[Addendum] = []
    for entry in addenda:
        if entry.undoes is None:
            holding.append(entry)
            continue
        # Kept to the second, two of one moment are told apart by their order.
        taken_back = next((one for one in reversed(holding) if _is_meant(one, entry)), None)
        if taken_back is not None:
            holding = [one for one in holding if one is not taken_back]
    return tuple(holding)


def _is_meant(entry: Addendum, by: Addendum) -> bool:
    """Whether this is what the other one takes back; words that were added are never."""
    return entry.kind != "note" and (entry.at, entry.about) == (by.undoes, by.about)


def taken_back_at(addenda: Iterable[Addendum]) -> tuple[datetime, ...]:
    """When something that had been settled about a call's promise was taken back."""
    return tuple(
        entry.at for entry in addenda if entry.undoes is not None and entry.kind == "moved"
    )


def undoing(act: Act, at: datetime) -> Addendum:
    """What has to be added to the call so that the act counts as if it had never been done."""
    done = act.addendum
    kind = _BACK.get(done.kind, _NO_BACK)
    if kind == "moved" and act.before is None:
        kind = _NO_BACK
    return Addendum(
        at=at,
        text=f"undone: {said(done.kind)}",
        kind=kind,
        next_step=act.before if kind == "moved" else None,
        about=done.about,
        undoes=done.at,
    )


def without_last(call: Call, addendum: Addendum) -> Call | None:
    """The call without what was added to it last; None where that is something else.

    Words that were added by a slip of the finger can go like this as long as nobody has added
    anything since, and so may have answered them.
    """
    if call.addenda[-1:] != (addendum,):
        return None
    return replace(call, addenda=call.addenda[:-1])


def said(kind: str) -> str:
    """The kind of an addendum in words."""
    return kind.replace("-", " ")
