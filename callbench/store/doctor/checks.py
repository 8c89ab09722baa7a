"""Everything that the doctor looks at."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from callbench.domain.playbook import PlaybookError
from callbench.domain.records import Call
from callbench.store import do_not_call
from callbench.store.config import load
from callbench.store.doctor.copies import Copy, all_copies, compare, copies_among, damaged_asides
from callbench.store.doctor.derived import check_index
from callbench.store.doctor.files import check_files
from callbench.store.doctor.finding import REPAIR, Finding, counted, note, problem
from callbench.store.doctor.rescued import check_rescued
from callbench.store.errors import Damaged, NewerFormat, StoreError, unusable
from callbench.store.lists import read_list_at
from callbench.store.lock import is_held
from callbench.store.machine import is_zone
from callbench.store.playbook import load_playbook
from callbench.store.session_names import json_files, session_paths
from callbench.store.sessions import StoredSession, read_session
from callbench.store.workbench import Workbench

__all__ = ["examine"]

_READABLE = "see that it can be read"
_BACK_UP = "put the last good copy of the file in its place"


def examine(workbench: Workbench) -> list[Finding]:
    """Look everything over, and change nothing.

    Args:
        workbench: Need not exist; it isn't opened, as that would mend its modes.

    Returns:
        What was found, the problems first.
    """
    if not workbench.root.is_dir():
        found = problem(workbench.root, "is a file, and a folder is needed there", "move it away")
        return [found] if workbench.root.exists() else [*check_rescued(workbench)]
    findings: list[Finding] = []
    for check in _CHECKS:
        try:
            findings.extend(check(workbench))
        except StoreError as error:
            findings.append(problem(error.path, error.problem, _READABLE))
        except OSError as error:
            path = Path(error.filename) if error.filename else workbench.root
            findings.append(problem(path, unusable(path, error).problem, _READABLE))
    return sorted(findings, key=lambda found: found.level != "problem")


# ---------------------------------------------------------------------- settings


def _check_settings(workbench: Workbench) -> Iterator[Finding]:
    try:
        config = load(workbench)
    except StoreError as error:
        yield problem(error.path, error.problem, "mend the line, or remove the file")
    else:
        if config.zone_is_guess:
            what = "nothing tells your time zone; it is taken to be UTC"
            yield note(workbench.config, what, 'set zone = "Europe/London" (or yours)')
        program = config.dialler[0] if config.dialler else ""
        if program and shutil.which(program) is None:
            what = f'the dialler "{program}" is not found'
            yield problem(workbench.config, what, "install it, or mend `dialler`")
    try:
        load_playbook(workbench.playbook)
    except PlaybookError as error:
        what = str(error).removeprefix(f"{workbench.playbook}: ")
        yield problem(workbench.playbook, what, "mend it, or move it away: one is built in")


# ---------------------------------------------------------------------- sessions


def _check_sessions(workbench: Workbench) -> Iterator[Finding]:
    paths = session_paths(workbench)
    copies = {copy.path for copy in copies_among(paths)}
    ids: dict[str, Path] = {}
    calls: dict[str, Path] = {}
    for path in reversed(paths):
        if path.is_symlink():
            continue  # Said with the files.
        try:
            stored = read_session(path)
        except StoreError as error:
            yield _unreadable(path, error)
            continue
        yield from _check_session(stored)
        if path not in copies:
            yield from _repeated(stored, ids, calls)


def _unreadable(path: Path, error: StoreError) -> Finding:
    if isinstance(error, NewerFormat):
        return problem(path, error.problem, "update callbench on this machine")
    if isinstance(error, Damaged):
        return problem(path, f"is damaged: {error.problem}", f"{REPAIR} recovers what it can")
    return problem(path, error.problem, _READABLE)


def _check_session(stored: StoredSession) -> Iterator[Finding]:
    path, session = stored.path, stored.session
    if stored.read_only:
        what = f"was written by a newer callbench (format {session.format}); it is only read"
        yield note(path, what, "update callbench on this machine")
    if session.ended_at is None and not is_held(path):
        what = "this session was cut off and never ended"
        yield note(path, what, "start callbench: it offers to go on with it")
    if _before(session.ended_at, session.started_at):
        yield problem(path, "the session ended before it started", "mend `ended_at` in the file")
    if not is_zone(session.zone):
        yield problem(path, f'"{session.zone}" is no time zone', "mend `zone` in the file")
    for call in stored.calls:
        if _goes_backwards(call):
            what = f'call "{call.id}" ends before it begins'
            yield problem(path, what, "mend its `dialled_at`, `ended_at` or `wrapped_at`")
        for zone in _unknown_zones(call):
            what = f'call "{call.id}" has a next step in "{zone}", which is no time zone'
            yield problem(path, what, "mend `zone` or `their_zone` of its `next_step` in the file")


def _unknown_zones(call: Call) -> Iterator[str]:
    """Zones of what was agreed that nobody can reckon with; "" is one that was never known."""
    steps = [call.next_step, *(addendum.next_step for addendum in call.addenda)]
    named = {zone for step in steps if step is not None for zone in (step.zone, step.their_zone)}
    yield from sorted(zone for zone in named if zone and not is_zone(zone))


def _goes_backwards(call: Call) -> bool:
    return _before(call.ended_at, call.dialled_at) or _before(
        call.wrapped_at, call.ended_at or call.dialled_at
    )


def _before(later: datetime | None, earlier: datetime) -> bool:
    return later is not None and later < earlier


def _repeated(
    stored: StoredSession, ids: dict[str, Path], calls: dict[str, Path]
) -> Iterator[Finding]:
    """What has the same id as something before it; `ids` and `calls` are filled on the way."""
    path = stored.path
    first = ids.setdefault(stored.session.id, path)
    if first != path:
        what = f"has the same id as {first.name}"
        yield problem(path, what, "keep the one with more in it; move the other one away")
    inside = Counter(call.id for call in stored.calls)
    twice = [ident for ident, count in inside.items() if count > 1]
    if first == path:
        twice += [ident for ident in inside if calls.setdefault(ident, path) != path]
    for ident in twice:
        where = calls.get(ident, path).name
        what = f'has a call "{ident}" that is in {where}' + (" twice" if where == path.name else "")
        yield problem(path, what, "give one of them another `id`")


# ---------------------------------------------------------------------- lists and refusals


def _check_lists(workbench: Workbench) -> Iterator[Finding]:
    for path in sorted((*json_files(workbench.lists), *json_files(workbench.archived))):
        if path.is_symlink():
            continue
        try:
            found = read_list_at(path)
        except StoreError as error:
            yield _unreadable(path, error)
            continue
        ids = Counter(prospect.id for prospect in found.prospects)
        for ident, count in ids.items():
            if count > 1:
                what = f'{count} prospects have the id "{ident}"'
                yield problem(path, what, "give all but one of them another `id`")


def _check_refusals(workbench: Workbench) -> Iterator[Finding]:
    try:
        do_not_call.read(workbench)
    except StoreError as error:
        what = f"{error.problem}; nobody can be called until it is mended"
        yield problem(error.path, what, f"{_BACK_UP}, or {REPAIR} where only text follows it")


# ---------------------------------------------------------------------- copies


def _check_copies(workbench: Workbench) -> Iterator[Finding]:
    for copy, table in all_copies(workbench):
        yield from _check_copy(copy, table)
    for path in damaged_asides(workbench):
        what = "was set aside as damaged"
        yield note(path, what, "remove it once nothing in it is needed any more")


def _check_copy(copy: Copy, table: str) -> Iterator[Finding]:
    original = copy.original.name
    try:
        found = compare(copy, table)
    except StoreError as error:
        if not copy.ours:
            yield problem(copy.path, error.problem, "look at it, then mend or remove it")
        return
    lacking = f"{counted(len(found.missing), table)} only in it, not in {original}"
    if found.missing:
        yield problem(copy.path, f"a copy that a sync client made: {lacking}", REPAIR)
    elif not copy.ours:
        yield problem(copy.path, f"is a copy of {original}, and counts double", REPAIR)
    elif found.differing:
        what = f"{counted(found.differing, table)} not as in {original}, which wins"
        yield note(copy.path, what, "remove it once nothing in it is needed any more")


_CHECKS = (
    check_files,
    _check_settings,
    _check_sessions,
    _check_lists,
    _check_refusals,
    _check_copies,
    check_rescued,
    check_index,
)
