"""The shapes that CRMs import: which columns, and what stands in them."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest
from written_records import DANA, DEFAULT, HOSTILE, MADE, a_conversation

from callbench.domain.records import Addendum, Call, CallSession, Prospect, replace
from callbench.exchange.export.calls import CallLog, Logged
from callbench.exchange.export.crm import SHAPES, as_crm
from callbench.exchange.tables import FORMULA_STARTS

SESSION = CallSession(id="s", title="block", started_at=MADE, zone="Europe/London", rep="sam")


def written(shape: str, call: Call, prospect: Prospect | None = DANA) -> list[dict[str, str]]:
    log = CallLog((Logged(SESSION, call, prospect),), DEFAULT, "Europe/London")
    text = as_crm(log, shape)
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def missed(disposition: str) -> Call:
    return a_conversation(disposition=disposition, answers={}, next_step=None, note="")


def test_hubspot() -> None:
    (row,) = written("hubspot", a_conversation(), replace(DANA, extra={"Record ID": "1001"}))
    assert tuple(row) == SHAPES["hubspot"]
    assert row["Activity date"] == str(int(MADE.timestamp()) * 1000)
    assert row["Call duration"] == "360000"
    assert row["Call title"] == "Call: Dana Whitfield, Northwind Freight (interested)"
    assert (row["Call outcome"], row["Call direction"]) == ("Connected", "OUTBOUND")
    assert (row["Record ID"], row["Email"]) == ("1001", "dana.whitfield@example.com")
    assert row["Call notes"].splitlines() == [
        "Dialled 2026-11-24 09:30 (Europe/London), attempt 3: interested",
        *a_conversation().note.splitlines(),
        "100% sure? one more issue: CFO has to sign",
        "Next meeting booked? booked",
        "Next: 2026-12-01 15:00 (Europe/London): walk the CFO through the new tariff",
    ]


@pytest.mark.parametrize(
    ("disposition", "outcome"),
    [
        ("no-answer", "No answer"),
        ("voicemail", "Left voicemail"),
        ("gatekeeper", "Left live message"),
        ("busy", "Busy"),
        ("bad-number", "Wrong number"),
        ("no-accepted", "Connected"),
        ("of another playbook", ""),
    ],
)
def test_outcomes_are_those_that_hubspot_knows(disposition: str, outcome: str) -> None:
    (row,) = written("hubspot", missed(disposition))
    assert row["Call outcome"] == outcome


def test_salesforce() -> None:
    lead = "00Q5f000001AbCdEAK"
    (row,) = written("salesforce", a_conversation(), replace(DANA, extra={"Id": lead}))
    assert tuple(row) == SHAPES["salesforce"]
    assert {name: row[name] for name in SHAPES["salesforce"][:9]} == {
        "WhoId": lead,
        "Subject": "Call: Dana Whitfield, Northwind Freight (interested)",
        "ActivityDate": "2026-11-24",
        "Status": "Completed",
        "Priority": "Normal",
        "TaskSubtype": "Call",
        "CallType": "Outbound",
        "CallDurationInSeconds": "360",
        "CallDisposition": "interested",
    }


def test_pipedrive() -> None:
    call = a_conversation(ended_at=MADE + timedelta(seconds=61))
    (row,) = written("pipedrive", call, replace(DANA, extra={"Person - ID": "77"}))
    assert tuple(row) == SHAPES["pipedrive"]
    assert row["Activity - Due date"] == "2026-11-24"
    assert (row["Activity - Due time"], row["Activity - Duration"]) == ("09:30", "00:02")
    assert (row["Activity - Type"], row["Activity - Done"]) == ("Call", "Done")
    assert (row["Person - ID"], row["Person - Name"]) == ("77", "Dana Whitfield")
    assert row["Organization - Name"] == "Northwind Freight"


@pytest.mark.parametrize(
    ("shape", "column", "extra"),
    [
        ("salesforce", "WhoId", {"Id": "0015f000001AbCdEAK"}),  # An account, not a person.
        ("salesforce", "WhoId", {"Record ID": "1001"}),
        ("hubspot", "Record ID", {"Record ID": "003x"}),
        ("pipedrive", "Person - ID", {"ID": "=1+1"}),
    ],
)
def test_ids_of_something_else_are_left_out(shape: str, column: str, extra: dict[str, str]) -> None:
    (row,) = written(shape, a_conversation(), replace(DANA, extra=extra))
    assert row[column] == ""


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_somebody_whom_no_list_has_any_more_is_written_all_the_same(shape: str) -> None:
    (row,) = written(shape, a_conversation(), None)
    assert "Dana Whitfield" in "".join(row.values())


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_a_call_without_an_outcome_is_not_written(shape: str) -> None:
    assert written(shape, a_conversation(disposition=None)) == []


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_nothing_hostile_gets_out(shape: str) -> None:
    for words in HOSTILE:
        who = replace(DANA, name=words, company=words, email=words, extra={"Id": words})
        call = a_conversation(who, note=words, addenda=(Addendum(at=MADE, text=words),))
        (row,) = written(shape, call, who)
        assert list(row) == list(SHAPES[shape])
        text = "".join(row.values())
        assert not any(ord(char) < 32 and char not in "\n\t" for char in text)
        assert not set(text) & {"\x7f", "\x9b", "\u202e", "\ud800"}
        assert not any(cell[:1] in FORMULA_STARTS for cell in row.values() if cell)


def test_long_texts_are_cut_to_what_an_importer_takes(tmp_path: Path) -> None:
    who = replace(DANA, name="A" * 500)
    (row,) = written("salesforce", a_conversation(who, note="é" * 40_000), who)
    assert (len(row["Subject"]), len(row["Description"])) == (255, 32_000)
