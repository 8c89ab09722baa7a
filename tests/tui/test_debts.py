"""Screens hear of what is written by now, from a thread that knows nothing of screens."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from past_bench import DANA, NOW, a_past, showing
from rep_keys import press, settle

from callbench.domain.records import Addendum
from callbench.store.rescue.debts import Debt, OwedAddendum
from callbench.store.rescue.owing import Owing
from callbench.tui.start.screen import StartScreen

PAID = OwedAddendum(session="s", call="talk", prospect=DANA, addendum=Addendum(at=NOW, text=""))


async def test_a_screen_that_was_closed_meanwhile_does_not_end_the_thread(tmp_path: Path) -> None:
    listeners: list[Callable[[Debt], object]] = []
    with mock.patch.object(Owing, "listen", lambda _, told: listeners.append(told)):
        async with showing(a_past(tmp_path), StartScreen) as pilot:
            await press(pilot, "g", "escape")
            await press(pilot, "r", "q")
            failed: list[type[BaseException] | None] = []
            with mock.patch.object(threading, "excepthook", lambda args: failed.append(args[0])):
                for told in listeners:
                    thread = threading.Thread(target=told, args=(PAID,))
                    thread.start()
                    thread.join()
            await settle(pilot)
            assert (len(listeners), failed) == (3, [])
