"""Who said no is refused for good, by id, number and address, and can be forgotten by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from store_records import AT, a_prospect

from callbench.domain.records import replace
from callbench.store import do_not_call
from callbench.store.errors import Damaged, NewerFormat
from callbench.store.workbench import Workbench

DANA = a_prospect(1, name="Dana Whitfield", phone="+442079460018", email="dana@example.com")


@pytest.fixture
def workbench(tmp_path: Path) -> Workbench:
    return Workbench.open(tmp_path / "workbench")


def test_nobody_is_refused_without_a_file(workbench: Workbench) -> None:
    entries = do_not_call.read(workbench)
    assert not entries.refuses(DANA)
    assert entries.entries == ()


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({}, True),
        ({"phone": "", "email": ""}, True),
        ({"id": "other", "email": ""}, True),
        ({"id": "other", "phone": "+44 20 7946-0018", "email": ""}, True),
        ({"id": "other", "phone": "", "email": " Dana@EXAMPLE.com "}, True),
        ({"id": "other", "phone": "+442079460019", "email": "kim@example.com"}, False),
        ({"id": "other", "extension": "42", "email": ""}, False),
        ({"id": "other", "phone": "", "email": ""}, False),
        ({"id": "other", "phone": "", "email": "", "do_not_call": True}, True),
    ],
)
def test_who_is_refused(workbench: Workbench, changes: dict[str, str], refused: bool) -> None:
    do_not_call.add(workbench, DANA, AT)
    entries = do_not_call.read(workbench)
    assert entries.refuses(replace(DANA, **changes)) is refused


def test_a_desk_behind_a_switchboard_is_refused_alone(workbench: Workbench) -> None:
    do_not_call.add(workbench, replace(DANA, extension="42"), AT)
    entries = do_not_call.read(workbench)
    others = a_prospect(2, phone=DANA.phone)
    assert not entries.refuses(others)
    assert not entries.refuses(replace(others, extension="7"))
    assert entries.refuses(replace(others, extension="42"))


def test_few_digits_refuse_nobody(workbench: Workbench) -> None:
    do_not_call.add(workbench, replace(DANA, phone="12"), AT)
    assert not do_not_call.read(workbench).refuses(a_prospect(2, phone="12"))


def test_the_file_keeps_neither_number_nor_address(workbench: Workbench) -> None:
    do_not_call.add(workbench, DANA, AT, why="asked on the phone")
    text = workbench.do_not_call.read_text()
    assert "79460018" not in text
    assert "example.com" not in text
    assert workbench.do_not_call.stat().st_mode & 0o777 == 0o600


def test_two_workbenches_have_different_hashes(tmp_path: Path) -> None:
    first, second = (
        do_not_call.add(Workbench.open(tmp_path / name), DANA, AT) for name in ("a", "b")
    )
    assert first.phone_hash != second.phone_hash


def test_who_is_on_the_list_already_keeps_their_entry(workbench: Workbench) -> None:
    first = do_not_call.add(workbench, DANA, AT, why="first")
    assert do_not_call.add(workbench, replace(DANA, id="other"), AT, why="again") == first
    entries = do_not_call.read(workbench)
    assert entries.entries == (first,)
    assert (first.name, first.why, first.at) == ("Dana Whitfield", "first", AT)
    assert do_not_call.contains(entries, DANA)


def test_it_can_be_taken_back_by_person_and_by_entry(workbench: Workbench) -> None:
    entry = do_not_call.add(workbench, DANA, AT)
    other = do_not_call.add(workbench, a_prospect(2), AT)
    assert do_not_call.remove(workbench, DANA) == 1
    assert do_not_call.remove(workbench, DANA) == 0
    assert not do_not_call.remove_entry(workbench, entry.id)
    assert do_not_call.read(workbench).entries == (other,)
    assert do_not_call.remove_entry(workbench, other.id)
    assert do_not_call.read(workbench).entries == ()


def test_a_person_can_be_forgotten_and_is_still_refused(workbench: Workbench) -> None:
    do_not_call.add(workbench, DANA, AT, why="Dana asked")
    do_not_call.add(workbench, a_prospect(2), AT)
    do_not_call.forget_name(workbench, DANA)
    assert "Dana" not in workbench.do_not_call.read_text()
    entries = do_not_call.read(workbench)
    assert [entry.name for entry in entries.entries] == ["", "Priya Nair 2"]
    assert entries.refuses(DANA)


def test_a_damaged_or_newer_file_is_never_written_over(workbench: Workbench) -> None:
    do_not_call.add(workbench, DANA, AT)
    raw = json.loads(workbench.do_not_call.read_bytes())
    newer = json.dumps(raw | {"about": {"1": raw["about"]["1"] | {"format": 2}}})
    without_salt = json.dumps(raw | {"about": {}})
    for text, error in (("{", Damaged), (without_salt, Damaged), (newer, NewerFormat)):
        workbench.do_not_call.write_text(text)
        with pytest.raises(error):
            do_not_call.add(workbench, a_prospect(2), AT)
        assert workbench.do_not_call.read_text() == text


def test_keys_of_a_newer_version_survive(workbench: Workbench) -> None:
    do_not_call.add(workbench, DANA, AT)
    raw = json.loads(workbench.do_not_call.read_bytes())
    raw["entries"]["1"]["channel"] = "phone"
    workbench.do_not_call.write_text(json.dumps(raw))
    do_not_call.add(workbench, a_prospect(2), AT)
    do_not_call.forget_name(workbench, DANA)
    assert json.loads(workbench.do_not_call.read_bytes())["entries"]["1"]["channel"] == "phone"
