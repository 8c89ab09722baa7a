"""The note: always live. What is typed is posted as it is typed; the pane keeps nothing."""

from __future__ import annotations

from typing import ClassVar, Self

from rich.text import Text
from textual import events, on
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from callbench.domain.marks import mark_of

LONGEST_LINE = 2000
"""Characters from which a pasted line is broken: one endless line makes every key slow."""


MARKS = "? their question   ! objection   + other problem   > promise"
"""What stands in an empty note."""


class NotePane(TextArea, inherit_css=False):
    """A text area with the marks ``? ! + >`` highlighted.

    Its style is whole: reading TextArea's, made for code of many languages, takes longer than
    reading the styles of all other panes together.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = TextArea.COMPONENT_CLASSES | {
        "note--question",
        "note--objection",
        "note--problem",
        "note--promise",
    }

    # What TextArea does with these keys, a note does not need, and the calling screen does.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+home", "cursor_start", "Start", show=False),
        Binding("ctrl+end", "cursor_end", "End", show=False),
    ]

    DEFAULT_CSS = """
    NotePane {
        width: 1fr; height: 1fr; min-height: 5; padding: 0 1; overflow: auto auto;
        border: round $border-blurred; border-title-color: $text-muted;
        border-subtitle-color: $text-muted; color: $foreground; background: transparent;
        scrollbar-size: 1 1; scrollbar-corner-color: $scrollbar-corner-color;
        scrollbar-color: $scrollbar; scrollbar-color-hover: $scrollbar-hover;
        scrollbar-color-active: $scrollbar-active; scrollbar-background: $scrollbar-background;
        scrollbar-background-hover: $scrollbar-background-hover;
        scrollbar-background-active: $scrollbar-background-active;
    }
    NotePane:focus { border: round $border; border-title-color: $accent; }
    NotePane.-unsaved { border-subtitle-color: $background; border-subtitle-background: $error; }
    NotePane .note--question { color: $secondary; text-style: bold; }
    NotePane .note--objection { color: $error; text-style: bold; }
    NotePane .note--problem { color: $success; text-style: bold; }
    NotePane .note--promise { color: $accent; text-style: bold; }
    NotePane .text-area--cursor {
        color: $input-cursor-foreground; background: $input-cursor-background;
        text-style: $input-cursor-text-style;
    }
    NotePane:light .text-area--cursor { color: $text 90%; background: $foreground 70%; }
    NotePane .text-area--selection {
        background: $input-selection-background; color: $input-selection-foreground;
    }
    NotePane .text-area--placeholder { color: $text-disabled; }
    """

    _editing = False

    class Typed(Message):
        """The note changed by the rep's hand."""

        def __init__(self, subject: str, text: str) -> None:
            """The whole note, and what `show` said it is about."""
            super().__init__()
            self.subject = subject
            self.text = text

    def __init__(self) -> None:
        """Start empty."""
        super().__init__(
            "",
            soft_wrap=True,
            show_line_numbers=False,
            highlight_cursor_line=False,
            tab_behavior="focus",
            placeholder=MARKS,
        )
        self.cursor_blink = False
        self._subject = ""
        self._given = ""

    def get_line(self, line_index: int) -> Text:
        """A line with its mark highlighted."""
        text = super().get_line(line_index)
        mark = mark_of(text.plain, line_index)
        if mark is not None:
            style = self.get_component_rich_style(f"note--{mark.kind}", partial=True)
            text.stylize(style, mark.column, mark.column + 1)
        return text

    def edit(self, edit: Edit) -> EditResult:
        """Change the text; a key within a paragraph draws that paragraph and not the whole pane."""
        row, bare = edit.top[0], not self.text
        self._editing = True
        try:
            result = super().edit(edit)
        finally:
            self._editing = False
        if edit.bottom[0] == row and bare == (not self.text):
            ends = ((row, 0), (row, len(self.document.get_line(row))))
            first, last = (self.wrapped_document.location_to_offset(end).y for end in ends)
            self.refresh_lines(first, last - first + 1)
        else:
            # The placeholder comes or goes, or lines do.
            self.refresh()
        return result

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Draw anew; what an edit draws is known once it is over, but for lines that move."""
        if self._editing and not (regions or layout or recompose):
            return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    @property
    def subject(self) -> str:
        """What the note is about, as `show` was told."""
        return self._subject

    @property
    def lines(self) -> int:
        """How many lines it fills, long ones folded."""
        return self.wrapped_document.height

    def show(self, subject: str, text: str) -> None:
        """Show the note of `subject`; what is being typed about the same one is left alone.

        Nothing can be typed about nobody, who is "".
        """
        self.read_only = not subject
        self.placeholder = MARKS if subject else ""
        if subject == self._subject and text == self.text:
            return
        self._subject = subject
        self._given = text
        if text == self.text:
            # Nothing to draw, but what was typed about somebody else can't be brought back here.
            self.history.clear()
            return
        self.load_text(text)
        self.move_cursor(self.document.end)

    def stamp(self, elapsed: str) -> None:
        """Put the elapsed time at the start of a new line."""
        _, column = self.cursor_location
        before = "\n" if column else ""
        self.insert(f"{before}{elapsed} ")

    def on_paste(self, event: events.Paste) -> None:
        """Break endless lines before the text area takes them."""
        event.text = with_short_lines(event.text)

    @on(TextArea.Changed)
    def _post_typed(self, event: TextArea.Changed) -> None:
        event.stop()
        text = self.text
        if text != self._given:
            self._given = text
            self.post_message(self.Typed(self._subject, text))

    def action_cursor_start(self) -> None:
        """Go to the first character."""
        self.move_cursor((0, 0))

    def action_cursor_end(self) -> None:
        """Go behind the last character."""
        self.move_cursor(self.document.end)


def with_short_lines(text: str) -> str:
    """The text with lines longer than `LONGEST_LINE` broken at a space where there is one."""
    if all(len(line) <= LONGEST_LINE for line in text.split("\n")):
        return text
    return "\n".join(piece for line in text.split("\n") for piece in _pieces(line))


def _pieces(line: str) -> list[str]:
    pieces = []
    while len(line) > LONGEST_LINE:
        space = line.rfind(" ", LONGEST_LINE // 2, LONGEST_LINE)
        at = space if space > 0 else LONGEST_LINE
        pieces.append(line[:at])
        line = line[at:].removeprefix(" ")
    return [*pieces, line]
