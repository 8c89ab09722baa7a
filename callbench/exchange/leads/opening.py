"""From a file, or what was pasted, to the table in it: text, vCards, JSON or a workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import msgspec

from callbench.exchange.leads import objects, vcards, workbooks
from callbench.exchange.leads.decode import read_bytes, source_of
from callbench.exchange.leads.table import Table, find_table

__all__ = ["LeadFile", "open_leads"]


class LeadFile(msgspec.Struct, frozen=True):
    """A file that was read from the disk; which column is what can be asked as often as need be."""

    path: Path
    table: Callable[[Mapping[str, str]], Table]
    """The table in it, given field → header, which wins over what is found; "" for no column.
    Raises `LeadFileError` where there is nothing in it that could be prospects."""


def open_leads(path: Path, data: bytes | None = None) -> LeadFile:
    """Find out what a file is.

    Args:
        path: The file.
        data: What was pasted in place of a file.

    Raises:
        LeadFileError: It can't be read.
    """
    data = read_bytes(path) if data is None else data
    if workbooks.is_workbook(data):
        return LeadFile(path, partial(workbooks.find_table, workbooks.read_sheet(path, data)))
    source = source_of(path, data)
    if vcards.are_in(source):
        return LeadFile(path, partial(vcards.find_table, vcards.read_cards(source)))
    if found := objects.read_objects(source):
        return LeadFile(path, partial(objects.find_table, found))
    return LeadFile(path, partial(find_table, source))
