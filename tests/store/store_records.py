"""Invented records and small helpers for the tests of the store."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from callbench.domain.records import (
    Addendum,
    Answer,
    Call,
    CallSession,
    NextStep,
    Pause,
    Prospect,
    ProspectRef,
)

AT = datetime(2026, 11, 24, 9, 0, 3, tzinfo=UTC)
DANA = ProspectRef(
    id="d" * 32, name="Dana Whitfield", company="Northwind Freight", phone="+442079460018"
)


def a_session(**changes: Any) -> CallSession:
    """A session of a Tuesday morning, with what is given changed."""
    given: dict[str, Any] = {
        "id": "s" * 32,
        "title": "Tue 24 Nov 2026, 09:00",
        "started_at": AT,
        "rep": "sam",
    }
    return CallSession(**(given | {"zone": "Europe/London"} | changes))


def a_call(number: int = 1, **changes: Any) -> Call:
    """Call `number` of the session, made `number` minutes after its start."""
    given: dict[str, Any] = {
        "id": f"call-{number}",
        "prospect": DANA,
        "attempt": 1,
        "kind": "first",
        "dialled_at": AT + timedelta(minutes=number),
    }
    return Call(**(given | changes))


def a_prospect(number: int = 1, **changes: Any) -> Prospect:
    """Prospect `number` of a list."""
    given: dict[str, Any] = {
        "id": f"prospect-{number}",
        "name": f"Priya Nair {number}",
        "phone": f"+442079460{number:03}",
        "email": f"priya{number}@example.com",
    }
    return Prospect(**(given | changes))


def until(true: Callable[[], bool], seconds: float = 5.0) -> bool:
    """Wait for a condition; whether it came true."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.005)
    return True


clean_text = st.text(alphabet=st.characters(exclude_categories=("C", "Z")), max_size=20)
instants = st.datetimes(
    min_value=datetime(2000, 1, 1),
    max_value=datetime(2100, 1, 1),
    timezones=st.just(UTC),
)
next_steps = st.builds(
    NextStep,
    starts_at=instants,
    wall=clean_text,
    zone=clean_text,
    their_zone=clean_text,
    minutes=st.integers(0, 600),
    channel=clean_text,
    reason=clean_text,
    agreed=st.booleans(),
)
addenda = st.builds(
    Addendum,
    at=instants,
    text=clean_text,
    kind=clean_text,
    next_step=st.none() | next_steps,
    about=clean_text,
)
calls = st.builds(
    Call,
    id=clean_text,
    prospect=st.builds(ProspectRef, id=clean_text, name=clean_text, company=clean_text),
    attempt=st.integers(0, 99),
    kind=clean_text,
    dialled_at=instants,
    ended_at=st.none() | instants,
    wrapped_at=st.none() | instants,
    disposition=st.none() | clean_text,
    note=clean_text,
    answers=st.dictionaries(
        clean_text, st.builds(Answer, answer=clean_text, detail=clean_text), max_size=3
    ),
    next_step=st.none() | next_steps,
    ticked=st.lists(clean_text, max_size=3).map(tuple),
    told=st.lists(clean_text, max_size=3).map(tuple),
    addenda=st.lists(addenda, max_size=2).map(tuple),
)
sessions = st.builds(
    CallSession,
    id=clean_text,
    title=clean_text.filter(bool),
    started_at=instants,
    ended_at=st.none() | instants,
    rep=clean_text,
    zone=st.sampled_from(["UTC", "Europe/London", "no/such zone"]),
    target_calls=st.none() | st.integers(0, 999),
    lists=st.lists(clean_text, max_size=3).map(tuple),
    pauses=st.lists(
        st.builds(Pause, started_at=instants, ended_at=st.none() | instants), max_size=2
    ).map(tuple),
    skipped=st.dictionaries(clean_text, instants, max_size=2),
    drafts=st.dictionaries(clean_text, clean_text, max_size=2),
    format=st.just(1),
)
