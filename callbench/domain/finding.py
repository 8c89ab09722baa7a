"""Finding somebody in a list by a part of what is said of them, or by digits of their number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Generic, TypeVar

from callbench.domain.sought_numbers import number_key, sought_number

T = TypeVar("T")


class Finder(Generic[T]):
    """Looks through entries key by key, as a filter is typed: what it compares is made once."""

    def __init__(
        self, entries: Sequence[T], said: Callable[[T], str], phone: Callable[[T], str]
    ) -> None:
        """Look through `entries`, of each in what is `said` of it and in its `phone`."""
        self.entries = entries
        self._said = said
        self._phone = phone

    def matching(self, text: str) -> list[T]:
        """The entries in which `text` is, whatever its case; all of them where it is empty."""
        sought = text.casefold().strip()
        if not sought:
            return list(self.entries)
        number = sought_number(text)
        if number is None:
            pairs = zip(self.entries, self._words, strict=True)
            return [entry for entry, words in pairs if sought in words]
        every = zip(self.entries, self._words, self._numbers, strict=True)
        return [entry for entry, words, key in every if sought in words or number.is_in(key)]

    @cached_property
    def _words(self) -> list[str]:
        return [self._said(entry).casefold() for entry in self.entries]

    @cached_property
    def _numbers(self) -> list[str]:
        return [number_key(self._phone(entry)) for entry in self.entries]
