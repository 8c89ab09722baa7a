"""Dialling: a configured command, without a shell, with the number as one harmless argument."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence

from callbench.domain.records import Prospect

_DIALLABLE = re.compile(r"[^+0-9*#,;x]")


class DialError(Exception):
    """The dialler could not be started; the message says what to set."""


def diallable(text: str) -> str:
    """A number as a dialler may be given it: ``+``, digits, ``*#,;x``, starting with + or a digit.

    Raises:
        DialError: nothing that can be dialled is left.
    """
    number = _DIALLABLE.sub("", text)
    number = number.lstrip("*#,;x") if not number[:1].isdigit() else number
    if not number[:1].isdigit() and not (number[:1] == "+" and number[1:2].isdigit()):
        raise DialError("this number can't be dialled by a program: c copies it")
    return number


def arguments(command: Sequence[str], prospect: Prospect) -> list[str]:
    """The command with ``{e164}``, ``{number}`` and ``{extension}`` filled in.

    Each placeholder stays inside its own argument, so that no number becomes an option.
    """
    number = diallable(prospect.phone)
    values = {
        "{e164}": number,
        "{number}": number,
        "{extension}": _DIALLABLE.sub("", prospect.extension),
    }
    filled = []
    for argument in command:
        for placeholder, value in values.items():
            argument = argument.replace(placeholder, value)
        filled.append(argument)
    return filled


def dial(command: Sequence[str], prospect: Prospect) -> None:
    """Start the configured dialler and leave it alone.

    Raises:
        DialError: it can't be started; names the program and the key to set.
    """
    try:
        subprocess.Popen(
            arguments(command, prospect),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "unusable argument"
        raise DialError(f"dialler {command[0]!r}: {reason}; set `dialler` in config.toml") from None
