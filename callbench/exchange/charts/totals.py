"""The figures as a table, each beside what the field reports."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from callbench.domain.figures import Figures
from callbench.domain.text import counted
from callbench.exchange.charts.pieces import Row, percent, prose, span, words


class Total(msgspec.Struct, frozen=True):
    """One figure."""

    name: str
    value: str
    rate: str = ""
    field: str = ""
    """What the field reports for the rate, and who (docs/figures.md)."""


def totals(figures: Figures) -> Iterator[Total]:
    """The figures in the order of a call: dialled, answered, spoken, agreed, kept."""
    stats = figures.stats
    yield Total("calls", f"{stats.calls:,}", f"in {counted(figures.sessions, 'block')}")
    yield Total(
        "connects", f"{stats.connects:,}", _share(stats.connects, stats.calls, "calls"), "9.9 %"
    )
    yield Total(
        "conversations",
        f"{stats.conversations:,}",
        _share(stats.conversations, stats.connects, "connects"),
        "58 %",
    )
    yield Total(
        "meetings",
        f"{stats.meetings:,}",
        _share(stats.meetings, stats.conversations, "conversations"),
        "4.6 %",
    )
    yield _of("exact next step", stats.next_steps, stats.asked_for_meeting, "asked")
    yield _of("one more issue", stats.one_more_issue, stats.asked_if_certain, "asked")
    yield _of("promises kept", figures.kept, figures.owed, "due")
    yield Total("talk time", span(stats.talk_seconds), f"{span(stats.talk_average)} a conversation")
    average = f"{span(stats.after_call_average)} a conversation"
    yield Total("after-call time", span(stats.after_call_seconds), average, "0:45")


def totals_chart(figures: Figures, width: int) -> list[Row]:
    """The table of figures, with the field's beside them where there is room."""
    if not figures.stats.calls:
        return []
    roomy = width >= 62
    rows: list[Row] = (
        [words(f"{'':<16}{'':>9}  {'':<24}{'the field':>9}", "muted")] if roomy else []
    )
    for total in totals(figures):
        row: Row = [(f"{total.name:<16}", "muted"), (f"{total.value:>9}", "strong")]
        row.append((f"  {total.rate:<24}", ""))
        if roomy:
            row.append((f"{total.field:>9}", "muted"))
        rows.append(row)
    if roomy:
        sources = "the field: Belkins 2025, of 175,000 calls; after-call time Calabrio"
        rows += [[], *prose(sources, width)]
    return rows


def _share(part: int, whole: int, of: str) -> str:
    return f"{percent(part, whole)} of {of}" if whole else ""


def _of(name: str, part: int, whole: int, what: str) -> Total:
    if not whole:
        return Total(name, "–", f"none {what} yet")
    return Total(name, percent(part, whole), f"{part} of {whole} {what}")
