"""The key bar: hints that fit, or a word on why a key did not act."""

from __future__ import annotations

from block_bench import Bare, text_on
from rep_keys import settle
from textual.pilot import Pilot

from callbench.tui.keybar import Hint, KeyBar

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
