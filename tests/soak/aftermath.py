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

__all__ = ["Left", "complaints", "left_behind"]

PROMISED = 1.0
"""Seconds after which a key is to be on the disk."""


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


def complaints(home: Path, rep: TypingRep, left: Left, before: int, killed_at: float) -> list[str]:
    """Everything that is not as promised; `before` calls had an outcome when the rep sat down."""
    found = [f"{path}: not JSON" for path in _json_files(home) if not _parses(path)]
    found += [
        f"{path}: nothing was damaged or changed by others"
        for path in _json_files(home)
        if ".damaged-" in path.name or ".conflict-" in path.name
    ]
    if left.oldest_lost > PROMISED:
        found.append(
            f"a key typed {left.oldest_lost:.3f} s before the end is in no file; sent: {rep.sent!r}"
        )
    if left.unfinished is not None:
        count = sum(not call.is_open for call in left.unfinished.calls) - before
        if count not in _possible_counts(rep, killed_at):
            found.append(f"{count} calls have an outcome, not {_possible_counts(rep, killed_at)}")
    return found


def _possible_counts(rep: TypingRep, killed_at: float) -> set[int]:
    """How many outcomes may be on the disk: those of a second ago, or any number since."""
    settled = [count for at, count in rep.counts if at < killed_at - PROMISED]
    return {*settled[-1:], *(count for at, count in rep.counts if at >= killed_at - PROMISED)}


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
