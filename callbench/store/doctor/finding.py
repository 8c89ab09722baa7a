"""What the doctor says."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from callbench.domain.text import one_line

REPAIR = "callbench doctor --repair"


class Finding(msgspec.Struct, frozen=True):
    """Something about one file, each text on one line."""

    file: str
    problem: str
    remedy: str
    level: Literal["problem", "note"] = "problem"
    """A note is worth knowing and needs no haste: with nothing but notes all is well."""


def problem(path: Path, what: str, remedy: str) -> Finding:
    """Something that is wrong with a file."""
    return Finding(one_line(str(path)), one_line(what), one_line(remedy))


def note(path: Path, what: str, remedy: str) -> Finding:
    """Something about a file that is worth knowing."""
    return Finding(one_line(str(path)), one_line(what), one_line(remedy), "note")


def counted(number: int, table: str) -> str:
    """So many documents of a table, in words: ``1 call``, ``3 entries``."""
    one = {"calls": "call", "prospects": "prospect", "entries": "entry"}[table]
    return f"{number:,} {one if number == 1 else table}"
