"""Finds a day and time in a free line of a note, to be proposed as the next meeting."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from callbench.domain.when import vague
from callbench.domain.when.choices import unknown_word
from callbench.domain.when.grammar import readings_of
from callbench.domain.when.parts import Clock, Frame, Named
from callbench.domain.when.placing import distinct
from callbench.domain.when.reader import context_of, read
from callbench.domain.when.reading import DateOrder, Hours, Reading
from callbench.domain.when.tokens import LONGEST, tokens_of
from callbench.domain.when.words import words_of

_HOURS: Final = Hours()
_LONGEST_NOTE: Final = 400
"""Characters of a line that are looked at."""
_MOST_CUT: Final = 6
"""Words that are cut off at either end of a stretch at most."""
_EDGES: Final = words_of(
    """a an the to for with and at on in of is be it's then so or by from say ok back me us them
    him her call calls ring speak talk meet meeting demo again try was - : ; , . ( )"""
)
"""Words that may be cut off at either end of a stretch without changing what it says.

Not among them: words that limit or deny ("before", "not", "every"), so that "before tue 3pm" is
never found as "tue 3pm". `or`, `by` and `from` may only be left behind at the end.
"""
_ONLY_AT_END: Final = frozenset({"or", "by", "from", "and"})


def find(
    text: str,
    *,
    now: datetime,
    zone: str,
    their_zone: str | None = None,
    date_order: DateOrder = "none",
    hours: Hours = _HOURS,
) -> Reading | None:
    """The reading of the longest stretch of a line that says a day and time, if there is one.

    Raises:
        ValueError: if a zone is unknown, or `now` is naive or centuries away.
    """
    context_of(now, zone, their_zone, date_order, hours)

    def reading_of(phrase: str) -> Reading:
        return read(
            phrase,
            now=now,
            zone=zone,
            their_zone=their_zone,
            date_order=date_order,
            hours=hours,
        )

    found = [
        reading
        for stretch in _stretches(text[:_LONGEST_NOTE])
        if (reading := _proposed(stretch, reading_of)) is not None
    ]
    return _chosen(found)


def _proposed(stretch: list[str], reading_of: Callable[[str], Reading]) -> Reading | None:
    """The reading of the longest part of a stretch that says a day and time."""
    for phrase in _trimmed(stretch):
        if _timely(phrase):
            reading = reading_of(phrase)
            if reading.kind == "exact" or reading.candidates:
                return reading
    return None


def _chosen(found: list[Reading]) -> Reading | None:
    """The only reading; of several in one line ("wed 3pm -> thu 4pm") the choice between them."""
    instants = distinct(
        moment
        for reading in found
        for moment in ((reading.starts_at,) if reading.starts_at else reading.candidates)
    )
    if len(found) < 2 or len(instants) == 1:
        return found[0] if found else None
    return Reading(kind="vague", zone=found[0].zone, message=vague.CHOICE, candidates=instants[:4])


def _stretches(text: str) -> Iterator[list[str]]:
    """Runs of words that the grammar knows, ended by `then` and semicolons too."""
    run: list[str] = []
    for word in text.split():
        tokens = tokens_of(word)
        if unknown_word(tokens) or not tokens or word.lower() == "then":
            yield run
            run = []
            continue
        run.append(word)
        if word.endswith(";"):
            yield run
            run = []
    yield run


def _trimmed(run: list[str]) -> Iterator[str]:
    """The run, and what is left of it without harmless words at its ends; longest first."""
    begins, ends = 0, len(run)
    while ends > max(0, len(run) - _MOST_CUT) and _plain(run[ends - 1]) in _EDGES:
        ends -= 1
    starts = [0]
    while begins < min(ends, _MOST_CUT) and _plain(run[begins]) in _EDGES - _ONLY_AT_END:
        begins += 1
        starts.append(begins)
    for stop in range(len(run), ends - 1, -1):
        for start in starts:
            phrase = " ".join(run[start:stop])
            if stop > start and len(phrase) <= LONGEST:
                yield phrase


def _plain(word: str) -> str:
    """The word without punctuation around it."""
    return word.lower().strip(".,;:!?()") or word[:1]


def _timely(phrase: str) -> bool:
    """Whether the phrase says a time, with a day beside it or clear enough without."""
    return any(_says_when(frame) for frame in readings_of(tokens_of(phrase)).frames)


def _says_when(frame: Frame) -> bool:
    """Whether the frame has a day and a time, a clear clock, or a time from now."""
    if frame.elapsed:
        return True
    if frame.time is None:
        return False
    dated = frame.day is not None or frame.weekday is not None
    clear = isinstance(frame.time, Clock) and frame.time.clear
    return dated or clear or not isinstance(frame.time, Clock | Named)
