"""Workbenches of any size, the same for the same seed, in the formats that callbench writes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from callbench.domain.records import Answer, Call, CallSession, NextStep, Prospect
from callbench.store.codec import encode_document
from callbench.store.lists import ProspectList, write_list
from callbench.store.session_names import session_name
from callbench.store.workbench import Workbench

SEED = 20261124
FIRST = datetime(2016, 1, 4, 9, tzinfo=UTC)
"""The first session; one a working day follows."""

ALWAYS_OPEN = """
[hours]
opens = 00:00:00
closes = 23:59:59
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
"""
"""So that a measurement does not depend on the hour at which it is made."""

_FIRST_NAMES = ("Dana", "Omar", "Lena", "Priya", "Tomos", "Grace", "Inés", "Kwame", "Sofia")
_LAST_NAMES = ("Whitfield", "Haddad", "Fischer", "Nair", "Ellery", "Oduya", "Marsh", "Quill", "Rey")
_TRADES = ("Freight", "Cold", "Logistics", "Haulage", "Shipping", "Storage", "Ports", "Couriers")
_SAID = (
    "asked about the multi drop tariff",
    "budget frozen until january",
    "send the pricing before friday",
    "she runs ninety drops a day with two people and a whiteboard",
    "call after the board meeting",
    "happy with the present carrier but the hold music is a problem",
    "wants it in writing",
    "the director signs and is away till the tenth",
)
_OUTCOMES = ("no-answer", "voicemail", "gatekeeper", "busy", "interested", "later", "no-accepted")
_WEIGHTS = (38, 24, 8, 4, 16, 6, 4)


def generate(root: Path, *, prospects: int, sessions: int = 0, calls: int = 0) -> Workbench:
    """A workbench with that many prospects, and sessions of so many calls each."""
    random = Random(SEED)
    workbench = Workbench.open(root)
    workbench.playbook.write_text(ALWAYS_OPEN)
    people = [_prospect(number, random) for number in range(prospects)]
    write_list(
        workbench,
        ProspectList(slug="all", title="All", imported_at=FIRST, prospects=tuple(people)),
    )
    for number in range(sessions):
        _write_session(workbench, number, list(_calls(number, calls, people, random)))
    return workbench


def _prospect(number: int, random: Random) -> Prospect:
    return Prospect(
        id=f"{random.getrandbits(128):032x}",
        name=f"{random.choice(_FIRST_NAMES)} {random.choice(_LAST_NAMES)}",
        company=f"{random.choice(_TRADES)} {number:05} Ltd",
        title="Head of Operations",
        phone=f"+442079460{number % 1000:03}",
        zone="Europe/London",
        reason="rates change on the first",
    )


def _write_session(workbench: Workbench, number: int, calls: list[Call]) -> None:
    started = _start(number)
    session = CallSession(
        id=f"{number:032x}",
        title=f"{started:%a %d %b %Y, %H:%M}",
        started_at=started,
        ended_at=started + timedelta(hours=3),
        rep="sam",
        zone="Europe/London",
        lists=("all",),
    )
    document = {
        "session": {"1": session},
        "calls": {str(place): call for place, call in enumerate(calls, start=1)},
    }
    path = workbench.sessions / session_name(started, ())
    path.write_bytes(encode_document(document))


def _start(number: int) -> datetime:
    weeks, day = divmod(number, 5)
    return FIRST + timedelta(weeks=weeks, days=day)


def _calls(session: int, count: int, people: list[Prospect], random: Random) -> Iterator[Call]:
    for place in range(count):
        prospect = people[(session * count + place) % len(people)]
        at = _start(session) + timedelta(minutes=1.5 * place)
        outcome = random.choices(_OUTCOMES, _WEIGHTS)[0]
        reached = outcome in {"interested", "later", "no-accepted"}
        step = _step(at, random) if outcome == "interested" else None
        yield Call(
            id=f"{random.getrandbits(128):032x}",
            prospect=prospect.ref,
            attempt=1 + session * count // len(people),
            kind="follow-up",
            dialled_at=at,
            ended_at=at + timedelta(seconds=60),
            wrapped_at=at + timedelta(seconds=75),
            disposition=outcome,
            note=note(random) if reached or random.random() < 0.3 else "",
            answers=_answers(booked=step is not None) if reached else {},
            next_step=step,
        )


def note(random: Random) -> str:
    """A note of a few lines, some of them marked: about 300 characters, at times a page."""
    lines = min(int(random.lognormvariate(1.4, 0.6)) + 1, 40)
    return "\n".join(_line(random) for _ in range(lines))


def _line(random: Random) -> str:
    mark = random.choice(("", "", "", "? ", "! ", "+ ", "> "))
    return mark + ", ".join(random.sample(_SAID, k=random.randint(1, 3)))


def _answers(*, booked: bool) -> dict[str, Answer]:
    meeting = Answer(answer="booked" if booked else "not-wanted")
    return {"questions": Answer(answer="no"), "next-meeting": meeting}


def _step(at: datetime, random: Random) -> NextStep:
    starts_at = at + timedelta(days=random.randint(2, 20))
    return NextStep(
        starts_at=starts_at,
        wall=f"{starts_at:%Y-%m-%dT%H:%M}",
        zone="Europe/London",
        their_zone="Europe/Madrid",
        reason="walk the board through it",
    )
