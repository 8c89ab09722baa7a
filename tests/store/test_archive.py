"""Everything that was said, read back and found again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from store_records import AT, a_call, a_session

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
from callbench.store.archive import Archive
from callbench.store.codec import encode_document
from callbench.store.errors import CallGone, Damaged
from callbench.store.index import Index
from callbench.store.playbook import default_text
from callbench.store.workbench import Workbench

PLAYBOOK = parse_playbook(default_text())
TOMAS = ProspectRef(id="tomas", name="Tomás Rey", company="Øresund Kølhus", phone="+34910500118")
LATER = AT + timedelta(days=7)


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    bench = Workbench.open(tmp_path)
    step = NextStep(
        starts_at=LATER, wall="2026-12-01T09:00", zone="Europe/London", reason="the tariff"
    )
    talk = a_call(
        1,
        disposition="interested",
        note="does it do multi-drop",
        answers={"certain": Answer(answer="one-more-issue", detail="CFO signs")},
        next_step=step,
    )
    missed = a_call(2, prospect=TOMAS, disposition="voicemail", note="said the Prïce")
    write(bench, "2026-11-24T0900", a_session(id="old"), talk, missed)
    again = a_call(
        3,
        prospect=TOMAS,
        dialled_at=LATER,
        addenda=(Addendum(at=LATER, text="price agreed"),),
    )
    write(bench, "2026-12-01T0900", a_session(id="new", started_at=LATER), again)
    return bench


def write(bench: Workbench, name: str, session: CallSession, *calls: Call) -> None:
    document = {
        "session": {"1": to_json(session)},
        "calls": {str(at): to_json(call) for at, call in enumerate(calls, 1)},
    }
    (bench.sessions / f"{name}.json").write_bytes(encode_document(document))


def test_sessions_newest_first_with_their_figures(bench: Workbench) -> None:
    lines = Archive.open(bench, PLAYBOOK).sessions
    figures = [(line.session.id, line.calls, line.conversations, line.meetings) for line in lines]
    assert figures == [("new", 1, 0, 0), ("old", 2, 1, 1)]


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("price", [("call-3", "addendum"), ("call-2", "note")]),
        ("PRÏC", [("call-3", "addendum"), ("call-2", "note")]),
        ("multi drop", [("call-1", "note")]),
        ("cfo", [("call-1", "answer")]),
        ("tariff", [("call-1", "next_step")]),
        ("tomas", [("call-3", "name"), ("call-2", "name")]),
        ("oresund", [("call-3", "company"), ("call-2", "company")]),
        ("tomas said price", [("call-2", "note")]),
        ("drop cfo", [("call-1", "note")]),
        ("rice", []),
        ("  ?! ", []),
        ("", []),
    ],
)
def test_searching(bench: Workbench, query: str, hits: list[tuple[str, str]]) -> None:
    found = Archive.open(bench, PLAYBOOK).search(query)
    assert [(hit.call.id, hit.field) for hit in found] == hits


def test_the_newest_hits_only_and_stopping(bench: Workbench) -> None:
    archive = Archive.open(bench, PLAYBOOK)
    assert [hit.call.id for hit in archive.search("price", limit=1)] == ["call-3"]
    assert archive.search("price", stop=lambda: True) == []
    assert not Archive.open(bench, PLAYBOOK, lambda: True).sessions


def test_where_a_hit_is(bench: Workbench) -> None:
    archive = Archive.open(bench, PLAYBOOK)
    hit = archive.search("said price")[0]
    assert archive.place(hit) == (1, 1)
    assert hit.excerpt == "said the Prïce"


def test_a_hit_that_is_gone_meanwhile_is_nowhere(bench: Workbench) -> None:
    archive = Archive.open(bench, PLAYBOOK)
    hit = archive.search("said price")[0]
    hit.session.path.unlink()
    with Index.open(bench, PLAYBOOK) as index:
        index.follow()
    with pytest.raises(CallGone):
        archive.place(hit)
    archive.take_up()
    with pytest.raises(CallGone):
        archive.place(hit)


def test_a_timeline_over_all_sessions(bench: Workbench) -> None:
    timeline = Archive.open(bench, PLAYBOOK).timeline("tomas")
    assert [(session, call.id) for session, call in timeline] == [
        ("old", "call-2"),
        ("new", "call-3"),
    ]


def test_a_damaged_file_is_a_problem_and_the_rest_is_there(bench: Workbench) -> None:
    (bench.sessions / "2026-11-25T0900.json").write_text("{")
    archive = Archive.open(bench, PLAYBOOK)
    assert len(archive.sessions) == 2
    assert [type(problem) for problem in archive.problems] == [Damaged]


def test_two_files_of_one_session_are_both_shown(bench: Workbench) -> None:
    path = bench.sessions / "2026-11-24T0900.json"
    (bench.sessions / "2026-11-24T0900 (copy).json").write_bytes(path.read_bytes())
    archive = Archive.open(bench, PLAYBOOK)
    assert len(archive.sessions) == 3
    assert len(archive.timeline("tomas")) == 2
    assert [archive.place(hit) for hit in archive.search("cfo")] in [
        [(1, 0), (2, 0)],
        [(2, 0), (1, 0)],
    ]


def test_taking_up_what_changed(bench: Workbench) -> None:
    archive = Archive.open(bench, PLAYBOOK)
    old = archive.sessions[1]
    assert archive.search("haulage") == []
    path = bench.sessions / "2026-11-24T0900.json"
    path.write_text(path.read_text().replace("multi-drop", "haulage"))
    assert archive.reread(old).calls == 2
    assert len(archive.search("haulage")) == 1
    path.write_text("{")
    with pytest.raises(Damaged):
        archive.reread(old)
    assert len(archive.search("haulage")) == 1


def test_days_begin_on_the_clock_of_the_settings(bench: Workbench) -> None:
    archive = Archive.open(bench, PLAYBOOK)
    assert archive.search("until:2026-11-23") == []
    (bench.root / "config.toml").write_text('zone = "Pacific/Pago_Pago"\n')
    assert len(archive.search("until:2026-11-23")) == 2
    assert archive.search("until:2026-11-23", now=AT) == []


def test_what_there_is_without_following(bench: Workbench) -> None:
    archive = Archive(bench, PLAYBOOK)
    archive.take_up()
    assert not archive.sessions
    Archive.open(bench, PLAYBOOK)
    archive.take_up()
    assert len(archive.sessions) == 2
