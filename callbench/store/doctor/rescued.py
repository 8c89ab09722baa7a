"""What was saved elsewhere because the workbench refused it."""

from __future__ import annotations

from collections.abc import Iterator

from callbench.store.doctor.finding import REPAIR, Finding, counted, note, problem
from callbench.store.errors import Damaged
from callbench.store.rescue.files import Rescued, rescued_files
from callbench.store.rescue.taking import has_news, take_in
from callbench.store.workbench import Workbench

__all__ = ["check_rescued", "taken_in"]


def check_rescued(workbench: Workbench) -> Iterator[Finding]:
    """Each rescued file of this workbench, and what to do with it."""
    found, errors = rescued_files(workbench)
    for rescued in found:
        if has_news(workbench, rescued):
            remedy = f"start callbench: Enter takes it in; or {REPAIR}"
            yield problem(rescued.path, _what(rescued), remedy)
        else:
            what = "everything in it is in the workbench, or is being written there now"
            yield note(rescued.path, what, f"{REPAIR} removes it")
    for error in errors:
        what = f"is named like a rescued file, and can't be read: {error.problem}"
        damaged = isinstance(error, Damaged)
        remedy = "look at it, then mend or remove it" if damaged else "see that it can be read"
        yield note(error.path, what, remedy)


def taken_in(workbench: Workbench, rescued: Rescued) -> Iterator[str]:
    """Take a rescued file in; says what came of it.

    Raises:
        StoreError: It can't be, and stays where it is.
    """
    taken = take_in(workbench, rescued.path)
    parts = [counted(taken.calls, "calls")] if taken.calls else []
    parts += [counted(taken.debts, "entries")] if taken.debts else []
    what = f"taken in: {', '.join(parts)}" if parts else "removed; all of it was there already"
    kept = f"; what contradicts the session is {taken.kept}" if taken.kept else ""
    if parts or not taken.refused:
        yield f"{rescued.path.name}: {what}{kept}"
    yield from (f"{rescued.path.name}: left as it is: {problem}" for problem in taken.refused)


def _what(rescued: Rescued) -> str:
    """What it holds, from when, and why it is there."""
    parts = []
    if rescued.stored is not None:
        calls = counted(len(rescued.stored.calls), "calls")
        parts.append(f"the session {rescued.stored.session.title} with {calls}")
    if rescued.debts:
        parts.append(counted(len(rescued.debts), "entries"))
    at = rescued.head.at.astimezone()
    why = f" ({rescued.head.reason})" if rescued.head.reason else ""
    return f"was saved there on {at:%Y-%m-%d %H:%M}{why}: {' and '.join(parts) or 'nothing'}"
