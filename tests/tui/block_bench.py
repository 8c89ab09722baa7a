"""A small workbench to call from, a rep at its keyboard, and a bare app for one pane."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

# The builders are shared by all rings of tests and so lie one folder up.
sys.path.append(str(Path(__file__).parent.parent))

from builders import DANA, LENA, LONDON, NOW, OMAR, PLAYBOOK, FakeClock
from rep_keys import a_key, press, press_at_once, settle, text_on, until

from callbench.domain.records import Call, Prospect, replace
from callbench.store.config import Config
from callbench.store.lists import ProspectList, write_list
from callbench.store.workbench import Workbench
from callbench.tui.app import CallbenchApp
from callbench.tui.block import view
from callbench.tui.block.desk import Desk
from callbench.tui.block.note_pane import NotePane
from callbench.tui.block.opening import new_block
from callbench.tui.block.screen import BlockScreen
from callbench.tui.context import Context
from callbench.tui.keybar import KeyBar

__all__ = [
    "DANA",
    "LENA",
    "LONDON",
    "NOW",
    "OMAR",
    "PLAYBOOK",
    "Bare",
    "FakeClock",
    "Rep",
    "a_bench",
    "a_key",
    "calling",
    "press",
    "settle",
    "text_on",
    "until",
]

INSTANT = timedelta(milliseconds=1)
"""By which the clock moves on at each look, so that no two acts coincide."""


def a_bench(
    root: Path,
    prospects: Iterable[Prospect] = (DANA, OMAR, LENA),
    *,
    clock: Callable[[], Any] | None = None,
    **config: Any,
) -> Context:
    """A workbench with one list, at a moment at which all of them may be called."""
    bench = Workbench.open(root / "home")
    people = tuple(prospects)
    write_list(
        bench,
        ProspectList(slug="freight", title="Freight", imported_at=NOW, prospects=people),
    )
    settings = Config(**{"rep": "sam", "zone": "Europe/London", "region": "GB", **config})
    return Context(bench, settings, PLAYBOOK, clock or FakeClock(step=INSTANT))


class Rep:
    """Somebody at the keyboard of the calling screen, who types ahead of it."""

    def __init__(self, app: CallbenchApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *names: str) -> None:
        """Press keys at once, as fast as a terminal can send them, until all are dealt with."""
        await press_at_once(self.pilot, *names)

    async def type(self, words: str) -> None:
        await self.press(*words)

    @property
    def screen(self) -> Screen[Any]:
        return self.app.screen

    @property
    def desk(self) -> Desk:
        screens = [screen for screen in self.app.screen_stack if isinstance(screen, BlockScreen)]
        return screens[-1].desk

    @property
    def calls(self) -> list[Call]:
        return list(self.desk.block.calls)

    @property
    def outcomes(self) -> list[tuple[str, str | None]]:
        return [(call.prospect.id, call.disposition) for call in self.calls]

    @property
    def note(self) -> str:
        return self.screen.query_one(NotePane).text

    @property
    def said(self) -> str:
        return self.screen.query_one(KeyBar).message

    @property
    def hints(self) -> list[str]:
        """The names in the key bar."""
        return [name for _, name in self.screen.query_one(KeyBar).hints]

    @property
    def text(self) -> str:
        return text_on(self.app)

    @property
    def selected(self) -> str:
        """The name in the row that the queue has selected."""
        return next(
            (line[3:].split("  ")[0] for line in self.text.split("\n") if line[1:2] in {"▸", "●"}),
            "",
        )

    async def until(self, true: Callable[[], bool]) -> None:
        await until(self.pilot, true)


@asynccontextmanager
async def calling(
    context: Context,
    first: Callable[[Context], Screen[None]] = new_block,
    size: tuple[int, int] = (100, 24),
) -> AsyncIterator[Rep]:
    """The calling screen on that workbench."""
    app = CallbenchApp(context, first)
    # What follows the first frame follows it at once: nobody looks at it here.
    with mock.patch.object(view, "FRAME_SECONDS", 0.001):
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            yield Rep(app, pilot)


class Bare(App[None]):
    """An app with one pane, which records what the pane posts."""

    def __init__(self, pane: Widget) -> None:
        super().__init__()
        self.pane = pane
        self.told: list[tuple[str, ...]] = []

    def compose(self) -> ComposeResult:
        yield self.pane


def nobody_in_hours() -> Prospect:
    """Somebody in New York, where it is five in the morning."""
    zone = "America/New_York"
    hank: Prospect = replace(DANA, id="hank", name="Hank Osgood", phone="+12125550142", zone=zone)
    return hank
