"""Session files: names, round trips, what a newer version wrote, and what is wrong with a file."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import msgspec
import pytest
from effort import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_records import AT, a_call, a_session, calls, sessions

from callbench.domain.records import (
    Addendum,
    Answer,
    Call,
    CallSession,
    NextStep,
    replace,
    to_json,
)
from callbench.store import migrations
from callbench.store.codec import encode_document, merged
from callbench.store.damage import set_aside
from callbench.store.errors import Damaged, NewerFormat, StoreError
from callbench.store.migrations import Step, migrate
from callbench.store.sessions import (
    SessionFile,
    read_session,
    read_sessions,
    session_name,
    session_paths,
)
from callbench.store.workbench import Workbench

STEP = NextStep(starts_at=AT, wall="2026-12-01T15:00", zone="Europe/London", reason="tariff")


@pytest.fixture
def workbench(tmp_path: Path) -> Workbench:
    return Workbench.open(tmp_path / "workbench")


def raw_file(workbench: Workbench, name: str = "2026-11-24T0900.json", **changes: Any) -> Path:
    """A file with one call, and `changes` laid over the raw document of that call."""
    path = workbench.sessions / name
    document = {"session": {"1": to_json(a_session())}, "calls": {"1": to_json(a_call())}}
    document["calls"]["1"] |= changes
    path.write_text(json.dumps(document), "utf-8")
    return path


def test_a_name_is_the_wall_time_of_the_session_in_its_own_zone(workbench: Workbench) -> None:
    file = SessionFile.create(workbench, a_session(zone="Asia/Tokyo"))
    file.close()
    assert file.path == workbench.sessions / "2026-11-24T1800.json"


def test_a_name_that_is_taken_gets_a_number() -> None:
    assert session_name(AT, set()) == "2026-11-24T0900.json"
    assert session_name(AT, {"2026-11-24T0900.json"}) == "2026-11-24T0900-2.json"
    taken = {"2026-11-24T0900.json", "2026-11-24T0900-2.json"}
    assert session_name(AT, taken) == "2026-11-24T0900-3.json"


def test_two_sessions_of_one_minute_get_two_files(workbench: Workbench) -> None:
    files = [SessionFile.create(workbench, a_session(id=str(n))) for n in range(3)]
    for file in files:
        file.close()
    assert [path.name for path in session_paths(workbench)] == [
        "2026-11-24T0900-3.json",
        "2026-11-24T0900-2.json",
        "2026-11-24T0900.json",
    ]


def test_paths_are_newest_first_and_without_what_was_set_aside(workbench: Workbench) -> None:
    names = ["2026-11-24T0900", "2026-11-24T0900-2", "2026-11-24T0900-10", "2025-01-01T0900"]
    others = ["2026-11-24T0900.damaged-1", "2026-11-24T0900.conflict-2", ".hidden", "a.format-1"]
    for name in names + others:
        (workbench.sessions / f"{name}.json").touch()
    found = [path.stem for path in session_paths(workbench)]
    assert found == [names[2], names[1], names[0], names[3]]


@settings(max_examples=examples(10), suppress_health_check=list(HealthCheck))
@given(session=sessions, made=st.lists(calls, max_size=4, unique_by=lambda call: call.id))
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, session: CallSession, made: list[Call]
) -> None:
    workbench = Workbench.open(tmp_path_factory.getbasetemp() / "round-trips")
    file = SessionFile.create(workbench, session)
    file.apply(None, made, ())
    file.close()
    stored = read_session(file.path)
    file.path.unlink()
    assert (stored.session, list(stored.calls), stored.read_only) == (session, made, False)


def test_instants_keep_their_offset_in_the_file(workbench: Workbench) -> None:
    plus_one = AT.astimezone(timezone(timedelta(hours=1)))
    file = SessionFile.create(workbench, a_session())
    file.put_call(a_call(dialled_at=plus_one))
    file.close()
    raw = json.loads(file.path.read_bytes())
    assert raw["session"]["1"]["started_at"] == "2026-11-24T09:00:03+00:00"
    assert raw["calls"]["1"]["dialled_at"] == "2026-11-24T10:00:03+01:00"


def test_calls_are_put_by_id_and_keep_their_order(workbench: Workbench) -> None:
    file = SessionFile.create(workbench, a_session())
    for number in (1, 2, 3):
        file.put_call(a_call(number))
    file.put_call(a_call(1, note="typed"))
    file.remove_call("call-2")
    file.remove_call("not there")
    file.apply(a_session(title="renamed"), [a_call(4), a_call(3, attempt=2)], ["call-1"])
    file.close()
    stored = read_session(file.path)
    assert stored.session.title == "renamed"
    assert [(call.id, call.attempt) for call in stored.calls] == [("call-3", 2), ("call-4", 1)]


def test_ten_calls_are_read_in_the_order_of_their_numbers(workbench: Workbench) -> None:
    file = SessionFile.create(workbench, a_session())
    file.apply(None, map(a_call, range(12)), ())
    file.close()
    assert [call.id for call in read_session(file.path).calls] == [f"call-{n}" for n in range(12)]


def test_keys_of_a_newer_version_survive_at_every_depth(workbench: Workbench) -> None:
    rich = a_call(
        answers={"certain": Answer(answer="yes"), "questions": Answer(answer="no")},
        next_step=STEP,
        addenda=(Addendum(at=AT, text="one"), Addendum(at=AT + timedelta(1), text="two")),
    )
    document: dict[str, Any] = {
        "session": {"1": to_json(a_session()) | {"mood": "good"}},
        "calls": {"1": to_json(rich) | {"recording": "a.ogg"}},
        "weather": {"1": {"rain": True}},
    }
    call = document["calls"]["1"]
    call["prospect"]["pronouns"] = "she"
    call["answers"]["certain"]["sure"] = 0.9
    call["next_step"]["room"] = "4"
    call["addenda"][1]["by"] = "kim"
    path = workbench.sessions / "2026-11-24T0900.json"
    path.write_text(json.dumps(document), "utf-8")
    file = SessionFile.open(path)
    file.apply(
        a_session(title="new"),
        [
            replace(
                rich, note="n", answers={"certain": Answer(answer="no")}, addenda=rich.addenda[1:]
            )
        ],
        (),
    )
    file.close()
    after = json.loads(path.read_bytes())
    call = after["calls"]["1"]
    assert after["session"]["1"]["mood"] == "good"
    assert after["weather"] == {"1": {"rain": True}}
    assert (call["recording"], call["note"], call["next_step"]["room"]) == ("a.ogg", "n", "4")
    assert call["prospect"]["pronouns"] == "she"
    assert call["answers"] == {"certain": {"answer": "no", "detail": "", "sure": 0.9}}
    assert [(item["text"], item["by"]) for item in call["addenda"]] == [("two", "kim")]


@settings(max_examples=examples(10))
@given(before=calls, after=calls, unknown=st.dictionaries(st.just("x-new"), st.integers()))
def test_merging_gives_the_record_and_keeps_the_unknown(
    before: Call, after: Call, unknown: dict[str, int]
) -> None:
    raw = merged(to_json(before) | unknown, after)
    assert msgspec.convert(raw, Call) == after
    assert {key: raw[key] for key in unknown} == unknown


def test_what_a_newer_version_wrote_is_shown_and_never_written(workbench: Workbench) -> None:
    path = workbench.sessions / "2026-11-24T0900.json"
    document = {"session": {"1": to_json(a_session(format=2))}, "calls": {}}
    path.write_text(json.dumps(document), "utf-8")
    assert read_session(path).read_only
    with pytest.raises(NewerFormat, match="newer callbench \\(format 2\\)"):
        SessionFile.open(path)
    document["session"]["1"]["started_at"] = {"unheard": "of"}
    path.write_text(json.dumps(document), "utf-8")
    with pytest.raises(NewerFormat):
        read_session(path)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"attempt": "three"}, 'table "calls", document 1, field "attempt": expected int, got str'),
        ({"prospect": {"id": 5, "name": ""}}, 'field "prospect.id": expected str, got int'),
        ({"answers": {"x": {"answer": None}}}, 'field "answers[...].answer": expected str'),
        ({"dialled_at": "yesterday"}, 'field "dialled_at": Invalid RFC3339'),
        ({"dialled_at": "2026-11-24T09:00:00"}, 'field "dialled_at": a time without an offset'),
        ({"addenda": [{"at": "2026-11-24T09:00", "text": ""}]}, 'field "addenda'),
    ],
)
def test_a_wrong_type_names_file_table_document_and_field(
    workbench: Workbench, changes: dict[str, Any], words: str
) -> None:
    path = raw_file(workbench, **changes)
    with pytest.raises(Damaged) as caught:
        read_session(path)
    message = str(caught.value)
    assert message.startswith(f'{path}: table "calls", document 1, field ')
    assert words in message
    assert "\n" not in message


def test_a_missing_field_is_named(workbench: Workbench) -> None:
    path = workbench.sessions / "a.json"
    path.write_text('{"session": {"1": {"id": "s"}}}')
    with pytest.raises(Damaged) as caught:
        read_session(path)
    expected = 'table "session", document 1, field "started_at": is missing'
    assert str(caught.value) == f"{path}: {expected}"
    lacking = raw_file(workbench, prospect={"id": "p"})
    with pytest.raises(Damaged, match=r'document 1, field "prospect.name": is missing'):
        read_session(lacking)


def test_a_session_without_a_title_is_called_by_its_file(workbench: Workbench) -> None:
    path = workbench.sessions / "2026-11-24T0900.json"
    path.write_text('{"session": {"1": {"id": "s", "started_at": "2026-11-24T09:00:00Z"}}}')
    assert read_session(path).session.title == "2026-11-24T0900"


def test_what_is_no_json_is_not_taken_for_another_encoding(workbench: Workbench) -> None:
    path = workbench.sessions / "a.json"
    path.write_text('{"session": {"1": {"target_calls": NaN}}}')
    with pytest.raises(Damaged, match="NaN is not JSON") as caught:
        read_session(path)
    assert "UTF-8" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "{", '{"calls": {}}', '{"session": {}}', '{"session": 1}'])
def test_a_file_without_a_session_is_damaged(workbench: Workbench, text: str) -> None:
    path = workbench.sessions / "a.json"
    path.write_text(text)
    with pytest.raises(Damaged):
        read_session(path)


def test_one_damaged_file_does_not_keep_the_others_from_being_read(workbench: Workbench) -> None:
    raw_file(workbench)
    (workbench.sessions / "2026-11-23T0900.json").write_bytes(b"\x00\xff")
    found, errors = read_sessions(workbench)
    assert [stored.path.name for stored in found] == ["2026-11-24T0900.json"]
    assert [error.path.name for error in errors] == ["2026-11-23T0900.json"]


@pytest.mark.parametrize("escaped", [True, False])
def test_harmful_characters_are_replaced_on_reading(workbench: Workbench, escaped: bool) -> None:
    path = raw_file(workbench)
    raw = json.loads(path.read_text())
    raw["calls"]["1"]["note"] = "a\r\nb \x1b[31m \x9b \u202e \u2066 \u061c \x7f\n\u2019"
    path.write_text(json.dumps(raw, ensure_ascii=escaped), "utf-8")
    assert read_session(path).calls[0].note == "a\nb \ufffd[31m " + "\ufffd " * 4 + "\ufffd\n\u2019"


@pytest.mark.parametrize(
    "mark", ["\x7f", "\x85", "\u202e", "\u2069", "\u061c", "\x1b", "\r", "\u200d\u200d"]
)
def test_nothing_harmful_alone_slips_through_the_fast_way(workbench: Workbench, mark: str) -> None:
    path = raw_file(workbench)
    raw = json.loads(path.read_text())
    raw["calls"]["1"]["note"] = f"a{mark}b"
    path.write_text(json.dumps(raw, ensure_ascii=False), "utf-8")
    assert mark not in read_session(path).calls[0].note


def test_half_a_surrogate_pair_costs_one_character_and_not_the_file(workbench: Workbench) -> None:
    file = SessionFile.create(workbench, a_session())
    file.put_call(a_call(note="half \ud83d pair"))
    file.put_call(a_call(2))
    file.close()
    assert [call.note for call in read_session(file.path).calls] == ["half \ufffd pair", ""]


def test_a_damaged_file_is_set_aside_without_overwriting_anything(workbench: Workbench) -> None:
    path = workbench.sessions / "2026-11-24T0900.json"
    for text in ("first", "second"):
        path.write_text(text)
        set_aside(path)
    assert not path.exists()
    assert {item.name: item.read_text() for item in workbench.sessions.iterdir()} == {
        "2026-11-24T0900.damaged-1.json": "first",
        "2026-11-24T0900.damaged-2.json": "second",
    }
    with pytest.raises(StoreError):
        set_aside(path)
    assert len(os.listdir(workbench.sessions)) == 2


def test_what_is_not_there_cannot_be_opened(workbench: Workbench) -> None:
    path = workbench.sessions / "none.json"
    with pytest.raises(StoreError, match="does not exist"):
        SessionFile.open(path)
    with pytest.raises(StoreError, match="does not exist"):
        read_session(path)
    assert os.listdir(workbench.sessions) == []


def test_files_stay_private(workbench: Workbench) -> None:
    file = SessionFile.create(workbench, a_session())
    assert {item.stat().st_mode & 0o777 for item in workbench.sessions.iterdir()} == {0o600}
    file.close()


def _rename_line(document: dict[str, dict[str, Any]]) -> None:
    for call in document["calls"].values():
        call["note"] = call.pop("text")


OLDER = Step(0, "call the note a note", _rename_line)


def old_file(workbench: Workbench) -> Path:
    path = workbench.sessions / "2020-01-01T0900.json"
    call = to_json(a_call(note="from long ago"))
    call["text"] = call.pop("note")
    document = {"session": {"1": to_json(a_session(format=0))}, "calls": {"1": call}}
    path.write_bytes(encode_document(document))
    return path


def test_an_older_file_is_read_in_the_present_format(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "STEPS", (OLDER,))
    path = old_file(workbench)
    before = path.read_bytes()
    stored = read_session(path)
    assert (stored.calls[0].note, stored.session.format) == ("from long ago", 1)
    assert path.read_bytes() == before


def test_an_older_file_is_copied_before_it_is_migrated(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "STEPS", (OLDER,))
    path = old_file(workbench)
    before = path.read_bytes()
    SessionFile.open(path).close()
    assert path.with_name("2020-01-01T0900.format-1.json").read_bytes() == before
    assert json.loads(path.read_bytes())["session"]["1"]["format"] == 1
    assert session_paths(workbench) == [path]


def test_steps_are_taken_in_order_and_an_unknown_format_is_damage() -> None:
    taken: list[int] = []
    steps = [
        Step(1, "step 1", lambda _: taken.append(1)),
        Step(0, "step 0", lambda _: taken.append(0)),
    ]
    document: dict[str, dict[str, Any]] = {"session": {"1": {"format": 0}}}
    assert migrate(document, Path("a.json"), steps, to=2) == ["step 0", "step 1"]
    assert (taken, document["session"]["1"]["format"]) == ([0, 1], 2)
    with pytest.raises(Damaged, match="has format -1"):
        migrate({"session": {"1": {"format": -1}}}, Path("a.json"), steps)


def test_an_instant_outlives_the_year_of_its_name(workbench: Workbench) -> None:
    early = a_session(started_at=datetime(2000, 1, 1, tzinfo=UTC), zone="nowhere/at all")
    file = SessionFile.create(workbench, early)
    file.close()
    assert file.path.name == "2000-01-01T0000.json"


def test_a_new_file_is_made_by_its_first_write(workbench: Workbench) -> None:
    session = a_session()
    file = SessionFile.new(workbench, session)
    assert not file.path.exists()
    other = SessionFile.create(workbench, session)
    file.put_call(a_call())
    assert file.path != other.path
    stored = read_session(file.path)
    assert (stored.session, [call.id for call in stored.calls]) == (session, [a_call().id])
    file.close()
    other.close()


def test_a_new_file_is_made_once_the_disk_allows_it(workbench: Workbench) -> None:
    file = SessionFile.new(workbench, a_session())
    workbench.sessions.rename(workbench.root / "gone")
    with pytest.raises(OSError, match="sessions"):
        file.put_call(a_call())
    (workbench.root / "gone").rename(workbench.sessions)
    file.put_call(a_call())
    assert len(read_session(file.path).calls) == 1
    file.close()
