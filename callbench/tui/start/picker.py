"""Choosing a lead file by keys."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static
from textual_fspicker import FileOpen, Filters
from textual_fspicker.parts import CurrentDirectory, DirectoryNavigation
from textual_fspicker.path_filters import Filter

LEADS = frozenset({
    ".csv",
    ".tsv",
    ".txt",
    ".vcf",
    ".vcard",
    ".xlsx",
    ".xlsm",
    ".xls",
    ".ods",
    ".json",
})
"""Ends of the names of lead files; everything else is one key away."""


KEYS = "Enter opens · Backspace goes up · a every file · . hidden ones · Esc leaves"


class LeadFilePicker(FileOpen):
    """The file picker for lead files, by keys alone; names of folders are shown literally."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("j", "move('down')", "Down"),
        ("k", "move('up')", "Up"),
        ("left,h", "folder_above", "Folder above"),
        ("a", "every_file", "Every file"),
        ("q", "dismiss(None)", "Leave"),
    ]

    DEFAULT_CSS = """
    LeadFilePicker Dialog {
        width: 100%; height: 100%; border: round $border; background: $surface;
        border-title-background: $surface; border-title-color: $foreground;
    }
    LeadFilePicker Dialog OptionList, LeadFilePicker Dialog OptionList:focus {
        background: $surface; background-tint: $surface;
    }
    LeadFilePicker Dialog CurrentDirectory { border: none; text-style: bold; }
    LeadFilePicker #picker-keys { padding: 0 1; color: $text-muted; }
    LeadFilePicker InputBar { display: none; }
    """

    def __init__(self, folder: Path) -> None:
        """Start in `folder`."""
        super().__init__(folder, "Choose a lead file", filters=Filters(("leads", _is_lead_file)))

    def _header_area(self) -> ComposeResult:
        """The folder, never read as markup, and the keys."""
        yield CurrentDirectory(markup=False)
        yield Static(Content(KEYS), id="picker-keys")

    @on(DirectoryNavigation.Selected)
    def _open(self, event: DirectoryNavigation.Selected) -> None:
        """A file that is selected is chosen: there is nothing to confirm."""
        event.stop()
        event.prevent_default()
        self.dismiss(event.path)

    def action_move(self, way: str) -> None:
        """Select another entry."""
        navigation = self.query_one(DirectoryNavigation)
        if way == "down":
            navigation.action_cursor_down()
        else:
            navigation.action_cursor_up()

    def action_folder_above(self) -> None:
        """Go to the folder above."""
        self.query_one(DirectoryNavigation).action_navigate_up()

    def action_every_file(self) -> None:
        """Show every file, or lead files only."""
        navigation = self.query_one(DirectoryNavigation)
        leads_only = Filter("leads", _is_lead_file)
        navigation.file_filter = leads_only if navigation.file_filter is None else None


def typed_path(text: str) -> Path | None:
    """The path that was typed, pasted or dragged in; None where there is nothing.

    Terminals put dragged files in quotes, escape their spaces, or make URLs of them.
    """
    bare = text.strip()
    if len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "'\"":
        bare = bare[1:-1]
    if bare.startswith("file://"):
        bare = unquote(urlsplit(bare).path)
    elif os.name != "nt" and "\\" in bare and not os.path.lexists(bare):
        bare = re.sub(r"\\(.)", r"\1", bare)
    if not bare or "\0" in bare:
        return None
    return Path(os.path.expanduser(bare)).absolute()


def folder_of(path: Path | None) -> Path:
    """The folder in which to look for a file: that of the last one, else that of downloads."""
    if path is not None:
        for folder in (path, path.parent):
            if os.path.isdir(folder):
                return folder
    downloads = Path.home() / "Downloads"
    return downloads if downloads.is_dir() else Path.home()


def _is_lead_file(path: Path) -> bool:
    return path.suffix.lower() in LEADS
