"""Moving a promise from the agenda: the line, and what stands beneath it."""

from __future__ import annotations

from pathlib import Path

from past_bench import TALK, a_past, showing, text_of
from rep_keys import press, until

from callbench.store.sessions import read_session
from callbench.tui.agenda.move_sheet import MoveSheet
from callbench.tui.agenda.screen import AgendaScreen
from callbench.tui.keybar import KeyBar
from callbench.tui.line_list import LineList
from callbench.tui.review.screen import ReviewScreen


async def test_the_new_time_stands_there_while_the_reason_is_asked(tmp_path: Path) -> None:
    past = a_past(tmp_path)
    async with showing(past, ReviewScreen) as pilot:
        await pilot.app.push_screen(AgendaScreen(past))
        await until(pilot, lambda: len(pilot.app.screen.query_one(LineList).rows) > 1)
        await press(pilot, "m")
        await until(pilot, lambda: isinstance(pilot.app.screen, MoveSheet))
        assert "an exact day and time" in text_of(pilot)
        await press(pilot, *"no")
        assert "none agreed" not in text_of(pilot)
        await press(pilot, "backspace", "backspace", *"4 dec 3pm", "enter")
        assert "Why is it moved?" in text_of(pilot)
        assert "= Fri 4 Dec 2026 15:00" in text_of(pilot)
        await press(pilot, *"ill")
        assert "= Fri 4 Dec 2026 15:00" in text_of(pilot)
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, AgendaScreen))
        bar = pilot.app.screen.query_one(KeyBar)
        assert bar.message == f"moved: {TALK.prospect.name}, Fri 4 Dec 2026 15:00"
    calls = read_session(past.workbench.sessions / "2026-11-19T1530.json").calls
    added = next(call for call in calls if call.id == TALK.id).addenda[-1]
    assert (added.kind, added.text) == ("moved", "ill")
