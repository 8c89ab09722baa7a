"""The key bar: hints that fit, or a word on why a key did not act."""

from __future__ import annotations

import pytest
from block_bench import Bare, text_on
from rep_keys import settle
from textual.pilot import Pilot

from callbench.tui.keybar import Hint, KeyBar, folded

HINTS: list[Hint] = [("d", "Dial"), ("n", "Note"), ("F8", "Wrap up"), ("?", "Keys")]


async def bottom(pilot: Pilot[None], app: Bare) -> str:
    await settle(pilot)
    return text_on(app).split("\n")[-1].strip()


async def test_hints_that_fit_are_shown_whole() -> None:
    app = Bare(bar := KeyBar())
    async with app.run_test(size=(40, 4)) as pilot:
        bar.show(HINTS)
        assert await bottom(pilot, app) == "d Dial  n Note  F8 Wrap up  ? Keys"
        await pilot.resize_terminal(24, 4)
        assert await bottom(pilot, app) == "d Dial  n Note  ? Keys"


async def test_a_message_stands_in_place_of_the_hints_until_it_is_taken_away() -> None:
    app = Bare(bar := KeyBar())
    async with app.run_test(size=(40, 4)) as pilot:
        bar.show(HINTS)
        bar.say("nobody to call now", "warning")
        assert await bottom(pilot, app) == "nobody to call now"
        assert bar.has_class("-warning")
        bar.say("NOT SAVED", "error")
        assert (bar.has_class("-warning"), bar.has_class("-error")) == (False, True)
        bar.say("")
        assert (await bottom(pilot, app)).startswith("d Dial")
        assert not bar.has_class("-error")


async def test_a_message_is_shown_as_it_is() -> None:
    app = Bare(bar := KeyBar())
    async with app.run_test(size=(60, 4)) as pilot:
        bar.say("[@click=app.bell]Acme[/]: no answer [/")
        assert await bottom(pilot, app) == "[@click=app.bell]Acme[/]: no answer [/"


LONG = "no program opens it; it is /home/sam/callbench/outbox/2026-11-24-dana.eml"


async def test_a_message_too_long_for_a_line_takes_two_while_it_stands() -> None:
    app = Bare(bar := KeyBar())
    async with app.run_test(size=(50, 14)) as pilot:
        bar.show(HINTS)
        bar.say(LONG)
        assert await bottom(pilot, app) == "/home/sam/callbench/outbox/2026-11-24-dana.eml"
        assert text_on(app).split("\n")[-2].strip() == "no program opens it; it is"
        await pilot.resize_terminal(100, 14)
        assert await bottom(pilot, app) == LONG
        assert bar.size.height == 1
        await pilot.resize_terminal(50, 14)
        assert bar.size.height == 2
        bar.progress = "index 12 %"
        shown = (await bottom(pilot, app)).split()
        assert shown[-2:] == ["12", "%"]
        assert shown[0].endswith("2026-11-24-dana.eml")
        bar.say("")
        assert (await bottom(pilot, app)).startswith("d Dial")
        assert bar.size.height == 1


async def test_a_low_screen_keeps_its_lines() -> None:
    app = Bare(bar := KeyBar())
    async with app.run_test(size=(40, 8)) as pilot:
        bar.say(LONG)
        assert await bottom(pilot, app) == "no program opens i…2026-11-24-dana.eml"
        assert bar.size.height == 1


@pytest.mark.parametrize(
    ("message", "lines", "shown"),
    [
        ("u takes it back", 2, ["u takes it back"]),
        ("taken back: Ines · n goes to the note", 2, ["taken back: Ines · n", "goes to the note"]),
        (
            "not an exact time: at what time? Tab takes it",
            2,
            ["not an exact time: a", "… time? Tab takes it"],
        ),
        ("it is /home/sam/2026-11-24.eml", 2, ["it is /home/sam/2026", "-11-24.eml"]),
        ("日本語の長いメッセージですからね", 1, ["日本語の …ですからね"]),
    ],
)
def test_of_a_message_too_long_for_its_lines_the_end_is_seen(
    message: str, lines: int, shown: list[str]
) -> None:
    assert folded(message, 20, lines) == shown
