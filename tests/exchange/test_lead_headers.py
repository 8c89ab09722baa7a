"""Header lines of further programs and languages, and what each column is taken for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lead_files import written

from callbench.exchange.leads.importer import LeadImport, read_leads

Fields = dict[str, str | list[str]]
LINES = Path(__file__).parent.parent / "data" / "lead_headers.jsonl"
"""By program: a header line, and the column or columns of every field."""
CASES: dict[str, tuple[str, Fields]] = {
    case["program"]: (case["header"], case["fields"])
    for case in map(json.loads, LINES.read_text("utf-8").splitlines())
}


def mapped(leads: LeadImport) -> Fields:
    """The columns by field; those of phones and addresses in the order in which they are tried."""
    found: Fields = {}
    for name, header in leads.mapping.items():
        field = name.rstrip("_0123456789")
        if field in {"phone", "email"}:
            before = found.get(field, [])
            found[field] = [*before, header]
        else:
            found[name] = header
    return found


@pytest.mark.parametrize("program", CASES)
def test_what_the_columns_are_taken_for(program: str) -> None:
    header, expected = CASES[program]
    leads = read_leads(Path("leads.csv"), region="GB", data=f"{header}\n".encode())
    assert mapped(leads) == expected


@pytest.mark.parametrize(
    ("header", "program"),
    [("zoho", "zoho"), ("insightly", "insightly"), ("suitecrm", "suitecrm")],
)
def test_whose_columns_they_are(header: str, program: str) -> None:
    data = f"{CASES[header][0]}\n".encode()
    assert read_leads(Path("leads.csv"), region="GB", data=data).format == program


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Office city", "city"),
        ("City id", ""),
        ("Velocity", ""),
        ("Landline", "phone"),
        ("Home region country", "country"),
        ("Call notes", "notes"),
        ("Last note date", ""),
        ("Phone ext.", "extension"),
        ("Phone 2 ext", ""),
        ("iPhone", "phone"),
        ("eMail", "email"),
        ("FaxNumber", ""),
        ("Mobile DNC", ""),
    ],
)
def test_what_the_words_of_a_header_tell(header: str, field: str) -> None:
    leads = read_leads(Path("leads.csv"), region="", data=f"Company,{header}\nA,b\n".encode())
    fields = {name.partition("_2")[0] for name, column in leads.mapping.items() if column == header}
    assert fields == ({field} if field else set())


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Vorname;Name;Firma;Telefon;E-Mail;Land", "Dana;Whitfield;Northwind;{0};{1};England"),
        ("Prénom;Nom;Société;Téléphone;Courriel;Pays", "Dana;Whitfield;Northwind;{0};{1};GB"),
        (
            "Nombre;Apellidos;Empresa;Teléfono móvil;Correo electrónico",
            "Dana;Whitfield;Northwind;{0};{1}",
        ),
        (
            "Voornaam;Achternaam;Bedrijf;Telefoonnummer;E-mailadres",
            "Dana;Whitfield;Northwind;{0};{1}",
        ),
        (
            "Nome;Cognome;Azienda;Cellulare;Posta elettronica e-mail",
            "Dana;Whitfield;Northwind;{0};{1}",
        ),
    ],
)
def test_other_languages(tmp_path: Path, header: str, cells: str) -> None:
    text = f"{header}\n{cells.format('020 7946 0018', 'dana@example.com')}\n"
    (dana,) = read_leads(written(tmp_path, text, "cp1252"), region="GB").prospects
    assert (dana.name, dana.company) == ("Dana Whitfield", "Northwind")
    assert (dana.phone, dana.email) == ("+442079460018", "dana@example.com")
