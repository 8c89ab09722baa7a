"""The queue: rows as they read, one of them selected, and the filter."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from block_bench import DANA, LENA, LONDON, NOW, OMAR, PLAYBOOK, Bare, text_on, until
from rep_keys import settle
from textual import on
from textual.pilot import Pilot
from textual.widgets import Input

from callbench.domain.hours import LocalTime, local_time
from callbench.domain.queue import Group, QueueRow
from callbench.domain.records import Prospect, replace
from callbench.domain.standing import Tier
from callbench.tui.block.queue_pane import QueuePane

OPEN = local_time(("Europe/London",), PLAYBOOK.hours, NOW)


def a_row(
    prospect: Prospect = DANA,
    group: Group = Group.NEW,
    label: str = "new",
    *,
    there: LocalTime = OPEN,
    tier: int | None = None,
    minutes: float | None = None,
) -> QueueRow:
    """A row; `minutes` from now is when a promised call is due."""
    return QueueRow(
        prospect,
        group,
        "first" if minutes is None else "promised",
        1,
        label,
        None if minutes is None else NOW + timedelta(minutes=minutes),
        there,
        (int(group) if tier is None else tier, 0.0, int(group), 0.0, 0, 0),
    )


ROWS = [a_row(DANA), a_row(OMAR), a_row(LENA)]


class Host(Bare):
    """Records who is selected when the pane says that it is another one."""

    pane: QueuePane

    @on(QueuePane.Selected)
    def _record(self) -> None:
        row = self.pane.row
        self.told.append(("selected", row.prospect.id if row is not None else ""))


@asynccontextmanager
async def queue(
    rows: Sequence[QueueRow] = ROWS, size: tuple[int, int] = (36, 8)
) -> AsyncIterator[tuple[QueuePane, Host, Pilot[None]]]:
    app = Host(pane := QueuePane(LONDON))
    async with app.run_test(size=size) as pilot:
        await pane.mount_filter()
        pane.show(rows, now=NOW)
        pane.focus_rows()
        await settle(pilot)
        yield pane, app, pilot


def lines(app: Host) -> list[str]:
    """The rows as shown, without the border."""
    return [line[1:-1].rstrip() for line in text_on(app).split("\n")[1:-1]]


async def test_each_row_says_why_it_is_there() -> None:
    hank = replace(DANA, id="hank", name="Hank Osgood")
    closed = local_time(("America/New_York",), PLAYBOOK.hours, NOW)
    rows = [
        a_row(DANA, Group.PROMISED, "promised", minutes=2),
        a_row(OMAR, Group.MISSED, "missed", minutes=-90),
        a_row(LENA, Group.DUE, "retry 2/6"),
        a_row(hank, Group.NEW, there=closed, tier=Tier.CLOSED),
        a_row(replace(hank, id="z", zone=""), there=LocalTime("unknown"), tier=Tier.CLOSED),
    ]
    async with queue(rows) as (_, app, _pilot):
        assert [" ".join(line.split()) for line in lines(app)[:5]] == [
            "● 10:02 Dana Whitfield promised",
            "! 08:30 Omar Haddad missed",
            "Lena Fischer retry 2/6",
            "· Hank Osgood opens 13:00",
            "· Hank Osgood new · zone ?",
        ]


async def test_a_promise_missed_on_another_day_names_the_day() -> None:
    days = (0.1, 1, 6, 7, 400)
    rows = [a_row(DANA, Group.MISSED, "missed", minutes=-day * 24 * 60) for day in days]
    async with queue(rows, (44, 8)) as (_, app, _pilot):
        assert [" ".join(line.split()) for line in lines(app)[:5]] == [
            "! 07:36 Dana Whitfield missed",
            "! Dana Whitfield missed Mon",
            "! Dana Whitfield missed Wed",
            "! Dana Whitfield missed 17 Nov",
            "! Dana Whitfield missed 20 Oct 2025",
        ]


async def test_hours_that_begin_on_another_day_name_it() -> None:
    evening = NOW + timedelta(hours=12)
    closed = local_time(("Europe/London",), PLAYBOOK.hours, evening)
    async with queue([a_row(there=closed, tier=Tier.CLOSED)]) as (_, app, _pilot):
        assert lines(app)[0].split()[-2:] == ["Wed", "08:00"]


async def test_moving_tells_of_each_other_prospect_once() -> None:
    async with queue() as (pane, app, pilot):
        app.told.clear()
        for step in (1, 1, 1, -5, -1):
            pane.move(step)
            await settle(pilot)
        assert app.told == [("selected", "omar"), ("selected", "lena"), ("selected", "dana")]


async def test_showing_keeps_the_prospect_selected_wherever_they_went() -> None:
    async with queue() as (pane, app, pilot):
        pane.move(1)
        await settle(pilot)
        app.told.clear()
        pane.show([ROWS[1], ROWS[0]], "omar", now=NOW)
        await settle(pilot)
        assert (pane.cursor, pane.row) == (0, ROWS[1])
        assert app.told == []


async def test_a_prospect_who_left_gives_their_place_to_the_next() -> None:
    async with queue() as (pane, app, pilot):
        pane.show([ROWS[0], ROWS[2]], "omar", 1, now=NOW)
        await settle(pilot)
        assert app.told[-1] == ("selected", "lena")
        pane.show([], "lena", 1, now=NOW)
        await settle(pilot)
        assert (pane.row, app.told[-1]) == (None, ("selected", ""))


async def test_who_is_on_the_line_is_marked() -> None:
    async with queue() as (pane, app, pilot):
        pane.show(ROWS, "dana", on_call="dana", now=NOW)
        await settle(pilot)
        assert lines(app)[0].startswith("☎ Dana Whitfield")
        assert lines(app)[0].endswith("on the line")


async def test_the_filter_counts_and_selects_what_is_left() -> None:
    async with queue() as (pane, app, pilot):
        pane.open_filter()
        assert pane.filtering
        pane.query_one(Input).value = "FISCH"
        await until(pilot, lambda: "Queue · 1 of 3" in text_on(app))
        assert pane.row == ROWS[2]
        pane.query_one(Input).value = "new"
        await until(pilot, lambda: "Queue · 3" in text_on(app))
        pane.close_filter()
        pane.focus_rows()
        await until(pilot, lambda: not pane.filtering)
        assert len(pane.shown) == 3


async def test_a_wide_pane_has_room_for_the_company() -> None:
    async with queue(size=(62, 6)) as (_, app, _pilot):
        assert "Dana Whitfield" in lines(app)[0]
        assert "Northwind Freight" in lines(app)[0]


@pytest.mark.parametrize("name", ["[b]bold[/]", "[/", "[@click=app.bell]Acme[/]"])
async def test_a_name_is_shown_as_it_is(name: str) -> None:
    async with queue([a_row(replace(DANA, name=name))]) as (_, app, _pilot):
        assert name in lines(app)[0]


async def test_every_row_has_the_width_of_the_pane() -> None:
    long = replace(DANA, name="山田真由美" * 9)
    nameless = replace(DANA, name="", company="")
    async with queue([a_row(long), a_row(nameless), *ROWS]) as (_, app, _pilot):
        assert "…" in lines(app)[0]
        assert "+442079460018" in lines(app)[1]
        assert all(line[0] in "│╭╰" for line in text_on(app).split("\n"))


async def test_no_row_moves_when_the_scrollbar_comes() -> None:
    async with queue(ROWS, (36, 6)) as (pane, app, pilot):
        before = text_on(app).split("\n")[1]
        assert before.endswith("new │")
        pane.show(ROWS * 9, now=NOW)
        await settle(pilot)
        # The scrollbar is one cell, which is blank or half a block where it begins or ends.
        assert text_on(app).split("\n")[1][:-2] == before[:-2]


async def test_ten_thousand_rows_draw_what_is_seen() -> None:
    rows = [a_row(replace(DANA, id=str(n), name=f"Prospect {n}")) for n in range(10_000)]
    async with queue(rows) as (pane, app, pilot):
        pane.move(9_990)
        await until(pilot, lambda: "▸ Prospect 9990" in text_on(app))
        assert "Prospect 9989" in text_on(app)
