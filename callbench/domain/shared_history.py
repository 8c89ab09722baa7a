"""The calls to one person who was called under two ids, put together.

Each id has its own history, folded from its own calls. What both come to is worked out from the
two, so that nobody has to read the calls of years again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import reduce

from msgspec.structs import replace

from callbench.domain.history import EARLY, NOTHING, RECENT, History, OpenPromise

__all__ = ["joined"]

_NEVER = datetime.min.replace(tzinfo=UTC)


def joined(histories: Iterable[History]) -> History:
    """One history for all of these, as if every call had been made to the same id.

    What each side counts from its own last conversation is counted from that of both. One thing
    stays a guess: a promised time that both were tried after may be taken for the last call's.
    """
    return reduce(_both, histories, NOTHING)


def _both(one: History, other: History) -> History:
    if NOTHING in (one, other):
        return one if other == NOTHING else other
    older, newer = sorted((one, other), key=lambda history: history.last_at or _NEVER)
    spoken, silent = sorted((older, newer), key=_last_conversation, reverse=True)
    since = _last_conversation(spoken)
    tried = sorted(at for history in (older, newer) for at in history.tried if at > since)
    counted = sum(at > since for history in (older, newer) for at in _counted(history))
    let_go = _still_let_go(older, newer) or _still_let_go(newer, older)
    promise = None if let_go else _promise(older, newer)
    resorts = (side for side in (older, newer) if (side.furthest_at or _NEVER) > since)
    last_resort = max(resorts, key=lambda side: side.furthest_at or _NEVER, default=NOTHING)
    return replace(
        newer,
        attempts=max(older.calls + newer.calls, older.attempts, newer.attempts),
        calls=older.calls + newer.calls,
        unreached=counted,
        tried=tuple(tried),
        conversations=older.conversations + newer.conversations,
        recent=tuple(
            sorted((*older.recent, *newer.recent), key=lambda past: past.at, reverse=True)[:RECENT]
        ),
        promise=promise,
        questions=spoken.questions,
        told=tuple(dict.fromkeys((*older.told, *newer.told))),
        let_go=let_go,
        furthest=last_resort.furthest,
        furthest_at=last_resort.furthest_at,
        promise_unanswered=(newer.promise_unanswered and newer is spoken)
        or _kept_in_vain(older.promise, newer),
        spoken_at=spoken.spoken_at,
        closed_by=spoken.closed_by if spoken.conversations else silent.closed_by,
        let_go_at=_later(older.let_go_at, newer.let_go_at),
        reopened_at=_later(older.reopened_at, newer.reopened_at),
    )


def _last_conversation(history: History) -> datetime:
    return history.spoken_at or _NEVER


def _kept_in_vain(promise: OpenPromise | None, theirs: History) -> bool:
    """Whether the last call to the other id was the promised one, and nobody picked it up."""
    if promise is None or _last_conversation(theirs) > promise.made_at:
        return False
    at_its_time = [at for at in theirs.tried if at >= promise.step.starts_at - EARLY]
    return len(at_its_time) == 1 and at_its_time == list(theirs.tried[-1:])


def _counted(history: History) -> tuple[datetime, ...]:
    """The attempts that count: those before a letting go was taken back don't."""
    return history.tried[len(history.tried) - history.unreached :] if history.unreached else ()


def _promise(older: History, newer: History) -> OpenPromise | None:
    """The promise that neither side's calls have kept or settled, the one made last."""
    sides = ((older, newer), (newer, older))
    found = [
        mine.promise for mine, theirs in sides if mine.promise and _is_open(mine.promise, theirs)
    ]
    return max(found, key=lambda promise: promise.made_at, default=None)


def _is_open(promise: OpenPromise, theirs: History) -> bool:
    if _last_conversation(theirs) > promise.made_at:
        return False
    at_its_time = promise.step.starts_at - EARLY
    return not any(at >= at_its_time for at in theirs.tried)


def _still_let_go(mine: History, theirs: History) -> bool:
    """Whether one was let go, and no later word to the other takes that back."""
    if not mine.let_go or mine.let_go_at is None:
        return mine.let_go
    later = max(_last_conversation(theirs), theirs.reopened_at or _NEVER)
    return later <= mine.let_go_at


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((at for at in (one, other) if at is not None), default=None)
