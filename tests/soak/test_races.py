"""Two instances on one workbench lose nothing that either was told is written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def races(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.soak.races", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_short_race() -> None:
    done = races("--seconds", "1.5", "--seed", "5")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10))
def test_a_long_race(seed: int) -> None:
    done = races("--seconds", "60", "--seed", str(seed))
    assert done.returncode == 0, done.stdout + done.stderr
