"""What a column holds, by its cells: for files without a header, or with one that says nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from callbench.domain.countries import country_code, zone_name
from callbench.domain.phone import split_numbers

_EMAIL = re.compile(r"^[^\s@]+@[^\s@]+\.[^\s@]+$")
_PHONE = re.compile(r"^[+(\d'][\d\s().+/'\-\u00a0]*(?:(?:x|ext\.?|#)\s*\d+)?$", re.IGNORECASE)
_DATE = re.compile(r"^\d{1,4}([./-])\d{1,2}\1\d{1,4}(?:[T\s].*)?$")
_NO_PHONE = re.compile(
    r"^(?:\d{1,3}(?:\.\d{1,3}){3}"  # an IP address
    r"|\d{5}-\d{4}"  # an American postal code
    r"|[1-9]\d{0,2}(?:[ .,]\d{3})*(?:[.,]\d{1,2})?)$"  # an amount
)
_WORDS = re.compile(r"^[^\W\d_][^\d_@/\\<>]*$")
_COMPANY = re.compile(
    r"\b(?:ltd|limited|llc|inc|corp|plc|gmbh|ag|kg|sarl|sas|bv|nv|srl|spa|group|gruppe|company"
    r"|freight|logistics|holdings?|partners|solutions|services|systems|industries)\b",
    re.IGNORECASE,
)
_MOST = 0.6


def is_email(cell: str) -> bool:
    """Whether a cell is one e-mail address and nothing else."""
    return len(cell) < 255 and bool(_EMAIL.match(cell.strip()))


def is_phone(cell: str) -> bool:
    """Whether a cell looks like a phone number and not like a date, an amount or an id."""
    bare = cell.strip()
    if len(bare) > 80 or not _PHONE.match(bare) or _DATE.match(bare) or _NO_PHONE.match(bare):
        return False
    digits = sum(char.isdigit() for char in bare)
    marked = bare[0] in "+(0'" or any(mark in bare[1:] for mark in " -.()/")
    return 7 <= digits <= 25 and marked and bool(split_numbers(bare))


def looks_like_data(cells: Sequence[str]) -> bool:
    """Whether a row holds what no header does: an address or a number."""
    return any(is_email(cell) or is_phone(cell) for cell in cells)


def guess_fields(rows: Sequence[Sequence[str]], free: Sequence[int]) -> dict[str, int]:
    """Fields of the columns in `free`, each at most once, as their cells tell.

    Names and companies look alike: one with most of the words that companies end in is the
    company, otherwise the first such column is the name.
    """
    columns = {column: _filled(rows, column) for column in free}
    found: dict[str, int] = {}
    tests: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("email", is_email),
        ("phone", is_phone),
        ("zone", _is_zone),
        ("country", _is_country),
    )
    for field, test in tests:
        _claim(found, field, columns, test)
    texts = [column for column in free if column in columns and _mostly(columns[column], _is_words)]
    companies = [c for c in texts if _share(columns[c], _is_company) > 0.3]
    if companies:
        found["company"] = companies[0]
        texts.remove(companies[0])
    return found | _names(texts, columns, "company" not in found)


def _names(texts: list[int], columns: dict[int, list[str]], company: bool) -> dict[str, int]:
    """The name in one column or two, and the company behind it where it isn't known yet."""
    whole = [c for c in texts if _share(columns[c], lambda cell: 2 <= len(cell.split()) <= 4) > 0.5]
    if whole:
        found = {"name": whole[0]}
    elif len(texts) >= 2:
        found = {"first_name": texts[0], "last_name": texts[1]}
    else:
        found = {"name": texts[0]} if texts else {}
    rest = [column for column in texts if column not in found.values()]
    return found | ({"company": rest[0]} if company and rest else {})


def _claim(
    found: dict[str, int], field: str, columns: dict[int, list[str]], test: Callable[[str], bool]
) -> None:
    for column, cells in columns.items():
        if column not in found.values() and _mostly(cells, test):
            found[field] = column
            del columns[column]
            return


def _filled(rows: Sequence[Sequence[str]], column: int) -> list[str]:
    return [row[column].strip() for row in rows if column < len(row) and row[column].strip()]


def _share(cells: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(map(test, cells)) / len(cells) if cells else 0.0


def _mostly(cells: Sequence[str], test: Callable[[str], bool]) -> bool:
    return _share(cells, test) >= _MOST


def _is_zone(cell: str) -> bool:
    return "/" in cell and bool(zone_name(cell))


def _is_country(cell: str) -> bool:
    return len(cell) > 3 and bool(country_code(cell))


def _is_words(cell: str) -> bool:
    return len(cell) <= 80 and bool(_WORDS.match(cell))


def _is_company(cell: str) -> bool:
    return bool(_COMPANY.search(cell))
