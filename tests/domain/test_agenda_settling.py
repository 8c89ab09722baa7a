"""What may be said of a promise on the agenda, and when."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from agenda_records import DEFAULT, MADE, PROMISED, a_call, added, minutes, step_at

from callbench.domain.agenda import Promise, has_come, promise_of, refuse_too_early
from callbench.domain.records import Addendum
from callbench.domain.refusals import Refused

AHEAD = PROMISED - minutes(5) - timedelta(seconds=1)
LATER = PROMISED + timedelta(days=2)


def promise(*addenda: Addendum, now: datetime) -> Promise:
    call = a_call("made", MADE, "interested", step=step_at(), addenda=addenda)
    found = promise_of(call, DEFAULT, now)
    assert found is not None
    return found


@pytest.mark.parametrize("kind", ["held", "no-show"])
def test_nobody_can_say_how_a_meeting_went_that_is_still_ahead(kind: str) -> None:
    # The agenda may have been opened long before.
    ahead = promise(now=MADE)
    with pytest.raises(Refused, match="still ahead: m moves, x cancels"):
        refuse_too_early(ahead, kind, AHEAD)
    for now in (PROMISED - minutes(5), PROMISED, PROMISED + timedelta(days=3)):
        refuse_too_early(ahead, kind, now)
        assert has_come(ahead, now)


@pytest.mark.parametrize("kind", ["moved", "cancelled"])
def test_other_things_can_be_said_at_any_time(kind: str) -> None:
    refuse_too_early(promise(now=MADE), kind, AHEAD)


def test_a_missed_one_that_was_moved_is_ahead_again() -> None:
    day = timedelta(days=1)
    moved = promise(added("moved", PROMISED + day, step=step_at(LATER)), now=PROMISED + day)
    assert not has_come(moved, PROMISED + day)
    assert has_come(moved, LATER)
