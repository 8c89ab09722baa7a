"""JSON as a lead file: a list of objects."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lead_files import written

from callbench.exchange.leads.errors import LeadFileError
from callbench.exchange.leads.importer import LeadImport, read_leads
from callbench.exchange.leads.telling import how_read, why_so

DANA = {"Full Name": "Dana Whitfield", "Phone": "020 7946 0018", "vip": True, "age": 41}


def leads_of(tmp_path: Path, objects: Any, encoding: str = "utf-8") -> LeadImport:
    return read_leads(written(tmp_path, json.dumps(objects), encoding), region="GB")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_row_for_each_object(tmp_path: Path, encoding: str) -> None:
    omar = {"Email": "omar@example.com", "Full Name": "Omar Haddad", "Tags": ["cold", None, "uk"]}
    leads = leads_of(tmp_path, [DANA, omar], encoding)
    dana, other = leads.prospects
    assert (dana.name, dana.phone) == ("Dana Whitfield", "+442079460018")
    assert dana.extra == {"vip": "yes", "age": "41"}
    assert (other.email, other.tags, other.extra) == ("omar@example.com", ("cold", "uk"), {})
    assert list(how_read(leads)) == ["no known program's columns", "JSON"]
    assert why_so(leads) == "columns recognised by their names"


def test_an_apostrophe_is_part_of_the_text(tmp_path: Path) -> None:
    (dana,) = leads_of(tmp_path, [DANA | {"Notes": "'=1", "More": {"a": [1]}}]).prospects
    assert (dana.notes, dana.extra["More"]) == ("'=1", '{"a":[1]}')


def test_nobody_in_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(LeadFileError, match="no key of its objects names a person"):
        leads_of(tmp_path, [{"colour": "red"}])
    with pytest.raises(LeadFileError, match="more than 2,000 different keys"):
        leads_of(tmp_path, [{f"k{n}": n for n in range(2001)}])


def test_what_only_begins_so_is_text(tmp_path: Path) -> None:
    leads = read_leads(written(tmp_path, "[name],phone\nDana,020 7946 0018\n"), region="GB")
    assert (leads.encoding, leads.prospects[0].name) == ("utf-8", "Dana")
