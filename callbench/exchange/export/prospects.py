"""The prospects of the lists as JSON, as a CSV that our own import takes back, and as Markdown."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

import msgspec

from callbench.domain.records import Prospect
from callbench.domain.text import one_line
from callbench.exchange.report import literal
from callbench.exchange.tables import as_csv, as_markdown_table
from callbench.store import do_not_call
from callbench.store.errors import StoreError
from callbench.store.lists import read_lists
from callbench.store.workbench import Workbench

COLUMNS = (
    "id", "list", "name", "company", "title", "phone", "extension", "email", "zone", "country",
    "city", "notes", "reason", "news", "priority", "tags", "do_not_call", "referred_by", "extra",
)  # fmt: skip
"""Of the CSV. By the first few the import knows a file of ours again, and reads ``extra``, a JSON
object, back into fields of their own."""

_TABLE = ("Name", "Company", "Title", "Phone", "E-mail", "Zone", "")


class Listed(msgspec.Struct, frozen=True):
    """A prospect, and the list that has them."""

    slug: str
    title: str
    """Of the list."""
    prospect: Prospect
    refused: bool
    """Whether they must not be called: because the list says so, or the do-not-call file."""


class ReadProspects(msgspec.Struct, frozen=True):
    """Prospects as read from a workbench, list by list."""

    listed: tuple[Listed, ...]
    errors: tuple[StoreError, ...] = ()
    """Lists that could not be read."""


def read_prospects(workbench: Workbench, slugs: Iterable[str] | None = None) -> ReadProspects:
    """The prospects of these lists, or of all.

    Raises:
        StoreError: The folder of lists or the do-not-call file can't be read.
    """
    refuses = do_not_call.read(workbench).refuses
    lists, errors = read_lists(workbench, slugs)
    return ReadProspects(
        tuple(
            Listed(found.slug, found.title, prospect, refuses(prospect))
            for found in lists
            for prospect in found.prospects
        ),
        tuple(errors),
    )


def as_plain(listed: Listed) -> dict[str, Any]:
    """One prospect in the shape that ``export prospects --format json`` promises."""
    who = listed.prospect
    return {
        "id": who.id,
        "list": listed.slug,
        "name": who.name,
        "company": who.company,
        "title": who.title,
        "phone": who.phone,
        "extension": who.extension,
        "email": who.email,
        "zone": who.zone,
        "notes": who.notes,
        "do_not_call": listed.refused,
        "extra": who.extra,
        "country": who.country,
        "city": who.city,
        "reason": who.reason,
        "news": who.news,
        "priority": who.priority,
        "tags": who.tags,
        "referred_by": who.referred_by,
    }


def _json(listed: Iterable[Listed]) -> str:
    return json.dumps([as_plain(one) for one in listed], indent=2) + "\n"


def _csv(listed: Iterable[Listed]) -> str:
    return as_csv(COLUMNS, map(_row, listed))


def _row(listed: Listed) -> tuple[object, ...]:
    who = listed.prospect
    extra = json.dumps(who.extra, ensure_ascii=False) if who.extra else ""
    return (
        who.id, listed.slug, who.name, who.company, who.title, who.phone, who.extension,
        who.email, who.zone, who.country, who.city, who.notes, who.reason, who.news,
        who.priority or "", "; ".join(who.tags), "yes" if listed.refused else "no",
        who.referred_by, extra,
    )  # fmt: skip


def _markdown(listed: Iterable[Listed]) -> str:
    by_list: dict[tuple[str, str], list[Listed]] = {}
    for one in listed:
        by_list.setdefault((one.slug, one.title), []).append(one)
    blocks = ["# Prospects\n"]
    for (_, title), ones in by_list.items():
        blocks.append(f"## {literal(one_line(title))}\n")
        blocks.append(as_markdown_table(_TABLE, map(_cells, ones)))
    return "\n".join(blocks)


def _cells(listed: Listed) -> tuple[str, ...]:
    who = listed.prospect
    phone = f"{who.phone} x{who.extension}" if who.extension else who.phone
    refused = "do not call" if listed.refused else ""
    return (who.name, who.company, who.title, phone, who.email, who.zone, refused)


FORMATS: Mapping[str, Callable[[Iterable[Listed]], str]] = MappingProxyType({
    "csv": _csv,
    "json": _json,
    "markdown": _markdown,
})
"""What prospects can be written as."""
