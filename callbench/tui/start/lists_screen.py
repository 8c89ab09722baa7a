"""The lists: which of them a block calls, what they are called, and those put away."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from callbench.domain.block import Refused
from callbench.domain.people import together
from callbench.domain.text import counted
from callbench.store import list_shelf
from callbench.store.errors import StoreError
from callbench.store.lists import ProspectList, read_lists
from callbench.tui.commands import Command
from callbench.tui.context import Context
from callbench.tui.keybar import KeyBar
from callbench.tui.line_input import LineInput
from callbench.tui.line_list import Cell, LineList, cut
from callbench.tui.screens import CommandScreen


class ListRow(msgspec.Struct, frozen=True):
    """One list."""

    entry: ProspectList
    archived: bool = False


class ListsScreen(CommandScreen[tuple[str, ...]]):
    """Lists with a mark at each that is called; dismissed with their names to begin a block."""

    DECLARED = (
        Command("begin", "enter,d", "Begin", "Begin a block on the lists with a mark"),
        Command("choose", "space", "Choose", "Call this list, or don't", "mark"),
        Command("every", "a", "All or none", "Call every list, or none but what is chosen next"),
        Command("rename", "e", "Rename", "Give the list another name"),
        Command("archive", "x", "Put away", "Not called any more, until it is brought back"),
        Command("down", "j,down", "Down", "Next list", "step:1", bar=False),
        Command("up", "k,up", "Up", "List before", "step:-1", bar=False),
        Command("page-down", "pagedown", "Page down", "Ten lists down", "step:10", bar=False),
        Command("page-up", "pageup", "Page up", "Ten lists up", "step:-10", bar=False),
        Command("close", "escape,q,l", "Back", "Back to the start screen"),
        Command("keys", "question_mark,f10", "Keys", "Show every key"),
    )
    KEYS_TITLE = "Keys of the lists"

    DEFAULT_CSS = """
    ListsScreen LineList {
        height: 1fr; border: round $border; border-title-color: $foreground; padding: 0 1;
    }
    ListsScreen LineInput { display: none; margin: 0 1; }
    ListsScreen.-renaming LineInput { display: block; }
    ListsScreen Static { height: auto; padding: 0 2; color: $text-muted; }
    """

    def __init__(
        self, context: Context, names: Sequence[str] = (), *, unfinished: bool = False
    ) -> None:
        """Show the lists of a workbench.

        Args:
            context: The workbench.
            names: Those that are called; all where empty.
            unfinished: Whether a session was cut off, which a new block closes.
        """
        super().__init__()
        self._bench = context
        self._called = set(names)
        self._left_out: set[str] = set()
        self._every = not names
        self._unfinished = unfinished
        self._warned = False
        self._rows: LineList[ListRow] = LineList(self._paint, id="lists")
        self._line = LineInput(placeholder="its new name")
        self._sum = Static()

    def compose(self) -> ComposeResult:
        """The lists, what they come to, and the line for a name."""
        with Vertical():
            yield self._rows
            yield self._line
            yield self._sum
        yield KeyBar()

    def on_mount(self) -> None:
        """Read them."""
        self._rows.border_title = "Lists"
        self.set_focus(self._rows)
        self._look()

    def _look(self, select: str = "") -> None:
        """Read the lists anew, and select one."""
        try:
            lists, problems = read_lists(self._bench.workbench)
            archived, more = list_shelf.read_archived(self._bench.workbench)
        except StoreError as error:
            self.say(str(error), "error")
            return
        rows = [ListRow(entry) for entry in lists]
        rows += [ListRow(entry, archived=True) for entry in archived]
        found = (at for at, row in enumerate(rows) if row.entry.slug == select)
        self._rows.show(rows, next(found, self._rows.cursor))
        for problem in (*problems, *more)[:1]:
            self.say(str(problem), "error")
        self._sum_up()

    # ------------------------------------------------------------------ what is chosen

    @property
    def chosen(self) -> list[ProspectList]:
        """The lists that a block begun here calls."""
        return [row.entry for row in self._rows.rows if self._is_called(row)]

    def _is_called(self, row: ListRow) -> bool:
        slug = row.entry.slug
        wanted = slug not in self._left_out if self._every else slug in self._called
        return wanted and not row.archived

    def _sum_up(self) -> None:
        """Say how many people the chosen lists come to, each once."""
        lists = self.chosen
        found = together([entry.prospects for entry in lists])
        text = f"{counted(len(lists), 'list')} chosen · {counted(len(found.prospects), 'prospect')}"
        if found.records:
            text += f" · {len(found.records):,} on several lists, called once"
        self._sum.update(Content(text))
        self._rows.refresh()
        self.refresh_keys()

    # ------------------------------------------------------------------ keys

    def applies(self, command: Command) -> bool:
        """What is put away can only be brought back."""
        row = self._rows.row
        match command.id:
            case "choose" | "rename":
                return row is not None and not row.archived
            case "archive":
                return row is not None
            case "begin":
                return bool(self.chosen)
        return True

    def name_of(self, command: Command) -> str:
        """The same key puts a list away and brings it back."""
        row = self._rows.row
        if command.id == "archive" and row is not None and row.archived:
            return "Bring back"
        return command.name

    def take_first(self, event: events.Key) -> bool:
        """While a name is typed, Enter keeps it and Esc leaves it."""
        if not self.in_text or event.key not in {"enter", "escape"}:
            return False
        self._silence()
        if event.key == "escape":
            self._close_line()
            return True
        try:
            self._rename()
        except Refused as refusal:
            self.say(str(refusal), "warning")
        return True

    def hints(self) -> list[tuple[str, str]]:
        """In the line for a name, what its keys do."""
        return [("Enter", "Rename"), ("Esc", "Leave it")] if self.in_text else super().hints()

    # ------------------------------------------------------------------ acts

    def action_begin(self) -> None:
        """Begin a block on the chosen lists; a session that was cut off is closed, if told twice.

        Raises:
            Refused: none is chosen, or one was cut off and this was the first time.
        """
        chosen = self.chosen
        if not chosen:
            raise Refused("choose a list first: Space")
        if self._unfinished and not self._warned:
            self._warned = True
            raise Refused("Enter again closes the unfinished session and begins another")
        self.dismiss(tuple(entry.slug for entry in chosen))

    def action_mark(self) -> None:
        """Call the selected list, or don't.

        Raises:
            Refused: it is put away.
        """
        row = self._selected()
        if row.archived:
            raise Refused("it is put away: x brings it back")
        marks = self._left_out if self._every else self._called
        marks ^= {row.entry.slug}
        self._rows.move(1)
        self._sum_up()

    def action_every(self) -> None:
        """Call every list; or none, where every one is called already."""
        everything = self._every and not self._left_out
        self._every = not everything
        self._called.clear()
        self._left_out.clear()
        self._sum_up()

    def action_rename(self) -> None:
        """Open the line for another name.

        Raises:
            Refused: it is put away.
        """
        row = self._selected()
        if row.archived:
            raise Refused("it is put away: x brings it back")
        self._line.value = row.entry.title
        self._line.cursor_position = len(row.entry.title)
        self.add_class("-renaming")
        self.set_focus(self._line)
        self.refresh_keys()

    def _rename(self) -> None:
        entry = self._selected().entry
        try:
            slug = list_shelf.rename_list(self._bench.workbench, entry.slug, self._line.value)
        except StoreError as error:
            raise Refused(f"{error.path.name}: {error.problem}") from error
        for marks in (self._called, self._left_out):
            if entry.slug in marks:
                marks ^= {entry.slug, slug}
        self._close_line()
        self._look(slug)
        self.say(f"renamed: its file is {slug}.json")

    def _close_line(self) -> None:
        self.remove_class("-renaming")
        self.set_focus(self._rows)
        self.refresh_keys()

    def action_archive(self) -> None:
        """Put the selected list away, or bring it back.

        Raises:
            Refused: it can't be moved.
        """
        row = self._selected()
        move = list_shelf.restore_list if row.archived else list_shelf.archive_list
        try:
            move(self._bench.workbench, row.entry.slug)
        except StoreError as error:
            raise Refused(f"{error.path.name}: {error.problem}") from error
        self._look(row.entry.slug)
        what = "is back" if row.archived else "is put away: x brings it back"
        self.say(f"{row.entry.title} {what}")

    def action_step(self, rows: str) -> None:
        """Select another list."""
        self._rows.move(int(rows))

    def action_close(self) -> None:
        """Back to the start screen."""
        self.dismiss(None)

    def _selected(self) -> ListRow:
        row = self._rows.row
        if row is None:
            raise Refused("no list yet: i on the start screen imports one")
        return row

    def _paint(self, row: ListRow, width: int) -> list[Cell]:
        entry = row.entry
        mark = "  " if row.archived else "✓ " if self._is_called(row) else "· "
        day = entry.imported_at.astimezone(self._bench.zone)
        count = f"{len(entry.prospects):>7,}"
        source = "put away" if row.archived else f"{entry.source or 'by hand'}"
        side = f"  {count}  {day.day:>2} {day:%b %Y}  {cut(source, 18)}"
        style = "dim" if row.archived else "strong" if self._is_called(row) else ""
        room = max(width - len(mark) - len(side), 10)
        return [
            (mark, "accent" if self._is_called(row) else "dim"),
            (cut(entry.title, room), style),
            (side, "dim" if row.archived else "muted"),
        ]
