"""Phrases read as a rep means them, and never as another instant."""

import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from callbench.domain.when import Reading, read

_CASES = tomllib.loads((Path(__file__).parent / "when_cases.toml").read_text("utf-8"))


def _read(phrase: str, group: dict[str, Any]) -> Reading:
    return read(
        phrase,
        now=datetime.fromisoformat(group["now"]).replace(tzinfo=ZoneInfo(group["zone"])),
        zone=group["zone"],
        their_zone=group.get("their_zone"),
        date_order=group.get("order", "none"),
    )


def _answer(reading: Reading, zone: str, detailed: bool) -> str:
    if reading.starts_at is None:
        walls = ", ".join(_wall(moment) for moment in reading.candidates)
        return f"{reading.kind} {walls}".strip() if detailed else reading.kind
    length = f" +{reading.minutes}" if reading.minutes else ""
    place = "" if reading.zone == zone else f" @{reading.zone}"
    return _wall(reading.starts_at) + length + place


def _wall(moment: datetime) -> str:
    clock = f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
    return f"{moment:%Y-%m-%d} {clock}"


def _faults(phrase: str, expected: str, group: dict[str, Any]) -> Iterator[str]:
    """What is not as it should be."""
    reading = _read(phrase, group)
    answer = _answer(reading, group["zone"], len(expected.split()) > 1)
    if answer != expected:
        yield f"read as {answer}, not {expected}"
    if (reading.kind == "exact") != bool(reading.spoken):
        yield f"{reading.kind}, and spoken as {reading.spoken!r}"
    if not reading.message and reading.kind != "exact":
        yield "refused without a word"
    if len(reading.message) > 72:
        yield f"too long: {reading.message}"


# A test a group, not a phrase: there are a thousand, and a test costs more than a reading.
@pytest.mark.parametrize("name", _CASES)
def test_phrases(name: str) -> None:
    group = _CASES[name]
    lines = [line.rsplit(" => ", 1) for line in group["phrases"].strip().splitlines()]
    assert lines
    faults = [
        f"{phrase!r}: {fault}"
        for phrase, expected in lines
        for fault in _faults(phrase, expected, group)
    ]
    assert not faults, "\n".join(faults)
