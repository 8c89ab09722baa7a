"""The outbox: a mail draft and a calendar file per conversation, ready the moment it is over.

A call always has the same two names, so that writing again replaces what was written: a moved
meeting is an update, one called off takes itself out of the calendar, and what no longer holds is
removed. The files are made from the record and can be made again; nothing is read back from them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec

from callbench.domain.agenda import Promise, after_call, promise_of
from callbench.domain.hours import known_zone
from callbench.domain.marks import of_kind
from callbench.domain.playbook import DO_NOT_CALL, Playbook
from callbench.domain.records import Call, Prospect
from callbench.domain.short_ids import short_id
from callbench.exchange.calendar import event
from callbench.exchange.mail import draft, no_recipient
from callbench.store.atomic import write_atomically
from callbench.store.lists import slug_of
from callbench.store.workbench import Workbench


class WrittenUp(msgspec.Struct, frozen=True):
    """What was written after a conversation."""

    paths: tuple[Path, ...] = ()
    """The draft where there is something to write, then the calendar file of the next step where
    one was agreed, then that of the promise before."""
    remark: str = ""
    """Why the draft is to nobody; "" where it is to somebody, or where there is none."""


def write_up(
    workbench: Workbench,
    call: Call,
    prospect: Prospect,
    playbook: Playbook,
    rep: str,
    zone: str = "",
    *,
    before: Promise | None = None,
    promise: Promise | None = None,
) -> WrittenUp:
    """Write the draft and the calendar file of a conversation that was wrapped up.

    Args:
        workbench: Whose outbox to write to.
        call: The conversation, with its addenda.
        prospect: Whom it was with.
        playbook: Has the template.
        rep: Who signs.
        zone: IANA name of the rep's zone.
        before: The promise to them that was open when the call was made. Where the call settled it
            ahead of its time, its calendar file becomes one that takes the entry away.
        promise: What the call itself promised, as it stands by now; as the call alone has it
            unless given.

    Raises:
        StoreError: a file of that name is a link.
        OSError: the outbox can't be written.
    """
    mail = _path(workbench, call.id, call.prospect.name, call.dialled_at, zone, "eml")
    if worth_writing(call, prospect, playbook):
        written = [_put(mail, draft(call, prospect, playbook, rep, zone))]
        remark = no_recipient(prospect)
    else:
        written, remark = [], ""
        mail.unlink(missing_ok=True)
    promise = promise or promise_of(call, playbook, call.dialled_at)
    if promise is not None:
        written.append(write_event(workbench, promise, zone))
    else:
        mail.with_suffix(".ics").unlink(missing_ok=True)
    if before is not None and before.is_open:
        after = after_call(before, call, playbook)
        if after.is_called_off:
            written.append(write_event(workbench, after, zone))
    return WrittenUp(tuple(written), remark)


def write_event(workbench: Workbench, promise: Promise, zone: str = "") -> Path:
    """Write the calendar file of one promise anew, as after it was moved or called off.

    Raises:
        StoreError: a file of that name is a link.
        OSError: the outbox can't be written.
    """
    name = promise.prospect.name
    path = _path(workbench, promise.call, name, promise.made_at, zone, "ics")
    return _put(path, event(promise, zone))


def worth_writing(call: Call, prospect: Prospect, playbook: Playbook) -> bool:
    """Whether a mail should follow this call.

    It follows a conversation that goes on, and one that doesn't where something was agreed, asked
    or mentioned; never a wish not to be called.
    """
    disposition = playbook.disposition(call.disposition or "")
    if disposition is None or not disposition.reached:
        return False
    if disposition.id == DO_NOT_CALL or prospect.do_not_call:
        return False
    if disposition.then != "never" or call.next_step is not None:
        return True
    return any(of_kind(call.note, kind) for kind in ("question", "problem"))


def _path(workbench: Workbench, call: str, name: str, at: datetime, zone: str, ending: str) -> Path:
    """The one name of a call's file: its day, its prospect and the beginning of its id."""
    day = at.astimezone(known_zone(zone) or UTC).date()
    return workbench.outbox / f"{day.isoformat()}-{slug_of(name)}-{short_id(call)}.{ending}"


def _put(path: Path, data: bytes) -> Path:
    write_atomically(path, data)
    return path
