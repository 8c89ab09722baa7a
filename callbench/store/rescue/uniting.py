"""Bringing a session as it was rescued together with the same session in its workbench.

What only one of them has changed since they were one is taken from that one. Of a call that both
have changed, one that holds all that the other does wins; where neither does, the workbench's
stays, and that is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from callbench.domain.records import Addendum, Call, CallSession, replace
from callbench.store.recovery import last_activity
from callbench.store.rescue.heads import FRAME
from callbench.store.sessions import StoredSession

__all__ = ["States", "Union", "united"]

States = Mapping[str, str]
"""What tells the state of each call, by its id, and that of the frame, from any other."""

_NOTHING: tuple[object, ...] = (None, "", (), {})


class Union(NamedTuple):
    """What has to be written to the workbench's file."""

    session: CallSession | None
    """The frame; None where it stays as it is."""
    calls: tuple[Call, ...]
    removed: tuple[str, ...]
    differing: tuple[Call, ...]
    """Rescued calls of which something is neither in the workbench nor put there."""

    @property
    def changes_nothing(self) -> bool:
        """Whether the workbench has everything already."""
        return not (self.session or self.calls or self.removed)


def united(
    ours: StoredSession, theirs: StoredSession, our_states: States, states: States, base: States
) -> Union:
    """What a rescued session adds to the one in the workbench.

    Args:
        ours: As the workbench has it.
        theirs: As it was rescued.
        our_states: The states of ours.
        states: The states of theirs.
        base: The states of ours when theirs was made from it.
    """
    mine = {call.id: call for call in ours.calls}
    calls: list[Call] = []
    differing: list[Call] = []
    for call in theirs.calls:
        known = mine.get(call.id)
        was = base.get(call.id)
        if known is None or (was is not None and was == our_states.get(call.id)):
            wanted: Call | None = call
        elif was is not None and was == states.get(call.id):
            wanted = known
        else:
            wanted = _combined(known, call)
        if wanted is None:
            differing.append(call)
        elif wanted != known:
            calls.append(wanted)
    there = {call.id for call in theirs.calls}
    removed = [
        ident
        for ident, was in base.items()
        if ident not in there and ident != FRAME and was == our_states.get(ident)
    ]
    after = {**mine, **{call.id: call for call in calls}}
    kept = [call for call in after.values() if call.id not in removed]
    frame = _covering(_frame(ours, theirs, our_states, states, base), ours, kept)
    changed = frame if frame != ours.session else None
    return Union(changed, tuple(calls), tuple(removed), tuple(differing))


def _frame(
    ours: StoredSession, theirs: StoredSession, our_states: States, states: States, base: States
) -> CallSession:
    was = base.get(FRAME)
    if was is not None and was == our_states.get(FRAME):
        return theirs.session
    if was is not None and was == states.get(FRAME):
        return ours.session
    mine, other = ours.session, theirs.session
    said = {(call.prospect.id, call.note) for call in ours.calls}
    drafts = dict(mine.drafts)
    for ident, text in other.drafts.items():
        # A draft becomes the note of the call, and goes then.
        if not any(who == ident and text in note for who, note in said):
            drafts[ident] = _both(drafts.get(ident, ""), text)
    return replace(
        mine,
        drafts=drafts,
        skipped={**other.skipped, **mine.skipped},
        lists=tuple(dict.fromkeys((*mine.lists, *other.lists))),
    )


def _covering(frame: CallSession, ours: StoredSession, calls: list[Call]) -> CallSession:
    """The frame with an end behind all of its calls, where it has one."""
    if frame.ended_at is None:
        return frame
    last = last_activity(StoredSession(path=ours.path, session=frame, calls=tuple(calls)))
    return replace(frame, ended_at=max(frame.ended_at, last))


def _both(mine: str, other: str) -> str:
    """Two texts in one, none of them twice."""
    if mine in other:
        return other
    return mine if other in mine else f"{mine}\n{other}"


def _combined(mine: Call, other: Call) -> Call | None:
    """A call that holds all that either of them does; None where they contradict each other."""
    fields: dict[str, object] = {}
    for name in Call.__struct_fields__:
        a, b = getattr(mine, name), getattr(other, name)
        if name == "note" and (a in b or b in a):
            fields[name] = max(a, b, key=len)
        elif (found := _either(a, b)) is None:
            return None
        else:
            (fields[name],) = found
    if fields["addenda"]:
        fields["addenda"] = tuple(sorted((*mine.addenda, *_new(mine, other)), key=_moment))
    return replace(mine, **fields)


def _new(mine: Call, other: Call) -> list[Addendum]:
    return [entry for entry in other.addenda if entry not in mine.addenda]


def _moment(entry: Addendum) -> datetime:
    return entry.at


def _either(a: Any, b: Any) -> tuple[Any] | None:
    """What holds all that either of two values does, alone; None where there is no such thing."""
    if a == b or b in _NOTHING:
        return (a,)
    if a in _NOTHING:
        return (b,)
    if isinstance(a, tuple):
        return ((*a, *(item for item in b if item not in a)),)
    if isinstance(a, dict):
        pairs = {key: _either(a.get(key), b.get(key)) for key in {**a, **b}}
        both = {key: found[0] for key, found in pairs.items() if found is not None}
        return (both,) if len(both) == len(pairs) else None
    return None
