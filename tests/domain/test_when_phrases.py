"""Phrases read as a rep means them, and never as another instant."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from callbench.domain.when import Reading, read

_CASES = tomllib.loads((Path(__file__).parent / "when_cases.toml").read_text("utf-8"))


def _parameters() -> list[Any]:
    return [
        pytest.param(name, *line.rsplit(" => ", 1), id=f"{name}: {line}")
        for name, group in _CASES.items()
        for line in group["phrases"].strip().splitlines()
    ]


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


@pytest.mark.parametrize(("name", "phrase", "expected"), _parameters())
def test_phrase(name: str, phrase: str, expected: str) -> None:
    group = _CASES[name]
    reading = _read(phrase, group)
    assert _answer(reading, group["zone"], len(expected.split()) > 1) == expected
    assert (reading.kind == "exact") == bool(reading.spoken)
    assert reading.message or reading.kind == "exact"
    assert len(reading.message) <= 72
