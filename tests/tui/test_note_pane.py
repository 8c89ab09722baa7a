"""The note: what is typed is posted, and what is shown is not taken for typing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from random import Random

import pytest
from block_bench import Bare, until
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from rep_keys import press, settle
from textual import events, on
from textual.geometry import Region
from textual.pilot import Pilot

from callbench.tui.block.note_pane import LONGEST_LINE, NotePane, with_short_lines


class Host(Bare):
    @on(NotePane.Typed)
    def _record(self, event: NotePane.Typed) -> None:
        self.told.append((event.subject, event.text))


@asynccontextmanager
async def note(
    subject: str = "", text: str = ""
) -> AsyncIterator[tuple[NotePane, Host, Pilot[None]]]:
    app = Host(pane := NotePane())
    async with app.run_test(size=(50, 8)) as pilot:
        pane.show(subject, text)
        pane.focus()
        await settle(pilot)
        yield pane, app, pilot


async def test_each_change_is_posted_with_its_subject() -> None:
    async with note("call-1") as (pane, app, pilot):
        for words in ("a", "b", "\n"):
            pane.insert(words)
            await settle(pilot)
        assert app.told == [("call-1", "a"), ("call-1", "ab"), ("call-1", "ab\n")]


async def test_what_is_shown_is_not_posted() -> None:
    async with note("call-1", "rings twice") as (pane, app, pilot):
        pane.show("call-2", "other")
        await settle(pilot)
        assert (pane.subject, pane.text, app.told) == ("call-2", "other", [])
        assert pane.cursor_location == (0, 5)


async def test_the_same_note_again_leaves_the_cursor_where_it_is() -> None:
    async with note("call-1", "one two") as (pane, _, pilot):
        pane.move_cursor((0, 3))
        pane.show("call-1", "one two")
        await settle(pilot)
        assert pane.cursor_location == (0, 3)


async def test_undo_does_not_reach_into_another_note() -> None:
    async with note("call-1") as (pane, app, pilot):
        pane.insert("secret")
        await settle(pilot)
        pane.clear()
        await settle(pilot)
        pane.show("call-2", "")
        pane.undo()
        await settle(pilot)
        assert pane.text == ""
        assert {subject for subject, _ in app.told} == {"call-1"}


async def test_the_stamp_begins_a_line() -> None:
    async with note() as (pane, _, _pilot):
        pane.stamp("00:12")
        pane.insert("? price")
        pane.stamp("01:02")
        assert pane.text == "00:12 ? price\n01:02 "


async def test_marks_are_coloured_and_nothing_else_is() -> None:
    async with note("call-1", "? price\nplain\n00:12 ! budget") as (pane, _, _pilot):
        spans = [[(s.start, s.end) for s in pane.get_line(n).spans] for n in range(3)]
        assert spans == [[(0, 1)], [], [(6, 7)]]


async def test_a_pasted_line_that_never_ends_is_broken() -> None:
    async with note("call-1") as (pane, app, pilot):
        app.post_message(events.Paste("word " * 900))
        await until(pilot, lambda: bool(pane.text))
        assert max(map(len, pane.text.split("\n"))) <= LONGEST_LINE


async def test_home_and_end_of_the_whole_note() -> None:
    async with note("call-1", "one\ntwo") as (pane, _, _pilot):
        pane.action_cursor_start()
        assert pane.cursor_location == (0, 0)
        pane.action_cursor_end()
        assert pane.cursor_location == (1, 3)


def test_long_lines_are_broken_at_a_space() -> None:
    line = "word " * 900
    broken = with_short_lines(line).split("\n")
    assert max(map(len, broken)) <= LONGEST_LINE
    assert " ".join(broken) == line


def test_a_line_without_spaces_is_broken_all_the_same() -> None:
    assert list(map(len, with_short_lines("x" * 4500).split("\n"))) == [2000, 2000, 500]


@given(st.text(alphabet="ab \n", max_size=60).map(lambda text: text * 120))
@settings(max_examples=examples(15))
def test_breaking_lines_loses_only_spaces(text: str) -> None:
    broken = with_short_lines(text)
    assert max(map(len, broken.split("\n"))) <= LONGEST_LINE
    assert broken.replace("\n", "").replace(" ", "") == text.replace("\n", "").replace(" ", "")


KEYS = [*"abc?! ", "enter", "backspace", "delete", "left", "up", "shift+left", "home", "end"]
PASTES = ["word " * 12, "? one\n+ two\n", "日本語 ", "e\u0301"]


async def test_what_a_key_draws_is_what_drawing_everything_would() -> None:
    chance = Random(20261128)
    async with note("call-1", "> tue 3pm\n" * 5) as (pane, app, pilot):
        for _ in range(100):
            match chance.randrange(20):
                case 0:
                    pane.insert(chance.choice(PASTES))
                case 1:
                    pane.replace("one\ntwo", (0, 0), (1, 0))
                case 2:
                    pane.clear()
                case 3:
                    pane.scroll_home(animate=False, immediate=True)
                case _:
                    await press(pilot, chance.choice(KEYS))
            await settle(pilot)
            drawn = app.screen._compositor.render_strips()
            pane.refresh()
            await settle(pilot)
            assert drawn == app.screen._compositor.render_strips(), pane.text


async def test_a_key_draws_one_paragraph(monkeypatch: pytest.MonkeyPatch) -> None:
    async with note("call-1", "one\ntwo") as (pane, _, pilot):
        drawn: list[Sequence[Region]] = []
        monkeypatch.setattr(pane, "_set_dirty", lambda *regions: drawn.append(regions))
        await press(pilot, "x")
        assert [(region.y, region.height) for regions in drawn for region in regions] == [(1, 1)]
        assert all(drawn), "nothing has all of it drawn"
