"""Reading a lead file: choose it, look at what would be taken, take it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from msgspec.structs import replace
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Label, Static

from callbench.domain.block import Refused
from callbench.domain.text import one_line
from callbench.store.errors import StoreError
from callbench.store.lists import list_slugs
from callbench.tui.commands import Command
from callbench.tui.context import Context
from callbench.tui.keybar import Hint, KeyBar
from callbench.tui.screens import CommandScreen
from callbench.tui.start import import_preview as preview
from callbench.tui.start import import_work as work

HOW = """\
Type or paste the path of a CSV, or drag the file here. Ctrl+O lets you choose one.

Nothing has to be prepared: encoding, delimiter, header and columns are found. You see \
what was understood before anything is taken."""

SCROLLS = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}
"""Lines by the key that scrolls so far."""


class ImportScreen(CommandScreen[None]):
    """A file and the name of its list, and under them what would be taken."""

    DECLARED = (
        Command("take", "enter", "Go on", "Read the file; then take what is shown"),
        Command("browse", "ctrl+o,f2", "Browse", "Choose the file in its folder"),
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
    ImportScreen > #form {
        border: round $border; border-title-color: $foreground; height: 1fr;
    }
    ImportScreen .field { height: 1; padding: 0 1; }
    ImportScreen .field Label { width: 6; color: $accent; }
    ImportScreen .field Input {
        width: 1fr; height: 1; border: none; padding: 0 1; background: $panel;
        &:focus { border: none; }
    }
    ImportScreen VerticalScroll { height: 1fr; margin: 1 0 0 0; scrollbar-size-vertical: 1; }
    ImportScreen Static { height: auto; padding: 0 1; }
    ImportScreen #details { height: auto; }
    ImportScreen #details Static { margin: 1 0 0 0; }
    ImportScreen.-normal #details { layout: horizontal; }
    ImportScreen.-normal #rows { width: 1fr; }
    ImportScreen.-normal #columns { width: 42; }
    ImportScreen #counts.-error { color: $error; }
    """

    def __init__(self, context: Context) -> None:
        """Import into this workbench."""
        super().__init__()
        self._bench = context
        self._file = Input(placeholder="~/Downloads/leads.csv", select_on_focus=False, id="file")
        self._list = Input(placeholder="its name", select_on_focus=False, id="list")
        self._sheet = VerticalScroll(can_focus=False)
        self._counts = Static(HOW, id="counts")
        self._rows = Static(id="rows")
        self._columns = Static(id="columns")
        self._read: work.LeadsRead | None = None
        """What is shown, once a file was read."""
        self._asked: work.Wanted | None = None
        """What is being read."""
        self._taking = False
        self._last: Path | None = None

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

    # ------------------------------------------------------------------ the key bar

    def hints(self) -> list[Hint]:
        """What Enter does depends on where things stand."""
        ready = self._read is not None and self._list.has_focus
        act = "Take them" if ready else "Read it"
        scroll = [("↑↓", "Scroll")] if self._read is not None else []
        field = "File" if self._list.has_focus else "List name"
        return [
            ("Enter", act),
            ("Ctrl+O", "Browse"),
            ("Tab", field),
            *scroll,
            ("Esc", "Leave"),
            ("F10", "Keys"),
        ]

    def on_descendant_focus(self) -> None:
        """Enter does something else now."""
        self.refresh_keys()

    # ------------------------------------------------------------------ keys

    def take_first(self, event: events.Key) -> bool:
        """Enter, Tab and the arrows belong to the form, not to its fields."""
        if event.key in SCROLLS:
            self._sheet.scroll_relative(y=SCROLLS[event.key], animate=False)
        elif event.key in {"tab", "shift+tab"}:
            self.action_field()
        elif event.key == "enter":
            self._silence()
            try:
                self.action_take()
            except Refused as refusal:
                self.say(str(refusal), "warning")
        else:
            return False
        return True

    def action_field(self) -> None:
        """Go to the other field."""
        self.set_focus(self._file if self._list.has_focus else self._list)

    def action_take(self) -> None:
        """Read the file that was named; once it is shown, take it.

        Raises:
            Refused: there is no path, no name, or nothing to take.
        """
        if self._taking or self._asked is not None:
            raise Refused("a moment: still reading" if self._asked else "a moment: still writing")
        if self._read is None or self._file.has_focus:
            self._ask_for_file()
            return
        leads = self._read.leads
        if not self._title:
            raise Refused("the list wants a name")
        if not leads.prospects and not leads.updated:
            raise Refused("there is nothing new in this file")
        self._taking = True
        wanted = replace(self._read.wanted, title=self._title)
        bench = self._bench
        take = partial(work.take_leads, self, bench.workbench, wanted, leads, bench.clock())
        self.run_worker(take, name="take", group="import", thread=True)

    def action_browse(self) -> None:
        """Choose the file in its folder."""
        from callbench.tui.start.picker import LeadFilePicker, folder_of, typed_path

        last = typed_path(self._file.value) or self._last
        self.app.push_screen(LeadFilePicker(folder_of(last)), self._picked)

    def action_back(self) -> None:
        """Leave without taking anything.

        Raises:
            Refused: it is being written already.
        """
        if self._taking:
            raise Refused("a moment: still writing")
        self.dismiss(None)

    # ------------------------------------------------------------------ reading

    @property
    def _title(self) -> str:
        return one_line(self._list.value)

    def _picked(self, path: Path | None) -> None:
        self.set_focus(self._file)
        if path is not None:
            self._file.value = str(path)
            self._file.cursor_position = len(self._file.value)
            self._ask_for_file()

    def _ask_for_file(self) -> None:
        from callbench.tui.start.picker import typed_path

        path = typed_path(self._file.value)
        if path is None:
            raise Refused("type or paste the path of a file, or choose it with Ctrl+O")
        if path.is_dir():
            raise Refused(f"{path.name or path} is a folder: Ctrl+O chooses a file in it")
        new = path != self._last
        self._last = path
        if new or not self._title:
            self._list.value = one_line(path.stem) or "list"
        self._ask(work.Wanted(path, self._title, self._bench.config.region))

    def _ask(self, wanted: work.Wanted) -> None:
        """Have a file read in a thread."""
        self._asked = wanted
        self._show_instead(f"reading {one_line(wanted.path.name)}…")
        read = partial(work.read_file, self, self._bench.workbench, wanted)
        self.run_worker(read, name="read", group="import", exclusive=True, thread=True)

    @on(Input.Changed, "#list")
    def _list_named(self) -> None:
        """Another list may know these people already: then the file is read against it."""
        before = self._asked or (self._read.wanted if self._read is not None else None)
        if before is None or not self._title:
            return
        wanted = replace(before, title=self._title)
        if wanted.slug != before.slug and {wanted.slug, before.slug} & self._slugs():
            self._ask(wanted)

    def _slugs(self) -> set[str]:
        try:
            return set(list_slugs(self._bench.workbench))
        except StoreError:
            return set()

    # ------------------------------------------------------------------ what threads bring

    @on(work.LeadsRead)
    def _show_leads(self, event: work.LeadsRead) -> None:
        if event.wanted is not self._asked:
            return
        self._asked = None
        self._read = event
        self._counts.remove_class("-error")
        self._counts.update(preview.counts(event.leads, event.known))
        self._rows.update(preview.first_rows(event.leads))
        self._columns.update(preview.columns(event.leads))
        self._sheet.scroll_home(animate=False)
        self.set_focus(self._list)
        self._list.cursor_position = len(self._list.value)
        self.refresh_keys()

    @on(work.LeadsTaken)
    def _say_taken(self, event: work.LeadsTaken) -> None:
        below = self.app.screen_stack[-2]
        self.dismiss(None)
        if isinstance(below, CommandScreen):
            below.say(preview.outcome(event.leads, event.wanted.title))

    @on(work.ImportFailed)
    def _say_failed(self, event: work.ImportFailed) -> None:
        if self._taking:
            self._taking = False
            self.say(event.reason, "error")
            return
        self._asked = None
        self._show_instead(event.reason, error=True)
        self.set_focus(self._file)

    def _show_instead(self, text: str, *, error: bool = False) -> None:
        """Say something in place of a preview."""
        self._read = None
        self._counts.set_class(error, "-error")
        self._counts.update(Content(text))
        self._rows.update(Content(""))
        self._columns.update(Content(""))
        self.refresh_keys()
