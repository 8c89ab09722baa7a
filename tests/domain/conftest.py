"""What the tests of the rules share."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

import pytest

# The builders are shared by all rings of tests and so lie one folder up.
sys.path.append(str(Path(__file__).parent.parent))

from builders import FakeClock, RecorderList, a_block

from callbench.domain.block import Block


@pytest.fixture
def clock() -> FakeClock:
    """It moves on a second with each look, so that no two acts coincide."""
    return FakeClock(step=timedelta(seconds=1))


@pytest.fixture
def recorder() -> RecorderList:
    return RecorderList()


@pytest.fixture
def block(clock: FakeClock, recorder: RecorderList) -> Block:
    return a_block(clock=clock, recorder=recorder)
