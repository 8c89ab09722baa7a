"""What becomes of a command whose output can't be written."""

import subprocess
import sys
from pathlib import Path

import pytest

_FULL = Path("/dev/full")


@pytest.mark.skipif(not _FULL.exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("arguments", [("when", "3pm"), ("export", "prospects"), ("doctor",)])
def test_a_full_disk_is_said_in_one_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "callbench", *arguments, "--home", str(tmp_path)]
    with _FULL.open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, text=True)
    assert done.returncode == 1
    assert done.stderr == "callbench: standard output: No space left on device\n"
