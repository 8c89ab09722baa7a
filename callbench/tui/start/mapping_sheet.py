"""Which column of a lead file is what, changed by keys; what comes of it is shown below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from callbench.domain.text import one_line
from callbench.exchange.leads.errors import LeadFileError
from callbench.exchange.leads.importer import LeadImport
from callbench.exchange.leads.vocabulary import FIELDS
from callbench.tui.commands import Command
from callbench.tui.keybar import KeyBar
from callbench.tui.line_list import Cell, LineList, cut
from callbench.tui.screens import CommandModal
from callbench.tui.start import import_preview as preview

NO_COLUMN = ""
"""Stands among the columns for none of them."""

_FIELD = 14
_HEADER = 24


class MappingSheet(CommandModal[Mapping[str, str]]):
    """Fields on the left, the columns of the file on the right, the first rows below."""

    DECLARED = (
        Command("choose", "enter,right", "Choose", "Choose a column for this field"),
        Command("none", "x,delete", "No column", "This field is in no column of the file"),
        Command("found", "r", "As recognised", "Back to the column that was recognised"),
        Command("down", "j,down", "Down", "Next line", "step:1", bar=False),
        Command("up", "k,up", "Up", "Line before", "step:-1", bar=False),
        Command("page-down", "pagedown", "Page down", "Ten lines down", "step:10", bar=False),
        Command("page-up", "pageup", "Page up", "Ten lines up", "step:-10", bar=False),
        Command("close", "escape,left,q,f4", "Back", "From the columns to the fields; then back"),
        Command("keys", "question_mark,f10", "Keys", "Show every key"),
    )
    KEYS_TITLE = "Keys of the columns"

    DEFAULT_CSS = """
    MappingSheet > Vertical { background: $surface; }
    MappingSheet #lists { height: 1fr; }
    MappingSheet LineList {
        width: 1fr; border: round $border-blurred; border-title-color: $text-muted;
        background: $surface;
    }
    MappingSheet LineList:focus { border: round $border; border-title-color: $foreground; }
    MappingSheet Static {
        height: 8; border: round $border-blurred; padding: 0 1; border-title-color: $text-muted;
    }
    """

    def __init__(
        self,
        leads: LeadImport,
        overrides: Mapping[str, str],
        read_again: Callable[[Mapping[str, str]], LeadImport],
    ) -> None:
        """Show how a file was understood.

        Args:
            leads: What was read.
            overrides: Field → column, or "" for none, as the rep has said so far.
            read_again: Reads the first rows with other overrides, or raises `LeadFileError`.
        """
        super().__init__()
        self._leads = leads
        self._overrides = dict(overrides)
        self._read_again = read_again
        self._fields: LineList[str] = LineList(self._paint_field, id="fields")
        self._columns: LineList[str] = LineList(self._paint_column, id="columns")
        self._preview = Static()

    def compose(self) -> ComposeResult:
        """Two lists and the preview."""
        with Vertical():
            with Horizontal(id="lists"):
                yield self._fields
                yield self._columns
            yield self._preview
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin with the fields."""
        self._fields.border_title = "Field ← column"
        self._fields.show(FIELDS)
        self._columns.show((NO_COLUMN, *self._leads.headers))
        self.set_focus(self._fields)
        self._show()

    def _show(self) -> None:
        self._fields.show(FIELDS, self._fields.cursor)
        self._columns.border_title = Content(f"Column for {self._label}")
        at_hand = self._columns_of(self._field)
        place = self._leads.headers.index(at_hand[0]) + 1 if at_hand else 0
        self._columns.show((NO_COLUMN, *self._leads.headers), place)
        self._preview.border_title = "The first of them, as they will be"
        self._preview.update(preview.few_rows(self._leads, 6))
        self.refresh_keys()

    # ------------------------------------------------------------------ acts

    @property
    def _field(self) -> str:
        return self._fields.row or FIELDS[0]

    @property
    def _label(self) -> str:
        return self._field.replace("_", " ")

    @property
    def _choosing(self) -> bool:
        """Whether a column is being chosen."""
        return self.focused is self._columns

    def name_of(self, command: Command) -> str:
        """Enter goes to the columns, and there takes one."""
        if command.id == "choose" and self._choosing:
            return f"Take for {self._label}"
        return command.name

    def applies(self, command: Command) -> bool:
        """What was not changed can't go back."""
        return command.id != "found" or self._field in self._overrides

    def action_choose(self) -> None:
        """Go to the columns; there, take the selected one."""
        if not self._choosing:
            self.set_focus(self._columns)
            self.refresh_keys()
            return
        self._set(self._columns.row or NO_COLUMN)

    def action_none(self) -> None:
        """Take no column for the field."""
        self._set(NO_COLUMN)

    def action_found(self) -> None:
        """Take the column that was recognised."""
        self._try({name: at for name, at in self._overrides.items() if name != self._field})

    def action_step(self, lines: str) -> None:
        """Select another line."""
        where = self._columns if self._choosing else self._fields
        if where.move(int(lines)) and not self._choosing:
            self._show()

    def action_close(self) -> None:
        """From the columns to the fields; from there, back to the import with what was chosen."""
        if self._choosing:
            self.set_focus(self._fields)
            self._show()
        else:
            self.dismiss(self._overrides)

    def _set(self, column: str) -> None:
        # What was said of a column before gives way to what is said now.
        before = self._overrides.items()
        others = {name: other for name, other in before if not column or other != column}
        self._try({**others, self._field: column})

    def _try(self, overrides: dict[str, str]) -> None:
        """Take other columns if anything can be read by them; what was before holds otherwise."""
        self.set_focus(self._fields)
        self._silence()
        try:
            self._leads = self._read_again(overrides)
        except LeadFileError as error:
            self.say(str(error), "warning")
        else:
            self._overrides = overrides
        self._show()

    # ------------------------------------------------------------------ lines

    def _columns_of(self, field: str) -> Sequence[str]:
        """The columns of a field; a person may have several numbers and addresses."""
        return [
            header
            for name, header in self._leads.mapping.items()
            if name == field or (name.startswith(f"{field}_") and name.rpartition("_")[2].isdigit())
        ]

    def _paint_field(self, field: str, width: int) -> list[Cell]:
        columns = self._columns_of(field)
        said = "accent" if field in self._overrides else ""
        shown = ", then ".join(map(one_line, columns))
        return [
            (cut(field.replace("_", " "), _FIELD), "strong" if columns else "muted"),
            ("← " if columns else "  ", "muted"),
            (cut(shown or "–", max(width - _FIELD - 2, 0)), said if columns else "muted"),
        ]

    def _paint_column(self, header: str, width: int) -> list[Cell]:
        if header == NO_COLUMN:
            return [("no column", "muted")]
        sample = one_line(self._leads.samples.get(header, ""))
        return [
            (cut(header, _HEADER), ""),
            (" ", ""),
            (cut(sample, max(width - _HEADER - 1, 0)), "muted"),
        ]
