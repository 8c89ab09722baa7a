"""What earlier calls say about a prospect, folded into one small record.

The fold reads calls in the order of their dialling, so that the years behind a prospect cost
nothing when the queue is ranked or a call is opened.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from callbench.domain.marks import first_words, of_kind
from callbench.domain.playbook import Playbook
from callbench.domain.records import Addendum, Call, NextStep

RECENT = 3
"""How many past calls are kept to be shown."""

EARLY = timedelta(minutes=15)
"""A call this long before a promised time already keeps the promise."""


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


NOTHING = History()
"""The history of somebody who was never called."""


def fold(history: History, call: Call, playbook: Playbook) -> History:
    """The history with one more call; calls come in the order of their dialling.

    A call without an outcome counts as an attempt and nothing else: it may still be going on.
    """
    reached = playbook.reached(call.disposition)
    words = first_words(call.note)
    past = PastCall(call.dialled_at, call.disposition or "", reached, words)
    folded = replace(
        history,
        attempts=max(history.attempts + 1, call.attempt),
        unreached=0 if reached else history.unreached + 1,
        conversations=history.conversations + reached,
        last_at=call.ended_at or call.dialled_at,
        last_kind=call.kind,
        last_disposition=call.disposition or "",
        recent=(past, *history.recent[: RECENT - 1]),
        promise=_promise_after(history.promise, call, reached),
        questions=_open_questions(call) if reached else history.questions,
        told=history.told + tuple(story for story in call.told if story not in history.told),
    )
    for addendum in call.addenda:
        folded = _with_addendum(folded, call, addendum)
    return folded


def fold_all(calls: Iterable[Call], playbook: Playbook) -> dict[str, History]:
    """Histories by id of the prospect, from calls in any order."""
    histories: dict[str, History] = {}
    for call in sorted(calls, key=lambda entry: entry.dialled_at):
        ident = call.prospect.id
        histories[ident] = fold(histories.get(ident, NOTHING), call, playbook)
    return histories


def _promise_after(before: OpenPromise | None, call: Call, reached: bool) -> OpenPromise | None:
    """The promise that is open once `call` was made.

    A call at its time keeps it, a conversation before its time settles or replaces it; only an
    early attempt that reached nobody leaves it standing.
    """
    if call.next_step is not None:
        return OpenPromise(call.id, call.dialled_at, call.next_step)
    if before is None or reached or call.dialled_at >= before.step.starts_at - EARLY:
        return None
    return before


def _open_questions(call: Call) -> tuple[str, ...]:
    return tuple(words for words in of_kind(call.note, "question") if words not in call.ticked)


def _with_addendum(history: History, call: Call, addendum: Addendum) -> History:
    """What an addendum to a past call changes; it may be younger than later calls."""
    ours = history.promise is not None and history.promise.call == call.id
    match addendum.kind:
        case "moved" if ours and addendum.next_step is not None:
            moved = OpenPromise(call.id, addendum.at, addendum.next_step)
            return replace(history, promise=moved)
        case "cancelled" | "held" | "no-show" if ours:
            return replace(history, promise=None)
        case "let-go":
            return replace(history, let_go=True, promise=None)
        case "reopened":
            return replace(history, let_go=False, unreached=0)
        case _:
            return history
