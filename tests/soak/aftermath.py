"""What is left on the disk after a rep was cut off, and what must be."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from typing_rep import Chunk, TypingRep

from callbench.domain.records import Call
from callbench.store.recovery import unfinished_sessions
from callbench.store.sessions import StoredSession
from callbench.store.workbench import Workbench

__all__ = ["PROMISED", "Left", "complaints", "left_behind", "promised"]

PROMISED = 1.0
"""Seconds after which a key is to be on the disk."""

SLACK = 0.4
"""Seconds of it that are left for the disk: half a second passes before a save begins."""


def promised(stall: float) -> float:
    """The same on a machine that takes `stall` seconds for a small write; a save has two."""
    return PROMISED if stall <= SLACK else PROMISED + 2 * stall


class Left(NamedTuple):
    """What a kill left."""

    unfinished: StoredSession | None
    """The session that can be gone on with."""
    oldest_lost: float
    """Seconds before the kill at which the oldest key was typed that is in no file; 0 if none."""
    keys: int
    """How many letters had been typed."""

    @property
    def open_call(self) -> Call | None:
        """The call that was going on."""
        calls = self.unfinished.calls if self.unfinished is not None else ()
        return next((call for call in calls if call.is_open), None)


def left_behind(home: Path, rep: TypingRep, killed_at: float) -> Left:
    """Look what became of the last words."""
    text = "\n".join(_texts(home))
    unfinished = unfinished_sessions(Workbench(home))
    lost = [chunk.at for chunk in rep.chunks if not _is_there(chunk, rep.words, text)]
    return Left(
        unfinished[0] if unfinished else None,
        killed_at - min(lost, default=killed_at),
        sum(len(word) for word in rep.words),
    )


def complaints(
    home: Path, rep: TypingRep, left: Left, before: int, killed_at: float, promised: float
) -> list[str]:
    """Everything that is not as promised.

    Args:
        home: The workbench.
        rep: Who typed.
        left: What is left of that.
        before: How many calls had an outcome when the rep sat down.
        killed_at: On the monotonic clock.
        promised: Seconds after which a key is to be on the disk.
    """
    found = [f"{path}: not JSON" for path in _json_files(home) if not _parses(path)]
    found += [
        f"{path}: nothing was damaged or changed by others"
        for path in _json_files(home)
        if ".damaged-" in path.name or ".conflict-" in path.name
    ]
    if left.oldest_lost > promised:
        found.append(
            f"a key typed {left.oldest_lost:.3f} s before the end is in no file; sent: {rep.sent!r}"
        )
    if left.unfinished is not None:
        count = sum(not call.is_open for call in left.unfinished.calls) - before
        possible = _possible_counts(rep, killed_at - promised)
        if count not in possible:
            found.append(f"{count} calls have an outcome, not {possible}; sent: {rep.sent!r}")
    return found


def _possible_counts(rep: TypingRep, since: float) -> set[int]:
    """How many outcomes may be on the disk: those of that moment, or any number since."""
    settled = [count for at, count in rep.counts if at < since]
    return {*settled[-1:], *(count for at, count in rep.counts if at >= since)}


def _is_there(chunk: Chunk, words: Sequence[str], text: str) -> bool:
    return words[chunk.word][: chunk.end] in text


def _texts(home: Path) -> Iterator[str]:
    """Everything that a rep typed, in every session file."""
    for path in (home / "sessions").glob("*.json"):
        yield from _strings(json.loads(path.read_bytes()))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _json_files(home: Path) -> list[Path]:
    return [path for path in home.rglob("*.json") if path.is_file()]


def _parses(path: Path) -> bool:
    try:
        json.loads(path.read_bytes())
    except ValueError:
        return False
    return True
