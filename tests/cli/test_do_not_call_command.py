"""Who must not be called, from the command line."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from full_bench import CONTROLS, DANA, OMAR, call_bench, full_bench, write_prospects

from callbench.domain.records import Prospect, replace
from callbench.store import do_not_call
from callbench.store.lists import read_list
from callbench.store.workbench import Workbench

AT = datetime(2026, 11, 24, tzinfo=UTC)
NAMESAKE = replace(DANA, id="e" * 32, phone="+442079460077", email="dw@example.net")


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return full_bench(tmp_path / "bench")


def run(bench: Workbench, *arguments: str, code: int = 0) -> str:
    """What a do-not-call command says; on standard error when it fails."""
    result = call_bench(bench.root, "do-not-call", *arguments)
    assert result.exit_code == code, result.output
    said = result.stderr if code else result.stdout
    assert not set(said) & (CONTROLS - {"\n"})
    return said


def refused(bench: Workbench, prospect: Prospect) -> bool:
    return do_not_call.read(bench).refuses(prospect)


@pytest.mark.parametrize(
    "who",
    [DANA.id, "dana whitfield", "+44 20 7946 0018", "020 7946 0018", "Dana.Whitfield@Example.com"],
)
def test_somebody_of_a_list_by_whatever_is_known_of_them(bench: Workbench, who: str) -> None:
    said = run(bench, "add", who, "--why", "asked to")
    assert said == "Dana Whitfield, Northwind Freight will not be called again.\n"
    assert refused(bench, DANA)
    assert not refused(bench, OMAR)
    assert "+4420" not in bench.do_not_call.read_text(encoding="utf-8")
    assert run(bench, "add", who) == (
        "Dana Whitfield, Northwind Freight is on the do-not-call list already.\n"
    )
    assert run(bench, "remove", who) == "Dana Whitfield, Northwind Freight may be called again.\n"
    assert not refused(bench, DANA)


@pytest.mark.parametrize("who", ["+33 1 99 00 12 34", "somebody@example.net"])
def test_a_stranger_by_number_or_address(bench: Workbench, who: str) -> None:
    number = who.replace(" ", "")
    assert run(bench, "add", who) == f"{number} will not be called again.\n"
    later = Prospect(id="later", name="L", phone=number) if "@" not in who else None
    assert refused(bench, later or Prospect(id="later", name="L", email=who.upper()))
    assert run(bench, "remove", who) == f"{number} may be called again.\n"


def test_a_number_typed_without_its_extension_is_refused_as_well(bench: Workbench) -> None:
    run(bench, "add", DANA.phone)
    assert refused(bench, replace(DANA, id="other", email=""))
    assert refused(bench, Prospect(id="desk", name="Front desk", phone=DANA.phone))


def test_a_number_of_no_country_is_not_taken(bench: Workbench) -> None:
    bench.config.write_text('zone = "UTC"\nregion = ""\n', encoding="utf-8")
    said = run(bench, "add", "020 7946 0999", code=1)
    assert said == 'callbench: 020 7946 0999: write it with "+" and the country, or set region\n'


def test_a_name_that_several_have_names_them(bench: Workbench) -> None:
    write_prospects(bench, "december", [NAMESAKE])
    said = run(bench, "add", "Dana Whitfield", code=1)
    assert said.startswith('callbench: "Dana Whitfield" is 2 people: Dana Whitfield, Northwind')
    assert DANA.id in said
    assert NAMESAKE.id in said
    assert len(said.splitlines()) == 1
    run(bench, "add", NAMESAKE.id)
    assert (refused(bench, DANA), refused(bench, NAMESAKE)) == (False, True)


@pytest.mark.parametrize(
    "who", ["Dana", "whitfield", "northwind", "Dana Whitfeld", "nobody at all"]
)
def test_a_name_that_nobody_has_is_an_error_with_those_near_it(bench: Workbench, who: str) -> None:
    said = run(bench, "add", who, code=1)
    assert said.startswith(f'callbench: nobody is known as "{who}"')
    assert (DANA.id in said) == (who not in {"nobody at all", "northwind"})


def test_the_same_person_on_two_lists_is_one(bench: Workbench) -> None:
    again = replace(DANA, id="f" * 32, phone="+442079460055")
    write_prospects(bench, "december", [again])
    said = run(bench, "add", "Dana Whitfield")
    assert said == (
        "Dana Whitfield, Northwind Freight (december, november) will not be called again.\n"
    )
    assert refused(bench, DANA)
    assert refused(bench, again)


def test_whom_it_hits_besides_is_said(bench: Workbench) -> None:
    colleague = replace(DANA, id="c" * 32, name="Lena Fischer", email="lena@example.com")
    write_prospects(bench, "december", [colleague])
    said = run(bench, "add", "Dana Whitfield")
    assert said.splitlines()[1] == (
        "They share a number or an address, and are refused, too: Lena Fischer."
    )


def test_the_list(bench: Workbench) -> None:
    assert run(bench, "list") == "Nobody is on the do-not-call list.\n"
    assert json.loads(run(bench, "list", "--json")) == []
    run(bench, "add", "Dana Whitfield", "--why", "asked\x1b[31m to")
    run(bench, "add", "somebody@example.net")
    first, second = json.loads(run(bench, "list", "--json"))
    assert (first["name"], first["why"]) == ("Dana Whitfield", "asked\ufffd[31m to")
    assert (first["prospect_id"], first["known_by"]) == (DANA.id, ["id", "phone", "email"])
    assert (second["name"], second["known_by"]) == ("", ["email"])
    lines = run(bench, "list").splitlines()
    assert lines[0] == f"{first['id'][:8]}  {first['at'][:10]}  Dana Whitfield  asked\ufffd[31m to"
    assert lines[1].endswith("(name not kept)")


def test_marks_of_lists_are_counted_and_removed_with_the_entry(bench: Workbench) -> None:
    write_prospects(bench, "november", [replace(DANA, do_not_call=True), OMAR])
    assert run(bench, "list") == "1 prospect is marked in the lists themselves.\n"
    run(bench, "add", DANA.id)
    ident = json.loads(run(bench, "list", "--json"))[0]["id"]
    assert run(bench, "remove", ident[:8]) == (
        "Dana Whitfield may be called again; the mark in november is gone, too.\n"
    )
    assert read_list(bench, "november").prospects == (DANA, OMAR)


def test_an_entry_by_its_name_when_no_list_has_them_any_more(bench: Workbench) -> None:
    do_not_call.add(bench, Prospect(id="gone", name="Priya Nair", email="p@example.org"), AT)
    assert run(bench, "remove", "priya nair") == "Priya Nair may be called again.\n"


def test_somebody_who_is_not_on_it(bench: Workbench) -> None:
    said = run(bench, "remove", "Dana Whitfield", code=1)
    assert said == "callbench: Dana Whitfield, Northwind Freight is not on the do-not-call list\n"


@pytest.mark.parametrize("arguments", [("list",), ("add", "Dana Whitfield"), ("remove", DANA.id)])
def test_a_damaged_file_is_named(bench: Workbench, arguments: tuple[str, ...]) -> None:
    bench.do_not_call.write_text("{", encoding="utf-8")
    said = run(bench, *arguments, code=1)
    assert said.startswith(f"callbench: {bench.do_not_call}: ")
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("arguments", [("add",), ("remove",), ("add", "a", "b"), ("erase", "x")])
def test_usage(bench: Workbench, arguments: tuple[str, ...]) -> None:
    run(bench, *arguments, code=2)


def test_hostile_names_are_shown_harmlessly(bench: Workbench) -> None:
    for found in read_list(bench, "hostile").prospects:
        run(bench, "add", found.id, "--why", found.name)
    run(bench, "list")
    run(bench, "add", "\x1b]0;x\x07[/]", code=1)
