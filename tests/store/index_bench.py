"""Workbenches with a past made by dice, and what should be found in them."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from callbench.domain.agenda import build_agenda
from callbench.domain.history import fold_all
from callbench.domain.playbook import Playbook, parse_playbook
from callbench.domain.records import (
    Addendum,
    Answer,
    Call,
    CallSession,
    NextStep,
    ProspectRef,
    to_json,
)
from callbench.domain.search_line import parse
from callbench.domain.stats import measure
from callbench.store.codec import encode_document
from callbench.store.index import Index
from callbench.store.playbook import default_text
from callbench.store.sessions import read_sessions
from callbench.store.workbench import Workbench

PLAYBOOK = parse_playbook(default_text())
FIRST = datetime(2026, 11, 2, 9, tzinfo=UTC)
NOW = datetime(2026, 12, 10, 10, tzinfo=UTC)
WHO = ("Dana Whitfield", "Tomás Rey", "Łucja Øst", "李小龍")
WORDS = (
    "price", "pricing", "Prïce", "multi-drop", "the", "budget", "CFO", "naïve_x", "straße", "x",
    "東京タワー", "ที่นี่", "한국어", "O'Brien", "AND", "ﬁne", "½", "😀", "2027",
)  # fmt: skip
OUTCOMES = ("no-answer", "voicemail", "busy", "interested", "later", "no-accepted", "gone")
_SIGNS = ("", "", "? ", "! ", "+ ", "> ", "+")
_ADDED = ("note", "moved", "cancelled", "held", "no-show", "sent", "let-go", "reopened")


def people() -> Iterator[ProspectRef]:
    for number, name in enumerate(WHO):
        phone = f"+44207946013{number}" if number else ""
        yield ProspectRef(id=f"p{number}", name=name, company="Øresund price GmbH", phone=phone)


def said(dice: Random, most: int = 6) -> str:
    return " ".join(dice.choices(WORDS, k=dice.randint(0, most)))


def a_note(dice: Random) -> str:
    return "\n".join(dice.choice(_SIGNS) + said(dice) for _ in range(dice.randint(0, 3)))


def a_step(dice: Random, at: datetime) -> NextStep:
    starts = at + timedelta(minutes=dice.randrange(-60, 60 * 24 * 7))
    return NextStep(
        starts_at=starts,
        wall=f"{starts:%Y-%m-%dT%H:%M}",
        zone="Europe/London",
        reason=said(dice),
        agreed=dice.random() < 0.7,
    )


def an_addendum(dice: Random, call: Call) -> Addendum:
    about = [line.strip("+ ") for line in call.note.split("\n")]
    return Addendum(
        at=call.dialled_at + timedelta(hours=dice.randrange(0, 300)),
        text=said(dice),
        kind=dice.choice(_ADDED),
        next_step=a_step(dice, call.dialled_at) if dice.random() < 0.5 else None,
        about=dice.choice(about),
    )


def a_call(dice: Random, ident: str, at: datetime) -> Call:
    """A call with anything in it, what no program would write included."""
    answers = {"certain": Answer(answer="no", detail=said(dice))} if dice.random() < 0.3 else {}
    call = Call(
        id=ident,
        prospect=dice.choice(list(people())),
        attempt=dice.randint(1, 9),
        kind=dice.choice(["first", "follow-up", "promised", "step-back", "break-up"]),
        dialled_at=at,
        ended_at=at + timedelta(seconds=20),
        disposition=dice.choice([*OUTCOMES, None]),
        note=a_note(dice),
        answers=answers,
        next_step=a_step(dice, at) if dice.random() < 0.3 else None,
    )
    added = tuple(an_addendum(dice, call) for _ in range(dice.choice([0, 0, 0, 1, 2])))
    return Call(**{
        **{name: getattr(call, name) for name in Call.__struct_fields__},
        "addenda": added,
    })


def a_session(seed: int, number: int, most: int = 6) -> tuple[CallSession, list[Call]]:
    """A session of the day with that number, and its calls; some share a second, or an instant."""
    dice = Random(seed)
    at = FIRST + timedelta(days=number)
    lists = tuple(dice.sample(["november-freight", "spring"], dice.randint(0, 2)))
    session = CallSession(id=f"s{number}", title="", started_at=at, lists=lists)
    calls = []
    for place in range(dice.randint(0, most)):
        at += timedelta(seconds=dice.choice([0, 0.25, 1, 3600]))
        calls.append(a_call(dice, f"c{number}-{place}", at))
    return session, calls


def write(bench: Workbench, name: str, session: CallSession, calls: Sequence[Call]) -> Path:
    """The file of a session, put in its place as the program does it."""
    document = {
        "session": {"1": to_json(session)},
        "calls": {str(at): to_json(call) for at, call in enumerate(calls, 1)},
    }
    path = bench.sessions / name
    beside = path.with_suffix(".new")
    beside.write_bytes(encode_document(document))
    os.replace(beside, path)
    return path


def roll(bench: Workbench, seed: int, number: int, most: int = 6) -> Path:
    """Write a session made by dice."""
    session, calls = a_session(seed, number, most)
    return write(bench, f"{session.started_at:%Y-%m-%dT%H%M}.json", session, calls)


def check(index: Index, bench: Workbench, playbook: Playbook = PLAYBOOK) -> None:
    """Everything that is read from the index, against what the files come to without it."""
    stored, _ = read_sessions(bench)
    calls = [call for entry in stored for call in entry.calls]
    histories = fold_all(calls, playbook)
    assert index.histories() == histories
    found = {entry.name: entry for entry in index.sessions()}
    assert found.keys() == {entry.path.name for entry in stored}
    for entry in stored:
        line = found[entry.path.name]
        stats = measure(entry.calls, playbook)
        figures = (line.calls, line.conversations, line.meetings)
        assert figures == (stats.calls, stats.conversations, stats.meetings)
        assert line.session == entry.session
        assert index.calls(entry.path.name) == entry.calls
    for ident in histories:
        theirs = [call for call in calls if call.prospect.id == ident]
        theirs.sort(key=lambda call: call.dialled_at)
        assert [call for _, call in index.timeline(ident)] == theirs
    sessions = [(entry.session, entry.calls) for entry in stored]
    for refuses in (lambda who: False, lambda who: who.id == "p1"):
        agenda = build_agenda(sessions, playbook, NOW, UTC, refuses=refuses)
        assert index.agenda(NOW, UTC, refuses) == agenda
        brief = index.agenda(NOW, UTC, refuses, settled=False)
        assert (brief.counts, brief.overdue) == (agenda.counts, agenda.overdue)
    for query, wanted in SEARCHES:
        assert hits(index, query) == scan(bench, wanted)


def check_present(index: Index, bench: Workbench) -> None:
    """What is read without following first, against the files."""
    stored, errors = read_sessions(bench)
    histories, problems = index.histories_at_present()
    assert histories == fold_all((call for entry in stored for call in entry.calls), PLAYBOOK)
    assert sorted(map(str, problems)) == sorted(map(str, errors))
    sessions = [(entry.session, entry.calls) for entry in stored]
    agenda, problems = index.agenda_at_present(NOW, UTC)
    assert agenda == build_agenda(sessions, PLAYBOOK, NOW, UTC)
    assert len(problems) == len(errors)
    for entry in stored[:1]:
        others = [
            call for one in stored if one.session.id != entry.session.id for call in one.calls
        ]
        without, _ = index.histories_at_present(without=entry.session.id)
        assert without == fold_all(others, PLAYBOOK)


# ---------------------------------------------------------------------- searching without an index

Meets = Callable[[CallSession, Call], bool]

_ONE_BY_ONE = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0x312F),
               (0x31A0, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))  # fmt: skip
_AS_WRITTEN = {"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i"}


def words_in(text: str) -> list[str]:
    """The tokens of a text, character by character."""
    found: list[str] = []
    word = ""
    for char in unicodedata.normalize("NFKD", text.casefold()):
        if unicodedata.combining(char):
            continue
        for plain in _AS_WRITTEN.get(char, char):
            alone = any(low <= ord(plain) <= high for low, high in _ONE_BY_ONE)
            if plain.isalnum() and not alone:
                word += plain
                continue
            found += [word] if word else []
            found += [plain] if plain.isalnum() else []
            word = ""
    return [*found, word] if word else found


def texts(call: Call) -> Iterator[str]:
    yield from (call.note, call.prospect.name, call.prospect.company)
    yield from (answer.detail for answer in call.answers.values())
    yield from (addendum.text for addendum in call.addenda)
    yield call.next_step.reason if call.next_step else ""


def says(text: str, *, begins: bool = False) -> Meets:
    """Whether the words of `text` follow one another in some field."""
    wanted = words_in(text)

    def meets(_: CallSession, call: Call) -> bool:
        return any(_follows(wanted, words_in(field), begins) for field in texts(call))

    return meets


def _follows(wanted: list[str], found: list[str], begins: bool) -> bool:
    length = len(wanted)
    for at in range(len(found) - length + 1):
        part = found[at : at + length]
        if part == wanted:
            return True
        if begins and part[:-1] == wanted[:-1] and part[-1].startswith(wanted[-1]):
            return True
    return False


def hits(index: Index, line: str) -> list[tuple[datetime, str]]:
    """Seconds and ids of the calls that the index finds, newest first."""
    found = [
        (entry.call.dialled_at.replace(microsecond=0), entry.call.id)
        for entry in index.search(parse(line, NOW), limit=10_000)
    ]
    seconds = [second for second, _ in found]
    assert seconds == sorted(seconds, reverse=True)
    # Calls of one second come in any order.
    return sorted(found, reverse=True)


def scan(bench: Workbench, wanted: Sequence[Meets]) -> list[tuple[datetime, str]]:
    """Seconds and ids of the calls that meet all of it, newest first."""
    stored, _ = read_sessions(bench)
    found = [
        (call.dialled_at.replace(microsecond=0), call.id)
        for entry in stored
        for call in entry.calls
        if all(meets(entry.session, call) for meets in wanted)
    ]
    return sorted(found, reverse=True)


SEARCHES: Sequence[tuple[str, list[Meets]]] = (
    ("pri", [says("pri", begins=True)]),
    ("has:meeting ", [lambda _, call: was_talk(call) and agreed(call)]),
    ("7946 0132 ", [lambda _, call: call.prospect.id == "p2"]),
    ("list:spring ", [lambda session, _: "spring" in session.lists]),
)


def agreed(call: Call) -> bool:
    return call.next_step is not None and call.next_step.agreed


def was_talk(call: Call) -> bool:
    if call.disposition == "gone":
        return True
    return call.disposition in {"interested", "later", "no-accepted"}
