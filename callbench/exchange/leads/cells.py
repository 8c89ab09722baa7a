"""The cells of one row, and what is left of them once the fields have been served."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from callbench.exchange.leads.columns import Columns


class Cells:
    """The cells of one row, and which of them have been used."""

    def __init__(self, columns: Columns, texts: list[str]) -> None:
        self.columns = columns
        self.texts = texts
        self.used: dict[int, str] = {}
        """Column → what is left of its cell for the extra fields."""

    def at(self, column: int) -> str:
        """The text of a column, "" beyond the end of a short row."""
        return self.texts[column] if column < len(self.texts) else ""

    def of(self, field: str) -> Iterator[tuple[int, str]]:
        """The filled cells of a field's columns, best first."""
        for column in self.columns.fields.get(field, ()):
            text = self.at(column)
            if text:
                yield column, text

    def first(
        self, field: str, *, reject: Callable[[str], bool] | None = None, keep: bool = False
    ) -> str:
        """The first filled cell of a field; it no longer goes to the extra ones unless kept."""
        texts = self.texts
        for column in self.columns.fields.get(field, ()):
            text = texts[column] if column < len(texts) else ""
            if text and (reject is None or not reject(text)):
                if not keep:
                    self.used[column] = ""
                return text
        return ""

    def unused(self, headers: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        """Header and text of every filled cell that is in no field."""
        for column, text in enumerate(self.texts):
            rest = self.used.get(column, text)
            if rest:
                yield headers[column], rest
