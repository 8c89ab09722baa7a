"""Somebody at the keyboard of an app without a terminal, who waits for what comes of a key."""

from __future__ import annotations

import asyncio
import time
import unicodedata
from collections.abc import Callable
from typing import Any

from headless import draw
from textual import events
from textual.app import App
from textual.pilot import Pilot

__all__ = ["a_key", "draw", "press", "press_at_once", "settle", "text_on", "until"]

PATIENCE = 30.0
"""Seconds after which something awaited is given up: a busy machine is not a failure."""

MOMENT = 0.003
"""Seconds within which a timer that is due is waited for."""

_NAMED = {
    "enter": "\r",
    "tab": "\t",
    "escape": "\x1b",
    "space": " ",
    "slash": "/",
    "question_mark": "?",
}


def a_key(name: str) -> events.Key:
    """The event of a key, named as Textual does or by its character."""
    if name in _NAMED:
        return events.Key(name, _NAMED[name])
    if len(name) > 1:
        return events.Key(name, None)
    if name == "\n":
        return events.Key("enter", "\r")
    key = name if name.isalnum() else unicodedata.name(name).lower()
    key = {"solidus": "slash"}.get(key, key).replace(" ", "_").replace("-", "_")
    return events.Key(key, name)


async def press_at_once(pilot: Pilot[Any], *names: str) -> None:
    """Press keys as fast as a terminal can send them, and wait until all are dealt with."""
    for name in names:
        pilot.app.post_message(a_key(name))
    done = asyncio.Event()
    pilot.app.call_later(done.set)
    await asyncio.wait_for(done.wait(), PATIENCE)
    await settle(pilot)


async def press(pilot: Pilot[Any], *names: str) -> None:
    """Press keys, each once the one before it is dealt with."""
    for name in names:
        await press_at_once(pilot, name)


async def settle(pilot: Pilot[Any]) -> None:
    """Wait until nothing in this thread is ready to run, nor will be in a moment.

    So every widget has dealt with what came to it, and with what came of that. Textual's own pause
    waits until the process has been idle for a while, which was a third of the time that the tests
    of screens took. What a thread still works on is not waited for.

    Raises:
        AssertionError: it never comes to rest; shows the screen.
    """
    loop = asyncio.get_running_loop()
    # Asyncio has no public way to tell, and to ask each widget by a message takes far longer.
    ready, timers = vars(loop)["_ready"], vars(loop)["_scheduled"]
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        moment = loop.time() + MOMENT
        due = [timer.when() for timer in timers if not timer.cancelled()]
        if ready or min(due, default=moment) < moment:
            await asyncio.sleep(0 if ready else MOMENT / 4)
            continue
        # What the screen's own timer would do a few milliseconds later.
        pilot.app.screen._on_timer_update()
        if not ready:
            return
    raise AssertionError(f"it does not come to rest:\n{text_on(pilot.app)}")


async def until(pilot: Pilot[Any], true: Callable[[], bool]) -> None:
    """Wait for a condition, and for what else comes of whatever made it true.

    Raises:
        AssertionError: it does not come true; shows the screen.
    """
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert pilot.app.is_running, "the app has ended"
        if time.monotonic() > deadline:
            raise AssertionError(f"it did not come true:\n{text_on(pilot.app)}")
        await asyncio.sleep(0.01)
    await settle(pilot)


def text_on(app: App[Any]) -> str:
    """Everything that is on the screen, a line each."""
    # Textual has no public way to read what it shows.
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text for strip in strips)
