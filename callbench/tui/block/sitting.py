"""Sitting down at a desk: a new session, or an unfinished one with its open call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from callbench.domain.ledger import open_again
from callbench.domain.open_lines import without_lines
from callbench.domain.records import CallSession, new_id
from callbench.store.errors import StoreError
from callbench.store.lists import ProspectList, list_slugs, read_lists
from callbench.store.recovery import last_activity
from callbench.store.session_file import SessionFile
from callbench.store.session_names import session_paths
from callbench.store.sessions import StoredSession, read_session
from callbench.tui.block.desk import Desk
from callbench.tui.context import Context


def new_desk(context: Context, names: Sequence[str] = (), target: int | None = None) -> Desk:
    """Begin a new session on some lists, or on all of them.

    Raises:
        StoreError: a list, the record of who may not be called or that of the past can't be used.
    """
    lists, problems = read_lists(context.workbench, names or None)
    if names and problems:
        raise problems[0]
    others = _other_lists(context, names)
    now = context.now()
    session = CallSession(
        id=new_id(),
        title=f"{now:%a} {now.day} {now:%b %Y, %H:%M}",
        started_at=now,
        rep=context.config.rep,
        zone=context.config.zone,
        target_calls=target or context.config.target_calls,
        lists=tuple(entry.slug for entry in lists),
        drafts=_drafts_left(context),
    )
    file = SessionFile.new(context.workbench, session)
    desk = Desk(context, file, session, lists, others=others)
    # The file is made by the writer's thread, while the screen is drawn: what the disk refuses
    # shows there, and nothing typed meanwhile is dropped.
    desk.writer.put_session(session)
    desk.problems.extend(problems)
    return desk


def _other_lists(context: Context, names: Sequence[str]) -> list[ProspectList]:
    """The lists that are not called, where only some are; one that can't be read is no matter."""
    if not names:
        return []
    slugs = [slug for slug in list_slugs(context.workbench) if slug not in names]
    return read_lists(context.workbench, slugs)[0] if slugs else []


def _drafts_left(context: Context) -> dict[str, str]:
    """Notes that were typed in the last session before a call that was not made."""
    for path in session_paths(context.workbench)[:1]:
        try:
            stored = read_session(path)
        except StoreError:
            return {}
        return without_lines(stored.session.drafts, [call.id for call in stored.calls])
    return {}


def resumed_desk(context: Context, stored: StoredSession) -> Desk:
    """Go on with an unfinished session and its open call.

    Raises:
        Locked: another instance has it.
        StoreError: its file can't be used, or another instance has ended it meanwhile.
    """
    return _sit_down_again(context, stored.path, ended=False)


def reopened_desk(desk: Desk) -> Desk:
    """Go on with the block of a desk that was left by ending it.

    Raises:
        Locked: another instance has it.
        StoreError: its file can't be used, or lacks what the disk refused.
    """
    if desk.writer.status.state == "failed":
        raise StoreError(desk.writer.path, f"lacks the last calls: {desk.writer.status.reason}")
    again = _sit_down_again(desk.context, desk.writer.path, ended=True)
    again.take_over(desk)
    return again


def _sit_down_again(context: Context, path: Path, *, ended: bool) -> Desk:
    """Go on with a session that was left, as it stands in its file by now."""
    file = SessionFile.open(path)
    with _closed_on_error(file):
        # Read under the lock: another instance may have gone on with it in between.
        stored = read_session(path)
        if stored.session.ended_at is not None and not ended:
            raise StoreError(path, "was gone on with and ended by another callbench")
        names: Mapping[str, None] = dict.fromkeys(stored.session.lists)
        lists, problems = read_lists(context.workbench, list(names) or None)
        others = _other_lists(context, list(names))
        left = stored.session.ended_at or last_activity(stored)
        session = open_again(stored.session, left, context.clock())
        desk = Desk(context, file, session, lists, stored.calls, others)
        desk.writer.put_session(desk.block.session)
    desk.problems.extend(problems)
    return desk


@contextmanager
def _closed_on_error(file: SessionFile) -> Iterator[None]:
    """Give the lock back where nobody sits down after all."""
    try:
        yield
    except StoreError:
        file.close()
        raise
