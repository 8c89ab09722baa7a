"""A workbench with a past, and an app that shows one screen of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from rep_keys import text_on
from textual.pilot import Pilot
from textual.screen import Screen

from callbench.domain.playbook import parse_playbook
from callbench.domain.records import (
    Addendum,
    Answer,
    Call,
    CallSession,
    NextStep,
    ProspectRef,
    to_json,
)
from callbench.store.codec import encode_document
from callbench.store.config import Config
from callbench.store.playbook import default_text
from callbench.store.workbench import Workbench
from callbench.tui.app import CallbenchApp
from callbench.tui.context import Context
from callbench.tui.keybar import KeyBar

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
OLD = datetime(2025, 11, 3, 9, 0, tzinfo=UTC)
NEW = datetime(2026, 11, 19, 15, 30, tzinfo=UTC)
PLAYBOOK = parse_playbook(default_text())

DANA = ProspectRef(
    id="dana", name="Dana Whitfield", company="Northwind Freight", phone="+442079460018"
)
TOMAS = ProspectRef(id="tomas", name="Tomás Rey", company="Øresund Kølhus", phone="+34910500118")
HOSTILE = ProspectRef(
    id="hostile", name="[/b] plan", company="[@click=app.quit]Acme[/]", phone="[red]"
)


def a_call(
    ident: str, at: datetime, to: ProspectRef = DANA, how: str = "no-answer", **more: Any
) -> Call:
    """A call of four minutes that was wrapped up in half a minute."""
    ended = at + timedelta(minutes=4)
    given: dict[str, Any] = {
        "attempt": 1,
        "kind": "first",
        "ended_at": ended,
        "wrapped_at": ended + timedelta(seconds=30),
    }
    return Call(id=ident, prospect=to, dialled_at=at, disposition=how, **(given | more))


def write_session(bench: Workbench, name: str, started_at: datetime, *calls: Call) -> Path:
    """A session file, as the program writes it."""
    session = CallSession(
        id=f"id-of-{name}",
        title=f"{started_at:%a} {started_at.day} {started_at:%b %Y, %H:%M}",
        started_at=started_at,
        ended_at=started_at + timedelta(hours=1),
        zone="Europe/London",
    )
    path = bench.sessions / f"{name}.json"
    document = {
        "session": {"1": to_json(session)},
        "calls": {str(number): to_json(call) for number, call in enumerate(calls, 1)},
    }
    path.write_bytes(encode_document(document))
    return path


TALK = a_call(
    "talk",
    NEW + timedelta(minutes=3),
    how="interested",
    attempt=2,
    kind="follow-up",
    note="00:12 Sam put me through\n? does it do multi-drop\n! budget frozen\n> tue 3pm",
    answers={
        "questions": Answer(answer="no"),
        "certain": Answer(answer="one-more-issue", detail="CFO has to sign"),
        "next-meeting": Answer(answer="booked"),
    },
    next_step=NextStep(
        starts_at=datetime(2026, 12, 1, 15, 0, tzinfo=UTC),
        wall="2026-12-01T15:00",
        zone="Europe/London",
        their_zone="Europe/Madrid",
        reason="walk the CFO through the tariff",
    ),
    ticked=("does it do multi-drop",),
    addenda=(Addendum(at=NEW + timedelta(hours=2), text="she mailed already"),),
)
MISSED = a_call("missed", NEW + timedelta(minutes=1), TOMAS, "voicemail", note="said the Prïce")
STRANGE = a_call("strange", NEW + timedelta(minutes=9), HOSTILE, "gatekeeper", note="[red]no[/]")
FIRST = a_call("first", OLD, note="asked for the price list")


def a_past(root: Path) -> Context:
    """Two sessions, the newer with three calls."""
    bench = Workbench.open(root)
    write_session(bench, "2025-11-03T0900", OLD, FIRST)
    write_session(bench, "2026-11-19T1530", NEW, MISSED, TALK, STRANGE)
    return a_context(bench)


def a_context(bench: Workbench) -> Context:
    """What screens work with, at a moment that stands still."""
    config = Config(rep="sam", zone="Europe/London", region="GB")
    return Context(bench, config, PLAYBOOK, lambda: NOW)


@asynccontextmanager
async def showing(
    context: Context,
    first: Callable[[Context], Screen[None]],
    size: tuple[int, int] = (120, 36),
) -> AsyncIterator[Pilot[int]]:
    """The app on one screen."""
    app = CallbenchApp(context, first)
    async with app.run_test(size=size) as pilot:
        yield pilot


def text_of(pilot: Pilot[int]) -> str:
    """Everything that is on the screen, a line each."""
    return text_on(pilot.app)


def said(pilot: Pilot[int]) -> str:
    """What the bottom line says."""
    return pilot.app.screen.query_one(KeyBar).message
