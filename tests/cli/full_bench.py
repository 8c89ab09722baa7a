"""A workbench with lists, sessions and everything around them, written as the program writes it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from click.testing import CliRunner, Result

from callbench.cli.main import main
from callbench.domain.records import Answer, Call, CallSession, NextStep, Prospect, to_json
from callbench.store.codec import encode_document
from callbench.store.lists import ProspectList, write_list
from callbench.store.workbench import Workbench

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

DANA = Prospect(
    id="d" * 32,
    name="Dana Whitfield",
    company="Northwind Freight",
    title="Head of Ops",
    phone="+442079460018",
    extension="12",
    email="dana.whitfield@example.com",
    zone="Europe/London",
    notes="Four depots\nand a bakery",
    tags=("freight", "multi-drop"),
    priority=-1,
    extra={"Record ID": "1001", "list": "a column of that name"},
)
OMAR = Prospect(
    id="0" * 32,
    name="=cmd|' /C calc'!A0",
    company="[red]Acme[/red]",
    phone="+447700900111",
    email="omar@example.org",
    notes="'=1+1",
)
HOSTILE = (
    "\x1b]52;c;ZXZpbA==\x07",
    "\x9b31m",
    "\x00nul",
    "\u202eevil\u202c",
    "\u2066iso",
    "a\rb",
    "\ud800",
    "[@click=app.quit]x[/]",
    '=HYPERLINK("https://example.com")',
    "@SUM(A1)",
    "x\r\nBcc: evil@example.com",
    "<script>|\\",
    "e\u0301" * 40,
)
CONTROLS = {*map(chr, range(32)), *map(chr, range(127, 160)), "\u202e", "\u2066", "\ud800"}


def call_bench(home: Path, *arguments: str, text: str | None = None) -> Result:
    """Run a command in this process, on this workbench."""
    return CliRunner().invoke(main, [*arguments, "--home", str(home)], input=text)


def call_to(prospect: Prospect, number: int = 1, day: int = 0, words: str = "") -> Call:
    """A conversation with them; `words` are what is said in every field."""
    at = AT + timedelta(days=day, minutes=10 * number)
    meeting = at + timedelta(days=7)
    return Call(
        id=f"call-{number}-{day}",
        prospect=prospect.ref,
        attempt=number,
        kind="first",
        dialled_at=at,
        ended_at=at + timedelta(minutes=5),
        wrapped_at=at + timedelta(minutes=6),
        disposition="interested",
        note=words,
        answers={"certain": Answer(answer="one-more-issue", detail=words)},
        next_step=NextStep(
            starts_at=meeting, wall=f"{meeting:%Y-%m-%dT%H:%M}", zone="Europe/London", reason=words
        ),
    )


def write_session(
    workbench: Workbench, calls: Sequence[Call], day: int = 0, name: str = ""
) -> Path:
    """A session of that day with these calls; answers its path."""
    at = AT + timedelta(days=day)
    session = CallSession(
        id=f"session-{day}",
        title=f"{at:%a %d %b %Y, %H:%M}",
        started_at=at,
        ended_at=at + timedelta(hours=2),
        rep="sam",
        zone="Europe/London",
        lists=("november",),
    )
    document = {
        "session": {"1": to_json(session)},
        "calls": {str(n): to_json(call) for n, call in enumerate(calls, start=1)},
    }
    path = workbench.sessions / (name or f"{at:%Y-%m-%dT%H%M}.json")
    path.write_bytes(encode_document(document))
    path.chmod(0o600)
    return path


def write_prospects(workbench: Workbench, slug: str, prospects: Sequence[Prospect]) -> Path:
    """A list with these prospects."""
    return write_list(
        workbench,
        ProspectList(slug=slug, title=slug.capitalize(), imported_at=AT, prospects=(*prospects,)),
    )


def full_bench(root: Path) -> Workbench:
    """Two lists, and two sessions a week apart."""
    workbench = Workbench.open(root)
    workbench.config.write_text('zone = "Europe/London"\nregion = "GB"\n', encoding="utf-8")
    workbench.config.chmod(0o600)
    write_prospects(workbench, "november", [DANA, OMAR])
    hostile = [
        Prospect(
            id=f"{number:032x}", name=f"{words} {number}", company=words, phone="", notes=words
        )
        for number, words in zip(itertools.count(1), HOSTILE, strict=False)
    ]
    write_prospects(workbench, "hostile", hostile)
    write_session(workbench, [call_to(DANA, 1, -7, "send the pricing"), call_to(OMAR, 2, -7)], -7)
    spoken = [call_to(who, n, 0, HOSTILE[n]) for n, who in enumerate(hostile)]
    write_session(workbench, [*spoken, call_to(DANA, 99, 0, "+ hates the hold music")], 0)
    return workbench
