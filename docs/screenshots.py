"""Draws the pictures of the docs from the real program: ``make screenshots``.

A block is worked on the sample data with a clock that moves only when told to, so that a picture
changes only when the program does. Each scene is drawn in two sizes and both themes into
``docs/img/SCENE-COLUMNS-THEME.svg``; arguments name the scenes to draw, all of them without.
"""

from __future__ import annotations

import asyncio
import html
import re
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from msgspec.structs import replace
from rich.cells import cell_len
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from callbench.store.sample import make_sample
from callbench.tui.app import CallbenchApp
from callbench.tui.block.opening import new_block
from callbench.tui.block.screen import BlockScreen
from callbench.tui.context import Context, open_context

FOLDER = Path(__file__).resolve().parent / "img"
SIZES = ((120, 36), (80, 24))
THEMES = ("dark", "light")
BEGIN = datetime(2026, 11, 24, 13, 55, 20, tzinfo=UTC)

FONTS = 'Menlo, "DejaVu Sans Mono", "Cascadia Mono", Consolas, "Liberation Mono", monospace'
"""Fonts that machines have: a picture in a page may load none, and shall not ask for one."""

CELL = 12.2
"""Width of a character cell in the picture."""

PATIENCE = 100
"""How often a screen is looked at, until what a thread reads is on it."""

NOTE = """\
00:14 has read the tariff, likes the price per drop
? does it do multi-drop
! budget frozen till January
+ hates their hold-music supplier
> thu 3pm with the CFO"""


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def __call__(self) -> datetime:
        """The moment it is."""
        return self._now

    def move(self, minutes: float) -> None:
        """Let time pass."""
        self._now += timedelta(minutes=minutes)


class Stage:
    """The program as a scene finds it."""

    def __init__(self, pilot: Pilot[int], clock: Clock) -> None:
        self._pilot = pilot
        self.clock = clock

    async def keys(self, *keys: str) -> None:
        """Press keys."""
        await self._pilot.press(*keys)

    async def paste(self, text: str) -> None:
        """Put text where the cursor is, quicker than key by key."""
        self._pilot.app.post_message(events.Paste(text))
        await self._pilot.pause()

    async def find(self, name: str) -> None:
        """Select somebody in the queue."""
        await self.keys("slash")
        await self.paste(name)
        await self.keys("enter", "escape")

    async def settle(self) -> None:
        """Have everything on disk and the clocks shown as of now."""
        await self._pilot.pause()
        screen = self._pilot.app.screen
        for line in screen.query(Input):
            line.cursor_blink = False
        if isinstance(screen, BlockScreen):
            screen.save()
            await self._pilot.pause()
            screen.show_clocks()
            screen.refresh_keys()
        await self._pilot.pause()

    async def draw(self, scene: str, theme: str) -> None:
        """Write the picture of the screen once it shows what it is to show.

        Raises:
            RuntimeError: the scene did not come off.
        """
        columns = self._pilot.app.size.width
        for _ in range(PATIENCE):
            svg = self._pilot.app.export_screenshot(title="callbench", simplify=True)
            if SHOWS[scene] in svg:
                break
            await self._pilot.pause(0.05)
        else:
            raise RuntimeError(f"{scene} at {columns} columns: no {SHOWS[scene]!r} on the screen")
        path = FOLDER / f"{scene}-{columns}-{theme}.svg"
        path.write_text(self_contained(svg), encoding="utf-8")


def self_contained(svg: str) -> str:
    """The picture without the web font that Rich names in it, and in its columns with any other."""
    svg = re.sub(r"\s*@font-face \{[^}]*\}", "", svg)
    svg = svg.replace("font-family: Fira Code, monospace", f"font-family: {FONTS}")
    return re.sub(
        r' x="([\d.]+)" (y="[\d.]+") textLength="[^"]*"([^>]*)>([^<]*)<', _in_columns, svg
    )


def _in_columns(text: re.Match[str]) -> str:
    """A run of characters, each with its place: not every viewer heeds textLength."""
    left, top, rest, escaped = text.groups()
    places, x = [], float(left)
    for character in html.unescape(escaped):
        places.append(f"{x:.5g}")
        x += CELL * cell_len(character)
    return f' x="{" ".join(places)}" {top}{rest}>{escaped}<'


# ------------------------------------------------------------------ the scenes, one after the other


async def call(stage: Stage) -> None:
    """A conversation, its note marked."""
    for name, outcome in (("nair", "1"), ("marchetti", "2")):
        await stage.find(name)
        await stage.keys(outcome)
        stage.clock.move(1.5)
    await stage.find("carrasco")
    await stage.keys("d")
    stage.clock.move(2.2)
    await stage.paste(NOTE)


async def wrap_up(stage: Stage) -> None:
    """The end-of-call checklist, with the reading of a day and time."""
    await stage.keys("f8", "i", "n", "n")
    await stage.paste("CFO has to sign")
    await stage.keys("enter")
    await stage.paste("thu 3pm")
    stage.clock.move(0.5)


async def talk_track(stage: Stage) -> None:
    """The next prospect, with what to say."""
    await stage.keys("enter")
    await stage.paste("walk the CFO through the new tariff")
    await stage.keys("enter", "t")
    stage.clock.move(0.5)


async def summary(stage: Stage) -> None:
    """What the block achieved."""
    await stage.keys("t", "2", "d")
    stage.clock.move(3)
    await stage.paste("no budget before spring, and glad to be asked straight")
    await stage.keys("f8", "n")
    await stage.paste("send one mail, not three")
    stage.clock.move(0.4)
    await stage.keys("enter", "1", "3", "Q")


async def agenda(stage: Stage) -> None:
    """What is promised, from the start screen."""
    await stage.keys("enter", "g")


async def review(stage: Stage) -> None:
    """A search over all sessions."""
    await stage.keys("escape", "r", "slash")
    await stage.paste("plan")


Scene = Callable[[Stage], Awaitable[None]]

SCENES: Mapping[str, Scene] = MappingProxyType({
    "call": call,
    "wrap-up": wrap_up,
    "talk-track": talk_track,
    "summary": summary,
    "agenda": agenda,
    "review": review,
})


SHOWS: Mapping[str, str] = MappingProxyType({
    "call": "drop",
    "wrap-up": "Madrid",
    "talk-track": "Talk",
    "summary": "over",
    "agenda": "Coming",
    "review": "newest",
})
"""A word by which a scene is known to have come off."""


async def play(size: tuple[int, int], wanted: frozenset[str]) -> None:
    """Play all scenes in a window of one size and draw those wanted."""
    with tempfile.TemporaryDirectory(prefix="callbench-docs-") as folder:
        clock = Clock(BEGIN)
        app = CallbenchApp(_context(Path(folder), clock), new_block)
        async with app.run_test(size=size) as pilot:
            stage = Stage(pilot, clock)
            for name, scene in SCENES.items():
                await scene(stage)
                for theme in THEMES if name in wanted else ():
                    app.theme = f"callbench-{theme}"
                    await stage.settle()
                    await stage.draw(name, theme)


def _context(folder: Path, clock: Clock) -> Context:
    """The sample, with the settings of one rep and none of the machine's."""
    bench = make_sample(folder, now=clock(), zone="Europe/London")
    context = open_context(bench, clock=clock)
    config = replace(context.config, rep="Sam", zone="Europe/London", region="GB", date_order="dmy")
    return replace(context, config=replace(config, target_calls=30))


def main(wanted: frozenset[str]) -> int:
    """Draw the scenes wanted, or all.

    Returns:
        The exit status.
    """
    unknown = wanted - SCENES.keys()
    if unknown:
        known = ", ".join(SCENES)
        sys.stderr.write(f"no such scene: {', '.join(sorted(unknown))}; there are {known}\n")
        return 2
    FOLDER.mkdir(exist_ok=True)
    for size in SIZES:
        asyncio.run(play(size, wanted or frozenset(SCENES)))
    return 0


if __name__ == "__main__":
    sys.exit(main(frozenset(sys.argv[1:])))
