"""Files of every kind, changed at random: whatever is in them, a rep reads at most a line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from effort import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.append(str(Path(__file__).parent.parent / "journeys"))

from damage import CALL, ENTRY, LIST, PROSPECT, SESSION
from workbenches import a_home, people

from callbench.cli.main import main
from callbench.store.playbook import default_text

VALID: dict[str, dict[str, Any]] = {
    "sessions/fuzzed.json": {"session": {"1": SESSION}, "calls": {"1": CALL, "2": CALL}},
    "lists/fuzzed.json": {"list": {"1": LIST}, "prospects": {"1": PROSPECT, "2": PROSPECT}},
    "do-not-call.json": {"about": {"1": {"salt": "s", "format": 1}}, "entries": {"1": ENTRY}},
}
"""A file of each kind that is as it should be."""

COMMANDS = (
    ("agenda", "--json"),
    ("stats",),
    ("export", "prospects", "--format", "csv"),
    ("show", "fuzzed", "--markdown"),
    ("doctor",),
)

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.datetimes().map(lambda at: at.isoformat() + "+00:00")
    | st.sampled_from(["", "0001-01-01T00:00:00Z", "\ud800", "Europe", "UTC", "booked", "moved"])
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=4,
)


def places(value: Any) -> list[tuple[str, ...]]:
    """The paths to everything in a document."""
    found: list[tuple[str, ...]] = []
    for key, item in value.items() if isinstance(value, dict) else ():
        found += [(key,), *((key, *rest) for rest in places(item))]
    return found


def changed(document: dict[str, Any], place: tuple[str, ...], value: Any) -> dict[str, Any]:
    """A document with another value in that place."""
    key, rest = place[0], place[1:]
    return {**document, key: changed(document[key], rest, value) if rest else value}


@st.composite
def mutated(draw: st.DrawFn, document: dict[str, Any]) -> bytes:
    """The JSON of a document with up to three places changed, or with bytes of it."""
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.sampled_from(places(document)))
        document = changed(document, place, draw(values))
    data = json.dumps(document).encode()
    return draw(st.just(data) | bytes_of(data))


@st.composite
def bytes_of(draw: st.DrawFn, data: bytes) -> bytes:
    """The bytes with a stretch of them replaced, or gone."""
    start = draw(st.integers(0, len(data)))
    end = draw(st.integers(start, min(len(data), start + 40)))
    return data[:start] + draw(st.binary(max_size=8)) + data[end:]


few = settings(
    max_examples=examples(10),
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
many = settings(few, max_examples=1000)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return a_home(tmp_path, people(2))


def run_all(home: Path, commands: tuple[tuple[str, ...], ...]) -> None:
    cache = {"XDG_CACHE_HOME": str(home.parent), "HOME": str(home.parent), "TZ": "Europe/London"}
    for command in commands:
        result = CliRunner().invoke(main, command, env={"CALLBENCH_HOME": str(home), **cache})
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise AssertionError(command) from result.exception
        assert "Traceback" not in result.output
        if command[0] not in {"doctor", "import"}:
            assert all(line.startswith("callbench: ") for line in result.stderr.splitlines())


def fuzz_records(home: Path, name: str, data: bytes) -> None:
    (home / name).write_bytes(data)
    run_all(home, COMMANDS)


def fuzz_settings(home: Path, name: str, data: bytes) -> None:
    (home / name).write_bytes(data)
    run_all(home, (("agenda", "--json"), ("doctor",)))
    (home / name).unlink()


def fuzz_leads(home: Path, name: str, data: bytes) -> None:
    path = home.parent / name
    path.write_bytes(data)
    run_all(home, (("import", str(path), "--dry-run"), ("import", str(path), "--list", "fair")))


LEADS = (
    b"Name;Company;Phone;Email;Notes\r\n"
    b'"Dana ""D"" Whitfield";Northwind;020 7946 0018;dana@example.com;"two\nlines"\r\n'
    b"Omar Haddad;=1+1;+44 20 7946 0019 ext 4;omar@example.com;\r\n"
)
CARDS = (
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Dana Whitfield\r\nN:Whitfield;Dana;;;\r\n"
    b"TEL;TYPE=CELL:+44 7700 900123\r\nORG:Northwind\r\nEND:VCARD\r\n"
)
SETTINGS = b"rep = 'sam'\nzone = 'Europe/London'\nkeys = { copy = 'y' }\ntarget_calls = 30\n"

Case = tuple[Callable[[Path, str, bytes], None], str, st.SearchStrategy[bytes]]

CASES: list[Case] = [
    *((fuzz_records, name, mutated(document)) for name, document in VALID.items()),
    (fuzz_settings, "config.toml", bytes_of(SETTINGS)),
    (fuzz_settings, "playbook.toml", bytes_of(default_text().encode())),
    (fuzz_leads, "leads.csv", bytes_of(LEADS)),
    (fuzz_leads, "leads.vcf", bytes_of(CARDS)),
    (fuzz_leads, "leads.xlsx", bytes_of(b"PK\x03\x04" + bytes(60))),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[1])
def test_no_file_is_more_than_a_line(home: Path, case: Case) -> None:
    _fuzz(home, case, few)


@pytest.mark.soak
@pytest.mark.parametrize("case", CASES, ids=lambda case: case[1])
def test_no_file_is_more_than_a_line_for_long(home: Path, case: Case) -> None:
    _fuzz(home, case, many)


def _fuzz(home: Path, case: Case, how: settings) -> None:
    check, name, files = case

    @how
    @given(files)
    def fuzz(data: bytes) -> None:
        check(home, name, data)

    fuzz()
