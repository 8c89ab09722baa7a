"""What a country is called, to be said back: the English names of ``iso3166.tab`` in tzdata."""

from __future__ import annotations

import difflib
from functools import lru_cache

from callbench.domain.countries import table_rows
from callbench.domain.folding import fold


def country_name(code: str) -> str:
    """The English name of a country by its ISO 3166-1 alpha-2 code; "" where there is none."""
    return _names().get(code, "")


def named_and_coded(code: str) -> str:
    """Name and code to be shown, ``Germany (DE)``; the code alone where it has no name."""
    name = country_name(code)
    if name.endswith(")"):
        return f"{name[:-1]}, {code})"
    return f"{name} ({code})" if name else code


def name_like(words: str) -> str:
    """The English name that begins so, or is spelled nearly so; "" where none is, or several."""
    folded = {fold(name): name for name in _names().values()}
    begun = fold(words)
    if not begun:
        return ""
    found = [name for known, name in folded.items() if known.startswith(begun)]
    if len(found) == 1:
        return found[0]
    near = [] if found else difflib.get_close_matches(begun, folded, 1, cutoff=0.8)
    return folded[near[0]] if near else ""


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {code: name for code, name, *_ in table_rows("iso3166.tab")}
