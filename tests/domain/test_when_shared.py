"""Phrases collected elsewhere, where that collection lies beside the checkout."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from callbench.domain.when import Reading, read

_FILE = Path(__file__).parents[3] / "shared" / "data" / "when_phrases.jsonl"
_KINDS = {"vague": "vague", "invalid": "impossible"}

pytestmark = pytest.mark.skipif(not _FILE.exists(), reason="the collection isn't here")


def _rows() -> list[dict[str, Any]]:
    return [json.loads(line) for line in _FILE.read_text("utf-8").splitlines()]


def _read(row: dict[str, Any]) -> Reading:
    return read(
        row["text"],
        now=datetime.fromisoformat(row["now"]),
        zone=row["tz"],
        their_zone=row.get("their_zone"),
        date_order=row.get("order") or "none",
    )


def _right(row: dict[str, Any], reading: Reading) -> bool:
    expected = row["expected"]
    if expected in _KINDS:
        return reading.kind == _KINDS[expected]
    start = datetime.fromisoformat(expected)
    if reading.starts_at != start:
        return False
    if "end" not in row:
        return True
    length = datetime.fromisoformat(row["end"]) - start.replace(tzinfo=None)
    return reading.minutes == length.total_seconds() / 60


def test_nothing_is_silently_wrong() -> None:
    wrong = [
        row["text"] for row in _rows() if (one := _read(row)).starts_at and not _right(row, one)
    ]
    assert wrong == []


def test_nearly_all_are_as_expected() -> None:
    rows = _rows()
    wrong = [row["text"] for row in rows if not _right(row, _read(row))]
    assert len(wrong) <= 0.02 * len(rows), wrong


def test_candidates_are_named() -> None:
    for row in _rows():
        for wall in row.get("candidates", ()):
            if "T" in wall:
                offered = [f"{one:%Y-%m-%dT%H:%M}" for one in _read(row).candidates]
                assert wall[:16] in offered, row["text"]
