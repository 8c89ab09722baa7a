"""The line of the next meeting, read while it is typed: what it says, and what to say of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial

import msgspec
from textual.content import Content

from callbench.domain.agenda import Promise, advice
from callbench.domain.agreement import USUAL_MINUTES, agreed, other_clock
from callbench.domain.checklist import NO_WORDS
from callbench.domain.hours import known_zone
from callbench.domain.records import NextStep
from callbench.domain.when import DateOrder, Hours, Reading, distance, spoken
from callbench.tui.context import Context

Advice = Callable[[datetime, int], tuple[str, ...]]
"""Remarks on a time: a weekend, their hours, another meeting."""


def no_advice(_starts_at: datetime, _minutes: int) -> tuple[str, ...]:
    """Nothing to remark."""
    return ()


class MeetingReader(msgspec.Struct, frozen=True):
    """Reads the line as of a moment, in the rep's zone, for a prospect in theirs."""

    now: datetime
    zone: str
    their_zone: str = ""
    date_order: DateOrder = "none"
    advice: Advice = no_advice
    hours: Hours = Hours()
    minutes: int = USUAL_MINUTES
    """How long it takes where the line doesn't say."""

    @property
    def _known_their_zone(self) -> str | None:
        """Their zone; a file may name one that there isn't."""
        return self.their_zone if known_zone(self.their_zone) is not None else None

    def read(self, text: str) -> Reading:
        """What the line says."""
        from callbench.domain.when import read

        return read(
            text,
            now=self.now,
            zone=self.zone,
            their_zone=self._known_their_zone,
            date_order=self.date_order,
            hours=self.hours,
        )

    def step(self, starts_at: datetime, reading: Reading) -> NextStep:
        """The next step that this reading, or one of its candidates, comes to."""
        minutes = reading.minutes or self.minutes
        return agreed(starts_at, reading.zone, their_zone=self.their_zone, minutes=minutes)

    def proposal(self, promises: Iterable[str]) -> str:
        """The first exact time that a promise in the note names, spelled out to be typed."""
        from callbench.domain.when import find

        for words in promises:
            found = find(
                words,
                now=self.now,
                zone=self.zone,
                their_zone=self._known_their_zone,
                date_order=self.date_order,
                hours=self.hours,
            )
            if found is not None and found.kind == "exact" and found.starts_at is not None:
                return f"{found.starts_at:%Y-%m-%d %H:%M} {found.zone}"
        return ""

    def lines(self, text: str) -> list[Content]:
        """What to show under the line while it is typed."""
        if text.strip().casefold() in NO_WORDS:
            return [
                Content.styled("an exact day and time, as “tue 3pm”", "$text-muted"),
                Content.styled("none agreed? Enter", "$text-muted"),
            ]
        reading = self.read(text)
        if reading.kind == "exact" and reading.starts_at is not None:
            return self.exact(reading.starts_at, reading)
        lines = [Content.styled(reading.message, "$warning")]
        for number, moment in enumerate(reading.candidates, 1):
            away = distance(moment, self.now)
            lines.append(Content.assemble((f"{number} ", "bold"), spoken(moment)))
            lines.append(Content.styled(f"    {away}", "$text-muted"))
        if reading.candidates:
            lines.append(Content.styled("Enter, then a digit", "$text-muted"))
        elif reading.suggestion:
            lines.append(
                Content.assemble(("Tab ", "bold"), ("takes ", "$text-muted"), reading.suggestion)
            )
        return lines

    def exact(self, starts_at: datetime, reading: Reading) -> list[Content]:
        """An exact time to read aloud: weekday and date, both clocks, how far away."""
        lines = [Content.assemble("= ", (spoken(starts_at), "bold $success"))]
        others = dict.fromkeys((self.zone, self.their_zone))
        clocks = (other_clock(starts_at, reading.zone, other) for other in others)
        lines.extend(Content(f"  {clock}") for clock in clocks if clock)
        length = f", {reading.minutes} min" if reading.minutes else ""
        lines.append(Content.styled(f"  {distance(starts_at, self.now)}{length}", "$text-muted"))
        remarks = self.advice(starts_at, reading.minutes or self.minutes)
        return lines + [Content.styled(f"! {remark}", "$warning") for remark in remarks]


def reader_for(
    context: Context, zones: Sequence[str], promises: Iterable[Promise], besides: str
) -> MeetingReader:
    """Reads for somebody by the rep's settings, and remarks on what is typed.

    Args:
        context: The clock, the settings and the hours in which prospects may be called.
        zones: Their possible IANA zones.
        promises: What is promised already, to whomever.
        besides: Id of the prospect: what is promised to them gives way.
    """
    config, now = context.config, context.now()
    remarks = partial(
        advice,
        now=now,
        rep_zone=context.zone,
        their_zones=zones,
        hours=context.playbook.hours,
        promises=tuple(promises),
        besides=besides,
    )
    opens, closes = config.working_hours
    hours = Hours(
        opens=opens.hour,
        closes=closes.hour,
        end_of_day=config.end_of_day,
        first_thing=config.first_thing,
    )
    their_zone = zones[0] if len(zones) == 1 else ""
    return MeetingReader(now, config.zone, their_zone, config.date_order, remarks, hours)
