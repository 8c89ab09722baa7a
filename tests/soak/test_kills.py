"""A rep is cut off again and again, and loses nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks, on a pseudo-terminal")


def kills(*options: str) -> subprocess.CompletedProcess[str]:
    # In a process of its own: one with threads, as a test worker is, must not fork.
    return subprocess.run(
        [sys.executable, "-m", "tests.soak.kills", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_kill_or_two() -> None:
    done = kills("--runs", "2", "--seed", "8", "--longest", "1.2")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.soak
def test_a_thousand_kills() -> None:
    done = kills("--runs", "1000", "--minutes", "60")
    assert done.returncode == 0, done.stdout + done.stderr
