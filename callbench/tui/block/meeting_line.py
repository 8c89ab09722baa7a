"""The line of the next meeting, read while it is typed: what it says, and what to say of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

import msgspec
from textual.content import Content

from callbench.domain.agreement import agreed, other_clock
from callbench.domain.checklist import NO_WORDS
from callbench.domain.hours import known_zone
from callbench.domain.records import NextStep
from callbench.domain.when import DateOrder, Hours, Reading, distance, spoken

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
        return agreed(starts_at, reading.zone, their_zone=self.their_zone, minutes=reading.minutes)

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
        remarks = self.advice(starts_at, reading.minutes or 30)
        return lines + [Content.styled(f"! {remark}", "$warning") for remark in remarks]
