"""Bringing session files of older formats to the present one, by named steps.

Format 1 is the first, so there is no step yet. The next format adds one here; reading applies it
in memory, and opening for writing first copies the file to ``<name>.format-<n>.json``, where `n`
is the first number that is free.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from callbench.domain.records import FORMAT
from callbench.store.atomic import Document
from callbench.store.errors import Damaged

__all__ = ["STEPS", "Step", "format_of", "migrate"]


class Step(NamedTuple):
    """What leads from one format to the next."""

    since: int
    """The format that it starts from; it leads to the one after it."""
    name: str
    """What it does, for the record."""
    change: Callable[[Document], None]
    """Changes the tables in place."""


STEPS: tuple[Step, ...] = ()


def format_of(document: Document, path: Path) -> int:
    """The format that a session file says it has.

    Raises:
        Damaged: it is no number.
    """
    formats = [entry.get("format", FORMAT) for entry in document.get("session", {}).values()]
    if not all(isinstance(written, int) for written in formats):
        raise Damaged(path, 'table "session", field "format": expected int')
    return max(formats, default=FORMAT)


def migrate(
    document: Document, path: Path, steps: Sequence[Step] | None = None, to: int = FORMAT
) -> list[str]:
    """Bring the tables to the present format, in place; answers the names of the steps taken.

    Args:
        document: the tables.
        path: their file, for messages.
        steps: the steps there are; ours unless given.
        to: the format to reach.

    Raises:
        Damaged: no step leads from the file's format.
    """
    known = {step.since: step for step in (STEPS if steps is None else steps)}
    taken = []
    while (written := format_of(document, path)) < to:
        if written not in known:
            raise Damaged(path, f"has format {written}, which no version has written")
        known[written].change(document)
        for entry in document["session"].values():
            entry["format"] = written + 1
        taken.append(known[written].name)
    return taken
