"""What a rescued file says of itself, so that it can be taken in without overwriting anything."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from callbench.domain.records import FORMAT, Record, to_json

__all__ = ["FRAME", "TABLE", "Head", "head_document", "states_of"]

TABLE = "rescued"
"""The table of a rescued file that has the head, as its only document."""

FRAME = ""
"""Stands among the ids of calls for the session's frame."""


class Head(Record, frozen=True, kw_only=True):
    """Whose a rescued file is, and what it was made from."""

    home: str
    """The workbench that could not be written."""
    at: datetime
    """When the file was written."""
    reason: str = ""
    """Why it had to be, in plain words."""
    file: str = ""
    """The name of the session's file in the workbench; "" where there is no session."""
    base: dict[str, str] = msgspec.field(default_factory=dict)
    """The state of each call, by its id, and of the frame, as the workbench had them."""
    format: int = FORMAT


def head_document(
    root: Path, reason: str, file: str = "", base: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The table of the head, as plain values.

    Args:
        root: The folder of the workbench.
        reason: Why the file is written.
        file: The name of the session's file.
        base: What `states_of` says of the session as the workbench has it.
    """
    at = datetime.now(UTC).replace(microsecond=0)
    home = str(root.resolve()).encode("utf-8", "replace").decode()
    return {"1": to_json(Head(home=home, at=at, reason=reason, file=file, base=dict(base or {})))}


def states_of(document: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """What tells the state of each call, by its id, and that of the frame, from any other."""
    calls = document.get("calls", {})
    # Of two calls with one id the first one counts, as everywhere.
    states = {
        str(calls[number].get("id", "")): _state(calls[number])
        for number in sorted(calls, key=int, reverse=True)
    }
    frames = document.get("session", {})
    return {**states, **({FRAME: _state(frames[min(frames, key=int)])} if frames else {})}


def _state(entry: Any) -> str:
    plain = json.dumps(entry, sort_keys=True, separators=(",", ":")).encode()
    return hashlib.blake2b(plain, digest_size=12).hexdigest()
