"""The note in the rep's own editor, which has the terminal meanwhile."""

from __future__ import annotations

from pathlib import Path

from textual.app import App, SuspendNotSupported

from callbench.domain.block import Refused
from callbench.exchange.editor import EditorError, edit, editor_command
from callbench.tui.block.note_pane import with_short_lines
from callbench.tui.context import Context


def edited(app: App[object], context: Context, text: str) -> str:
    """The text after the rep has edited it.

    Raises:
        Refused: there is no editor, it failed, or this terminal can't be handed over.
    """
    try:
        command = editor_command(context.config.editor)
        with app.suspend():
            found = _edited(command, text, context.workbench.root)
    except EditorError as error:
        raise Refused(str(error)) from error
    except SuspendNotSupported as error:
        raise Refused("an editor can't have this terminal") from error
    if isinstance(found, EditorError):
        raise Refused(str(found))
    return with_short_lines(found)


def _edited(command: list[str], text: str, folder: Path) -> str | EditorError:
    """The text, or what went wrong: an error raised there would leave the app suspended."""
    try:
        return edit(command, text, folder)
    except EditorError as error:
        return error
