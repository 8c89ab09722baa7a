"""Files that no callbench has written, or only half: what each place of the workbench may hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

STEP: dict[str, Any] = {
    "starts_at": "2026-12-01T15:00:00+00:00",
    "wall": "2026-12-01T15:00",
    "zone": "Europe/London",
}
CALL: dict[str, Any] = {
    "id": "a-call",
    "prospect": {"id": "prospect-1", "name": "Omar Whitfield"},
    "attempt": 1,
    "kind": "follow-up",
    "dialled_at": "2026-11-24T09:00:00+00:00",
    "ended_at": "2026-11-24T09:01:00+00:00",
    "wrapped_at": "2026-11-24T09:02:00+00:00",
    "disposition": "interested",
    "note": "? a question\n+ a problem\n> tue 3pm",
    "next_step": STEP,
    "addenda": [{"at": "2026-11-25T09:00:00+00:00", "text": "later", "kind": "moved"}],
}
SESSION: dict[str, Any] = {
    "format": 1,
    "id": "a-session",
    "title": "Tue 24 Nov 2026, 09:00",
    "started_at": "2026-11-24T09:00:00+00:00",
    "ended_at": "2026-11-24T10:00:00+00:00",
    "zone": "Europe/London",
}
PROSPECT: dict[str, Any] = {"id": "a-prospect", "name": "Lena Fischer", "phone": "+442079460123"}
LIST: dict[str, Any] = {"format": 1, "title": "A list", "imported_at": "2026-11-01T09:00:00+00:00"}
ENTRY: dict[str, Any] = {"id": "an-entry", "at": "2026-11-24T09:00:00+00:00", "name": "Dana"}

FAR = ("0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00")
ODD_TIMES: tuple[Any, ...] = (
    *FAR,
    "2026-11-24T09:00:00",
    "yesterday",
    "",
    5,
    None,
    [],
    "2026-02-30T09:00:00+00:00",
)
ODD_NUMBERS: tuple[Any, ...] = (10**18, -(10**18), 10**40, 1e300, "1", None, [], True)
ODD_EXTRAS: tuple[Any, ...] = ({"a": 5}, [], {"": ""}, {"a": {"b": "c"}})
ODD_TEXTS: tuple[Any, ...] = (5, None, [], {}, True)

NO_JSON: dict[str, bytes] = {
    "empty": b"",
    "blank": b" \n",
    "zeros": bytes(4096),
    "binary": bytes(range(256)) * 20,
    "cut": json.dumps({"session": {"1": SESSION}, "calls": {"1": CALL}}).encode()[:200],
    "mixed": json.dumps({"session": {"1": SESSION}}).encode() + b'"note": "tail"}}}',
    "deep": b"[" * 100_000,
    "deep-object": b'{"a":' * 50_000,
    "deep-escaped": b'{"x":' + b"[" * 700 + b'"\\u001b"' + b"]" * 700 + b"}",
    "utf-16": json.dumps({"session": {"1": SESSION}}).encode("utf-16"),
    "nan": b'{"session": {"1": {"id": NaN}}}',
    "digits": b'{"session": {"1": {"format": ' + b"9" * 6000 + b"}}}",
    "number": b"12",
    "null": b"null",
    "list": b"[1, 2]",
    "text": b'"text"',
    "bookmarks": b'{"bookmarks": [{"url": "https://example.com"}], "version": 3}',
    "tables-of-lists": b'{"session": [], "list": [], "calls": [], "prospects": []}',
    "unnumbered": b'{"session": {"x": {}}, "list": {"x": {}}, "about": {"x": {}}}',
    "unicode-number": '{"session": {"²": {}}, "list": {"²": {}}, "about": {"²": {}}}'.encode(),
}
"""What any JSON file of the workbench may turn out to be."""


def sessions() -> Iterator[tuple[str, bytes]]:
    """Session files, each wrong in one way or at least strange."""
    yield from NO_JSON.items()
    for number, (session, call) in enumerate(_variants()):
        document = {"session": {"1": session}, "calls": {"1": call}, "other": {"1": {"kept": 1}}}
        yield f"variant-{number}", json.dumps(document).encode()
    yield "newer", json.dumps({"session": {"1": {**SESSION, "format": 99}}, "calls": {}}).encode()
    changed = {"session": {"1": {"format": 99, "id": 7}}, "calls": {"1": {"what": []}}}
    yield "newer-changed", json.dumps(changed).encode()
    yield "bom", b"\xef\xbb\xbf" + json.dumps({"session": {"1": SESSION}}).encode()
    yield "surrogate", json.dumps({"session": {"1": {**SESSION, "title": "\ud83d"}}}).encode()


def lists() -> Iterator[tuple[str, bytes]]:
    """List files."""
    yield from NO_JSON.items()
    variants = [
        *({"list": {"1": {**LIST, "imported_at": at}}} for at in ODD_TIMES),
        *({"list": {"1": {**LIST, "title": text}}} for text in ODD_TEXTS),
        *(_with_prospect(priority=number) for number in ODD_NUMBERS),
        *(_with_prospect(name=text) for text in ODD_TEXTS),
        *(
            _with_prospect(phone=text)
            for text in (*ODD_TEXTS, "+" * 500, "tel:;ext=", "1" * 10_000)
        ),
        *(_with_prospect(zone=text) for text in ("Europe", "../../etc/passwd", "no/such", "\0")),
        *(_with_prospect(zones=text) for text in (["Europe"], ["", "\0"], [5], "Europe/London")),
        *(_with_prospect(extra=value) for value in ODD_EXTRAS),
        _with_prospect(id=""),
        _with_prospect(email="@" * 300, tags=["", "a" * 10_000]),
    ]
    for number, document in enumerate(variants):
        yield f"variant-{number}", json.dumps(document).encode()
    yield "newer", json.dumps({"list": {"1": {**LIST, "format": 99}}}).encode()


def refusals() -> Iterator[tuple[str, bytes]]:
    """Do-not-call files."""
    yield from NO_JSON.items()
    for number, at in enumerate(ODD_TIMES):
        document = {"about": {"1": {"salt": "s"}}, "entries": {"1": {**ENTRY, "at": at}}}
        yield f"variant-{number}", json.dumps(document).encode()
    yield "unsalted", json.dumps({"entries": {"1": ENTRY}}).encode()


def settings() -> Iterator[tuple[str, bytes]]:
    """Settings and playbooks."""
    yield "binary", bytes(range(256))
    yield "utf-16", "rep = 'sam'".encode("utf-16")
    yield "json", b'{"rep": "sam"}'
    yield "deep", b"x = " + b"[" * 5000 + b"]" * 5000
    yield "deep-tables", b"x = " + b"{a = " * 2000 + b"1" + b"}" * 2000
    yield "dotted", b".".join([b"a"] * 3000) + b" = 1"
    yield "twice", b"rep = 'a'\nrep = 'b'\n"
    yield "digits", b"target_calls = " + b"9" * 6000
    yield "digits-cadence", b"[cadence]\nattempts = " + b"9" * 6000
    yield "unknown", b"[no_such_table]\nkey = 1\n"
    yield "types", b"rep = 5\ndispositions = 5\nhours = []\ncadence = 'x'\n"
    yield "times", b"[hours]\nopens = 9999-12-31T23:59:59Z\n"
    yield "zone", b"zone = '../../etc/passwd'\n"
    yield "control", b"rep = 'a\x1b]0;x\x07'\n"


def _variants() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for at in ODD_TIMES:
        for field in ("started_at", "ended_at"):
            yield {**SESSION, field: at}, CALL
        yield {**SESSION, "skipped": {"prospect-1": at}}, CALL
        yield {**SESSION, "pauses": [{"started_at": at, "ended_at": at}]}, CALL
        for field in ("dialled_at", "ended_at", "wrapped_at"):
            yield SESSION, {**CALL, field: at}
        yield SESSION, {**CALL, "next_step": {**STEP, "starts_at": at}}
        yield SESSION, {**CALL, "addenda": [{"at": at, "text": "x", "kind": "moved"}]}
        yield SESSION, {**CALL, "addenda": [_moved({**STEP, "starts_at": at})]}
    for number in ODD_NUMBERS:
        yield {**SESSION, "target_calls": number}, CALL
        yield SESSION, {**CALL, "attempt": number}
        yield SESSION, {**CALL, "next_step": {**STEP, "minutes": number}}
        yield {**SESSION, "format": number}, CALL
    for text in ODD_TEXTS:
        yield {**SESSION, "title": text, "zone": text}, CALL
        yield SESSION, {**CALL, "note": text}
        yield SESSION, {**CALL, "prospect": text}
        yield SESSION, {**CALL, "answers": {"questions": text}}
        yield SESSION, {**CALL, "disposition": text, "kind": text}
    for text in ("", "Europe", "no/such zone", "../../etc/passwd", "x" * 5000, "UTC\x00"):
        yield {**SESSION, "zone": text, "rep": text, "lists": [text]}, {**CALL, "kind": text}
        yield SESSION, {**CALL, "next_step": {**STEP, "zone": text, "their_zone": text}}
        yield SESSION, {**CALL, "next_step": {**STEP, "wall": text, "channel": text}}
        yield SESSION, {**CALL, "disposition": text, "told": [text], "ticked": [text]}
        yield SESSION, {**CALL, "addenda": [{"at": CALL["dialled_at"], "text": "", "kind": text}]}
        yield SESSION, {**CALL, "answers": {text: {"answer": text, "detail": text}}}
        yield SESSION, {**CALL, "id": text, "prospect": {"id": text, "name": text, "phone": text}}
    for minutes in (0, -30, 999_999):
        yield SESSION, {**CALL, "next_step": {**STEP, "minutes": minutes}}
    # Times in an order that no clock has.
    yield {**SESSION, "ended_at": "2020-01-01T00:00:00+00:00"}, CALL
    yield SESSION, {**CALL, "ended_at": "2020-01-01T00:00:00+00:00", "wrapped_at": "1970-01-01T00Z"}
    yield SESSION, {**CALL, "dialled_at": "2199-12-31T23:59:59-12:00"}
    yield SESSION, {**CALL, "next_step": {**STEP, "starts_at": "2199-12-31T23:59:59+00:00"}}
    yield SESSION, {**CALL, "dialled_at": "1900-01-01T00:00:00+14:00", "wrapped_at": None}


def _moved(step: dict[str, Any]) -> dict[str, Any]:
    return {"at": CALL["dialled_at"], "text": "x", "kind": "moved", "next_step": step}


def _with_prospect(**changes: Any) -> dict[str, Any]:
    return {"list": {"1": LIST}, "prospects": {"1": {**PROSPECT, **changes}}}


NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
"""When the screens are looked at."""
