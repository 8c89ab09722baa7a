"""A conversation to write about, and text that means harm, for the tests of mail and calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from callbench.domain.agenda import Promise, promise_of
from callbench.domain.records import Addendum, Answer, Call, NextStep, Prospect, replace
from callbench.store.playbook import load_playbook

DEFAULT = load_playbook(Path("/nonexistent/playbook.toml"))
MADE = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
PROMISED = datetime(2026, 12, 1, 15, 0, tzinfo=UTC)
THURSDAY = PROMISED + timedelta(days=2)
IDENT = "0123456789abcdef0123456789abcdef"

STEP = NextStep(
    starts_at=PROMISED,
    wall="2026-12-01T15:00",
    zone="Europe/London",
    their_zone="Europe/Madrid",
    reason="walk the CFO through the new tariff",
)
DANA = Prospect(
    id="dana",
    name="Dana Whitfield",
    company="Northwind Freight",
    phone="+442079460018",
    email="dana.whitfield@example.com",
)
NOTE = """00:12 Sam at the desk put me through
? does it do multi-drop
? is there a trial
! budget frozen till January
+ hates their hold-music supplier
> tue 3pm with the CFO"""


def a_conversation(prospect: Prospect = DANA, **changes: object) -> Call:
    call = Call(
        id=IDENT,
        prospect=prospect.ref,
        attempt=3,
        kind="follow-up",
        dialled_at=MADE,
        ended_at=MADE + timedelta(minutes=6),
        wrapped_at=MADE + timedelta(minutes=7),
        disposition="interested",
        note=NOTE,
        ticked=("is there a trial",),
        answers={
            "certain": Answer(answer="one-more-issue", detail="CFO has to sign"),
            "next-meeting": Answer(answer="booked"),
        },
        next_step=STEP,
    )
    return replace(call, **changes)


def a_promise(call: Call | None = None) -> Promise:
    promise = promise_of(call or a_conversation(), DEFAULT, MADE)
    assert promise is not None
    return promise


def moved(to: datetime = THURSDAY, at: datetime = MADE + timedelta(days=1)) -> Addendum:
    step = replace(STEP, starts_at=to, wall=f"{to:%Y-%m-%dT%H:%M}")
    return Addendum(at=at, text="CFO is away", kind="moved", next_step=step)


def cancelled(at: datetime = MADE + timedelta(days=2)) -> Addendum:
    return Addendum(at=at, text="by mail", kind="cancelled")


HOSTILE = (
    "x\r\nBcc: evil@example.com",
    "x\nATTENDEE:mailto:evil@example.com",
    "x\rEND:VEVENT\r\nBEGIN:VEVENT",
    "\u2028SUMMARY:evil\u2029\x85X:1\x0b\x0c",
    "a@example.com, evil@example.com",
    '"quoted", comma; semi: colon \\ back \\n slash \\, ^n',
    "Whitfield, Dana <evil@example.com>",
    "\x1b]52;c;ZXZpbA==\x07\x00\x7f\u009b31m",
    "\u202eevil\u202c",
    "=?utf-8?q?evil=0d=0aBcc:x?=",
    "{rep.__class__} {first!r} {0} %s ${HOME}",
    "../../etc/passwd",
    "C:\\Windows\\nul.txt",
    "漢字カタカナ, שלום; مرحبا",
    "👩‍👩‍👧‍👦" * 20,
    "é" * 400,
    "\ud800",
    "A" * 2000,
    "-rf",
    "..",
    "   ",
    "",
)
"""Names and words that try to become a property, a header, a path or a command."""
