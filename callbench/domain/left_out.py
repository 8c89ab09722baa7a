"""What a call's answers said before another outcome, or another answer, left it out.

A wrong key takes answers away; the right one brings them back. Meanwhile, and where no right one
comes, their words stand in the note, so that none of them is lost.
"""

from __future__ import annotations

from collections.abc import Iterable

from callbench.domain.checklist import REASON, REASON_PROMPT, asked
from callbench.domain.hours import city
from callbench.domain.marks import marks
from callbench.domain.open_lines import OpenLine, has_words
from callbench.domain.playbook import BOOKED, Playbook
from callbench.domain.records import Answer, Call, replace
from callbench.domain.when.speak import spoken
from callbench.domain.wrapup import answered, with_earlier, with_reason

Source = tuple[str, str]
"""The id of a question, and of the answer to it whose words are meant."""

ONE_MORE_ISSUE = ("certain", "one-more-issue")
"""What holds them back, which is an objection."""

WHEN = "when"
"""Stands in the place of an answer for the time of the meeting that was booked."""


class LeftOut:
    """Remembers the answers of the call at hand."""

    def __init__(self, playbook: Playbook) -> None:
        """Remember nothing yet."""
        self._playbook = playbook
        self.fullest: Call | None = None
        """The call with every answer given to it so far, also those its outcome left out."""
        self._said: dict[Source, str] = {}
        self._missing: list[str] = []
        """Lines that stand for what is left out now."""
        self._put: list[str] = []
        """Those of them that were put into the note; the others were there already."""

    def remember(self, call: Call) -> Call:
        """Remember what a call's answers say now.

        Returns:
            The call with every answer given to it so far.
        """
        if self.fullest is None or self.fullest.id != call.id:
            self._said, self._missing, self._put = {}, [], []
        self.fullest = with_earlier(call, self.fullest)
        self._said |= _words_in(call, self._playbook)
        return self.fullest

    def noted(self, call: Call) -> Call:
        """The call with what it does not say any more in its note, and without what it says again.

        What the rep has taken out of the note is not put there twice.
        """
        missing = self._missing_in(call)
        note = call.note
        for line in self._put:
            if line not in missing:
                note = _without_line(note, line)
        new = _not_in(note, [line for line in missing if line not in self._missing])
        self._put = [line for line in self._put if line in missing] + new
        self._missing = missing
        return replace(call, note=_below(note, new))

    def closed(self, call: Call, lines: Iterable[OpenLine]) -> Call:
        """The call as it stays, with what was typed into `lines` and never entered.

        That is an answer where it can only be that, and else in the note.
        """
        call = self.noted(call)
        for line in filter(has_words, lines):
            if (taken := self._taken(call, line)) is not None:
                call = taken
            else:
                words = as_lines(self._playbook, line.question, line.answer, line.text)
                call = replace(call, note=_below(call.note, _not_in(call.note, words)))
        return call

    def _taken(self, call: Call, line: OpenLine) -> Call | None:
        """The call with a line as its answer: a reason that is missing, or words that are asked."""
        step, text = call.next_step, line.text.strip()
        if line.question == REASON:
            return with_reason(call, text) if step is not None and not step.reason else None
        question = asked(self._playbook, call, line.question)
        if question is None or question.kind != "text" or question.id in call.answers:
            return None
        return answered(call, question, Answer(answer="given", detail=text))

    def _missing_in(self, call: Call) -> list[str]:
        now = _words_in(call, self._playbook)
        kept = {line for words in now.values() for line in words.split("\n")}
        missing: list[str] = []
        for (question, answer), words in self._said.items():
            # A time that was denied is no matter; one that is not asked for any more is.
            denied = answer == WHEN and question in call.answers
            if (question, answer) in now or denied:
                continue
            gone = "\n".join(line for line in words.split("\n") if line not in kept)
            missing += as_lines(self._playbook, question, answer, gone)
        return missing


def as_lines(playbook: Playbook, question: str, answer: str, words: str) -> list[str]:
    """Words of an answer as lines of a note, with the mark that suits them.

    Args:
        playbook: Where the question stands.
        question: Its id.
        answer: The id of the answer, or "" where the line was opened by the question itself.
        words: A line or several.
    """
    known = playbook.question(question)
    option = known.option(answer) if known is not None else None
    if (question, answer) == ONE_MORE_ISSUE:
        sign = "! "
    elif question == REASON:
        sign = f"{REASON_PROMPT} "
    elif known is None:
        sign = ""
    elif known.kind == "choice" and any(entry.stays for entry in known.answers):
        sign = "? "
    elif known.kind == "meeting" and not answer:
        sign = "> "
    elif known.kind == "text" or option is None or answer == BOOKED:
        sign = f"{known.prompt} "
    else:
        sign = f"{known.prompt} {option.label}: "
    return [f"{sign}{line.strip()}" for line in words.split("\n") if line.strip()]


def _not_in(note: str, lines: Iterable[str]) -> list[str]:
    """The lines that a note has neither as they are nor as a mark behind a stamp."""
    there = {*note.split("\n")}
    marked = {(mark.kind, mark.text) for mark in marks(note)}
    return [
        line
        for line in dict.fromkeys(lines)
        if line not in there and not marked & {(mark.kind, mark.text) for mark in marks(line)}
    ]


def _below(note: str, lines: Iterable[str]) -> str:
    """The note with these lines below it."""
    words = "\n".join(lines)
    return f"{note}\n{words}" if words and note and not note.endswith("\n") else note + words


def _without_line(note: str, line: str) -> str:
    """The note without the last line that reads so."""
    lines = note.split("\n")
    for place in reversed(range(len(lines))):
        if lines[place] == line:
            del lines[place]
            break
    return "\n".join(lines)


def _words_in(call: Call, playbook: Playbook) -> dict[Source, str]:
    """The words that the answers of a call keep, by where they stand."""
    words: dict[Source, str] = {}
    for name, answer in call.answers.items():
        question = playbook.question(name)
        # Of a line, the text is the answer, and its id only says whether there is any.
        ident = "" if question is not None and question.kind == "text" else answer.answer
        words[name, ident] = answer.detail
        if answer.answer == BOOKED and call.next_step is not None:
            step = call.next_step
            words[name, WHEN] = f"{spoken(step.starts_at)} in {city(step.zone)}"
    if call.next_step is not None:
        words[REASON, ""] = call.next_step.reason
    return words
