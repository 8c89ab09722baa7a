"""Printing what came from files: nothing in it is obeyed by a terminal, nothing fails to print."""

from __future__ import annotations

import errno
import json
import os
import sys
from contextlib import suppress
from typing import Any

import click

from callbench.cli.options import CommandError
from callbench.domain.text import clean

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
"""The flag of every command that prints data."""


def print_json(value: Any) -> None:
    """Print plain values as JSON, in ASCII so that any terminal and pipe can carry it."""
    print_plain(json.dumps(value, indent=2))


def print_line(text: str) -> None:
    """Print one line of text, cleaned; what the output cannot encode becomes ``?``."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    line = clean(text, keep_newlines=False)
    print_plain(line.encode(encoding, "replace").decode(encoding))


def print_plain(data: str | bytes, *, newline: bool = True) -> None:
    """Print what is fit to be printed as it is.

    Raises:
        CommandError: the output takes no more, as a full disk does. A pipe whose reader has left
            is the end of the command, and no error to speak of.
    """
    try:
        click.echo(data, nl=newline)
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise
        _give_up_output()
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise CommandError(f"standard output: {reason}") from error


def _give_up_output() -> None:
    """Send what is still buffered nowhere, else Python fails with it again when it ends."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
