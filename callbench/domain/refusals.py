"""What a block refuses, and the words for it, each with what the rep can do instead."""

from __future__ import annotations

from callbench.domain.checklist import asked
from callbench.domain.playbook import BOOKED, Disposition, Playbook, Question
from callbench.domain.records import Call, CallSession, NextStep, Prospect

__all__ = [
    "Refused",
    "is_paused",
    "refuse_while_open",
    "refuse_while_still",
    "require_answer",
    "require_asked",
    "require_booked",
    "require_callable",
    "require_disposition",
    "require_open",
    "require_wrap_up",
    "ways_to_end",
]


class Refused(Exception):
    """An act that the rules don't allow now; the message says why, for the rep."""


def is_paused(session: CallSession) -> bool:
    """Whether the session's clocks stand still."""
    return bool(session.pauses) and session.pauses[-1].ended_at is None


def refuse_while_still(session: CallSession) -> None:
    """Refuse in a block that is over or paused."""
    if session.ended_at is not None:
        raise Refused("the block is over")
    if is_paused(session):
        raise Refused("the block is paused: b goes on")


def refuse_while_open(call: Call | None, playbook: Playbook) -> None:
    """Refuse while a call waits for its outcome, or for its wrap-up to be confirmed."""
    if call is None:
        return
    if call.disposition is not None:
        raise Refused(f"confirm the wrap-up of {call.prospect.name} first: w")
    raise Refused(f"how did the call to {call.prospect.name} end? {ways_to_end(playbook)}")


def ways_to_end(playbook: Playbook, *, hung_up: bool = False) -> str:
    """The keys that say how a call ended; in the wrap-up, once the rep has hung up, a letter."""
    keys = [entry.key for entry in playbook.quick]
    digits = f"{keys[0]} to {keys[-1]}" if len(keys) > 1 else keys[0]
    return f"a letter, or {digits}," if hung_up else f"{digits}, or w"


def require_callable(prospect: Prospect, *, refused: bool) -> None:
    """Refuse somebody who asked not to be called, or has no number."""
    if prospect.do_not_call or refused:
        raise Refused(f"{prospect.name} asked not to be called")
    if not prospect.phone:
        raise Refused(f"{prospect.name} needs a number first: i opens the prospect")


def require_open(call: Call | None, why: str = "no call is open") -> Call:
    """The open call; refuses where there is none."""
    if call is None:
        raise Refused(why)
    return call


def require_wrap_up(call: Call | None) -> Call:
    """The open call with its disposition; refuses where it has none yet."""
    call = require_open(call, "there is no conversation to wrap up")
    if call.disposition is None:
        raise Refused("how did it end? one letter says it")
    return call


def require_booked(call: Call | None) -> NextStep:
    """The next step that the open call agrees; refuses where there is none."""
    if call is None or call.next_step is None:
        raise Refused("book the next meeting first")
    return call.next_step


def require_asked(playbook: Playbook, call: Call, ident: str) -> Question:
    """The question of that id; refuses where the checklist does not ask it now."""
    question = asked(playbook, call, ident)
    if question is None:
        raise Refused(f"the checklist does not ask {ident!r} now")
    return question


def require_answer(playbook: Playbook, call: Call, ident: str, answer: str) -> Question:
    """The question of that id; refuses where it can't be answered so now."""
    question = require_asked(playbook, call, ident)
    if question.option(answer) is None:
        raise Refused(f"the playbook has no answer {answer!r} to {ident!r}")
    if question.kind == "meeting" and answer == BOOKED and call.next_step is None:
        raise Refused("a next meeting is booked with its exact day and time")
    return question


def require_disposition(playbook: Playbook, ident: str) -> Disposition:
    """The disposition of that id that is offered; refuses where there is none."""
    for disposition in playbook.dispositions:
        if disposition.id == ident:
            return disposition
    raise Refused(f"the playbook has no disposition {ident!r}")
