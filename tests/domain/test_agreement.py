"""An agreed time on the clocks of both, each with its place."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from callbench.domain.agreement import agreed, both_clocks, clocks

LONDON, MADRID, DENVER = "Europe/London", "Europe/Madrid", "America/Denver"
AT = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)
HERE = "Thu 26 Nov 2026 14:00"


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ((), (HERE,)),
        (("", ""), (HERE,)),
        ((LONDON, "Europe/Lisbon", "Mars/Olympus"), (HERE,)),
        ((MADRID, MADRID), (f"{HERE} in London", "15:00 in Madrid")),
        (("", MADRID), (f"{HERE} in London", "15:00 in Madrid")),
        ((DENVER, MADRID), (f"{HERE} in London", "07:00 in Denver", "15:00 in Madrid")),
    ],
)
def test_the_clock_of_the_rep_comes_first(others: tuple[str, ...], said: tuple[str, ...]) -> None:
    assert clocks(AT, LONDON, *others) == said


def test_another_day_is_named() -> None:
    assert clocks(NIGHT, LONDON, MADRID)[1] == "Fri 00:30 in Madrid"


def test_whichever_clock_it_was_agreed_on() -> None:
    said = f"{HERE} in London, 15:00 in Madrid"
    assert both_clocks(agreed(AT, MADRID, their_zone=MADRID), LONDON) == said
    assert both_clocks(agreed(AT, LONDON, their_zone=MADRID), LONDON) == said
    assert both_clocks(agreed(AT, MADRID), LONDON) == said
    assert both_clocks(agreed(AT, LONDON), LONDON) == HERE


def test_a_zone_that_there_is_not_is_passed_over() -> None:
    assert clocks(AT, "Mars/Olympus", MADRID) == (HERE,)
