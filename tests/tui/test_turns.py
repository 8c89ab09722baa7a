from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from callbench.tui.turns import short_turns


@pytest.fixture(autouse=True)
def usual() -> Iterator[float]:
    """The interval that Python begins with, and afterwards the one that was in force here."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.005)
    yield sys.getswitchinterval()
    sys.setswitchinterval(before)


def test_turns_are_short_within_and_as_before_behind(usual: float) -> None:
    with short_turns():
        assert sys.getswitchinterval() == pytest.approx(0.001)
    assert sys.getswitchinterval() == usual


def test_turns_are_as_before_when_the_work_fails(usual: float) -> None:
    with pytest.raises(OSError, match="full"), short_turns():
        raise OSError("full")
    assert sys.getswitchinterval() == usual


def test_shorter_turns_stay_as_they_are() -> None:
    sys.setswitchinterval(0.0005)
    with short_turns():
        assert sys.getswitchinterval() == pytest.approx(0.0005)
