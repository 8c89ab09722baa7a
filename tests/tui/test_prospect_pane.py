"""The prospect: what matters is folded before it is cut, and cut before the note has no room."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from block_bench import DANA, LONDON, NOW, PLAYBOOK, Bare, settle, text_on, until
from textual.content import Content
from textual.pilot import Pilot

from callbench.domain.history import NOTHING, History, PastCall
from callbench.domain.hours import local_time
from callbench.domain.records import replace
from callbench.tui.block.prospect_pane import ProspectPane
from callbench.tui.block.prospect_text import (
    Part,
    ProspectText,
    ProspectView,
    arranged,
    folded,
    side_by_side,
)

QUESTION = "does the planner hold a return load until midnight, or is it given away at ten"
SAID = PastCall(NOW - timedelta(days=6), "interested", True, f"{QUESTION[:60]}…")
LOST = PastCall(NOW - timedelta(days=9), "voicemail", False, "a podcast plays before the beep")
WARM = History(attempts=2, recent=(SAID, LOST), questions=(QUESTION,))


def a_view(
    history: History = NOTHING, zone: str = "Europe/London", now: datetime = NOW, **known: str
) -> ProspectView:
    prospect = replace(DANA, zone=zone, **{"reason": "rates change on 1 Dec", **known})
    there = local_time((zone,), PLAYBOOK.hours, now)
    return ProspectView(prospect, history, there, 3, now.astimezone(LONDON).date())


def head(view: ProspectView, width: int = 120) -> list[str]:
    pieces = ProspectText(PLAYBOOK, LONDON).head(view)
    return [line.plain for line in side_by_side(pieces, width)]


@pytest.mark.parametrize(
    ("zone", "now", "clock"),
    [
        ("Europe/London", "2026-11-24T10:00", "10:00 in London"),
        ("Europe/London", "2026-11-24T07:00", "07:00 in London · opens 08:00"),
        ("America/Denver", "2026-11-24T14:02", "07:02 in Denver · opens 08:00 (15:00 yours)"),
        (
            "America/Denver",
            "2026-11-25T02:00",
            "Tue 19:00 in Denver · opens Wed 08:00 (15:00 yours)",
        ),
        ("Asia/Tokyo", "2026-11-24T10:00", "19:00 in Tokyo · opens Wed 08:00 (Tue 23:00 yours)"),
        ("Europe/London", "2026-11-28T14:44", "Sat 14:44 in London · opens Mon 08:00"),
    ],
)
def test_two_clocks_say_whose_they_are(zone: str, now: str, clock: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=ZoneInfo("Europe/London"))
    assert head(a_view(zone=zone, now=moment)) == [f"+442079460018   {clock}"]


def test_several_zones_open_on_the_clock_of_the_rep() -> None:
    there = local_time(("America/New_York", "America/Los_Angeles"), PLAYBOOK.hours, NOW)
    (line,) = head(replace(a_view(), there=there))
    assert line.endswith("02:00–05:00 there, by zone · opens 16:00 your time")


def test_a_narrow_pane_breaks_between_the_clocks_and_not_in_them() -> None:
    moment = datetime.fromisoformat("2026-11-24T14:02+00:00")
    assert head(a_view(zone="America/Denver", now=moment), 42) == [
        "+442079460018   07:02 in Denver",
        "opens 08:00 (15:00 yours)",
    ]


def test_a_question_that_is_open_is_not_said_twice() -> None:
    said = [part.text.plain for part in ProspectText(PLAYBOOK, LONDON).parts(a_view(WARM))]
    assert said[:2] == [
        "Wed 18 Nov  interested",
        "Sun 15 Nov  voicemail “a podcast plays before the beep”",
    ]
    assert said[-1] == f"open   “{QUESTION}”"


def test_a_folded_part_is_indented_and_cut_at_its_end() -> None:
    part = Part(Content("why    one two three four five six"), 7, 0)
    assert [line.plain for line in folded(part, 16, 9)] == [
        "why    one two",
        "       three",
        "       four five",
        "       six",
    ]
    assert [line.plain for line in folded(part, 16, 2)] == ["why    one two", "       three fo…"]
    assert [line.plain for line in folded(part, 99, 2)] == [part.text.plain]


@pytest.mark.parametrize(
    ("room", "most", "lines"),
    [
        (3, 9, ["2 two …", "0 two …", "1 two …"]),
        (4, 9, ["2 two …", "0 two", "  three", "1 two …"]),
        (9, 9, ["2 two", "  three", "0 two", "  three", "1 two", "  three"]),
        (4, 2, ["0 two …", "1 two …"]),
        (4, -1, []),
    ],
)
def test_what_matters_is_folded_first_and_what_matters_least_left_out(
    room: int, most: int, lines: list[str]
) -> None:
    parts = [Part(Content(f"{rank} two three"), 2, rank) for rank in (2, 0, 1)]
    assert [line.plain for line in arranged(parts, 7, room, most)] == lines


@asynccontextmanager
async def shown(
    view: ProspectView, size: tuple[int, int]
) -> AsyncIterator[tuple[ProspectPane, Pilot[None]]]:
    pane = ProspectPane(PLAYBOOK, LONDON)
    app = Bare(pane)
    async with app.run_test(size=size) as pilot:
        pane.show(view)
        await settle(pilot)
        yield pane, pilot


async def test_lines_are_cut_once_the_note_needs_the_room() -> None:
    research = "third generation, the first one to like software; night runs come back half empty"
    async with shown(a_view(WARM, notes=research), (46, 24)) as (pane, pilot):
        app = pilot.app
        assert "midnight" in text_on(app)
        assert "half empty" in text_on(app)
        pane.leave_room(30)
        await until(pilot, lambda: "half empty" not in text_on(app))
        assert "know   third" in text_on(app)
        pane.leave_room(1)
        await until(pilot, lambda: "half empty" in text_on(app))


async def test_on_a_low_screen_the_note_keeps_its_place() -> None:
    async with shown(a_view(WARM, notes="research"), (46, 12)) as (_, pilot):
        assert "why " in text_on(pilot.app)
        assert "know" not in text_on(pilot.app)
