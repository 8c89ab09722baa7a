"""Forgetting somebody: nothing of them is left, and nothing of anybody else is lost."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from rescued_bench import FULL, Refusing, elsewhere, rescued
from store_records import AT, a_session

from callbench.domain.records import (
    Addendum,
    Answer,
    Call,
    NextStep,
    Prospect,
    ProspectRef,
    replace,
    to_json,
)
from callbench.domain.short_ids import short_id
from callbench.store import do_not_call
from callbench.store.codec import encode_document
from callbench.store.errors import Damaged, Locked, NewerFormat
from callbench.store.forget import Plan, carry_out, plan_for, remaining, total
from callbench.store.forget.traces import BLOT, Traces
from callbench.store.index.places import index_path
from callbench.store.lists import ProspectList, read_list, read_lists, write_list
from callbench.store.lock import WriteLock
from callbench.store.people import Known, NobodyFound, People, Person, SeveralFound
from callbench.store.rescue.debts import OwedChange
from callbench.store.rescue.owing import Owing
from callbench.store.rescue.places import BEGIN, rescued_paths
from callbench.store.rescue.taking import take_in
from callbench.store.sessions import read_session, read_sessions
from callbench.store.workbench import Workbench

TOMAS = Prospect(
    id="7" * 32,
    name="Tomás Reyes",
    company="Costa Fria",
    phone="+34910990018",
    email="tomas.reyes@example.com",
    notes="prefers mornings; TOMAS.REYES@example.com",
    extra={"Mobile Phone": "+34 600 990 018", "E-mail (before)": "treyes@example.net"},
)
AGAIN = replace(TOMAS, id="8" * 32, name="T. Reyes", phone="", notes="", extra={})
"""The same person by the address, under another name on another list."""
OMAR = Prospect(
    id="0" * 32,
    name="Omar Haddad",
    company="Costa Fria",
    phone="+447700900111",
    email="omar@example.org",
    referred_by="Tomás Reyes",
    notes="asked for tomás reyes, tel. 910 99 00 18",
)
TRACES = (b"reyes", "tomás".encode(), b"990018", b"99 00 18", b"costa fria has", b"freezers")


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALLBENCH_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    workbench = Workbench.open(tmp_path / "bench")
    workbench.config.write_text('zone = "Europe/Madrid"\n', encoding="utf-8")
    write(workbench, "nov", TOMAS, OMAR)
    write(workbench, "dec", AGAIN)
    session(workbench, "2026-11-24T0900", a_talk(TOMAS, 1), a_talk(OMAR, 2), a_talk(AGAIN, 3))
    return workbench


def write(bench: Workbench, slug: str, *prospects: Prospect) -> Path:
    return write_list(
        bench, ProspectList(slug=slug, title=slug, imported_at=AT, prospects=prospects)
    )


def a_talk(who: Prospect, number: int, **changes: Any) -> Call:
    at = AT + timedelta(minutes=number)
    step = NextStep(
        starts_at=at,
        wall="2026-11-24T09:00",
        zone="Europe/London",
        their_zone="Europe/Madrid",
        reason=f"price the freezers for {who.name}",
    )
    call = Call(
        id=f"{number}" * 32,
        prospect=who.ref,
        attempt=number,
        kind="first",
        dialled_at=at,
        ended_at=at + timedelta(minutes=3),
        wrapped_at=at + timedelta(minutes=4),
        disposition="interested",
        note=f"{who.name} says that Costa Fria has four freezers",
        answers={"certain": Answer(answer="one-more-issue", detail=f"{who.name}'s boss signs")},
        next_step=step,
        ticked=("how many freezers",),
        told=("harbour-cold",),
        addenda=(
            Addendum(at=at, text=f"{who.name} wrote", kind="moved", next_step=step, about="x"),
        ),
    )
    return replace(call, **changes)


def session(bench: Workbench, stem: str, *calls: Call, **changes: Any) -> Path:
    record = a_session(**({"ended_at": AT + timedelta(hours=1)} | changes))
    document = {
        "session": {"1": to_json(record)},
        "calls": {
            str(n): to_json(call) | {"heard_as": call.prospect.name}
            for n, call in enumerate(calls, start=1)
        },
    }
    path = bench.sessions / f"{stem}.json"
    path.write_bytes(encode_document(document))
    return path


def people_of(bench: Workbench) -> People:
    refs = {call.prospect for stored in read_sessions(bench)[0] for call in stored.calls}
    return People(read_lists(bench)[0], refs)


def planned(bench: Workbench, text: str = TOMAS.id) -> Plan:
    people = people_of(bench)
    return plan_for(bench, people.find(text), people)


def forget(bench: Workbench, text: str = TOMAS.id) -> Plan:
    plan = planned(bench, text)
    carry_out(bench, plan, AT)
    return plan


def everything(bench: Workbench) -> dict[str, bytes]:
    return {
        str(path.relative_to(bench.root)): path.read_bytes()
        for path in sorted(bench.root.rglob("*"))
        if path.is_file()
    }


def assert_nothing_is_left(bench: Workbench) -> None:
    for name, data in everything(bench).items():
        text = data.lower()
        own = text.replace(b"omar haddad says that costa fria has four freezers", b"")
        own = own.replace(b"price the freezers for omar", b"").replace(b"how many freezers", b"")
        assert not [trace for trace in TRACES if trace in own], name
        assert "reyes" not in name


# ---------------------------------------------------------------------- calls and lists


def test_numbers_of_every_column_are_theirs_and_ids_are_nobodys() -> None:
    extra = {
        "Telefon": "+44 20 7946 0044 x12",
        "Handynummer": "07700 900123",
        "Privat": "+44 7700 900456",
        "Corporate Phone": "+44 20 7946 0100",
        "Kundennummer": "20261124",
    }
    dana = Prospect(id="d", name="Dana Whitfield", phone="+442079460018", extra=extra)
    desk = Prospect(id="k", name="Kim Ito", extra={"Corporate Phone": "+442079460100"})
    traces = Traces(Person((Known(dana, "g"),)), [desk])
    for number in ("020 7946 0044", "07700 900123", "+44 7700 900 456", "7700 900123"):
        assert traces.blotted(f"try {number} at five") == f"try {BLOT} at five"
    for kept in ("order 20261124", "020 7946 0100 is the desk"):
        assert traces.blotted(kept) == kept


def test_calls_stay_without_name_and_words(bench: Workbench) -> None:
    plan = forget(bench)
    first, other, second = read_session(bench.sessions / "2026-11-24T0900.json").calls
    before = a_talk(TOMAS, 1)
    assert first.prospect == ProspectRef(id=first.prospect.id, name="")
    assert first.prospect.id == second.prospect.id not in {TOMAS.id, AGAIN.id}
    assert (first.note, first.ticked, first.told) == ("", (), ("harbour-cold",))
    assert first.answers == {"certain": Answer(answer="one-more-issue")}
    assert before.next_step is not None
    assert first.next_step == replace(before.next_step, reason="", their_zone="")
    (addendum,) = first.addenda
    assert (addendum.text, addendum.about, addendum.kind) == ("", "", "moved")
    kept = ("id", "attempt", "kind", "dialled_at", "ended_at", "wrapped_at", "disposition")
    assert [getattr(first, name) for name in kept] == [getattr(before, name) for name in kept]
    assert other == a_talk(OMAR, 2)
    raw = json.loads((bench.sessions / "2026-11-24T0900.json").read_bytes())["calls"]
    assert ["heard_as" in call for call in raw.values()] == [False, True, False]
    assert total(plan.steps)["calls"] == 2
    assert_nothing_is_left(bench)


def test_what_was_saved_elsewhere_does_not_bring_them_back(
    tmp_path: Path, bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = elsewhere(tmp_path, monkeypatch)
    path = bench.sessions / "2026-11-24T0900.json"
    to = rescued(path, home / f"{BEGIN}a.json", a_talk(TOMAS, 4), a_talk(OMAR, 5))
    owing = Owing()
    with pytest.MonkeyPatch.context() as patch:
        Refusing(patch, FULL, bench.root)
        for who in (TOMAS, OMAR):
            changed = replace(who, reason="costa fria has moved")
            owing.pay(bench, OwedChange(slug="nov", prospect=changed, base=who))
        owing.close()
    (debts,) = set(rescued_paths()) - {to}
    carry_out(bench, planned(bench), AT)
    for file in (to, debts):
        assert b"reyes" not in file.read_bytes().lower().replace(BLOT.encode(), b"")
    for file in (to, debts):
        take_in(bench, file)
    assert [one.name for one in read_list(bench, "nov").prospects] == ["Omar Haddad"]
    assert read_list(bench, "nov").prospects[0].reason == "costa fria has moved"
    names = [call.prospect.name for call in read_session(path).calls]
    assert names == ["", "Omar Haddad", "", "", "Omar Haddad"]


def test_they_go_from_every_list_and_from_what_others_said(bench: Workbench) -> None:
    forget(bench)
    (omar,) = read_list(bench, "nov").prospects
    assert omar == replace(OMAR, referred_by=BLOT, notes=f"asked for {BLOT}, tel. {BLOT}")
    assert read_list(bench, "dec").prospects == ()
    with pytest.raises(NobodyFound):
        people_of(bench).find(TOMAS.name)


@pytest.mark.parametrize(
    "text", [TOMAS.id, AGAIN.id, "tomas reyes", "T. Reyes", "+34 910 99 00 18", TOMAS.email.upper()]
)
def test_duplicates_are_one_person_whatever_they_are_found_by(bench: Workbench, text: str) -> None:
    person = people_of(bench).find(text)
    assert {prospect.id for prospect in person.prospects} == {TOMAS.id, AGAIN.id}
    assert person.slugs == ("dec", "nov")


def test_whom_only_calls_know_is_found(bench: Workbench) -> None:
    write(bench, "nov", OMAR)
    write(bench, "dec")
    forget(bench, "Tomás Reyes")
    session_file = read_session(bench.sessions / "2026-11-24T0900.json")
    assert session_file.calls[0].prospect.name == ""


def test_what_was_typed_before_dialling_goes_and_the_session_stays(bench: Workbench) -> None:
    drafts = {TOMAS.id: "ask about the freezers", OMAR.id: "ask Omar"}
    path = session(
        bench, "2026-11-25T0900", id="b", drafts=drafts, skipped={TOMAS.id: AT, OMAR.id: AT}
    )
    forget(bench)
    stored = read_session(path)
    assert (stored.session.drafts, stored.session.skipped) == (
        {OMAR.id: "ask Omar"},
        {OMAR.id: AT},
    )


def test_what_was_being_typed_into_a_wrap_up_goes_with_its_call(bench: Workbench) -> None:
    theirs, kept = "1" * 32 + "/certain/one-more-issue", "2" * 32 + "/feedback/"
    drafts = {theirs: "price the freezers", kept: "too dear"}
    path = session(bench, "2026-11-25T0900", a_talk(TOMAS, 1), a_talk(OMAR, 2), drafts=drafts)
    forget(bench)
    assert read_session(path).session.drafts == {kept: "too dear"}


# ---------------------------------------------------------------------- everything else


def test_copies_that_were_set_aside_and_records_for_undoing(bench: Workbench) -> None:
    for kind in ("damaged-1", "conflict-1", "format-2"):
        session(bench, f"2026-11-24T0900.{kind}", a_talk(TOMAS, 1), a_talk(OMAR, 2))
    (bench.sessions / "2026-11-20T0900.damaged-1.json").write_text(
        '{"calls": {"1": {"note": "Tomás Reyes has fr', encoding="utf-8"
    )
    session(bench, "2026-11-24T0900 (conflicted copy)", a_talk(TOMAS, 1))
    undo = bench.lists / ".undo"
    undo.mkdir()
    record = {
        "slug": "nov",
        "added": [TOMAS.id, OMAR.id],
        "before": [to_json(OMAR), to_json(replace(TOMAS, phone="", email=""))],
        "after": [to_json(OMAR), to_json(TOMAS)],
    }
    (undo / "20261124T090000-1.json").write_bytes(msgspec.json.encode(record))
    (bench.lists / ".nov.json.12345678.callbench-tmp").write_text(TOMAS.id, encoding="utf-8")
    forget(bench)
    assert_nothing_is_left(bench)
    left = json.loads((undo / "20261124T090000-1.json").read_bytes())
    assert left["added"] == [OMAR.id]
    assert [one["id"] for one in left["before"]] == [one["id"] for one in left["after"]]
    assert [one["id"] for one in left["after"]] == [OMAR.id]
    aside = read_session(bench.sessions / "2026-11-24T0900.conflict-1.json")
    assert [call.prospect.name for call in aside.calls] == ["", "Omar Haddad"]
    assert not (bench.sessions / "2026-11-20T0900.damaged-1.json").exists()


def test_drafts_calendar_files_and_rejected_rows(bench: Workbench, tmp_path: Path) -> None:
    calendar = tmp_path / "calendar"
    calendar.mkdir()
    (calendar / f"{'1' * 32}@callbench.ics").write_text("event", encoding="utf-8")
    (calendar / "dentist.ics").write_text("event", encoding="utf-8")
    with bench.config.open("a", encoding="utf-8") as config:
        config.write(f'calendar_folder = "{calendar}"\n')
    theirs = bench.outbox / f"2026-11-24-somebody-{short_id('1' * 32)}.eml"
    theirs.write_text("Subject: hello\n\nhello", encoding="utf-8")
    naming = bench.outbox / "2026-11-24-omar-haddad-22222222.eml"
    naming.write_text("Subject: =?utf-8?q?Tom=C3=A1s_Reyes?=\n\nhello", encoding="utf-8")
    folded = bench.outbox / "2026-11-24-omar-haddad-22222222.ics"
    folded.write_bytes(b"DESCRIPTION:a call with Tom\xc3\xa1s Rey\r\n es\r\n")
    report = bench.outbox / "2026-11-24T0900.md"
    report.write_text("### 09:01 T\\. Reyes, T. Reyes: interested", encoding="utf-8")
    kept = bench.outbox / "2026-11-24-omar-haddad-44444444.eml"
    kept.write_text("Subject: hello\n\nhello", encoding="utf-8")
    rows = bench.rejected / "nov-20261124-090000.csv"
    rows.write_text(
        'line,reason,text\n3,too long,"Reyes,Tomás,Costa Fria"\n4,no name,\'+447700900111\n'
        "5,no name,'+34 910 990 018\n",
        encoding="utf-8",
    )
    forget(bench)
    assert sorted(path.name for path in bench.outbox.iterdir()) == [kept.name]
    assert [path.name for path in calendar.iterdir()] == ["dentist.ics"]
    with rows.open(encoding="utf-8", newline="") as file:
        assert [row[0] for row in csv.reader(file)] == ["line", "4"]
    assert_nothing_is_left(bench)


def test_the_index_goes(bench: Workbench) -> None:
    index = index_path(bench.root)
    index.write_bytes(b"Reyes")
    forget(bench)
    assert not index.exists()


def test_a_refusal_stays_as_a_hash(bench: Workbench) -> None:
    do_not_call.add(bench, TOMAS, AT, "Reyes asked to")
    do_not_call.add(bench, OMAR, AT, "said so")
    forget(bench)
    known = do_not_call.read(bench)
    assert [(entry.name, entry.why) for entry in known.entries] == [
        ("", ""),
        ("Omar Haddad", "said so"),
    ]
    assert known.entries[0].prospect_id == ""
    assert known.refuses(Prospect(id="new", name="Somebody", email=TOMAS.email))
    assert known.refuses(Prospect(id="new", name="Somebody", phone=TOMAS.phone))
    assert_nothing_is_left(bench)


def test_whom_only_a_list_refuses_stays_refused(bench: Workbench) -> None:
    write(bench, "nov", replace(TOMAS, do_not_call=True), OMAR)
    forget(bench)
    known = do_not_call.read(bench)
    assert known.refuses(Prospect(id="new", name="Somebody", phone=TOMAS.phone))
    assert not known.refuses(OMAR)
    assert_nothing_is_left(bench)


def test_what_is_not_callbenchs_is_told_and_left(bench: Workbench) -> None:
    mine = bench.root / "my notes.txt"
    mine.write_text("ring Tomás Reyes", encoding="utf-8")
    bench.playbook.write_text("# ask treyes@example.net\n", encoding="utf-8")
    plan = forget(bench)
    assert remaining(bench, plan) == [mine, bench.playbook]
    assert mine.read_text(encoding="utf-8") == "ring Tomás Reyes"


# ---------------------------------------------------------------------- what isn't theirs


def test_planning_changes_nothing(bench: Workbench) -> None:
    before = everything(bench)
    assert planned(bench).steps
    assert everything(bench) == before


def test_others_with_the_same_name_number_or_mailbox_are_left(bench: Workbench) -> None:
    namesake = Prospect(id="a" * 32, name="Tomás Reyes", phone="+34910990077", company="Elsewhere")
    colleague = Prospect(id="b" * 32, name="Lena Fischer", phone=TOMAS.phone, company="Costa Fria")
    write(bench, "jan", namesake, colleague)
    path = session(bench, "2026-11-25T0900", a_talk(namesake, 4), a_talk(colleague, 5), id="b")
    before = path.read_bytes()
    with pytest.raises(SeveralFound):
        people_of(bench).find("Tomás Reyes")
    forget(bench)
    assert read_list(bench, "jan").prospects == (namesake, colleague)
    assert path.read_bytes() == before
    assert [one.id for one in read_list(bench, "nov").prospects] == [OMAR.id]


def test_a_shared_mailbox_makes_nobody_one_person() -> None:
    two = [Prospect(id=name, name=name, email="info@example.com") for name in ("Ada B", "Cy D")]
    people = People([ProspectList(slug="x", title="x", imported_at=AT, prospects=(*two,))])
    assert people.find("Ada B").prospects == (two[0],)
    with pytest.raises(SeveralFound):
        people.find("info@example.com")


def test_a_name_of_one_word_or_of_the_company_is_not_blotted_out() -> None:
    for name in ("Will", "Costa Fria"):
        who = Prospect(id="w", name=name, company="Costa Fria", email="w@example.com")
        traces = Traces(_person(who), [])
        assert traces.blotted(f"{name} we call w@example.com?") == f"{name} we call {BLOT}?"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("+34910990018", BLOT),
        ("0034 910 990 018", BLOT),
        ("(910) 99-00-18", f"({BLOT}"),
        ("910/990018 x4", f"{BLOT} x4"),
        ("19109900181", "19109900181"),
        ("tomás  reyes", BLOT),
        ("Reyes, Tomás", BLOT),
        ("Tomás-Reyes", BLOT),
        ("Reyes", "Reyes"),
        ("TReyes@Example.net", BLOT),
    ],
)
def test_ways_of_writing(text: str, left: str) -> None:
    assert Traces(_person(TOMAS), [OMAR]).blotted(text) == left


def _person(who: Prospect) -> Person:
    people = People([ProspectList(slug="x", title="x", imported_at=AT, prospects=(who,))])
    return people.find(who.id)


# ---------------------------------------------------------------------- refusals and cuts


def test_a_running_block_is_named(bench: Workbench) -> None:
    before = everything(bench)
    lock = WriteLock(bench.sessions / "2026-11-24T0900.json")
    try:
        with pytest.raises(Locked, match="in use by callbench"):
            planned(bench)
    finally:
        lock.release()
    plan = planned(bench)
    lock = WriteLock(session(bench, "2026-11-26T0900", id="c", ended_at=None))
    try:
        with pytest.raises(Locked):
            carry_out(bench, plan, AT)
    finally:
        lock.release()
    (bench.sessions / "2026-11-26T0900.json").unlink()
    assert everything(bench) == before


def test_a_file_that_cannot_be_rewritten_is_named_before_anything_is_done(
    bench: Workbench,
) -> None:
    path = bench.sessions / "2026-11-20T0900.json"
    path.write_text('{"note": "Tomás Reyes', encoding="utf-8")
    with pytest.raises(Damaged, match="doctor --repair"):
        planned(bench)
    session(bench, "2026-11-20T0900", a_talk(TOMAS, 9), id="n", format=9)
    with pytest.raises(NewerFormat):
        planned(bench)
    path.write_text('{"note": "somebody else', encoding="utf-8")
    assert planned(bench).steps


def test_cut_off_anywhere_it_can_be_done_again(bench: Workbench) -> None:
    draft = bench.outbox / f"2026-11-24-tom-s-reyes-{short_id('1' * 32)}.eml"
    draft.write_text("x", encoding="utf-8")
    do_not_call.add(bench, TOMAS, AT, "asked to")
    while _is_known(bench):
        plan = planned(bench)
        carry_out(bench, msgspec.structs.replace(plan, steps=plan.steps[:1]), AT)
    assert not draft.exists()
    assert_nothing_is_left(bench)


def _is_known(bench: Workbench) -> bool:
    try:
        people_of(bench).find(TOMAS.id)
    except NobodyFound:
        return False
    return True
