"""Workbooks: what is in their cells, which sheet is read, and what is said where none can be."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from callbench.exchange.leads import workbooks
from callbench.exchange.leads.errors import LeadFileError
from callbench.exchange.leads.importer import LeadImport, read_leads

NS = "http://schemas.openxmlformats.org"
TYPES = f"{NS}/package/2006/content-types"
LINKS = f"{NS}/package/2006/relationships"
OFFICE = f"{NS}/officeDocument/2006/relationships"
MAIN = f"{NS}/spreadsheetml/2006/main"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"

Cells = Sequence[str | int | float]
LEADS: tuple[Cells, ...] = (
    ("Leads of November",),
    ("", "Full Name", "Company", "Phone", "Priority"),
    ("", "Dana Whitfield", "Northwind Freight", 442079460018.0, 2),
    ("", "[red]Omar[/] & sons", "Acme", "020 7946 0019"),
    ("", "", "", "", 7),
)


def write_workbook(
    path: Path, sheets: Mapping[str, Sequence[Cells]], first: int = 3, hidden: str = ""
) -> None:
    """The smallest workbook that Excel opens, its rows from the row `first` on."""
    numbers = range(1, len(sheets) + 1)
    with zipfile.ZipFile(path, "w") as book:
        parts = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{KIND}.worksheet+xml"/>'
            for n in numbers
        )
        whole = f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
        book.writestr("[Content_Types].xml", f'<Types xmlns="{TYPES}">{whole}{parts}</Types>')
        book.writestr("_rels/.rels", links([("officeDocument", "xl/workbook.xml")]))
        pages = [("worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
        book.writestr("xl/_rels/workbook.xml.rels", links(pages))
        names = "".join(
            f'<sheet name="{escape(name)}" sheetId="{n}" r:id="r{n}"'
            + (' state="hidden"/>' if name == hidden else "/>")
            for n, name in enumerate(sheets, 1)
        )
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>',
        )
        for n, rows in enumerate(sheets.values(), 1):
            body = "".join(row_xml(at, cells) for at, cells in enumerate(rows, first))
            text = f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>'
            book.writestr(f"xl/worksheets/sheet{n}.xml", text)


def links(targets: Sequence[tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{LINKS}">{inner}</Relationships>'


def row_xml(number: int, cells: Cells) -> str:
    return f'<row r="{number}">{"".join(map(cell_xml, cells, _names(number)))}</row>'


def _names(number: int) -> Sequence[str]:
    return [f"{letter}{number}" for letter in "ABCDEFGH"]


def cell_xml(value: str | float, name: str) -> str:
    if value == "":
        return ""
    if isinstance(value, str):
        return f'<c r="{name}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{name}"><v>{value}</v></c>'


def read(tmp_path: Path, **sheets: Sequence[Cells]) -> LeadImport:
    path = tmp_path / "leads.xlsx"
    write_workbook(path, sheets or {"Leads": LEADS})
    return read_leads(path, region="GB")


def test_a_sheet_with_a_title_above_its_header(tmp_path: Path) -> None:
    leads = read(tmp_path)
    dana, omar = leads.prospects
    assert (dana.name, dana.company, dana.phone, dana.priority) == (
        "Dana Whitfield",
        "Northwind Freight",
        "+442079460018",
        2,
    )
    assert (omar.name, omar.phone) == ("[red]Omar[/] & sons", "+442079460019")
    assert (leads.encoding, leads.delimiter, leads.header_line) == ("workbook", "", 4)
    # Rows go by the numbers that a spreadsheet shows beside them.
    assert [(row.line, row.text) for row in leads.rejected] == [(7, " |  |  |  | 7")]
    assert leads.read == 3


def test_only_the_first_filled_sheet_is_read_and_that_is_said(tmp_path: Path) -> None:
    leads = read(tmp_path, Empty=(), Leads=LEADS, Old=LEADS)
    assert leads.taken == 2
    assert leads.warnings[0] == "only the sheet “Leads” was read, not: Old"


def test_a_hidden_sheet_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "leads.xlsx"
    write_workbook(path, {"Secret": LEADS[:3], "Leads": LEADS}, hidden="Secret")
    assert read_leads(path, region="GB").warnings == ()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04 and no more", "damaged"),
        (b"\xd0\xcf\x11\xe0 and no more", "no workbook that can be read"),
    ],
)
def test_what_is_no_workbook(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "leads.xlsx"
    path.write_bytes(data)
    with pytest.raises(LeadFileError, match=words):
        read_leads(path, region="")


def test_another_zip_file(tmp_path: Path) -> None:
    path = tmp_path / "leads.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("leads.csv", "Name,Phone\n")
    with pytest.raises(LeadFileError, match="no workbook"):
        read_leads(path, region="")


def test_an_empty_workbook(tmp_path: Path) -> None:
    with pytest.raises(LeadFileError, match="nothing in the workbook"):
        read(tmp_path, Leads=())


def test_one_that_unpacks_to_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "_LARGEST_UNPACKED", 1000)
    with pytest.raises(LeadFileError, match="unpacks to more than"):
        read(tmp_path)


def test_what_to_do_where_the_reader_is_not_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(LeadFileError, match=r'pip install "callbench\[xlsx\]".*or save it as CSV'):
        read(tmp_path)
