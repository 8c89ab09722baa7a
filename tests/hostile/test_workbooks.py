"""Workbooks that would take more room than there is are refused before room is made for them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from callbench.exchange.leads.errors import LeadFileError
from callbench.exchange.leads.extent import check_extent

SHEET = "<worksheet><sheetData>{}</sheetData></worksheet>"


def reached(sheet: str, name: str = "xl/worksheets/sheet1.xml") -> str:
    """What is said of a workbook with this sheet; "" where nothing is."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr(name, SHEET.format(sheet))
    try:
        with zipfile.ZipFile(packed) as file:
            check_extent(Path("leads.xlsx"), file)
    except LeadFileError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    "far",
    [
        '<row r="1"><c r="XFD1048576"/></row>',
        "<row r = '1'><c r = 'xfd1048576'/></row>",
        '<row r="30000000"><c/></row>',
        '<c r="ZZZZZZZZZZ1"/>',
        '<c r="A99999999999999999999"/>',
        f'{"x" * ((1 << 20) - 30)}<c r="XFD1048576"/>',
    ],
)
def test_a_cell_that_is_far_out(far: str) -> None:
    assert "a sheet reaches over" in reached(f'<row r="1"><c r="A1"/></row>{far}')


def test_an_ordinary_sheet() -> None:
    rows = (f'<row r="{n}"><c r="A{n}"/><c r="CV{n}"/></row>' for n in range(1, 5000))
    assert reached("".join(rows)) == ""


def test_a_binary_workbook() -> None:
    assert "save it as .xlsx or CSV" in reached("", "xl/workbook.bin")
