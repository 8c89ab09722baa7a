"""Files as they are: encodings, delimiters, headers, quotes, and what is wrong with them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from lead_files import plain, written

from callbench.domain.text import clean
from callbench.exchange.leads import quoting
from callbench.exchange.leads.errors import LeadFileError
from callbench.exchange.leads.importer import LeadImport, read_leads
from callbench.exchange.leads.telling import called_first

ROWS = [["Tomás Rey", "Café Sol", "+34 911 23 45 67", "tomas@example.com"]]


def names(leads: LeadImport) -> list[str]:
    return [prospect.name for prospect in leads.prospects]


def balanced(leads: LeadImport) -> LeadImport:
    assert leads.taken + len(leads.merged) + len(leads.rejected) == leads.read
    assert leads.needs_number <= leads.taken
    return leads


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8 with BOM"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, named: str, line_end: str) -> None:
    text = plain(ROWS).replace("\n", line_end)
    leads = read_leads(written(tmp_path, text, encoding), region="")
    assert leads.encoding == named
    assert names(leads) == ["Tomás Rey"]
    assert leads.mapping["name"] == "Name"
    assert any("Windows-1252" in warning for warning in leads.warnings) is (encoding == "cp1252")


def test_one_damaged_character_does_not_change_the_encoding(tmp_path: Path) -> None:
    text = plain([[f"Tomás Peña {n}", "Café", "", ""] for n in range(9)]).encode()
    path = tmp_path / "leads.csv"
    path.write_bytes(text + b"Zo\xeb,Caf\xc3\xa9,,\n")
    leads = read_leads(path, region="")
    assert leads.encoding == "utf-8"
    assert names(leads)[0] == "Tomás Peña 0"
    assert names(leads)[-1] == "Zo\ufffd"


@pytest.mark.parametrize("mark", [";", "\t", "|", "^"])
def test_excel_s_separator_line(tmp_path: Path, mark: str) -> None:
    text = f"sep={mark}\r\n" + plain(ROWS).replace(",", mark)
    leads = read_leads(written(tmp_path, text), region="")
    assert (leads.delimiter, leads.header_line, names(leads)) == (mark, 2, ["Tomás Rey"])


@pytest.mark.parametrize(
    "above",
    [
        "Lead report;;;\r\n;;;\r\n",
        "Leads of November\n\n",
        '"Report: leads, all"\n"Made by Sam, 24 Nov"\n\n',
        "Notes:\n",
    ],
)
def test_what_stands_above_the_header_is_passed_over(tmp_path: Path, above: str) -> None:
    mark = ";" if ";" in above else ","
    text = above + plain(ROWS).replace(",", mark)
    leads = read_leads(written(tmp_path, text), region="")
    assert (leads.header_line, leads.read, names(leads)) == (
        above.count("\n") + 1,
        1,
        ["Tomás Rey"],
    )


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        (("1", "2", "", "3"), "a higher priority is called first: 3 before 1"),
        (("1", "1", "", "1"), ""),
        (("hot", "cold", "", "warm"), ""),
        (("", "", "", ""), ""),
    ],
)
def test_which_priority_is_called_first_is_said_where_they_are_numbered(
    tmp_path: Path, levels: tuple[str, ...], said: str
) -> None:
    rows = "".join(f"P{at},020 7946 00{at}0,{level}\n" for at, level in enumerate(levels))
    leads = read_leads(written(tmp_path, f"name,phone,priority\n{rows}"), region="GB")
    assert called_first(leads) == said


def test_no_header_at_all(tmp_path: Path) -> None:
    text = (
        "Dana Whitfield,Northwind Freight Ltd,+44 20 7946 0018,dana@example.com\n"
        "Omar Haddad,Harbour Cold GmbH,+44 20 7946 0019,omar@example.com\n"
    )
    leads = balanced(read_leads(written(tmp_path, text), region=""))
    assert (leads.header_line, leads.read) == (0, 2)
    assert leads.mapping == {
        "name": "column 1",
        "company": "column 2",
        "phone": "column 3",
        "email": "column 4",
    }
    assert any("guessed" in warning for warning in leads.warnings)


def test_a_header_that_says_nothing(tmp_path: Path) -> None:
    text = "Wer,Wo,Wie\nDana Whitfield,Northwind Ltd,+44 20 7946 0018\n"
    leads = read_leads(written(tmp_path, text), region="")
    assert leads.header_line == 1
    assert leads.mapping == {"name": "Wer", "company": "Wo", "phone": "Wie"}


def test_one_column(tmp_path: Path) -> None:
    leads = read_leads(written(tmp_path, "Phone\n+44 20 7946 0018\n+44 20 7946 0019\n"), region="")
    assert [prospect.phone for prospect in leads.prospects] == ["+442079460018", "+442079460019"]


def test_headers_are_told_apart(tmp_path: Path) -> None:
    text = " name ,Notes,,Notes,PHONE\nDana,a,b,c,+44 20 7946 0018\n"
    leads = read_leads(written(tmp_path, text), region="")
    assert leads.headers == ("name", "Notes", "column 3", "Notes (2)", "PHONE")
    dana = leads.prospects[0]
    assert (dana.name, dana.notes, dana.phone) == ("Dana", "a", "+442079460018")
    assert dana.extra == {"column 3": "b", "Notes (2)": "c"}


def test_short_and_long_rows(tmp_path: Path) -> None:
    text = plain([["Dana"], ["Omar", "Harbour", "", "", "more", ""]])
    leads = balanced(read_leads(written(tmp_path, text), region=""))
    assert names(leads) == ["Dana", "Omar"]
    assert leads.prospects[1].extra == {"column 5": "more"}
    assert any(warning.startswith("line 3: more cells") for warning in leads.warnings)


def test_blank_lines_are_not_counted(tmp_path: Path) -> None:
    text = plain([["Dana", "", "", ""], ["", "", "", ""], [" "], [], ["Omar", "", "", ""]])
    assert balanced(read_leads(written(tmp_path, text), region="")).read == 2


def test_line_breaks_and_json_in_cells(tmp_path: Path) -> None:
    text = 'Name,Notes,Phone\nDana,"{""a"": ""x,y""}\r\nsecond, line",+44 20 7946 0018\nOmar,,\n'
    leads = balanced(read_leads(written(tmp_path, text), region=""))
    assert names(leads) == ["Dana", "Omar"]
    assert leads.prospects[0].notes == '{"a": "x,y"}\nsecond, line'


@pytest.mark.parametrize(
    "broken",
    [
        'Omar,"Harbour,x,y\n',
        'Omar,"Harbour" Cold,x,y\n',
        'Omar,Harbour,"x,y\n',
        '"Omar,Harbour,x,y\n',
    ],
)
@pytest.mark.parametrize("after", ['Lena,Fischer,"",z\n', "Lena,Fischer,x,z\n", 'Lena,"F",x,z\n'])
def test_a_broken_quote_costs_its_own_row(tmp_path: Path, broken: str, after: str) -> None:
    text = plain([["Dana", "", "", ""]]) + broken + after + "Priya,Nair,,\n"
    leads = balanced(read_leads(written(tmp_path, text), region=""))
    assert names(leads) == ["Dana", "Lena", "Priya"]
    assert [(row.line, "quote" in row.reason) for row in leads.rejected] == [(3, True)]
    assert leads.rejected[0].text == broken.rstrip("\n")


def test_quotes_within_plain_cells_are_text(tmp_path: Path) -> None:
    text = 'Name,Company\nDana "Dee" Whitfield,5" pipes\n"Omar",  "Harbour, Cold"\n'
    leads = read_leads(written(tmp_path, text), region="")
    assert [(p.name, p.company) for p in leads.prospects] == [
        ('Dana "Dee" Whitfield', '5" pipes'),
        ("Omar", "Harbour, Cold"),
    ]


def test_too_large_cells_are_named_by_their_line(tmp_path: Path) -> None:
    huge = "x" * (quoting.LONGEST_CELL + 1)
    text = plain([["Dana", huge], ["Omar", "Harbour"], ["Lena", f'"{huge}{huge}"']])
    leads = balanced(read_leads(written(tmp_path, text), region=""))
    assert names(leads) == ["Omar"]
    assert [row.line for row in leads.rejected] == [2, 4]
    assert all("cell" in row.reason and len(row.text) <= 2000 for row in leads.rejected)


def test_nothing_to_identify(tmp_path: Path) -> None:
    text = plain([["", "", "n/a", "none"], ["Dana", "", "", ""]], "Name,Company,Phone,Notes")
    leads = balanced(read_leads(written(tmp_path, text), region=""))
    assert [(row.line, row.reason[:19]) for row in leads.rejected] == [(2, "nothing to identify")]


def test_a_phone_or_a_company_is_enough(tmp_path: Path) -> None:
    text = plain([["", "", "+44 20 7946 0018", ""], ["", "Northwind", "", ""]])
    leads = balanced(read_leads(written(tmp_path, text), region=""))
    assert names(leads) == ["+442079460018", "Northwind"]
    assert leads.needs_number == 1


def test_a_repeated_header_is_no_person(tmp_path: Path) -> None:
    text = plain(ROWS) + plain(ROWS)
    leads = balanced(read_leads(written(tmp_path, text), region=""))
    assert (leads.taken, len(leads.merged), len(leads.rejected)) == (1, 1, 1)


def test_numbers_in_doubt_are_said_with_their_line(tmp_path: Path) -> None:
    text = plain([["Dana", "", "020 7946 0018 0018", ""], ["Omar", "", "4.42E+11", ""]])
    leads = balanced(read_leads(written(tmp_path, text), region="GB"))
    assert [prospect.phone for prospect in leads.prospects] == ["020 7946 0018 0018", ""]
    assert leads.prospects[1].extra == {"Phone": "4.42E+11"}
    assert "line 2: Phone: too many digits for its country" in leads.warnings


def test_without_a_country_numbers_stay_as_typed(tmp_path: Path) -> None:
    leads = read_leads(written(tmp_path, plain([["Dana", "", "020 7946 0018", ""]])), region="")
    assert leads.prospects[0].phone == "020 7946 0018"


def test_hostile_text_is_text(tmp_path: Path) -> None:
    hostile = ["\x1b]0;owned\x07", "[red]x[/red]", "\u202eevil", "a\x00b", "'=1+1", "\x9b31m"]
    text = plain([[f"Dana {n}", cell, "", ""] for n, cell in enumerate(hostile)])
    leads = balanced(read_leads(written(tmp_path, text), region=""))
    companies = [prospect.company for prospect in leads.prospects]
    assert companies[1] == "[red]x[/red]"
    assert companies[4] == "=1+1"
    assert companies == [clean(company) for company in companies]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (b"PK\x03\x04rest", "workbook"),
        (b"%PDF-1.7", "PDF"),
        (b"<html><body>", "web page"),
        (bytes(range(32)) * 100, "not a text"),
        (b"just a line of prose\n", "no column"),
        (b'"open and never closed\n', "no rows"),
    ],
)
def test_files_that_are_no_tables(tmp_path: Path, data: bytes, why: str) -> None:
    path = tmp_path / "leads.csv"
    path.write_bytes(data)
    with pytest.raises(LeadFileError, match=why) as caught:
        read_leads(path, region="")
    assert str(caught.value).startswith("leads.csv: ")


@pytest.mark.parametrize("name", ["missing.csv", ".", "pipe", "a\0b"])
def test_paths_that_are_no_files(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(LeadFileError):
        read_leads(tmp_path / name, region="")


def test_an_override_has_to_name_what_exists(tmp_path: Path) -> None:
    path = written(tmp_path, plain(ROWS))
    with pytest.raises(LeadFileError, match="no column"):
        read_leads(path, region="", overrides={"phone": "Nope"})
    with pytest.raises(LeadFileError, match="no field"):
        read_leads(path, region="", overrides={"shoe": "Name"})


@settings(max_examples=examples(45))
@given(st.binary(max_size=400))
def test_any_bytes_give_leads_or_one_clear_line(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    _answers(tmp_path_factory.getbasetemp() / "fuzz.csv", data)


CELLS = st.one_of(
    st.sampled_from(['"', ",", ";", "\n", "\r\n", "\r", "\t", "'", '""', "/", " ", "x752"]),
    st.sampled_from(["Name", "Phone", "Email", "Dana", "é", "\x00", "\x1b[31m", "\ufeff"]),
    st.sampled_from(["+44 20 7946 0018", "dana@example.com"]),
)


@settings(max_examples=examples(45))
@given(st.lists(CELLS, max_size=40), st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_any_mixture_adds_up(
    tmp_path_factory: pytest.TempPathFactory, cells: list[str], encoding: str
) -> None:
    text = "Name,Phone,Email\n" + "".join(cells)
    _answers(tmp_path_factory.getbasetemp() / "fuzz.csv", text.encode(encoding, "replace"))


def _answers(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    try:
        leads = balanced(read_leads(path, region="GB"))
    except LeadFileError:
        return
    again = balanced(read_leads(path, region="GB", existing=leads.prospects))
    assert (again.taken, again.updated) == (0, ())
    for prospect in leads.prospects:
        texts = json.dumps([prospect.name, prospect.company, prospect.phone, prospect.extra])
        assert prospect.name
        assert "\\u001b" not in texts


@pytest.mark.parametrize(
    "below",
    [
        '\n"November leads"\n"Copyright (c) 2026 example.com"\n"Generated By:  Sam Rep"\n',
        "Grand Totals (1 record)\n\nExported 24/11/2026 09:00,,,\n",
    ],
)
def test_what_stands_below_the_table_is_nobody(tmp_path: Path, below: str) -> None:
    leads = balanced(read_leads(written(tmp_path, plain(ROWS) + below), region="ES"))
    assert names(leads) == ["Tomás Rey"]
    assert {row.reason for row in leads.rejected} == {"stands below the table"}
    assert len(leads.rejected) == leads.read - 1


@pytest.mark.parametrize(
    "below",
    [
        "Omar Haddad\nLena Fischer\n",
        "\nOmar Haddad\n\nLena Fischer\n",
        "Omar Haddad\n\nLena Fischer,,+44 20 7946 0020\n",
    ],
)
def test_names_alone_at_the_end_are_people(tmp_path: Path, below: str) -> None:
    leads = balanced(read_leads(written(tmp_path, plain(ROWS) + below), region="ES"))
    assert names(leads) == ["Tomás Rey", "Omar Haddad", "Lena Fischer"]


@pytest.mark.parametrize("header", ["Fax", "Telefax", "Fax (geschäftlich)", "FaxNumber"])
def test_a_fax_is_no_number_to_call(tmp_path: Path, header: str) -> None:
    text = f"Name,{header}\nTomás Rey,+34 911 23 45 67\n"
    (tomas,) = read_leads(written(tmp_path, text), region="ES").prospects
    assert (tomas.phone, tomas.extra) == ("", {header: "+34 911 23 45 67"})
