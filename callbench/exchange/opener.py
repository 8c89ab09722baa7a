"""Opening a file of ours with the program that the system has for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


class OpenError(Exception):
    """No program could be started; the message says where the file is."""


def open_file(path: Path) -> None:
    """Hand a file to the system's program for its kind, and don't wait for it.

    Raises:
        OpenError: there is none.
    """
    try:
        if sys.platform == "win32":
            os.startfile(path)
            return
        program = "open" if sys.platform == "darwin" else "xdg-open"
        subprocess.Popen(
            [program, str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        raise OpenError(f"no program opens it; it is {path}") from None
