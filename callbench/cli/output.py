"""Printing what came from files: nothing in it is obeyed by a terminal, nothing fails to print."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from callbench.domain.text import clean

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
"""The flag of every command that prints data."""


def print_json(value: Any) -> None:
    """Print plain values as JSON, in ASCII so that any terminal and pipe can carry it."""
    click.echo(json.dumps(value, indent=2))


def print_line(text: str) -> None:
    """Print one line of text, cleaned; what the output cannot encode becomes ``?``."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    line = clean(text, keep_newlines=False)
    click.echo(line.encode(encoding, "replace").decode(encoding))
