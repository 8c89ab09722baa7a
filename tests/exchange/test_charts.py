"""Figures drawn in text: told apart without colour, within every width, with their numbers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbench.domain.figures import (
    AttemptStep,
    Figures,
    HourCell,
    Rhythm,
    Slot,
    Week,
)
from callbench.domain.records import CallSession
from callbench.domain.stats import BlockStats
from callbench.exchange.charts import CHARTS, Chart, block_chart, in_ascii, plain, small_rhythm
from callbench.exchange.charts.pieces import (
    GATEKEEPER,
    MEETING,
    NOBODY,
    TALK,
    bar,
    percent,
    shared,
    span,
)
from callbench.exchange.charts.values import as_plain

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SESSION = CallSession(id="s", title="Tue 24 Nov 2026, 09:00", started_at=AT)


def slot(minute: int, calls: int, **times: int) -> Slot:
    idle = 600 - sum(times.values())
    at = AT + timedelta(minutes=minute)
    return Slot(at=at, calls=calls, connects=calls, conversations=1, idle=idle, **times)


SLOTS = (
    slot(0, 8, dialling=300),
    slot(10, 2, talk=400, after_call=100),
    slot(50, 1, talk=100, paused=400),
)
RHYTHM = Rhythm(
    session=SESSION,
    begin=AT,
    end=AT + timedelta(minutes=60),
    slots=SLOTS,
    talk=500,
    dialling=300,
    after_call=100,
    paused=400,
    idle=2300,
)


def many(weeks: int = 3, scale: int = 1) -> Figures:
    """Figures with something in every chart; `scale` makes the numbers long."""
    results: Any = {"nobody": 20, "gatekeeper": 4, "conversation": 5, "meeting": 1}
    week = {name: count * scale for name, count in results.items()}
    monday = date(2026, 11, 23)
    return Figures(
        sessions=12 * scale,
        stats=BlockStats(
            calls=30 * scale * weeks,
            connects=10 * scale * weeks,
            conversations=6 * scale * weeks,
            meetings=scale * weeks,
            asked_for_meeting=5,
            next_steps=3,
            talk_seconds=3600 * scale,
            after_call_seconds=900,
            wrapped_up=20,
        ),
        hours={
            (day, hour): HourCell(20 * scale, (day + hour) % 9 * scale, 0)
            for day in range(5)
            for hour in range(8, 18)
        },
        weeks=tuple(
            Week(monday=monday - timedelta(weeks=back), results=week, kept=5, late=1, missed=2)
            for back in reversed(range(weeks))
        ),
        attempts=tuple(
            AttemptStep(number, 100 * scale // number, 10, 0.1 * number) for number in range(1, 15)
        ),
        last=RHYTHM,
    )


def text_of(ident: str, figures: Figures, width: int = 76) -> str:
    chart = next(chart for chart in CHARTS if chart.id == ident)
    return "\n".join(plain(chart.draw(figures, width)))


# ---------------------------------------------------------------------- all of them


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
@pytest.mark.parametrize("width", [56, 62, 76, 78, 116, 196])
@pytest.mark.parametrize("figures", [many(), many(80, 997)], ids=["few", "years"])
def test_a_chart_keeps_within_its_width(chart: Chart, width: int, figures: Figures) -> None:
    rows = plain(chart.draw(figures, width))
    assert rows
    assert max(map(len, rows)) <= width


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
@pytest.mark.parametrize("width", [1, 8, 20])
def test_a_chart_is_drawn_somehow_where_there_is_no_room(chart: Chart, width: int) -> None:
    assert chart.draw(many(), width)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
def test_a_chart_of_nothing_is_nothing(chart: Chart) -> None:
    assert chart.draw(Figures(), 76) == []
    assert chart.nothing


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
def test_a_chart_can_be_printed_in_ascii(chart: Chart) -> None:
    for row in plain(chart.draw(many(), 76)):
        in_ascii(row).encode("ascii")


# ---------------------------------------------------------------------- each of them


def test_hours_show_numbers_signs_and_the_best() -> None:
    hours = {
        (0, 9): HourCell(40, 4, 1),
        (0, 10): HourCell(40, 19, 1),
        (1, 9): HourCell(40, 8, 1),
        (4, 9): HourCell(40, 12, 1),
        (5, 10): HourCell(4, 4, 4),
    }
    figures = Figures(stats=BlockStats(calls=164), hours=hours)
    assert text_of("hours", figures).splitlines()[:15] == [
        "        09       10      all",
        "Mon      4 ░     19 ▓     23",
        "        10%      48%      29%",
        "Tue      8 ░      ·        8",
        "        20%               20%",
        "Wed      ·        ·        ·",
        "",
        "Thu      ·        ·        ·",
        "",
        "Fri     12 ▒      ·       12",
        "        30%               30%",
        "Sat      ·        4        4",
        "                100%     100%",
        "all     24       23       47",
        "        20%      52%      29%",
    ]
    assert "10:00–11:00  52 % answered, 23 of 44 calls" in text_of("hours", figures)


def test_hours_are_joined_where_there_is_no_room() -> None:
    heading = text_of("hours", many(1, 997), 62).splitlines()[0].split()
    assert heading == ["08–10", "10–12", "12–14", "14–16", "16–18", "all"]


def test_no_hour_is_best_after_a_few_calls() -> None:
    figures = Figures(stats=BlockStats(calls=9), hours={(0, 9): HourCell(9, 9, 9)})
    assert "none has 20 calls yet" in text_of("hours", figures)


def test_weeks_are_bars_of_signs_with_the_empty_ones_between() -> None:
    old = Week(monday=date(2026, 11, 2), results={"nobody": 3, "meeting": 1})
    new = Week(monday=date(2026, 11, 16), results={"nobody": 4, "gatekeeper": 2, "conversation": 2})
    figures = Figures(stats=BlockStats(calls=12), weeks=(old, new))
    assert text_of("weeks", figures).splitlines() == [
        "██ meeting  ▓▓ conversation  ▒▒ gatekeeper  ░░ nobody",
        "",
        "week               calls  connects  talks  meetings",
        "2026-W47  16 Nov       8         4      2         ·  ▓▓▓▓▓▓▒▒▒▒▒▒░░░░░░░░░░░",
        "2026-W46   9 Nov",
        "2026-W45   2 Nov       4         1      1         1  ███░░░░░░░░░",
    ]


def test_the_newest_weeks_are_drawn_and_the_others_counted() -> None:
    assert text_of("weeks", many(60)).splitlines()[-1] == "7 earlier weeks are not drawn"


def test_a_long_time_with_nothing_is_one_row() -> None:
    weeks = [Week(monday=date(2026, 1, 5), kept=1), Week(monday=date(2026, 11, 16), missed=1)]
    lines = text_of("promises", Figures(weeks=tuple(weeks))).splitlines()
    assert [line.split("  ")[0] for line in lines[4:]] == ["2026-W47", "", "2026-W02"]
    assert lines[5] == "  ⋮  44 weeks with nothing"


def test_promises_name_their_rate() -> None:
    lines = text_of("promises", many(1)).splitlines()
    assert lines[0] == "5 of 8 promises kept, 62 %"
    assert lines[-1].split()[:6] == ["2026-W48", "23", "Nov", "5", "1", "2"]
    assert "█▒" in lines[-1]
    assert "▒×" in lines[-1]


def test_attempts_name_the_rate_and_how_far_it_brings() -> None:
    lines = text_of("attempts", many()).splitlines()
    assert lines[3].startswith("1st          100       10    10 %    10 %  ███░░░")
    assert lines[14].startswith("12th")
    assert lines[15] == "later attempts: 20 of 14 reached"


def test_figures_stand_beside_those_of_the_field() -> None:
    lines = text_of("figures", many(1)).splitlines()
    assert lines[2].split("  ")[-1].strip() == "9.9 %"
    assert "60 %  3 of 5 asked" in lines[5]
    assert "none asked yet" in lines[6]


def test_the_block_shows_gaps_and_shares() -> None:
    lines = plain(block_chart(RHYTHM, 76))
    assert lines[0] == "Tue 24 Nov 2026, 09:00 to 10:00"
    assert lines[4].split() == ["09:00", "8", "8", "1", "▒" * 23 + "░" * 22]
    assert lines[6] == "  ⋮    30 minutes without a call"
    assert lines[-1] == "·· paused            6:40"


@pytest.mark.parametrize(
    ("width", "numbers"), [(60, "  8  2  ·  ·  ·  1"), (9, " 10  ·  1"), (2, " 11")]
)
def test_the_small_rhythm_joins_columns_that_do_not_fit(width: int, numbers: str) -> None:
    rows = plain(small_rhythm(RHYTHM, width))
    assert rows[1] == numbers
    assert rows[2].replace(" ", "")[0] == "█"


def test_a_block_without_calls_has_no_rhythm() -> None:
    empty = Rhythm(session=SESSION, begin=AT, end=AT)
    assert (block_chart(empty, 76), small_rhythm(empty, 76)) == ([], [])


# ---------------------------------------------------------------------- pieces


@given(st.lists(st.integers(0, 1000), max_size=5), st.integers(0, 40), st.integers(1, 40))
def test_cells_are_shared_out_to_the_last(counts: list[int], cells: int, most: int) -> None:
    cells = min(cells, most)
    sizes = shared(counts, cells, most)
    present = sum(count > 0 for count in counts)
    assert sum(sizes) == (min(max(cells, present), most) if present else 0)
    assert all(size == 0 for size, count in zip(sizes, counts, strict=True) if not count)
    if present <= most:
        assert all(size > 0 for size, count in zip(sizes, counts, strict=True) if count)


def test_parts_of_a_bar_have_signs_of_their_own() -> None:
    parts = [(part, 1) for part in (MEETING, TALK, GATEKEEPER, NOBODY)]
    assert plain([bar(parts, 4, 8)]) == ["██▓▓▒▒░░"]
    assert plain([bar(parts, 0, 8)]) == ["█▓▒░"]
    assert bar([], 4, 8) == []


@pytest.mark.parametrize(
    ("write", "value", "text"),
    [
        (percent, 0.0, "0 %"),
        (percent, 0.0994, "9.9 %"),
        (percent, 0.0996, "10 %"),
        (percent, 1.0, "100 %"),
        (span, 59, "0:59"),
        (span, 3661, "1:01:01"),
        (span, -5, "0:00"),
    ],
)
def test_numbers_are_written_short(write: Callable[[Any], str], value: float, text: str) -> None:
    assert write(value) == text


def test_a_rate_of_nothing_is_nothing() -> None:
    assert percent(0, 0) == ""
    rates = as_plain(Figures())["rates"]
    assert set(rates.values()) == {None}
