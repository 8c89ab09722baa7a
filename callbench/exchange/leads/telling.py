"""What was understood of a lead file, in words for the command line and the screen."""

from __future__ import annotations

from collections.abc import Iterator

from callbench.domain.text import one_line
from callbench.exchange.leads.importer import LeadImport
from callbench.exchange.leads.objects import KIND as JSON
from callbench.exchange.leads.vcards import FORMAT as VCARD

_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_LONGEST = 24
"""Characters of a header that is named as a reason."""


def how_read(leads: LeadImport) -> Iterator[str]:
    """Whose columns they are, the encoding, what stands between cells, where the header is."""
    if leads.format == VCARD:
        yield from ("vCards", leads.encoding)
        return
    yield "no known program's columns" if leads.format == "unknown" else f"{leads.format}'s columns"
    yield leads.encoding
    if leads.encoding == JSON:
        return
    if leads.delimiter:
        yield _DELIMITERS.get(leads.delimiter, one_line(leads.delimiter))
    yield f"header in line {leads.header_line}" if leads.header_line else "no header line"


def why_so(leads: LeadImport) -> str:
    """By what its columns were recognised; "" for vCards, which say it themselves."""
    if leads.evidence:
        marks = ", ".join(f"“{one_line(header)[:_LONGEST]}”" for header in leads.evidence)
        return f"{leads.format} because it has {marks}"
    if leads.format == VCARD:
        return ""
    named = leads.header_line or leads.encoding == JSON
    return f"columns recognised by {'their names' if named else 'what is in them'}"


def called_first(leads: LeadImport) -> str:
    """Which end of a file's numbered priorities is called first; "" where there is no doubt.

    Many number them the other way round, 1 for the most urgent.
    """
    header = leads.mapping.get("priority", "")
    if not leads.samples.get(header, "").lstrip("+-")[:1].isdigit():
        return ""
    levels = {prospect.priority for prospect in (*leads.prospects, *leads.updated)} - {0}
    if len(levels) < 2:
        return ""
    return f"a higher priority is called first: {max(levels)} before {min(levels)}"
