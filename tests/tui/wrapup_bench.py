"""The wrap-up pane on a real block, in a bare app, and somebody who presses its keys."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from block_bench import DANA, NOW, PLAYBOOK, Bare, FakeClock, a_key, text_on, until
from builders import a_block
from rep_keys import settle
from textual.pilot import Pilot
from textual.widgets import Input

from callbench.domain.block import Block
from callbench.domain.open_lines import OpenLine
from callbench.domain.records import Call, NextStep
from callbench.tui.block.meeting_line import MeetingReader
from callbench.tui.block.wrapup_pane import WrapUpPane

READER = MeetingReader(NOW, "Europe/London", "Europe/Madrid", "dmy")
EXACT = "2026-12-01 15:00"
MEETING = datetime(2026, 12, 1, 15, tzinfo=UTC)


class Desk:
    """Does at a block what the pane asks for, and writes down that it did."""

    def __init__(self, note: str) -> None:
        self.block: Block = a_block(clock=FakeClock())
        self.block.dial(DANA, "first", 1)
        self.block.note(note)
        self.block.hang_up()
        self.told: list[tuple[str, ...]] = []
        self.pane: WrapUpPane | None = None
        self.confirmed: Call | None = None
        self.ends: list[bool] = []

    @property
    def call(self) -> Call:
        call = self.confirmed or self.block.open_call
        assert call is not None
        return call

    def _show(self, *told: str) -> None:
        self.told.append(told)
        assert self.pane is not None
        self.pane.show(self.block.open_call, READER)

    def dispose(self, ident: str) -> None:
        self.block.dispose(ident)
        self._show("dispose", ident)

    def answer(self, question: str, answer: str, detail: str) -> None:
        self.block.answer(question, answer, detail)
        self._show("answer", question, answer, detail)

    def book(self, question: str, step: NextStep) -> None:
        self.block.book(question, step)
        self._show("book", question, step.wall)

    def give_reason(self, reason: str) -> None:
        self.block.give_reason(reason)
        self._show("reason", reason)

    def tick(self, question: str) -> None:
        assert self.pane is not None
        self.pane.update_note(self.block.tick(question))
        self.told.append(("tick", question))

    def type_line(self, question: str, answer: str, text: str | None) -> None:
        self.block.type_line(question, answer, text)

    def open_lines(self) -> tuple[OpenLine, ...]:
        return self.block.open_lines

    def confirm(self) -> None:
        self.confirmed = self.block.confirm()
        self._show("confirm")

    def show_keys(self) -> None:
        self.ends.append(self.pane is not None and self.pane.enter_confirms)


class Rep:
    """Presses keys as the calling screen hands them on: to the pane first, else to the line."""

    def __init__(self, desk: Desk, pane: WrapUpPane, pilot: Pilot[None]) -> None:
        self.desk, self.pane, self.pilot = desk, pane, pilot

    def press(self, *names: str) -> list[bool]:
        return [self.pane.take_key(a_key(name)) for name in names]

    async def type(self, words: str) -> None:
        """Type into the line, whose every character the pane lets through first."""
        for character in words:
            assert self.pane.take_key(a_key(character)) is False
            self.line.insert_text_at_cursor(character)
        await settle(self.pilot)

    @property
    def line(self) -> Input:
        return self.pane.query_one(Input)

    @property
    def told(self) -> list[tuple[str, ...]]:
        return self.desk.told

    def last(self) -> tuple[str, ...]:
        return self.told[-1]

    @property
    def text(self) -> str:
        return text_on(self.pilot.app)

    async def shows(self, words: str) -> None:
        await until(self.pilot, lambda: words in self.text)


@asynccontextmanager
async def wrapping(*keys: str, note: str = "", height: int = 30) -> AsyncIterator[Rep]:
    """The pane on a call that has just ended, after these keys."""
    desk = Desk(note)
    desk.pane = pane = WrapUpPane(PLAYBOOK, desk)
    app = Bare(pane)
    async with app.run_test(size=(46, height)) as pilot:
        pane.show(desk.block.open_call, READER)
        pane.enter()
        rep = Rep(desk, pane, pilot)
        assert all(rep.press(*keys))
        await settle(pilot)
        yield rep
