from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

import msgspec
import phonenumbers
import pytest

from callbench.domain.cadence import next_call
from callbench.domain.history import NOTHING, History, fold, fold_all
from callbench.domain.marks import of_kind
from callbench.domain.playbook import Playbook, parse_playbook
from callbench.domain.queue import Group, Queue, QueueRow, Rules, zones_given
from callbench.domain.records import Call, CallSession, NextStep, Prospect
from callbench.store import do_not_call
from callbench.store.errors import StoreError
from callbench.store.lists import read_lists
from callbench.store.playbook import default_text
from callbench.store.sample import make_sample, sample_folder
from callbench.store.workbench import Workbench

T = TypeVar("T", bound=msgspec.Struct)

RESERVED = re.compile(
    r"\+442079460\d{3}|\+441(?:1[3-8]|[2-6]1)4960\d{3}|\+441914980\d{3}|\+442920180\d{3}"
    r"|\+442890180\d{3}|\+441632960\d{3}|\+447700900\d{3}"  # Ofcom
    r"|\+1[2-9]\d{2}55501\d{2}"  # NANPA
    r"|\+61[2378](?:5550|7010)\d{4}|\+6149157015[6-9]"  # ACMA
    r"|\+33(?:199|261)(?:00|91)\d{4}"  # ARCEP
    r"|\+3532091\d{5}"  # ComReg
    r"|\+49(?:3023125|6990009|4066969|2214710|8999998)\d{3}"  # BNetzA
    r"|\+46(?:846500(?:4\d{2})|3139006\d{2})"  # PTS
)
"""The ranges that regulators keep free for books and films."""

MAIL = re.compile(r"[a-z.]+@(?:[a-z-]+\.)?example\.(?:com|org|net)", re.IGNORECASE)

MOMENTS = {
    "the anchor": ("2026-11-24T09:00:00", "Europe/London"),
    "in summer": ("2027-07-07T14:20:59", "Europe/London"),
    "far from everybody": ("2027-03-10T11:17:42", "America/New_York"),
    "a Saturday": ("2027-01-16T10:05:30", "Asia/Kolkata"),
    "the night clocks go back": ("2026-10-25T01:30:00", "Europe/London"),
    "the day clocks go forward": ("2027-03-28T12:00:01", "Europe/London"),
    "the night clocks go back in New York": ("2026-11-01T01:58:00", "America/New_York"),
    "after clocks went forward in Sydney": ("2026-10-05T08:59:59", "Australia/Sydney"),
    "the last minutes of a year": ("2026-12-31T23:58:10", "Europe/London"),
}


class Sample(NamedTuple):
    """The sample as of one moment."""

    now: datetime
    workbench: Workbench
    sessions: dict[str, CallSession]
    """By file name."""
    calls: list[Call]
    """In the order of their dialling."""
    prospects: list[Prospect]
    histories: dict[str, History]
    """By id of the prospect."""

    @property
    def today(self) -> date:
        return self.now.date()

    def promise(self, name: str) -> NextStep:
        """The last thing promised to somebody, moved or not."""
        promise = self.histories[self.prospect(name).id].promise
        assert promise is not None
        return promise.step

    def prospect(self, name: str) -> Prospect:
        return next(prospect for prospect in self.prospects if prospect.name == name)


@cache
def playbook() -> Playbook:
    return parse_playbook(default_text())


def tables(path: Path) -> dict[str, dict[str, dict[str, object]]]:
    return msgspec.json.decode(path.read_bytes(), type=dict[str, dict[str, dict[str, object]]])


def records(table: dict[str, dict[str, object]], kind: type[T]) -> list[T]:
    """The records of a table, checked, with no field that a record doesn't have."""
    for entry in table.values():
        assert set(entry) <= {field.name for field in msgspec.structs.fields(kind)}
    return [msgspec.convert(entry, kind) for entry in table.values()]


def read(workbench: Workbench, now: datetime) -> Sample:
    sessions, calls, prospects = {}, [], []
    for path in sorted(workbench.sessions.iterdir()):
        document = tables(path)
        (sessions[path.name],) = records(document["session"], CallSession)
        calls += records(document["calls"], Call)
    for path in sorted(workbench.lists.glob("*.json"), reverse=True):
        prospects += records(tables(path)["prospects"], Prospect)
    histories = fold_all(calls, playbook())
    return Sample(now, workbench, sessions, calls, prospects, histories)


@pytest.fixture(scope="module", params=MOMENTS.values(), ids=list(MOMENTS))
def sample(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Sample:
    wall, zone = request.param
    now = datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone))
    root = tmp_path_factory.mktemp("sample") / "workbench"
    return read(make_sample(root, now=now, zone=zone), now)


@pytest.fixture(scope="module")
def at_anchor(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    now = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Europe/London"))
    root = tmp_path_factory.mktemp("anchor") / "workbench"
    return read(make_sample(root, now=now, zone="Europe/London"), now)


def test_sessions_lie_on_past_working_days(sample: Sample) -> None:
    assert len(sample.sessions) == 12
    for session in sample.sessions.values():
        assert session.ended_at is not None
        there = session.started_at.astimezone(sample.now.tzinfo)
        assert there.weekday() < 5
        assert there.date() < sample.today
        assert session.ended_at < sample.now
        assert session.zone == str(sample.now.tzinfo)


def test_names_and_titles_follow_the_dates(sample: Sample) -> None:
    for name, session in sample.sessions.items():
        there = session.started_at.astimezone(sample.now.tzinfo)
        assert name == f"{there:%Y-%m-%dT%H%M}.json"
        assert session.title == f"{there:%a} {there.day} {there:%b %Y, %H:%M}"


def test_the_clock_of_a_session_is_kept(sample: Sample, at_anchor: Sample) -> None:
    def clocks(some: Sample) -> list[time]:
        return [call.dialled_at.replace(tzinfo=None).time() for call in some.calls]

    assert clocks(sample) == clocks(at_anchor)


def test_calls_are_over_and_in_order(sample: Sample) -> None:
    before = datetime.min.replace(tzinfo=ZoneInfo("UTC"))
    for call in sample.calls:
        assert call.ended_at is not None
        assert call.wrapped_at is not None
        assert before < call.dialled_at < call.ended_at <= call.wrapped_at < sample.now
        before = call.wrapped_at


def test_what_was_added_later_is_past_too(sample: Sample) -> None:
    added = [(addendum, call) for call in sample.calls for addendum in call.addenda]
    assert {addendum.kind for addendum, _ in added} == {"moved", "sent", "let-go", "note"}
    for addendum, call in added:
        assert call.dialled_at < addendum.at < sample.now


def test_walls_and_instants_agree(sample: Sample) -> None:
    steps = [call.next_step for call in sample.calls if call.next_step is not None]
    assert len(steps) > 15
    for step in steps:
        there = step.starts_at.astimezone(ZoneInfo(step.zone))
        assert f"{there:%Y-%m-%dT%H:%M}" == step.wall
        assert there.second == 0


def test_one_promise_is_due_in_a_moment(sample: Sample) -> None:
    ahead = sample.promise("Priya Nair").starts_at - sample.now
    assert timedelta(minutes=3) < ahead <= timedelta(minutes=4)


def test_promises_of_today_stand_at_their_time(sample: Sample) -> None:
    for name, zone, clock in (
        ("Eilidh Carmichael", "Europe/London", time(10, 30)),
        ("Inés Carrasco", "Europe/Madrid", time(15, 0)),
    ):
        there = sample.promise(name).starts_at.astimezone(ZoneInfo(zone))
        assert (there.date(), there.time()) == (sample.today, clock), name


COMING = (
    "Noah Lindqvist",
    "Imran Qureshi",
    "Siobhán Keane",
    "Ruth Abernathy",
    "Máiréad Ní Dhálaigh",
    "Hana Kim",
    "Janelle Price",
    "Kasia Nowak",
)


def test_promises_of_the_coming_days(sample: Sample) -> None:
    for name in COMING:
        step = sample.promise(name)
        there = step.starts_at.astimezone(ZoneInfo(step.their_zone))
        assert sample.today < there.date() <= sample.today + timedelta(days=9), name
        assert there.weekday() < 5, name


def queue_of(sample: Sample) -> dict[str, QueueRow]:
    """The rows by name, first to call first."""
    assert sample.now.tzinfo is not None
    queue = Queue(Rules(playbook(), sample.now.tzinfo, zones_given), sample.prospects)
    queue.rank(sample.histories, {}, sample.now)
    return {row.prospect.name: row for row in queue.rows}


def test_the_queue_has_something_of_everything(sample: Sample) -> None:
    rows = queue_of(sample)
    assert rows["Priya Nair"].group is Group.PROMISED
    assert rows["Sofia Marchetti"].group is Group.MISSED
    assert rows["Walt Pruitt"].group is Group.NO_NUMBER
    kinds = {name: rows[name].kind for name in ("Grace Oduya", "Declan Moriarty", "Dana Whitfield")}
    assert kinds == {
        "Grace Oduya": "step-back",
        "Declan Moriarty": "break-up",
        "Dana Whitfield": "follow-up",
    }
    assert {"Omar Haddad", "Lena Fischer", "Tomás Rey"} <= set(rows)
    assert not {"Gordon Thistle", "Rosalind Pike", "Bernd Hoffmann", "Łucja Wrońska"} & set(rows)


def test_the_ends_are_told_apart(sample: Sample) -> None:
    assert sample.now.tzinfo is not None
    ends = defaultdict(list)
    for prospect in sample.prospects:
        history = sample.histories.get(prospect.id, NOTHING)
        due = next_call(history, playbook(), sample.now.tzinfo)
        ends[due.end].append((prospect.name, history.let_go))
    assert ends["let-go"] == [("Rosalind Pike", False), ("Bernd Hoffmann", True)]
    assert len(ends["no-accepted"]) == 5
    assert ends["bad-number"] == [("Stefan Brandt", False)]


def test_attempts_and_kinds_follow_the_cadence(sample: Sample) -> None:
    assert sample.now.tzinfo is not None
    histories: dict[str, History] = defaultdict(lambda: NOTHING)
    for call in sample.calls:
        history = histories[call.prospect.id]
        due = next_call(history, playbook(), sample.now.tzinfo)
        assert (call.attempt, call.kind) == (history.attempts + 1, due.kind), call.prospect.name
        if history.unreached and due.at is not None:
            assert due.at <= call.dialled_at, call.prospect.name
        histories[call.prospect.id] = fold(history, call, playbook())


def promised_delays(sample: Sample) -> dict[str, timedelta]:
    """How long after its time each promised call was made, by name; the last one of each."""
    promised: dict[str, datetime] = {}
    delays = {}
    for call in sample.calls:
        if call.kind == "promised":
            delays[call.prospect.name] = call.dialled_at - promised[call.prospect.id]
        if call.next_step is not None:
            promised[call.prospect.id] = call.next_step.starts_at
    return delays


def test_promises_were_kept_but_for_one(sample: Sample) -> None:
    delays = promised_delays(sample)
    late = {name for name, delay in delays.items() if delay > timedelta(minutes=10)}
    assert late == {"Noah Lindqvist"}
    assert len(delays) == 7
    assert all(delay >= timedelta(minutes=-1) for delay in delays.values())


def test_one_problem_waits_too_long(sample: Sample) -> None:
    settled = {addendum.about for call in sample.calls for addendum in call.addenda}
    waiting = {
        call.prospect.name: (sample.today - call.dialled_at.date()).days
        for call in sample.calls
        for problem in of_kind(call.note, "problem")
        if problem not in settled
    }
    assert len(waiting) == 4
    assert [name for name, days in waiting.items() if days > 14] == ["Imran Qureshi"]


def test_instants_keep_their_offset_in_the_files(at_anchor: Sample) -> None:
    call = tables(at_anchor.workbench.sessions / "2026-10-23T0900.json")["calls"]["1"]
    assert str(call["dialled_at"]).endswith("+01:00")


def test_the_anchor_changes_nothing(at_anchor: Sample) -> None:
    for path in sample_folder().rglob("*.json"):
        copy = at_anchor.workbench.root / path.relative_to(sample_folder())
        assert json.loads(copy.read_bytes()) == json.loads(path.read_bytes())


def test_whoever_asked_not_to_be_called_is_refused(sample: Sample) -> None:
    refusals = do_not_call.read(sample.workbench)
    assert [entry.at < sample.now for entry in refusals.entries] == [True]
    refused = [person.name for person in sample.prospects if refusals.refuses(person)]
    assert refused == ["Gordon Thistle"]


def test_the_lists_can_be_read(sample: Sample) -> None:
    lists, errors = read_lists(sample.workbench)
    assert errors == []
    assert [found.slug for found in lists] == ["cold-storage", "freight-haulage"]
    first = min(session.started_at for session in sample.sessions.values())
    assert lists[0].imported_at < first < lists[1].imported_at < sample.now


def test_ids_are_unique(at_anchor: Sample) -> None:
    ids = [session.id for session in at_anchor.sessions.values()]
    ids += [call.id for call in at_anchor.calls]
    ids += [prospect.id for prospect in at_anchor.prospects]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}", one) for one in ids)


def test_answers_stories_and_ticks_are_known(at_anchor: Sample) -> None:
    rules = playbook()
    stories = {story.id for story in rules.stories}
    for call in at_anchor.calls:
        disposition = rules.disposition(call.disposition or "")
        assert disposition is not None
        assert set(call.answers) <= set(disposition.checklist)
        for ident, answer in call.answers.items():
            question = rules.question(ident)
            assert question is not None
            assert question.option(answer.answer) is not None
        assert set(call.told) <= stories
        assert set(call.ticked) <= set(of_kind(call.note, "question"))
        assert (call.next_step is None) == (
            call.answers.get("next-meeting", None) is None
            or call.answers["next-meeting"].answer != "booked"
        )
        for addendum in call.addenda:
            assert addendum.about in {"", *of_kind(call.note, "problem")}


def test_calls_are_to_people_of_the_lists(at_anchor: Sample) -> None:
    refs = {prospect.id: prospect.ref for prospect in at_anchor.prospects}
    assert all(call.prospect == refs[call.prospect.id] for call in at_anchor.calls)


def test_notes_name_no_day_that_a_move_makes_false(at_anchor: Sample) -> None:
    dated = re.compile(
        r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b20\d\d\b"
        r"|\b\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
        re.IGNORECASE,
    )
    texts = [call.note for call in at_anchor.calls]
    texts += [text for person in at_anchor.prospects for text in (person.notes, person.reason)]
    assert [text for text in texts if dated.search(text)] == []


def test_prospects_can_do_no_harm(at_anchor: Sample) -> None:
    assert len(at_anchor.prospects) == 57
    for prospect in at_anchor.prospects:
        if prospect.phone and prospect.country:
            assert RESERVED.fullmatch(prospect.phone), prospect.phone
        if prospect.email:
            assert MAIL.fullmatch(prospect.email), prospect.email
        for zone in (*prospect.zones, prospect.zone or "UTC"):
            ZoneInfo(zone)


def test_odd_prospects_are_there(at_anchor: Sample) -> None:
    people = at_anchor.prospects
    assert sum(not person.phone for person in people) == 1
    assert sum(person.do_not_call for person in people) == 1
    assert [person.phone for person in people if not person.zones and person.phone] == [
        "020 7946 0981"
    ]
    assert sum(len(person.zones) > 1 for person in people) == 1
    assert sum(bool(person.extension) for person in people) == 3
    assert max(len(person.company) for person in people) > 100
    assert any("[" in person.company for person in people)
    assert len({person.country for person in people}) > 10


def test_files_are_private_and_never_overwritten(at_anchor: Sample) -> None:
    workbench = at_anchor.workbench
    for path in workbench.root.rglob("*.json"):
        assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(StoreError, match="exists"):
        make_sample(workbench.root, now=at_anchor.now, zone="Europe/London")


REGIONS = {
    "United Kingdom": "GB",
    "Ireland": "IE",
    "United States": "US",
    "Canada": "CA",
    "Germany": "DE",
    "France": "FR",
    "Sweden": "SE",
    "Australia": "AU",
}


def leads() -> list[dict[str, str]]:
    with (sample_folder() / "leads.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def test_leads_have_sixty_rows_and_the_oddities_the_readme_names() -> None:
    rows = leads()
    assert len(rows) == 60
    people = [row for row in rows if row["Full Name"]]
    assert len(people) == 59
    assert sum(not row["Phone"] for row in people) == 2
    assert sum(bool(re.search(r"x", row["Phone"])) for row in people) == 3
    assert len({row["Contact Email"].casefold() for row in people}) == 58


def test_leads_can_do_no_harm() -> None:
    for row in leads():
        if row["Phone"]:
            number = phonenumbers.parse(row["Phone"], REGIONS[row["Country"]])
            number.extension = None
            plain = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            assert RESERVED.fullmatch(plain), plain
        if row["Contact Email"]:
            assert MAIL.fullmatch(row["Contact Email"]), row["Contact Email"]
