"""A promise from its making to its keeping, through a real terminal and on a clock of its own."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from warm import WarmTerminal
from workbenches import a_home, people, session_of

from callbench.domain.records import replace
from callbench.exchange.agenda import read_agenda
from callbench.exchange.agenda_export import as_plain
from callbench.store.workbench import Workbench

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
PROMISED = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
"""Tuesday at 3pm in Madrid."""


class ClockedTerminal(WarmTerminal):
    """callbench on a terminal, at the moment that `clock` holds."""

    entry = "tests.journeys.clocked:main"

    def __init__(self, home: Path, clock: Path) -> None:
        """Open a block on `home`."""
        super().__init__(home, str(home), str(clock))


def set_clock(clock: Path, now: datetime) -> None:
    """Let it be `now`; whoever looks meanwhile sees the moment before, and not half a date."""
    beside = clock.with_name("next")
    beside.write_text(now.isoformat())
    beside.replace(clock)


def test_a_promise_rings_at_its_time_and_is_kept(tmp_path: Path) -> None:
    prospects = people(3)
    prospects[0] = replace(prospects[0], name="Tomás Rey", zone="Europe/Madrid")
    home = a_home(tmp_path, prospects)
    clock = tmp_path / "clock"
    set_clock(clock, MONDAY)
    with ClockedTerminal(home, clock) as rep:
        rep.wait_for("▸ Tomás Rey")
        rep.press("d")
        rep.wait_for("on the line")
        rep.press("F8", "i", "n", "y")
        rep.wait_for("Next meeting booked?")
        rep.type("tue 3pm their time")
        rep.wait_for("= Tue 24 Nov 2026 14:00")
        rep.wait_for("15:00 in Madrid")
        rep.press("Enter")
        rep.wait_for("Why will we speak?")
        rep.type("walk the CFO through it")
        rep.press("Enter")
        rep.wait_for("▸ Omar Whitfield")
        assert "Tomás Rey" not in _queue(rep.text), "a promise still ahead is not in the queue"

        set_clock(clock, PROMISED - timedelta(minutes=6))
        rep.wait_for("13:54 in London")
        assert "promised to" not in rep.text
        rung = rep.sent_to_terminal.count(b"\a")
        set_clock(clock, PROMISED - timedelta(minutes=4))
        rep.wait_for("● 14:00 promised to Tomás Rey: in 4 min")
        rep.wait_for("● 14:00 Tomás Rey")
        set_clock(clock, PROMISED - timedelta(minutes=3))
        rep.wait_for("promised to Tomás Rey: in 3 min")
        assert rep.sent_to_terminal.count(b"\a") == rung + 1, "it rings once"

        set_clock(clock, PROMISED)
        rep.wait_for("promised to Tomás Rey: now")
        rep.press("g")
        rep.wait_for("Today")
        rep.press("Enter")
        rep.wait_for("promised call")
        rep.press("d")
        rep.wait_for("☎ 14:00 Tomás Rey")
        rep.wait_for(lambda text: "promised to" not in text)
        rep.press("F8", "n", "Enter")
        rep.wait_for("▸ Omar Whitfield")
        rep.press("Q")
        rep.wait_for("The block is over")
        rep.press("q")
        assert rep.wait_for_end() == 0

    _, (first, second) = session_of(home)
    assert first["next_step"] == {
        "starts_at": "2026-11-24T15:00:00+01:00",
        "wall": "2026-11-24T15:00",
        "zone": "Europe/Madrid",
        "their_zone": "Europe/Madrid",
        "minutes": 30,
        "channel": "call",
        "reason": "walk the CFO through it",
        "agreed": True,
    }
    assert (second["kind"], second["disposition"]) == ("promised", "no-accepted")
    agenda = as_plain(read_agenda(Workbench(home), PROMISED).agenda)
    assert json.loads(json.dumps(agenda["counts"]))["kept"] == 1
    assert not (agenda["overdue"])
    assert not (agenda["today"])
    assert not (agenda["coming"])


def _queue(text: str) -> str:
    """The left column of the screen, without the key bar."""
    return "\n".join(line[:36] for line in text.split("\n")[:-1])
