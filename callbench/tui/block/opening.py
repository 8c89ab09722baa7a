"""Ways into a block: a new session, an unfinished one, the sample."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace
from textual.screen import Screen

from callbench.domain.block import Clock
from callbench.domain.playbook import WEEKDAYS
from callbench.store.errors import StoreError, named_errors
from callbench.store.machine import local_zone
from callbench.store.sample import make_sample
from callbench.tui.block.screen import BlockScreen
from callbench.tui.block.sitting import new_desk
from callbench.tui.context import Context, open_context, system_clock

IN_MEMORY = "/dev/shm"
"""Where Linux keeps files that are gone with the machine's power."""

SAMPLE_NOTICE = "invented data in a throw-away folder: do what you like · ? shows the keys"


def sample_context(clock: Clock = system_clock, root: Path | None = None) -> Context:
    """A workbench with the sample data, dates moved to today.

    Its people take calls on any day: who tries callbench on a Saturday shall have somebody to dial.

    Args:
        clock: Says when today is.
        root: A new or empty folder to keep it in; without, it is gone with the process.

    Raises:
        StoreError: `root` has something in it, or no folder can be written.
    """
    if root is None:
        root, notice = _throw_away_folder(), SAMPLE_NOTICE
        atexit.register(shutil.rmtree, root, ignore_errors=True)
    else:
        notice = ""
        with named_errors(root):
            if root.is_dir() and any(root.iterdir()):
                raise StoreError(root, "is not empty: the sample goes into a new or empty folder")
    workbench = make_sample(root, now=clock(), zone=local_zone() or "UTC")
    context = open_context(workbench, notice=notice, clock=clock)
    hours = replace(context.playbook.hours, days=WEEKDAYS)
    return replace(context, playbook=replace(context.playbook, hours=hours))


def _throw_away_folder() -> Path:
    """A new folder, in memory where there is such a place: a disk would be a fiftieth of the start.

    Whoever names a place in TMPDIR gets it there.

    Raises:
        StoreError: there is no place for it.
    """
    name = {"prefix": "callbench-sample-"}
    if "TMPDIR" not in os.environ:
        with suppress(OSError):
            return Path(tempfile.mkdtemp(**name, dir=IN_MEMORY))
    with named_errors(Path(os.environ.get("TMPDIR", "temporary files"))):
        return Path(tempfile.mkdtemp(**name))


def new_block(context: Context) -> BlockScreen:
    """The calling screen of a new session on all lists."""
    return BlockScreen(new_desk(context))


def block_on(
    names: Sequence[str] = (), target: int | None = None
) -> Callable[[Context], Screen[None]]:
    """The first screen of a block on some lists: a new session, or a word on what was left."""
    from callbench.store.recovery import unfinished_sessions
    from callbench.store.rescue.waiting import waiting

    def first(context: Context) -> Screen[None]:
        if unfinished_sessions(context.workbench) or waiting(context.workbench):
            from callbench.tui.start.screen import StartScreen

            return StartScreen(context, names, target)
        return BlockScreen(new_desk(context, names, target))

    return first
