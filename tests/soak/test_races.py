"""Two instances on one workbench lose nothing that either was told is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from races import INSTANCES, race
from workbenches import a_home, people


def run_a_race(root: Path, seed: int, seconds: float) -> None:
    failures, told = race(a_home(root, people(400)), seed, seconds)
    assert failures == []
    assert len(told) == INSTANCES


def test_a_short_race(tmp_path: Path) -> None:
    run_a_race(tmp_path, seed=5, seconds=1)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10))
def test_a_long_race(tmp_path: Path, seed: int) -> None:
    run_a_race(tmp_path, seed, seconds=60)
