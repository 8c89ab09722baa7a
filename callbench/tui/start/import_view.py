"""The import screen as it is seen: two fields, and under them what would be taken."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Label, Static

from callbench.tui.commands import Command
from callbench.tui.keybar import KeyBar
from callbench.tui.line_input import LineInput
from callbench.tui.screens import CommandScreen
from callbench.tui.start import import_preview as preview
from callbench.tui.start import import_work as work

HOW = """\
Type or paste the path of a CSV, vCard, JSON or workbook, or drag the file here. Ctrl+O lets you \
choose one. Rows copied from a sheet or a mail can be pasted as well: here, or with F3.

Nothing has to be prepared: encoding, delimiter, header and columns are found. You see \
what was understood before anything is taken, and F4 changes it."""

SCROLLS = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}
"""Lines by the key that scrolls so far."""


class FileInput(LineInput):
    """The line for the path. Several lines pasted into it are no path but rows."""

    class RowsPasted(Message):
        """Rows were pasted."""

        def __init__(self, text: str) -> None:
            """All of them."""
            super().__init__()
            self.text = text

    def _on_paste(self, event: events.Paste) -> None:
        if "\n" in event.text.strip():
            event.prevent_default()
            event.stop()
            self.post_message(self.RowsPasted(event.text))


class ImportView(CommandScreen[None]):
    """The fields and the preview, without any act of the rep."""

    DECLARED = (
        Command("take", "enter", "Go on", "Read the file; then take what is shown"),
        Command("browse", "ctrl+o,f2", "Browse", "Choose the file in its folder"),
        Command("paste", "f3", "Paste rows", "Paste rows or vCards in the place of a file"),
        Command("columns", "f4", "Columns", "Say which column is what"),
        Command("rows", "f5", "Rows", "Every row that was merged or rejected, and why"),
        Command("field", "tab,shift+tab", "Field", "From the file to the name of the list"),
        Command("back", "escape", "Leave", "Leave without taking anything"),
        Command("keys", "f10", "Keys", "Show every key"),
    )
    KEYS_TITLE = "Keys of the import"
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it as an instance variable
        (0, "-narrow"),
        (112, "-normal"),
    ]

    DEFAULT_CSS = """
    ImportView > #form {
        border: round $border; border-title-color: $foreground; height: 1fr;
    }
    ImportView .field { height: 1; padding: 0 1; }
    ImportView .field Label { width: 6; color: $accent; }
    ImportView .field Input {
        width: 1fr; height: 1; border: none; padding: 0 1; background: $panel;
        &:focus { border: none; }
    }
    ImportView VerticalScroll { height: 1fr; margin: 1 0 0 0; scrollbar-size-vertical: 1; }
    ImportView Static { height: auto; padding: 0 1; }
    ImportView #details { height: auto; }
    ImportView #details Static { margin: 1 0 0 0; }
    ImportView.-normal #details { layout: horizontal; }
    ImportView.-normal #rows { width: 1fr; }
    ImportView.-normal #columns { width: 42; }
    ImportView #counts.-error { color: $error; }
    """

    def __init__(self) -> None:
        """Start without a file."""
        super().__init__()
        self._file = FileInput(placeholder="~/Downloads/leads.csv", id="file")
        self._list = LineInput(placeholder="its name", id="list")
        self._sheet = VerticalScroll(can_focus=False)
        self._counts = Static(HOW, id="counts")
        self._rows = Static(id="rows")
        self._columns = Static(id="columns")
        self._read: work.LeadsRead | None = None
        """What is shown, once a file was read."""
        self._sample: work.LeadsSampled | None = None
        """What is shown while a long file is still being read."""

    def compose(self) -> ComposeResult:
        """Two fields, and the preview under them."""
        with Vertical(id="form") as form:
            form.border_title = "Import a list"
            with Horizontal(classes="field"):
                yield Label("File")
                yield self._file
            with Horizontal(classes="field"):
                yield Label("List")
                yield self._list
            with self._sheet:
                yield self._counts
                with Container(id="details"):
                    yield self._rows
                    yield self._columns
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin with the path."""
        self.set_focus(self._file)
        self.refresh_keys()

    def applies(self, command: Command) -> bool:
        """Columns and rows are those of a file that was read; its first rows tell the columns."""
        if command.id == "columns":
            return self._read is not None or self._sample is not None
        return command.id != "rows" or self._read is not None

    def hints(self) -> list[tuple[str, str]]:
        """What Enter does depends on where things stand."""
        if self._sample is not None:
            return [("F4", "Columns"), ("↑↓", "Scroll"), ("Esc", "Leave"), ("F10", "Keys")]
        ready = self._read is not None and self._list.has_focus
        shown = [("F4", "Columns"), ("F5", "Rows")] if self._read is not None else []
        return [
            ("Enter", "Take them" if ready else "Read it"),
            *([] if shown else [("Ctrl+O", "Browse"), ("F3", "Paste rows")]),
            *shown,
            ("Tab", "File" if self._list.has_focus else "List name"),
            *([("↑↓", "Scroll")] if shown else []),
            ("Esc", "Leave"),
            ("F10", "Keys"),
        ]

    def on_descendant_focus(self) -> None:
        """Enter does something else now."""
        self.refresh_keys()

    def show_leads(self, read: work.LeadsRead) -> None:
        """Show what was read."""
        self._read, self._sample = read, None
        self._counts.remove_class("-error")
        self._counts.update(preview.counts(read.leads, read.known))
        self._rows.update(preview.first_rows(read.leads))
        self._columns.update(preview.columns(read.leads))
        self._sheet.scroll_home(animate=False)
        self.refresh_keys()

    def show_sample(self, sample: work.LeadsSampled) -> None:
        """Show the first rows of a file that is still being read."""
        self._read = None
        self._sample = sample
        self._counts.remove_class("-error")
        self._counts.update(preview.first_look(sample.sample, sample.sample.read))
        self._rows.update(preview.first_rows(sample.sample))
        self._columns.update(preview.columns(sample.sample))
        self.refresh_keys()

    def show_progress(self, rows: int) -> None:
        """Show how many rows were read by now."""
        if self._sample is not None:
            self._counts.update(preview.first_look(self._sample.sample, rows))

    def show_instead(self, text: str, *, error: bool = False) -> None:
        """Say something in place of a preview."""
        self._read = self._sample = None
        self._counts.set_class(error, "-error")
        self._counts.update(Content(text))
        self._rows.update(Content(""))
        self._columns.update(Content(""))
        self.refresh_keys()

    def scroll(self, lines: int) -> None:
        """Scroll what is under the fields."""
        self._sheet.scroll_relative(y=lines, animate=False)
