"""Which files a person is in, what becomes of each, and carrying it out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from callbench.domain.records import new_id, replace
from callbench.store import do_not_call
from callbench.store.atomic import (
    fingerprint_of,
    read_regular,
    write_atomically,
)
from callbench.store.codec import encode_document
from callbench.store.errors import ChangedOutside, Damaged, Locked, unusable
from callbench.store.forget.beside import (
    calendar_steps,
    outbox_steps,
    rejected_steps,
    temporary_steps,
    text_of,
    without_rows,
)
from callbench.store.forget.eraser import Eraser
from callbench.store.forget.step import UNDO_FOLDER, Step
from callbench.store.forget.traces import Traces
from callbench.store.index.places import discard, index_path
from callbench.store.lists import slug_of
from callbench.store.lock import WriteLock, holder_of, is_held
from callbench.store.people import People, Person
from callbench.store.rescue.files import rescued_files
from callbench.store.rewrite import check_format
from callbench.store.session_names import is_aside, session_paths
from callbench.store.workbench import Workbench

__all__ = ["Plan", "carry_out", "plan_for", "remaining"]


class Plan(msgspec.Struct, frozen=True):
    """Everything that erasing a person does."""

    person: Person
    traces: Traces
    eraser: Eraser
    steps: tuple[Step, ...]
    """In an order in which it can be cut off anywhere and begun again."""


def plan_for(workbench: Workbench, person: Person, people: People) -> Plan:
    """Find out what has to be done, and do nothing.

    Args:
        workbench: Whose files.
        person: Whom to erase.
        people: Everybody, to know what isn't theirs alone.

    Raises:
        Locked: A block is running; says who.
        Damaged: A file that names them can't be read, and so not be rewritten.
        NewerFormat: A newer callbench wrote one.
        StoreError: A file can't be opened.
    """
    _refuse_running_blocks(workbench)
    traces = Traces(person, people.others(person))
    known = do_not_call.read(workbench)
    entries = frozenset(entry.id for who in person.prospects for entry in known.matching(who))
    eraser = Eraser(person, traces, new_id(), entries)
    records: list[Step] = []
    calls: set[str] = set()
    for path in _json_files(workbench):
        step, theirs = _json_step(path, traces, eraser)
        calls |= theirs
        records += [step] if step else []
    # Drafts are told by the ids of calls, so that they go before the calls lose their names.
    drafts = [*outbox_steps(workbench, traces, calls), *calendar_steps(workbench, calls)]
    remains = temporary_steps(workbench, traces)
    rejected = rejected_steps(workbench, traces)
    return Plan(person, traces, eraser, (*drafts, *rejected, *remains, *records))


def carry_out(workbench: Workbench, plan: Plan, at: datetime) -> None:
    """Erase the person; cut off anywhere, it can be planned and carried out again.

    Raises:
        Locked: A block was started meanwhile; says who.
        ChangedOutside: Somebody else is just writing a file.
        StoreError: A file can't be written; those before it are done.
    """
    _refuse_running_blocks(workbench)
    _keep_refusals(workbench, plan.person, at)
    for step in plan.steps:
        try:
            _carry_out(step, plan)
        except OSError as error:
            raise unusable(step.path, error) from error
    # It holds what the files held, and is made again from what they hold now.
    discard(index_path(workbench.root))


def remaining(workbench: Workbench, plan: Plan) -> list[Path]:
    """Files in the workbench's folder that still name them, such as an export put there."""
    slugs = {slug_of(name) for name in plan.traces.own_names}
    return [
        path
        for path in sorted(workbench.root.rglob("*"))
        if path.is_file()
        and not path.is_symlink()
        and (plan.traces.name_is_in(text_of(path)) or any(slug in path.name for slug in slugs))
    ]


def _refuse_running_blocks(workbench: Workbench) -> None:
    """Make sure that nobody has the person on a screen, or is about to save them.

    Raises:
        Locked: A block is running.
    """
    for path in session_paths(workbench):
        if is_held(path):
            raise Locked(path, holder_of(path))


def _keep_refusals(workbench: Workbench, person: Person, at: datetime) -> None:
    """Refuse by hash whom only a list refuses, as the list will not have them any more."""
    for prospect in person.prospects:
        if prospect.do_not_call and (prospect.phone or prospect.email):
            do_not_call.add(workbench, replace(prospect, id=new_id(), name=""), at)


def _carry_out(step: Step, plan: Plan) -> None:
    if step.counts is None:
        step.path.unlink(missing_ok=True)
    elif step.path.suffix == ".csv":
        data, _ = read_regular(step.path)
        kept, _ = without_rows(data, plan.traces)
        write_atomically(step.path, kept)
    else:
        _rewrite(step.path, plan.eraser)


# ---------------------------------------------------------------------- JSON files


def _json_files(workbench: Workbench) -> Iterator[Path]:
    """Sessions, refusals and lists, those set aside and those saved elsewhere among them.

    The lists come last, as the person is found by them should it have to be done again.
    """
    # Taken in later, they would bring the person back.
    yield from (rescued.path for rescued in rescued_files(workbench)[0])
    for folder, names in (
        (workbench.sessions, "*.json"),
        (workbench.root, "do-not-call*.json"),
        (workbench.lists / UNDO_FOLDER, "*.json"),
        (workbench.archived, "*.json"),
        (workbench.lists, "*.json"),
    ):
        yield from sorted(path for path in folder.glob(names) if not path.name.startswith("."))


def _json_step(path: Path, traces: Traces, eraser: Eraser) -> tuple[Step | None, set[str]]:
    """What becomes of a file, if anything, and the ids of their calls in it."""
    try:
        data, _ = read_regular(path)
    except OSError as error:
        raise unusable(path, error) from error
    text = data.decode("utf-8", "replace")
    if not traces.may_be_in(text) and not path.name.startswith("do-not-call"):
        return None, set()
    try:
        value = _loads(data, path)
    except Damaged:
        if not traces.are_in(text):
            return None, set()
        if not is_aside(path.name):
            raise
        return Step(path), set()
    before = eraser.counts.copy()
    erased = eraser.erased(value)
    if erased == value:
        return None, set()
    _check_writable(value, path)
    return Step(path, dict(eraser.counts - before)), _anonymised(value, erased)


def _anonymised(value: Any, erased: Any) -> set[str]:
    """The ids of the calls that were changed between two states of a session file."""
    before, after = (state.get("calls", {}) for state in (value, erased))
    if not isinstance(before, dict) or not isinstance(after, dict):
        return set()
    return {str(call.get("id")) for number, call in before.items() if after.get(number) != call}


def _check_writable(value: Any, path: Path) -> None:
    if path.parent.name == UNDO_FOLDER:
        return
    for head in ("session", "list", "about"):
        check_format(value, head, path)


def _rewrite(path: Path, eraser: Eraser) -> None:
    """Erase the person in a file as it is now, under its lock."""
    lock = WriteLock(path, wait=2.0)
    try:
        data, fingerprint = read_regular(path)
        erased = eraser.erased(_loads(data, path))
        if fingerprint_of(path) != fingerprint:
            raise ChangedOutside(path)
        write_atomically(path, encode_document(erased))
    finally:
        lock.release()


def _loads(data: bytes, path: Path) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Damaged(path, "names them, and can't be read: callbench doctor --repair") from error
    if not isinstance(value, dict):
        raise Damaged(path, "names them, and is no file of callbench's")
    return value
