"""What speaks against calling somebody now."""

from __future__ import annotations

from datetime import timedelta

import pytest
from block_bench import DANA, LONDON, NOW, PLAYBOOK

from callbench.domain.cadence import CallKind
from callbench.domain.hours import local_time
from callbench.domain.queue import Group, QueueRow
from callbench.tui.block.said import doubt

NEW_YORK = "it is 05:00 in New York, outside their hours"


def a_row(group: Group, label: str, zone: str) -> QueueRow:
    there = local_time((zone,), PLAYBOOK.hours, NOW)
    kind: CallKind = "promised" if group in {Group.PROMISED, Group.MISSED} else "follow-up"
    key = (0, 0.0, 0, 0.0, 0, 0)
    return QueueRow(DANA, group, kind, 1, label, NOW - timedelta(hours=1), there, key)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (a_row(Group.DUE, "retry 2/6", "Europe/London"), ""),
        (a_row(Group.DUE, "retry 2/6", "America/New_York"), NEW_YORK),
        # The hour of a promise was agreed, that of a missed one was not.
        (a_row(Group.PROMISED, "promised", "America/New_York"), ""),
        (a_row(Group.MISSED, "missed", "America/New_York"), NEW_YORK),
        (a_row(Group.OUT, "voicemail 09:47", "Europe/London"), "Dana Whitfield: voicemail 09:47"),
        (
            a_row(Group.OUT, "no, accepted", "America/New_York"),
            f"Dana Whitfield: no, accepted · {NEW_YORK}",
        ),
    ],
)
def test_what_speaks_against_a_call(row: QueueRow, said: str) -> None:
    assert doubt(row, NOW.astimezone(LONDON).date()) == said
