"""Editing a text in the rep's own editor: out into a file of theirs alone, and back in."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from callbench.domain.text import clean
from callbench.store.command_line import split_command

LONGEST = 1_000_000
"""Bytes of a text that is taken back; a note has a thousandth of it."""


class EditorError(Exception):
    """The text could not be edited; the message says why, and what to set."""


def editor_command(configured: str, env: Mapping[str, str] = os.environ) -> list[str]:
    """The editor and its arguments: the one configured, else VISUAL, else EDITOR.

    Raises:
        EditorError: there is none, or it can't be taken apart.
    """
    line = configured or env.get("VISUAL", "") or env.get("EDITOR", "")
    try:
        command = split_command(line)
    except ValueError as error:
        raise EditorError(f"editor {line!r}: {error}") from error
    if not command:
        raise EditorError('no editor: set `editor = "nano"` in config.toml, or EDITOR')
    return command


def edit(command: Sequence[str], text: str, folder: Path) -> str:
    """Let the rep edit a text, and wait until the editor ends.

    The file lies in a folder of its own inside `folder`, where no other user looks and where what
    editors leave beside it goes with it.

    Args:
        command: The editor and its arguments; the file's name comes behind them.
        text: What to begin with.
        folder: Where the file may be for that while.

    Returns:
        The text as it is then, cleaned of what a terminal would obey.

    Raises:
        EditorError: the editor can't be started, or ends with an error: the text is as it was.
    """
    try:
        with _own_folder(folder) as place:
            path = place / "note.txt"
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(descriptor, "w", encoding="utf-8", newline="") as file:
                file.write(text)
            status = _run([*command, str(path)])
            if status:
                raise EditorError(f"{command[0]} ended with status {status}: the note is as it was")
            data = path.read_bytes()
    except OSError as error:
        name = error.filename or command[0]
        raise EditorError(f"{name}: {error.strerror}; set `editor` in config.toml") from error
    if len(data) > LONGEST:
        raise EditorError(f"{len(data)} bytes are no note: it is as it was")
    # Editors end a file with a newline, and a note does not.
    return clean(data.decode("utf-8-sig", "replace")).rstrip("\n")


@contextmanager
def _own_folder(folder: Path) -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix=".editing-", dir=folder))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _run(command: list[str]) -> int:
    with _deaf_to_interrupts():
        return subprocess.run(command, check=False).returncode


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Leave Ctrl+C to the editor: the terminal sends it to everybody.

    A handler, as an ignored signal would stay ignored in the editor, too.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, lambda number, frame: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
