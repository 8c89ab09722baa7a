from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest
from builders import DANA, NOW, a_call
from hypothesis import given
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
    Record,
    new_id,
    to_json,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
INSTANTS = st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=ZONES | st.just(UTC))
TEXTS = st.lists(TEXT, max_size=2).map(tuple)

STEPS = st.builds(NextStep, starts_at=INSTANTS, wall=TEXT, zone=TEXT, reason=TEXT, channel=TEXT)
ADDENDA = st.builds(
    Addendum, at=INSTANTS, text=TEXT, kind=TEXT, next_step=st.none() | STEPS, about=TEXT
)
ANSWERS = st.dictionaries(TEXT, st.builds(Answer, answer=TEXT, detail=TEXT), max_size=2)
PROSPECTS = st.builds(
    Prospect,
    id=TEXT,
    name=TEXT,
    tags=TEXTS,
    zones=TEXTS,
    priority=st.integers(-9, 9),
    extra=st.dictionaries(TEXT, TEXT, max_size=2),
)
CALLS = st.builds(
    Call,
    id=TEXT,
    prospect=st.builds(ProspectRef, id=TEXT, name=TEXT, company=TEXT, phone=TEXT),
    attempt=st.integers(1, 99),
    kind=TEXT,
    dialled_at=INSTANTS,
    ended_at=st.none() | INSTANTS,
    wrapped_at=st.none() | INSTANTS,
    disposition=st.none() | TEXT,
    note=TEXT,
    answers=ANSWERS,
    next_step=st.none() | STEPS,
    ticked=TEXTS,
    told=TEXTS,
    addenda=st.lists(ADDENDA, max_size=2).map(tuple),
)
SESSIONS = st.builds(
    CallSession,
    id=TEXT,
    title=TEXT,
    started_at=INSTANTS,
    ended_at=st.none() | INSTANTS,
    target_calls=st.none() | st.integers(0, 99),
    lists=TEXTS,
    pauses=st.lists(
        st.builds(Pause, started_at=INSTANTS, ended_at=st.none() | INSTANTS), max_size=2
    ).map(tuple),
    skipped=st.dictionaries(TEXT, INSTANTS, max_size=2),
    drafts=st.dictionaries(TEXT, TEXT, max_size=2),
)


@given(PROSPECTS | CALLS | SESSIONS)
def test_every_record_comes_back_from_json(record: Record) -> None:
    text = json.dumps(to_json(record), ensure_ascii=False)
    assert msgspec.convert(json.loads(text), type(record), strict=True) == record


@given(CALLS)
def test_json_keeps_the_offset_of_every_instant(call: Call) -> None:
    again = msgspec.convert(to_json(call), Call, strict=True)
    assert again.dialled_at.utcoffset() == call.dialled_at.utcoffset()


def test_instants_have_a_numeric_offset() -> None:
    assert to_json(a_call())["dialled_at"] == "2026-11-24T10:00:00+00:00"


def test_unset_fields_are_there_so_that_other_programs_find_them() -> None:
    plain = to_json(a_call(None))
    assert set(plain) == set(Call.__struct_fields__)
    assert (plain["disposition"], plain["answers"], plain["addenda"]) == (None, {}, [])


@pytest.mark.parametrize(
    "wrong",
    [
        {"attempt": "3"},
        {"dialled_at": "yesterday"},
        {"note": None},
        {"ticked": "multi-drop"},
        {"answers": {"questions": "no"}},
    ],
)
def test_what_is_not_a_record_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**to_json(a_call()), **wrong}, Call, strict=True)


def test_a_call_keeps_whom_it_was_made_to() -> None:
    assert to_json(DANA.ref) == {
        "id": "dana",
        "name": "Dana Whitfield",
        "company": "Northwind Freight",
        "phone": "+442079460018",
    }


def test_a_call_is_open_until_it_is_wrapped_up() -> None:
    assert a_call(None).is_open
    assert not a_call("interested", NOW).is_open


def test_ids_are_unique_and_made_of_hexadecimal_digits() -> None:
    idents = {new_id() for _ in range(100)}
    assert len(idents) == 100
    assert all(re.fullmatch("[0-9a-f]{32}", ident) for ident in idents)
