"""Dialling: a configured command, without a shell, with the number as one harmless argument."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence

from callbench.domain.records import Prospect
from callbench.store.machine import WINDOWS_HANDLER

Told = Callable[[str], None]

_DIALLABLE = re.compile(r"[^+0-9*#,;x]")
_PURE = re.compile(r"\+?[0-9]+")
_ANOTHER = re.compile(r"(?<=.)\+.*", re.DOTALL)
"""What begins like a second number; the two in one would reach a third person."""

SETTLED = 10.0
"""Seconds within which a dialler that gives up is heard; one that runs longer is the call."""

SET = "set `dialler` in config.toml; c copies the number"


class DialError(Exception):
    """The dialler could not be started; the message says what to set."""


def diallable(text: str) -> str:
    """A number as a dialler may be given it: ``+``, digits, ``*#,;x``, starting with + or a digit.

    Raises:
        DialError: nothing that can be dialled is left.
    """
    plain = _DIALLABLE.sub("", text).lstrip("*#,;x")
    number = _ANOTHER.sub("", re.sub(r"^\++", "+", plain)).rstrip(",;x")
    if _PURE.match(number) is None:
        raise DialError("this number can't be dialled by a program: c copies it")
    return number


def arguments(command: Sequence[str], prospect: Prospect) -> list[str]:
    """The command with ``{e164}``, ``{number}`` and ``{extension}`` filled in.

    ``{number}`` is the number with what is to be keyed behind it, ``{e164}`` its digits alone.
    Each placeholder stays inside its own argument, so that no number becomes an option, or two.

    Raises:
        DialError: nothing that can be dialled is in the number.
    """
    number = diallable(prospect.phone)
    pure = _PURE.match(number)
    values = {
        "{e164}": pure[0] if pure is not None else "",
        "{number}": number,
        "{extension}": _DIALLABLE.sub("", prospect.extension),
    }
    filled = []
    for argument in command:
        for placeholder, value in values.items():
            argument = argument.replace(placeholder, value)
        filled.append(argument)
    return filled


def dial(command: Sequence[str], prospect: Prospect, told: Told = lambda problem: None) -> None:
    """Start the configured dialler and leave it alone.

    Args:
        command: The program and its arguments, with placeholders.
        prospect: Whom to call.
        told: Told, in a thread of its own, where the dialler gives up at once.

    Raises:
        DialError: it can't be started; names the program and the key to set.
    """
    filled = arguments(command, prospect)
    try:
        if sys.platform == "win32" and tuple(filled[:2]) == WINDOWS_HANDLER:
            # What that command does, but an error comes back from it.
            os.startfile(filled[2])
            return
        process = subprocess.Popen(
            filled,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "unusable argument"
        raise DialError(f"dialler {command[0]!r}: {reason}; {SET}") from None
    threading.Thread(target=_watch, args=(process, told), name="dialler", daemon=True).start()


def _watch(process: subprocess.Popen[bytes], told: Told) -> None:
    """Say so where the dialler gives up, and leave no zombie behind."""
    try:
        status = process.wait(SETTLED)
    except subprocess.TimeoutExpired:
        process.wait()
        return
    if status:
        told(f"dialler {_program(process)!r} gave up (status {status}); {SET}")


def _program(process: subprocess.Popen[bytes]) -> str:
    return str(process.args[0]) if isinstance(process.args, list) else ""
