"""What earlier calls say about a prospect, folded into one small record.

The fold reads calls in the order of their dialling, so that the years behind a prospect cost
nothing when the queue is ranked or a call is opened. An addendum belongs to a past call but may
be younger than later ones, so what it settles is compared by instant, not by place.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from callbench.domain.addenda import in_force
from callbench.domain.marks import first_words, of_kind
from callbench.domain.playbook import Playbook
from callbench.domain.records import Addendum, Call, NextStep

RECENT = 3
"""How many past calls are kept to be shown."""

EARLY = timedelta(minutes=5)
"""How long before its time a promised call may be made and still counts as made at its time."""


class PastCall(msgspec.Struct, frozen=True):
    """One earlier call in a line."""

    at: datetime
    disposition: str
    reached: bool
    words: str
    """What was said, shortened."""


class OpenPromise(msgspec.Struct, frozen=True):
    """A promised call that nobody has made yet."""

    call: str
    """Id of the call in which it was agreed."""
    made_at: datetime
    step: NextStep


class History(msgspec.Struct, frozen=True):
    """A prospect's past, as far as the next call needs it."""

    attempts: int = 0
    unreached: int = 0
    """Attempts in a row that reached nobody, since the last conversation."""
    tried: tuple[datetime, ...] = ()
    """When those attempts were made, oldest first: what a break-up call can name."""
    conversations: int = 0
    last_at: datetime | None = None
    last_kind: str = ""
    last_disposition: str = ""
    recent: tuple[PastCall, ...] = ()
    """Newest first, at most `RECENT`."""
    promise: OpenPromise | None = None
    questions: tuple[str, ...] = ()
    """Questions of theirs from the last conversation that nobody has answered."""
    told: tuple[str, ...] = ()
    """Ids of the success stories they know."""
    let_go: bool = False
    """Whether the rep let them go for good."""
    furthest: str = ""
    """``step-back`` or ``break-up``, once such a call was made since the last conversation."""
    promise_unanswered: bool = False
    """Whether the last call was a promised one, at its time, that nobody picked up."""
    closed_by: str = ""
    """The disposition that ended it for good; only another conversation takes that back."""
    last_phone: str = ""
    """The number of the last call, so that a bad one is not called again."""
    let_go_at: datetime | None = None
    reopened_at: datetime | None = None
    """When the rep last took a letting go back."""
    calls: int = 0
    """How many were made; fewer than `attempts` where some were made to the same person under
    another id."""
    spoken_at: datetime | None = None
    """When the last conversation was dialled."""
    furthest_at: datetime | None = None
    """When the call of `furthest` was dialled."""


NOTHING = History()
"""The history of somebody who was never called."""


def was_conversation(call: Call, playbook: Playbook) -> bool:
    """Whether somebody was spoken to; a disposition that no playbook knows is judged by its call.

    Only a conversation has answers or a next step.
    """
    if call.disposition is None:
        return False
    if playbook.disposition(call.disposition) is None:
        return bool(call.answers) or call.next_step is not None
    return playbook.reached(call.disposition)


def fold(history: History, call: Call, playbook: Playbook) -> History:
    """The history with one more call; calls come in the order of their dialling.

    A call without an outcome counts as an attempt and nothing else: it may still be going on.
    """
    if call.disposition is None:
        folded = _attempted(history, call, reached=False)
    else:
        reached = was_conversation(call, playbook)
        folded = _concluded(_attempted(history, call, reached=reached), history, call, reached)
        folded = replace(folded, closed_by=_closed_by(history, call, playbook, reached))
    for addendum in in_force(call.addenda):
        folded = _with_addendum(folded, call, addendum)
    return folded


def fold_all(calls: Iterable[Call], playbook: Playbook) -> dict[str, History]:
    """Histories by id of the prospect, from calls in any order."""
    histories: dict[str, History] = {}
    for call in sorted(calls, key=lambda entry: entry.dialled_at):
        ident = call.prospect.id
        histories[ident] = fold(histories.get(ident, NOTHING), call, playbook)
    return histories


def _attempted(history: History, call: Call, *, reached: bool) -> History:
    """The history with the attempt itself, whatever came of it."""
    past = PastCall(call.dialled_at, call.disposition or "", reached, first_words(call.note))
    return replace(
        history,
        attempts=max(history.attempts + 1, call.attempt),
        calls=history.calls + 1,
        last_at=call.ended_at or call.dialled_at,
        last_kind=call.kind,
        last_disposition=call.disposition or "",
        last_phone=call.prospect.phone,
        recent=(past, *history.recent[: RECENT - 1]),
        told=history.told + tuple(story for story in call.told if story not in history.told),
    )


def _concluded(attempted: History, before: History, call: Call, reached: bool) -> History:
    """What the outcome changes: a conversation begins a new row of attempts."""
    at = call.dialled_at
    let_go = before.let_go and not (reached and _younger(at, before.let_go_at))
    promise = _promise_after(before.promise, call, reached)
    if let_go and promise is not None and not _younger(promise.made_at, before.let_go_at):
        promise = None
    used_up = before.promise is not None and promise is None and not let_go
    if reached:
        return replace(
            attempted,
            unreached=0,
            tried=(),
            conversations=before.conversations + 1,
            questions=_open_questions(call),
            promise=promise,
            let_go=let_go,
            furthest="",
            furthest_at=None,
            promise_unanswered=False,
            spoken_at=at,
        )
    counts = _younger(at, before.reopened_at)
    last_resort = counts and call.kind in {"step-back", "break-up"}
    return replace(
        attempted,
        unreached=before.unreached + counts,
        tried=(*before.tried, at) if counts else before.tried,
        promise=promise,
        let_go=let_go,
        furthest=call.kind if last_resort else before.furthest,
        furthest_at=at if last_resort else before.furthest_at,
        promise_unanswered=used_up,
    )


def _promise_after(before: OpenPromise | None, call: Call, reached: bool) -> OpenPromise | None:
    """The promise that is open once `call` was made.

    A call at its time keeps it, a conversation before its time settles or replaces it; an early
    attempt that reached nobody leaves it standing, and so does a call that is older than it.
    """
    if before is not None and before.made_at > call.dialled_at:
        return before
    if reached and call.next_step is not None:
        return OpenPromise(call.id, call.dialled_at, call.next_step)
    if before is None or reached or call.dialled_at >= before.step.starts_at - EARLY:
        return None
    return before


def _closed_by(before: History, call: Call, playbook: Playbook, reached: bool) -> str:
    """A meeting agreed in the same breath keeps them open; a later attempt changes nothing."""
    if not reached:
        return before.closed_by
    disposition = playbook.disposition(call.disposition or "")
    never = disposition is not None and disposition.then == "never" and call.next_step is None
    return disposition.id if disposition is not None and never else ""


def _open_questions(call: Call) -> tuple[str, ...]:
    return tuple(words for words in of_kind(call.note, "question") if words not in call.ticked)


def _younger(at: datetime, than: datetime | None) -> bool:
    return than is None or at > than


def _with_addendum(history: History, call: Call, addendum: Addendum) -> History:
    """What an addendum to a past call changes; it may be younger than later calls."""
    ours = history.promise is not None and history.promise.call == call.id
    match addendum.kind:
        case "moved" if addendum.next_step is not None and (ours or history.promise is None):
            moved = OpenPromise(call.id, addendum.at, addendum.next_step)
            return replace(history, promise=moved)
        case "cancelled" | "held" | "no-show" if ours:
            return replace(history, promise=None)
        case "let-go" if _younger(addendum.at, history.reopened_at):
            return replace(history, let_go=True, let_go_at=addendum.at, promise=None)
        case "reopened":
            let_go = history.let_go and not _younger(addendum.at, history.let_go_at)
            again = replace(history, let_go=let_go, reopened_at=addendum.at)
            return replace(again, unreached=0, furthest="", furthest_at=None)
        case _:
            return history
