"""The lines of the agenda as text: columns apart, whatever is in them and however wide."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from rich.cells import cell_len

from callbench.domain.agenda import Agenda, Candidate, Problem, Promise
from callbench.domain.records import NextStep, ProspectRef
from callbench.tui.agenda.rows import AgendaRow, agenda_rows, columns_of, paint
from callbench.tui.line_list import fitted

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
REASON = "because " * 20


def to(name: str) -> ProspectRef:
    return ProspectRef(id=name, name=name)


def promise(name: str, at: datetime, their_zone: str = "") -> Promise:
    step = NextStep(
        starts_at=at, wall="", zone="Europe/London", their_zone=their_zone, reason=REASON
    )
    return Promise(call=name, session="", prospect=to(name), step=step, made_at=NOW)


def problem(name: str, due: date, *, overdue: bool) -> Problem:
    return Problem(
        prospect=to(name),
        words=REASON,
        call=name,
        session="",
        heard_at=NOW,
        due=due,
        overdue=overdue,
    )


def painted(agenda: Agenda, width: int) -> list[tuple[AgendaRow, str]]:
    """The lines without the headings, each as it is shown."""
    rows = agenda_rows(agenda, NOW, LONDON)
    columns = columns_of(rows, LONDON)
    shown = ["".join(text for text, _ in fitted(paint(row, columns, width), width)) for row in rows]
    assert {cell_len(line) for line in shown} == {width}
    return [(row, line) for row, line in zip(rows, shown, strict=True) if row.item is not None]


def lines(agenda: Agenda, width: int) -> list[str]:
    return [line for _, line in painted(agenda, width)]


OLD = Candidate(
    prospect=to("Al"), since=NOW - timedelta(days=400), attempts=1, call="al", session=""
)
NEVER = Candidate(prospect=to("Jo"), since=None, attempts=8, call="jo", session="")
FULL = Agenda(
    overdue=(promise("Max", datetime(2025, 11, 12, 10, tzinfo=UTC)),),
    coming=(
        promise("Maximiliane Oberhuber-Zwetschgenbaum", NOW + timedelta(days=18)),
        promise("田中 太郎", NOW + timedelta(days=19), "Asia/Tokyo"),
        promise("Hana", NOW + timedelta(days=19), "America/Indiana/Indianapolis"),
        promise(
            "Ana", datetime(2026, 12, 1, 23, 30, tzinfo=UTC), "America/Argentina/ComodRivadavia"
        ),
    ),
    problems=(
        problem("Imran Qureshi", date(2026, 11, 12), overdue=True),
        problem("Ó", date(2026, 12, 30), overdue=False),
    ),
    ready_step_back=(OLD,),
    ready_let_go=(NEVER,),
)


@pytest.mark.parametrize("width", [77, 117, 149, 300])
def test_columns_never_touch(width: int) -> None:
    for row, line in painted(FULL, width):
        left, right = row.when or " ", row.about[:5]
        assert re.fullmatch(
            rf"(! |  ){left}( in London)?  +(\S.*\S  +)?{row.who[:2]}.*  +{right}.*", line
        ), line


@pytest.mark.parametrize(("width", "least"), [(77, 30), (117, 35), (149, 50)])
def test_the_reason_has_the_room_there_is(width: int, least: int) -> None:
    line = next(line for line in lines(FULL, width) if "Imran" in line)
    reason = line[line.index("because") :]
    assert len(reason) >= least
    assert reason.endswith("…")


def test_what_stands_in_a_line() -> None:
    shown = [" ".join(line.split()) for line in lines(FULL, 200)]
    starts = [line.partition(" because")[0] for line in shown]
    assert starts == [
        "Wed 12 Nov 2025 10:00 Max",
        "Sat 12 Dec 09:00 Maximiliane Oberhuber-Zwetschge…",
        "! Sun 13 Dec 09:00 in London 18:00 in Tokyo 田中 太郎",
        "! Sun 13 Dec 09:00 in London 04:00 in Indianapolis Hana",
        "Tue 1 Dec 23:30 in London 20:30 in ComodRivadavia Ana",
        "overdue Thu 12 Nov Imran Qureshi",
        "by Wed 30 Dec Ó",
        "since Mon 20 Oct 2025 Al 1 attempt",
        "Jo 8 attempts",
    ]


def test_in_a_narrow_list_only_lines_with_another_clock_give_room_for_it() -> None:
    shown = [" ".join(line.split()) for line in lines(FULL, 77)]
    assert "! Sun 13 Dec 09:00 田中 太郎 18:00 in Tokyo because" in shown[2]
    assert shown[1].startswith("Sat 12 Dec 09:00 Maximiliane Oberhu… because because")


def test_how_many_overlap_stands_in_the_heading() -> None:
    headings = [row.heading for row in agenda_rows(FULL, NOW, LONDON) if row.heading]
    assert headings[:2] == ["Overdue: promised and not called · 1", "Coming · 4 · 2 overlap"]
