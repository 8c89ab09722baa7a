"""What an app does before it leaves, whichever way it leaves, and what it says after that."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual.app import App

from callbench.tui.context import Context


class LeavingApp(App[int]):
    """An app that saves its screens' work before it leaves."""

    def __init__(self, context: Context) -> None:
        """Leave nothing of this workbench unsaved, unless it is thrown away itself."""
        super().__init__()
        self._keepers: list[Callable[[], object]] = []
        self._rescuers: list[Callable[[], object]] = []
        self._last_words: list[tuple[str, Path | None]] = []
        self._owing = None if context.notice else context.owing

    def keep(self, save: Callable[[], object]) -> None:
        """Call `save` before the app leaves, whichever way it leaves; from any thread."""
        self._keepers.append(save)

    def rescue(self, rescue: Callable[[], object]) -> None:
        """Call `rescue`, from a thread, where the app has to go without leaving in order."""
        self._rescuers.append(rescue)

    def rescue_all(self) -> None:
        """Put elsewhere what the disk refuses, where there is no leaving in order."""
        for rescue in list(self._rescuers):
            rescue()
        self.settle()

    def settle(self) -> None:
        """Write what is owed to any file, here or elsewhere, and say what became of it."""
        if self._owing is not None:
            self._last_words += [(words, None) for words in self._owing.close()]

    def say_at_the_end(self, message: str, about: Path | None = None) -> None:
        """Say something on the terminal once it is free again; of a file, if it is there then."""
        self._last_words.append((message, about))

    @property
    def last_words(self) -> tuple[str, ...]:
        """What is to be said once the terminal is free again."""
        return tuple(said for said, path in self._last_words if path is None or path.exists())

    def save_all(self) -> None:
        """Bring everything typed to disk."""
        for save in list(self._keepers):
            save()
