"""A rep is cut off again and again, and loses nothing."""

from __future__ import annotations

import sys

import pytest
from kills import kill

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="on a pseudo-terminal")


def test_a_kill_or_two() -> None:
    *_, tally = kill(seed=8, runs=2, seconds=60, longest=1.2)
    assert (tally.ends.total(), tally.failures) == (2, [])


@pytest.mark.soak
def test_a_thousand_kills() -> None:
    *_, tally = kill(seed=1, runs=1000, seconds=3600, longest=2.6)
    assert tally.ends.total() > 100
    assert tally.failures == []
