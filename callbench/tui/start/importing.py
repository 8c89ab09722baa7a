"""Reading a lead file: choose it, look at what would be taken, take it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from msgspec.structs import replace
from textual import events, on
from textual.widgets import Input

from callbench.domain.block import Refused
from callbench.domain.text import one_line
from callbench.exchange.leads.importer import LeadImport
from callbench.exchange.leads.opening import LeadFile
from callbench.store.errors import StoreError
from callbench.store.lists import list_slugs
from callbench.tui.context import Context
from callbench.tui.screens import CommandScreen
from callbench.tui.start import import_preview as preview
from callbench.tui.start import import_work as work
from callbench.tui.start.import_view import SCROLLS, FileInput, ImportView
from callbench.tui.start.mapping_sheet import MappingSheet

PASTED = Path("pasted rows")
"""What stands for a file where there is none."""


class ImportScreen(ImportView):
    """A file and the name of its list, and under them what would be taken."""

    def __init__(self, context: Context) -> None:
        """Import into this workbench."""
        super().__init__()
        self._bench = context
        self._asked: work.Wanted | None = None
        """What is being read."""
        self._taking = False
        self._last: Path | None = None
        self._unread = ""
        """What was typed in the place of a file and could not be read, or was not."""

    # ------------------------------------------------------------------ keys

    def take_first(self, event: events.Key) -> bool:
        """Enter, Tab and the arrows belong to the form, not to its fields."""
        if event.key in SCROLLS:
            self.scroll(SCROLLS[event.key])
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
        self._refuse_while_busy()
        if self._read is None or (self._file.has_focus and self._file.value):
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

    def action_paste(self) -> None:
        """Paste rows, or cards, in the place of a file."""
        from callbench.tui.start.paste_sheet import PasteSheet

        self._refuse_while_busy()
        sheet = PasteSheet(self._unread)

        def pasted(text: str | None) -> None:
            self._unread = sheet.left
            self._read_pasted(text)

        self.app.push_screen(sheet, pasted)

    def action_columns(self) -> None:
        """Say which column is what, be it while a long file is still being read.

        Raises:
            Refused: no file was read yet.
        """
        shown = self._read or self._sample
        if shown is None or self._taking:
            self._refuse_while_busy()
            raise Refused("read a file first")
        leads = shown.leads if isinstance(shown, work.LeadsRead) else shown.sample
        wanted, file = shown.wanted, shown.file

        def read_again(overrides: Mapping[str, str]) -> LeadImport:
            return work.sample(file, replace(wanted, overrides=overrides))

        self.app.push_screen(MappingSheet(leads, wanted.overrides, read_again), self._remap)

    def action_rows(self) -> None:
        """Show every row that was merged or rejected.

        Raises:
            Refused: no file was read yet.
        """
        from callbench.tui.start.rows_sheet import RowsSheet

        if self._read is None:
            raise Refused("read a file first")
        self.app.push_screen(RowsSheet(self._read.leads))

    def action_back(self) -> None:
        """Leave without taking anything.

        Raises:
            Refused: it is being written already.
        """
        if self._taking:
            raise Refused("a moment: still writing")
        self.dismiss(None)

    def _refuse_while_busy(self) -> None:
        if self._taking or self._asked is not None:
            raise Refused("a moment: still reading" if self._asked else "a moment: still writing")

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

    @on(FileInput.RowsPasted)
    def _rows_pasted(self, event: FileInput.RowsPasted) -> None:
        if self._taking or self._asked is not None:
            self.say("a moment: still reading", "warning")
        else:
            self._read_pasted(event.text)

    def _read_pasted(self, text: str | None) -> None:
        """Read rows as if they stood in a file."""
        if not text or not text.strip():
            return
        now = self._bench.now()
        self._last = None
        self._file.value = ""
        self._list.value = f"Pasted {now.day} {now:%b}"
        region = self._bench.config.region
        self._ask(work.Wanted(PASTED, self._title, region, data=text.encode("utf-8", "replace")))

    def _remap(self, overrides: Mapping[str, str] | None) -> None:
        """Read the file again where other columns were chosen; its first rows are there at once."""
        shown = self._read or self._sample
        if shown is None or overrides is None or overrides == shown.wanted.overrides:
            return
        wanted = replace(shown.wanted, title=self._title, overrides=overrides)
        self.show_sample(work.LeadsSampled(wanted, shown.file, work.sample(shown.file, wanted)))
        self._begin(wanted, shown.file)

    def _ask(self, wanted: work.Wanted, file: LeadFile | None = None) -> None:
        """Have a file read in a thread."""
        self.show_instead(f"reading {one_line(wanted.path.name)}…")
        self._begin(wanted, file)

    def _begin(self, wanted: work.Wanted, file: LeadFile | None) -> None:
        self._asked = wanted
        read = partial(work.read_file, self, self._bench.workbench, wanted, file)
        self.run_worker(read, name="read", group="import", exclusive=True, thread=True)

    @on(Input.Changed, "#list")
    def _list_named(self) -> None:
        """Another list may know these people already: then the file is read against it."""
        shown = self._read or self._sample
        before = self._asked or (shown.wanted if shown is not None else None)
        if before is None or not self._title:
            return
        wanted = replace(before, title=self._title)
        if wanted.slug != before.slug and {wanted.slug, before.slug} & self._slugs():
            self._ask(wanted, shown.file if shown is not None else None)

    def _slugs(self) -> set[str]:
        try:
            return set(list_slugs(self._bench.workbench))
        except StoreError:
            return set()

    # ------------------------------------------------------------------ what threads bring

    @on(work.LeadsSampled)
    def _show_sample(self, event: work.LeadsSampled) -> None:
        if event.wanted is self._asked:
            self.show_sample(event)

    @on(work.RowsRead)
    def _show_progress(self, event: work.RowsRead) -> None:
        if event.wanted is self._asked:
            self.show_progress(event.rows)

    @on(work.LeadsRead)
    def _show_leads(self, event: work.LeadsRead) -> None:
        if event.wanted is not self._asked:
            return
        self._asked = None
        self.show_leads(event)
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
        if self._asked is not None and self._asked.data is not None:
            self._unread = self._asked.data.decode()
        self._asked = None
        self.show_instead(event.reason, error=True)
        self.set_focus(self._file)
