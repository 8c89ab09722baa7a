"""A session file as the index takes it: everything that can be worked out before it is written."""

from __future__ import annotations

import math
import time
from pathlib import Path

import msgspec

from callbench.domain.playbook import Playbook
from callbench.domain.records import Call
from callbench.domain.sought_numbers import number_key
from callbench.domain.stats import TALKED, result_of
from callbench.store.atomic import Fingerprint
from callbench.store.errors import Damaged, StoreError
from callbench.store.index.texts import body
from callbench.store.sessions import read_session

__all__ = ["NOT_READ", "SLOTS", "Known", "Prepared", "Row", "prepare", "second_of"]

SLOTS = 64
"""Places for calls dialled within one second; whoever finds them taken goes to the next."""

_SETTLED_AFTER = 2_000_000_000
"""Nanoseconds after which a file can't be written again with the same time; some file systems
count in steps of two seconds."""

NOT_READ = Fingerprint(0, 0, 0)
"""Of a file that could not be read, and is tried again whenever there is an opportunity."""

_encode = msgspec.json.Encoder().encode


class Row(msgspec.Struct, frozen=True, gc=False):
    """One call."""

    second: int
    prospect: str
    record: str
    """The call as JSON."""
    body: str
    number: str
    """Which was called, as `number_key` has it; "" for none."""


class Prepared(msgspec.Struct, frozen=True, gc=False):
    """One session file as it was found."""

    name: str
    fingerprint: Fingerprint
    problem: str = ""
    """What is wrong with it; then there is nothing else."""
    frame: str = ""
    """The session without its calls, as JSON."""
    id: str = ""
    lists: tuple[str, ...] = ()
    read_only: bool = False
    conversations: int = 0
    meetings: int = 0
    rows: tuple[Row, ...] = ()


class Known(msgspec.Struct, frozen=True, gc=False):
    """What the index has of a file."""

    key: int
    fingerprint: Fingerprint
    problem: str


def prepare(path: Path, found: Fingerprint, playbook: Playbook) -> Prepared:
    """Read a session file and work out what the index needs; a file that can't be used says why."""
    try:
        stored = read_session(path)
    except Damaged as error:
        return Prepared(path.name, _believed(found), problem=error.problem)
    except StoreError as error:
        # Not the file's contents but its rights or the disk: it may be over without a trace.
        return Prepared(path.name, NOT_READ, problem=error.problem)
    lists = stored.session.lists
    results = [result_of(call, playbook) for call in stored.calls]
    return Prepared(
        path.name,
        _believed(found),
        frame=_encode(stored.session).decode(),
        id=stored.session.id,
        lists=lists,
        read_only=stored.read_only,
        conversations=sum(result in TALKED for result in results),
        meetings=results.count("meeting"),
        rows=tuple(_row(call, lists, playbook) for call in stored.calls),
    )


def second_of(call: Call) -> int:
    """The second in which a call was dialled, since 1970."""
    return math.floor(call.dialled_at.timestamp())


def _row(call: Call, lists: tuple[str, ...], playbook: Playbook) -> Row:
    return Row(
        second_of(call),
        call.prospect.id,
        _encode(call).decode(),
        body(call, lists, playbook),
        number_key(call.prospect.phone),
    )


def _believed(found: Fingerprint) -> Fingerprint:
    """The fingerprint to remember: none that a later change could have, too."""
    if time.time_ns() - found.mtime_ns > _SETTLED_AFTER:
        return found
    return found._replace(inode=-1)
