"""Which files a person is in, what becomes of each, and carrying it out."""

from __future__ import annotations

import csv
import email
import email.policy
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from callbench.domain.records import new_id, replace
from callbench.domain.short_ids import short_id
from callbench.store import do_not_call
from callbench.store.atomic import (
    TEMPORARY_SUFFIX,
    fingerprint_of,
    read_regular,
    write_atomically,
)
from callbench.store.codec import encode_document
from callbench.store.config import load
from callbench.store.errors import ChangedOutside, Damaged, Locked, StoreError, unusable
from callbench.store.forget.eraser import Eraser
from callbench.store.forget.traces import Traces
from callbench.store.index.places import discard, index_path
from callbench.store.lists import slug_of
from callbench.store.lock import WriteLock, holder_of, is_held
from callbench.store.people import People, Person
from callbench.store.rewrite import check_format
from callbench.store.session_names import is_aside, session_paths
from callbench.store.workbench import Workbench

__all__ = ["Plan", "Step", "carry_out", "plan_for", "remaining", "total"]

_UNDO = ".undo"


class Step(msgspec.Struct, frozen=True):
    """What becomes of one file."""

    path: Path
    counts: dict[str, int] | None = None
    """How many ``calls``, ``prospects``, ``entries``, ``rows`` and ``mentions`` are erased in it;
    None where the whole file goes."""


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
    drafts = [*_outbox_steps(workbench, traces, calls), *_calendar_steps(workbench, calls)]
    remains = [Step(path) for path in _temporary(workbench, traces)]
    rejected = _rejected_steps(workbench, traces)
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
        and (plan.traces.name_is_in(_text_of(path)) or any(slug in path.name for slug in slugs))
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
        kept, _ = _without_rows(data, plan.traces)
        write_atomically(step.path, kept)
    else:
        _rewrite(step.path, plan.eraser)


# ---------------------------------------------------------------------- JSON files


def _json_files(workbench: Workbench) -> Iterator[Path]:
    """Sessions, refusals and lists, those set aside among them.

    The lists come last, as the person is found by them should it have to be done again.
    """
    for folder, names in (
        (workbench.sessions, "*.json"),
        (workbench.root, "do-not-call*.json"),
        (workbench.lists / _UNDO, "*.json"),
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
    if path.parent.name == _UNDO:
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


# ---------------------------------------------------------------------- other files


def _outbox_steps(workbench: Workbench, traces: Traces, calls: Iterable[str]) -> Iterator[Step]:
    """Drafts and calendar files of their calls, and what else names them: all can be made again."""
    marks = tuple(f"-{short_id(call)}" for call in calls)
    for path in sorted(workbench.outbox.glob("*")):
        if not path.is_file():
            continue
        text = _text_of(path)
        # A report of a block names everybody, those of one word among them.
        reported = path.suffix == ".md" and any(name in text for name in traces.names)
        if path.stem.endswith(marks) or reported or traces.name_is_in(text):
            yield Step(path)


def _calendar_steps(workbench: Workbench, calls: Iterable[str]) -> Iterator[Step]:
    """Their events in the calendar folder of the settings, each named after its call."""
    folder = load(workbench).calendar_folder
    for call in sorted(calls) if folder else ():
        path = Path(folder).expanduser() / f"{call}@callbench.ics"
        if call.isalnum() and path.is_file():
            yield Step(path)


def _rejected_steps(workbench: Workbench, traces: Traces) -> Iterator[Step]:
    for path in sorted(workbench.rejected.glob("*.csv")):
        with suppress(StoreError, csv.Error):  # A link or no table, which is none of ours.
            _, removed = _without_rows(read_regular(path)[0], traces)
            if removed:
                yield Step(path, {"rows": removed})


def _without_rows(data: bytes, traces: Traces) -> tuple[bytes, int]:
    """A table without the rows that name them, and how many those were."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8", "replace"), newline="")))
    kept = [row for row in rows if not traces.are_in("\n".join(row))]
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(kept)
    return out.getvalue().encode(), len(rows) - len(kept)


def _temporary(workbench: Workbench, traces: Traces) -> Iterator[Path]:
    """Remains of writes that were cut off."""
    for folder in (*workbench.folders, workbench.lists / _UNDO):
        for path in folder.glob(f".*{TEMPORARY_SUFFIX}"):
            if traces.are_in(_text_of(path)):
                yield path


def _text_of(path: Path) -> str:
    """A file as text: as it stands, and as what a mail or calendar program makes of it."""
    try:
        data, _ = read_regular(path)
    except (OSError, StoreError):
        return ""
    text = data.decode("utf-8", "replace")
    if path.suffix == ".eml":
        return f"{text}\n{_mail_text(data)}"
    return text + text.replace("\r\n ", "") if path.suffix == ".ics" else text


def _mail_text(data: bytes) -> str:
    message = email.message_from_bytes(data, policy=email.policy.default)
    body = message.get_body(("plain",))
    headers = "\n".join(str(value) for value in message.values())
    return f"{headers}\n{body.get_content() if body is not None else ''}"


def total(steps: Iterable[Step]) -> Counter[str]:
    """What is erased in all files together."""
    found: Counter[str] = Counter()
    for step in steps:
        found.update({"files": 1} if step.counts is None else step.counts)
    return found
