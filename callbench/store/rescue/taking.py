"""Taking a rescued file into the workbench: all of it, nothing twice, nobody's change overwritten.

The rescued file goes once everything in it is on the workbench's disk. Cut off anywhere before,
it is there still, and is taken in again with the same result.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from callbench.store.atomic import claim_beside, read_regular, write_atomically
from callbench.store.codec import decode_document
from callbench.store.errors import Locked, StoreError, named_errors, plain_reason
from callbench.store.lock import WriteLock, is_held
from callbench.store.rescue.debts import Debt
from callbench.store.rescue.files import Rescued, read_rescued, rescued_files, write_debts
from callbench.store.rescue.heads import head_document, states_of
from callbench.store.rescue.holding import session_holding, session_named
from callbench.store.rescue.uniting import Union, united
from callbench.store.session_file import SessionFile
from callbench.store.sessions import StoredSession, read_session
from callbench.store.workbench import Workbench

__all__ = ["TakenIn", "has_news", "offered", "take_in"]


class TakenIn(NamedTuple):
    """What taking a rescued file in came to."""

    calls: int = 0
    """How many of its calls were written."""
    debts: int = 0
    """How many of its other entries were."""
    kept: str = ""
    """The name of the file beside the session that has what contradicts it; "" for none."""
    refused: tuple[str, ...] = ()
    """What stays in the rescued file, each with the reason."""


def offered(workbench: Workbench) -> list[Rescued]:
    """The rescued files with something that the workbench lacks, newest first.

    One of a session that another instance is writing is left to that one.
    """
    found, _ = rescued_files(workbench)
    return [rescued for rescued in found if has_news(workbench, rescued)]


def has_news(workbench: Workbench, rescued: Rescued) -> bool:
    """Whether there is something in a rescued file that has to be taken in now."""
    stored = rescued.stored
    if stored is None:
        return bool(rescued.debts)
    try:
        path = session_holding(workbench, stored.session.id, rescued.head.file)
        if path is None:
            return True
        if is_held(path):
            return False
        union = _union(path, rescued, stored)
        contradicted = bool(union.differing) and not _is_kept(path, rescued.path)
    except (StoreError, OSError):
        return True  # Whoever takes it in is told what is wrong.
    return bool(rescued.debts) or contradicted or not union.changes_nothing


def take_in(workbench: Workbench, path: Path) -> TakenIn:
    """Write everything in a rescued file where it belongs, and remove it then.

    Where one file holds what contradicts another, the newer of them has to be taken in first.

    Raises:
        Locked: Another instance takes it in, or writes the session; says who.
        StoreError: It can't be read, or the session can't be written.
    """
    with _alone(path), named_errors(path):
        rescued = read_rescued(path)
        calls, kept = 0, ""
        if rescued.stored is not None:
            calls, kept = _take_session(workbench, rescued, rescued.stored)
        left, refused = _pay(workbench, rescued.debts)
        refused += _settle(workbench, rescued, left)
    return TakenIn(calls, len(rescued.debts) - len(left), kept, refused)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep others from taking in the same file; in a folder that can't be written nobody can."""
    lock = None
    try:
        lock = WriteLock(path)
    except Locked:
        raise
    except StoreError:
        pass
    try:
        yield
    finally:
        if lock is not None:
            lock.release()


# ---------------------------------------------------------------------- the session


def _take_session(workbench: Workbench, rescued: Rescued, stored: StoredSession) -> tuple[int, str]:
    """Write the session; answers how many calls that were, and where the rest is kept."""
    path = session_holding(workbench, stored.session.id, rescued.head.file)
    likely = session_named(workbench, rescued.head.file)
    if path is None and rescued.head.file and likely.exists():
        read_session(likely)  # Damaged, it has to be repaired first, or there would be two of it.
    file = SessionFile.new(workbench, stored.session) if path is None else SessionFile.open(path)
    try:
        if path is None:
            file.apply(stored.session, stored.calls, ())
            return len(stored.calls), ""
        # Read under the lock: whatever anybody wrote before is in it.
        union = _union(path, rescued, stored)
        kept = _keep(path, rescued.path) if union.differing else ""
        if not union.changes_nothing:
            file.apply(union.session, union.calls, union.removed)
        return len(union.calls) + len(union.removed), kept
    except OSError as error:
        raise StoreError(file.path, plain_reason(error)) from error
    finally:
        file.close()


def _union(path: Path, rescued: Rescued, stored: StoredSession) -> Union:
    ours = read_session(path)
    states, theirs = (states_of(_document(one)) for one in (path, rescued.path))
    return united(ours, stored, states, theirs, rescued.head.base)


def _document(path: Path) -> dict[str, dict[str, object]]:
    return decode_document(read_regular(path)[0], path)


def _is_kept(path: Path, rescued: Path) -> bool:
    """Whether the whole rescued file lies beside the session already."""
    data, _ = read_regular(rescued)
    return any(_has(other, data) for other in path.parent.glob(f"{path.stem}.conflict-*.json"))


def _has(path: Path, data: bytes) -> bool:
    with suppress(OSError, StoreError):
        return read_regular(path)[0] == data
    return False


def _keep(path: Path, rescued: Path) -> str:
    """Lay the rescued file beside the session, as what it contradicts stays; answers its name."""
    if _is_kept(path, rescued):
        return ""
    data, _ = read_regular(rescued)
    kept = claim_beside(path, "conflict")
    try:
        write_atomically(kept, data)
    except OSError:
        kept.unlink(missing_ok=True)
        raise
    return kept.name


# ---------------------------------------------------------------------- what was owed


def _pay(workbench: Workbench, debts: tuple[Debt, ...]) -> tuple[list[Debt], tuple[str, ...]]:
    """Pay what can be paid; answers what is left, and why."""
    left: list[Debt] = []
    refused: list[str] = []
    for debt in debts:
        try:
            debt.pay_late(workbench)
        except OSError as error:
            left.append(debt)
            refused.append(f"{debt.what}: {plain_reason(error)}")
        except StoreError as error:
            left.append(debt)
            refused.append(f"{debt.what}: {error.problem}")
    return left, tuple(refused)


def _settle(workbench: Workbench, rescued: Rescued, left: list[Debt]) -> tuple[str, ...]:
    """Remove the rescued file, or what of it is taken in by now; answers what hindered that."""
    if left and len(left) == len(rescued.debts) and rescued.stored is None:
        return ()
    try:
        if left:
            write_debts(rescued.path, head_document(workbench.root, rescued.head.reason), left)
        else:
            rescued.path.unlink(missing_ok=True)
    except OSError as error:
        reason = plain_reason(error)
        return (f"{rescued.path}: is taken in, and can't be removed: {reason}",)
    return ()
