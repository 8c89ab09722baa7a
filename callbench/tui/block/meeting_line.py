"""The line of the next meeting, read while it is typed: what it says, and what to say of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial

import msgspec
from textual.content import Content

from callbench.domain.agenda import Promise, advice
from callbench.domain.agreement import USUAL_MINUTES, agreed, clocks, other_clock, place_of, to_type
from callbench.domain.checklist import NO_WORDS
from callbench.domain.hours import city, known_zone
from callbench.domain.records import NextStep
from callbench.domain.when import DateOrder, Hours, Reading, distance, spoken
from callbench.domain.when.speak import short_day
from callbench.tui.context import Context


class Proposal(msgspec.Struct, frozen=True):
    """A time to be taken by one key."""

    shown: str
    """As it is read: ``Tue 1 Dec 15:00 in Madrid``."""
    typed: str
    """What to put into the line for it."""


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

    def proposal(self, promises: Iterable[str]) -> Proposal | None:
        """The first exact time that a promise in the note names."""
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
                moment = found.starts_at
                typed = self.words_for(moment, found.zone)
                far = str(moment.year) in typed
                day = spoken(moment) if far else f"{short_day(moment)} {moment:%H:%M}"
                place = f" {place_of(moment)}" if found.zone != self.zone else ""
                return Proposal(f"{day}{place}", typed)
        return None

    def words_for(self, starts_at: datetime, zone: str) -> str:
        """What to type for an instant that was said in `zone`; it reads back to the same one."""
        words = ""
        for words in to_type(starts_at, zone, self.zone, self._known_their_zone or ""):
            read = self.read(words).starts_at
            # Two times in an hour that occurs twice are never equal in different zones.
            if read is not None and read.timestamp() == starts_at.timestamp():
                break
        return words

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
            spelled, places = self._on_clocks(moment, str(moment.tzinfo))
            lines.append(Content.assemble((f"{number} ", "bold"), spelled))
            lines += [Content.styled(f"    {clock}", "$text-muted") for clock in places]
            lines.append(Content.styled(f"    {distance(moment, self.now)}", "$text-muted"))
        if reading.candidates:
            lines.append(Content.styled("Enter, then a digit", "$text-muted"))
        elif reading.suggestion:
            lines.append(
                Content.assemble(("Tab ", "bold"), ("takes ", "$text-muted"), reading.suggestion)
            )
        return lines

    def exact(self, starts_at: datetime, reading: Reading) -> list[Content]:
        """An exact time to read aloud: weekday and date, both clocks, how far away."""
        spelled, places = self._on_clocks(starts_at, reading.zone)
        lines = [Content.assemble("= ", (spelled, "bold $success"))]
        lines += [Content(f"  {clock}") for clock in places]
        length = f", {reading.minutes} min" if reading.minutes else ""
        lines.append(Content.styled(f"  {distance(starts_at, self.now)}{length}", "$text-muted"))
        remarks = self.advice(starts_at, reading.minutes or self.minutes)
        return lines + [Content.styled(f"! {remark}", "$warning") for remark in remarks]

    def agreed(self, step: NextStep) -> list[Content]:
        """A time that was agreed, on the clocks of both."""
        spelled, places = self._on_clocks(step.starts_at, step.zone, step.their_zone)
        return [Content.styled(spelled, "bold"), *map(Content, places)]

    def _on_clocks(
        self, starts_at: datetime, said: str, theirs: str | None = None
    ) -> tuple[str, list[str]]:
        """A time on the rep's clock, and where that is and what other clocks show.

        Read on, it is ``Thu 26 Nov 2026 14:00``, ``in London, 15:00 in Madrid``.
        """
        theirs = self.their_zone if theirs is None else theirs
        here = known_zone(self.zone)
        spelled = spoken(starts_at.astimezone(here) if here is not None else starts_at)
        _, *others = clocks(starts_at, self.zone, theirs, said)
        third = other_clock(starts_at, self.zone, said)
        if said != theirs and third and others[-1] == third:
            others[-1] += _short_name(starts_at, said)
        if others:
            return spelled, [", ".join((f"in {city(self.zone)}", *others))]
        known = known_zone(theirs) is not None
        return spelled, ["on both clocks" if known else "on your clock; theirs is not known"]


def _short_name(moment: datetime, zone: str) -> str:
    """What clocks there go by, as it may have been typed: `` (EST)``."""
    place = known_zone(zone)
    short = moment.astimezone(place).tzname() if place is not None else None
    return f" ({short})" if short and short.isalpha() and short != city(zone) else ""


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
