"""The app: how it ends, what it says of a fault, and the keys that are its own."""

from __future__ import annotations

import os
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from block_bench import Rep, a_bench, a_key, calling
from rep_keys import settle
from textual import events
from textual.pilot import Pilot

from callbench.tui.app import EXIT_CRASH, CallbenchApp, describe
from callbench.tui.block.note_pane import NotePane
from callbench.tui.block.opening import new_block
from callbench.tui.escaped import apart
from callbench.tui.literal import LiteralFilter

SECRET = "Dana Whitfield, +44 20 7946 0018"


def fault(words: str) -> None:
    raise ValueError(words)


async def ended(app: CallbenchApp, act: Callable[[], object]) -> None:
    """Run the app until what `act` brings about has ended it."""
    async with app.run_test() as pilot:
        act()
        await settle(pilot)


async def test_a_fault_ends_the_app_saved_and_without_a_word_of_the_data(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    saved: list[str] = []
    app = CallbenchApp(a_bench(tmp_path), new_block)
    app.keep(lambda: saved.append("saved"))
    with pytest.raises(ValueError, match="Dana"):
        await ended(app, lambda: app.call_later(fault, SECRET))
    assert saved
    assert app.return_code == EXIT_CRASH
    (said,) = app.last_words
    assert "ValueError at" in said
    assert "test_app.py:" in said
    assert "Dana" not in said
    # What Textual would print: a traceback with the values of every local variable.
    assert app._exit_renderables == []
    assert "Dana" not in "".join(capfd.readouterr())


async def test_a_fault_in_a_handler_ends_likewise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(self: CallbenchApp, event: events.Event) -> None:
        if isinstance(event, events.Paste):
            fault(SECRET)
        await whole(self, event)

    whole = CallbenchApp.on_event
    monkeypatch.setattr(CallbenchApp, "on_event", broken)
    app = CallbenchApp(a_bench(tmp_path), new_block)
    with pytest.raises(ValueError, match="Dana"):
        await ended(app, lambda: app.post_message(events.Paste("x")))
    assert app.return_code == EXIT_CRASH
    assert "Dana" not in app.last_words[0]


def test_a_fault_is_described_by_its_places() -> None:
    with pytest.raises(ValueError, match="Dana") as caught:
        fault(SECRET)
    said = describe(caught.value)
    assert str(traceback.extract_tb(caught.tb)[-1].lineno) in said
    assert "Dana" not in said
    assert "NoneType" in describe(None)


async def test_everybody_who_keeps_something_saves_it(tmp_path: Path) -> None:
    saved: list[int] = []
    async with calling(a_bench(tmp_path)) as rep:
        rep.app.keep(lambda: saved.append(1))
        rep.app.keep(lambda: saved.append(2))
        rep.app.save_all()
        assert saved == [1, 2]


async def test_ctrl_c_copies_a_selection_and_leaves_otherwise(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("d", *"price")
        rep.screen.query_one(NotePane).select_all()
        await rep.press("ctrl+c")
        assert rep.app.clipboard == "price"
        assert rep.app.return_value is None
        rep.screen.query_one(NotePane).move_cursor((0, 0))
        await rep.press("ctrl+c")
        assert rep.app.return_value == 0


async def test_the_filter_against_hostile_text_is_in_place(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        filters = rep.app.get_line_filters()
        assert isinstance(filters[0], LiteralFilter)


@pytest.mark.parametrize(
    ("name", "character", "keys"),
    [
        ("alt+d", "d", ["escape", "d"]),
        ("alt+shift+q", "Q", ["escape", "Q"]),
        ("alt+d", None, ["alt+d"]),
        ("alt+left", None, ["alt+left"]),
        ("d", "d", ["d"]),
    ],
)
def test_esc_and_the_letter_behind_it_are_two_keys(
    name: str, character: str | None, keys: list[str]
) -> None:
    assert [key.key for key in apart(events.Key(name, character))] == keys


async def test_esc_and_a_letter_leave_the_note_and_act(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("d", "a")
        rep.app.post_message(events.Key("alt+w", "w"))
        await rep.press("i")
        assert rep.outcomes == [("dana", "interested")]
        assert rep.calls[0].note == "a"


async def test_a_key_of_the_palette_is_not_taken_by_the_screen(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        rep.app.post_message(a_key("ctrl+p"))
        await rep.until(lambda: len(rep.app.screen_stack) == 3)
        await rep.press("d")
        assert rep.calls == []


def test_esc_and_frames_wait_no_longer_than_fingers_take() -> None:
    code = (
        "import os, callbench.tui.app, textual.constants as c;"
        "print(c.ESCAPE_DELAY, c.MAX_FPS, *os.environ)"
    )
    ours = ("ESCDELAY", "TEXTUAL_FPS")
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    said = subprocess.check_output([sys.executable, "-c", code], env=environment, text=True)
    delay, frames, *names = said.split()
    assert float(delay) < 0.05
    assert int(frames) > 200
    assert not set(ours) & set(names)


async def test_what_is_typed_before_the_first_screen_acts_on_it(tmp_path: Path) -> None:
    app = CallbenchApp(a_bench(tmp_path), new_block)
    for name in ("d", *"[x]", "f8"):
        app.post_message(a_key(name))
    async with app.run_test():
        rep = Rep(app, Pilot(app))
        await rep.until(lambda: "How did it end?" in rep.text)
        assert rep.calls[0].note == "[x]"
