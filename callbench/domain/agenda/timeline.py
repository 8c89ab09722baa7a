"""All calls to one prospect, in the order of their dialling.

Everything that is owed to somebody follows from this one sequence, so it is put together once
and read by each rule in turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from callbench.domain.records import Call, CallSession

Logged = tuple[str, Call]
"""The id of a session, and a call that was made in it."""

Timeline = list[Logged]
"""The calls to one prospect, first dialled first; never empty."""


def timelines(sessions: Iterable[tuple[CallSession, Sequence[Call]]]) -> dict[str, Timeline]:
    """The timelines of everybody who was ever called, by id of the prospect."""
    found: dict[str, Timeline] = {}
    for session, calls in sessions:
        for call in calls:
            found.setdefault(call.prospect.id, []).append((session.id, call))
    for timeline in found.values():
        timeline.sort(key=lambda logged: logged[1].dialled_at)
    return found
