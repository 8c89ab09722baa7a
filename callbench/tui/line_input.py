"""A line to type into: Textual's Input, quiet."""

from __future__ import annotations

from textual.widgets import Input


class LineInput(Input):
    """An Input whose cursor does not blink and that keeps what it holds when it is entered.

    A blinking cursor writes to the terminal twice a second, whatever the rep does.
    """

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002 - Textual's name
        """Hold `value`; say what belongs here with `placeholder`."""
        super().__init__(value, placeholder=placeholder, id=id, select_on_focus=False)
        self.cursor_blink = False
