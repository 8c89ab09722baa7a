"""From a file, or what was pasted, to the table in it: delimited text, vCards or a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from callbench.exchange.leads import vcards, workbooks
from callbench.exchange.leads.decode import read_bytes, source_of
from callbench.exchange.leads.table import Table, find_table


def open_table(path: Path, overrides: Mapping[str, str], data: bytes | None = None) -> Table:
    """Find out what a file is, and find the table in it.

    Args:
        path: The file.
        overrides: Field → header, which wins over what is found; "" for no column.
        data: What was pasted in place of a file.

    Raises:
        LeadFileError: It can't be read, or there is nothing in it that could be prospects.
    """
    data = read_bytes(path) if data is None else data
    if workbooks.is_workbook(data):
        return workbooks.find_table(path, data, overrides)
    source = source_of(path, data)
    if vcards.are_in(source):
        return vcards.find_table(source, overrides)
    return find_table(source, overrides)
