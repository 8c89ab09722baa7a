"""Somebody rings back who is not in the queue: found, and called after one question."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from block_bench import DANA, LENA, NOW, OMAR, FakeClock, Rep, a_bench, calling

from callbench.domain.records import replace
from callbench.tui.agenda.screen import AgendaScreen
from callbench.tui.block.screen import BlockScreen
from callbench.tui.line_list import LineList
from callbench.tui.review.screen import ReviewScreen
from callbench.tui.review.timeline import TimelineScreen
from callbench.tui.start.screen import StartScreen

PEOPLE = (replace(DANA, reason="rates change on 1 Dec"), OMAR, LENA)
BOOKED = ("d", "f8", *"iny2026-12-03 15:00", "enter", *"the tariff", "enter")


def row_of(rep: Rep, name: str) -> str:
    """The line of the queue with that name."""
    rows = (line[1:].partition("│")[0] for line in rep.text.split("\n") if line.startswith("│"))
    return next((" ".join(row.split()) for row in rows if name in row), "")


async def test_who_was_left_a_voicemail_rings_back(tmp_path: Path) -> None:
    clock = FakeClock()
    async with calling(a_bench(tmp_path, PEOPLE, clock=clock)) as rep:
        await rep.press("2")
        clock.tick(minutes=47)
        await rep.press("/", *"0018")
        await rep.until(lambda: "0 of 2 · 1 other" in rep.text)
        assert row_of(rep, "Dana") == "▸ Dana Whitfield voicemail 10:00"
        await rep.press("enter", "d")
        assert rep.said == "Dana Whitfield: voicemail 10:00 · d again calls now"
        assert len(rep.calls) == 1
        await rep.press("d", *"rang back", "escape")
        # Also without the filter, whoever is on the line stands in the queue, before all others.
        assert row_of(rep, "Dana") == "☎ Dana Whitfield on the line"
        assert "Queue · 2 " in rep.text
        await rep.press("f8", *"iny2026-12-03 15:00", "enter", *"the tariff", "enter")
        assert rep.outcomes == [("dana", "voicemail"), ("dana", "interested")]
        assert (rep.calls[1].attempt, rep.calls[1].kind, rep.calls[1].note) == (
            2,
            "first",
            "rang back",
        )
        # The next one is selected, in the whole queue, where the rep was before.
        assert rep.selected == "Omar Haddad"
        assert "Queue · 2 " in rep.text


async def test_a_call_before_the_promised_time_settles_the_promise(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path, PEOPLE)) as rep:
        await rep.press(*BOOKED, "/", *"dana", "enter", "d")
        assert rep.said == "Dana Whitfield: promised 3 Dec · d again calls now"
        assert "why    the tariff" in rep.text
        await rep.press("d", "f8", *"iny2026-12-04 15:00", "enter", *"the tariff", "enter")
        first, second = rep.calls
        assert (second.kind, first.next_step is not None) == ("follow-up", True)
        (promise,) = rep.desk.promises()
        assert promise.call == second.id
        assert rep.desk.stats().promised == 0


async def test_who_asked_not_to_be_called_is_found_and_refused(tmp_path: Path) -> None:
    people = (replace(DANA, do_not_call=True), OMAR)
    async with calling(a_bench(tmp_path, people)) as rep:
        await rep.press("/", *"do not", "enter", "d")
        assert rep.said == "Dana Whitfield asked not to be called"
        await rep.press("d", "1")
        assert rep.said == "Dana Whitfield asked not to be called"
        assert rep.calls == []


async def test_a_no_that_was_accepted_is_asked_about_and_may_become_a_yes(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path, PEOPLE)) as rep:
        await rep.press("d", "f8", "n", "enter", "/", *"accepted", "enter", "d")
        assert rep.said == "Dana Whitfield: no, accepted · d again calls now"
        await rep.press("d", "f8", *"l", "ctrl+s")
        assert rep.desk.history("dana").closed_by == ""


async def test_an_attempt_by_hand_is_asked_about_as_well(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path, PEOPLE)) as rep:
        await rep.press("1", "/", *"dana", "enter", "2")
        assert rep.said.endswith("2 again logs it all the same")
        assert len(rep.calls) == 1
        await rep.press("2")
        assert rep.outcomes == [("dana", "no-answer"), ("dana", "voicemail")]
        await rep.press("u")
        # Taken back, they are selected again, though they are not in the queue.
        assert row_of(rep, "Dana").startswith("▸ Dana Whitfield no answer 10:00")
        await rep.press("s")
        assert rep.said == "Dana Whitfield is not in the queue: no answer 10:00"
        assert "Skip" not in rep.hints


async def test_those_in_the_queue_come_before_the_others(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path, PEOPLE)) as rep:
        await rep.press("1", "j", "/", *"freight")
        await rep.until(lambda: "Queue · 2 · 1 other" in rep.text)
        assert rep.selected == "Lena Fischer"
        first, second, third = (line[:34] for line in rep.text.split("\n")[2:5])
        assert ("Omar" in first, "Lena" in second, "Dana" in third) == (True, True, True)
        await rep.press("down", "enter", "escape")
        await rep.until(lambda: "Queue · 2 " in rep.text)
        assert rep.selected == "Lena Fischer"


async def test_somebody_added_who_is_on_the_list_is_shown_with_the_reason(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path, PEOPLE)) as rep:
        await rep.press("2", "a")
        await rep.until(lambda: not isinstance(rep.screen, BlockScreen))
        await rep.press(*DANA.name, "enter", *"020 7946 0018", "ctrl+s")
        await rep.until(lambda: isinstance(rep.screen, BlockScreen))
        assert rep.said == "Dana Whitfield is on the list already: voicemail 10:00"
        assert row_of(rep, "Dana") == "▸ Dana Whitfield voicemail 10:00"


async def at_the_agenda(rep: Rep) -> None:
    await rep.press("g")
    await rep.until(
        lambda: (
            isinstance(rep.screen, AgendaScreen) and len(rep.screen.query_one(LineList).rows) > 1
        )
    )


async def test_call_now_on_the_agenda_reaches_whom_the_queue_leaves_out(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path, PEOPLE)) as rep:
        await rep.press(*BOOKED)
        await at_the_agenda(rep)
        await rep.press("enter")
        await rep.until(lambda: isinstance(rep.screen, BlockScreen))
        assert rep.said == "Dana Whitfield: promised 3 Dec · d calls now"
        # One Enter too many dials nobody, d dials at once.
        await rep.press("enter")
        assert len(rep.calls) == 1
        await rep.press("d")
        assert rep.outcomes == [("dana", "interested"), ("dana", None)]


async def test_the_agenda_stays_where_the_block_can_call_nobody(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path, PEOPLE)) as rep:
        await rep.press(*BOOKED, "d", "escape")
        await at_the_agenda(rep)
        await rep.press("enter")
        assert isinstance(rep.screen, AgendaScreen)
        assert rep.said == "how did the call to Omar Haddad end? 1 to 5, or w"


@pytest.mark.parametrize("keys", [("d",), ("p", "d")], ids=["call", "timeline"])
async def test_a_call_is_made_from_the_review(tmp_path: Path, keys: tuple[str, ...]) -> None:
    async with calling(a_bench(tmp_path, PEOPLE), size=(120, 36)) as rep:
        await rep.press("2")
        assert rep.desk.writer.flush()
        await rep.press("r")
        await rep.until(lambda: isinstance(rep.screen, ReviewScreen) and "Call" in rep.hints)
        for key in keys:
            await rep.press(key)
            await rep.until(lambda: isinstance(rep.screen, TimelineScreen | BlockScreen))
        await rep.until(lambda: isinstance(rep.screen, BlockScreen))
        assert rep.said == "Dana Whitfield: voicemail 10:00 · d calls now"
        await rep.press("d")
        assert rep.outcomes == [("dana", "voicemail"), ("dana", None)]


async def test_a_block_begins_with_whom_the_review_wants_called(tmp_path: Path) -> None:
    clock = FakeClock(step=timedelta(milliseconds=1))
    context = a_bench(tmp_path, PEOPLE, clock=clock)
    async with calling(context) as rep:
        await rep.press("1", "2", "Q")
    clock.now = NOW + timedelta(hours=1)
    async with calling(context, lambda bench: StartScreen(bench), size=(120, 36)) as rep:
        await rep.press("r")
        await rep.until(lambda: isinstance(rep.screen, ReviewScreen) and "Call" in rep.hints)
        await rep.press("d")
        await rep.until(lambda: isinstance(rep.screen, BlockScreen))
        assert "Dana Whitfield: no answer 10:00 · d calls now" in rep.said
        await rep.press("d")
        assert rep.outcomes == [("dana", None)]
