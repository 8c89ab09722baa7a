"""What is known of somebody within a block: earlier sessions, and the calls of this one."""

from __future__ import annotations

from builders import DANA, NOW, OMAR, PLAYBOOK

from callbench.domain.block_histories import BlockHistories
from callbench.domain.history import NOTHING, fold
from callbench.domain.records import Call, replace
from callbench.domain.roster import Roster

MISSED = Call(id="1", prospect=DANA.ref, attempt=1, kind="first", dialled_at=NOW, ended_at=NOW)
MISSED = replace(MISSED, wrapped_at=NOW, disposition="no-answer")
EARLIER = {DANA.id: fold(NOTHING, MISSED, PLAYBOOK)}


def histories() -> BlockHistories:
    return BlockHistories(Roster([[DANA, OMAR]]), PLAYBOOK, EARLIER)


def test_calls_of_the_block_come_behind_earlier_ones() -> None:
    known = histories()
    assert (known.of(DANA.id).attempts, known.of(OMAR.id)) == (1, NOTHING)
    known.add(replace(MISSED, id="2"))
    assert known.of(DANA.id).attempts == 2


def test_a_call_that_goes_on_is_left_out() -> None:
    known = histories()
    going_on = replace(MISSED, id="2", ended_at=None, wrapped_at=None, disposition=None)
    known.add(going_on)
    known.refold(DANA.id, [going_on])
    assert known.of(DANA.id) == EARLIER[DANA.id]


def test_what_was_taken_back_counts_no_more() -> None:
    known = histories()
    known.add(replace(MISSED, id="2"))
    known.refold(DANA.id, [])
    assert known.of(DANA.id) == EARLIER[DANA.id]


def test_the_past_that_comes_later_stands_before_the_block() -> None:
    known = BlockHistories(Roster([[DANA]]), PLAYBOOK, {})
    calls = [replace(MISSED, id="2")]
    known.add(calls[0])
    known.renew(EARLIER, calls)
    assert known.of(DANA.id) == fold(EARLIER[DANA.id], calls[0], PLAYBOOK)
