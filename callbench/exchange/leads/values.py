"""Single cells of a lead file, read for what their field needs."""

from __future__ import annotations

import re

from callbench.domain.countries import zone_name
from callbench.domain.folding import fold
from callbench.domain.text import clean, one_line
from callbench.exchange.tables import without_guard

_EMAIL = re.compile(
    r"[^\s@,;:<>()\[\]\"]{1,64}@(?:[^\s@,;:<>()\[\]\".]+\.)+[^\s@,;:<>()\[\]\".]{2,}"
)
_NOTHING = frozenset({"", "n a", "na", "none", "null", "nil", "nan", "unknown", "tbd", "tbc"})
_LONGEST_NOTHING = 8
_NO = frozenset(
    {"no", "n", "false", "0", "off", "allow", "allowed", "ok", "f"}
    | {"nein", "non", "nee", "nao", "falsch", "faux", "falso", "onwaar"}
)
_SALUTATIONS = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "madam", "prof dr"}
    | {"herr", "herrn", "frau", "herr dr", "frau dr", "de heer", "heer", "dhr", "mevr", "mevrouw"}
    | {"m", "mme", "mlle", "monsieur", "madame", "sr", "sra", "srta", "senor", "senora"}
    | {"sig", "sig ra", "dott"}
)
_LEVELS = {
    2: "hot urgent highest very high high a p1 top hoch heiss haute eleve alta hoog",
    1: "warm medium b p2 mittel moyenne media gemiddeld",
    0: "normal standard none c p3",
    -1: "cold low d p4 niedrig kalt basse baja bassa laag",
}
_PRIORITIES = {word: level for level, words in _LEVELS.items() for word in words.split()}
_MOST_PRIORITY = 1_000_000
_NUMBER = re.compile(r"[+-]?\d{1,7}(?:[.,]\d+)?")
_SALESFORCE_ID = re.compile(r"[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?")
_NUMBERS_ONLY = re.compile(r"\d{5,}|\d+(?:;\d+)+")
_BETWEEN_TAGS = re.compile(r":::|[,;|\n]")


def cell_text(cell: str) -> str:
    """A cell cleaned, without the apostrophe that keeps a spreadsheet from running it."""
    if cell[:1] == "'":
        cell = without_guard(cell)
    return (cell if cell.isprintable() else clean(cell)).strip()


def is_nothing(text: str) -> bool:
    """Whether a cell says in words that it is empty: ``n/a``, ``-``, ``none``."""
    return len(text) <= _LONGEST_NOTHING and fold(text) in _NOTHING


def email_in(text: str) -> str:
    """The first address in a cell, or "" where there is none."""
    found = _EMAIL.search(text[:1000])
    return found[0] if found else ""


def zone_in(text: str) -> str:
    """The IANA zone that a cell names, or ""; HubSpot writes ``europe_slash_london``."""
    named = "/" in text or "_slash_" in text or text == "UTC"
    return zone_name(text.replace("_slash_", "/")) if named else ""


def priority_in(text: str) -> int | None:
    """The priority that a cell names, higher for earlier; None where it can't be read."""
    found = _NUMBER.fullmatch(text)
    if found:
        whole = int(float(text.replace(",", ".")))
        return max(-_MOST_PRIORITY, min(_MOST_PRIORITY, whole))
    return _PRIORITIES.get(fold(text))


def says_no_calls(text: str) -> bool:
    """Whether a do-not-call cell is set; what isn't clearly a no is taken for a yes."""
    folded = fold(text)
    return bool(folded) and folded not in _NO and not is_nothing(text)


def tags_in(text: str) -> tuple[str, ...]:
    """The tags in a cell, each once, as they stand."""
    parts = (one_line(part).removeprefix("* ").strip() for part in _BETWEEN_TAGS.split(text))
    return tuple(dict.fromkeys(part for part in parts if part))


def is_salutation(text: str) -> bool:
    """Whether a title is only a form of address."""
    return fold(text) in _SALUTATIONS


def is_record_id(text: str) -> bool:
    """Whether a company's cell holds the id of a record instead of a name."""
    if not text[:1].isdigit():
        return False
    of_account = text.startswith("001") and _SALESFORCE_ID.fullmatch(text)
    return bool(of_account or _NUMBERS_ONLY.fullmatch(text))


def same_record(text: str) -> str:
    """A record id for comparing: Salesforce writes the same one with 15 characters or 18."""
    return text[:15] if len(text) == 18 and _SALESFORCE_ID.fullmatch(text) else text
