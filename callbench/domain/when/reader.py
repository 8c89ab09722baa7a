"""Reads a phrase: puts all its readings side by side and says whether they agree."""

from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec

from callbench.domain.when import vague
from callbench.domain.when.choices import choice_of, strong_message, unknown_word
from callbench.domain.when.grammar import Search, readings_of
from callbench.domain.when.parts import Frame
from callbench.domain.when.placing import Context, distinct
from callbench.domain.when.reading import DateOrder, Hours, Reading
from callbench.domain.when.resolve import Outcome, outcome_of
from callbench.domain.when.speak import spoken
from callbench.domain.when.suggest import question, suggestion_for
from callbench.domain.when.tokens import LONGEST, tokens_of
from callbench.domain.when.zones import zone_of

_HOURS = Hours()
_LAST_YEAR = 2100
_LONGEST_MEETING = 4 * 60
"""Minutes of a length said without "for"."""
_TWICE = {
    "time": "two times in that: which?",
    "day": "two days in that: which?",
    "weekday": "two weekdays in that: which?",
    "place": "two time zones in that: which?",
    "part": "two parts of the day in that: which?",
}


def read(
    text: str,
    *,
    now: datetime,
    zone: str,
    their_zone: str | None = None,
    date_order: DateOrder = "none",
    hours: Hours = _HOURS,
) -> Reading:
    """Read what a rep typed as one instant, or say why it isn't one.

    Args:
        text: any text; nothing in it raises.
        now: the present instant, aware.
        zone: the rep's IANA zone, in which the phrase is read unless it names another.
        their_zone: the prospect's IANA zone, for "their time".
        date_order: how 3/4 is read; with `none` it is asked about.
        hours: the clock constants.

    Returns:
        The reading.

    Raises:
        ValueError: if a zone is unknown, or `now` is naive or centuries away.
    """
    context = context_of(now, zone, their_zone, date_order, hours)
    if len(text) > LONGEST:
        return Reading(kind="vague", zone=zone, message="too long to be a day and time")
    outcome, frame = _outcome(text, context)
    return _reading(outcome, frame, context)


def context_of(
    now: datetime, zone: str, their_zone: str | None, date_order: DateOrder, hours: Hours
) -> Context:
    """The checked arguments of a reading.

    Raises:
        ValueError: if a zone is unknown, or `now` is naive or centuries away.
    """
    if now.utcoffset() is None:
        raise ValueError("now must be an aware datetime")
    if not 1970 <= now.year <= _LAST_YEAR:
        raise ValueError(f"now must lie between 1970 and {_LAST_YEAR}")
    zone_of(zone)
    if their_zone is not None:
        zone_of(their_zone)
    return Context(now.astimezone(UTC), zone, their_zone, date_order, hours)


def _outcome(text: str, context: Context) -> tuple[Outcome, Frame | None]:
    """What the phrase means, with a frame of it."""
    tokens = tokens_of(text)
    if all(token.kind == "mark" for token in tokens):
        return Outcome("impossible", "type a day and a time"), None
    search = readings_of(tokens)
    if search.frames:
        return _merged(search.frames, context)
    return choice_of(tokens, context) or _unread(search), None


def _unread(search: Search) -> Outcome:
    """Why no reading was found."""
    if message := strong_message(search.tokens):
        return Outcome("vague", message)
    if word := unknown_word(search.tokens):
        return Outcome("impossible", f"I don't know “{_shown(word)}”")
    if search.clash in _TWICE:
        return Outcome("impossible", _TWICE[search.clash])
    stuck = _shown(search.tokens[search.furthest].text)
    return Outcome("impossible", f"can't make sense of “{stuck}” there")


def _shown(word: str) -> str:
    """A word of the phrase, short and without anything that a terminal would obey."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in word[:24])


def _merged(frames: Sequence[Frame], context: Context) -> tuple[Outcome, Frame | None]:
    """The readings side by side: exact only when all that are possible agree."""
    likely = [frame for frame in frames if _likely(frame)] or frames
    outcomes = [(outcome_of(frame, context), frame) for frame in likely]
    possible = [pair for pair in outcomes if pair[0].kind != "impossible"]
    if not possible and len(likely) < len(frames):
        return _merged([frame for frame in frames if not _likely(frame)], context)
    if not possible:
        return outcomes[0]
    exact = [pair for pair in possible if pair[0].kind == "exact"]
    vague_ones = [pair for pair in possible if pair[0].kind == "vague"]
    instants = distinct(one for pair in possible for one in pair[0].instants)
    if not exact:
        best, frame = min(vague_ones, key=_vagueness)
        return msgspec.structs.replace(best, instants=instants[:4]), frame
    if not vague_ones and len(instants) == 1:
        return exact[0]
    message = vague.DAY_OR_TIME if vague_ones else ""
    return Outcome("vague", message, instants[:4], day=exact[0][0].day), exact[0][1]


def _likely(frame: Frame) -> bool:
    """Whether an amount of time in it is the length of a meeting; else "15h" is a clock."""
    return frame.bare_length is None or (
        frame.time is not None and frame.bare_length <= _LONGEST_MEETING
    )


def _vagueness(pair: tuple[Outcome, Frame]) -> int:
    """How little one of several vague readings says: instants, a day, nothing."""
    outcome = pair[0]
    return 0 if outcome.instants else 1 if outcome.day else 2


def _reading(outcome: Outcome, frame: Frame | None, context: Context) -> Reading:
    """The answer to the rep."""
    if outcome.kind == "exact":
        (instant,) = outcome.instants
        return Reading(
            kind="exact",
            starts_at=instant,
            zone=str(instant.tzinfo),
            minutes=outcome.minutes,
            spoken=spoken(instant),
        )
    message = outcome.message or question(outcome.instants, context.now)
    return Reading(
        kind=outcome.kind,
        zone=context.zone,
        minutes=outcome.minutes,
        message=message,
        candidates=outcome.instants if outcome.kind == "vague" else (),
        suggestion=_suggestion(outcome, frame, context),
    )


def _suggestion(outcome: Outcome, frame: Frame | None, context: Context) -> str:
    """A phrase near what was said that reads exact."""
    if outcome.kind != "vague" or outcome.instants:
        return ""
    for phrase in suggestion_for(outcome, frame, context):
        answer = _outcome(phrase, context)[0]
        if answer.kind == "exact":
            return phrase
    return ""
